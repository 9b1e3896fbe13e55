"""An empty list to fill in: choices in the cells, and a sheet that says how."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.reports.choice_lists import EXCEL_EPOCH, ChoiceLists
from vsosh_moodle.reports.sheet_cells import (
    DATE_FORMAT,
    HEADER_FONT,
    fit_row,
    own_column,
    set_up_print,
    write_cell,
    write_titles,
)
from vsosh_moodle.rosters.own_sheets import OWN_MARK
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.people import Role

ROWS_OF_CLASS, ROWS_OF_SCHOOL = 60, 1500
"""How many rows get their choices: more than any list has."""

_GREY = Font(name="Calibri", size=11, italic=True, color="FF808080")
_LINE = Side("thin", color="FFBFBFBF")
_FRAME = Border(_LINE, _LINE, _LINE, _LINE)


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """What may be chosen in the cells; an empty list leaves its column free."""

    classes: Sequence[ClassName] = ()
    categories: Sequence[str] = ()
    electives: Sequence[str] = ()
    subjects: Sequence[str] = ()


class _Column(NamedTuple):
    title: str
    width: float
    how: str
    example: object
    choices: Sequence[str] = ()
    several: bool = False


def render_roster_template(
    words: TemplateWords, roles: Sequence[Role], sheets: Sequence[ClassName], today: date
) -> bytes:
    """Return an xlsx with an empty list for each role, for pupils one for each of `sheets`.

    Without `sheets` pupils have one list with a column for the class.
    """
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = _("Как заполнять")
    lists = ChoiceLists(book)
    tables: list[tuple[Role, list[_Column]]] = []
    if Role.STUDENT in roles:
        columns = _student_columns(words, with_class=not sheets)
        tables.append((Role.STUDENT, columns))
        rows = ROWS_OF_CLASS if sheets else ROWS_OF_SCHOOL
        for title in map(str, sheets) if sheets else ["Ученики"]:
            _add_list(book.create_sheet(title), columns, lists, rows, today)
    if Role.TEACHER in roles:
        columns = _teacher_columns(words)
        tables.append((Role.TEACHER, columns))
        _add_list(book.create_sheet("Учителя"), columns, lists, ROWS_OF_CLASS * 5, today)
    lists.close()
    _write_guide(guide, tables, by_class=bool(sheets))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _student_columns(words: TemplateWords, *, with_class: bool) -> list[_Column]:
    classes = [str(name) for name in words.classes]
    own = _Column(
        "Класс", 9, _("Обязательно. Выберите из списка или впишите, например 9А."), "9А", classes
    )
    return [
        _Column("Фамилия", 22, _("Обязательно. Как в документе, русскими буквами."), "Дзугова"),
        _Column("Имя", 16, _("Обязательно. Полностью, не инициал."), "Мадина"),
        _Column("Отчество", 20, _("Если есть. Нет отчества — пустая ячейка."), "Руслановна"),
        _Column(
            "Дата рождения",
            15,
            _("ДД.ММ.ГГГГ. По ней различают тёзок и узнают ученика после смены фамилии."),
            date(2010, 3, 14),
        ),
        *([own] if with_class else []),
        _Column(
            "Личное дело №",
            15,
            _("Постоянный номер школы. Есть номер — ученика не спутать ни с кем."),
            "Д-17",
        ),
        _Column(
            "Категории",
            26,
            _("Можно несколько, через точку с запятой. Пусто — обычный ученик."),
            "; ".join(words.categories[:2]) or "спортсмены",
            words.categories,
            several=True,
        ),
        _Column(
            "Элективы",
            26,
            _("Выбранные курсы, через точку с запятой."),
            next(iter(words.electives), ""),
            words.electives,
            several=True,
        ),
        _Column(
            "Дата зачисления",
            16,
            _("Если пришёл в течение года: доступ к курсам с этого дня."),
            None,
        ),
        _Column(
            "Дата выбытия", 14, _("Если выбыл: доступ до этого дня. Строку не удаляйте."), None
        ),
    ]


def _teacher_columns(words: TemplateWords) -> list[_Column]:
    classes = [str(name) for name in words.classes]
    subjects = "; ".join(words.subjects[:2]) or "Алгебра; Геометрия"
    return [
        _Column("Фамилия", 22, _("Обязательно. Как в документе, русскими буквами."), "Кокоев"),
        _Column("Имя", 16, _("Обязательно. Полностью, не инициал."), "Алан"),
        _Column("Отчество", 20, _("Если есть. Нет отчества — пустая ячейка."), "Тимурович"),
        _Column(
            "Предметы",
            34,
            _("Обязательно. Как называются в курсах, через точку с запятой."),
            subjects,
            words.subjects,
            several=True,
        ),
        _Column(
            "Классы",
            24,
            _("В каких классах ведёт, через запятую. Пусто — во всех, где есть предмет."),
            ", ".join(classes[:2]) or "9А, 9Б",
            classes,
            several=True,
        ),
        _Column(
            "E-mail",
            28,
            _("Для писем от Moodle. Нет адреса — писем не будет."),
            "kokoev@example.org",
        ),
        _Column("Табельный №", 14, _("Постоянный номер, как личное дело у ученика."), "104"),
    ]


def _add_list(
    sheet: Worksheet, columns: Sequence[_Column], lists: ChoiceLists, rows: int, today: date
) -> None:
    write_titles(sheet, 1, [column.title for column in columns])
    sheet.row_dimensions[1].height = 32
    for number, column in enumerate(columns, start=1):
        look = own_column(sheet, number)
        look.width = column.width
        cells = f"{get_column_letter(number)}2:{get_column_letter(number)}{rows + 1}"
        if column.title.startswith("Дата"):
            look.number_format = DATE_FORMAT
            _check(sheet, cells, _date_check(column, today))
        elif column.choices:
            _check(sheet, cells, _choice_check(column, lists))
        else:
            look.number_format = "@"  # «007» stays what it is
            _check(sheet, cells, _hint(column))
    sheet.freeze_panes = "C2" if len(columns) > 6 else "A2"
    set_up_print(sheet, 1, landscape=True)
    sheet.print_options.gridLines = True


def _check(sheet: Worksheet, cells: str, check: DataValidation) -> None:
    check.add(cells)
    sheet.add_data_validation(check)


def _hint(column: _Column, kind: Mapping[str, object] | None = None) -> DataValidation:
    check = DataValidation(allow_blank=True, **(kind or {}))  # type: ignore[arg-type]
    check.promptTitle, check.prompt = column.title[:32], column.how[:255]
    check.showInputMessage = True
    return check


def _choice_check(column: _Column, lists: ChoiceLists) -> DataValidation:
    kind = {"type": "list", "formula1": lists.range_of(column.choices)}
    check = _hint(column, kind)
    # Of several values Excel knows none: it advises and does not refuse.
    check.showErrorMessage = not column.several
    check.errorTitle = _("Такого нет в списке")
    check.error = _("Выберите значение из списка. Нового класса нет — впишите его в config.yaml.")
    return check


def _date_check(column: _Column, today: date) -> DataValidation:
    is_birth = column.title == "Дата рождения"
    first, last = (
        (date(today.year - 90, 1, 1), today)
        if is_birth
        else (date(1990, 1, 1), _years_on(today, 2))
    )
    kind = {
        "type": "date",
        "operator": "between",
        "formula1": str((first - EXCEL_EPOCH).days),
        "formula2": str((last - EXCEL_EPOCH).days),
    }
    check = _hint(column, kind)
    check.showErrorMessage = True
    check.errorTitle = _("Это не дата")
    check.error = _("Впишите дату: ДД.ММ.ГГГГ, например 14.03.2010.")
    return check


def _years_on(day: date, years: int) -> date:
    return date(day.year + years, 12, 31)


def _write_guide(
    sheet: Worksheet, tables: Sequence[tuple[Role, Sequence[_Column]]], *, by_class: bool
) -> None:
    widths = (22, 70, 30)
    for column, width in enumerate(widths, start=1):
        own_column(sheet, column).width = width
    write_cell(sheet["A1"], OWN_MARK + _("как заполнять список"))
    sheet["A1"].font = Font(name="Calibri", size=14, bold=True)
    row = 2
    for step in _steps(by_class=by_class):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
        write_cell(sheet.cell(row, 1), step)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 15 * (1 + len(step) // 115)
        row += 1
    for role, columns in tables:
        row += 1
        title = _("Ученики") if role is Role.STUDENT else _("Учителя")
        write_cell(sheet.cell(row, 1), title)
        sheet.cell(row, 1).font = HEADER_FONT
        write_titles(sheet, row + 1, [_("Столбец"), _("Как заполнить"), _("Пример")])
        row += 2
        for told in columns:
            for place, value in enumerate((told.title, told.how, told.example), start=1):
                cell = sheet.cell(row, place)
                write_cell(cell, value or None)
                cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
                cell.border = _FRAME
            sheet.cell(row, 3).font = _GREY
            fit_row(sheet, row, widths)
            row += 1
    set_up_print(sheet, 1, landscape=False)


def _steps(*, by_class: bool) -> list[str]:
    return [
        _("1. Один человек — одна строка. Заголовки не меняйте; порядок столбцов любой.")
        if not by_class
        else _("1. Один человек — одна строка, на листе своего класса. Заголовки не меняйте."),
        _("2. Щёлкните по ячейке: подсказка скажет, что писать, стрелка справа откроет список."),
        _("3. Вставлять из другой таблицы лучше через «Специальная вставка → Значения»."),
        _("4. Не добавляйте СНИЛС, телефоны, адреса: программе они не нужны и прочитаны не будут."),
        _("5. Сохраните файл и проверьте: vsosh-moodle roster check ФАЙЛ."),
    ]
