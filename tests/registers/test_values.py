"""Values of cells: whatever way people write them, they are read as they were meant."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.registers.values import (
    has_percent_sign,
    parse_count,
    parse_day,
    parse_grade,
    parse_number,
    parse_school_year,
    parse_yes_no,
)

TODAY = date(2026, 11, 26)
UNITS = ["", "%", " %", " ч", " ч.", " часов", " шт.", " чел.", " баллов"]


def grouped(whole: int, space: str) -> str:
    return f"{whole:,}".replace(",", space)


@given(
    whole=st.integers(0, 10_000_000),
    part=st.integers(0, 999),
    sign=st.sampled_from([",", "."]),
    space=st.sampled_from(["", " ", "\u00a0", "\u202f"]),
    unit=st.sampled_from(UNITS),
    around=st.sampled_from(["", " ", "\u00a0"]),
)
def test_a_number_is_read_as_it_was_written(
    whole: int, part: int, sign: str, space: str, unit: str, around: str
) -> None:
    text = f"{around}{grouped(whole, space)}{sign}{part:03d}{unit}{around}"
    assert parse_number(text) == pytest.approx(whole + part / 1000)
    assert has_percent_sign(text) == ("%" in unit)


@given(st.integers(0, 10**9), st.sampled_from(UNITS))
def test_a_whole_number_is_a_count(number: int, unit: str) -> None:
    assert parse_count(f"{number}{unit}") == number
    assert parse_count(float(number)) == number


@pytest.mark.parametrize(
    "cell", ["", "нет", "12/31", "1,2,3", "12 34", "ок", True, datetime(2026, 5, 1)]
)
def test_what_is_no_number_is_none(cell: object) -> None:
    assert parse_number(cell) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["-1", "−3", "1,5", 2.5, -1])
def test_a_part_or_less_than_nothing_is_no_count(cell: object) -> None:
    assert parse_count(cell) is None  # type: ignore[arg-type]


YES = ["да", "+", "есть", "имеется", "1", 1, 1.0, True, "✓", "V", "д", "true"]
NO = ["нет", "-", "–", "—", "0", 0, False, "н", "отсутствует", "не имеется", "нету", "false"]


@pytest.mark.parametrize(
    ("cell", "answer"), [*((cell, True) for cell in YES), *((cell, False) for cell in NO)]
)
def test_yes_and_no_have_many_spellings(cell: object, answer: bool) -> None:
    assert parse_yes_no(cell) is answer  # type: ignore[arg-type]
    if isinstance(cell, str):
        assert parse_yes_no(f" {cell.upper()}. ") is answer


@pytest.mark.parametrize("cell", ["", "может быть", "да/нет", 2, datetime(2026, 1, 1)])
def test_what_says_neither_is_none(cell: object) -> None:
    assert parse_yes_no(cell) is None  # type: ignore[arg-type]


@given(
    first=st.integers(2000, 2098),
    sign=st.sampled_from(["/", "-", "–", " / ", "−"]),
    short=st.booleans(),
    after=st.sampled_from(["", " уч. г.", " учебный год", " уч. год", " гг."]),
)
def test_a_school_year_is_read_in_any_spelling(
    first: int, sign: str, short: bool, after: str
) -> None:
    last = f"{(first + 1) % 100:02d}" if short else str(first + 1)
    assert parse_school_year(f"{first}{sign}{last}{after}") == f"{first}/{(first + 1) % 100:02d}"


@given(st.integers(2000, 2098), st.integers(2, 50))
def test_two_years_that_do_not_follow_are_no_school_year(first: int, apart: int) -> None:
    assert parse_school_year(f"{first}/{first + apart}") is None


@pytest.mark.parametrize("cell", ["2025", 2025, "25/26", "2025/26/27", "", datetime(2025, 9, 1)])
def test_what_is_no_school_year_is_none(cell: object) -> None:
    assert parse_school_year(cell) is None  # type: ignore[arg-type]


@given(
    st.integers(1, 12), st.sampled_from(["{}", "{} класс", "{} кл.", "{}-й класс", "{}.0", " {} "])
)
def test_a_grade_is_read_in_any_spelling(grade: int, spelling: str) -> None:
    assert parse_grade(spelling.format(grade)) == grade
    assert parse_grade(float(grade)) == grade


@pytest.mark.parametrize("cell", ["9А", "13", "0", "9-11", "", "все", datetime(2026, 9, 1)])
def test_a_class_or_a_range_is_no_grade(cell: object) -> None:
    assert parse_grade(cell) is None  # type: ignore[arg-type]


SPELLINGS = ["%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y", "%d.%m.%Y г.", "'%d.%m.%Y"]


@given(st.dates(date(2000, 1, 1), TODAY), st.sampled_from(SPELLINGS))
def test_a_past_day_is_read_in_any_spelling(day: date, spelling: str) -> None:
    assert parse_day(day.strftime(spelling), TODAY) == day


@given(st.dates(TODAY, date(2046, 12, 31)), st.sampled_from(SPELLINGS))
def test_a_day_that_may_lie_ahead_is_of_this_century_too(day: date, spelling: str) -> None:
    assert parse_day(day.strftime(spelling), TODAY, future=True) == day
