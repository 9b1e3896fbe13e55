"""A course as its template describes it, rendered for one school year and one set of classes."""

from dataclasses import dataclass, field
from datetime import date

from vsosh_moodle.problems import Place
from vsosh_moodle.school.classes import ClassName


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of a section: `kind` is Moodle's module name, `settings` its rendered YAML.

    `minutes` is the screen time it asks of a learner, `audience` the categories or levels it is for
    (empty: everybody).
    """

    key: str
    kind: str
    title: str
    minutes: int = 0
    audience: tuple[str, ...] = ()
    settings: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class CourseSection:
    """A section of a course: `key` is stable inside the template, `summary` is HTML."""

    key: str
    title: str
    summary: str = ""
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """A named group of a course, such as a level: `key` is stable inside the template."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class CourseSpec:
    """A course to exist this year.

    `key` is unique in the school year (`oge-math-9`, `algebra-8Д`); `classes` are those whose
    pupils are enrolled; with `class_groups` each class is a group of the course. `elective` and
    `categories` narrow the learners to those who chose the elective or carry a category.
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

    @property
    def activity_count(self) -> int:
        """How many activities the template describes."""
        return sum(len(section.activities) for section in self.sections)
