"""A sheet of a roster file as a plain table, whatever program wrote it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from vsosh_moodle.problems import Place, Problem

Cell = str | int | float | bool | date | datetime | time | timedelta


ERRORS: Mapping[str, str] = {
    "": "",
    "#N/A": "#Н/Д",
    "#REF!": "#ССЫЛКА!",
    "#NAME?": "#ИМЯ?",
    "#VALUE!": "#ЗНАЧ!",
    "#DIV/0!": "#ДЕЛ/0!",
    "#NUM!": "#ЧИСЛО!",
    "#NULL!": "#ПУСТО!",
    "#SPILL!": "#ПЕРЕНОС!",
    "#CALC!": "#ВЫЧИСЛ!",
}
"""Errors of formulas by their names in files, as a Russian Excel shows them."""

_OTHER_ERROR = "#VALUE!"


MAX_CELLS = 20_000_000
"""Calamine holds a sheet as a rectangle of 24 bytes a cell: one stray cell at XFD1048576 is 400 GB."""

MAX_ROWS, MAX_COLUMNS = 2**20, 2**14
"""The size of a sheet in Excel and LibreOffice."""

MAX_MERGED = 500_000
"""Merged ranges on a sheet; five in each row of a large roster."""

_LETTERS_OF_FORMAT = re.compile(r'"[^"]*"|\\.')
_RANGE = re.compile(r"\$?([A-Za-z]+)\$?(\d+):\$?([A-Za-z]+)\$?(\d+)")


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
        """Add the numbers from `first` to `last`; ValueError unless ranges come in their order."""
        if self.firsts and first < self.firsts[-1]:
            raise ValueError(first)
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

    `struck` maps a row to the bits of its columns (column 2 is `1 << 2`) whose text is struck
    through from end to end, `percents` to those shown in percent, whose values are fractions. `faults`
    does so for cells without a value, by the reason: an error as it stands in the file («#N/A»), or
    "" for a formula whose value was not saved. `struck_by_rule` tells of a conditional format that
    strikes through: which rows, no reader of the file can tell.
    """

    hidden_rows: Ranges = field(default_factory=Ranges)
    filtered_rows: Ranges = field(default_factory=Ranges)
    hidden_columns: Ranges = field(default_factory=Ranges)
    struck: dict[int, int] = field(default_factory=dict)
    faults: dict[str, dict[int, int]] = field(default_factory=dict)
    percents: dict[int, int] = field(default_factory=dict)
    merged: list[CellRange] = field(default_factory=list)
    pivots: list[CellRange] = field(default_factory=list)
    starts_in_1904: bool = False
    struck_by_rule: bool = False
    has_picture: bool = False
    is_chart: bool = False

    def add_struck(self, row: int, column: int) -> None:
        """Note that the text of a cell is struck through."""
        self.struck[row] = self.struck.get(row, 0) | 1 << column

    def add_percent(self, row: int, column: int) -> None:
        """Note that a cell is shown in percent."""
        self.percents[row] = self.percents.get(row, 0) | 1 << column

    def add_fault(self, reason: str, row: int, bits: int) -> None:
        """Note why cells of a row have no value, by the bits of their columns."""
        rows = self.faults.setdefault(_error_name(reason), {})
        rows[row] = rows.get(row, 0) | bits

    def divide_hidden(self, filtered: Sequence[CellRange]) -> None:
        """Tell rows that a filter hides from those hidden by hand: files mark them alike.

        `filtered` are the ranges of filters that are on, with their header rows.
        """
        if not filtered:
            return
        by_filter = Ranges((one.first_row + 1, one.last_row) for one in filtered)
        by_hand = Ranges()
        for first, last in self.hidden_rows:
            for row in range(first, last + 1):
                (self.filtered_rows if row in by_filter else by_hand).add(row, row)
        self.hidden_rows = by_hand


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or a whole CSV file (`sheet` is "" then).

    `rows` yields every row from the first one on, empty ones too; the first cell of each stands in
    column `first_column` (0 is A). It can be read once. Columns of the methods count from there.
    `problems` are those of the file, beside its first sheet.
    """

    file: str
    sheet: str
    rows: Iterator[list[Cell]]
    first_column: int = 0
    hidden: bool = False
    facts: SheetFacts = field(default_factory=SheetFacts)
    problems: Sequence[Problem] = ()

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

    def is_percent(self, row: int, column: int) -> bool:
        """Tell whether a cell is shown in percent: its value is a fraction then."""
        return bool(self.facts.percents.get(row, 0) >> (self.first_column + column) & 1)

    def fault(self, row: int, column: int) -> str | None:
        """Return why a cell has no value: a key of ERRORS, "" for a formula not saved; else None."""
        for reason, rows in self.facts.faults.items():
            if rows.get(row, 0) >> (self.first_column + column) & 1:
                return reason
        return None


def _error_name(text: str) -> str:
    if text in ERRORS:
        return text
    return next((name for name, shown in ERRORS.items() if shown == text), _OTHER_ERROR)


def shows_percent(look: str) -> bool:
    """Tell whether the format of a number shows it in percent: a «%» in quotes is a letter only."""
    return "%" in _LETTERS_OF_FORMAT.sub("", look)


def parse_range(reference: str) -> CellRange | None:
    """Return the range of «A1:B5», None for a single cell or anything else."""
    found = _RANGE.fullmatch(reference)
    if found is None:
        return None
    columns = ColumnNumbers()
    return CellRange(int(found[2]), columns[found[1]], int(found[4]), columns[found[3]])


class ColumnNumbers(dict[str, int]):
    """Numbers of columns (A is 0) by their letters, found as they are asked; else ValueError."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z" or number > MAX_COLUMNS:
                raise ValueError(letters)
            number = number * 26 + ord(letter) - ord("A") + 1
        if not 1 <= number <= MAX_COLUMNS:
            raise ValueError(letters)
        self[letters] = number - 1
        return number - 1


def column_letters(column: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
