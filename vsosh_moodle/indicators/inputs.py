"""All that indicators are counted from besides what learners did: files, registers, scales, plans."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vsosh_moodle.indicators.facts import ProgressFacts
from vsosh_moodle.registers.records import Registers
from vsosh_moodle.school.classes import ClassName, SchoolClass
from vsosh_moodle.templates.exams import ExamFile
from vsosh_moodle.timetable.findings import Finding


@dataclass(frozen=True, slots=True)
class SchoolCourse:
    """What the school's files know of a course.

    `short` is its key inside the year (`oge-math`), as a register may write it; `kind` is class, gia,
    elective, project, remedial or school; `exam` the (file, subject) of its exam. `sections` are the
    titles of its sections from number 0 on. `all_classes`: the course is for the whole school.
    """

    kind: str
    subject: str
    short: str = ""
    title: str = ""
    classes: tuple[ClassName, ...] = ()
    exam: tuple[str, str] | None = None
    sections: tuple[str, ...] = ()
    all_classes: bool = False

    @property
    def grades(self) -> frozenset[int]:
        """The grades whose pupils it is for."""
        return frozenset(name.grade for name in self.classes)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A second condition of some marks of a scale: `least` points of a `group` of tasks."""

    text: str
    group: str
    least: int
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class ExamScale:
    """The scale of one exam subject: marks by primary points, lowest first, empty when it has none.

    `compulsory` names what every graduate of these `grades` has to sit; subjects of one name stand
    for each other (basic or advanced mathematics), "" for subjects of choice.
    """

    file: str
    subject: str
    exam: str
    title: str
    most: int
    scale: tuple[tuple[str, int], ...]
    valid_until: date
    requirements: tuple[Requirement, ...] = ()
    grades: frozenset[int] = frozenset()
    compulsory: str = ""
    campaign: int = 0
    origin: str = ""

    @property
    def threshold(self) -> int | None:
        """The least points that pass, None when the scale does not tell."""
        return self.scale[0][1] if self.scale else None


GRADES = (7, 12)
"""The grades that the project is about."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the indicators of a period are counted from.

    `courses` are by their keys in Moodle; `classes` those of the reported year, () when it has gone
    (then they come from the facts). `targets` are the config's, by their names there, None when not
    set. `pupils` gives the idnumber of (person, class) as a register writes them, `staff` that of a
    teacher's name: whoever is not there was not found in the school's lists. `previous_year` is the
    first calendar year of the year to compare with, None for no such year. `load` is what the check of
    an ordinary week of lessons found, None without a timetable.
    """

    facts: ProgressFacts
    today: date
    previous: ProgressFacts | None = None
    registers: Registers = field(default_factory=Registers)
    courses: Mapping[str, SchoolCourse] = field(default_factory=dict)
    previous_courses: Mapping[str, SchoolCourse] = field(default_factory=dict)
    classes: tuple[SchoolClass, ...] = ()
    targets: Mapping[str, float | None] = field(default_factory=dict)
    scales: tuple[ExamScale, ...] = ()
    pupils: Mapping[tuple[str, str], str] = field(default_factory=dict)
    staff: Mapping[str, str] = field(default_factory=dict)
    grades: tuple[int, int] = GRADES
    trial_margin: float = 0
    inactive_days: int = 14
    previous_year: int | None = None
    load: tuple[Finding, ...] | None = None


def exam_scales(exams: Mapping[str, ExamFile]) -> tuple[ExamScale, ...]:
    """Return the scales of all subjects of the exam files, in the order of the files."""
    return tuple(
        ExamScale(
            file=exam.key,
            subject=key,
            exam=exam.meta.exam,
            title=subject.title,
            most=subject.max,
            scale=tuple(sorted(subject.scale.items(), key=lambda pair: pair[1])),
            valid_until=exam.meta.valid_until,
            requirements=tuple(
                Requirement(one.text, one.group, one.min, frozenset(one.marks))
                for one in subject.require
            ),
            grades=frozenset(subject.grades),
            compulsory=subject.compulsory,
            campaign=exam.meta.campaign,
            origin=exam.meta.source,
        )
        for exam in exams.values()
        for key, subject in exam.subjects.items()
    )
