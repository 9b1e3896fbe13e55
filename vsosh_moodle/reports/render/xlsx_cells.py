"""Cells of a report's workbook: text that is text, numbers with their formats, one look for all sheets."""

import re
from datetime import date

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.reports.document.model import ColumnKind, Report, Value
from vsosh_moodle.reports.render.layout import internal_mark
from vsosh_moodle.reports.render.shown_values import NUMBER_KINDS, is_whole, number_of, render_value
from vsosh_moodle.reports.render.spreadsheet_text import looks_like_formula
from vsosh_moodle.reports.sheet_cells import DATE_FORMAT, MAX_TEXT, write_cell

FONT = "Calibri"
PLAIN = Font(name=FONT, size=11)
BOLD = Font(name=FONT, size=11, bold=True)
TITLE = Font(name=FONT, size=16, bold=True)
CAPTION = Font(name=FONT, size=13, bold=True)
QUIET = Font(name=FONT, size=10, color="FF4B535B")
OFF = Font(name=FONT, size=11, italic=True, color="FF4B535B")
LINK = Font(name=FONT, size=11, underline="single", color="FF1F4E79")
HEAD_FILL = PatternFill("solid", fgColor="FFE6ECF2")
TOTAL_FILL = PatternFill("solid", fgColor="FFF2F5F8")
_THIN = Side(style="thin", color="FFB5BAC0")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
WRAP = Alignment(wrap_text=True, vertical="top")
RIGHT = Alignment(horizontal="right", vertical="top", indent=1)
HEAD = Alignment(wrap_text=True, vertical="bottom")
NUMBER_HEAD = Alignment(wrap_text=True, vertical="bottom", horizontal="right", indent=1)
UPRIGHT = Alignment(text_rotation=90, vertical="bottom", horizontal="center")

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMATS: dict[ColumnKind, str] = {
    "percent": "0.0%",
    "decimal": "0.00",
    "date": DATE_FORMAT,
}


def write_text(cell: Cell | MergedCell, text: str, font: Font = PLAIN) -> None:
    """Write a text that stays one, whatever it looks like: a formula, an error, a number."""
    cell = own_cell(cell)
    cell.value = cell_text(text)
    cell.data_type = "s"
    # As if an apostrophe stood before it: to edit the cell does not make it a formula either.
    cell.quotePrefix = looks_like_formula(text)
    cell.font = font


def own_cell(cell: Cell | MergedCell) -> Cell:
    """Return a cell that can hold something: of merged ones only the first can: TypeError else."""
    if isinstance(cell, MergedCell):
        raise TypeError(cell.coordinate)
    return cell


def cell_text(text: str) -> str:
    """Return a text as a cell can hold it: without signs XML forbids, at most 32,000 of them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL.sub("", plain)[:MAX_TEXT]


def write_value(cell: Cell | MergedCell, value: Value, kind: ColumnKind, small: int) -> None:
    """Write a value of a table: a number as a number (a percentage as its fraction), else its words."""
    cell = own_cell(cell)
    number = number_of(value)
    if isinstance(value, date):
        write_cell(cell, value)
        cell.alignment, cell.font = RIGHT, PLAIN
    elif number is not None and _is_number(kind):
        cell.value = stored(number, kind)
        cell.number_format = number_format(number, kind)
        cell.alignment, cell.font = RIGHT, PLAIN
    elif isinstance(value, str):
        write_text(cell, value)
        cell.alignment = WRAP
    else:
        words = render_value(value, kind, small)
        write_text(cell, words, PLAIN if isinstance(value, (bool, int, float)) else OFF)
        cell.alignment = RIGHT


def look_of(value: Value, kind: ColumnKind) -> tuple[str, str]:
    """Return what of a value of a table decides how its cell looks: values of one look share a style."""
    number = number_of(value)
    if isinstance(value, date):
        return "date", ""
    if number is not None and _is_number(kind):
        return "number", number_format(number, kind)
    if isinstance(value, str):
        return "text", "quoted" if looks_like_formula(value) else ""
    return "words", "" if isinstance(value, (bool, int, float)) else "off"


def put_value(cell: Cell, value: Value, kind: ColumnKind, small: int) -> None:
    """Write a value as `write_value` does, into a cell that has its look already."""
    number = number_of(value)
    if isinstance(value, date):
        write_cell(cell, value)
    elif number is not None and _is_number(kind):
        cell.value = stored(number, kind)
    else:
        cell.value = cell_text(
            value if isinstance(value, str) else render_value(value, kind, small)
        )
        cell.data_type = "s"


def _is_number(kind: ColumnKind) -> bool:
    # A number among words is one too: a number written as words cannot be added up.
    return kind in NUMBER_KINDS or kind == "text"


def stored(number: float, kind: ColumnKind) -> float:
    """Return the number a cell holds: 45,3 % is 0.453."""
    return number / 100 if kind == "percent" else number


def number_format(number: float, kind: ColumnKind) -> str:
    """Return how a number is shown; whole ones have no digits behind the comma."""
    if kind == "text":
        return "General"
    whole = is_whole(number, kind)
    if kind == "change":
        return '+#,##0;"−"#,##0;0' if whole else '+#,##0.0;"−"#,##0.0;0.0'
    if kind in _FORMATS:
        return _FORMATS[kind]
    return "#,##0" if whole else "#,##0.00"


def link_to(cell: Cell | MergedCell, sheet: str, text: str) -> None:
    """Write a text that leads to another sheet of this book: a link, no formula, nothing outside."""
    cell = own_cell(cell)
    write_text(cell, text, LINK)
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
    cell.font = LINK


def set_up_page(sheet: Worksheet, report: Report, *, landscape: bool, head_row: int = 0) -> None:
    """Print a sheet on A4 as wide as it is, with its head, its foot and the mark on every page."""
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if head_row:
        sheet.print_title_rows = f"{head_row}:{head_row}"
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 0.6, 0.4, 0.65, 0.65
    margins.header = margins.footer = 0.3
    mark = internal_mark() if report.named else ""
    sheet.oddHeader = HeaderFooterItem(
        left=_foot(report.school), right=_HeaderFooterPart(mark, size=9, font="Calibri,Bold")
    )
    sheet.oddFooter = HeaderFooterItem(
        left=_foot(f"{report.title} · {report.period}" if report.period else report.title),
        right=_HeaderFooterPart("&P / &N", size=8),
    )


def describe_book(book: Workbook, report: Report) -> None:
    """Say what the file is and what made it: no name of a person, of a computer or a folder."""
    book.properties.creator = "vsosh-moodle"
    book.properties.lastModifiedBy = "vsosh-moodle"
    book.properties.title = cell_text(report.title)[:200]


def _foot(text: str) -> _HeaderFooterPart:
    # «&» begins a code; Excel takes 255 signs for all parts together, codes counted.
    short = cell_text(text).replace("\n", " ")
    short = short if len(short) <= 100 else f"{short[:99]}…"
    return _HeaderFooterPart(short.replace("&", "&&"), size=8)
