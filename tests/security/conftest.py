"""A school year in small: every command that writes or says something, with all it wrote and said."""

import contextlib
import csv
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.workflow.folder import Pupil, school_on
from vsosh_moodle.cli.main import run
from vsosh_moodle.sandbox import Sandbox

ESCAPE = "\x1b]0;взлом\x07\x1b[2J"
OVERRIDE = "\u202e"
FORMULA = '=HYPERLINK("http://x","y")'
MARKUP = '"><img src=x onerror=alert(1)>'
TITLE = f"ОГЭ {MARKUP} {FORMULA}"

PUPILS = [
    Pupil("Абаев", "1001", "8Д"),
    Pupil("Бедоева", "1002", "8Д", first="Мария"),
    Pupil("Вершинин", "1003", "9А", first="Пётр"),
    Pupil("Гаглоева", "1004", "9Б", first="Зарина"),
]
COMMANDS = (
    ["check"],
    ["plan", "--out", "план.json"],
    ["plan", "--out", "план.html"],
    ["apply", "--yes", "--allow", "all"],
    ["plan", "--debug"],
    ["status"],
    ["doctor", "--all"],
    ["--debug-http", "pull"],
    ["report", "class", "8Д", "--out", "отчёты"],
    ["export", "csv", "--out", "загрузка"],
    ["slips", "print", "--out", "листки"],
    ["slips", "list"],
    ["subject", "show", "Абаев Анна Ильинична"],
    ["history"],
    ["history", "show", "1", "--format", "json"],
    ["state", "backup"],
    ["state", "check"],
    ["support", "--out", "помощь.zip"],
    ["undo", "1", "--dry-run"],
)


@dataclass
class Journey:
    """What the commands left behind: a folder, their words, and what had to stay secret."""

    folder: Path
    token: str
    said: dict[str, str] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)

    @property
    def passwords(self) -> set[str]:
        """The first passwords of the slips."""
        found: set[str] = set()
        for path in (self.folder / "slips").glob("*.csv"):
            with path.open(encoding="utf-8-sig", newline="") as stream:
                found |= {row[-1] for row in list(csv.reader(stream, delimiter=";"))[1:]}
        return found

    def files(self) -> dict[str, Path]:
        """Return all files of the folder by their name in it."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path for path in found}


@pytest.fixture(scope="session")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    root = tmp_path_factory.mktemp("школа")
    before = os.umask(0)
    try:
        with Sandbox(plugin=True) as site:
            folder = school_on(site, root)
            folder.write_roster(PUPILS)
            journey = Journey(root, site.token)
            here = Path.cwd()
            os.chdir(root)
            for words in COMMANDS:
                text = io.StringIO()
                with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
                    code = run(list(words))
                name = " ".join(words)
                journey.said[name], journey.codes[name] = text.getvalue(), code
            os.chdir(here)
            yield journey
    finally:
        os.umask(before)
