"""A date is read in any spelling people use, and never guessed."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.rosters.dates import is_impossible_month, is_year, looks_like_date, parse_date

TODAY = date(2026, 9, 1)
BORN = date(2010, 3, 14)
MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
SHORT = ["янв", "фев", "март", "апр", "май", "июн", "июл", "авг", "сент", "окт", "нояб", "дек"]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


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
        "14 мар. 10",
        "14 марта 2010 г.",
        "«14» марта 2010 г.",
        "14-го марта 2010",
        "14.мар.2010",
        "14 марта, 2010",
        "14 мaртa 2010",  # Latin a
        "14.III.2010",
        "14.iii.10",
        "14/3/10",
        "14 03 2010",
        "14. 03. 2010",
        "2010/03/14",
        "2010.03.14",
        "14.03.2010 г.р.",
        "14.03.2010г.р.",
        "14.03.2010 года рождения",
        "д.р. 14.03.2010",
        "дата рождения: 14.03.2010",
        "род. 14.03.2010",
        "’14.03.2010",
        "(14.03.2010)",
        "14.O3.2010",  # the letter O
        "14.о3.2о1о",
        "40251.0",
        "40251,5",
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
        "14 мавра 2010",
        "14.IIII.2010",
        "03/14/2010",
        "00.03.2010",
        "14032010",
        "д.р.",
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


def spellings(day: date) -> list[object]:
    """Return a date in every spelling that is promised."""
    month, year = day.month - 1, f"{day:%Y}"
    bare = [
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{year}",
        f"{day:%d,%m,%Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%d %m %Y}",
        day.isoformat(),
        f"{year}.{day.month}.{day.day}",
        f"{day.day} {MONTHS[month]} {year}",
        f"«{day:%d}» {MONTHS[month].upper()} {year}",
        f"{day.day} {SHORT[month]}. {year}",
        f"{day.day}.{ROMAN[month]}.{year}",
        f"{day:%d.%m.%Y} 0:00:00",
        f"{day.isoformat()} 00:00:00",
    ]
    dressed = [
        f"{bare[0]} г.",
        f"{bare[8]} года",
        f"{bare[0]}г.р.",
        f"д.р. {bare[1]}",
        f"'{bare[0]}",
    ]
    serial = (day - date(1899, 12, 30)).days
    return [*bare, *dressed, serial, float(serial), f"{serial}", f"{serial}.0", day]


@given(st.dates(date(1940, 1, 1), date(2099, 1, 1)))
def test_every_date_comes_back_from_every_spelling(day: date) -> None:
    read = {spelling: parse_date(spelling, TODAY) for spelling in spellings(day)}  # type: ignore[arg-type]
    assert set(read.values()) == {day}, [one for one in read if read[one] != day]


@given(st.dates(date(1940, 1, 1), TODAY))
def test_two_digits_of_a_year_never_mean_the_future(day: date) -> None:
    read = parse_date(f"{day:%d.%m.%y}", TODAY)
    assert read is None or (read.year <= TODAY.year and read.year % 100 == day.year % 100)


@given(st.text(max_size=20) | st.from_regex(r"[0-9./, гмартояIVX-]{1,14}", fullmatch=True))
def test_any_text_is_looked_at_without_an_error(text: str) -> None:
    found = parse_date(text, TODAY)
    assert found is None or isinstance(found, date)
    looks_like_date(text)


def test_a_month_that_is_none_is_told_from_a_day_that_is_none() -> None:
    assert is_impossible_month("03/14/2009", TODAY)
    assert not is_impossible_month("30.02.2009", TODAY)
    assert looks_like_date("30.02.2009")
    assert looks_like_date("д.р. 14.03.2009")
    assert not looks_like_date("выбыл 12.10.2025")
