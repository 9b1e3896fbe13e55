"""A plan: changes, what the guards say, what it will cost, and what it was made from."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.plan.change import Action, Change, count_changes
from vsosh_moodle.plan.guards import Verdict
from vsosh_moodle.plan.movement import Movements
from vsosh_moodle.plan.records import record_to_json
from vsosh_moodle.plan.scope import Scope
from vsosh_moodle.problems import Place, Problem

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What applying will cost: HTTP `calls`, and `rows` written."""

    calls: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class CourseNote:
    """What a course's template describes and this site cannot be given: activities by section."""

    course: str
    title: str
    missing: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def count(self) -> int:
        """How many activities are missing."""
        return sum(len(activities) for _section, activities in self.missing)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a plan was made from: the site, and a digest of each input file by its shown name.

    `timezone` is the school's: the days of a plan are shown in it.
    """

    site: str
    release: str
    inputs: Mapping[str, str]
    year: str = ""
    timezone: str = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class Plan:
    """`labels` gives the human name of a key, `places` where in the files a record comes from.

    `user_class` gives the class of a student by the user's key; who left has none. `category_names`
    gives what the school calls a category of learners by its cohort: it never goes to the site.
    `undoes` is the run that the plan undoes, 0 for a plan of the files.
    """

    origin: Origin
    changes: tuple[Change, ...]
    waiting: tuple[Change, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[CourseNote, ...] = ()
    forecast: Forecast = field(default_factory=Forecast)
    scope: Scope = field(default_factory=Scope)
    labels: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    overwritten: tuple[str, ...] = ()
    adopted: tuple[str, ...] = ()
    user_class: Mapping[str, str] = field(default_factory=dict)
    movements: Movements = field(default_factory=Movements)
    category_names: Mapping[str, str] = field(default_factory=dict)
    undoes: int = 0

    @property
    def writes(self) -> tuple[Change, ...]:
        """The changes that write something."""
        return tuple(change for change in self.changes if change.writes)

    @property
    def kept(self) -> tuple[Change, ...]:
        """What stays as Moodle has it, against the files."""
        return tuple(change for change in self.changes if change.action is Action.KEEP)

    @property
    def blocking(self) -> tuple[Verdict, ...]:
        """The guards that nobody has lifted."""
        return tuple(verdict for verdict in self.verdicts if not verdict.lifted)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return the number of changes by kind and action."""
        return count_changes(self.changes)

    def label(self, key: str) -> str:
        """Return the human name of a key; the key itself where none is known."""
        return self.labels.get(key, key)

    def fingerprint(self) -> str:
        """Return a digest of the site, the inputs and every change: what a signature stands for."""
        digest = hashlib.sha256()
        head = [self.origin.site, sorted(self.origin.inputs.items()), self.scope.as_json()]
        head += [{"undoes": self.undoes}] if self.undoes else []
        digest.update(json.dumps(head, ensure_ascii=False, sort_keys=True).encode())
        for line in sorted(change_digest(change) for change in self.changes if change.writes):
            digest.update(line.encode())
        return digest.hexdigest()


def change_digest(change: Change) -> str:
    """Return a digest of what a change does: equal digests do the same to the same thing."""
    text = _ENCODER.encode(change_to_json(change))
    return hashlib.sha256(text.encode()).hexdigest()


def change_to_json(change: Change) -> dict[str, Any]:
    """Return a change as JSON of a plan shows it; an adoption also names the object it takes."""
    shown: dict[str, Any] = {
        "action": change.action.value,
        "kind": change.kind.value,
        "key": change.key,
        "before": None if change.before is None else record_to_json(change.before),
        "after": None if change.after is None else record_to_json(change.after),
        "reason": change.reason,
    }
    if change.moodle_id:
        shown["moodle_id"] = change.moodle_id
    return shown
