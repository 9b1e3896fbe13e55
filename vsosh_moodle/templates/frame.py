"""What the parts of a course are checked against while it is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vsosh_moodle.problems import Place
from vsosh_moodle.questions.banks import QuestionBankSource
from vsosh_moodle.school.course_days import CourseDays


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that names an activity: `need` is what must be true of that activity.

    `owner` is the key of the activity or, with «section:» before it, of the section that is closed
    until then; "" for what closes nothing (the course's completion).
    """

    owner: str
    target: str
    need: str
    place: Place


@dataclass(frozen=True, slots=True)
class Frame:
    """The course's days, groups, grade categories and question banks, and the folder of files.

    `class_groups` are the classes that are groups of the course; `own_class` is the only class of a
    course of one class, "" otherwise. `example` is set while a template is tried out on classes that
    are made up. `aggregations` gives the rule of each grade category, "" being the course's own. What
    names activities is collected in `references` and checked at the end; `lost` are the keys of
    activities (of sections, with «section:» before them) that could not be rendered: what names them
    is not wrong.
    """

    days: CourseDays
    files: Path
    levels: Mapping[str, object]
    class_groups: tuple[str, ...] = ()
    own_class: str = ""
    example: bool = False
    aggregations: Mapping[str, str] = field(default_factory=dict)
    banks: Mapping[str, QuestionBankSource | None] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
