"""The school year a list itself names: «Список учащихся 9А класса на 2026/2027 учебный год»."""

import re
from collections.abc import Sequence

from vsosh_moodle.problems import Place
from vsosh_moodle.rosters.table import Cell, Table

_YEAR = re.compile(r"(?<![\d.])(20\d\d)\s*[-–—/]\s*(?:20)?(\d\d)(?!\d|[-./]\d)")


def find_school_year(text: str) -> str | None:
    """Return the school year in a text as the config writes it («2026/27»); None when there is none.

    Two years in a row are one; «2011-12-05» is a date.
    """
    for found in _YEAR.finditer(text):
        if (int(found[1]) + 1) % 100 == int(found[2]):
            return f"{found[1]}/{found[2]}"
    return None


def title_years(table: Table, rows: Sequence[Sequence[Cell]]) -> list[tuple[Place, str]]:
    """Return the school years in the rows above a header, with their places."""
    return [
        (table.place(number, position), year)
        for number, row in enumerate(rows, start=1)
        for position, cell in enumerate(row)
        if isinstance(cell, str) and (year := find_school_year(cell)) is not None
    ]
