"""A synthetic school is read back without a single problem."""

import csv
import html
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from vsosh_moodle.config import load_config
from vsosh_moodle.problems import Problem
from vsosh_moodle.sample import roster_files
from vsosh_moodle.sample.example import write_example_rosters
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.sample.roster_files import STUDENT_COLUMNS, TEACHER_COLUMNS
from vsosh_moodle.sample.write import write_sample
from vsosh_moodle.sources.shipped import shipped
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.school import LoadedSchool, load_school


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def errors(school: LoadedSchool) -> list[Problem]:
    """Return the errors of a school: dated exam facts may expire, which is a warning."""
    return [problem for problem in school.problems if problem.severity == "error"]


def project_of(folder: Path, size: SampleSize) -> Project:
    (folder / "course_templates").symlink_to(shipped("course_templates"))
    (folder / "rosters").mkdir()
    written = write_sample(size, folder / "course_templates", folder / "rosters", 2026)
    (folder / "config.yaml").write_text(written.config, encoding="utf-8")
    return Project(folder)


@pytest.mark.parametrize(
    "size",
    [
        SampleSize(),
        SampleSize(300, 30, 40),
        SampleSize(1, 1, 1),
        SampleSize(40, 10, 21),
        SampleSize(100, 3, 40),
    ],
)
def test_a_sample_of_any_size_loads_without_problems(tmp_path: Path, size: SampleSize) -> None:
    school = load_school(project_of(tmp_path, size))
    assert not errors(school)
    assert len(school.programmes.courses) == size.courses
    assert sum(person.role == "student" for person in school.roster.people) == size.students
    assert all(str(course.source.file) for course in school.programmes.courses)


def test_a_small_school_has_a_sheet_for_each_class(tmp_path: Path) -> None:
    project = project_of(tmp_path, SampleSize())
    book = sheets(project.rosters / "students.xlsx")
    assert list(book) == ["9А", "9Б", "9Д", "11А", "11Б", "11Д"]
    assert {tuple(rows[0]) for rows in book.values()} == {STUDENT_COLUMNS}
    assert tuple(sheets(project.rosters / "teachers.xlsx")["Учителя"][0]) == TEACHER_COLUMNS


def test_excel_offers_classes_and_categories(tmp_path: Path) -> None:
    project = project_of(tmp_path, SampleSize())
    with zipfile.ZipFile(project.rosters / "students.xlsx") as book:
        # With lxml openpyxl writes letters as character references.
        sheet = html.unescape(book.read("xl/worksheets/sheet1.xml").decode())
    assert '"9А,9Б,9Д,11А,11Б,11Д"' in sheet
    assert "пробелы в знаниях" in sheet
    assert 'showErrorMessage="1"' not in sheet


def test_a_large_school_has_one_sheet_and_a_huge_one_a_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_files, "ONE_SHEET_FROM", 20)
    one = tmp_path / "one"
    one.mkdir()
    assert list(sheets(project_of(one, SampleSize()).rosters / "students.xlsx")) == ["Ученики"]
    monkeypatch.setattr(roster_files, "CSV_FROM", 50)
    huge = tmp_path / "huge"
    huge.mkdir()
    project = project_of(huge, SampleSize())
    with (project.rosters / "students.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert tuple(rows[0]) == STUDENT_COLUMNS
    assert len(rows) == 61
    assert not errors(load_school(project))


def test_the_example_rosters_are_what_the_generator_makes(tmp_path: Path) -> None:
    config = load_config(shipped("config.example.yaml"))
    write_example_rosters(config, shipped("course_templates"), tmp_path)
    for name in ("students.xlsx", "teachers.xlsx"):
        assert sheets(tmp_path / name) == sheets(shipped("rosters") / name)
