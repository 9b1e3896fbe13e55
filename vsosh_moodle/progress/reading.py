"""What reading some courses of a site gave: rows by part, and which courses and parts were read."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from vsosh_moodle.school.learning import ActivityRow, GapRow

Value = TypeVar("Value")

Rows = Mapping[str, Sequence[tuple[Any, ...]]]
"""Rows of school/learning.py by part: «accounts», «courses», «activities», «enrolments», «completion»,
«course_completion», «grades», «access», «submissions», «attempts», «posts»."""

Dates = Mapping[str, tuple[int, int]]
"""When somebody's enrolment begins and ends (Unix seconds, 0 for no date), by person."""

Take = Callable[[Rows], None]
"""Takes in some rows; called from any thread."""

WORK = (
    "completion", "course_completion", "grades", "access", "submissions", "attempts", "posts",
)  # fmt: skip
"""The parts about what people did."""


class Pool(Protocol):
    """What runs reads side by side."""

    def start(self, read: Callable[[], Value]) -> Future[Value]:
        """Start one read."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Courses (keys) to be read together; `since` 0 reads them whole, else what changed later.

    `known` are activities as the last snapshot has them, by Moodle's number: a site without the plugin
    tells their keys one by one. `dates` are when enrolments begin and end, by course and person: it does
    not tell those at all.
    """

    courses: tuple[str, ...]
    since: int
    known: Mapping[int, ActivityRow] = field(default_factory=dict)
    dates: Mapping[str, Dates] = field(default_factory=dict)


@dataclass(slots=True)
class Read:
    """How the reading of a batch ended; `failed` holds Moodle's errorcode of what it broke down on.

    `parts` were read, `whole` of them without leaving anything out. `asked` names by course the
    people who were asked about, None for everybody.
    """

    read: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    asked: dict[str, frozenset[str]] | None = None
    gaps: list[GapRow] = field(default_factory=list)
