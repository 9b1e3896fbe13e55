"""The sheet «Как заполнять» of the registers' template."""

from collections.abc import Sequence
from datetime import date

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.registers.columns import RegisterColumn, RegisterDefinition
from vsosh_moodle.reports.sheet_cells import (
    fit_row,
    own_column,
    set_up_print,
    write_cell,
    write_titles,
)
from vsosh_moodle.rosters.own_sheets import OWN_MARK

_WIDTHS = (24, 64, 34)
_LINE = Side("thin", color="FFBFBFBF")
_FRAME = Border(_LINE, _LINE, _LINE, _LINE)
_TITLE = Font(name="Calibri", size=14, bold=True)
_HEADING = Font(name="Calibri", size=12, bold=True)
_GREY = Font(name="Calibri", size=11, italic=True, color="FF606060")


def write_guide(
    sheet: Worksheet, registers: Sequence[tuple[RegisterDefinition, Sequence[RegisterColumn]]]
) -> None:
    """Write what registers are for and how each column is filled in."""
    for column, width in enumerate(_WIDTHS, start=1):
        own_column(sheet, column).width = width
    write_cell(sheet["A1"], OWN_MARK + _("как заполнять реестры"))
    sheet["A1"].font = _TITLE
    row = 2
    for step in _steps(alone=len(registers) == 1):
        row = _line(sheet, row, step)
    for definition, columns in registers:
        row = _line(sheet, row + 1, definition.title, _HEADING)
        row = _line(sheet, row, definition.about)
        write_titles(sheet, row, [_("Столбец"), _("Как заполнить"), _("Пример")])
        row += 1
        for one in columns:
            _row(sheet, row, one)
            row += 1
    set_up_print(sheet, 1, landscape=False)
    sheet.print_title_rows = None  # a title of one register is none of the next one's


def _line(sheet: Worksheet, row: int, text: str, font: Font | None = None) -> int:
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_WIDTHS))
    cell = sheet.cell(row, 1)
    write_cell(cell, text)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font is not None:
        cell.font = font
    sheet.row_dimensions[row].height = 16 * (1 + len(text) // sum(_WIDTHS))
    return row + 1


def _row(sheet: Worksheet, row: int, column: RegisterColumn) -> None:
    title = f"{column.title} *" if column.required else column.title
    example = column.example
    if isinstance(example, date):
        example = f"{example:%d.%m.%Y}"
    choices = "; ".join(column.choices)
    how = f"{column.how} {_('Можно: {words}.').format(words=choices)}" if choices else column.how
    for place, value in enumerate((title, how, str(example)), start=1):
        cell = sheet.cell(row, place)
        write_cell(cell, value or None)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        cell.border = _FRAME
    sheet.cell(row, len(_WIDTHS)).font = _GREY
    fit_row(sheet, row, _WIDTHS)


def _steps(*, alone: bool) -> list[str]:
    return [
        _(
            "1. Одна строка — одна запись. Столбцы со звёздочкой обязательны, остальные — если есть что."
        ),
        _("2. Щёлкните по ячейке: подсказка скажет, что писать, стрелка справа откроет список."),
        _(
            "3. Строка, которая начинается со слова «Пример:», не читается: впишите поверх или удалите её."
        ),
        _(
            "4. Где ученики уже вписаны, заполняйте только нужные строки: остальные не считаются и не мешают."
        ),
        _("5. Порядок столбцов и листов любой. Свои столбцы добавлять можно: они не читаются."),
        _("6. Положите файл в папку registers и проверьте: vsosh-moodle registers check.")
        if alone
        else _(
            "6. Ненужный лист удалите. Листы можно разнести по файлам и поручить разным людям. Проверка: "
            "vsosh-moodle registers check."
        ),
    ]
