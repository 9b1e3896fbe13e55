"""Registers of made-up people as a workbook: a sheet for each, as the template has them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.registers.columns import RegisterColumn, ValueKind
from vsosh_moodle.registers.definitions import definitions
from vsosh_moodle.registers.headers import POINTS_OF
from vsosh_moodle.registers.records import RegisterKind
from vsosh_moodle.sample.register_rows import Row

REGISTER_FILE = "registers.xlsx"
_DATE_FORMAT = "DD.MM.YYYY"
_TIME_FORMAT = "H:MM"
_BOLD = Font(bold=True)
_FILL = PatternFill("solid", fgColor="FFDDE7F0")


def write_registers(
    folder: Path, rows: Mapping[RegisterKind, Sequence[Row]], groups: Sequence[str]
) -> Path:
    """Write the registers to `folder` and return the file; `groups` get a column of points each."""
    book = Workbook(write_only=True)
    for definition in definitions():
        columns = [column for column in definition.columns if column.in_template]
        if definition.kind == "trials":
            at = next(n for n, column in enumerate(columns, 1) if column.key == "points")
            columns[at:at] = [_points_of(group) for group in groups]
        _add_sheet(book, definition.title, columns, rows.get(definition.kind, ()))
    path = folder / REGISTER_FILE
    book.save(path)
    path.chmod(0o600)
    return path


def _points_of(group: str) -> RegisterColumn:
    return RegisterColumn(f"group:{group}", f"{POINTS_OF}{group}", ValueKind.NUMBER, "", width=13)


def _add_sheet(
    book: Workbook, title: str, columns: Sequence[RegisterColumn], rows: Iterable[Row]
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_title(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, row.get(column.key)) for column in columns])


def _title(sheet: Worksheet, column: RegisterColumn) -> Any:
    cell = WriteOnlyCell(sheet, value=f"{column.title} *" if column.required else column.title)
    cell.font, cell.fill = _BOLD, _FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Worksheet, value: object) -> Any:
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=datetime.combine(value, time.min))
        cell.number_format = _DATE_FORMAT
        return cell
    if isinstance(value, time):
        cell = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = _TIME_FORMAT
        return cell
    return None if value == "" else value
