"""A table of a report as a sheet: numbers to go on counting with, formulas where a clerk expects them."""

from copy import copy
from dataclasses import dataclass, field
from math import ceil

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.reports.document.model import Column, Hidden, Report, Table, Value
from vsosh_moodle.reports.render.heat import heat_columns
from vsosh_moodle.reports.render.layout import NumberedTable, Part
from vsosh_moodle.reports.render.shown_values import legend_of, number_of, totals_of
from vsosh_moodle.reports.render.table_width import density_of, widths_of
from vsosh_moodle.reports.render.xlsx_cells import (
    BOLD,
    BOX,
    CAPTION,
    HEAD,
    HEAD_FILL,
    NUMBER_HEAD,
    QUIET,
    TOTAL_FILL,
    UPRIGHT,
    WRAP,
    cell_text,
    link_to,
    look_of,
    own_cell,
    put_value,
    stored,
    write_text,
    write_value,
)
from vsosh_moodle.reports.sheet_cells import fit_row

HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
_TEXT_WIDTH, _PLAIN_WIDTH = 62, 8.43
"""Captions and notes are at least so many signs wide; a column nobody has set is 8.43."""
_FILTERED = 8
"""From so many rows on a table can be filtered."""
_CLOSE = 0.0006
"""How far the fraction of a formula may be from the percentage of the report: it may be rounded there."""


@dataclass(slots=True)
class TableSheet:
    """A sheet with its table: where it ends, and what its formulas come to."""

    sheet: Worksheet
    numbered: NumberedTable
    last_row: int = 0
    notes_end: int = 0
    text_columns: int = 1
    """Over how many columns captions and notes go."""
    right: int = 0
    """The last column with something in it."""
    beside: dict[int, tuple[str, tuple[float | None, ...]]] = field(default_factory=dict)
    """What charts are drawn from beside the table: column, title, values."""
    results: dict[str, object] = field(default_factory=dict)
    looks: dict[tuple[str, str], StyleArray] = field(default_factory=dict)
    """The styles of cells of the rows: to make each anew takes most of the time of a large table."""

    @property
    def table(self) -> Table:
        """The table."""
        return self.numbered.table

    @property
    def width(self) -> float:
        """How wide the table is, in signs."""
        return sum(
            self.sheet.column_dimensions[get_column_letter(place)].width
            for place in range(1, len(self.table.columns) + 1)
        )


def fill_sheet(
    sheet: Worksheet, part: Part, numbered: NumberedTable, report: Report, front: str
) -> TableSheet:
    """Write a table into an empty sheet: caption, head, rows, totals, notes."""
    made, table, small = TableSheet(sheet, numbered), numbered.table, report.small_numbers
    link_to(sheet.cell(3, 1), front, _("← К списку листов"))
    widths = _set_widths(sheet, table, small)
    made.text_columns = _text_columns(widths)
    _write_line(made, 1, numbered.caption, CAPTION)
    _write_line(made, 2, part.heading, QUIET)
    _write_head(sheet, table, widths, upright=density_of(table, small).name == "dense")
    for number, row in enumerate(table.rows, start=FIRST_ROW):
        _write_row(made, number, row, small)
        _fit(sheet, number, row, widths)
    made.last_row = HEAD_ROW + len(table.rows)
    made.right = len(table.columns)
    _write_totals(made, small)
    made.notes_end = _write_notes(made, small)
    _make_handy(made)
    return made


def _set_widths(sheet: Worksheet, table: Table, small: int) -> list[float]:
    dense = density_of(table, small).name == "dense"
    widths: list[float] = []
    for place, signs in enumerate(widths_of(table, small)):
        width = min(signs, 48) * 1.1 + 2.5
        widths.append(min(width, 7.5) if dense and place else max(width, 9))
        sheet.column_dimensions[get_column_letter(place + 1)].width = widths[-1]
    if len(widths) == 1:
        sheet.column_dimensions["A"].width = widths[0] = max(widths[0], 40)
    return widths


def _write_head(sheet: Worksheet, table: Table, widths: list[float], *, upright: bool) -> None:
    for place, column in enumerate(table.columns, start=1):
        cell = sheet.cell(HEAD_ROW, place)
        title = f"{column.title}\n{column.note}" if column.note else column.title
        write_text(cell, title, BOLD)
        cell.fill, cell.border = HEAD_FILL, BOX
        head = HEAD if column.kind == "text" else NUMBER_HEAD
        cell.alignment = UPRIGHT if upright and place > 1 else head
    if upright:
        longest = max(len(column.title) for column in table.columns)
        sheet.row_dimensions[HEAD_ROW].height = min(max(longest * 6.5, 40), 160)
    else:
        # Bold letters are wider, and a filter's arrow takes room.
        fit_row(sheet, HEAD_ROW, [width * 0.82 for width in widths])


def _write_row(made: TableSheet, number: int, row: tuple[Value, ...], small: int) -> None:
    for place, (value, column) in enumerate(zip(row, made.table.columns, strict=True), start=1):
        cell = own_cell(made.sheet.cell(number, place))
        look = look_of(value, column.kind)
        if look in made.looks:
            # Openpyxl has no public way to share a style.
            cell._style = copy(made.looks[look])  # type: ignore[attr-defined]  # noqa: SLF001
            put_value(cell, value, column.kind, small)
        else:
            write_value(cell, value, column.kind, small)
            cell.border = BOX
            made.looks[look] = copy(cell._style)  # type: ignore[attr-defined]  # noqa: SLF001
        formula = _share_formula(column, row, value, number)
        if formula:
            _write_formula(made, cell.coordinate, *formula)


def _fit(sheet: Worksheet, number: int, row: tuple[Value, ...], widths: list[float]) -> None:
    if any(
        isinstance(one, str) and (len(one) > w or "\n" in one)
        for one, w in zip(row, widths, strict=True)
    ):
        fit_row(sheet, number, [width * 0.95 for width in widths])


def _share_formula(
    column: Column, row: tuple[Value, ...], value: Value, number: int
) -> tuple[str, float] | None:
    """Return «part / whole» and what it comes to, where that is the percentage of the report."""
    percent = number_of(value)
    if column.of is None or percent is None:
        return None
    part, whole = (number_of(row[place]) for place in column.of)
    if part is None or not whole or abs(part / whole - percent / 100) > _CLOSE:
        return None
    first, second = (f"{get_column_letter(place + 1)}{number}" for place in column.of)
    return f"={first}/{second}", part / whole


def _write_totals(made: TableSheet, small: int) -> None:
    totals = totals_of(made.table)
    if totals is None:
        return
    number = made.last_row + 1
    for place, (value, column) in enumerate(zip(totals, made.table.columns, strict=True), start=1):
        cell = made.sheet.cell(number, place)
        write_value(cell, value, column.kind, small)
        cell.font, cell.fill, cell.border = BOLD, TOTAL_FILL, BOX
        formula = _share_formula(column, totals, value, number) or _column_formula(
            made, place - 1, value
        )
        if formula:
            _write_formula(made, cell.coordinate, *formula)


def _column_formula(made: TableSheet, place: int, value: Value) -> tuple[str, float] | None:
    """Return SUM or AVERAGE of a column, where that is the total of the report and nothing is hidden."""
    column, total = made.table.columns[place], number_of(value)
    cells = [row[place] for row in made.table.rows]
    numbers = [number for cell in cells if (number := number_of(cell)) is not None]
    if total is None or not numbers or any(isinstance(cell, Hidden) for cell in cells):
        return None
    found = {"sum": sum(numbers), "average": sum(numbers) / len(numbers)}.get(column.total)
    close = _CLOSE * 100 if column.total == "average" else 1e-6
    if found is None or abs(found - total) > close:
        return None
    letter = get_column_letter(place + 1)
    name = "SUM" if column.total == "sum" else "AVERAGE"
    return f"={name}({letter}{FIRST_ROW}:{letter}{made.last_row})", stored(found, column.kind)


def _write_formula(made: TableSheet, address: str, formula: str, result: float) -> None:
    cell = made.sheet[address]
    cell.value = formula
    made.results[address] = result


def _write_notes(made: TableSheet, small: int) -> int:
    """Write what is to know below the table and return the last row."""
    table, row = made.table, made.last_row + (2 if made.table.totals is None else 3)
    lines = [_("Строк нет.")] if not table.rows else []
    lines += [line for line in (table.note, *legend_of(table, small)) if line]
    if table.source:
        lines.append(_("Источник: {source}.").format(source=table.source.rstrip(".")))
    for line in lines:
        _write_line(made, row, line, QUIET)
        row += 1
    return row - 1


def _text_columns(widths: list[float]) -> int:
    """Return over how many columns a line of text goes: those of the table, or a few more for a small one."""
    more = max(_TEXT_WIDTH - sum(widths), 0)
    return len(widths) + ceil(more / (_PLAIN_WIDTH + 0.7))


def _write_line(made: TableSheet, row: int, text: str, font: Font) -> None:
    """Write a text over the table's width and as high as it needs: one that ran on would shrink the print."""
    cell = made.sheet.cell(row, 1)
    write_text(cell, text, font)
    cell.alignment = WRAP
    made.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=made.text_columns)
    more = made.text_columns - len(made.table.columns)
    size = float(font.size or 11) / 11
    room = max((made.width + more * _PLAIN_WIDTH) / size, 1)
    lines = sum(max(1, ceil(len(line) / room)) for line in cell_text(text).split("\n"))
    made.sheet.row_dimensions[row].height = 15 * size * min(lines, 25)


def _make_handy(made: TableSheet) -> None:
    sheet, table = made.sheet, made.table
    columns = len(table.columns)
    sheet.freeze_panes = f"{'B' if columns > 6 else 'A'}{FIRST_ROW}"
    if len(table.rows) >= _FILTERED:
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(columns)}{made.last_row}"
    if table.heat and table.rows:
        places = heat_columns(table)
        if places:
            first, last = (get_column_letter(place + 1) for place in (places[0], places[-1]))
            shades = ColorScaleRule(  # type: ignore[no-untyped-call]
                start_type="num", start_value=0, start_color="FFFFFFFF",
                end_type="max", end_color="FF7BA7D0",
            )  # fmt: skip
            sheet.conditional_formatting.add(f"{first}{FIRST_ROW}:{last}{made.last_row}", shades)
