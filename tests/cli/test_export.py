"""`vsosh-moodle export csv`: the plan as files for Moodle's own upload tools."""

import csv
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Said
from tests.cli.live_school import PUPILS, edit
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.reports.upload_files import (
    ACCOUNT_UPDATES,
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


def upload(live: "Live", vsosh: Callable[..., Said], *options: str) -> None:
    """Do what a person does at Moodle's pages: a copy of the folder applies what the files ask."""
    person = live.folder.parent / "человек"
    shutil.copytree(live.folder, person)
    said = vsosh("apply", "--yes", "--project", str(person), *options)
    assert said.code == ExitCode.OK, said.err
    shutil.rmtree(person)


def test_who_left_after_an_upload_is_found(live: "Live", vsosh: Callable[..., Said]) -> None:
    assert vsosh("export", "csv", "--out", "осень").code == ExitCode.OK
    upload(live, vsosh)
    edit(live.folder / PUPILS, "Бедоева;Мария;Олеговна;03.04.2012;8Д;А-2\n", "")
    planned = vsosh("plan", "--allow", "class-loss:8Д")
    assert "приостановить" in planned.out
    said = vsosh("export", "csv", "--out", "весна", "--allow", "class-loss:8Д")
    assert said.code == ExitCode.OK, said.err
    folder = live.folder / "весна"
    updates = (folder / ACCOUNT_UPDATES).read_text(encoding="utf-8").splitlines()
    assert [line for line in updates if "Бедоева" in line and line.endswith(',"1"')]
    assert "исключить Бедоева Мария Олеговна" in (folder / "checklist.md").read_text("utf-8")


def test_who_returns_is_let_in_again(live: "Live", vsosh: Callable[..., Said]) -> None:
    row = "Бедоева;Мария;Олеговна;03.04.2012;8Д;А-2\n"
    allow = ("--allow", "class-loss:8Д")
    assert vsosh("export", "csv", "--out", "осень").code == ExitCode.OK
    upload(live, vsosh)
    edit(live.folder / PUPILS, row, "")
    assert vsosh("export", "csv", "--out", "зима", *allow).code == ExitCode.OK
    upload(live, vsosh, *allow)
    assert "Изменений нет" in vsosh("plan").out
    edit(live.folder / PUPILS, "Вершинин", f"{row}Вершинин")
    assert vsosh("export", "csv", "--out", "весна").code == ExitCode.OK
    rows = {}
    for name in (ACCOUNT_UPDATES, MEMBERS):
        with (live.folder / "весна" / name).open(encoding="utf-8", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    assert [one["suspended"] for one in rows[ACCOUNT_UPDATES]] == ["0"]
    assert {one["cohort1"] or one["enrolstatus1"] for one in rows[MEMBERS]} >= {"0"}
    upload(live, vsosh)
    assert "Изменений нет" in vsosh("plan").out


def test_what_was_not_uploaded_is_exported_again(live: "Live", vsosh: Callable[..., Said]) -> None:
    for name in ("раз", "два"):
        assert vsosh("export", "csv", "--out", name).code == ExitCode.OK
    for name in (COHORTS, COURSES, GROUPS, MEMBERS):
        first, second = ((live.folder / one / name).read_bytes() for one in ("раз", "два"))
        assert first == second
    assert "создать" in vsosh("plan").out


def test_a_pupil_taken_out_by_hand_may_come_back(live: "Live", vsosh: Callable[..., Said]) -> None:
    allow = ("--allow", "class-loss:8Д", "--allow", "class-loss:9А")
    assert vsosh("export", "csv", "--out", "осень").code == ExitCode.OK
    upload(live, vsosh)
    edit(live.folder / PUPILS, ";8Д;А-2", ";9А;А-2")
    assert vsosh("export", "csv", "--out", "зима", *allow).code == ExitCode.OK
    upload(live, vsosh)
    assert "Изменений нет" in vsosh("plan").out
    edit(live.folder / PUPILS, ";9А;А-2", ";8Д;А-2")
    said = vsosh("export", "csv", "--out", "весна", *allow)
    assert said.code == ExitCode.OK, said.err
    rows = (live.folder / "весна" / MEMBERS).read_text(encoding="utf-8")
    assert ":class:8Д" in rows
    assert rows.rstrip().endswith('"8Д"')


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
