"""A copy of a roster file to mark and mend: the workbook itself, or its tables in a new one."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.reports.formula_values import add_results, load_results
from vsosh_moodle.reports.sheet_cells import HEADER_FONT, set_up_print, worksheets, write_cell
from vsosh_moodle.rosters.read import ReadSheet
from vsosh_moodle.rosters.table import Table

_MOST_HIDDEN, _MOST_MERGED = 200, 10_000
_MOST_WIDTH, _LEAST_WIDTH, _MEASURED_ROWS = 50, 6, 500


@dataclass(slots=True)
class WorkbookCopy:
    """A workbook in memory; `sheets` by the names the reader knows, `notes` on what was not carried over.

    `results` are the last results of its formulas, by sheet and address, `pictures` its pictures with
    their bytes.
    """

    book: Workbook
    sheets: dict[str, Worksheet]
    notes: list[str] = field(default_factory=list)
    results: dict[str, dict[str, object]] = field(default_factory=dict)
    pictures: list[tuple[Any, bytes]] = field(default_factory=list)

    def render(self) -> bytes:
        """Return the workbook as an xlsx file; it may be asked for again after more changes."""
        saved = io.BytesIO()
        for image, data in self.pictures:
            # Saving closes a picture: without this a second rendering would fail.
            image.ref = io.BytesIO(data)
        self.book.save(saved)
        kept = {
            title: {
                address: result
                for address, result in results.items()
                if self.book[title][address].data_type == "f"
            }
            for title, results in self.results.items()
            if title in self.book.sheetnames
        }
        return add_results(saved.getvalue(), self.book, kept)


def copy_workbook(path: Path) -> WorkbookCopy | None:
    """Return a copy of an xlsx or xlsm with all it can keep; None when the file is neither or defies it.

    The file has been read as a roster before: it is no bomb and not encrypted.
    """
    parts = _parts(path)
    if "xl/workbook.xml" not in parts:
        return None
    with warnings.catch_warnings():
        # What openpyxl warns of is told by `_lost` in our own words.
        warnings.simplefilter("ignore")
        try:
            with path.open("rb") as stream:
                book = load_workbook(stream, rich_text=True)
            if not book.worksheets:
                return None
            results = load_results(path, book)
            pictures = [
                (image, image.ref.getvalue())
                for sheet in book.worksheets
                for image in _images(sheet)
            ]
        except Exception:  # noqa: BLE001  openpyxl raises whatever its parsers stumble over
            return None
    sheets = {sheet.title: sheet for sheet in worksheets(book)}
    return WorkbookCopy(book, sheets, list(_lost(parts, book)), results, pictures)


def _images(sheet: Worksheet) -> list[Any]:
    # openpyxl has no public list of a sheet's pictures.
    return list(getattr(sheet, "_images", ()))


def copy_tables(tables: Iterable[Table]) -> WorkbookCopy:
    """Return a new workbook with the same tables, each on its sheet, cell by cell."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, Worksheet] = {}
    for table in tables:
        if table.facts.starts_in_1904:
            book.epoch = CALENDAR_MAC_1904
        sheet = book.create_sheet(table.sheet or _("Список"))
        sheet.sheet_state = "hidden" if table.hidden else "visible"
        sheets[table.sheet] = sheet
        _write_rows(sheet, table)
    return WorkbookCopy(book, sheets)


def dress_lists(copy: WorkbookCopy, lists: Sequence[ReadSheet]) -> None:
    """Give the lists of a new workbook bold titles that stay in sight and stand on every page."""
    for number, read in enumerate(lists):
        sheet, row = copy.sheets[read.sheet], read.header.row
        for place in range(sheet.max_column):
            cell = sheet.cell(row, place + 1)
            if cell.value is not None:
                cell.font = HEADER_FONT
        if read.sheet not in {one.sheet for one in lists[:number]}:
            sheet.freeze_panes = f"A{row + 1}"
            set_up_print(sheet, row, landscape=sheet.max_column > 7)


def _write_rows(sheet: Worksheet, table: Table) -> None:
    widths: dict[int, int] = {}
    for number, row in enumerate(table.rows, start=1):
        if table.is_hidden_row(number):
            sheet.row_dimensions[number].hidden = True
        for column, value in enumerate(row, start=table.first_column + 1):
            faulty = table.fault(number, column - 1 - table.first_column) is not None
            if value == "" and not faulty:
                continue
            cell = sheet.cell(number, column)
            if value == "":
                cell.value = "#N/A"  # openpyxl makes it an error, as a formula gives
                continue
            write_cell(cell, value)
            if table.is_struck(number, column - 1 - table.first_column):
                cell.font = Font(name="Calibri", size=11, strike=True)
            if number <= _MEASURED_ROWS:
                longest = max(map(len, _shown(value).splitlines()), default=0)
                widths[column] = max(widths.get(column, 0), longest)
            if isinstance(value, str) and "\n" in value:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    _hide_columns(sheet, table)
    _merge_cells(sheet, table)
    for column, width in widths.items():
        wide = min(max(width + 2, _LEAST_WIDTH), _MOST_WIDTH)
        sheet.column_dimensions[get_column_letter(column)].width = wide


def _hide_columns(sheet: Worksheet, table: Table) -> None:
    for first, last in table.facts.hidden_columns:
        for hidden in range(first, min(last, first + _MOST_HIDDEN) + 1):
            sheet.column_dimensions[get_column_letter(hidden + 1)].hidden = True


def _merge_cells(sheet: Worksheet, table: Table) -> None:
    taken: set[tuple[int, int]] = set()
    for one in table.facts.merged:
        rows = range(one.first_row, one.last_row + 1)
        columns = range(one.first_column, one.last_column + 1)
        if len(rows) * len(columns) > _MOST_MERGED:
            continue
        cells = {(row, column) for row in rows for column in columns}
        if taken.isdisjoint(cells):  # Excel calls a file damaged whose merged cells overlap
            taken |= cells
            sheet.merge_cells(
                start_row=one.first_row,
                end_row=one.last_row,
                start_column=one.first_column + 1,
                end_column=one.last_column + 1,
            )


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else str(value)[:10]


def _parts(path: Path) -> Sequence[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return ()


def _lost(parts: Sequence[str], book: Workbook) -> Iterable[str]:
    """Yield a sentence for each thing of the file that the copy lacks."""
    if any(part.endswith("vbaProject.bin") for part in parts):
        yield _("макросы в копию не перенесены.")
    kept = sum(len(_images(sheet)) for sheet in book.worksheets)
    if len([part for part in parts if part.startswith("xl/media/")]) > kept:
        yield _("рисунки в копию не перенесены.")
    if any(part.startswith("xl/drawings/drawing") for part in parts):
        yield _("фигуры и надписи поверх ячеек в копию не перенесены, диаграммы могли упроститься.")
    if any(part.startswith(("xl/ctrlProps/", "xl/activeX/")) for part in parts):
        yield _("кнопки и флажки в копию не перенесены.")
    if any(part.startswith("xl/threadedComments/") for part in parts):
        yield _("обсуждения в примечаниях стали обычными примечаниями.")
