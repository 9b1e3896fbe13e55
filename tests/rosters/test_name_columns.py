"""The order of names is judged over a whole list, and every turn is told."""

import pytest

from vsosh_moodle.rosters import Roster, read_rosters

from .conftest import WriteBook

TURNED = ["Азамат Дзугов", "Марина Кокоева", "Рашад Эльдар оглы Алиев"]


def found(roster: Roster) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.cell) for problem in roster.problems]


def people(roster: Roster) -> list[tuple[str, str, str]]:
    return [(one.last_name, one.first_name, one.middle_name) for one in roster.people]


def test_a_list_given_name_first_is_told_once(write_book: WriteBook) -> None:
    rows = [["№", "Ученик"], *([n, name] for n, name in enumerate(TURNED, 1)), [4, "Хххх Уууу"]]
    roster = read_rosters([write_book({"9А": rows})])
    assert people(roster) == [
        ("Дзугов", "Азамат", ""),
        ("Кокоева", "Марина", ""),
        ("Алиев", "Рашад", "Эльдар оглы"),
        ("Уууу", "Хххх", ""),
    ]
    assert found(roster) == [("name-order", "B1")]
    assert {repair.code for repair in roster.repairs} == {"name-order"}
    assert [repair.now for repair in roster.repairs][:2] == ["Дзугов Азамат", "Кокоева Марина"]


def test_a_lone_row_in_another_order_is_a_doubt(write_book: WriteBook) -> None:
    rows = [["ФИО"], ["Дзугов Алан"], ["Плиева Анна"], ["Азамат Кокоев"]]
    roster = read_rosters([write_book({"9А": rows})])
    assert people(roster)[2] == ("Кокоев", "Азамат", "")
    assert found(roster) == [("name-order", "A4")]
    assert "прочитано: имя, фамилия" in roster.problems[0].message


def test_a_single_row_given_name_first_is_turned_and_told(write_book: WriteBook) -> None:
    roster = read_rosters([write_book({"9А": [["ФИО"], ["Марина Кокоева"]]})])
    assert people(roster) == [("Кокоева", "Марина", "")]
    assert found(roster) == [("name-order", "A2")]


def test_where_nothing_tells_the_written_order_stands(write_book: WriteBook) -> None:
    roster = read_rosters([write_book({"9А": [["ФИО"], ["Хххх Уууу"], ["Марина Анна"]]})])
    assert people(roster) == [("Хххх", "Уууу", ""), ("Марина", "Анна", "")]
    assert roster.problems == []


def test_names_in_each_others_columns_are_told_and_left(write_book: WriteBook) -> None:
    head = ["Фамилия", "Имя"]
    whole = read_rosters([write_book({"9А": [head, ["Азамат", "Дзугов"], ["Анна", "Плиева"]]})])
    assert people(whole) == [("Азамат", "Дзугов", ""), ("Анна", "Плиева", "")]
    assert found(whole) == [("name-columns-swapped", "A1")]
    rows = [head, ["Азамат", "Дзугов"], ["Плиева", "Анна"], ["Плиев", "Алан"]]
    alone = read_rosters([write_book({"9А": rows})])
    assert found(alone) == [("name-columns-swapped", "A2")]


@pytest.mark.parametrize(
    ("head", "row", "expected", "codes"),
    [
        (
            ["ФИО и дата рождения"],
            ["Дзугов Азамат Русланович, 14.03.2009"],
            ("Дзугов", "Азамат", "Русланович"),
            [],
        ),
        (
            ["Фамилия, имя", "Отчество"],
            ["Дзугов Азамат", "Русланович"],
            ("Дзугов", "Азамат", "Русланович"),
            [],
        ),
        (
            ["Фамилия", "Имя Отчество"],
            ["Дзугов", "Азамат Русланович"],
            ("Дзугов", "Азамат", "Русланович"),
            ["name-in-one-cell"],
        ),
        (
            ["Фамилия", "Имя", "Отчество"],
            ["Дзугов Азамат Русланович", "", ""],
            ("Дзугов", "Азамат", "Русланович"),
            ["name-in-one-cell"],
        ),
        (["Фамилия", "Имя"], ["Дзугов (заоч.)", "Азамат"], ("Дзугов", "Азамат", ""), ["name-note"]),
        (["Фамилия", "Имя"], ["CAXAPOB", "Азамат"], ("Сахаров", "Азамат", ""), ["name-lookalikes"]),
        (
            ["Фамилия", "Имя"],
            ["Müller", "Max"],
            ("Müller", "Max", ""),
            ["name-latin", "name-latin"],
        ),
        (
            ["Фамилия", "Имя"],
            ["Дз0ев", "3аурбек"],
            ("Дзоев", "Заурбек", ""),
            ["name-digits", "name-digits"],
        ),
        (["ФИО"], ["CAXAPOB АЗАМАТ"], ("Сахаров", "Азамат", ""), ["name-lookalikes"]),
        (["ФИО"], ["Дзугов Азамат — выбыл 12.10"], ("Дзугов", "Азамат", ""), ["name-note-gone"]),
        (["ФИО"], ["Müller Hans"], ("Müller", "Hans", ""), ["name-latin", "name-latin"]),
        (["ФИО"], ["Дзугов Азамат, 14.03.2009"], ("Дзугов", "Азамат", ""), []),
    ],
)
def test_names_are_read_from_any_columns(
    write_book: WriteBook,
    head: list[str],
    row: list[str],
    expected: tuple[str, str, str],
    codes: list[str],
) -> None:
    roster = read_rosters([write_book({"9А": [head, row]})])
    assert people(roster) == [expected]
    assert [code for code, _cell in found(roster)] == codes


def test_the_birth_date_beside_a_name_is_read(write_book: WriteBook) -> None:
    rows = [["ФИО и дата рождения"], ["Дзугов Азамат, 14.03.2009"], ["Плиев Алан 30.02.2009"]]
    roster = read_rosters([write_book({"9А": rows})])
    assert [str(one.birth_date) for one in roster.people] == ["2009-03-14", "None"]
    assert found(roster) == [("date-unreadable", "A3")]


def test_no_problem_quotes_a_note(write_book: WriteBook) -> None:
    roster = read_rosters([write_book({"9А": [["ФИО"], ["Дзугов Азамат, инвалид"]]})])
    assert "инвалид" not in str(roster.problems[0])
