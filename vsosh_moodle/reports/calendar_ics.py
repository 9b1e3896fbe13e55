"""A school's calendar as an .ics file (RFC 5545) that phones and Moodle import."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from vsosh_moodle.language import _
from vsosh_moodle.school.deadlines import YearCalendar

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""The same calendar is the same bytes: a reader goes by what changed, not by when it was written."""


def render_ics(calendar: YearCalendar, zone: ZoneInfo, host: str) -> bytes:
    """Return the calendar: deadlines and events of courses, days off, terms, exam days.

    `host` makes the identifiers unique in the world; an entry keeps its identifier when its day moves, so
    that a calendar read again replaces it.
    """
    found = Calendar()
    found.add("prodid", "-//vsosh-moodle//RU")
    found.add("version", "2.0")
    found.add("x-wr-calname", f"{calendar.school} {calendar.year.name}")
    found.add("x-wr-timezone", str(zone))
    for one in calendar.deadlines:
        key = f"{calendar.year.short}.{one.course}.{one.activity}.{one.kind}"
        event = _event(key, host, _("{name}: срок").format(name=one.name))
        event.add("description", one.title)
        moment = one.moment.replace(tzinfo=zone)
        event.add("dtstart", moment)
        event.add("dtend", moment)
        found.add_component(event)
    for happening in calendar.events:
        key = f"{calendar.year.short}.{happening.course}.{happening.key}.event"
        if happening.is_whole_day:
            day = happening.start.date()
            event = _whole_days(key, host, happening.name, day, day)
        else:
            event = _event(key, host, happening.name)
            start = happening.start.replace(tzinfo=zone)
            event.add("dtstart", start)
            event.add("dtend", start + timedelta(minutes=happening.minutes))
        event.add("description", happening.title)
        found.add_component(event)
    for off in calendar.year.off:
        if off.classes and calendar.classes and not off.classes & set(calendar.classes):
            continue
        named = ", ".join(str(name) for name in sorted(off.classes))
        title = f"{off.name} ({named})" if named else off.name
        found.add_component(
            _whole_days(
                f"{calendar.year.short}.off.{off.start}.{named}", host, title, off.start, off.end
            )
        )
    for term in calendar.year.terms:
        for which, day, text in (
            ("start", term.start, _("Начало: {name}")),
            ("end", term.end, _("Конец: {name}")),
        ):
            key = f"{calendar.year.short}.term.{term.key}.{which}"
            found.add_component(_whole_days(key, host, text.format(name=term.name), day, day))
    days_of: Counter[str] = Counter()
    for exam in calendar.exam_days:
        days_of[exam.name] += 1
        # The second day of an exam stays the second one when an order moves it.
        name = f"{crc32(exam.name.encode()):08x}"
        key = f"{calendar.year.short}.exam.{name}.{days_of[exam.name]}"
        found.add_component(_whole_days(key, host, exam.name, exam.day, exam.day))
    found.add_missing_timezones()
    return bytes(found.to_ical())


def _event(key: str, host: str, title: str) -> Event:
    event = Event()
    event.add("uid", f"{key}@{host}")
    event.add("dtstamp", _MADE)
    event.add("summary", title[:1].upper() + title[1:])
    return event


def _whole_days(key: str, host: str, title: str, first: date, last: date) -> Event:
    event = _event(key, host, title)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event
