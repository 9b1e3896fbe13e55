"""Rosters of made-up people as files: workbooks with lists to choose from, or CSV when they are many."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.sample.people import StudentRow, TeacherRow

STUDENT_COLUMNS = (
    "Фамилия",
    "Имя",
    "Отчество",
    "Дата рождения",
    "Класс",
    "Личное дело №",
    "Категории",
    "Элективы",
    "Дата зачисления",
)
TEACHER_COLUMNS = (
    "Фамилия",
    "Имя",
    "Отчество",
    "Предметы",
    "Классы",
    "E-mail",
    "Табельный №",
)
STUDENT_FILE, TEACHER_FILE = "students.xlsx", "teachers.xlsx"

ONE_SHEET_FROM = 5_000
CSV_FROM = 50_000
_DATE_FORMAT = "DD.MM.YYYY"
_WIDTHS = {"Фамилия": 24, "Имя": 16, "Отчество": 22, "Категории": 28, "Элективы": 28, "Классы": 28}
_LIST_LIMIT = 255  # Excel keeps an inline list of a validation in 255 characters


def write_students(
    folder: Path,
    students: Iterable[StudentRow],
    total: int,
    choices: dict[str, Sequence[str]],
) -> Path:
    """Write the students to `folder` and return the file: xlsx, or csv above 50,000 of them.

    `choices` are the values a column offers in Excel, such as {"Класс": ["9А", "9Б"]}; a sheet for
    each class, or one «Ученики» above 5,000. Rows stream: memory does not grow with them.
    """
    if total > CSV_FROM:
        path = folder / Path(STUDENT_FILE).with_suffix(".csv")
        _write_csv(path, STUDENT_COLUMNS, map(_student_cells, students))
        return path
    book = Workbook(write_only=True)
    if total > ONE_SHEET_FROM:
        _add_sheet(book, "Ученики", STUDENT_COLUMNS, map(_student_cells, students), choices)
    else:
        for name, rows in groupby(students, key=lambda row: row.class_name):
            _add_sheet(book, str(name), STUDENT_COLUMNS, map(_student_cells, rows), choices)
    path = folder / STUDENT_FILE
    book.save(path)
    return path


def write_teachers(
    folder: Path, teachers: Iterable[TeacherRow], choices: dict[str, Sequence[str]]
) -> Path:
    """Write the teachers to an xlsx with the sheet «Учителя» and return the file."""
    book = Workbook(write_only=True)
    _add_sheet(book, "Учителя", TEACHER_COLUMNS, map(_teacher_cells, teachers), choices)
    path = folder / TEACHER_FILE
    book.save(path)
    return path


def _student_cells(row: StudentRow) -> list[Any]:
    return [
        *row.name,
        row.birth_date,
        str(row.class_name),
        row.file_number,
        "; ".join(row.categories),
        "; ".join(row.electives),
        row.start,
    ]


def _teacher_cells(row: TeacherRow) -> list[Any]:
    return [
        *row.name,
        "; ".join(row.subjects),
        ", ".join(str(name) for name in row.classes),
        "",
        row.staff_number,
    ]


def _add_sheet(
    book: Workbook,
    title: str,
    columns: Sequence[str],
    rows: Iterator[list[Any]],
    choices: dict[str, Sequence[str]],
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns):
        sheet.column_dimensions[_letter(number)].width = _WIDTHS.get(column, 16)
    sheet.append([_bold(sheet, column) for column in columns])
    count = 1
    for row in rows:
        count += 1
        sheet.append([_dated(sheet, cell) for cell in row])
    for column, values in choices.items():
        _offer(sheet, _letter(columns.index(column)), values, count)


def _offer(sheet: Worksheet, letter: str, values: Sequence[str], rows: int) -> None:
    """Offer values in a column; several of them may be typed, so Excel advises and does not refuse."""
    listed = ",".join(values)
    if not values or len(listed) > _LIST_LIMIT:
        return
    offer = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    offer.showErrorMessage = False
    offer.add(f"{letter}2:{letter}{max(rows, 2) + 200}")
    sheet.data_validations.append(offer)


def _letter(number: int) -> str:
    return chr(ord("A") + number)


def _bold(sheet: Worksheet, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _dated(sheet: Worksheet, value: Any) -> Any:
    if not isinstance(value, date):
        return value or None
    cell = WriteOnlyCell(sheet, value=datetime.combine(value, time.min))
    cell.number_format = _DATE_FORMAT
    return cell


def _write_csv(path: Path, columns: Sequence[str], rows: Iterator[list[Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(
                f"{cell:%d.%m.%Y}" if isinstance(cell, date) else (cell or "") for cell in row
            )
