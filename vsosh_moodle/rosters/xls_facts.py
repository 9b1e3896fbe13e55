"""What a binary .xls workbook says besides its values; the one door to xlrd."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import xlrd
from xlrd.biffh import XL_CELL_ERROR, error_text_from_code
from xlrd.book import Book
from xlrd.sheet import Sheet

from vsosh_moodle.rosters.table import MAX_MERGED, CellRange, Ranges, SheetFacts


def load_xls_facts(path: Path) -> Mapping[str, SheetFacts] | None:
    """Return the facts of the sheets by their names, None when xlrd cannot tell them."""
    try:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as log,
            xlrd.open_workbook(
                str(path), logfile=log, formatting_info=True, on_demand=True
            ) as book,
        ):
            return dict(_sheets(book))
    except Exception:  # noqa: BLE001  xlrd fails on a broken record in any way, and its word is extra
        return None


def _sheets(book: Book) -> Iterator[tuple[str, SheetFacts]]:
    struck_fonts = {
        number for number, font in enumerate(book.font_list) if getattr(font, "struck_out", 0)
    }
    struck_formats = {
        number for number, one in enumerate(book.xf_list) if one.font_index in struck_fonts
    }
    for number, name in enumerate(book.sheet_names()):
        sheet = book.sheet_by_index(number)
        facts = _facts(sheet)
        facts.starts_in_1904 = book.datemode == 1
        _note_struck(sheet, facts, struck_fonts, struck_formats)
        yield name, facts
        book.unload_sheet(number)


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
        if XL_CELL_ERROR in types:
            for column, kind in enumerate(types):
                if kind == XL_CELL_ERROR:
                    code = int(sheet.cell_value(row, column))
                    facts.add_fault(error_text_from_code.get(code, "#VALUE!"), row + 1, 1 << column)
    return facts


def _note_struck(
    sheet: Sheet, facts: SheetFacts, struck_fonts: set[int], struck_formats: set[int]
) -> None:
    if not struck_fonts:
        return
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            runs = sheet.rich_text_runlist_map.get((row, column))
            by_cell = sheet.cell_xf_index(row, column) in struck_formats
            if runs:
                text = str(sheet.cell_value(row, column))
                by_cell = _all_struck(text, runs, struck_fonts, by_cell=by_cell)
            if by_cell:
                facts.add_struck(row + 1, column)


def _all_struck(
    text: str, runs: list[tuple[int, int]], struck_fonts: set[int], *, by_cell: bool
) -> bool:
    """Tell whether all that can be seen of a rich text is struck; `runs` are (offset, font)."""
    starts = [(0, by_cell), *((offset, font in struck_fonts) for offset, font in runs)]
    ends = [offset for offset, _struck in starts[1:]] + [len(text)]
    pieces = zip(starts, ends, strict=True)
    return all(struck for (start, struck), end in pieces if text[start:end].strip())
