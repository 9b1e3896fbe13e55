"""The days of a course: teaching weeks, free days, shifts, exam days by rule."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.school.admission_days import essay_days, interview_days
from vsosh_moodle.school.calendar import DaysOff, SchoolYear, Shift, Term
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.course_days import CourseDays

NINTH, TENTH = ClassName(9, "А"), ClassName(10, "Б")
TERMS = (
    Term("h1", "1 полугодие", date(2026, 9, 1), date(2026, 12, 30)),
    Term("h2", "2 полугодие", date(2027, 1, 11), date(2027, 5, 26)),
)
AUTUMN = DaysOff("каникулы", date(2026, 10, 26), date(2026, 11, 1))
YEAR = SchoolYear(
    "2026/27", TERMS, (AUTUMN, DaysOff("праздник", date(2026, 11, 4), date(2026, 11, 4)))
)
COURSE = CourseDays(YEAR.start, YEAR.end, YEAR, (NINTH, TENTH))


@pytest.mark.parametrize(
    ("first", "interview", "essay"),
    [
        (
            2026,
            ("2027-02-10", "2027-03-10", "2027-04-19"),
            ("2026-12-02", "2027-02-03", "2027-04-14"),
        ),
        (
            2025,
            ("2026-02-11", "2026-03-11", "2026-04-20"),
            ("2025-12-03", "2026-02-04", "2026-04-08"),
        ),
    ],
)
def test_days_of_admission_follow_their_rule(
    first: int, interview: tuple[str, ...], essay: tuple[str, ...]
) -> None:
    assert tuple(map(str, interview_days(first))) == interview
    assert tuple(map(str, essay_days(first))) == essay


def test_weeks_of_holidays_are_not_counted() -> None:
    assert COURSE.monday(8) == date(2026, 10, 19)
    assert COURSE.monday(9) == date(2026, 11, 2)
    assert COURSE.week_of(date(2026, 10, 28)) is None
    assert COURSE.monday(17) == date(2026, 12, 28)
    assert COURSE.monday(18) == date(2027, 1, 11)


def test_without_a_year_every_week_counts() -> None:
    plain = CourseDays(YEAR.start, YEAR.end)
    assert plain.monday(9) == date(2026, 10, 26)
    assert plain.week_of(date(2026, 10, 28)) == 9


def test_what_is_due_on_a_free_day_moves_to_the_next_school_day() -> None:
    assert COURSE.moved(date(2026, 11, 4)) == date(2026, 11, 5)
    assert COURSE.moved(date(2026, 10, 31)) == date(2026, 11, 2)
    assert COURSE.moved(date(2027, 1, 3)) == date(2027, 1, 11)
    assert COURSE.moved(date(2026, 11, 8)) == date(2026, 11, 8), "a Sunday may be meant"
    assert replace(COURSE, moves=False).moved(date(2026, 11, 4)) == date(2026, 11, 4)


def test_a_quarantine_from_home_moves_nothing() -> None:
    closed = DaysOff("карантин", date(2026, 11, 9), date(2026, 11, 15), distance=True)
    days = replace(COURSE, year=replace(YEAR, off=(*YEAR.off, closed)))
    assert days.moved(date(2026, 11, 12)) == date(2026, 11, 12)
    assert days.monday(10) == date(2026, 11, 9)
    shut = replace(closed, distance=False)
    days = replace(COURSE, year=replace(YEAR, off=(*YEAR.off, shut)))
    assert days.moved(date(2026, 11, 12)) == date(2026, 11, 16)
    assert days.monday(10) == date(2026, 11, 16)


def test_days_off_of_one_class_move_nothing_in_a_course_of_two() -> None:
    shut = DaysOff("мороз", date(2026, 12, 7), date(2026, 12, 12), frozenset({NINTH}))
    year = replace(YEAR, off=(shut,))
    assert replace(COURSE, year=year).moved(date(2026, 12, 9)) == date(2026, 12, 9)
    alone = replace(COURSE, year=year, classes=(NINTH,))
    assert alone.moved(date(2026, 12, 9)) == date(2026, 12, 14)


def test_shifts_move_what_is_due_from_their_day_on() -> None:
    shift = Shift(date(2026, 11, 10), 7)
    days = replace(COURSE, key="oge-math", year=replace(YEAR, shifts=(shift,)))
    assert days.shifted(date(2026, 11, 9)) == date(2026, 11, 9)
    assert days.shifted(date(2026, 11, 10)) == date(2026, 11, 17)
    for other, whole, part in (
        (replace(shift, courses=frozenset({"oge-math"})), True, False),
        (replace(shift, courses=frozenset({"oge-russian"})), False, False),
        (replace(shift, classes=frozenset({NINTH})), False, True),
        (replace(shift, classes=frozenset({NINTH, TENTH})), True, False),
    ):
        days = replace(COURSE, key="oge-math", year=replace(YEAR, shifts=(other,)))
        assert (bool(days.shifts), bool(days.partial_shifts)) == (whole, part)


offs = st.builds(
    lambda start, length, free: DaysOff(
        "x", start, start + timedelta(days=length), distance=not free
    ),
    st.dates(date(2026, 9, 1), date(2027, 5, 20)),
    st.integers(0, 20),
    st.booleans(),
)


@given(st.lists(offs, max_size=5), st.integers(1, 45))
def test_weeks_follow_each_other_and_are_taught(off: list[DaysOff], number: int) -> None:
    days = replace(COURSE, year=replace(YEAR, off=tuple(off)))
    first, second = days.monday(number), days.monday(number + 1)
    assert (second - first).days % 7 == 0
    assert second > first
    if second <= YEAR.end:
        assert any(
            not days.year.is_free_day(second + timedelta(days=n))
            for n in range(6)  # type: ignore[union-attr]
        )
        assert days.week_of(second) == number + 1
        between = first + timedelta(days=7)
        while between < second:
            assert all(
                days.year.is_free_day(between + timedelta(days=n))  # type: ignore[union-attr]
                or not days.year.term_of(between + timedelta(days=n))  # type: ignore[union-attr]
                for n in range(6)
            )
            between += timedelta(days=7)


@given(st.lists(offs, max_size=5), st.dates(date(2026, 9, 1), date(2027, 5, 26)))
def test_a_moved_day_is_no_free_day_unless_the_year_is_over(off: list[DaysOff], day: date) -> None:
    days = replace(COURSE, year=replace(YEAR, off=tuple(off)))
    moved = days.moved(day)
    assert moved >= day
    assert moved == day or not days.is_free(moved)
    assert days.moved(moved) == moved or moved == day
