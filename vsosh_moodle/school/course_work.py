"""What a course gives its learners to do on some days. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from vsosh_moodle.school.courses import Activity, CourseSection, CourseSpec

TALK = frozenset({"label", "forum", "subsection"})
"""Kinds of activities in which there is nothing to learn or to hand in."""


def work_on(course: CourseSpec, start: date, end: date) -> tuple[Activity, ...]:
    """Return the activities that learners can work at on some day from `start` to `end`.

    Closed ones are those whose dates, or the dates in their own or their section's restriction, leave none
    of these days.
    """
    return tuple(
        one
        for section in course.sections
        if _is_open(section, start, end)
        for one in section.all_activities
        if one.kind not in TALK and _is_there(one, start, end)
    )


def _is_open(section: CourseSection, start: date, end: date) -> bool:
    return section.visible and _allows(section.availability, start, end)


def _is_there(activity: Activity, start: date, end: date) -> bool:
    settings: dict[str, Any] = dict(activity.settings)
    if not settings.get("visible", True):
        return False
    opens = settings.get("open")
    closes = settings.get("cut_off") or settings.get("close")
    if opens and _day(opens) > end:
        return False
    if closes and _day(closes) < start:
        return False
    return _allows(settings.get("availability"), start, end)


def _allows(availability: Mapping[str, Any] | None, start: date, end: date) -> bool:
    """Tell whether the dates that a restriction asks for all at once leave one of the days."""
    if availability is None or availability["op"] != "all":
        return True
    conditions: Iterable[Mapping[str, Any]] = availability["conditions"]
    for one in conditions:
        if one.get("type") != "date":
            continue
        if "from" in one and _day(one["from"]) > end:
            return False
        if "until" in one and _day(one["until"]) < start:
            return False
    return True


def _day(moment: object) -> date:
    return datetime.fromisoformat(str(moment)).date()
