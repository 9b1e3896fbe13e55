"""Rows of the timetable -> lessons, and the days they make up for a pupil."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from vsosh_moodle.norms.models import NormDevice, ScreenNorms
from vsosh_moodle.problems import Place
from vsosh_moodle.registers.build import LESSON_MINUTES
from vsosh_moodle.registers.records import LessonMode, TimetableRow
from vsosh_moodle.school.classes import ClassName

WEEK = 7


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson with what its row left open filled in.

    `screen` is minutes at a screen: where the row does not tell, all of a lesson that is online or
    done alone, none of one at school. A lesson at a screen whose device is not told is at a computer.
    """

    class_name: ClassName
    subject: str
    number: int | None
    start: time | None
    minutes: int
    mode: LessonMode
    devices: tuple[NormDevice, ...]
    screen: int
    stretch: int | None = None
    homework: int = 0
    teacher: str = ""
    group: str = ""
    source: Place = field(default_factory=Place)

    @property
    def begins(self) -> int | None:
        """The minute of the day it begins in."""
        return None if self.start is None else self.start.hour * 60 + self.start.minute

    @property
    def ends(self) -> int | None:
        """The minute of the day it ends in."""
        return None if self.begins is None else self.begins + self.minutes


Day = date | int
"""A date, or a weekday of every week (0 is Monday)."""


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """What a pupil of a class (of its part `group`, "" for those of no part) has on a day, in order."""

    class_name: ClassName
    day: Day
    lessons: tuple[Lesson, ...]
    group: str = ""

    def number(self, lesson: Lesson) -> int:
        """Return a lesson's number: as the timetable has it, else its place in the day."""
        return lesson.number or self.lessons.index(lesson) + 1


def lesson_of(row: TimetableRow) -> Lesson:
    """Return the lesson of a row."""
    minutes = row.minutes or LESSON_MINUTES
    by_mode = minutes if row.mode in ("online", "self") else 0
    screen = by_mode if row.screen is None else row.screen
    return Lesson(
        row.class_name,
        row.subject,
        row.lesson,
        row.start,
        minutes,
        row.mode,
        row.devices or (("pc",) if screen else ()),
        screen,
        row.stretch,
        row.homework or 0,
        row.teacher,
        row.group,
        row.source,
    )


def learnt_at_home(day: SchoolDay, norms: ScreenNorms | None) -> SchoolDay:
    """Return a day as it is when everybody learns at home: lessons at school are online.

    Such a lesson is at a computer for as long as the norm lets it be, where the timetable says no more.
    """
    limit = norms.limit(day.class_name.grade, ["pc"]) if norms is not None else None
    longest = limit.lesson if limit is not None else LESSON_MINUTES
    lessons = tuple(
        replace(
            one, mode="online", devices=("pc",), screen=max(one.screen, min(one.minutes, longest))
        )
        if one.mode == "class"
        else one
        for one in day.lessons
    )
    return replace(day, lessons=lessons)


def typical_days(rows: Iterable[TimetableRow]) -> list[SchoolDay]:
    """Return the days of an ordinary week, and those days that have a timetable of their own."""
    return _days(rows, lambda _name, _day: True, None)


def days_of_week(
    rows: Iterable[TimetableRow],
    monday: date,
    is_school_day: Callable[[date, ClassName], bool] = lambda _day, _name: True,
) -> list[SchoolDay]:
    """Return the days of the week that begins on `monday`, as they fall.

    A day with a timetable of its own follows that; on days without school there are no lessons.
    """
    return _days(rows, lambda name, day: is_school_day(day, name), monday)


def _days(
    rows: Iterable[TimetableRow],
    is_taught: Callable[[ClassName, date], bool],
    monday: date | None,
) -> list[SchoolDay]:
    by_day: dict[tuple[ClassName, Day], list[Lesson]] = {}
    for row in rows:
        by_day.setdefault((row.class_name, row.day), []).append(lesson_of(row))
    if monday is not None:
        by_day = _dated(by_day, monday, is_taught)
    found = [
        one for (name, day), lessons in by_day.items() for one in _by_group(name, day, lessons)
    ]
    return sorted(found, key=_order)


def _dated(
    by_day: dict[tuple[ClassName, Day], list[Lesson]],
    monday: date,
    is_taught: Callable[[ClassName, date], bool],
) -> dict[tuple[ClassName, Day], list[Lesson]]:
    dated: dict[tuple[ClassName, Day], list[Lesson]] = {}
    for name in dict.fromkeys(name for name, _day in by_day):
        for weekday in range(WEEK):
            day = monday + timedelta(days=weekday)
            lessons = by_day.get((name, day)) or by_day.get((name, weekday))
            if lessons and is_taught(name, day):
                dated[name, day] = lessons
    return dated


def _by_group(name: ClassName, day: Day, lessons: Sequence[Lesson]) -> Iterator[SchoolDay]:
    """Yield the day of each part of a class: the lessons of all, and its own."""
    groups = sorted({one.group for one in lessons if one.group}) or [""]
    for group in groups:
        own = [one for one in lessons if one.group in ("", group)]
        yield SchoolDay(name, day, tuple(sorted(own, key=_by_time)), group)


def _by_time(lesson: Lesson) -> tuple[int, int, str]:
    begins = lesson.begins
    return (
        lesson.number if lesson.number is not None else 99,
        begins if begins is not None else 24 * 60,
        lesson.subject,
    )


def _order(one: SchoolDay) -> tuple[ClassName, int, date, str]:
    """Return the order of days: by class, the ordinary week before days of their own."""
    if isinstance(one.day, int):
        return one.class_name, one.day, date.min, one.group
    return one.class_name, WEEK, one.day, one.group
