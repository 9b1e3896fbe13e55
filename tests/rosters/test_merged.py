"""What stands once in merged cells is said of every row and column of the block."""

from pathlib import Path

import openpyxl
import pytest

from vsosh_moodle.rosters import Roster, read_rosters

Rows = list[list[object]]


def read(path: Path, rows: Rows, *merged: str) -> Roster:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for reference in merged:
        sheet.merge_cells(reference)
    book.save(path / "list.xlsx")
    book.close()
    return read_rosters([path / "list.xlsx"])


def people(roster: Roster) -> list[tuple[str, str]]:
    return [(one.full_name, str(one.class_name or "")) for one in roster.people]


def test_a_class_stands_for_its_merged_block_only(tmp_path: Path) -> None:
    rows: Rows = [
        ["Класс", "ФИО"],
        ["9А", "Дзугов Азамат"],
        [None, "Кокоев Тимур"],
        [None, "Плиев Алан"],
        ["9Б", "Гобозов Сослан"],
        [None, "Бекоев Батраз"],
    ]
    roster = read(tmp_path, rows, "A2:A4")
    assert people(roster) == [
        ("Дзугов Азамат", "9А"),
        ("Кокоев Тимур", "9А"),
        ("Плиев Алан", "9А"),
        ("Гобозов Сослан", "9Б"),
        ("Бекоев Батраз", ""),
    ]
    # Below 9Б nothing is merged: nobody is put into a class by a guess.
    assert [(one.code, one.place.cell) for one in roster.problems] == [("class-missing", "A6")]


def test_unfilled_rows_of_a_block_are_nobody(tmp_path: Path) -> None:
    rows: Rows = [["Класс", "ФИО"], ["9А", "Дзугов Азамат"], [None, None], [None, None]]
    roster = read(tmp_path, rows, "A2:A4")
    assert (people(roster), roster.problems) == ([("Дзугов Азамат", "9А")], [])


def test_number_and_letter_of_a_block_are_filled_apart(tmp_path: Path) -> None:
    rows: Rows = [
        ["Параллель", "Буква", "ФИО"],
        [9, "А", "Дзугов Азамат"],
        [None, None, "Кокоев Тимур"],
        [None, "Б", "Плиев Алан"],
    ]
    roster = read(tmp_path, rows, "A2:A4", "B2:B3")
    assert [name for _person, name in people(roster)] == ["9А", "9А", "9Б"]


def test_brothers_share_a_merged_surname(tmp_path: Path) -> None:
    rows: Rows = [
        ["Фамилия", "Имя", "Класс"],
        ["Дзугов", "Азамат", "9А"],
        [None, "Тимур", "8А"],
        [None, None, None],
    ]
    roster = read(tmp_path, rows, "A2:A4")
    assert people(roster) == [("Дзугов Азамат", "9А"), ("Дзугов Тимур", "8А")]
    assert roster.problems == []


def test_a_separator_merged_across_the_table_heads_its_class(tmp_path: Path) -> None:
    rows: Rows = [
        ["№", "ФИО", "Дата рождения"],
        ["9 «А» класс", None, None],
        [1, "Дзугов Азамат", "14.03.2010"],
        [None, "9 «Б» класс", None],
        [1, "Плиев Алан", "15.03.2010"],
    ]
    roster = read(tmp_path, rows, "A2:C2", "B4:C4")
    assert people(roster) == [("Дзугов Азамат", "9А"), ("Плиев Алан", "9Б")]


def test_a_title_over_three_columns_names_all_three(tmp_path: Path) -> None:
    rows: Rows = [
        ["№", "ФИО", None, None, "Класс", None],
        [1, "Дзугов", "Азамат", "Русланович", 9, "А"],
        [2, "Плиев", "Алан", None, "9", "Б"],
    ]
    roster = read(tmp_path, rows, "B1:D1", "E1:F1")
    assert people(roster) == [("Дзугов Азамат Русланович", "9А"), ("Плиев Алан", "9Б")]
    assert roster.problems == []
    assert [one.title for one in roster.dropped_columns] == ["№"]


def test_a_line_above_the_header_is_no_title_of_its_columns(tmp_path: Path) -> None:
    rows: Rows = [
        ["Список обучающихся 9А класса", None, None],
        ["ФИО", None, None],
        ["Дзугов Азамат", "Плиева", "1"],
    ]
    roster = read(tmp_path, rows, "A1:C1")
    assert [one.full_name for one in roster.people] == ["Дзугов Азамат"]


def test_a_title_with_nothing_below_it_names_its_columns(tmp_path: Path) -> None:
    rows: Rows = [
        ["ФИО", None, None, "Родители", None],
        [None, None, None, "ФИО", "Телефон"],
        ["Дзугов", "Азамат", "Русланович", "Дзугова Анна", "1"],
    ]
    roster = read(tmp_path, rows, "A1:C1", "D1:E1")
    assert [one.full_name for one in roster.people] == ["Дзугов Азамат Русланович"]


def test_two_levels_of_merged_titles_are_read_by_the_lower(tmp_path: Path) -> None:
    rows: Rows = [
        ["Список обучающихся на 01.09.2026", None, None, None, None, None, None],
        ["Класс", "Обучающийся", None, None, "Родители", None, "Дата рождения"],
        [None, "Фамилия", "Имя", "Отчество", "ФИО", "Телефон", None],
        ["9А", "Дзугов", "Азамат", "Русланович", "Дзугова Анна", "1", "14.03.2010"],
        [None, "Кокоев", "Тимур", "Аланович", "Кокоева Анна", "2", "15.03.2010"],
    ]
    roster = read(tmp_path, rows, "A1:G1", "A2:A3", "B2:D2", "E2:F2", "G2:G3", "A4:A5")
    assert people(roster) == [
        ("Дзугов Азамат Русланович", "9А"),
        ("Кокоев Тимур Аланович", "9А"),
    ]
    assert [one.birth_date is None for one in roster.people] == [False, False]
    assert roster.problems == []
    assert "Анна" not in repr(roster)


def test_a_name_over_the_columns_of_its_parts_is_divided(tmp_path: Path) -> None:
    rows: Rows = [
        ["Фамилия", "Имя", "Отчество", "Класс"],
        ["Дзугов", "Азамат", "Русланович", "9А"],
        ["Плиев Алан Эльбрусович", None, None, "9А"],
    ]
    roster = read(tmp_path, rows, "A3:C3")
    assert people(roster)[1] == ("Плиев Алан Эльбрусович", "9А")
    assert roster.problems == []


def test_a_person_over_several_rows_is_one(tmp_path: Path) -> None:
    rows: Rows = [
        ["ФИО", "Класс", "Элективы", "Телефон"],
        ["Дзугов Азамат", "9А", "Физика", "1"],
        [None, None, "Химия", "2"],
        ["Плиев Алан", "9А", None, "3"],
    ]
    roster = read(tmp_path, rows, "A2:A3", "B2:B3")
    assert people(roster) == [("Дзугов Азамат", "9А"), ("Плиев Алан", "9А")]
    assert roster.people[0].electives == ("Физика", "Химия")
    assert [one.source.row for one in roster.people] == [2, 4]
    assert roster.problems == []


def test_one_person_with_two_classes_is_asked_about(tmp_path: Path) -> None:
    rows: Rows = [["ФИО", "Класс"], ["Дзугов Азамат", "9А"], [None, "9Б"]]
    [problem] = read(tmp_path, rows, "A2:A3").problems
    assert (problem.code, problem.place.cell, problem.severity) == ("merged-differs", "B2", "error")
    assert "2–3" in problem.message


@pytest.mark.parametrize("height", [60, 1000])
def test_a_block_over_the_whole_list_is_no_person(tmp_path: Path, height: int) -> None:
    rows: Rows = [["ФИО", "Класс"], ["9А класс"], *([None, "9А"] for _row in range(height))]
    roster = read(tmp_path, rows, f"A2:A{height + 1}")
    assert roster.people == []
    assert "error" in {one.severity for one in roster.problems}
