"""The school year and its terms."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from vsosh_moodle.school.classes import ClassName

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Term:
    """A term (четверть, полугодие): `start` and `end` are its first and last day."""

    key: str
    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days without lessons at school, both ends included: holidays, a day off, a quarantine.

    `classes` are those it is for, none for the whole school. With `distance` the classes learn on from
    home: nothing that is due moves.
    """

    name: str
    start: date
    end: date
    classes: frozenset[ClassName] = frozenset()
    distance: bool = False

    def covers(self, day: date, name: ClassName | None = None) -> bool:
        """Tell whether a class (None: the whole school) has no lessons at school on a day."""
        return self.start <= day <= self.end and (not self.classes or name in self.classes)


@dataclass(frozen=True, slots=True)
class Shift:
    """What was due from `start` on is due `days` later; for some classes or courses, none for all."""

    start: date
    days: int
    classes: frozenset[ClassName] = frozenset()
    courses: frozenset[str] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year, named «2026/27», with its terms in order, days off and shifts of deadlines."""

    name: str
    terms: tuple[Term, ...]
    off: tuple[DaysOff, ...] = ()
    shifts: tuple[Shift, ...] = ()

    @property
    def start(self) -> date:
        """The first day of the first term."""
        return self.terms[0].start

    @property
    def end(self) -> date:
        """The last day of the last term."""
        return self.terms[-1].end

    @property
    def short(self) -> str:
        """The year in which the school year begins, «2026»: part of this year's keys."""
        return str(self.start.year)

    def term(self, key: str) -> Term | None:
        """Return the term with this key, or None."""
        return next((term for term in self.terms if term.key == key), None)

    def term_of(self, day: date) -> Term | None:
        """Return the term a day lies in, None between terms."""
        return next((term for term in self.terms if term.start <= day <= term.end), None)

    def off_on(self, day: date, name: ClassName | None = None) -> DaysOff | None:
        """Return why a class has no lessons at school on a day, None when it has, or no term lasts."""
        return next((one for one in self.off if one.covers(day, name)), None)

    def is_school_day(self, day: date, name: ClassName | None = None) -> bool:
        """Tell whether a class learns at school on a day: in a term, no Sunday, nothing off."""
        in_term = self.term_of(day) is not None
        return in_term and day.weekday() != SUNDAY and self.off_on(day, name) is None

    def is_study_day(self, day: date, name: ClassName | None = None) -> bool:
        """Tell whether a class learns on a day, at school or from home."""
        if day.weekday() == SUNDAY or self.term_of(day) is None:
            return False
        return not self.is_free_day(day, name)

    def is_free_day(self, day: date, name: ClassName | None = None) -> bool:
        """Tell whether nothing should be due: no term, or days off on which nobody learns from home."""
        off = self.off_on(day, name)
        if off is not None:
            return not off.distance
        return self.term_of(day) is None and self.start <= day <= self.end

    def next_school_day(self, day: date, name: ClassName | None = None) -> date | None:
        """Return the first school day after a day, None when the year is over by then."""
        while day < self.end:
            day += timedelta(days=1)
            if self.is_school_day(day, name):
                return day
        return None


def local_day(moment: int, zone: ZoneInfo) -> date | None:
    """Return the school's day of a moment in Unix seconds, None for never (0)."""
    return datetime.fromtimestamp(moment, zone).date() if moment else None
