"""A whole way: a sample school, a term played on its rehearsal site, a pull, every report in every form."""

import csv
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from vsosh_moodle.cli.main import run
from vsosh_moodle.rosters import read_rosters
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.sandbox.play.days import moment
from vsosh_moodle.sandbox.term import TermDays, play_file
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.planning import PlanOptions
from vsosh_moodle.workflow.progress import NoProgress

TODAY = date.today()
SITE = ".vsosh/sandbox.sqlite"
FORMS = ("xlsx", "html", "docx", "csv", "json")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample school of 48 pupils after a term on its rehearsal site, pulled."""
    root = tmp_path_factory.mktemp("reports") / "school"
    made = init_project(root, SampleSize(students=48, classes=4, courses=9), TODAY)
    result = apply_plan(made.project, PlanOptions(), None, NoProgress(), lambda _plan: True)
    assert result is not None
    assert result.complete
    play_file(root / SITE, TermDays(TODAY), moment(TODAY, 12))
    assert run(["--project", str(root), "pull"]) == 0
    return root


@pytest.fixture(scope="module")
def year(school: Path) -> Path:
    """The folder of the year report in every form."""
    out = school / "отчёт"
    forms = [word for form in FORMS for word in ("--format", form)]
    assert run(["--project", str(school), "report", "year", *forms, "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def pupils(school: Path) -> list[Person]:
    people = read_rosters(sorted((school / "rosters").glob("*.xlsx"))).people
    return [one for one in people if one.role is Role.STUDENT]


def report_json(school: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["--project", str(school), "report", *words, "--format", "json"]) == 0
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


def table(data: dict[str, Any], key: str) -> dict[str, Any]:
    return next(
        block
        for section in data["sections"]
        for block in section["blocks"]
        if block.get("key") == key and block["type"] == "table"
    )


def text_of(path: Path) -> str:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            return "\n".join(parts.read(one).decode("utf-8", "replace") for one in parts.namelist())
    return path.read_text(encoding="utf-8")


def test_the_figures_of_the_lists_are_those_of_the_report(
    school: Path, pupils: list[Person], capsys: pytest.CaptureFixture[str]
) -> None:
    data = report_json(school, capsys, "year", "--named")
    coverage = table(data, "coverage_class")
    names = sorted({str(one.class_name) for one in pupils})
    assert sorted(row[0] for row in coverage["rows"]) == names
    for row in coverage["rows"]:
        assert row[1] == sum(str(one.class_name) == row[0] for one in pupils)
    assert coverage["totals"][1] == len(pupils)


def test_a_figure_is_what_its_rows_in_the_csv_give(year: Path) -> None:
    (data,) = [json.loads(one.read_text(encoding="utf-8")) for one in year.glob("*.json")]
    goals = [*table(data, "goals_official")["rows"], *table(data, "goals_others")["rows"]]
    fact = {row[1]: row[5] for row in goals}
    (folder,) = [one for one in year.iterdir() if one.is_dir()]
    with (folder / "rows_gia_courses.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file, delimiter=";")
    counted = [line for line in lines if "да" in line[-2:]]
    assert head
    assert fact["Дистанционных курсов для подготовки к ГИА"] == len(counted) > 0


def test_the_workbook_opens_with_its_sheets(year: Path) -> None:
    (path,) = year.glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) > 30
    assert any(sheet._charts for sheet in book.worksheets)  # type: ignore[attr-defined]


def test_no_form_of_it_names_a_pupil(year: Path, pupils: list[Person]) -> None:
    teachers_too = {one.last_name for one in pupils}
    assert len(teachers_too) > 20
    for path in [one for one in year.rglob("*") if one.is_file()]:
        text = text_of(path).casefold()
        for one in pupils:
            assert one.full_name.casefold() not in text, path
            assert f"{one.last_name} {one.first_name}".casefold() not in text, path


def test_the_class_teacher_gets_everybody_by_name(
    school: Path, pupils: list[Person], capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(pupils[0].class_name)
    data = report_json(school, capsys, "class", name, "--named")
    listed = {row[0] for row in table(data, "class_list")["rows"]}
    assert listed == {one.full_name for one in pupils if str(one.class_name) == name}
    assert data["named"] is True


def test_each_other_report_is_made_in_each_form(
    school: Path, tmp_path: Path, courses: Callable[[], str]
) -> None:
    for kind, words in {
        "period": ["--period", "h1"], "activity": [], "gia": ["--named"], "teachers": ["--named"],
        "oo1": [], "marks": ["--named"], "indicators": [], "course": [courses(), "--named"],
    }.items():  # fmt: skip
        out = tmp_path / kind
        forms = ["--format", "html", "--format", "csv"]
        called = ["--project", str(school), "report", kind, *words, *forms, "--out", str(out)]
        assert run(called) == 0, kind
        assert len(list(out.iterdir())) >= 2, kind


@pytest.fixture
def courses(school: Path) -> Callable[[], str]:
    from vsosh_moodle.workflow.project import Project
    from vsosh_moodle.workflow.school import load_school

    return lambda: load_school(Project(school)).programmes.courses[0].key
