"""A sheet of a roster file as a plain table, whatever program wrote it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from vsosh_moodle.problems import Place

Cell = str | int | float | bool | date | datetime | time | timedelta


class CellRange(NamedTuple):
    """A rectangle of cells, edges included; rows from 1, columns from 0 (A)."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Ranges:
    """Whole numbers as ranges: a million hidden rows weigh as much as one."""

    __slots__ = ("firsts", "lasts")

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self.firsts: list[int] = []
        self.lasts: list[int] = []
        for first, last in sorted(ranges):
            self.add(first, last)

    def add(self, first: int, last: int) -> None:
        """Add the numbers from `first` to `last`; ranges are added in their order."""
        if self.lasts and first <= self.lasts[-1] + 1:
            self.lasts[-1] = max(self.lasts[-1], last)
        else:
            self.firsts.append(first)
            self.lasts.append(last)

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self.firsts, number) - 1
        return at >= 0 and number <= self.lasts[at]

    def __bool__(self) -> bool:
        return bool(self.firsts)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.firsts, self.lasts, strict=True)


@dataclass(slots=True)
class SheetFacts:
    """What a sheet says besides its values. Rows are counted from 1, columns from 0 (always A).

    `struck` and `unsaved` map a row to the bits of its columns (column 2 is `1 << 2`): cells with
    all their text struck through, and formulas whose value was not saved. `struck_by_rule` tells
    of a conditional format that strikes through: which rows, nobody can tell from the file.
    """

    hidden_rows: Ranges = field(default_factory=Ranges)
    filtered_rows: Ranges = field(default_factory=Ranges)
    hidden_columns: Ranges = field(default_factory=Ranges)
    struck: dict[int, int] = field(default_factory=dict)
    unsaved: dict[int, int] = field(default_factory=dict)
    merged: list[CellRange] = field(default_factory=list)
    pivots: list[CellRange] = field(default_factory=list)
    starts_in_1904: bool = False
    struck_by_rule: bool = False
    has_picture: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or a whole CSV file (`sheet` is "" then).

    `rows` yields every row from the first one on, empty ones too; the first cell of each stands in
    column `first_column` (0 is A). It can be read once. Columns of the methods count from there.
    """

    file: str
    sheet: str
    rows: Iterator[list[Cell]]
    first_column: int = 0
    hidden: bool = False
    facts: SheetFacts = field(default_factory=SheetFacts)

    def place(self, row: int = 0, column: int | None = None) -> Place:
        """Return the place of a row (from 1), or of the cell in its `column` (from 0 in `rows`)."""
        if column is None:
            return Place(self.file, self.sheet, row)
        return Place(
            self.file, self.sheet, row, f"{column_letters(self.first_column + column)}{row}"
        )

    def is_hidden_row(self, row: int) -> bool:
        """Tell whether a row is hidden, by hand or by a filter."""
        return row in self.facts.hidden_rows or row in self.facts.filtered_rows

    def is_hidden_column(self, column: int) -> bool:
        """Tell whether a column is hidden."""
        return self.first_column + column in self.facts.hidden_columns

    def is_struck(self, row: int, column: int) -> bool:
        """Tell whether all the text of a cell is struck through."""
        return bool(self.facts.struck.get(row, 0) >> (self.first_column + column) & 1)

    def is_unsaved(self, row: int, column: int) -> bool:
        """Tell whether a cell holds a formula whose value was not saved."""
        return bool(self.facts.unsaved.get(row, 0) >> (self.first_column + column) & 1)


def column_letters(column: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
