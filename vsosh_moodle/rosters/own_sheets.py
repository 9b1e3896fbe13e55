"""Sheets the program itself writes into a workbook: known by their first cell, never read as lists."""

from collections.abc import Sequence

from vsosh_moodle.rosters.table import Cell

OWN_MARK = "vsosh-moodle · "
"""How the first cell of such a sheet begins, in every language."""

CHECK_MARK = f"{OWN_MARK}✓ "
"""How that of the check's sheet begins: it is written anew by every check."""


def is_own_sheet(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell from its first rows whether a sheet was written by this program for people to read."""
    first = rows[0][0] if rows and rows[0] else ""
    return isinstance(first, str) and first.startswith(OWN_MARK)
