"""A bundle for whoever helps: what the program is, met and did, without a word about anybody.

Nothing is copied into it as it stands. Each part is made anew of things that have a known form: codes,
counts, versions, moments, names of functions and of config keys. Messages are left out, for they quote.
"""

import io
import json
import platform
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from vsosh_moodle import __version__, events
from vsosh_moodle.errors import ConfigError, VsoshMoodleError
from vsosh_moodle.language import _
from vsosh_moodle.sources import load_yaml
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.journal import Journal, Run
from vsosh_moodle.workflow.checking import check_project
from vsosh_moodle.workflow.examining import examine_project
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.run_calls import read_events
from vsosh_moodle.workflow.safe_files import write_private
from vsosh_moodle.workflow.state_checking import check_state
from vsosh_moodle.workflow.support_config import mask_config

MOST_EVENTS = 5_000
MOST_RUNS = 200
_LIBRARIES = ("requests", "urllib3", "click", "PyYAML", "pydantic", "Jinja2", "openpyxl", "lxml")
_ENDINGS = frozenset(
    [".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt", ".xml", ".html", ".htm", ".yaml", ".yml", ".json",
     ".jsonl", ".sqlite", ".zip", ".docx", ".pdf", ".md", ".gift"]
)  # fmt: skip
_EVENT_NAMES = frozenset({"command", "command-end", "call", "retry", "run", "run-end", "error"})
_LEVELS = frozenset({"debug", "info", "warning", "error"})


@dataclass(frozen=True, slots=True)
class Bundle:
    """The bundle that was written: where, and how large each part of it is in bytes."""

    path: Path
    parts: Mapping[str, int]


def write_bundle(
    project: Project, out: Path | None = None, *, ask_site: bool = True, now: datetime | None = None
) -> Bundle:
    """Write the bundle as a zip for its owner alone, never over a file; return what is in it.

    A part that cannot be made is told by the kind of its error: the bundle is for folders where
    something is wrong. Raises ConfigError when a file stands there or cannot be written.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    path = out or project.root / f"vsosh-support-{moment:%Y%m%d-%H%M%S}.zip"
    if path.exists():
        raise ConfigError(
            _("Файл {file} уже есть.").format(file=path), _("Укажите в --out другое имя.")
        )
    makers: dict[str, Callable[[], object]] = {
        "about.json": about,
        "config.json": lambda: _config(project, moment.date()),
        "problems.json": lambda: _problems(project),
        "state.json": lambda: _state(project),
        "history.json": lambda: _history(project),
        "files.json": lambda: _files(project),
    }
    if ask_site:
        makers["site.json"] = lambda: _site(project)
    texts = {"README.txt": _readme()}
    for name, make in makers.items():
        texts[name] = json.dumps(_made(make), ensure_ascii=False, indent=1) + "\n"
    texts["log.jsonl"] = "".join(f"{json.dumps(one)}\n" for one in _log(project.state))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    write_private(path, packed.getvalue())
    return Bundle(path, {name: len(text.encode()) for name, text in texts.items()})


def about() -> dict[str, object]:
    """Return the versions of the program and of what it runs on; nothing of whose computer it is."""
    return {
        "program": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "encoding": sys.getfilesystemencoding(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _made(make: Callable[[], object]) -> object:
    try:
        return make()
    except VsoshMoodleError as error:
        return {"not-made": type(error).__name__, "code": _code(getattr(error, "errorcode", ""))}
    except Exception as error:  # noqa: BLE001  the bundle is made where the program itself fails
        return {"not-made": type(error).__name__}


def _code(text: object) -> object:
    return events.FORMS["error"](text) if text else ""


def _config(project: Project, today: date) -> object:
    return mask_config(load_yaml(project.config, root=project.root).data, today)


def _problems(project: Project) -> object:
    """Count the problems of the files by code and kind of file: a file's name may be a person's."""
    found = Counter(
        (one.severity, one.code, _ending(Path(one.place.file)))
        for one in check_project(project).problems
    )
    return [
        {"severity": severity, "code": code, "file": suffix, "count": count}
        for (severity, code, suffix), count in sorted(found.items())
    ]


def _site(project: Project) -> object:
    report = examine_project(project)
    return {
        "exit_code": int(report.exit_code),
        "checks": [{"check": one.code, "status": one.status} for one in report.findings],
    }


def _state(project: Project) -> object:
    report = check_state(project)
    checks = [{"check": one.code, "status": one.status} for one in report.findings]
    path = project.state / STATE_FILE
    if report.exit_code or not path.exists():
        return {"checks": checks}
    with open_database(path) as database:
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        names = [name for (name,) in database.rows(f"{sql} ORDER BY name")]
        rows = {
            name: database.rows(f"SELECT count(*) FROM {name}")[0][0]  # noqa: S608  our tables
            for name in names
        }
        version_now = database.rows("PRAGMA user_version")[0][0]
    return {"version": version_now, "checks": checks, "rows": rows}


def _history(project: Project) -> object:
    path = project.state / STATE_FILE
    if not path.exists():
        return []
    with open_database(path) as database:
        journal = Journal(database)
        return [_run(journal, run) for run in journal.runs()[:MOST_RUNS]]


def _run(journal: Journal, run: Run) -> dict[str, object]:
    steps = Counter(
        (one.step.kind, one.step.action, one.state, str(_code(one.error)))
        for one in journal.steps(run.id)
    )
    return {
        "run": int(run.id),
        "state": run.state,
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat() if run.finished else None,
        "program": events.FORMS["version"](run.header.tool_version),
        "moodle": events.FORMS["release"](run.header.site_release),
        "undoes": run.header.undoes,
        "calls": run.calls,
        "steps": [
            {"kind": kind, "action": action, "state": state, "error": error, "count": count}
            for (kind, action, state, error), count in sorted(steps.items())
        ],
    }


def _files(project: Project) -> object:
    """Count the files of each folder of the school by their ending; names stay out."""
    found: dict[tuple[str, str], list[int]] = {}
    for folder in ("rosters", "registers", "course_templates", "letters", "slips", ".vsosh"):
        for path in (project.root / folder).rglob("*"):
            if path.is_file():
                found.setdefault((folder, _ending(path)), []).append(path.stat().st_size)
    return [
        {"folder": folder, "ending": ending, "files": len(sizes), "bytes": sum(sizes)}
        for (folder, ending), sizes in sorted(found.items())
    ]


def _ending(path: Path) -> str:
    """Return a file's ending if it is a usual one: behind the dot may stand anything."""
    return suffix if (suffix := path.suffix.lower()) in _ENDINGS else ""


def _log(state: Path) -> list[dict[str, Any]]:
    """Return the newest events, each field in its form again: somebody may have written into the file."""
    return [one for event in read_events(state) if (one := _event(event))][-MOST_EVENTS:]


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    if event.get("event") not in _EVENT_NAMES:
        return {}
    return dict(_fields(event))


def _fields(event: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    try:
        yield "time", datetime.fromisoformat(str(event.get("time"))).isoformat()
    except ValueError:
        yield "time", events.UNTOLD
    yield "event", event["event"]
    level = event.get("level")
    yield "level", level if level in _LEVELS else events.UNTOLD
    for name, form in events.FORMS.items():
        if event.get(name) is not None:
            yield name, form(event[name])


def _readme() -> str:
    return _(
        "Сведения для помощи с vsosh-moodle.\n\n"
        "Здесь версии программ, коды ошибок, счётчики и время работы. Имён, логинов, адресов, паролей, "
        "ключей, оценок и текстов школы здесь нет: из config.yaml показаны только ключи, числа и даты, "
        "вместо текстов — их длина.\n\n"
        "about.json — версии; config.json — устройство config.yaml; problems.json — что нашла check; "
        "site.json — что нашла doctor; state.json — память программы; history.json — запуски; "
        "log.jsonl — какие запросы были и сколько длились; files.json — сколько каких файлов.\n"
    )
