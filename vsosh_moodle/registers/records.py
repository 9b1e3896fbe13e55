"""Rows of the registers: what the school keeps in spreadsheets beside Moodle. Each knows its place."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from vsosh_moodle.problems import Place
from vsosh_moodle.school.classes import ClassName

RegisterKind = Literal[
    "curriculum", "staff", "training", "events", "projects", "devices", "rooms", "trials",
    "letters", "past_years",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CurriculumRow:
    """A programme of the curriculum: subject, grade, form of study; `course` a course's key, or ""."""

    subject: str
    grade: int
    form: str
    hours: float | None = None
    course: str = ""
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
    """A pupil's project or research work; `stage` as the school calls it, `passed` when it is over."""

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
    """A trial exam: primary `points`, and points of the groups of tasks that the scale asks about."""

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
class PastYearRow:
    """What was reported for a past year: an indicator's key or title, its plan and fact."""

    year: str
    indicator: str
    plan: float | None
    fact: float | None
    note: str = ""
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Registers:
    """All registers of the project; `given` tells which files are there at all."""

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
