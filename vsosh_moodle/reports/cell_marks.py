"""What the check found, on the cells themselves: a colour and a comment, and both taken off again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.reports.sheet_cells import existing_cells, worksheets
from vsosh_moodle.rosters.own_sheets import OWN_MARK

AUTHOR = "vsosh-moodle"
MOST_COMMENTS = 3000
"""Excel draws each comment when it opens a sheet; beyond this it opens for minutes."""

_DIVIDER = "\n————\n"
_CHARS_A_LINE, _LINE_HEIGHT, _WIDTH = 44, 17, 320


class Mark(StrEnum):
    """What a cell is marked for, the weightiest first."""

    ERROR = "error"
    WARNING = "warning"
    REPAIR = "repair"


COLOURS = {Mark.ERROR: "FFFFC7CE", Mark.WARNING: "FFFFEB9C", Mark.REPAIR: "FFC6EFCE"}
_FILLS = {mark: PatternFill("solid", fgColor=colour) for mark, colour in COLOURS.items()}


@dataclass(slots=True)
class CellNote:
    """All there is to say of a cell; its colour is that of the weightiest."""

    marks: set[Mark] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)

    def add(self, mark: Mark, line: str) -> None:
        """Add what a problem or a repair says."""
        self.marks.add(mark)
        if line not in self.lines:
            self.lines.append(line)

    @property
    def weightiest(self) -> Mark:
        """The mark that gives the colour."""
        return next(mark for mark in Mark if mark in self.marks)


def anchor_of(sheet: Worksheet, address: str) -> Cell:
    """Return the cell of an address; of merged cells the one that holds their value."""
    row, column = coordinate_to_tuple(address)
    cell = sheet.cell(row, column)
    if isinstance(cell, Cell):
        return cell
    around = next(one for one in sheet.merged_cells.ranges if address in one)
    first = sheet.cell(around.min_row, around.min_col)
    assert isinstance(first, Cell)  # noqa: S101  what openpyxl makes of a merged range
    return first


def mark_cell(cell: Cell, note: CellNote, *, with_comment: bool) -> None:
    """Colour a cell and, `with_comment`, say why; a comment that was there stays below ours."""
    cell.fill = fill_of(note.weightiest)
    if not with_comment:
        return
    text = OWN_MARK + "\n\n".join(note.lines)
    if cell.comment is not None:
        text += _DIVIDER + cell.comment.text
    cell.comment = _comment(text)


def mark_word(mark: Mark) -> str:
    """Return what a mark is called."""
    return {
        Mark.ERROR: _("Ошибка"),
        Mark.WARNING: _("Замечание"),
        Mark.REPAIR: _("Исправлено"),
    }[mark]


def fill_of(mark: Mark) -> PatternFill:
    """Return the ground of cells with a mark."""
    return _FILLS[mark]


def unmark_workbook(book: Workbook) -> None:
    """Take off the marks of an earlier check: our comments, and our colours under them."""
    for sheet in worksheets(book):
        _unmark(existing_cells(sheet))


def _unmark(cells: Iterable[Cell | MergedCell]) -> None:
    for cell in cells:
        if cell.comment is None or not cell.comment.text.startswith(OWN_MARK):
            continue
        _ours, _divider, earlier = cell.comment.text.partition(_DIVIDER)
        cell.comment = Comment(earlier, cell.comment.author) if earlier else None
        if cell.fill.fgColor.rgb in COLOURS.values():
            cell.fill = PatternFill()


def _comment(text: str) -> Comment:
    height = _LINE_HEIGHT * (_count_lines(text.splitlines()) + 1)
    return Comment(text, AUTHOR, height=min(height, 400), width=_WIDTH)


def _count_lines(lines: Sequence[str]) -> int:
    return sum(1 + len(line) // _CHARS_A_LINE for line in lines)
