"""Several lists on a sheet, printed pages, footers, statuses: who is read and what is told."""

import pytest

from vsosh_moodle.rosters import Roster, read_rosters

from .conftest import WriteBook

HEAD = ["№", "Фамилия", "Имя", "Класс"]


def names(roster: Roster) -> list[tuple[str, str, str]]:
    return [(one.last_name, str(one.class_name), str(one.source.row)) for one in roster.people]


def codes(roster: Roster) -> list[str]:
    return [problem.code for problem in roster.problems]


def test_a_second_list_below_is_read_by_its_own_header(write_book: WriteBook) -> None:
    rows = [
        ["Список 9А класса"],
        ["№", "Фамилия", "Имя", "СНИЛС"],
        [1, "Дзугов", "Азамат", "112-233-445 95"],
        [],
        ["Список 9Б класса"],
        ["№", "Дата рождения", "ФИО", "Телефон"],
        [1, "14.03.2009", "Плиев Алан Олегович", "+7"],
    ]
    roster = read_rosters([write_book({"Лист1": rows})])
    assert names(roster) == [("Дзугов", "9А", "3"), ("Плиев", "9Б", "7")]
    assert str(roster.people[1].birth_date) == "2009-03-14"
    assert roster.problems == []
    assert {one.title for one in roster.dropped_columns} == {"№", "СНИЛС", "Телефон"}
    assert "112-233" not in repr(roster)


def test_the_header_of_each_printed_page_is_skipped(write_book: WriteBook) -> None:
    upper = ["№", "ФИО обучающегося", "", "Класс"]
    lower = ["", "Фамилия", "Имя", ""]
    rows = [
        upper,
        lower,
        [1, "Дзугов", "Азамат", "9А"],
        ["продолжение"],
        upper,
        lower,
        [1, 2, 3, 4],
        [2, "Плиев", "Алан", "9А"],
    ]
    roster = read_rosters([write_book({"Лист1": rows[:3] + rows[4:]})])
    assert names(roster) == [("Дзугов", "9А", "3"), ("Плиев", "9А", "7")]
    assert roster.problems == []


def test_the_numbers_of_columns_are_no_person(write_book: WriteBook) -> None:
    rows = [HEAD, [1, 2, 3, 4], [1, "Дзугов", "Азамат", "9А"]]
    roster = read_rosters([write_book({"Лист1": rows})])
    assert names(roster) == [("Дзугов", "9А", "3")]
    assert roster.problems == []


def test_a_value_like_a_title_begins_no_list(write_book: WriteBook) -> None:
    rows = [
        ["Фамилия", "Имя", "Класс", "Роль"],
        ["Дзугов", "Азамат", "9А", "Обучающийся"],
        ["Плиев", "Алан", "9А", "Ученик"],
    ]
    assert len(read_rosters([write_book({"Лист1": rows})]).people) == 2


def test_two_lists_side_by_side_are_an_error(write_book: WriteBook) -> None:
    rows = [
        ["№", "ФИО", "Класс", "", "№", "ФИО", "Класс"],
        [1, "Дзугов Азамат", "9А", "", 1, "Плиев Алан", "9Б"],
    ]
    roster = read_rosters([write_book({"Лист1": rows})])
    [error] = [problem for problem in roster.problems if problem.severity == "error"]
    assert (error.code, error.place.cell) == ("lists-side-by-side", "F1")


def test_a_header_far_down_is_told(write_book: WriteBook) -> None:
    roster = read_rosters([write_book({"9А": [*([["текст"]] * 40), ["ФИО"], ["Дзугов Азамат"]]})])
    assert names(roster) == [("Дзугов", "9А", "42")]
    assert codes(roster) == ["header-low"]


@pytest.mark.parametrize(
    "footer",
    [
        ["Всего: 24"],
        ["Итого", 24],
        ["", "Классный руководитель ___", "", "Кокоева И. О."],
        ["", "Составил: Кокоева И. О."],
        ["", "01.09.2026"],
        ["", "М.П."],
        ["", "_______________"],
        ["", "«__» ______ 2026 г."],
        ["", 25],
        [25],
        ["", "Мальчиков", 12],
        ["Директор", "", "", "Кокоева И. О."],
    ],
)
def test_what_stands_below_a_list_is_nobody(write_book: WriteBook, footer: list[object]) -> None:
    rows = [HEAD, [1, "Дзугов", "Азамат", "9А"], footer]
    roster = read_rosters([write_book({"Лист1": rows})])
    assert names(roster) == [("Дзугов", "9А", "2")]
    assert roster.problems == []


def test_those_who_have_left_by_their_status_are_listed(write_book: WriteBook) -> None:
    rows = [
        ["Фамилия", "Имя", "Класс", "Статус"],
        ["Дзугов", "Азамат", "9А", "обучается"],
        ["Плиев", "Алан", "9А", "Выбыл 12.10.2026"],
        ["Кокоева", "Марина", "9А", "переведена в 9Б"],
        ["Гаглоев", "Олег", "9А", "на сборах"],
    ]
    roster = read_rosters([write_book({"Лист1": rows})])
    assert [one.last_name for one in roster.people] == ["Дзугов", "Гаглоев"]
    assert [(one.row, one.code) for one in roster.skipped_rows] == [
        (3, "row-gone"),
        (4, "row-gone"),
    ]
    assert [(one.code, one.place.cell) for one in roster.problems] == [
        ("row-gone", ""),
        ("status-unknown", "D5"),
    ]


def test_those_below_a_heading_of_leavers_are_not_read(write_book: WriteBook) -> None:
    rows = [
        ["№", "Фамилия", "Имя"],
        ["9А класс"],
        [1, "Дзугов", "Азамат"],
        ["", "Выбыли:"],
        [1, "Плиев", "Алан"],
        ["9Б класс"],
        [1, "Гаглоев", "Олег"],
    ]
    roster = read_rosters([write_book({"Лист1": rows})])
    assert names(roster) == [("Дзугов", "9А", "3"), ("Гаглоев", "9Б", "7")]
    assert [(one.row, one.code) for one in roster.skipped_rows] == [(5, "row-gone")]
    assert codes(roster) == ["row-gone"]


def test_an_arrivals_report_is_read(write_book: WriteBook) -> None:
    rows = [
        ["ФИО и дата рождения", "Прибыл/выбыл", "Класс", "Домашний адрес", "Дата и № приказа"],
        ["Дзугов Азамат Русланович, 14.03.2009", "прибыл", "9А", "ул. Первая", "12.10.2026 № 5"],
        ["Плиев Алан Олегович, 01.02.2009", "выбыл", "9А", "ул. Вторая", "12.10.2026 № 6"],
    ]
    roster = read_rosters([write_book({"Лист1": rows})])
    assert names(roster) == [("Дзугов", "9А", "2")]
    assert str(roster.people[0].birth_date) == "2009-03-14"
    assert {one.title for one in roster.dropped_columns} == {"Домашний адрес", "Дата и № приказа"}


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("112-233-445 95", ""),
        ("11223344595", ""),
        (11223344595.0, ""),
        ("+7 (918) 123-45-67", ""),
        ("89181234567", ""),
        ("90 12 345678", ""),
        ("К-17", "К-17"),
        ("2026/17", "2026/17"),
        ("№ 17", "17"),
    ],
)
def test_personal_numbers_are_not_kept(write_book: WriteBook, number: object, kept: str) -> None:
    rows = [["Фамилия", "Имя", "Личное дело №"], ["Дзугов", "Азамат", number]]
    roster = read_rosters([write_book({"9А": rows})])
    assert roster.people[0].school_number == kept
    assert codes(roster) == ["number-personal"] * (not kept)


@pytest.mark.parametrize(
    ("born", "code", "severity"),
    [
        ("01.09.2027", "date-range", "error"),
        ("01.01.2018", "age-unusual", "warning"),
        ("01.01.1960", "age-unusual", "warning"),
        ("01.01.1980", "", ""),
        ("2009", "date-year-only", "warning"),
        ("30.02.2009", "date-unreadable", "error"),
        ("03/14/2009", "date-unreadable", "error"),
    ],
)
def test_a_strange_birth_date_is_told(
    write_book: WriteBook, born: str, code: str, severity: str
) -> None:
    from datetime import date

    path = write_book({"9А": [["Фамилия", "Имя", "Дата рождения"], ["Дзугов", "Азамат", born]]})
    roster = read_rosters([path], today=date(2026, 9, 1))
    assert [(one.code, one.severity) for one in roster.problems] == [(code, severity)] * bool(code)
