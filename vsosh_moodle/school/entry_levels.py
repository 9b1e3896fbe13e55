"""Levels of pupils by an entry test on the site: what it gives, and what stood there before. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.people import Person, Role


@dataclass(frozen=True, slots=True)
class EntryLevel:
    """A pupil's level by a test: `subject` as the course has it, `percent` of the test's points.

    `test` says which test and of which day it was read.
    """

    class_name: ClassName
    full_name: str
    subject: str
    level: str
    percent: float
    test: str = ""


def level_of_percent(thresholds: Mapping[str, float], percent: float) -> str:
    """Return the level with the highest threshold that is reached, "" for none."""
    reached = [(least, key) for key, least in thresholds.items() if least <= percent]
    return max(reached)[1] if reached else ""


def with_entry_levels(
    people: Sequence[Person], levels: Iterable[EntryLevel]
) -> tuple[list[Person], list[EntryLevel]]:
    """Return the people with the levels of tests, and the levels of whom the lists do not have.

    A level that the list itself names for the subject, or for all subjects, goes before a test's.
    """
    found = {(one.class_name, one.full_name.casefold(), one.subject): one for one in levels}
    by_person: dict[tuple[ClassName | None, str], list[EntryLevel]] = {}
    for (class_name, name, _subject), one in found.items():
        by_person.setdefault((class_name, name), []).append(one)
    given = []
    for person in people:
        tests: tuple[EntryLevel, ...] = ()
        if person.role is Role.STUDENT:
            tests = tuple(by_person.pop((person.class_name, person.full_name.casefold()), ()))
        listed = {subject for subject, _level in person.levels}
        more = [
            (one.subject, one.level)
            for one in tests
            if "" not in listed and one.subject not in listed
        ]
        given.append(replace(person, levels=(*person.levels, *sorted(more))) if more else person)
    return given, [one for rest in by_person.values() for one in rest]
