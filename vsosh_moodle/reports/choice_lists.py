"""Choices in the cells of a list to fill in: kept on a hidden sheet of the workbook."""

from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.reports.sheet_cells import write_cell
from vsosh_moodle.rosters.own_sheets import OWN_MARK

EXCEL_EPOCH = date(1899, 12, 30)
"""The day from which a check of dates counts."""

_LISTS_SHEET = "Списки"


class ChoiceLists:
    """The hidden sheet with the choices: an inline list of Excel ends at 255 characters."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheet: Worksheet | None = None
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, choices: Sequence[str]) -> str:
        """Return the range that holds the choices, put there at first use."""
        key = tuple(choices)
        if key not in self._ranges:
            if self._sheet is None:
                self._sheet = self._book.create_sheet(_LISTS_SHEET)
                self._sheet["A1"] = OWN_MARK + _("списки для выбора")
            column = len(self._ranges) + 1
            for row, choice in enumerate(key, start=2):
                write_cell(self._sheet.cell(row, column), choice)
            letter = get_column_letter(column)
            self._ranges[key] = f"'{_LISTS_SHEET}'!${letter}$2:${letter}${len(key) + 1}"
        return self._ranges[key]

    def close(self) -> None:
        """Put the sheet last, out of sight."""
        if self._sheet is not None:
            self._book.move_sheet(self._sheet, len(self._book.worksheets))
            self._sheet.sheet_state = "hidden"
