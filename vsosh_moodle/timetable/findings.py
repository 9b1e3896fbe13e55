"""What the check of a timetable finds."""

from dataclasses import dataclass, field
from typing import Literal

from vsosh_moodle.problems import Place
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.timetable.lessons import Day

FindingSeverity = Literal["violation", "note", "hint"]
"""A norm is broken; it would be for minors, but the class has none; advice that is no norm."""

FindingCode = Literal[
    "screen-lesson", "screen-day", "screen-home", "screen-stretch", "lesson-long", "starts-early",
    "ends-late", "break-short", "break-long", "lessons-day", "lessons-week", "class-twice", "teacher-twice",
    "no-device", "hard-last", "courses-week",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: where, the number there is and the one there may be (minutes or lessons).

    `day` None is the whole week. `lessons` are the numbers of those concerned; `message` says what is
    found, `advice` what to do, both sentences. `norm` names the act, "" where it is none.
    """

    code: FindingCode
    severity: FindingSeverity
    class_name: ClassName
    day: Day | None
    message: str
    advice: str = ""
    lessons: tuple[int, ...] = ()
    actual: int = 0
    limit: int = 0
    norm: str = ""
    group: str = ""
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """Who learns in a class: `minors` how many are not of age (None: not known), `without_device`.

    The norms are for minors: what breaks them in a class of adults is a note.
    """

    pupils: int = 0
    minors: int | None = None
    without_device: int = 0

    @property
    def is_adult(self) -> bool:
        """Whether everybody is of age."""
        return self.minors == 0 and self.pupils > 0
