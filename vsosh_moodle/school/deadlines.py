"""What is due in the year's courses, day by day. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from vsosh_moodle.school.calendar import DaysOff, SchoolYear
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.courses import Activity, CourseSpec

KINDS = ("open", "due", "close", "cut_off", "completion_expected")
"""The fields of an activity that hold a moment."""

EVENT = "event"
"""The kind of a moment that is an event's."""

SCHOOL = "@"
"""What stands for the course of an event that is the whole school's."""

_LAST = ("due", "close", "cut_off", "completion_expected")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of an activity: `kind` is its field (see KINDS), or EVENT."""

    course: str
    title: str
    activity: str
    name: str
    kind: str
    moment: datetime
    classes: tuple[ClassName, ...] = ()
    audience: tuple[str, ...] = ()


def all_moments(courses: Iterable[CourseSpec]) -> Iterator[Deadline]:
    """Yield every moment of every activity of these courses, and of their events."""
    for course in courses:
        for activity in course.all_activities:
            settings = dict(activity.settings)
            for kind in KINDS:
                if found := _moment(settings.get(kind)):
                    yield _deadline(course, activity, kind, found)
        for event in course.events:
            if moment := _moment(event.start):
                yield Deadline(
                    course.key,
                    course.short_name,
                    event.key,
                    event.title,
                    EVENT,
                    moment,
                    course.classes,
                )


def deadlines(courses: Iterable[CourseSpec]) -> list[Deadline]:
    """Return by when each activity is to be done, in the order of days: its first closing moment."""
    found = []
    for course in courses:
        for activity in course.all_activities:
            settings = dict(activity.settings)
            for kind in _LAST:
                if moment := _moment(settings.get(kind)):
                    found.append(_deadline(course, activity, kind, moment))
                    break
    return sorted(found, key=lambda one: (one.moment, one.course, one.activity))


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of a course; a whole day when `start` is midnight and `minutes` 0."""

    course: str
    title: str
    key: str
    name: str
    start: datetime
    minutes: int = 0
    classes: tuple[ClassName, ...] = ()

    @property
    def is_whole_day(self) -> bool:
        """Whether it has no hour."""
        return not self.minutes and self.start.time() == time(0, 0)


def happenings(courses: Iterable[CourseSpec]) -> list[Happening]:
    """Return the events of these courses in the order of days."""
    found = [
        Happening(
            course.key,
            course.short_name,
            event.key,
            event.title,
            datetime.fromisoformat(event.start),
            event.minutes,
            course.classes,
        )
        for course in courses
        for event in course.events
    ]
    return sorted(found, key=lambda one: (one.start, one.course, one.key))


def _deadline(course: CourseSpec, activity: Activity, kind: str, moment: datetime) -> Deadline:
    return Deadline(
        course.key,
        course.short_name,
        activity.key,
        activity.title,
        kind,
        moment,
        course.classes,
        activity.audience,
    )


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None


@dataclass(frozen=True, slots=True)
class ExamDay:
    """A day of an exam, of the essay or the interview; `by_rule` when only the rule tells it."""

    day: date
    name: str
    by_rule: bool = True


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The year with what is due and happens in it; `classes` are those asked for, () for all."""

    school: str
    year: SchoolYear
    classes: tuple[ClassName, ...]
    exam_days: tuple[ExamDay, ...]
    deadlines: tuple[Deadline, ...]
    events: tuple[Happening, ...] = ()

    def on(self, day: date) -> tuple[Deadline, ...]:
        """Return what is due on a day."""
        return tuple(one for one in self.deadlines if one.moment.date() == day)

    def off_on(self, day: date) -> DaysOff | None:
        """Return why there is no school on a day for any of the classes."""
        found = [self.year.off_on(day, name) for name in self.classes or (None,)]
        return found[0] if found and all(one is not None for one in found) else None
