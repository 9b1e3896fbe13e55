"""Columns nobody needs, emptied in the copy of a roster: what is not there cannot leak."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.reports.sheet_cells import existing_cells, own_column
from vsosh_moodle.reports.workbook_copy import WorkbookCopy
from vsosh_moodle.rosters.read import ReadSheet
from vsosh_moodle.rosters.trace import RowKind

_LAST_ROW, _MOST_COLUMNS = 1_048_576, 500


def drop_columns(copy: WorkbookCopy, sheets: Sequence[ReadSheet]) -> None:
    """Empty the columns that are not read, from the header down, and hide those left empty.

    Addresses stay as they are in the source. What else could hold the same data goes too: results
    of formulas elsewhere, pivot tables, links to other books. Formulas in columns that are read
    become their values. Rows that name a class or repeat the titles stay whole.
    """
    for read, last in _with_ends(sheets):
        sheet = copy.sheets[read.sheet]
        cells = [one for one in existing_cells(sheet) if isinstance(one, Cell) and one.row <= last]
        _settle_formulas(copy, sheet, read, cells)
        dropped = _columns_to_drop(sheet, read)
        whole = _whole_rows(read)
        for cell in cells:
            if cell.column in dropped and _is_of_list(sheet, read, cell, whole):
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


def _with_ends(sheets: Sequence[ReadSheet]) -> Iterator[tuple[ReadSheet, int]]:
    """Yield each list with the row it ends at: where the next one of its sheet begins."""
    for number, read in enumerate(sheets):
        below = [one.header.row for one in sheets[number + 1 :] if one.sheet == read.sheet]
        yield read, min(below, default=_LAST_ROW + 1) - 1


def _columns_to_drop(sheet: Worksheet, read: ReadSheet) -> set[int]:
    unread = {read.first_column + place + 1 for place, _title in read.header.dropped}
    for look in sheet.column_dimensions.values():
        if look.hidden and look.index:
            first = look.min or column_index_from_string(look.index)
            unread |= set(range(first, min(look.max or first, _MOST_COLUMNS) + 1))
    return unread - _columns_kept(read)


def _columns_kept(read: ReadSheet) -> set[int]:
    return {read.first_column + place + 1 for place in read.header.columns.values()}


def _whole_rows(read: ReadSheet) -> set[int]:
    return {
        row
        for span in read.rows
        if span.kind in {RowKind.CLASS_HEADING, RowKind.HEADER_AGAIN}
        for row in range(span.first, span.last + 1)
    }


def _settle_formulas(
    copy: WorkbookCopy, sheet: Worksheet, read: ReadSheet, cells: Iterable[Cell]
) -> None:
    results = copy.results.get(sheet.title, {})
    kept = _columns_kept(read)
    for cell in cells:
        if cell.column in kept and cell.data_type == "f":
            cell.value = results.get(cell.coordinate)  # type: ignore[assignment]


def _is_of_list(sheet: Worksheet, read: ReadSheet, cell: Cell, whole: Collection[int]) -> bool:
    """Tell whether a cell belongs to the list: not above it, not in a row that stays whole.

    A column's title stays when something stands above it, which would become the title.
    """
    if cell.row == read.header.row > 1:
        return sheet.cell(cell.row - 1, cell.column).value is None
    return cell.row >= read.header.row and cell.row not in whole


def _empty(cell: Cell) -> None:
    cell.value = None
    cell.comment = None
    cell.hyperlink = None
    cell.fill = PatternFill()


def _says_anything(sheet: Worksheet, column: int) -> bool:
    return any(one.column == column and one.value is not None for one in existing_cells(sheet))
