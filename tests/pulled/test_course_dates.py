"""Moments of a course as dates of a template."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.pulled.course_dates import DAY_END, DateWriter, course_ends
from vsosh_moodle.school.calendar import SchoolYear, Shift, Term
from vsosh_moodle.school.course_days import CourseDays
from vsosh_moodle.templates.dates import parse_course_date, resolve_course_date

MOSCOW = ZoneInfo("Europe/Moscow")
TERMS = (
    Term("h1", "1 полугодие", date(2026, 9, 1), date(2026, 12, 30)),
    Term("h2", "2 полугодие", date(2027, 1, 11), date(2027, 5, 26)),
)
YEAR = SchoolYear("2026/27", TERMS)
SHIFTED = SchoolYear("2026/27", TERMS, shifts=(Shift(date(2026, 11, 9), 7),))


def writer(year: SchoolYear = YEAR) -> DateWriter:
    return DateWriter(CourseDays(date(2026, 9, 1), date(2027, 5, 26), year), MOSCOW)


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=MOSCOW).timestamp())


@pytest.mark.parametrize(
    ("moment", "usual", "text"),
    [
        ("2026-09-01T00:00", time(0, 0), "начало"),
        ("2027-05-26T23:59", DAY_END, "конец"),
        ("2027-05-24T23:59", DAY_END, "конец - 2 дн"),
        ("2026-10-16T18:00", DAY_END, "неделя 7, пт 18:00"),
        ("2026-10-16T23:59", DAY_END, "неделя 7, пт"),
        ("2026-08-20T09:00", time(0, 0), "2026-08-20 09:00"),
    ],
)
def test_a_moment_is_said_as_a_teacher_would(moment: str, usual: time, text: str) -> None:
    assert writer().text(seconds(moment), usual) == text


def test_no_moment_is_no_date() -> None:
    assert writer().text(0) == ""


@given(
    st.datetimes(datetime(2026, 7, 1), datetime(2027, 8, 1)),
    st.sampled_from([YEAR, SHIFTED]),
    st.sampled_from([time(0, 0), DAY_END]),
)
def test_a_date_means_the_moment_it_was_written_for(
    moment: datetime, year: SchoolYear, usual: time
) -> None:
    exact = moment.replace(second=0, microsecond=0)
    dates = writer(year)
    text = dates.text(int(exact.replace(tzinfo=MOSCOW).timestamp()), usual)
    assert resolve_course_date(parse_course_date(text), dates.days, usual) == exact


@given(st.dates(date(2026, 9, 1), date(2027, 5, 26)))
def test_a_deadline_on_a_free_day_stays_where_it_is(day: date) -> None:
    dates = writer()
    text = dates.text(seconds(f"{day}T23:59"), DAY_END, deadline=True)
    wanted = parse_course_date(text)
    moved = dates.days.moved(resolve_course_date(wanted, dates.days).date())
    assert moved == day or text == str(day)


@given(st.dates(date(2026, 8, 1), date(2027, 6, 30)), st.integers(0, 200), st.booleans())
def test_the_ends_of_a_course_come_back(start: date, length: int, known: bool) -> None:
    whole = CourseDays(date(2026, 9, 1), date(2027, 5, 26), YEAR)
    end = start + timedelta(days=length)
    moment = seconds(f"{end}T23:59") if known else 0
    dates, days = course_ends(seconds(f"{start}T00:00"), moment, whole, MOSCOW)
    assert days.start == start
    assert days.end == (end if known else max(start, whole.end))
    first = resolve_course_date(parse_course_date(dates.get("start", "начало")), whole)
    last = resolve_course_date(parse_course_date(dates.get("end", "конец")), whole)
    assert (first.date(), last.date()) == (days.start, days.end)


def test_moments_are_local() -> None:
    moment = int(datetime(2026, 10, 16, 15, 0, tzinfo=UTC).timestamp())
    assert writer().text(moment) == "неделя 7, пт 18:00"
