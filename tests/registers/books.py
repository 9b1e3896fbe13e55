"""Small files of registers, and the words of a small school."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl

from vsosh_moodle.problems import Place
from vsosh_moodle.registers.people import KnownPerson, index_people
from vsosh_moodle.registers.read import RegisterReading, read_registers
from vsosh_moodle.registers.words import ExamWords, RegisterWords
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.people import Person, Role

Rows = Sequence[Sequence[object]]

TODAY = date(2026, 11, 26)
YEAR_START = date(2026, 9, 1)

PUPILS = [
    ("Тестов", "Иван", "Петрович", "9А", "Д-1"),
    ("Тестова", "Мария", "Олеговна", "9А", "Д-2"),
    ("Пробный", "Лев", "", "9Б", "Д-3"),
    ("Тёзкин", "Олег", "Ильич", "9А", "Д-4"),
    ("Тёзкин", "Олег", "Ильич", "9А", "Д-5"),
    ("Тёзкин", "Олег", "Ильич", "9Б", ""),
    ("Старшая", "Анна", "Львовна", "11А", "Д-7"),
]
TEACHERS = [("Примерова", "Нина", "Ивановна"), ("Образцов", "Глеб", "Юрьевич")]


def known(last: str, first: str, middle: str, class_name: str, number: str) -> KnownPerson:
    """Return a pupil of the lists; the key tells the number, or the class where there is none."""
    name = ClassName(int(class_name[:-1]), class_name[-1]) if class_name else None
    person = Person(
        Role.STUDENT, last, first, middle, name, school_number=number,
        source=Place("rosters/students.xlsx", class_name, 2),
    )  # fmt: skip
    return KnownPerson(person, f"key:{number or class_name}")


def words(**changes: object) -> RegisterWords:
    """Return what a school of three classes knows."""
    fields: dict[str, object] = {
        "classes": {ClassName(9, "А"), ClassName(9, "Б"), ClassName(11, "А")},
        "courses": ["algebra-9", "oge-math"],
        "exams": (
            ExamWords("Русский язык", frozenset({9}), 37, ("ГК1–ГК4",), True),
            ExamWords("Математика", frozenset({9}), 31, ("геометрия",), True),
            ExamWords("Русский язык", frozenset({11, 12}), 50, (), True),
            ExamWords("Математика (базовый уровень)", frozenset({11, 12}), 21, (), True),
            ExamWords("Математика (профильный уровень)", frozenset({11, 12}), 32, (), True),
        ),
        "indicators": {
            "coverage": "Охват дистанционным обучением",
            "rooms": "Кабинетов подключено к интернету",
            "teachers": "Педагогов — участников проекта",
        },
        "percents": {"coverage", "rooms"},
        "pupils": index_people(known(*one) for one in PUPILS),
        "staff": index_people(
            KnownPerson(Person(Role.TEACHER, *one), f"key:{one[0]}") for one in TEACHERS
        ),
    }
    return RegisterWords(**(fields | changes))  # type: ignore[arg-type]


def write_book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write an xlsx with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def read(*paths: Path, **changes: object) -> RegisterReading:
    """Read files as of the day of these tests."""
    return read_registers(
        paths, words(**changes), TODAY, year_start=YEAR_START, root=paths[0].parent
    )


def codes(reading: RegisterReading) -> list[tuple[str, str]]:
    """Return the code of each problem with its cell, or its row where it has no cell."""
    return [
        (one.code, one.place.cell or (str(one.place.row) if one.place.row else ""))
        for one in reading.problems
    ]
