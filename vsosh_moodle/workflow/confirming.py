"""Remember who is who when the rosters leave it in doubt."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.identity import DoubtfulMatch, IdentityPolicy, question_code
from vsosh_moodle.sources.suggestions import closest
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.safe_files import write_private
from vsosh_moodle.workflow.school import load_school

NEW = frozenset({"новый", "new"})
"""How a decision says that a row is a new person."""

_CODE = re.compile(r"[0-9a-f]{10}")
_HEAD = ["код", "решение", "учётные записи", "строка списка"]


def confirm_person(project: Project, code: str, login: str | None) -> None:
    """Remember that the row asked about by `code` is the account `login`, or (None) a new person.

    Raises ConfigError when it is no code of a question or there is no such login, LockHeld when
    another run is under way.
    """
    if not _CODE.fullmatch(code):
        raise ConfigError(
            _("«{code}» — не код вопроса.").format(code=code),
            _("Скопируйте команду из сообщения о сомнительной строке: vsosh-moodle plan."),
        )
    with (
        project_lock(project.state / LOCK_FILE),
        open_database(project.state / STATE_FILE) as database,
    ):
        ledger = PeopleLedger(database)
        numbers = {entry.login: entry.number for entry in ledger.entries()}
        if login is not None and login not in numbers:
            raise ConfigError(
                _("Учётной записи «{login}» программа не заводила.").format(login=login),
                _nearest(login, numbers),
            )
        ledger.answer(code, None if login is None else numbers[login])


def _nearest(login: str, known: Iterable[str]) -> str:
    near = closest(login, known)
    if near:
        return _("Возможно, имелось в виду «{name}».").format(name=near)
    return _("Скопируйте логин из сообщения о сомнительной строке: vsosh-moodle plan.")


def open_questions(project: Project) -> tuple[DoubtfulMatch, ...]:
    """Return the doubts about the rosters as they are now; the site is not asked.

    Raises InputProblems when the config cannot be used.
    """
    people = load_school(project).roster.people
    with open_database(project.state / STATE_FILE) as database:
        return PeopleLedger(database).propose(people, IdentityPolicy()).doubts


def save_questions(doubts: Sequence[DoubtfulMatch], path: Path) -> None:
    """Write the questions to a new file (0600, CSV) with a column to be filled in; no names in it.

    Raises ConfigError when the file is there already or cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_HEAD)
    for doubt in doubts:
        logins = ", ".join(entry.login for entry in doubt.entries)
        place = str(doubt.person.source)
        writer.writerow([question_code(doubt.person), "", logins, place])
    write_private(path, text.getvalue().encode("utf-8-sig"))


def take_decisions(project: Project, path: Path) -> int:
    """Remember the decisions of a file (code; login or «новый»); return how many, all or none.

    A row without a decision is left open. Raises InputProblems with every row that cannot be used,
    ConfigError when the file cannot be read, LockHeld when another run is under way.
    """
    rows = _read_decisions(path)
    with (
        project_lock(project.state / LOCK_FILE),
        open_database(project.state / STATE_FILE) as database,
    ):
        ledger = PeopleLedger(database)
        numbers = {entry.login: entry.number for entry in ledger.entries()}
        problems = [
            problem
            for line, (code, decision) in rows.items()
            if (problem := _unusable(Place(str(path), line=line), code, decision, numbers))
        ]
        if problems:
            raise InputProblems(problems)
        with database.transaction():
            for code, decision in rows.values():
                ledger.answer(code, None if decision in NEW else numbers[decision])
    return len(rows)


def _read_decisions(path: Path) -> dict[int, tuple[str, str]]:
    """Return code and decision by line, of the rows that have a decision."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = {}
            reader = csv.reader(file, delimiter=";")
            for row in reader:
                code, decision = (cell.strip().lower() for cell in [*row, "", ""][:2])
                if decision and code != _HEAD[0]:
                    found[reader.line_num] = (code, decision)
            return found
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = reason_of(error) if isinstance(error, OSError) else _("это не CSV в UTF-8")
        raise ConfigError(
            _("Не удалось прочитать файл «{file}»: {why}.").format(file=path, why=why),
            _("Файл с вопросами пишет vsosh-moodle roster decide --save ФАЙЛ."),
        ) from error


def _unusable(
    place: Place, code: str, decision: str, numbers: Mapping[str, object]
) -> Problem | None:
    if not _CODE.fullmatch(code):
        return Problem(
            place,
            _("«{code}» — не код вопроса.").format(code=code),
            _("не меняйте первый столбец."),
            "decision-code",
        )
    if decision not in NEW and decision not in numbers:
        return Problem(
            place,
            _("учётной записи «{login}» программа не заводила.").format(login=decision),
            _("впишите логин из третьего столбца или слово «новый»."),
            "decision-login",
        )
    return None
