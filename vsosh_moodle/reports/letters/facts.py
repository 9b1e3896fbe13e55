"""What a letter is written from: whom it is about, what they did, who signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.name_forms import DeclinedName


@dataclass(frozen=True, slots=True)
class Task:
    """A task that waits; `overdue` when its date has passed, `deadline` None when it has none."""

    title: str
    course: str
    deadline: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class CourseWork:
    """How far a pupil is in a course: activities done of `total`, `grade` in percent, None for none."""

    title: str
    done: int
    total: int
    grade: float | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What a pupil did in the letter's period, and what is left; `days` since the last visit."""

    done: int = 0
    last_visit: date | None = None
    days: int | None = None
    tasks: tuple[Task, ...] = ()
    courses: tuple[CourseWork, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A pupil a letter is about. `adult`: it is addressed to the pupil, else to the parents.

    `born` tells whether the birth date is known; without it the letter goes to the parents. `work` is
    None where Moodle's data are not there. `values` are this pupil's own (an inventory number).
    """

    name: DeclinedName
    class_name: ClassName
    adult: bool = False
    born: bool = True
    work: Work | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the school, the class teacher (None when not told), and how to reach them."""

    school: str
    short: str
    year: str
    tutor: DeclinedName | None = None
    contact: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What all letters of a writing share: the day, the period, the values given by hand.

    `labels` are what no letter may say: names and codes of the categories of learners. `tasks` is how
    many of them are listed.
    """

    today: date
    start: date
    end: date
    values: Mapping[str, object] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    tasks: int = 6
