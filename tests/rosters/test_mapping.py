"""mapping.yaml: what the columns of a source hold is said once and holds for every later read."""

from pathlib import Path

import pytest

from vsosh_moodle.rosters import Roster, read_rosters
from vsosh_moodle.rosters.headers import Column
from vsosh_moodle.rosters.mapping_file import parse_mapping
from vsosh_moodle.school.classes import ClassName

from .conftest import WriteBook

DIARY = """\
version: 1
sources:
  - name: эл. дневник
    files: "выгрузка*.xlsx"
    columns:
      Кто учится: ФИО
      Группа обучения: class
      Появление на свет: Дата рождения
      Класс: не читать
"""
ROWS = [
    ["Кто учится", "Группа обучения", "Появление на свет", "Класс"],
    ["Дзугова Мадина Руслановна", "9А", "14.03.2010", "каб. 12"],
]


def read(path: Path, mapping: str) -> Roster:
    profiles, problems = parse_mapping(mapping, "mapping.yaml")
    assert problems == []
    return read_rosters([path], profiles=profiles)


def test_titles_are_read_as_the_mapping_says(write_book: WriteBook) -> None:
    path = write_book({"Лист1": ROWS}, "выгрузка-1.xlsx")
    assert read_rosters([path]).people == []
    roster = read(path, DIARY)
    [pupil] = roster.people
    assert (pupil.full_name, pupil.class_name) == ("Дзугова Мадина Руслановна", ClassName(9, "А"))
    assert roster.problems == []
    assert [one.title for one in roster.dropped_columns] == ["Класс"]
    assert roster.used_profiles == {"эл. дневник"}


def test_another_file_is_read_as_ever(write_book: WriteBook) -> None:
    path = write_book({"Лист1": [["ФИО", "Класс"], ["Дзугова Мадина", "9А"]]}, "другой.xlsx")
    roster = read(path, DIARY)
    assert [one.class_name for one in roster.people] == [ClassName(9, "А")]
    assert roster.used_profiles == {""}


def test_a_source_is_known_by_its_titles(write_book: WriteBook) -> None:
    path = write_book({"Лист1": [["Школа"], *ROWS]}, "любое имя.xlsx")
    mapping = DIARY.replace('files: "выгрузка*.xlsx"', "titles: [кто учится, Группа обучения]")
    assert len(read(path, mapping).people) == 1
    other = write_book({"Лист1": [["Кто учится", "Класс"], ["Дзугова Мадина", "9А"]]}, "b.xlsx")
    assert read(other, mapping).used_profiles == {""}


def test_titles_repeated_on_every_printed_page_are_nobody(write_book: WriteBook) -> None:
    rows = [*ROWS, ROWS[0], ["Кокоев Алан", "9А", "15.03.2010", ""]]
    path = write_book({"Лист1": rows}, "выгрузка.xlsx")
    assert [one.last_name for one in read(path, DIARY).people] == ["Дзугова", "Кокоев"]


def test_sheets_may_have_a_class_or_not_be_read(write_book: WriteBook) -> None:
    path = write_book(
        {
            "вечерники": [["ФИО"], ["Дзугова Мадина"]],
            "Черновик": [["ФИО", "Класс"], ["Кокоев Алан", "9Б"]],
        },
        "a.xlsx",
    )
    mapping = (
        "version: 1\nsources:\n  - name: а\n    files: a.xlsx\n    sheets:\n"
        "      Вечерники: {class: 10 б}\n      черновик: не читать\n"
    )
    roster = read(path, mapping)
    assert [one.class_name for one in roster.people] == [ClassName(10, "Б")]
    assert roster.problems == []
    assert [one.sheet for one in roster.skipped] == ["Черновик"]


def test_the_header_row_and_the_order_of_names_may_be_said(write_book: WriteBook) -> None:
    rows = [["ФИО", "Класс"], ["Кто", "Где"], ["Азамат Дзугов", "9А"]]
    path = write_book({"Лист1": rows}, "a.xlsx")
    mapping = (
        "version: 1\nsources:\n  - name: а\n    files: a.xlsx\n    header_row: 2\n"
        "    name_order: имя-фамилия\n    columns: {Кто: ФИО, Где: Класс}\n"
    )
    [pupil] = read(path, mapping).people
    assert (pupil.last_name, pupil.first_name) == ("Дзугов", "Азамат")


def test_two_sources_that_fit_one_list_are_a_contradiction(write_book: WriteBook) -> None:
    path = write_book({"Лист1": ROWS}, "выгрузка.xlsx")
    both = DIARY + "  - {name: второй, files: '*.xlsx'}\n"
    roster = read(path, both)
    [problem] = roster.problems
    assert (problem.code, problem.place.file, problem.place.line) == (
        "mapping-ambiguous",
        "mapping.yaml",
        10,
    )
    assert len(roster.people) == 1


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("{name: а, files: x, columns: {К: Кллас}}", "column-unknown", 3),
        ("{name: а}", "source-anywhere", 3),
        ("{name: а, files: x, columns: {А: Класс, Б: class}}", "column-taken", 3),
        ("{name: а, files: x, columns: {Группа: Класс, группа.: Имя}}", "title-twice", 3),
        ("{name: а, files: x, header_row: 1000}", "out-of-range", 3),
        ("{name: а, files: x, name_order: как-нибудь}", "name-order-unknown", 3),
        ("{name: а, files: x, sheets: {Л: {class: ЯЯ}}}", "class-unreadable", 3),
        ("{name: а, files: x, sheets: {Л: потом}}", "sheet-rule", 3),
        ("{name: а, file: x}", "unknown-key", 3),
        ("{name: а, files: x}\n  - {name: А, files: y}", "repeated", 4),
    ],
)
def test_what_makes_no_sense_is_located(source: str, code: str, line: int) -> None:
    profiles, problems = parse_mapping(f"version: 1\nsources:\n  - {source}\n", "mapping.yaml")
    assert profiles == []
    assert (code, line) in [(one.code, one.place.line) for one in problems]
    assert all(one.hint for one in problems)


def test_every_column_may_be_said_by_its_key_and_by_its_name() -> None:
    from vsosh_moodle.rosters.column_names import column_name, parse_column

    for column in Column:
        assert parse_column(column.value) is column
        assert parse_column(column_name(column)) is column
