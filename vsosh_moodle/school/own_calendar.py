"""A calendar of one's own for whoever came when the course was under way. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vsosh_moodle.school.calendar import SchoolYear
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.school.deadlines import Deadline
from vsosh_moodle.school.people import Person

FIRST_STEPS = 7
"""Days after coming in which nothing that was missed is due: to look around and catch breath."""
CLOSING = frozenset({"close", "cut_off"})


@dataclass(frozen=True, slots=True)
class OwnDeadline:
    """Something due, by the pupil's own day; `missed` when the class had it due before the pupil came.

    `closed`: Moodle takes nothing any more, so that a teacher must open it for the pupil.
    """

    deadline: Deadline
    classmates: Deadline
    missed: bool = False
    closed: bool = False


def is_for(course: CourseSpec, person: Person) -> bool:
    """Tell whether a pupil is enrolled in a course: by class, elective and category, as `apply` does."""
    if person.class_name not in course.classes or course.hidden:
        return False
    if course.categories and not set(course.categories) & set(person.categories):
        return False
    chosen = {one.casefold() for one in person.electives}
    return not course.elective or course.elective.casefold() in chosen


def own_deadlines(
    due: Iterable[Deadline], came: date, weeks: int, year: SchoolYear, name: ClassName
) -> list[OwnDeadline]:
    """Return what is due for a pupil who came on a day, in the order of the pupil's own days.

    What the class had due before is spread evenly, in its order, over the days of study of so many weeks
    from then on, the first week left free, never past the school year; all else stays where it is.
    """
    ordered = sorted(due, key=lambda one: (one.moment, one.course, one.activity))
    missed = [one for one in ordered if one.moment.date() < came]
    days = _catch_up_days(came, weeks, year, name)
    found = [
        OwnDeadline(
            replace(one, moment=one.moment.replace(year=day.year, month=day.month, day=day.day)),
            one,
            missed=True,
            closed=one.kind in CLOSING,
        )
        for one, day in zip(missed, _spread(days, len(missed)), strict=True)
    ]
    found += [OwnDeadline(one, one) for one in ordered if one.moment.date() >= came]
    return sorted(found, key=lambda one: (one.deadline.moment, one.deadline.course))


def _catch_up_days(came: date, weeks: int, year: SchoolYear, name: ClassName) -> list[date]:
    first = came + timedelta(days=FIRST_STEPS)
    last = min(came + timedelta(weeks=max(weeks, 2)), year.end)
    days = [first + timedelta(days=n) for n in range(max(0, (last - first).days) + 1)]
    study = [day for day in days if year.is_study_day(day, name) and day <= year.end]
    return study or [min(max(came, year.start), year.end)]


def _spread(days: Sequence[date], count: int) -> list[date]:
    """Return `count` of the days in order, evenly apart; several on one day when there are too few."""
    return [days[(number * len(days)) // count] for number in range(count)]
