"""Workbooks of people: sheets with a heading, dates as dates, and lists to choose from."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_DATE_FORMAT = "DD.MM.YYYY"
_INLINE_LIMIT = 255  # Excel keeps an inline list of a validation in 255 characters
_SPARE_ROWS = 200
_LISTS = "Списки"
_HEAD_FILL = PatternFill("solid", fgColor="DDE6F0")
_ASKED_FILL = PatternFill("solid", fgColor="FFF2CC")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: `choices` are offered in Excel; with `strict` nothing else may be typed.

    `highlight` shades the cells that are to be filled in.
    """

    title: str
    width: int = 16
    choices: tuple[str, ...] = ()
    strict: bool = False
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; a row is as long as `columns`. Without columns the rows are lines of text."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Sequence[Any]] = field(default_factory=tuple)


def write_book(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write a new workbook for its owner's eyes only (0600); raises OSError.

    Rows stream: memory does not grow with them. A text is never taken for a formula.
    """
    # The file first: a name that is taken must be known before openpyxl begins its own files.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as stream:
        book = Workbook(write_only=True)
        lists: list[tuple[str, ...]] = []
        for sheet in sheets:
            _add_sheet(book, sheet, lists)
        if lists:
            _add_lists(book, lists)
        book.save(stream)


def _add_sheet(book: Workbook, spec: Sheet, lists: list[tuple[str, ...]]) -> None:
    sheet = book.create_sheet(spec.title)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    if not spec.columns:
        sheet.column_dimensions["A"].width = 110
        for row in spec.rows:
            sheet.append([_cell(sheet, row[0])])
        return
    sheet.freeze_panes = "A2"
    for number, column in enumerate(spec.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_head(sheet, column.title) for column in spec.columns])
    count = 1
    for row in spec.rows:
        count += 1
        sheet.append(
            [
                _cell(sheet, value, shaded=column.highlight)
                for column, value in zip(spec.columns, row, strict=True)
            ]
        )
    for number, column in enumerate(spec.columns, start=1):
        if column.choices:
            _offer(sheet, get_column_letter(number), column, count + _SPARE_ROWS, lists)


def _offer(
    sheet: Worksheet, letter: str, column: SheetColumn, last: int, lists: list[tuple[str, ...]]
) -> None:
    """Offer the choices of a column; where several may be typed Excel advises and does not refuse."""
    inline = ",".join(column.choices)
    if len(inline) <= _INLINE_LIMIT and '"' not in inline and "," not in "".join(column.choices):
        source = f'"{inline}"'
    else:
        if column.choices not in lists:
            lists.append(column.choices)
        at = get_column_letter(lists.index(column.choices) + 1)
        source = f"'{_LISTS}'!${at}$1:${at}${len(column.choices)}"
    offer = DataValidation(type="list", formula1=source, allow_blank=True)
    offer.showErrorMessage = column.strict
    offer.add(f"{letter}2:{letter}{last}")
    sheet.data_validations.append(offer)


def _add_lists(book: Workbook, lists: Sequence[tuple[str, ...]]) -> None:
    sheet = book.create_sheet(_LISTS)
    sheet.sheet_state = "hidden"
    for row in range(max(map(len, lists))):
        sheet.append([column[row] if row < len(column) else None for column in lists])


def _head(sheet: Worksheet, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(name="Calibri", size=11, bold=True)
    cell.fill = _HEAD_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Worksheet, value: Any, *, shaded: bool = False) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value=datetime.combine(value, time.min))
        cell.number_format = _DATE_FORMAT
    elif isinstance(value, int):
        cell = WriteOnlyCell(sheet, value=value)
    else:
        cell = WriteOnlyCell(sheet, value=None if value in ("", None) else str(value))
        if value:
            cell.data_type = "s"
            cell.number_format = "@"
    if shaded:
        cell.fill = _ASKED_FILL
    return cell
