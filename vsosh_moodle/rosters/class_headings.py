"""A class outside the columns: in a title, in a row between pupils, in the name of a sheet or file."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.rosters.trace import ClassSource
from vsosh_moodle.rosters.values import cell_text
from vsosh_moodle.school.classes import ClassName, find_class_in_title, parse_class_name

MOST_CELLS = 3
"""Cells of a row that may divide a list by classes."""

_SEPARATOR = re.compile(
    r"\s*\d{1,2}\s*[«\"-]?\s*\w\s*[»\"]?\s*(?:[(,:;–—-].*|кл.*)?", re.IGNORECASE
)


@dataclass(slots=True)
class Heading:
    """The class for rows that name none; `is_guess` when only the file's name tells it.

    `source` says where it stands, `row` in which row when it stands in one.
    """

    name: ClassName | None = None
    is_guess: bool = False
    source: ClassSource = ClassSource.NOWHERE
    row: int = 0


def first_heading(table: Table, above: Sequence[Sequence[Cell]]) -> tuple[Heading, Problem | None]:
    """Return the class a sheet is of, by the titles above its header, its own name, or its file's.

    When title and sheet name two classes the title counts, and a problem says so.
    """
    titled = [_title_class(row) for row in above]
    found = [name for name in titled if name is not None]
    title = found[-1] if found else None
    sheet = _class_in_name(table.sheet)
    if title is not None:
        row = titled.index(title) + 1
        differs = sheet is not None and title != sheet
        problem = _differ(table, row, title, sheet) if sheet is not None and differs else None
        return Heading(title, source=ClassSource.HEADING, row=row), problem
    if sheet is not None:
        return Heading(sheet, source=ClassSource.SHEET), None
    name = _class_in_name(PurePath(table.file).stem)
    return Heading(name, is_guess=True, source=ClassSource.FILE), None


def class_of_separator(cells: Sequence[Cell], names: Collection[int]) -> ClassName | None:
    """Return the class of a row that divides a list («9 «А» класс», «Класс: 9А»), None if it does not.

    `names` are the positions where people's names stand.
    """
    filled = [place for place, cell in enumerate(cells) if cell != ""]
    if not filled or len(filled) > MOST_CELLS:
        return None
    text = cell_text(cells[filled[0]])
    if len(filled) > 1:
        if any(place in names for place in filled[1:]) and not _is_word_class(text):
            return None
        if any(place in names for place in filled[1:]) and len(filled) > 2:
            return None
        text = " ".join(cell_text(cells[place]) for place in filled)
        return find_class_in_title(text) if _begins_with_class(text) else None
    if text.isdigit():  # the number of an unfilled row
        return None
    name = parse_class_name(text) or find_class_in_title(text)
    if name is None and _SEPARATOR.fullmatch(text):
        name = find_class_in_title(text, bare=True)
    return name


def _is_word_class(text: str) -> bool:
    return bool(re.fullmatch(r"\s*кл(?:асс)?[.:]*\s*", text, re.IGNORECASE))


def _begins_with_class(text: str) -> bool:
    return bool(
        re.match(r"\s*кл(?:асс|\.)|\s*\d{1,2}\W{0,4}\w?\W{0,3}кл(?:асс|\.)", text, re.IGNORECASE)
    )


def _title_class(row: Sequence[Cell]) -> ClassName | None:
    text = " ".join(cell_text(cell) for cell in row if cell != "")
    return find_class_in_title(text) if text else None


def _class_in_name(name: str) -> ClassName | None:
    return parse_class_name(name) or find_class_in_title(name, bare=True)


def _differ(table: Table, row: int, title: ClassName, sheet: ClassName) -> Problem:
    return Problem(
        table.place(row),
        _(
            "заголовок листа называет класс {title}, а имя листа — {sheet}; прочитано: {title}."
        ).format(title=title, sheet=sheet),
        _("исправьте одно из двух."),
        "class-differs",
        "warning",
    )
