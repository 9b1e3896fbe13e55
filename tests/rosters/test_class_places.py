"""The class of a list stands in many places; each is understood, a guess is told."""

from pathlib import Path

import pytest

from vsosh_moodle.rosters import Roster, read_rosters
from vsosh_moodle.school.classes import ClassName, LetterZ

from .conftest import WriteBook

HEAD = ["Фамилия", "Имя"]
ONE, OTHER = ["Дзугов", "Азамат"], ["Плиев", "Алан"]


def classes(roster: Roster) -> list[str]:
    return [str(person.class_name) for person in roster.people]


def codes(roster: Roster) -> list[str]:
    return [problem.code for problem in roster.problems]


@pytest.mark.parametrize(
    "separator",
    [
        ["9 «А» класс"],
        ["Класс: 9А"],
        ["Класс:", "9А"],
        ["", "Класс", "9а"],
        ["9А класс (кл. рук. Кокоева И. О.)"],
        ["9А — 24 чел."],
        ["9А"],
        ["Список обучающихся 9А класса"],
        ["9А класс", "", "кл. рук. Кокоева И. О."],
    ],
)
def test_a_row_between_pupils_names_their_class(
    write_book: WriteBook, separator: list[str]
) -> None:
    roster = read_rosters([write_book({"Школа": [[*HEAD, ""], separator, ONE, ["10Б"], OTHER]})])
    assert classes(roster) == ["9А", "10Б"]
    assert roster.problems == []


@pytest.mark.parametrize("sheet", ["9А", "9 а класс", "Ученики 9А", "9А (2026)", "9-А"])
def test_a_sheets_name_names_the_class(write_book: WriteBook, sheet: str) -> None:
    roster = read_rosters([write_book({sheet: [HEAD, ONE]})])
    assert classes(roster) == ["9А"]
    assert roster.problems == []


def test_a_title_above_the_header_names_the_class(write_book: WriteBook) -> None:
    title = ["Список обучающихся 9 «А» класса на 01.09.2026"]
    roster = read_rosters([write_book({"Лист1": [["МБОУ ВСОШ № 2"], title, [], HEAD, ONE]})])
    assert classes(roster) == ["9А"]
    assert roster.problems == []


def test_a_title_that_differs_from_the_sheet_is_told(write_book: WriteBook) -> None:
    roster = read_rosters([write_book({"9А": [["Список 9Б класса"], HEAD, ONE]})])
    assert classes(roster) == ["9Б"]
    assert [(one.code, one.place.row) for one in roster.problems] == [("class-differs", 1)]


def test_a_files_name_is_the_last_resort_and_told(write_book: WriteBook) -> None:
    roster = read_rosters([write_book({"Лист1": [HEAD, ONE]}, "9а.xlsx")])
    assert classes(roster) == ["9А"]
    assert codes(roster) == ["class-of-file"]
    known = read_rosters([write_book({"10Б": [HEAD, ONE]}, "9а.xlsx")])
    assert classes(known) == ["10Б"]
    assert known.problems == []


def test_a_person_beside_a_class_is_no_separator(write_book: WriteBook) -> None:
    rows = [["Класс", "Фамилия", "Имя"], ["9А класс", *ONE], ["9 «А»", *OTHER]]
    roster = read_rosters([write_book({"Лист1": rows})])
    assert classes(roster) == ["9А", "9А"]
    assert codes(roster) == ["class-spellings"]
    assert [repair.now for repair in roster.repairs] == ["9А", "9А"]


def test_a_form_of_study_behind_a_class_is_told_once(write_book: WriteBook) -> None:
    rows = [[*HEAD, "Класс"], [*ONE, "10 озо"], [*OTHER, "10 озо"]]
    roster = read_rosters([write_book({"Лист1": rows})])
    assert classes(roster) == ["10", "10"]
    assert codes(roster) == ["class-form"]


@pytest.mark.parametrize(
    ("known", "letter_z", "expected", "told"),
    [
        (["10З"], None, "10З", []),
        (["10З"], "extramural", "10З", []),
        (["10"], None, "10", ["class-form"]),
        (["10", "10З"], None, "10З", ["class-letter-z"]),
        (["10", "10З"], "extramural", "10", ["class-form"]),
        (["10", "10З"], "letter", "10З", []),
        (["9А"], None, "10З", ["class-unknown", "class-letter-z"]),
        (None, None, "10З", []),
    ],
)
def test_a_letter_that_may_be_a_form_is_asked_once(
    write_book: WriteBook,
    known: list[str] | None,
    letter_z: LetterZ | None,
    expected: str,
    told: list[str],
) -> None:
    path = write_book({"Лист1": [[*HEAD, "Класс"], [*ONE, "10 З"], [*OTHER, "10 З"]]})
    school = None
    if known is not None:
        school = [ClassName(int(name.rstrip("АЗ")), name.lstrip("0123456789")) for name in known]
    roster = read_rosters([path], school, letter_z=letter_z)
    assert classes(roster) == [expected, expected]
    assert codes(roster) == told


def test_classes_of_one_file_stay_apart(write_book: WriteBook, tmp_path: Path) -> None:
    path = write_book({"9А": [HEAD, ONE], "9Б": [HEAD, OTHER]}, "7в.xlsx")
    assert classes(read_rosters([path])) == ["9А", "9Б"]
