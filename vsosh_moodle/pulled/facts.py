"""What is known beside the course itself when it becomes a template."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.course_days import CourseDays
from vsosh_moodle.templates.models import Kind


@dataclass(frozen=True, slots=True)
class PullFacts:
    """What the school knows of a course.

    `key` is the template's to be. `classes` are those of the course; `class_groups`: its template asks for
    a group for each, `is_grouped`: they are there. `period` are the days of the whole period it lies in.
    `banks` are SHA-256 of the bank files there are, by key; `files` the paths inside course_templates/files
    by SHA-1. `prefix` is what the keys of the course's own groups begin with, "" for a course that is none
    of ours.
    """

    key: str
    kind: Kind
    subject: str
    period: CourseDays
    timezone: ZoneInfo
    category: str = ""
    classes: tuple[ClassName, ...] = ()
    grades: tuple[int, ...] = ()
    class_groups: bool = True
    is_grouped: bool = False
    prefix: str = ""
    year_name: str = ""
    banks: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
