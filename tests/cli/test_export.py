"""`vsosh-moodle export csv`: the plan as files for Moodle's own upload tools."""

import csv
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Said
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.reports.upload_files import (
    ACCOUNTS,
    COHORTS,
    COURSES,
    GROUPS,
    HEADS,
    MEMBERS,
    is_safe_cell,
)

if TYPE_CHECKING:
    from tests.cli.live_school import Live


def test_the_first_plan_becomes_files(live: "Live", vsosh: Callable[..., Said]) -> None:
    said = vsosh("export", "csv", "--out", "загрузка")
    assert said.code == ExitCode.OK, said.err
    folder = live.folder / "загрузка"
    rows = {}
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                head, *rows[path.name] = csv.reader(file)
            assert tuple(head) == HEADS[path.name]
    assert len(rows[COHORTS]) == 2
    assert len(rows[COURSES]) == 1
    assert len(rows[GROUPS]) == 2
    assert len(rows[ACCOUNTS]) == 4
    assert len(rows[MEMBERS]) == 3 + 4  # of cohorts and of the course; the teacher last
    assert rows[MEMBERS][-1][3] == "3"
    checklist = (folder / "checklist.md").read_text(encoding="utf-8")
    assert checklist.index("Категории") < checklist.index(COHORTS) < checklist.index(MEMBERS)
    assert live.count("user") == vsosh_accounts(live)
    slips = next((live.folder / "slips").iterdir()).read_text(encoding="utf-8-sig")
    assert all(row[-1] in slips for row in rows[ACCOUNTS])


def vsosh_accounts(live: "Live") -> int:
    """Return how many accounts a site has that nobody has written to."""
    from vsosh_moodle.sandbox import Sandbox

    with Sandbox() as other:
        return type(live)(live.folder, other).count("user")


def test_a_full_folder_is_left_alone(live: "Live", vsosh: Callable[..., Said]) -> None:
    said = vsosh("export", "csv", "--out", str(live.folder))
    assert said.code == ExitCode.USAGE
    assert "уже есть файлы" in said.err


@pytest.mark.parametrize("cell", ["=1+1", " @x", "+7", "-2", "\t=1", "\r=1", '<a b="\\">'])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert not is_safe_cell(cell)


@pytest.mark.parametrize("cell", ["", "Иванов-Петров", "<p>a = b</p>", "0"])
def test_a_usual_cell_is_written(cell: str) -> None:
    assert is_safe_cell(cell)
