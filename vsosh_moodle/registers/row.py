"""A row of a register: its cells by the keys of columns, and a place to report what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vsosh_moodle.problems import Place, Problem, Severity
from vsosh_moodle.registers.headers import RegisterHeader
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.rosters.values import cell_text

_NOTHING = frozenset({"-", "–", "—", "--", "---", "н/д", "нет данных", "не указано"})


@dataclass(slots=True)
class RegisterRow:
    """Row `number` (from 1) of a table; `faulty` are the columns whose cell holds no value.

    That is told once for the sheet, so nothing is reported of them here; the row is `bad` then, as
    it is after any error.
    """

    table: Table
    header: RegisterHeader
    number: int
    cells: Sequence[Cell]
    problems: list[Problem]
    faulty: Mapping[str, str] = field(default_factory=dict)
    bad: bool = False

    def __post_init__(self) -> None:
        self.bad = bool(self.faulty)

    def raw(self, key: str) -> Cell:
        """Return the cell of a column as it stands, "" when there is none."""
        position = self.header.columns.get(key)
        return self.at(position) if position is not None else ""

    def at(self, position: int) -> Cell:
        """Return the cell at a position, "" where the row is short."""
        return self.cells[position] if position < len(self.cells) else ""

    def cell(self, key: str) -> Cell:
        """Return the cell of a column, "" for one filled only to show that it was not forgotten."""
        cell = self.raw(key)
        return "" if isinstance(cell, str) and says_nothing(cell) else cell

    def is_percent(self, key: str) -> bool:
        """Tell whether the cell of a column is a number shown in percent."""
        position = self.header.columns.get(key)
        return position is not None and self.table.is_percent(self.number, position)

    def text(self, key: str) -> str:
        """Return the cell of a column as clean text."""
        return cell_text(self.cell(key))

    def place(self, key: str = "", position: int | None = None) -> Place:
        """Return the place of the row, or of one of its cells."""
        return self.table.place(self.number, self.header.columns.get(key, position))

    def report(
        self,
        key: str,
        code: str,
        message: str,
        hint: str,
        severity: Severity = "error",
        position: int | None = None,
    ) -> None:
        """Add a problem of the row (`key` ""), or of one of its cells."""
        if severity == "error":
            self.bad = True
        if key not in self.faulty:
            self.problems.append(Problem(self.place(key, position), message, hint, code, severity))


def says_nothing(cell: str) -> bool:
    """Tell whether a text stands in a cell only to show that it was not forgotten."""
    return cell.strip(" .").casefold() in _NOTHING
