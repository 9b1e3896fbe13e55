"""Cells are read as people fill them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.rosters.table import column_letters
from vsosh_moodle.rosters.values import cell_list, cell_text, is_year, parse_date

TODAY = date(2026, 9, 1)
BORN = date(2010, 3, 14)


@pytest.mark.parametrize(
    "cell",
    [
        BORN,
        datetime(2010, 3, 14),
        40251.0,
        40251,
        "40251",
        "14.03.2010",
        "14.3.10",
        "14,03,2010",
        "14/03/2010",
        "14-03-2010",
        "14.03.2010 г.",
        "14.03.2010г",
        "'14.03.2010",
        " 14.03.2010\u00a0",
        "14.03.2010 0:00:00",
        "2010-03-14",
        "2010-03-14 00:00:00",
        "2010-03-14T00:00:00.000",
        "14 марта 2010 года",
        "14 мар. 2010",
    ],
)
def test_a_date_is_read_in_any_usual_spelling(cell: object) -> None:
    assert parse_date(cell, TODAY) == BORN  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [
        "31.02.2010",
        "14.13.2010",
        "2010",
        "вчера",
        "",
        "14.03",
        12.0,
        1e9,
        True,
        time(9),
        "14 мюля 2010",
    ],
)
def test_what_is_no_date_is_none(cell: object) -> None:
    assert parse_date(cell, TODAY) is None  # type: ignore[arg-type]


def test_two_digits_of_a_year_mean_the_nearest_past() -> None:
    assert parse_date("01.01.26", TODAY) == date(2026, 1, 1)
    assert parse_date("01.01.61", TODAY) == date(1961, 1, 1)


@given(st.dates(date(1911, 1, 1), date(2099, 1, 1)))
def test_every_date_comes_back_from_text_and_serial(day: date) -> None:
    assert parse_date(f"{day:%d.%m.%Y}", TODAY) == day
    assert parse_date(day.isoformat(), TODAY) == day
    assert parse_date(float((day - date(1899, 12, 30)).days), TODAY) == day


@pytest.mark.parametrize(
    ("cell", "year"), [("2009", True), (2009.0, True), ("2009 г.", True), ("9", False)]
)
def test_a_bare_year_is_told(cell: str | float, year: bool) -> None:
    assert is_year(cell) is year


@pytest.mark.parametrize(
    ("cell", "text"), [(9.0, "9"), (9.5, "9.5"), (17, "17"), (" а\u00a0 б ", "а б"), (True, "")]
)
def test_a_cell_says_clean_text(cell: str | float, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("9А; 9Б,10А", ["9А", "9Б", "10А"]),
        ("9А\n9Б", ["9А", "9Б"]),
        (";,", []),
        (9.0, ["9"]),
        ("", []),
    ],
)
def test_a_list_is_divided(cell: str | float, items: list[str]) -> None:
    assert cell_list(cell) == items


def test_columns_are_lettered_as_in_excel() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
