"""Columns nobody needs, emptied in the copy of a roster: what is not there cannot leak."""

from collections.abc import Collection, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.reports.sheet_cells import existing_cells, own_column
from vsosh_moodle.reports.workbook_copy import WorkbookCopy
from vsosh_moodle.rosters.read import ReadSheet
from vsosh_moodle.rosters.trace import RowKind


def drop_columns(copy: WorkbookCopy, sheets: Sequence[ReadSheet]) -> None:
    """Empty the columns that are not read, from the header down, and hide those left empty.

    Addresses stay as they are in the source. What else could hold the same data goes too: results
    of formulas elsewhere, pivot tables, links to other books. Formulas in columns that are read
    become their values. Rows that name a class or repeat the titles stay whole.
    """
    for read in sheets:
        sheet = copy.sheets[read.sheet]
        _settle_formulas(copy, sheet, read)
        dropped = {read.first_column + place + 1 for place, _title in read.header.dropped}
        headings = {
            row
            for span in read.rows
            if span.kind in {RowKind.CLASS_HEADING, RowKind.HEADER_AGAIN}
            for row in range(span.first, span.last + 1)
        }
        for cell in existing_cells(sheet):
            if (
                isinstance(cell, Cell)
                and cell.column in dropped
                and _is_of_list(sheet, read, cell, headings)
            ):
                _empty(cell)
        for column in dropped:
            if not _says_anything(sheet, column):
                own_column(sheet, column).hidden = True
    copy.results.clear()
    for sheet in copy.sheets.values():
        vars(sheet)["_pivots"] = []  # openpyxl has no public way
    vars(copy.book)["_external_links"] = []
    unread = [title for title in copy.sheets if title not in {read.sheet for read in sheets}]
    if unread:
        names = ", ".join(f"«{title}»" for title in unread)
        copy.notes.append(
            _("не читались и остались в копии как есть листы: {names}.").format(names=names)
        )


def _settle_formulas(copy: WorkbookCopy, sheet: Worksheet, read: ReadSheet) -> None:
    results = copy.results.get(sheet.title, {})
    kept = {read.first_column + place + 1 for place in read.header.columns.values()}
    for cell in existing_cells(sheet):
        if cell.column in kept and cell.data_type == "f" and isinstance(cell, Cell):
            cell.value = results.get(cell.coordinate)  # type: ignore[assignment]


def _is_of_list(sheet: Worksheet, read: ReadSheet, cell: Cell, headings: Collection[int]) -> bool:
    """Tell whether a cell belongs to the list: not above it, not in a row that names a class.

    A column's title stays when something stands above it, which would become the title.
    """
    if cell.row == read.header.row > 1:
        return sheet.cell(cell.row - 1, cell.column).value is None
    return cell.row >= read.header.row and cell.row not in headings


def _empty(cell: Cell) -> None:
    cell.value = None
    cell.comment = None
    cell.hyperlink = None
    cell.fill = PatternFill()


def _says_anything(sheet: Worksheet, column: int) -> bool:
    return any(one.column == column and one.value is not None for one in existing_cells(sheet))
