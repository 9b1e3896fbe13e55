"""Sheets of binary .xls workbooks; the one door to xlrd.

Not calamine, as for the other formats: a broken .xls makes it panic or abort the whole process, and
it does not tell which text is struck through.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import xlrd
from xlrd import biffh
from xlrd.book import Book
from xlrd.sheet import Sheet

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters.file_kind import refuse_other_documents
from vsosh_moodle.rosters.table import (
    MAX_MERGED,
    Cell,
    CellRange,
    Ranges,
    SheetFacts,
    Table,
    shows_percent,
)
from vsosh_moodle.rosters.unreadable import UnreadableFile, encrypted, too_big, unreadable

MAX_BYTES = 64 * 2**20
"""A full sheet of 65,536 rows and 12 columns is some 15 MB."""


def load_binary_workbook(path: Path, file: str, problems: list[Problem]) -> Iterator[Table]:
    """Yield the sheets of a workbook in their order; `problems` of the file go with the first.

    Raises UnreadableFile when it is too big, encrypted, damaged, or something else.
    """
    if path.stat().st_size > MAX_BYTES:
        raise too_big(file)
    book = _open(path, with_looks=True)
    if not isinstance(book, Book):
        if "encrypted" in str(book):
            raise encrypted(file) from book
        refuse_other_documents(path, file)
        book = _open(path, with_looks=False)
        problems = [*problems, _looks_unknown(file)]
    if not isinstance(book, Book):
        raise _not_a_table(file) from book
    with book:
        for number in range(book.nsheets):
            try:
                table = _table(book, number, file, problems)
            except UnreadableFile:
                raise
            except Exception as error:
                raise _not_a_table(file) from error
            yield table
            book.unload_sheet(number)
            problems = []


def _open(path: Path, *, with_looks: bool) -> Book | Exception:
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as log:
            return xlrd.open_workbook(
                str(path), logfile=log, formatting_info=with_looks, on_demand=True
            )
    except Exception as error:  # noqa: BLE001  a broken record makes xlrd fail in any way
        return error


def _table(book: Book, number: int, file: str, problems: list[Problem]) -> Table:
    sheet = book.sheet_by_index(number)
    facts = _facts(sheet)
    facts.starts_in_1904 = book.datemode == 1
    _note_struck(book, sheet, facts)
    _note_percents(book, sheet, facts)
    hidden = bool(sheet.visibility)
    return Table(file, sheet.name, _rows(sheet, book.datemode), 0, hidden, facts, problems)


def _rows(sheet: Sheet, datemode: int) -> Iterator[list[Cell]]:
    for row in range(sheet.nrows):
        types, values = sheet.row_types(row), sheet.row_values(row)
        yield [_cell(kind, value, datemode) for kind, value in zip(types, values, strict=True)]


def _cell(kind: int, value: str | float, datemode: int) -> Cell:
    if kind == biffh.XL_CELL_DATE:
        return _moment(float(value), datemode)
    if kind == biffh.XL_CELL_BOOLEAN:
        return bool(value)
    return "" if kind == biffh.XL_CELL_ERROR else value


def _moment(value: float, datemode: int) -> datetime | float:
    try:
        return xlrd.xldate_as_datetime(value, 1 if datemode else 0)
    except (ValueError, OverflowError):
        return value


def _facts(sheet: Sheet) -> SheetFacts:
    hidden = sorted(row for row, info in sheet.rowinfo_map.items() if info.hidden)
    facts = SheetFacts(
        hidden_rows=Ranges((row + 1, row + 1) for row in hidden),
        hidden_columns=Ranges(
            (column, column)
            for column, info in sheet.colinfo_map.items()
            if info.hidden or not info.width
        ),
        merged=[
            CellRange(top + 1, left, bottom, right - 1)
            for top, bottom, left, right in sheet.merged_cells[:MAX_MERGED]
        ],
    )
    for row in range(sheet.nrows):
        types = sheet.row_types(row)
        if biffh.XL_CELL_ERROR in types:
            for column, kind in enumerate(types):
                if kind == biffh.XL_CELL_ERROR:
                    code = int(sheet.cell_value(row, column))
                    name = biffh.error_text_from_code.get(code, "#VALUE!")
                    facts.add_fault(name, row + 1, 1 << column)
    return facts


def _note_struck(book: Book, sheet: Sheet, facts: SheetFacts) -> None:
    fonts = {n for n, font in enumerate(book.font_list) if getattr(font, "struck_out", 0)}
    if not fonts or not book.formatting_info:
        return
    formats = {number for number, one in enumerate(book.xf_list) if one.font_index in fonts}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            runs = sheet.rich_text_runlist_map.get((row, column))
            struck = sheet.cell_xf_index(row, column) in formats
            if runs:
                struck = _all_struck(str(sheet.cell_value(row, column)), runs, fonts, first=struck)
            if struck:
                facts.add_struck(row + 1, column)


def _note_percents(book: Book, sheet: Sheet, facts: SheetFacts) -> None:
    named = {key for key, one in book.format_map.items() if shows_percent(one.format_str or "")}
    formats = {number for number, one in enumerate(book.xf_list) if one.format_key in named}
    if not formats or not book.formatting_info:
        return
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == biffh.XL_CELL_NUMBER and sheet.cell_xf_index(row, column) in formats:
                facts.add_percent(row + 1, column)


def _all_struck(
    text: str, runs: list[tuple[int, int]], struck_fonts: set[int], *, first: bool
) -> bool:
    """Tell whether all that can be seen of a rich text is struck; `runs` are (offset, font)."""
    starts = [(0, first), *((offset, font in struck_fonts) for offset, font in runs)]
    ends = [*(offset for offset, _struck in starts[1:]), len(text)]
    pieces = zip(starts, ends, strict=True)
    return all(struck for (start, struck), end in pieces if text[start:end].strip())


def _looks_unknown(file: str) -> Problem:
    return Problem(
        Place(file),
        _("не видно, какие строки в этом файле .xls скрыты или зачёркнуты: прочитаны все."),
        _("сохраните книгу как «Книга Excel (.xlsx)» и проверьте её ещё раз."),
        "looks-unknown",
        "warning",
    )


def _not_a_table(file: str) -> UnreadableFile:
    return unreadable(
        file,
        "not-a-spreadsheet",
        _("файл повреждён или это не таблица."),
        _("откройте его в Excel или LibreOffice и сохраните заново как «Книга Excel (.xlsx)»."),
    )
