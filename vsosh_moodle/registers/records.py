"""Rows of the registers: what the school keeps in spreadsheets beside Moodle. Each knows its place."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from vsosh_moodle.problems import Place
from vsosh_moodle.school.classes import ClassName

RegisterKind = Literal[
    "curriculum", "staff", "training", "events", "projects", "devices", "rooms", "trials",
    "letters", "past_years", "resources", "software", "timetable",
    "exceptions",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CurriculumRow:
    """A programme of the curriculum: subject, grade, form of study; `course` a course's key, or "".

    Those a programme is taught in besides are its `more_courses`.
    """

    subject: str
    grade: int
    form: str
    hours: float | None = None
    course: str = ""
    source: Place = field(default_factory=Place)
    more_courses: tuple[str, ...] = ()

    @property
    def courses(self) -> tuple[str, ...]:
        """The keys of all courses it is taught in."""
        return (self.course, *self.more_courses) if self.course else ()


LessonMode = Literal["class", "online", "self", "offline"]
"""How a lesson goes: at school, by video, alone at a screen, without a screen."""

DeviceKind = Literal["pc", "tablet", "board", "panel"]
"""What the norms of screen time tell apart; a laptop is a `pc`."""


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """A lesson: of every week when `day` is a weekday (0 is Monday), of one day when it is a date.

    `minutes` is how long it lasts, `screen` how many of them are spent looking at a screen, `stretch`
    how many of those without a rest, `homework` the minutes at a screen that its homework takes; None
    where the register does not tell.
    """

    class_name: ClassName
    day: date | int
    subject: str
    lesson: int | None = None
    start: time | None = None
    minutes: int | None = None
    teacher: str = ""
    group: str = ""
    mode: LessonMode = "class"
    devices: tuple[DeviceKind, ...] = ()
    screen: int | None = None
    stretch: int | None = None
    homework: int | None = None
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of the teaching staff."""

    name: str
    post: str = ""
    subjects: tuple[str, ...] = ()
    in_project: bool = False
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A course of further training; `distance`: it was about distance learning."""

    name: str
    programme: str
    hours: int | None
    document: str
    issued: date | None
    valid_until: date | None
    distance: bool
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event of the project: a seminar, a competition, a publication, a meeting with parents."""

    day: date
    kind: str
    title: str
    level: str = ""
    teachers: int | None = None
    pupils: int | None = None
    parents: int | None = None
    result: str = ""
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A pupil's project or research work; `stage` as the school calls it, `passed` when it is over.

    `person` is here, as in every row of a pupil, the full name as the lists of pupils have it; whose
    idnumber that is, with the class, tells `LoadedRegisters.pupils` (workflow/registers.py).
    """

    person: str
    class_name: ClassName
    topic: str
    stage: str
    passed: date | None
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """What a pupil learns with at home: `has` own, loan, none; a loan has its number and days."""

    person: str
    class_name: ClassName
    has: Literal["own", "loan", "none"]
    internet: bool | None = None
    inventory: str = ""
    since: date | None = None
    until: date | None = None
    returned: date | None = None
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room: is it connected, how many working places it has."""

    room: str
    internet: bool
    computers: int | None = None
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A trial exam: primary `points`, and points of the groups of tasks that the scale asks about.

    `subject` is the title it has in course_templates/exams, where one of its grade is there; so are
    the names of the groups. `final`: the exam itself, not a trial.
    """

    person: str
    class_name: ClassName
    subject: str
    day: date
    points: float
    groups: tuple[tuple[str, float], ...] = ()
    final: bool = False
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter to a family: handed over, acknowledged."""

    person: str
    class_name: ClassName
    kind: str
    handed: date | None
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """Other terms of a pupil: `course` and `task` as the school calls them, "" for all.

    `due` is the last day, `factor` or the added `minutes` the time of a quiz (written as
    `extra`), `attempts` all of them. The reason, `note`, goes nowhere.
    """

    person: str
    class_name: ClassName
    course: str
    task: str
    due: date | None
    factor: float | None
    minutes: int | None
    attempts: int | None
    extra: str = ""
    note: str = ""
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class PastYearRow:
    """What was reported for a past year: an indicator's key or title, its plan and fact."""

    year: str
    indicator: str
    plan: float | None
    fact: float | None
    note: str = ""
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """An electronic resource of the school's bank (ЭЦОР): of a subject, ours or somebody's."""

    title: str
    subject: str = ""
    kind: str = ""
    author: str = ""
    licence: str = ""
    link: str = ""
    checked: date | None = None
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class SoftwareRow:
    """A program the school teaches with: its licence, until when it holds, on how many computers."""

    title: str
    licence: str = ""
    valid_until: date | None = None
    places: int | None = None
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Registers:
    """All registers of the project; `given` tells which are there at all, with something in them."""

    given: frozenset[str] = frozenset()
    curriculum: tuple[CurriculumRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    training: tuple[TrainingRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    projects: tuple[ProjectRow, ...] = ()
    devices: tuple[DeviceRow, ...] = ()
    rooms: tuple[RoomRow, ...] = ()
    trials: tuple[TrialRow, ...] = ()
    letters: tuple[LetterRow, ...] = ()
    past_years: tuple[PastYearRow, ...] = ()
    resources: tuple[ResourceRow, ...] = ()
    software: tuple[SoftwareRow, ...] = ()
    timetable: tuple[TimetableRow, ...] = ()
    exceptions: tuple[ExceptionRow, ...] = ()
