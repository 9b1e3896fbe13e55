"""The next school year: its name, its days, and lists of classes carried over to it. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from vsosh_moodle.school.calendar import Term
from vsosh_moodle.school.classes import ClassName

_WEEKS = timedelta(weeks=52)
_KNOWLEDGE_DAY = (9, 1)
_SUNDAY = 6


def next_year_name(name: str) -> str:
    """Return «2027/28» for «2026/27»."""
    first = int(name[:4]) + 1
    return f"{first}/{(first + 1) % 100:02d}"


def next_terms(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return the terms 52 weeks later, so that weekdays stay; a year begun on 1 September does so again.

    When that is a Sunday the year begins on the Monday. The dates are a proposal to be checked.
    """
    moved = [Term(term.key, term.name, term.start + _WEEKS, term.end + _WEEKS) for term in terms]
    first = terms[0]
    if (first.start.month, first.start.day) in {_KNOWLEDGE_DAY, (9, 2)}:
        start = date(first.start.year + 1, *_KNOWLEDGE_DAY)
        if start.weekday() == _SUNDAY:
            start += timedelta(days=1)
        moved[0] = Term(first.key, first.name, start, moved[0].end)
    return tuple(moved)


def next_holiday(day: date) -> date:
    """Return a day of holidays a year later, on the same weekday."""
    return day + _WEEKS


def next_day_off(day: date) -> date:
    """Return a state holiday a year later: the same date (28 February of a leap day)."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + 1, day.month, last)


def carry_classes(
    names: Sequence[ClassName], old: Collection[ClassName], new: Collection[ClassName]
) -> tuple[ClassName, ...]:
    """Return the classes of the new year that take the places of `names`, grade by grade.

    Who had all classes of a grade has all of it again; who had some keeps those whose names are
    there.
    """
    carried: dict[ClassName, None] = {}
    for grade in dict.fromkeys(name.grade for name in names):
        had = {name for name in names if name.grade == grade}
        whole = had >= {name for name in old if name.grade == grade}
        for name in sorted(name for name in new if name.grade == grade):
            if whole or name in had:
                carried[name] = None
    return tuple(carried)


def follow_classes(
    names: Sequence[ClassName], moves: Mapping[ClassName, Sequence[ClassName]]
) -> tuple[ClassName, ...]:
    """Return the classes that `names` become: 7А → 8А; those that graduate drop out."""
    return tuple(dict.fromkeys(target for name in names for target in moves.get(name, ())))
