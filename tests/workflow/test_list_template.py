"""An empty list offers the school's own words, and comes back filled without a problem."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.rosters import read_rosters
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.people import Role
from vsosh_moodle.workflow.list_template import write_list_template
from vsosh_moodle.workflow.new_project import SampleSize, init_project
from vsosh_moodle.workflow.project import Project

BOTH = [Role.STUDENT, Role.TEACHER]


def choices(path: Path, sheet: str, title: str) -> list[str]:
    """Return what the cells under a title offer."""
    book = openpyxl.load_workbook(path)
    listed = book[sheet]
    column = next(cell.column_letter for cell in listed[1] if cell.value == title)
    [check] = [
        one
        for one in listed.data_validations.dataValidation
        if one.type == "list" and f"{column}2" in one.sqref
    ]
    name, _bang, cells = str(check.formula1).partition("!")
    return [cell.value for [cell] in book[name.strip("'")][cells.replace("$", "")]]


def fill(path: Path, sheet: str, **cells: object) -> None:
    book = openpyxl.load_workbook(path)
    titles = {cell.value: cell.column for cell in book[sheet][1]}
    for title, value in cells.items():
        book[sheet].cell(2, titles[title.replace("_", " ")]).value = value  # type: ignore[assignment]
    book.save(path)


def test_a_general_list_comes_back_filled_without_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_list_template(path, None, BOTH, [])
    fill(
        path,
        "Ученики",
        Фамилия="Дзугова",
        Имя="Мадина",
        Дата_рождения=datetime(2010, 3, 14),
        Класс="9А",
    )
    fill(
        path,
        "Учителя",
        Фамилия="Кокоев",
        Имя="Алан",
        Предметы="Алгебра; Геометрия",
        Классы="9А, 9Б",
    )
    roster = read_rosters([path], today=date(2026, 9, 1))
    assert roster.problems == []
    assert [(one.role, one.full_name) for one in roster.people] == [
        (Role.STUDENT, "Дзугова Мадина"),
        (Role.TEACHER, "Кокоев Алан"),
    ]
    assert roster.people[0].birth_date == date(2010, 3, 14)
    assert roster.people[1].subjects == ("Алгебра", "Геометрия")
    assert roster.dropped_columns == []
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_example_of_the_guide_is_nobody(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_list_template(path, None, BOTH, [])
    book = openpyxl.load_workbook(path)
    assert book.worksheets[0].title == "Как заполнять"
    said = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "Дзугова" in said
    assert read_rosters([path]).people == []


def test_a_sheet_of_a_class_gives_its_name_to_its_pupils(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_list_template(path, None, [Role.STUDENT], ["9а", "10 «Б»", "9А"])
    assert openpyxl.load_workbook(path).sheetnames == ["Как заполнять", "9А", "10Б"]
    fill(path, "9А", Фамилия="Дзугова", Имя="Мадина")
    fill(path, "10Б", Фамилия="Кокоев", Имя="Алан")
    roster = read_rosters([path])
    assert [one.class_name for one in roster.people] == [ClassName(9, "А"), ClassName(10, "Б")]
    assert roster.problems == []


def test_dates_are_checked_and_numbers_keep_their_zeros(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_list_template(path, None, [Role.STUDENT], [])
    sheet = openpyxl.load_workbook(path)["Ученики"]
    kinds = {str(one.sqref)[:1]: one for one in sheet.data_validations.dataValidation}
    assert (kinds["D"].type, kinds["D"].showErrorMessage) == ("date", True)
    assert sheet.column_dimensions["D"].number_format == "DD.MM.YYYY"
    assert sheet.column_dimensions["F"].number_format == "@"
    assert sheet.freeze_panes == "C2"
    assert sheet.page_setup.orientation == "landscape"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample school."""
    folder = tmp_path_factory.mktemp("school") / "s"
    return init_project(folder, SampleSize()).project


def test_inside_a_project_its_own_words_are_offered(school: Project, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    words = write_list_template(path, school, BOTH, [])
    assert choices(path, "Ученики", "Класс") == [str(name) for name in words.classes]
    assert choices(path, "Ученики", "Категории") == list(words.categories)
    assert choices(path, "Учителя", "Предметы") == list(words.subjects)
    assert words.subjects
    assert openpyxl.load_workbook(path)["Списки"].sheet_state == "hidden"


def test_a_class_the_school_has_not_is_refused(school: Project, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="нет в config"):
        write_list_template(tmp_path / "a.xlsx", school, BOTH, ["1Я"])
    with pytest.raises(ConfigError, match="не похоже на класс"):
        write_list_template(tmp_path / "a.xlsx", None, BOTH, ["класс"])
    with pytest.raises(ConfigError, match="не годится"):
        write_list_template(tmp_path / "a.csv", None, BOTH, [])
    write_list_template(tmp_path / "a.xlsx", None, BOTH, [])
    with pytest.raises(ConfigError, match="уже есть"):
        write_list_template(tmp_path / "a.xlsx", None, BOTH, [])
