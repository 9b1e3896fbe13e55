"""A sheet of a roster file as a plain table, whatever program wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from vsosh_moodle.problems import Place

Cell = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or a whole CSV file (`sheet` is "" then).

    `rows` yields every row from the first one on, empty ones too; the first cell of each stands in
    column `first_column` (0 is A). It can be read once.
    """

    file: str
    sheet: str
    rows: Iterator[list[Cell]]
    first_column: int = 0
    hidden: bool = False

    def place(self, row: int = 0, column: int | None = None) -> Place:
        """Return the place of a row (from 1), or of the cell in its `column` (from 0 in `rows`)."""
        if column is None:
            return Place(self.file, self.sheet, row)
        return Place(
            self.file, self.sheet, row, f"{column_letters(self.first_column + column)}{row}"
        )


def column_letters(column: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
