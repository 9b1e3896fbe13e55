"""Moments of a course as dates of a template: relative ones, where they mean the same moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vsosh_moodle.school.course_days import CourseDays
from vsosh_moodle.templates.dates import (
    Anchor,
    CourseDate,
    FromAnchor,
    InWeek,
    OnDay,
    is_outside,
    resolve_course_date,
)

DAY_END = time(23, 59)
DAY_START = time(0, 0)
_NEAR_ENDS = 7


@dataclass(frozen=True, slots=True)
class DateWriter:
    """Writes moments (Unix seconds, 0 for none) of a course of these days in a time zone."""

    days: CourseDays
    timezone: ZoneInfo

    def local(self, moment: int) -> datetime:
        """Return a moment as the school's clock shows it, without seconds."""
        shown = datetime.fromtimestamp(moment, self.timezone)
        return shown.replace(tzinfo=None, second=0, microsecond=0)

    def text(self, moment: int, usual: time = DAY_START, *, deadline: bool = False) -> str:
        """Return the date a template writes for a moment, "" for none.

        «неделя 3, пт 18:00» before ±days from an end of the course before a plain date. `usual` is the time
        of day that need not be said. A relative `deadline` on a free day would move: it becomes a plain date.
        """
        if not moment:
            return ""
        wanted = self.local(moment)
        clock = None if wanted.time() == usual else wanted.time()
        movable = not (deadline and self.days.is_free(wanted.date()))
        if movable:
            for candidate in self._candidates(wanted.date(), clock):
                if resolve_course_date(candidate, self.days, usual) == wanted:
                    return str(candidate)
        return str(OnDay(wanted.date(), clock))

    def _candidates(self, day: date, clock: time | None) -> Iterator[CourseDate]:
        start, end = self.days.start, self.days.end
        if day == start:
            yield FromAnchor(Anchor.START, clock=clock)
        if day == end:
            yield FromAnchor(Anchor.END, clock=clock)
        if is_outside(datetime.combine(day, DAY_START), self.days):
            return
        if 0 < (end - day).days <= _NEAR_ENDS:
            yield FromAnchor(Anchor.END, (day - end).days, clock)
        for before in self._before_shifts(day):
            number = self.days.week_of(before)
            if number is not None and number >= 1:
                yield InWeek(number, before.weekday(), clock)
        for before in self._before_shifts(day):
            if before > start:
                yield FromAnchor(Anchor.START, (before - start).days, clock)
        if day < end:
            yield FromAnchor(Anchor.END, (day - end).days, clock)

    def _before_shifts(self, day: date) -> Iterator[date]:
        """Yield the day itself, then those that the calendar's shifts may have moved to it."""
        yield day
        moved = 0
        for shift in self.days.shifts:
            moved += shift.days
            yield day - timedelta(days=moved)


def course_ends(
    start: int, end: int, whole: CourseDays, timezone: ZoneInfo
) -> tuple[dict[str, str], CourseDays]:
    """Return the `dates` of a template and the days they mean in a period; {} for the whole period.

    `start` and `end` are the course's in Moodle (seconds; an `end` of 0 is the period's own).
    """
    first = datetime.fromtimestamp(start, timezone).date() if start else whole.start
    last = datetime.fromtimestamp(end, timezone).date() if end else whole.end
    if last < first:
        last = max(first, whole.end)
    found = {}
    if first != whole.start:
        found["start"] = _from(Anchor.START, whole.start, first)
    if last != whole.end:
        found["end"] = _from(Anchor.END, whole.end, last)
    days = CourseDays(
        first, last, whole.year, whole.classes, whole.key, whole.exam_days, whole.distance_days,
        whole.moves,
    )  # fmt: skip
    return found, days


def _from(anchor: Anchor, origin: date, day: date) -> str:
    offset = (day - origin).days
    return str(FromAnchor(anchor, offset)) if abs(offset) <= 1000 else str(OnDay(day))
