"""What stands in a cell, as text or list."""

import re

from vsosh_moodle.rosters.table import Cell
from vsosh_moodle.school.names import clean_text

_SEPARATORS = re.compile(r"[;,\n]")


def cell_text(cell: Cell) -> str:
    """Return what a cell says as clean text: a whole number without «.0», "" for an empty cell."""
    if isinstance(cell, str):
        return clean_text(cell)
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def cell_list(cell: Cell) -> list[str]:
    """Return the items of a cell, divided by «;», «,» or line ends."""
    if isinstance(cell, str):
        items = (clean_text(item) for item in _SEPARATORS.split(cell))
        return [item for item in items if item]
    text = cell_text(cell)
    return [text] if text else []
