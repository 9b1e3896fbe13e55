"""Writing into the cells of a workbook: text stays text, and a printed sheet looks the same everywhere."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

DATE_FORMAT = "DD.MM.YYYY"
MAX_TEXT = 32_000
"""Excel keeps 32,767 characters in a cell."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
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


def write_titles(sheet: Worksheet, row: int, titles: list[str]) -> None:
    """Write a row of column titles: bold, on a light ground, wrapped."""
    for column, title in enumerate(titles, start=1):
        cell = sheet.cell(row, column)
        write_cell(cell, title)
        cell.font = Font(bold=True)
        cell.fill = _HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")


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
