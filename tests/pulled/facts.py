"""What is known of a course in these tests."""

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from vsosh_moodle.pulled.facts import PullFacts
from vsosh_moodle.school.course_days import CourseDays
from vsosh_moodle.templates.trial import example_year

YEAR = example_year(2026)


def facts(**changes: Any) -> PullFacts:
    """Return the facts of a course of the whole year."""
    known = PullFacts(
        key="geom",
        kind="class",
        subject="Геометрия",
        period=CourseDays(date(2026, 9, 1), date(2027, 5, 26), YEAR),
        timezone=ZoneInfo("Europe/Moscow"),
        year_name="2026/27",
    )
    return replace(known, **changes)
