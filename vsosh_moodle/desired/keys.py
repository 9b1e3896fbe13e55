"""The stable keys of everything we make in Moodle: prefix, year where it is the year's, own name.

A key is written into the object's idnumber. Moodle keeps 100 characters of it for courses, groups,
cohorts and categories (columns `idnumber` of 4.1 and 4.5), 255 for users.
"""

from dataclasses import dataclass

from vsosh_moodle.plan.records import SEPARATOR, SITE_SIGN
from vsosh_moodle.school.classes import ClassName

MAX_KEY = 100


@dataclass(frozen=True, slots=True)
class KeyScheme:
    """Makes keys: `prefix` is the config's (`vsosh:`), `year` the first calendar year («2026»)."""

    prefix: str
    year: str

    def is_other_year(self, key: str) -> bool:
        """Tell whether a key belongs to another year; what outlives the year belongs to none."""
        year, sign, _rest = key.removeprefix(self.prefix).partition(":")
        is_year = len(year) == len(self.year) and year.isdigit()
        return key.startswith(self.prefix) and bool(sign) and is_year and year != self.year

    def category(self, key: str) -> str:
        """Return the key of a course category; categories outlive the year."""
        return f"{self.prefix}cat:{key}"

    def class_cohort(self, name: ClassName) -> str:
        """Return the key of a class's cohort this year."""
        return f"{self.prefix}{self.year}:class:{name}"

    def learners_cohort(self, code: str) -> str:
        """Return the key of the cohort of a learner category, by its neutral code."""
        return f"{self.prefix}{self.year}:learners:{code}"

    def course(self, key: str) -> str:
        """Return the key of a course of this year."""
        return f"{self.prefix}{self.year}:{key}"

    def site_calendar(self) -> str:
        """Return the place of this year's events of the whole site (docs/plugin-api.md)."""
        return f"{SITE_SIGN}{self.prefix}{self.year}"

    def group(self, course: str, name: str) -> str:
        """Return the key of a group; `course` is the course's key."""
        return f"{course}{SEPARATOR}{name}"

    def grouping(self, course: str, name: str) -> str:
        """Return the key of a grouping; `course` is the course's key."""
        return f"{course}{SEPARATOR}={name}"
