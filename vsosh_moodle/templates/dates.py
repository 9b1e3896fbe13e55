"""Dates relative to a course: «начало», «неделя 3, пт 18:00», «конец - 10 дней»."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from vsosh_moodle.language import _

MAX_OFFSET_DAYS = 1000
MAX_WEEK = 60

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_LONG_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")

_SIGNED = r"(?P<sign>[+\-−–])\s*(?P<count>\d{1,4})\s*(?P<unit>дн\w*|день|нед\w*)"
_CLOCK = r"(?:[,\s]\s*(?:в\s+)?(?P<clock>\d{1,2}:\d{2}))?"
_ANCHORED = re.compile(rf"(?P<anchor>начало|конец)?\s*(?:{_SIGNED})?\s*{_CLOCK}")
_WEEK = re.compile(rf"неделя\s+(?P<week>\d{{1,3}})(?:\s*,?\s*(?P<day>[а-я]+))?\s*{_CLOCK}")
_ISO = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:T|{_CLOCK})?")
_DOTTED = re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}){_CLOCK}")


class Anchor(StrEnum):
    """The end of the course a date is counted from; values as templates write them."""

    START = "начало"
    END = "конец"


class DateTextError(ValueError):
    """A date that cannot be read; the message is Russian and names what is allowed."""


@dataclass(frozen=True, slots=True)
class FromAnchor:
    """`days` after (or before, when negative) the first or the last day of the course."""

    anchor: Anchor
    days: int = 0
    clock: time | None = None

    def __str__(self) -> str:
        offset = f" {'+' if self.days > 0 else '-'} {abs(self.days)} дн" if self.days else ""
        return f"{self.anchor.value}{offset}{_clock_text(self.clock)}"


@dataclass(frozen=True, slots=True)
class InWeek:
    """A weekday (0 is Monday) of the course's week; week 1 is the calendar week of the first day."""

    week: int
    weekday: int = 0
    clock: time | None = None

    def __str__(self) -> str:
        return f"неделя {self.week}, {WEEKDAYS[self.weekday]}{_clock_text(self.clock)}"


@dataclass(frozen=True, slots=True)
class OnDay:
    """A calendar day, for dates fixed from outside (exams, trial exams)."""

    day: date
    clock: time | None = None

    def __str__(self) -> str:
        return f"{self.day.isoformat()}{_clock_text(self.clock)}"


CourseDate = FromAnchor | InWeek | OnDay


def parse_course_date(text: str) -> CourseDate:
    """Read a date of a template.

    Accepts «начало», «конец», «начало + 10 дней», «конец - 2 недели», «+10 дней» (from the start),
    «неделя 3», «неделя 3, пт», «2027-05-20», «20.05.2027», each with an optional «18:00».
    Raises DateTextError for anything else.
    """
    plain = re.sub(r"\s+", " ", text.strip().lower().replace("ё", "е"))
    if found := _ISO.fullmatch(plain) or _DOTTED.fullmatch(plain):
        return _parse_day(text, found)
    if found := _WEEK.fullmatch(plain):
        return _parse_week(text, found)
    found = _ANCHORED.fullmatch(plain)
    if found and (found["anchor"] or found["sign"]):
        return _parse_anchored(text, found)
    raise DateTextError(
        _("Дата «{text}» не понята. Можно: {forms}.").format(text=text, forms=FORMS)
    )


FORMS = "«начало», «конец», «+10 дней», «конец - 2 недели», «неделя 3, пт 18:00», «2027-05-20»"


def resolve_course_date(
    wanted: CourseDate, start: date, end: date, default_clock: time = time(0, 0)
) -> datetime:
    """Return the local moment `wanted` means in a course that lasts from `start` to `end` inclusive.

    Week 1 of a course that starts mid-week begins with the start itself: no date of the first week
    falls before the course. Dates beyond the end are returned as they are; see `is_outside`.
    """
    return datetime.combine(_resolve_day(wanted, start, end), wanted.clock or default_clock)


def _resolve_day(wanted: CourseDate, start: date, end: date) -> date:
    match wanted:
        case FromAnchor(anchor=anchor, days=days):
            return (start if anchor is Anchor.START else end) + timedelta(days=days)
        case InWeek(week=week, weekday=weekday):
            monday = start - timedelta(days=start.weekday())
            return max(start, monday + timedelta(weeks=week - 1, days=weekday))
        case OnDay(day=day):
            return day


def is_outside(moment: datetime, start: date, end: date) -> bool:
    """Tell whether a moment lies outside the course's days."""
    return not start <= moment.date() <= end


def _parse_anchored(text: str, found: re.Match[str]) -> FromAnchor:
    days = 0
    if found["sign"]:
        days = int(found["count"]) * (7 if found["unit"].startswith("нед") else 1)
        if days > MAX_OFFSET_DAYS:
            raise DateTextError(
                _("«{text}»: сдвиг больше {days} дней.").format(text=text, days=MAX_OFFSET_DAYS)
            )
        days = days if found["sign"] == "+" else -days
    return FromAnchor(Anchor(found["anchor"] or "начало"), days, _parse_clock(text, found["clock"]))


def _parse_week(text: str, found: re.Match[str]) -> InWeek:
    week = int(found["week"])
    if not 1 <= week <= MAX_WEEK:
        raise DateTextError(
            _("«{text}»: неделя бывает от 1 до {last}.").format(text=text, last=MAX_WEEK)
        )
    weekday = 0
    if found["day"]:
        weekday = _parse_weekday(text, found["day"])
    return InWeek(week, weekday, _parse_clock(text, found["clock"]))


def _parse_weekday(text: str, word: str) -> int:
    for number, (short, long) in enumerate(zip(WEEKDAYS, _LONG_WEEKDAYS, strict=True)):
        if word in {short, long} or (word.endswith("у") and word[:-1] + "а" == long):
            return number
    raise DateTextError(
        _("«{text}»: день недели «{word}» не понят; можно: {days}.").format(
            text=text, word=word, days=", ".join(WEEKDAYS)
        )
    )


def _parse_day(text: str, found: re.Match[str]) -> OnDay:
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise DateTextError(_("«{text}»: такого дня нет в календаре.").format(text=text)) from None
    return OnDay(day, _parse_clock(text, found["clock"]))


def _parse_clock(text: str, clock: str | None) -> time | None:
    if not clock:
        return None
    hours, minutes = (int(part) for part in clock.split(":"))
    if hours > 23 or minutes > 59:
        raise DateTextError(
            _("«{text}»: времени {clock} не бывает.").format(text=text, clock=clock)
        )
    return time(hours, minutes)


def _clock_text(clock: time | None) -> str:
    return f" {clock:%H:%M}" if clock else ""
