"""How much room a table needs on paper, and so in what type and which way up it is printed."""

from dataclasses import dataclass
from typing import Literal

from vsosh_moodle.reports.document.model import Hidden, Table
from vsosh_moodle.reports.render.shown_values import render_value, totals_of

_PORTRAIT, _LANDSCAPE = 170.0, 260.0
"""Millimetres of A4 between the margins."""
_PER_SIGN, _PER_COLUMN = 2.0, 3.4
"""Millimetres of a sign of a wide font in 9 points, and of the paddings of a cell."""
_SMALLER, _PER_SMALLER_COLUMN = 0.82, 2.1
"""The same of a table in small type: signs against those of 9 points, paddings in millimetres."""
_MOST_SIGNS, _WRAPPED = 26, 15


@dataclass(frozen=True, slots=True)
class Density:
    """The type of a table (`name` is its CSS class), and whether it lies on its side."""

    name: Literal["", "many", "dense"]
    wide: bool


def density_of(table: Table, small: int) -> Density:
    """Return how a table is printed: as it is, smaller, on its side, or very small."""
    if _needed(table, small, 1) <= _PORTRAIT:
        return Density("", wide=False)
    needed = _needed(table, small, _SMALLER)
    if needed <= _LANDSCAPE:
        return Density("many", wide=needed > _PORTRAIT)
    # Few columns wrap; only many of them need very small type.
    return Density("dense" if len(table.columns) > 16 else "many", wide=True)


def _needed(table: Table, small: int, scale: float) -> float:
    """Return the least width at which nothing looks squeezed: words wrap, numbers do not."""
    padding = _PER_COLUMN if scale == 1 else _PER_SMALLER_COLUMN
    return sum(
        _PER_SIGN * scale * (min(signs, _WRAPPED) if column.kind == "text" else signs) + padding
        for signs, column in zip(widths_of(table, small), table.columns, strict=True)
    )


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
        return len(render_value(value, "text", small))
    if isinstance(value, str):
        return len(value)
    return len(render_value(value, kind, small))  # type: ignore[arg-type]
