"""What the norms say, each with where it is from and until when it holds; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, TypeVar

NormDevice = Literal["pc", "tablet", "board", "panel"]
Grades = tuple[int, int]
"""The first and the last grade a number is for."""

N = TypeVar("N", "ScreenNorms", "LessonNorms")


@dataclass(frozen=True, slots=True)
class NormSource:
    """Where numbers are from: `title` says what they limit, `source` the act that sets them."""

    title: str
    source: str
    valid_from: date
    valid_until: date
    checked_on: date
    file: str = ""


@dataclass(frozen=True, slots=True)
class ScreenLimit:
    """Minutes at a screen of one kind: in a lesson, in a day at school, in a day at home (None: no limit)."""

    device: NormDevice
    grades: Grades
    lesson: int
    school_day: int
    home_day: int | None = None


@dataclass(frozen=True, slots=True)
class GradeLimit:
    """A number for some grades."""

    grades: Grades
    most: int


@dataclass(frozen=True, slots=True)
class ScreenNorms:
    """How long pupils may look at screens."""

    source: NormSource
    limits: tuple[ScreenLimit, ...]
    stretches: tuple[GradeLimit, ...] = ()

    def limit(self, grade: int, devices: Sequence[NormDevice]) -> ScreenLimit | None:
        """Return the strictest limit of these devices for a grade, None where the norm has none.

        Several devices in a lesson are held to the strictest of their limits (the norm says nothing
        of mixtures).
        """
        found = [one for one in self.limits if one.device in devices and _covers(one.grades, grade)]
        return min(found, key=lambda one: (one.lesson, one.school_day), default=None)

    def home_day(self, grade: int) -> int | None:
        """Return the minutes a day at home for a computer."""
        limit = self.limit(grade, ["pc"])
        return limit.home_day if limit is not None else None

    def stretch(self, grade: int) -> int | None:
        """Return the minutes at a stretch for lessons in which pupils write too."""
        return _of(self.stretches, grade)


@dataclass(frozen=True, slots=True)
class DayNorms:
    """The hours of a school day: minutes and times."""

    earliest: time
    latest: time
    lesson: int
    pause: int
    long_pause: int
    long_pause_after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LessonNorms:
    """The regime of lessons: the day, lessons a day and a week, subjects better not put last."""

    source: NormSource
    day: DayNorms
    lessons: tuple[GradeLimit, ...] = ()
    week: tuple[GradeLimit, ...] = ()
    hard: tuple[str, ...] = ()

    def lessons_a_day(self, grade: int) -> int | None:
        """Return the most lessons a day, None where the norm has no number."""
        return _of(self.lessons, grade)

    def lessons_a_week(self, grade: int) -> int | None:
        """Return the most lessons a week, None where the norm has no number."""
        return _of(self.week, grade)


@dataclass(frozen=True, slots=True)
class Norms:
    """The norms that hold on a day; None where no file has them."""

    screen: ScreenNorms | None = None
    lessons: LessonNorms | None = None

    @property
    def sources(self) -> tuple[NormSource, ...]:
        """Where the numbers are from."""
        return tuple(one.source for one in (self.screen, self.lessons) if one is not None)


def norms_on(day: date, files: Sequence[ScreenNorms | LessonNorms]) -> Norms:
    """Return the norms to judge a day by: of each kind those in force, else the last that were.

    The caller warns of those that are past their date.
    """
    return Norms(
        _latest(day, [one for one in files if isinstance(one, ScreenNorms)]),
        _latest(day, [one for one in files if isinstance(one, LessonNorms)]),
    )


def _latest(day: date, files: Sequence[N]) -> N | None:
    begun = [one for one in files if one.source.valid_from <= day]
    return max(begun, key=lambda one: one.source.valid_from, default=None)


def _covers(grades: Grades, grade: int) -> bool:
    return grades[0] <= grade <= grades[1]


def _of(limits: Sequence[GradeLimit], grade: int) -> int | None:
    return next((one.most for one in limits if _covers(one.grades, grade)), None)
