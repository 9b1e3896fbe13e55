"""How much room a table needs on paper, and so in what type and which way up it is printed."""

from dataclasses import dataclass
from typing import Literal

from vsosh_moodle.reports.document.model import Hidden, Table
from vsosh_moodle.reports.render.shown_values import render_value, totals_of

_PORTRAIT, _LANDSCAPE = 165.0, 255.0
"""Millimetres of A4 between the margins, with some to spare: fonts differ."""
_PER_SIGN, _PER_COLUMN = 1.75, 3.4
"""Millimetres of a sign in 9 points and of the paddings of a cell."""
_SMALLER = 0.82
_MOST_SIGNS, _WRAPPED = 26, 17


@dataclass(frozen=True, slots=True)
class Density:
    """The type of a table (`name` is its CSS class), and whether it lies on its side."""

    name: Literal["", "many", "dense"]
    wide: bool


def density_of(table: Table, small: int) -> Density:
    """Return how a table is printed: as it is, smaller, on its side, or very small."""
    needed = sum(
        # Words wrap, numbers do not.
        max(_PER_SIGN * (min(signs, _WRAPPED) if column.kind == "text" else signs), 4) + _PER_COLUMN
        for signs, column in zip(widths_of(table, small), table.columns, strict=True)
    )
    if needed <= _PORTRAIT:
        return Density("", wide=False)
    if needed * _SMALLER <= _PORTRAIT:
        return Density("many", wide=False)
    if needed * _SMALLER <= _LANDSCAPE:
        return Density("many", wide=True)
    # Few columns wrap; only many of them need very small type.
    return Density("dense" if len(table.columns) > 16 else "many", wide=True)


def widths_of(table: Table, small: int) -> list[int]:
    """Return how many signs wide each column is: its own width, else its longest cell, within reason."""
    return [_width(table, place, small) for place in range(len(table.columns))]


def _width(table: Table, place: int, small: int) -> int:
    column = table.columns[place]
    if column.width:
        return column.width
    word = max((len(one) for one in column.title.split()), default=1)
    rows = (*table.rows, *((totals_of(table) or (),) if table.totals else ()))
    cells = max((_signs(row[place], column.kind, small) for row in rows if row), default=1)
    return max(min(word, 16), min(cells, _MOST_SIGNS))


def _signs(value: object, kind: object, small: int) -> int:
    if value is None:
        return 1
    if isinstance(value, Hidden):
        return 7
    if isinstance(value, str):
        return len(value)
    return len(render_value(value, kind, small))  # type: ignore[arg-type]
