"""Say how the folder's state is: the file, what it holds, its copies. Nothing is written."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from vsosh_moodle.apply.memory import load_memory
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural
from vsosh_moodle.plan.records import Kind, record_from_json
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.copies import own_copies
from vsosh_moodle.store.database import Database, StateError, open_database
from vsosh_moodle.store.journal import Journal
from vsosh_moodle.store.migrations import MIGRATIONS
from vsosh_moodle.store.restoring import unpacked
from vsosh_moodle.store.state_check import StateFacts, examine_state, loose_modes
from vsosh_moodle.store.state_errors import damaged
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.findings import Finding, Report, Status
from vsosh_moodle.workflow.project import STATE_FILE, Project

MOST_NAMED = 5
_RESTORE = "vsosh-moodle state restore"


def check_state(project: Project) -> Report:
    """Examine the state file and its copies; the report's exit code is 3 when something is broken."""
    state = project.state / STATE_FILE
    if not state.exists():
        absent = _finding(
            "file", _("Файл состояния"), "note",
            _("ещё нет: в этой папке ничего не применялось"),
            _("Если применялось, верните его: {command} ФАЙЛ").format(command=_RESTORE),
        )  # fmt: skip
        return Report(str(state), (absent, *_copies(project)))
    try:
        facts = examine_state(state)
    except StateError as error:
        return Report(str(state), (_unreadable(error), *_copies(project)))
    findings = [
        *_file(state, facts),
        *_contents(project, state, facts),
        *_modes(state),
        *_copies(project),
    ]
    return Report(str(state), tuple(findings))


def _file(state: Path, facts: StateFacts) -> Iterator[Finding]:
    title = _("Файл состояния")
    if facts.broken:
        yield _unreadable(damaged(state, "; ".join(facts.broken[:MOST_NAMED])))
        return
    if facts.version > len(MIGRATIONS):
        yield _finding(
            "file", title, "fail",
            _("создан более новой версией программы (вид {version}, эта знает до {known})").format(
                version=facts.version, known=len(MIGRATIONS)
            ),
            _("Обновите vsosh-moodle до той версии, которой работали последней."),
        )  # fmt: skip
        return
    size = _("{n} КБ").format(n=-(-facts.size // 1024))
    yield _finding(
        "file", title, "ok", _("{file}, {size}, SQLite: ошибок нет").format(file=state, size=size)
    )
    if not facts.is_newest:
        yield _finding(
            "version", _("Вид файла"), "note",
            _("{version} из {newest}").format(version=facts.version, newest=len(MIGRATIONS)),
            _("Следующая команда обновит его и сохранит копию прежнего."),
        )  # fmt: skip
    elif facts.alien:
        yield _finding(
            "schema", _("Таблицы"), "fail",
            _("не такие, как делает программа: {names}").format(names=_some(facts.alien)),
            _("Верните состояние из копии: {command} ФАЙЛ").format(command=_RESTORE),
        )  # fmt: skip


def _contents(project: Project, state: Path, facts: StateFacts) -> Iterator[Finding]:
    if facts.broken or facts.alien or not facts.is_newest:
        return
    title = _("Записи")
    for table, count in facts.unreadable.items():
        yield _finding(
            "rows", title, "fail",
            _("в таблице {table} не читается записей: {n}").format(table=table, n=count),
            _("Верните состояние из копии: {command} ФАЙЛ").format(command=_RESTORE),
        )  # fmt: skip
    if facts.doubled:
        yield _finding(
            "ids", _("Номера Moodle"), "fail",
            _("один номер у двух записей: {names}").format(names=_some(facts.doubled)),
            _("Такое состояние опасно применять: верните его из копии: {command} ФАЙЛ").format(
                command=_RESTORE
            ),
        )  # fmt: skip
    if facts.unreadable:
        return
    with open_database(state) as database:
        strange = _strange_records(database)
    if strange:
        yield _finding(
            "records", title, "fail",
            _("программа не понимает записей: {names}").format(names=_some(strange)),
            _("Верните состояние из копии: {command} ФАЙЛ").format(command=_RESTORE),
        )  # fmt: skip
    else:
        runs = plural(facts.rows["runs"], "{n} запуск", "{n} запуска", "{n} запусков")
        objects = plural(facts.rows["applied"], "{n} запись", "{n} записи", "{n} записей")
        yield _finding(
            "rows", title, "ok",
            _("всё читается: {runs}, о сайте {objects}").format(runs=runs, objects=objects),
        )  # fmt: skip
    yield from _cut_short(project, facts)


def _cut_short(project: Project, facts: StateFacts) -> Iterator[Finding]:
    if not facts.open_runs:
        return
    running = (project.state / LOCK_FILE).exists()
    numbers = ", ".join(str(one) for one in facts.open_runs[-MOST_NAMED:])
    yield _finding(
        "runs", _("Запуски"), "note",
        _("без конца: № {numbers}").format(numbers=numbers),
        _("Один из них, может быть, ещё идёт.") if running
        else _("Они оборвались; что не успело примениться, возьмёт следующий vsosh-moodle apply."),
    )  # fmt: skip


def _strange_records(database: Database) -> list[str]:
    """Return what the journal and the memory hold that this version cannot make records of."""
    strange: list[str] = []
    try:
        load_memory(AppliedState(database))
    except (ValueError, KeyError, TypeError, AttributeError):
        strange.append("applied")
    journal = Journal(database)
    for run in journal.runs():
        for recorded in journal.steps(run.id):
            step = recorded.step
            try:
                for fields in (step.before, step.after):
                    if fields is not None and "password" not in fields:
                        record_from_json(Kind(step.kind), dict(fields))
            except (ValueError, KeyError, TypeError, AttributeError):
                strange.append(
                    _("запуск № {run}, шаг {step}").format(run=run.id, step=recorded.seq)
                )
    return strange


def _modes(state: Path) -> Iterator[Finding]:
    loose = loose_modes(state)
    if loose:
        yield _finding(
            "modes", _("Права на файлы"), "warn",
            _("читать могут и другие пользователи компьютера: {names}").format(
                names=_some(one.name for one in loose)
            ),
            _("Закройте: chmod -R go-rwx {folder}").format(folder=state.parent),
        )  # fmt: skip


def _copies(project: Project) -> Iterator[Finding]:
    title = _("Копия")
    copies = own_copies(project.state)
    for copy in copies:
        try:
            with unpacked(copy, project.state) as (manifest, _database):
                made = datetime.fromisoformat(manifest.made).astimezone()
        except StateError as error:
            yield _finding(
                "copy", title, "warn", error.message, _("Удалите её или не опирайтесь на неё.")
            )
            continue
        yield _finding(
            "copy", title, "ok",
            _("{name} — {made}, целая").format(name=copy.name, made=f"{made:%d.%m.%Y %H:%M}"),
        )  # fmt: skip
    if not copies:
        yield _finding(
            "copy", title, "note", _("нет ни одной"), _("Сделайте: vsosh-moodle state backup")
        )


def _unreadable(error: StateError) -> Finding:
    return _finding(
        "file", _("Память программы"), "fail", error.message,
        _("Верните его из копии: {command} ФАЙЛ").format(command=_RESTORE),
    )  # fmt: skip


def _finding(code: str, title: str, status: Status, detail: str, hint: str = "") -> Finding:
    return Finding(code, title, status, detail, hint, exit_code=ExitCode.INPUT)


def _some(names: "Iterator[str] | tuple[str, ...] | list[str]") -> str:
    found = list(names)
    more = len(found) - MOST_NAMED
    shown = ", ".join(found[:MOST_NAMED])
    return _("{names} и ещё {n}").format(names=shown, n=more) if more > 0 else shown
