"""Registers to fill in: a sheet for each, with choices in the cells and what the project knows already."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.registers.cells import FIRST_YEAR
from vsosh_moodle.registers.columns import (
    NO,
    YES,
    RegisterColumn,
    RegisterDefinition,
    ValueKind,
)
from vsosh_moodle.registers.headers import POINTS_OF
from vsosh_moodle.registers.records import RegisterKind
from vsosh_moodle.registers.sheet import EXAMPLE
from vsosh_moodle.registers.values import YEARS_AHEAD
from vsosh_moodle.reports.choice_lists import EXCEL_EPOCH, ChoiceLists
from vsosh_moodle.reports.register_guide import write_guide
from vsosh_moodle.reports.sheet_cells import (
    DATE_FORMAT,
    fit_row,
    own_column,
    set_up_print,
    write_cell,
    write_titles,
)

SPARE_ROWS = 300
"""How many rows below those filled in get their choices."""

MOST_NAMES = 3000
"""So many names are still a list to choose from; more are typed."""

_GREY = Font(name="Calibri", size=11, italic=True, color="FF808080")
_LINE = Side("thin", color="FFBFBFBF")
_FRAME = Border(_LINE, _LINE, _LINE, _LINE)
_FRAMED_ROWS = 25
_STRICT = frozenset(
    {
        ValueKind.CHOICE,
        ValueKind.FORM,
        ValueKind.YES_NO,
        ValueKind.CLASS,
        ValueKind.GRADE,
        ValueKind.INDICATOR,
    }
)
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class RegisterChoices:
    """What may be chosen in the cells, by the kind of their column; `groups` get a column of points each."""

    words: Mapping[ValueKind, Sequence[str]] = field(default_factory=dict)
    groups: Sequence[str] = ()


Prefilled = Mapping[RegisterKind, Sequence[Mapping[str, object]]]
"""Rows that stand there already, by the keys of their columns."""


def render_register_template(
    registers: Sequence[RegisterDefinition],
    choices: RegisterChoices,
    prefilled: Prefilled,
    today: date,
) -> bytes:
    """Return an xlsx with a guide and a sheet for each register, its known rows filled in."""
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = _("Как заполнять")
    lists = ChoiceLists(book)
    for definition in registers:
        columns = template_columns(definition, choices.groups)
        sheet = book.create_sheet(definition.title)
        _Sheet(sheet, columns, choices, lists, today).write(prefilled.get(definition.kind, ()))
    lists.close()
    write_guide(guide, [(one, template_columns(one, choices.groups)) for one in registers])
    if len(registers) == 1:
        book.active = 1
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def template_columns(
    definition: RegisterDefinition, groups: Sequence[str]
) -> tuple[RegisterColumn, ...]:
    """Return the columns of a register's sheet; those with points of a group come after the points."""
    columns: list[RegisterColumn] = []
    for column in definition.columns:
        if column.in_template:
            columns.append(column)
        if definition.kind == "trials" and column.key == "points":
            columns += [_points_of(group) for group in groups]
    return tuple(columns)


def title_of(column: RegisterColumn) -> str:
    """Return the title as it stands in the sheet: a required column has a star."""
    return f"{column.title} *" if column.required else column.title


def _points_of(group: str) -> RegisterColumn:
    return RegisterColumn(
        f"group:{group}",
        f"{POINTS_OF}{group}",
        ValueKind.NUMBER,
        _("Сколько из них за «{group}»; нужно, если шкала предмета об этом спрашивает.").format(
            group=group
        ),
        width=13,
    )


@dataclass(slots=True)
class _Sheet:
    sheet: Worksheet
    columns: Sequence[RegisterColumn]
    choices: RegisterChoices
    lists: ChoiceLists
    today: date

    def write(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Write titles, rows or an example of one, and the checks of the cells."""
        sheet, columns = self.sheet, self.columns
        write_titles(sheet, 1, [title_of(column) for column in columns])
        fit_row(sheet, 1, [column.width - 1 for column in columns])
        first = 2
        if not rows:
            self._write_example()
            first = 3
        last = first + len(rows) + SPARE_ROWS - 1
        for number, column in enumerate(columns, start=1):
            look = own_column(sheet, number)
            look.width = column.width
            look.number_format = _format_of(column)
            letter = get_column_letter(number)
            check = self._check(column)
            check.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(check)
        for number, row in enumerate(rows, start=2):
            for place, column in enumerate(columns, start=1):
                self._put(number, place, column, row.get(column.key))
        self._frame(max(len(rows), 1) + _FRAMED_ROWS)
        identity = sum(column.identity for column in columns)
        sheet.freeze_panes = f"{get_column_letter(max(identity, 1) + 1)}2"
        set_up_print(sheet, 1, landscape=True)
        if sheet.oddHeader is not None and sheet.oddHeader.center is not None:
            sheet.oddHeader.center.text = "&A"  # the sheet's name: on paper nothing else says it

    def _write_example(self) -> None:
        for place, column in enumerate(self.columns, start=1):
            value = column.example
            if place == 1:
                shown = f"{value:%d.%m.%Y}" if isinstance(value, date) else value
                value = f"{EXAMPLE} {shown}"
            self._put(2, place, column, value)
            self.sheet.cell(2, place).font = _GREY

    def _put(self, row: int, place: int, column: RegisterColumn, value: Any) -> None:
        cell = self.sheet.cell(row, place)
        cell.number_format = _format_of(column)
        write_cell(cell, None if value == "" else value)

    def _frame(self, last: int) -> None:
        """Draw the lines of the table: on paper an empty sheet would have none."""
        for row in self.sheet.iter_rows(2, last, 1, len(self.columns)):
            for cell, column in zip(row, self.columns, strict=True):
                cell.border = _FRAME
                cell.number_format = _format_of(column)

    def _check(self, column: RegisterColumn) -> DataValidation:
        words = self._words(column)
        if column.kind is ValueKind.DATE:
            check = _date_check(column, self.today)
        elif column.kind in {ValueKind.NUMBER, ValueKind.COUNT}:
            check = _number_check(column)
        elif words:
            check = DataValidation(
                type="list", formula1=self.lists.range_of(words), allow_blank=True
            )
            check.showErrorMessage = column.kind in _STRICT
            check.errorTitle = _("Такого нет в списке")
            check.error = _("Выберите значение из списка: стрелка справа от ячейки.")
        else:
            check = DataValidation(allow_blank=True)
        check.promptTitle, check.prompt = column.title[:32], (column.how or column.title)[:255]
        check.showInputMessage = True
        return check

    def _words(self, column: RegisterColumn) -> Sequence[str]:
        if column.kind is ValueKind.YES_NO:
            return (YES, NO)
        words = column.choices or self.choices.words.get(column.kind, ())
        return list(words) if len(words) <= MOST_NAMES else ()


def _format_of(column: RegisterColumn) -> str:
    if column.kind is ValueKind.DATE:
        return DATE_FORMAT
    if column.kind in {ValueKind.NUMBER, ValueKind.COUNT, ValueKind.GRADE}:
        return "General"
    return "@"  # «007» stays what it is


def _date_check(column: RegisterColumn, today: date) -> DataValidation:
    last = date(today.year + (YEARS_AHEAD if column.future else 1), 12, 31)
    check = DataValidation(
        type="date",
        operator="between",
        formula1=str((date(FIRST_YEAR, 1, 1) - EXCEL_EPOCH).days),
        formula2=str((last - EXCEL_EPOCH).days),
        allow_blank=True,
    )
    check.showErrorMessage = True
    check.errorTitle = _("Это не дата")
    check.error = _("Впишите дату: ДД.ММ.ГГГГ, например 15.10.2026.")
    return check


def _number_check(column: RegisterColumn) -> DataValidation:
    whole = column.kind is ValueKind.COUNT
    check = DataValidation(
        type="whole" if whole else "decimal",
        operator="between",
        formula1="0",
        formula2=str(_MOST),
        allow_blank=True,
    )
    check.showErrorMessage = True
    check.errorTitle = _("Это не число")
    check.error = _("Впишите целое число.") if whole else _("Впишите число, например 12,5.")
    return check
