"""A row of a roster: its cells by column, and a place to report what is wrong with them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vsosh_moodle.problems import Place, Problem, Severity
from vsosh_moodle.rosters.headers import Column, Header
from vsosh_moodle.rosters.repairs import Repair
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.rosters.values import cell_text

_NOTHING = frozenset(
    {
        "-", "–", "—", "--", "---", "нет", "б/о", "без отчества", "отсутствует", "нет данных", "н/д",
        "не указано", "не указана", "неизвестно", "неизвестна", "не известно", "не известна",
    }
)  # fmt: skip
_NOTHING_STARTS = frozenset(word[0] for word in _NOTHING) | {"Н", "Б", "О", " "}
_LONGEST_NOTHING = 16
_LONGEST_NAME = 300


_NAMES = {Column.FULL_NAME, Column.LAST_NAME, Column.FIRST_NAME, Column.MIDDLE_NAME}
_OF_WHAT_IS_NOT_READ = {"name-note", "number-personal"}
"""Problems of a note, a telephone, a document's number: what is not read is not shown either."""
_BESIDE_NAME = re.compile(
    r"[\s,;]*(?:[(\[]|(?:т(?:ел)?\.?\s*)?\+?\d[\d\s()-]{4,}).*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Row:
    """Row `number` (from 1) of a table; `problems` and `repairs` collect for the whole reading.

    `faulty` are columns whose cell has no value, and why (Table.fault): that is told once for the
    sheet, so nothing is reported of them here.
    """

    table: Table
    header: Header
    number: int
    cells: Sequence[Cell]
    problems: list[Problem]
    repairs: list[Repair]
    faulty: Mapping[Column, str] = field(default_factory=dict)

    def cell(self, column: Column) -> Cell:
        """Return the cell of a column, "" when the table has no such column or the row is short."""
        position = self.header.columns.get(column)
        if position is None or position >= len(self.cells):
            return ""
        cell = self.cells[position]
        return "" if isinstance(cell, str) and _says_nothing(cell) else cell

    def text(self, column: Column) -> str:
        """Return the cell of a column as clean text."""
        return cell_text(self.cell(column))

    def place(self, column: Column | None = None) -> Place:
        """Return the place of the row, or of one of its cells."""
        return self.table.place(
            self.number, None if column is None else self.header.columns.get(column)
        )

    def report(
        self,
        column: Column | None,
        code: str,
        message: str,
        hint: str,
        severity: Severity = "error",
    ) -> None:
        """Add a problem of the row, or of one of its cells."""
        if column in self.faulty:
            return
        unread = column is None or code in _OF_WHAT_IS_NOT_READ
        read = "" if column is None or unread else self._read(column)
        self.problems.append(Problem(self.place(column), message, hint, code, severity, read))

    def _read(self, column: Column) -> str:
        text = self.text(column)
        return _BESIDE_NAME.sub("", text[:_LONGEST_NAME]) if column in _NAMES else text

    def repair(self, column: Column, was: str, now: str, why: str, code: str) -> None:
        """Note that a cell was read as `now`, not as it is written."""
        self.repairs.append(Repair(self.place(column), was, now, why, code))


def _says_nothing(cell: str) -> bool:
    """Tell whether a cell is filled only to show that it was not forgotten («-», «нет»)."""
    return (
        cell[:1] in _NOTHING_STARTS
        and len(cell) <= _LONGEST_NOTHING
        and cell.strip(" .").casefold() in _NOTHING
    )
