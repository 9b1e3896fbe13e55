"""The days of one course: its teaching weeks, days nothing is due on, exam days, shifts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from vsosh_moodle.school.calendar import SUNDAY, SchoolYear, Shift
from vsosh_moodle.school.classes import ClassName

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class CourseDays:
    """A course from `start` to `end`, both included, of some classes in a school year.

    Without a year every week counts and no day is free. `exam_days` are by the word a template calls
    them by («экзамен»), in order. `distance_days` are the weekdays (0 is Monday) on which all its classes
    learn from home. `moves`: what falls on a free day moves to the next school day.
    """

    start: date
    end: date
    year: SchoolYear | None = None
    classes: tuple[ClassName, ...] = ()
    key: str = ""
    exam_days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    distance_days: tuple[int, ...] = ()
    moves: bool = True

    @cached_property
    def _mondays(self) -> tuple[date, ...]:
        """The Mondays of the weeks that have a school day of some class; the first is the start's."""
        first = self.start - timedelta(days=self.start.weekday())
        year = self.year
        if year is None:
            return (first,)
        found, monday = [], first
        last = max(self.end, year.end)
        while monday <= last:
            if monday == first or self._is_taught(monday, year):
                found.append(monday)
            monday += WEEK
        return tuple(found)

    def monday(self, number: int) -> date:
        """Return the Monday of the `number`-th teaching week (1 is the first); later ones count on."""
        mondays = self._mondays
        if number <= len(mondays):
            return mondays[number - 1]
        return mondays[-1] + WEEK * (number - len(mondays))

    def week_of(self, day: date) -> int | None:
        """Return the number of the teaching week a day lies in, None for a week that is none."""
        monday = day - timedelta(days=day.weekday())
        if self.year is None:
            return (monday - self._mondays[0]) // WEEK + 1
        return self._mondays.index(monday) + 1 if monday in self._mondays else None

    def is_free(self, day: date) -> bool:
        """Tell whether nothing should be due on a day for any of the classes."""
        if self.year is None:
            return False
        return all(self.year.is_free_day(day, name) for name in self._names)

    def moved(self, day: date) -> date:
        """Return a day that is not free: itself, or the next school day, or itself when there is none."""
        if not self.moves or not self.is_free(day) or self.year is None:
            return day
        later = [found for name in self._names if (found := self.year.next_school_day(day, name))]
        return min(later, default=day)

    def shifted(self, day: date) -> date:
        """Return where the school's shifts have moved a day of this course to."""
        for one in self.shifts:
            if day >= one.start:
                day += timedelta(days=one.days)
        return day

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The shifts that are for the whole of this course."""
        if self.year is None:
            return ()
        return tuple(
            one
            for one in self.year.shifts
            if (not one.courses or self.key in one.courses)
            and (not one.classes or (bool(self.classes) and one.classes >= set(self.classes)))
        )

    @property
    def partial_shifts(self) -> tuple[Shift, ...]:
        """The shifts that are for some of its classes only: a shared course cannot follow them."""
        if self.year is None:
            return ()
        whole = self.shifts
        return tuple(
            one
            for one in self.year.shifts
            if one not in whole
            and (not one.courses or self.key in one.courses)
            and one.classes & set(self.classes)
        )

    @property
    def _names(self) -> tuple[ClassName | None, ...]:
        return self.classes or (None,)

    def _is_taught(self, monday: date, year: SchoolYear) -> bool:
        days = (monday + timedelta(days=number) for number in range(SUNDAY))
        # A quarantine from home is teaching too: only free days make no week.
        return any(
            year.term_of(day) is not None and not year.is_free_day(day, name)
            for day in days
            for name in self._names
        )
