"""Days of the essay and the interview that admit to the state exams, by the rule of their orders.

The interview (9th grade): second Wednesday of February, second working Wednesday of March, third Monday
of April. The essay (11th): first Wednesdays of December and February, second Wednesday of April. An order
may name other days: then `dates` of course_templates/exams/*.toml stand before these.
"""

from collections.abc import Callable
from datetime import date, timedelta

MONDAY, WEDNESDAY = 0, 2
_STATE_HOLIDAYS = frozenset({(2, 23), (3, 8), (5, 1), (5, 9)})


def interview_days(first_year: int) -> tuple[date, date, date]:
    """Return the three days of the interview in the school year that begins in `first_year`."""
    year = first_year + 1
    return (
        _nth(year, 2, WEDNESDAY, 2),
        _nth(year, 3, WEDNESDAY, 2, is_working),
        _nth(year, 4, MONDAY, 3),
    )


def essay_days(first_year: int) -> tuple[date, date, date]:
    """Return the three days of the essay in the school year that begins in `first_year`."""
    return (
        _nth(first_year, 12, WEDNESDAY, 1),
        _nth(first_year + 1, 2, WEDNESDAY, 1),
        _nth(first_year + 1, 4, WEDNESDAY, 2),
    )


def is_working(day: date) -> bool:
    """Tell whether a weekday is no state holiday of the spring."""
    return (day.month, day.day) not in _STATE_HOLIDAYS


def _nth(
    year: int,
    month: int,
    weekday: int,
    nth: int,
    counts: Callable[[date], bool] = lambda _day: True,
) -> date:
    day = date(year, month, 1)
    while True:
        if day.weekday() == weekday and counts(day):
            nth -= 1
            if not nth:
                return day
        day += timedelta(days=1)
