"""Dates relative to a course: «начало», «неделя 3, пт 18:00», «конец - 10 дней»."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from vsosh_moodle.language import _
from vsosh_moodle.school.course_days import CourseDays

MAX_OFFSET_DAYS = 1000
MAX_WEEK = 60

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_LONG_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")

_SIGNED = r"(?P<sign>[+\-−–])\s*(?P<count>\d{1,4})\s*(?P<unit>дн\w*|день|нед\w*)"
_CLOCK = r"(?:[,\s]\s*(?:в\s+)?(?P<clock>\d{1,2}:\d{2}))?"
_WORDS = "начало|конец|экзамен|сочинение|собеседование"
_ANCHORED = re.compile(rf"(?P<anchor>{_WORDS})?(?:\s+(?P<nth>[1-9]))?\s*(?:{_SIGNED})?\s*{_CLOCK}")
_WEEK = re.compile(rf"неделя\s+(?P<week>\d{{1,3}})(?:\s*,?\s*(?P<day>день до|[а-я]+))?\s*{_CLOCK}")
_ISO = re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:T|{_CLOCK})?")
_DOTTED = re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}){_CLOCK}")


class Anchor(StrEnum):
    """What a date is counted from: an end of the course, a day of an exam; values as templates write them."""

    START = "начало"
    END = "конец"
    EXAM = "экзамен"
    ESSAY = "сочинение"
    INTERVIEW = "собеседование"


FIXED = frozenset({Anchor.EXAM, Anchor.ESSAY, Anchor.INTERVIEW})
"""Days that are fixed from outside: what is counted from them moves for no holiday and no shift."""

DISTANCE_DAY = 7
"""The weekday «день ДО»: the first weekday on which the course's classes learn from home."""


class DateTextError(ValueError):
    """A date that cannot be read; the message is Russian and names what is allowed."""


@dataclass(frozen=True, slots=True)
class FromAnchor:
    """`days` after (or before, when negative) an end of the course or the `nth` day of an exam."""

    anchor: Anchor
    days: int = 0
    clock: time | None = None
    nth: int = 1

    def __str__(self) -> str:
        offset = f" {'+' if self.days > 0 else '-'} {abs(self.days)} дн" if self.days else ""
        nth = f" {self.nth}" if self.nth > 1 else ""
        return f"{self.anchor.value}{nth}{offset}{_clock_text(self.clock)}"


@dataclass(frozen=True, slots=True)
class InWeek:
    """A weekday (0 is Monday) of a teaching week of the course; week 1 is that of the first day."""

    week: int
    weekday: int = 0
    clock: time | None = None

    def __str__(self) -> str:
        day = "день ДО" if self.weekday == DISTANCE_DAY else WEEKDAYS[self.weekday]
        return f"неделя {self.week}, {day}{_clock_text(self.clock)}"


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
    «неделя 3», «неделя 3, пт», «неделя 3, день ДО», «экзамен - 10 дней», «сочинение 2 - 2 недели»,
    «2027-05-20», «20.05.2027», each with an optional «18:00».
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


FORMS = (
    "«начало», «конец», «+10 дней», «конец - 2 недели», «неделя 3, пт 18:00», «неделя 3, день ДО», "
    "«экзамен - 10 дней», «2027-05-20»"
)


def resolve_course_date(
    wanted: CourseDate, days: CourseDays, default_clock: time = time(0, 0)
) -> datetime:
    """Return the local moment `wanted` means in a course of these days.

    Weeks are teaching weeks: those without a school day do not count. Week 1 of a course that starts
    mid-week begins with the start itself: no date of the first week falls before the course. Shifts of the
    calendar move it, unless it is fixed from outside. Dates beyond the end are returned as they are; see
    `is_outside`. Raises DateTextError for an exam whose day is not known, and for «день ДО» without one.
    """
    return datetime.combine(_resolve_day(wanted, days), wanted.clock or default_clock)


def has_clock(text: str) -> bool:
    """Tell whether a date of a template names the time of day; raises DateTextError when unread."""
    return parse_course_date(text).clock is not None


def is_relative(wanted: CourseDate) -> bool:
    """Tell whether a date moves with the school's calendar."""
    return not isinstance(wanted, OnDay) and not (
        isinstance(wanted, FromAnchor) and wanted.anchor in FIXED
    )


def _resolve_day(wanted: CourseDate, days: CourseDays) -> date:
    match wanted:
        case FromAnchor(anchor=Anchor.START, days=offset):
            return days.shifted(days.start + timedelta(days=offset))
        case FromAnchor(anchor=Anchor.END, days=offset):
            return days.end + timedelta(days=offset)
        case FromAnchor(anchor=anchor, days=offset, nth=nth):
            return _exam_day(anchor, nth, days) + timedelta(days=offset)
        case InWeek(week=week, weekday=weekday):
            number = _distance_weekday(days) if weekday == DISTANCE_DAY else weekday
            found = max(days.start, days.monday(week) + timedelta(days=number))
            return days.shifted(found)
        case OnDay(day=day):
            return day


def _exam_day(anchor: Anchor, nth: int, days: CourseDays) -> date:
    known = days.exam_days.get(anchor.value, ())
    if nth <= len(known):
        return known[nth - 1]
    if known:
        raise DateTextError(
            _("«{word} {nth}»: таких дней в этом году {count}.").format(
                word=anchor.value, nth=nth, count=len(known)
            )
        )
    raise DateTextError(
        _(
            "«{word}»: день этого года ещё не назван. Когда выйдет приказ, впишите dates в файл exam "
            "шаблона, а пока напишите дату числом."
        ).format(word=anchor.value)
    )


def _distance_weekday(days: CourseDays) -> int:
    if days.distance_days:
        return days.distance_days[0]
    raise DateTextError(
        _(
            "«день ДО»: у классов курса нет общего дня дистанционных занятий. Впишите классам "
            "distance_days в config.yaml или назовите день недели."
        )
    )


def is_outside(moment: datetime, days: CourseDays) -> bool:
    """Tell whether a moment lies outside the course's days."""
    return not days.start <= moment.date() <= days.end


def _parse_anchored(text: str, found: re.Match[str]) -> FromAnchor:
    days = 0
    if found["sign"]:
        days = int(found["count"]) * (7 if found["unit"].startswith("нед") else 1)
        if days > MAX_OFFSET_DAYS:
            raise DateTextError(
                _("«{text}»: сдвиг больше {days} дней.").format(text=text, days=MAX_OFFSET_DAYS)
            )
        days = days if found["sign"] == "+" else -days
    anchor = Anchor(found["anchor"] or "начало")
    if found["nth"] and anchor not in FIXED:
        raise DateTextError(
            _("Дата «{text}» не понята. Можно: {forms}.").format(text=text, forms=FORMS)
        )
    return FromAnchor(anchor, days, _parse_clock(text, found["clock"]), int(found["nth"] or 1))


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
    if word == "день до":
        return DISTANCE_DAY
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
