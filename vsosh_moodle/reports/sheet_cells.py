"""Writing into the cells of a workbook: text stays text, and a printed sheet looks the same everywhere."""

import re
from collections.abc import Sequence
from copy import copy
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Any, cast

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

DATE_FORMAT = "DD.MM.YYYY"
MAX_TEXT = 32_000
"""Excel keeps 32,767 characters in a cell."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_HEIGHT, _DEFAULT_WIDTH = 15, 8.43
HEADER_FONT = Font(name="Calibri", size=11, bold=True)
_HEADER_FILL = PatternFill("solid", fgColor="FFDDE7F0")


def write_cell(cell: Cell | MergedCell, value: Any) -> None:
    """Put a value into a cell: text that looks like a formula stays text, a date is a real date.

    Keeps the cell's own look; only a date gets a format when the cell has none for dates. Of merged
    cells only the first takes a value.
    """
    if isinstance(value, str):
        _write_text(cell, value)
    elif isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
        look = cell.number_format
        cell.value = moment
        # Openpyxl changes «General» to an American date by itself.
        cell.number_format = look if _is_date_format(look) else DATE_FORMAT
    elif isinstance(value, (bool, int, float, time, timedelta)) or value is None:
        cell.value = value
    else:
        raise TypeError(type(value))


def worksheets(book: Workbook) -> list[Worksheet]:
    """Return the sheets of a book that was loaded whole."""
    # Openpyxl's stubs allow for write-only and read-only sheets too.
    return cast("list[Worksheet]", book.worksheets)


def existing_cells(sheet: Worksheet) -> list[Cell | MergedCell]:
    """Return the cells a sheet has, in no order: walking its rows would make those it has not.

    A single cell formatted in the last row of a sheet spans a million rows.
    """
    cells: dict[tuple[int, int], Cell | MergedCell] = vars(sheet)["_cells"]
    return list(cells.values())


def write_titles(sheet: Worksheet, row: int, titles: list[str]) -> None:
    """Write a row of column titles: bold, on a light ground, wrapped."""
    for column, title in enumerate(titles, start=1):
        cell = sheet.cell(row, column)
        write_cell(cell, title)
        cell.font = HEADER_FONT
        cell.fill = _HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def fit_row(sheet: Worksheet, row: int, widths: Sequence[float]) -> None:
    """Make a row as high as its wrapped texts need: programs other than Excel do not do it."""
    lines = 1
    for column, width in enumerate(widths, start=1):
        text = str(sheet.cell(row, column).value or "")
        needed = sum(max(1, ceil(len(line) * 1.1 / width)) for line in text.splitlines() or [""])
        lines = max(lines, needed)
    sheet.row_dimensions[row].height = _LINE_HEIGHT * min(lines, 25)


def own_column(sheet: Worksheet, column: int) -> ColumnDimension:
    """Return the look of one column, taken out of the group of columns it was saved with.

    Two looks that share a column make Excel call the file damaged.
    """
    for look in list(sheet.column_dimensions.values()):
        first, last = look.min or 0, look.max or 0
        if first < last and first <= column <= last:
            for start, end in ((first, column - 1), (column, column), (column + 1, last)):
                if start <= end:
                    part = copy(look)
                    part.index, part.min, part.max = get_column_letter(start), start, end
                    sheet.column_dimensions[part.index] = part
            break
    return sheet.column_dimensions[get_column_letter(column)]


def widen_column(sheet: Worksheet, column: int, least: float) -> None:
    """Make a column wide enough for what was written into it."""
    look = own_column(sheet, column)
    default = sheet.sheet_format.defaultColWidth or _DEFAULT_WIDTH
    if (look.width if look.customWidth else default) < least:
        look.width = least


def set_up_print(sheet: Worksheet, title_row: int, *, landscape: bool) -> None:
    """Make a sheet print on A4 as wide as it is, with its titles on every page and page numbers."""
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{title_row}:{title_row}"
    if sheet.oddFooter is not None and sheet.oddFooter.right is not None:
        sheet.oddFooter.right.text = "&P / &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def _write_text(cell: Cell | MergedCell, text: str) -> None:
    plain = _ILLEGAL.sub("", text)[:MAX_TEXT]
    cell.value = plain
    if plain.startswith(_FORMULA_STARTS):
        cell.data_type = "s"
        # As if an apostrophe stood before it: to edit the cell does not make it a formula either.
        cell.quotePrefix = True


def _is_date_format(look: str) -> bool:
    return "y" in look.lower() or "г" in look.lower()
