"""Dates relative to a course."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.school.course_days import CourseDays
from vsosh_moodle.templates.dates import (
    DISTANCE_DAY,
    FIXED,
    MAX_OFFSET_DAYS,
    MAX_WEEK,
    Anchor,
    CourseDate,
    DateTextError,
    FromAnchor,
    InWeek,
    OnDay,
    is_outside,
    is_relative,
    parse_course_date,
    resolve_course_date,
)

START, END = date(2026, 9, 2), date(2027, 5, 26)
EXAMS = {
    word: (date(2027, 4, 14), date(2027, 5, 5))
    for word in ("экзамен", "сочинение", "собеседование")
}
DAYS_OF_COURSE = CourseDays(START, END, exam_days=EXAMS, distance_days=(3,))

CLOCKS = st.none() | st.times().map(lambda moment: moment.replace(second=0, microsecond=0, fold=0))
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
COURSE_DATES: st.SearchStrategy[CourseDate] = st.one_of(
    st.builds(
        FromAnchor,
        st.sampled_from([Anchor.START, Anchor.END]),
        st.integers(-MAX_OFFSET_DAYS, MAX_OFFSET_DAYS),
        CLOCKS,
    ),
    st.builds(InWeek, st.integers(1, MAX_WEEK), st.integers(0, 6), CLOCKS),
    st.builds(OnDay, DAYS, CLOCKS),
    st.builds(
        FromAnchor, st.sampled_from(sorted(FIXED)), st.integers(-30, 30), CLOCKS, st.integers(1, 2)
    ),
    st.builds(InWeek, st.integers(1, MAX_WEEK), st.just(DISTANCE_DAY), CLOCKS),
)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("начало", datetime(2026, 9, 2)),
        ("Конец", datetime(2027, 5, 26)),
        ("+10 дней", datetime(2026, 9, 12)),
        ("конец - 2 недели", datetime(2027, 5, 12)),
        ("конец − 1 день, 18:00", datetime(2027, 5, 25, 18)),
        ("неделя 3", datetime(2026, 9, 14)),
        ("неделя 3, пт 18:00", datetime(2026, 9, 18, 18)),
        ("неделя 3 пятница", datetime(2026, 9, 18)),
        ("Неделя 3, в среду", None),
        ("неделя 3, среду 9:00", datetime(2026, 9, 16, 9)),
        ("2027-05-20", datetime(2027, 5, 20)),
        ("20.05.2027 18:30", datetime(2027, 5, 20, 18, 30)),
        ("экзамен - 10 дней", datetime(2027, 4, 4)),
        ("сочинение 2", datetime(2027, 5, 5)),
        ("неделя 3, день ДО 18:00", datetime(2026, 9, 17, 18)),
    ],
)
def test_texts_of_templates_are_read(text: str, moment: datetime | None) -> None:
    if moment is None:
        with pytest.raises(DateTextError):
            parse_course_date(text)
        return
    assert resolve_course_date(parse_course_date(text), DAYS_OF_COURSE) == moment


@pytest.mark.parametrize(
    "text",
    ["", "скоро", "18:00", "неделя 0", "неделя 61", "неделя 3, пз", "31.02.2027", "начало + 9999 дней",
     "неделя 2, вт 25:00", "3 недели", "2027-13-01", "начало конец"],
)  # fmt: skip
def test_an_unreadable_date_is_refused_in_russian(text: str) -> None:
    with pytest.raises(DateTextError, match="«"):
        parse_course_date(text)


@given(COURSE_DATES)
def test_a_date_reads_back_from_its_own_text(wanted: CourseDate) -> None:
    assert parse_course_date(str(wanted)) == wanted


@given(st.integers(1, MAX_WEEK - 1), st.integers(0, 6), DAYS)
def test_a_week_later_is_seven_days_later(week: int, weekday: int, start: date) -> None:
    end = start + timedelta(days=260)
    first = resolve_course_date(InWeek(week, weekday), CourseDays(start, end))
    second = resolve_course_date(InWeek(week + 1, weekday), CourseDays(start, end))
    assert second.weekday() == weekday
    assert second - first == timedelta(days=7) or first.date() == start


@given(st.integers(1, MAX_WEEK), st.integers(0, 6), DAYS)
def test_no_date_of_a_week_falls_before_the_course(week: int, weekday: int, start: date) -> None:
    moment = resolve_course_date(
        InWeek(week, weekday), CourseDays(start, start + timedelta(days=260))
    )
    assert moment.date() >= start


@given(COURSE_DATES, DAYS, st.integers(0, 400), st.integers(-500, 500))
def test_relative_dates_move_with_the_course(
    wanted: CourseDate, start: date, length: int, weeks: int
) -> None:
    shift = timedelta(weeks=weeks)
    end = start + timedelta(days=length)
    days = replace(DAYS_OF_COURSE, start=start, end=end)
    later = replace(days, start=start + shift, end=end + shift)
    here = resolve_course_date(wanted, days)
    moved = here + shift if is_relative(wanted) else here
    assert resolve_course_date(wanted, later) == moved


@given(COURSE_DATES)
def test_a_date_without_time_takes_the_default(wanted: CourseDate) -> None:
    moment = resolve_course_date(wanted, DAYS_OF_COURSE, time(23, 59))
    assert moment.time() == (wanted.clock or time(23, 59))


def test_the_first_and_the_last_day_are_inside() -> None:
    assert not is_outside(datetime(2026, 9, 2), CourseDays(START, END))
    assert not is_outside(datetime(2027, 5, 26, 23, 59), CourseDays(START, END))
    assert is_outside(datetime(2026, 9, 1, 23, 59), CourseDays(START, END))
    assert is_outside(datetime(2027, 5, 27), CourseDays(START, END))
