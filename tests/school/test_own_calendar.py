"""The own calendar of a late joiner: what was missed is spread over days of study, the rest stays."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.school.calendar import DaysOff, SchoolYear, Term
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.deadlines import Deadline
from vsosh_moodle.school.own_calendar import own_deadlines

NINE = ClassName(9, "А")
YEAR = SchoolYear(
    "2026/27",
    (
        Term("h1", "1", date(2026, 9, 1), date(2026, 12, 30)),
        Term("h2", "2", date(2027, 1, 11), date(2027, 5, 26)),
    ),
    (DaysOff("каникулы", date(2026, 10, 26), date(2026, 11, 1)),),
)
DAYS = st.dates(YEAR.start, YEAR.end)


def due(number: int, day: date, kind: str = "due") -> Deadline:
    moment = datetime(day.year, day.month, day.day, 20)
    return Deadline("c", "Курс", f"task-{number:03}", f"Задание {number}", kind, moment, (NINE,))


@given(st.lists(DAYS, max_size=25), DAYS, st.integers(2, 30))
def test_missed_work_is_spread_in_order_over_days_of_study(
    days: list[date], came: date, weeks: int
) -> None:
    given_due = [due(number, day) for number, day in enumerate(days)]
    found = own_deadlines(given_due, came, weeks, YEAR, NINE)
    assert sorted(one.classmates.activity for one in found) == sorted(
        one.activity for one in given_due
    )
    missed = [one for one in found if one.missed]
    assert {one.classmates.activity for one in missed} == {
        one.activity for one in given_due if one.moment.date() < came
    }
    ordered = sorted(missed, key=lambda one: (one.classmates.moment, one.classmates.activity))
    own = [one.deadline.moment.date() for one in ordered]
    assert own == sorted(own)
    assert all(day <= YEAR.end for day in own)
    fits = came + timedelta(days=14) <= date(2026, 12, 30)
    assert not fits or all(YEAR.is_study_day(day, NINE) and day >= came for day in own)
    for one in found:
        if not one.missed:
            assert one.deadline == one.classmates
        assert replace(one.deadline, moment=one.classmates.moment) == one.classmates
        assert one.deadline.moment.time() == one.classmates.moment.time()


def test_the_first_week_is_left_free_and_closed_work_is_named() -> None:
    rows = [
        due(1, date(2026, 9, 20)),
        due(2, date(2026, 10, 3), "cut_off"),
        due(3, date(2026, 12, 1)),
    ]
    found = own_deadlines(rows, date(2026, 11, 12), 6, YEAR, NINE)
    assert [one.deadline.activity for one in found] == ["task-001", "task-003", "task-002"] or [
        one.deadline.activity for one in found
    ] == ["task-001", "task-002", "task-003"]
    assert min(one.deadline.moment.date() for one in found) >= date(2026, 11, 19)
    assert {one.deadline.activity for one in found if one.closed} == {"task-002"}
