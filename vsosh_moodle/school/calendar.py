"""The school year and its terms."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Term:
    """A term (четверть, полугодие): `start` and `end` are its first and last day."""

    key: str
    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year, named «2026/27», with its terms in order."""

    name: str
    terms: tuple[Term, ...]

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


def local_day(moment: int, zone: ZoneInfo) -> date | None:
    """Return the school's day of a moment in Unix seconds, None for never (0)."""
    return datetime.fromtimestamp(moment, zone).date() if moment else None
