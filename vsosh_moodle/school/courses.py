"""A course as its template describes it, rendered for one school year and one set of classes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vsosh_moodle.problems import Place
from vsosh_moodle.school.classes import ClassName

Availability = Mapping[str, object]
"""A restriction in the form of docs/plugin-api.md, but for moments (local ISO texts) and groups
(their keys inside the course)."""


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A file an activity hands out: `name` as pupils see it, `sha1` of its bytes, where it lies."""

    name: str
    sha1: str
    path: Path


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of a section: `kind` is the template's type.

    `settings` are its fields in the vocabulary of docs/plugin-api.md; moments are local ISO texts,
    groups are named by their keys inside the course. `minutes` is the screen time it asks of a
    learner, `audience` the categories or levels it is for (empty: everybody). `files` are those
    handed out; `activities` those of a subsection. `source` is its place in the template.
    """

    key: str
    kind: str
    title: str
    minutes: int = 0
    audience: tuple[str, ...] = ()
    settings: tuple[tuple[str, object], ...] = ()
    files: tuple[CourseFile, ...] = ()
    activities: tuple["Activity", ...] = ()
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class CourseSection:
    """A section of a course: `key` is stable inside the template, `summary` is HTML."""

    key: str
    title: str
    summary: str = ""
    activities: tuple[Activity, ...] = ()
    visible: bool = True
    availability: Availability | None = None
    source: Place = field(default_factory=Place)

    @property
    def all_activities(self) -> tuple[Activity, ...]:
        """The activities in order, those of a subsection after it."""
        return tuple(_flat(self.activities))


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """A named group of a course, such as a level: `key` is stable inside the template."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class GradeCategorySpec:
    """A category of a course's grades; `weight` None is Moodle's own, `parent` "" the course."""

    key: str
    title: str
    aggregation: str
    weight: float | None = None
    parent: str = ""


@dataclass(frozen=True, slots=True)
class CompletionSpec:
    """When a course is completed: these activities (all, or any of them) and a grade at least."""

    activities: tuple[str, ...] = ()
    any_of: bool = False
    grade: float | None = None


@dataclass(frozen=True, slots=True)
class CourseEvent:
    """A day or an hour in a course's calendar: `start` is local ISO text, `minutes` 0 a whole day."""

    key: str
    title: str
    start: str
    minutes: int = 0
    description: str = ""
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class CourseSpec:
    """A course to exist this year.

    `key` is unique in the school year (`oge-math-9`, `algebra-8Д`); `classes` are those whose
    pupils are enrolled; with `class_groups` each class is a group of the course. `elective` and
    `categories` narrow the learners to those who chose the elective or carry a category. A `hidden`
    course is kept without learners, so that what they did in it stays.
    """

    key: str
    template: str
    kind: str
    subject: str
    full_name: str
    short_name: str
    category: str
    summary: str
    start: date
    end: date
    sections: tuple[CourseSection, ...]
    classes: tuple[ClassName, ...]
    class_groups: bool = True
    groups: tuple[CourseGroup, ...] = ()
    elective: str = ""
    categories: tuple[str, ...] = ()
    source: Place = field(default_factory=Place)
    aggregation: str = "natural"
    grade_categories: tuple[GradeCategorySpec, ...] = ()
    completion: CompletionSpec | None = None
    events: tuple[CourseEvent, ...] = ()
    hidden: bool = False

    @property
    def all_activities(self) -> tuple[Activity, ...]:
        """The activities of all sections in order, those of a subsection after it."""
        return tuple(one for section in self.sections for one in section.all_activities)

    @property
    def activity_count(self) -> int:
        """How many activities the template describes."""
        return len(self.all_activities)


def _flat(activities: tuple[Activity, ...]) -> Iterator[Activity]:
    for activity in activities:
        yield activity
        yield from _flat(activity.activities)
