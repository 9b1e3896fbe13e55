"""An indicator: its definition in words a deputy head can read, and its value with the rows behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Unit = Literal["people", "percent", "count", "ratio"]
Set = Literal["official", "monitoring", "fifteen"]
"""The seven of the project, those of its monitoring, the fifteen of the year report."""

Value = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator is: everything that is printed about it and is the same every year.

    `sets` are (set, its number there); an indicator of several sets is counted once. `formula`,
    `source`, `period` and `target` are sentences; `goal` the target as a number where it is one.
    `upper`: the target says «до»: reaching it or more is fulfilled, never too much.
    """

    key: str
    sets: tuple[tuple[Set, int], ...]
    title: str
    unit: Unit
    formula: str
    source: str
    period: str
    target: str = ""
    goal: float | None = None
    upper: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows behind a figure. `people` names the column that holds an idnumber, None for no people.

    `counted` is the column that was added up: true is one. The whole of a percentage is the number of
    rows, or the sum of the column `whole`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    people: int | None = None
    counted: int | None = None
    whole: int | None = None

    def count(self) -> tuple[int, int]:
        """Return the part and the whole that the rows themselves give."""
        whole = len(self.rows) if self.whole is None else self._sum(self.whole)
        return (whole if self.counted is None else self._sum(self.counted)), whole

    def _sum(self, column: int) -> int:
        return sum(int(value) for row in self.rows if isinstance(value := row[column], int))


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator counted: `value` is None when it cannot be, and `why` then says so in a sentence.

    A percentage carries what it was made of: `part` of `whole`. `previous` is last year's value, from
    the snapshots or from the register of past years (`previous_source`). `remarks` are what to know.
    `toward` is what counts toward the goal where that is less than the value: two classes of one level
    do not fulfil a plan of one in each.
    """

    definition: Definition
    value: float | None
    part: int | None = None
    whole: int | None = None
    previous: float | None = None
    previous_source: str = ""
    rows: Rows | None = None
    why: str = ""
    remarks: tuple[str, ...] = ()
    details: Mapping[str, Value] = field(default_factory=dict)
    toward: float | None = None

    @property
    def plan_percent(self) -> float | None:
        """How much of the plan is done, None without a value or a plan to divide by."""
        goal, done = self.definition.goal, self._done
        return None if done is None or not goal else 100 * done / goal

    @property
    def reached(self) -> bool | None:
        """Whether the plan is done: by as much or more; a plan of none, by none. None without a plan."""
        goal, done = self.definition.goal, self._done
        if done is None or goal is None:
            return None
        return done <= 0 if goal == 0 else done >= goal

    @property
    def _done(self) -> float | None:
        return self.value if self.toward is None else self.toward

    @property
    def key(self) -> str:
        """The definition's key."""
        return self.definition.key
