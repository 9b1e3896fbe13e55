"""The inputs of a period, put in order once: who counts, who worked, which courses live."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from vsosh_moodle.indicators.facts import (
    ActivityFacts,
    CourseFacts,
    Participation,
    PersonFacts,
    ProgressFacts,
)
from vsosh_moodle.indicators.inputs import Inputs, SchoolCourse
from vsosh_moodle.registers.records import Registers
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.course_title import short_title
from vsosh_moodle.school.names import name_key

_UNKNOWN = SchoolCourse(kind="", subject="")


@dataclass(frozen=True)
class View:
    """The inputs with what several indicators ask of them, counted when first asked for."""

    inputs: Inputs

    @property
    def facts(self) -> ProgressFacts:
        """What learners did in the period."""
        return self.inputs.facts

    @property
    def registers(self) -> Registers:
        """The school's registers."""
        return self.inputs.registers

    @cached_property
    def day(self) -> date:
        """The day the figures are of: the end of the period, or today while it lasts."""
        return min(self.facts.window.end, self.inputs.today)

    @cached_property
    def seen(self) -> date:
        """The day of the snapshot, or `day` when it does not tell."""
        snapshot = self.facts.snapshot
        try:
            taken = date.fromisoformat(snapshot.taken[:10]) if snapshot else self.day
        except ValueError:
            return self.day
        return min(taken, self.day)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The school's time zone."""
        return ZoneInfo(self.facts.window.zone)

    def local_day(self, moment: int) -> date:
        """Return the school's day of a moment in Unix seconds."""
        return datetime.fromtimestamp(moment, self.zone).date()

    def in_window(self, day: date | None) -> bool:
        """Tell whether a day is in the period."""
        return day is not None and self.facts.window.start <= day <= self.facts.window.end

    @cached_property
    def class_names(self) -> Mapping[str, ClassName | None]:
        """Each spelling of a class in the facts with what it means."""
        return {
            text: parse_class_name(text) for text in {one.class_name for one in self.facts.people}
        }

    @cached_property
    def people(self) -> Mapping[str, PersonFacts]:
        """The pupils of the period in the grades that count, once each, by idnumber."""
        first, last = self.inputs.grades
        fitting = {
            text
            for text, name in self.class_names.items()
            if name is not None and first <= name.grade <= last
        }
        return {one.person: one for one in self.facts.people if one.class_name in fitting}

    @cached_property
    def participations(self) -> tuple[Participation, ...]:
        """The participations of those pupils."""
        people = self.people
        return tuple(one for one in self.facts.participations if one.person in people)

    @cached_property
    def works(self) -> Mapping[str, int]:
        """How many works of the rule's kinds each pupil did in the period, of those enrolled anywhere."""
        works: dict[str, int] = defaultdict(int)
        for one in self.participations:
            works[one.person] += one.works(self.facts.rule)
        return works

    @cached_property
    def active(self) -> frozenset[str]:
        """The pupils who are active by the rule."""
        least = self.facts.rule.least
        return frozenset(person for person, works in self.works.items() if works >= least)

    def is_active_in(self, one: Participation) -> bool:
        """Tell whether the pupil is active in that course alone."""
        return one.works(self.facts.rule) >= self.facts.rule.least

    def school_course(self, key: str) -> SchoolCourse:
        """Return what the files know of a course; a course they do not name has no kind."""
        return self.inputs.courses.get(key, _UNKNOWN)

    def subject(self, key: str) -> str:
        """Return the subject of a course, its title where the files do not tell."""
        return self.school_course(key).subject or self.course_title(key)

    def course_title(self, key: str) -> str:
        """Return a course's title without its year and classes; the whole one where two would be alike."""
        whole = self._whole_title(key)
        short = short_title(whole)
        return short if self._short_titles[short] <= 1 else whole

    def _whole_title(self, key: str) -> str:
        """Return a course's title as Moodle has it, or the files."""
        there = self.courses.get(key)
        return (there.title if there else "") or self.school_course(key).title or key

    @cached_property
    def _short_titles(self) -> Mapping[str, int]:
        """How many courses each short title would stand for."""
        keys = set(self.courses) | set(self.inputs.courses)
        return Counter(short_title(self._whole_title(key)) for key in keys)

    @cached_property
    def courses(self) -> Mapping[str, CourseFacts]:
        """The courses in Moodle by their keys."""
        return {one.course: one for one in self.facts.courses}

    @cached_property
    def active_by_course(self) -> Mapping[str, frozenset[str]]:
        """Who is active in each course."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.participations:
            if self.is_active_in(one):
                found[one.course].add(one.person)
        return {course: frozenset(people) for course, people in found.items()}

    @cached_property
    def live(self) -> frozenset[str]:
        """The courses that live: open, with a visible activity and an active pupil."""
        return frozenset(
            key
            for key, course in self.courses.items()
            if course.visible and visible_activities(course) and self.active_by_course.get(key)
        )

    def pupil(self, person: str, class_name: ClassName) -> str | None:
        """Return who a pupil of a register is among those that count, None when nobody is found."""
        found = self.inputs.pupils.get((person, str(class_name)), person)
        return found if found in self.people else None

    def teacher(self, name: str) -> str:
        """Return what tells a teacher of a register from others: an idnumber, or the name itself."""
        key = name_key(name)
        return self.inputs.staff.get(name) or self._teachers_by_name.get(key) or f"={key}"

    @cached_property
    def _teachers_by_name(self) -> Mapping[str, str]:
        """The teachers of the courses by their names; namesakes are left out, nobody is guessed."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.facts.teachers:
            if one.person in self.facts.names:
                found[name_key(self.facts.names[one.person])].add(one.person)
        return {name: people.pop() for name, people in found.items() if len(people) == 1}

    def previous(self) -> "View | None":
        """Return the same for the period to compare with, None when no snapshot tells of it."""
        before = self.inputs.previous
        if before is None or before.snapshot is None:
            return None
        inputs = replace(
            self.inputs,
            facts=before,
            previous=None,
            courses=_courses_of_then(self.inputs, before),
            classes=(),
            previous_year=None,
        )
        return View(inputs)


def visible_activities(course: CourseFacts) -> tuple[ActivityFacts, ...]:
    """Return the activities a pupil sees in a course."""
    return tuple(one for one in course.activities if one.visible and not one.gone)


def _courses_of_then(inputs: Inputs, before: ProgressFacts) -> dict[str, SchoolCourse]:
    """Return what is known of the courses of an earlier period.

    Last year's files may be gone: a course made of the same programme has the same key but for the year.
    """
    lasting = {one.short: one for one in inputs.courses.values() if one.short}
    found = {}
    for key in (one.course for one in before.courses):
        known = (
            inputs.previous_courses.get(key)
            or inputs.courses.get(key)
            or lasting.get(key.rpartition(":")[2])
        )
        if known is not None:
            found[key] = known
    return found
