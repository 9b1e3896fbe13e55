"""Every problem of a register has its code, its cell and its way out; the good rows are used."""

import ast
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.registers.books import Rows, codes, read, write_book
from vsosh_moodle.registers.records import RegisterKind

PUPIL = "Тестов Иван Петрович"
TRIAL = ["ФИО", "Личное дело №", "Класс", "Предмет", "Дата", "Первичный балл", "Баллы: геометрия"]
TERMS = ["ФИО", "Класс", "Курс", "Задание", "Срок до", "Доп. время", "Попытки"]
DEVICE = [
    "ФИО",
    "Класс",
    "Техника дома",
    "Интернет",
    "Инв. №",
    "Выдано",
    "Вернуть до",
    "Возвращено",
]
PROJECT = ["ФИО", "Класс", "Тема", "Дата защиты"]
TRAINING = ["ФИО", "Программа", "Часов", "Дата выдачи", "Действует до", "По ДОТ"]
CURRICULUM = ["Предмет", "Параллель", "Форма обучения", "Курс ДО"]
PAST = ["Учебный год", "Показатель", "План", "Факт"]
ROOM = ["Кабинет", "Интернет", "Компьютеров"]
STAFF = ["ФИО", "Должность"]
LESSON = ["Класс", "День", "Начало", "Минут", "Предмет", "Как проходит", "За экраном, мин"]


class Wrong(NamedTuple):
    """A sheet with something wrong in it, the code, the cell, and how many rows are used."""

    code: str
    cell: str
    kind: RegisterKind
    sheet: str
    rows: Rows
    used: int = 0


CASES = [
    Wrong("cell-missing", "C2", "projects", "Проекты", [PROJECT, [PUPIL, "9А", "", "12.10.2026"]]),
    Wrong("cell-missing", "D2", "past_years", "Прошлые годы", [[*PAST, "Примечание"], ["2025/26", "coverage", "", "", "отчёт"]]),
    Wrong("cell-missing", "A2", "timetable", "Расписание", [LESSON, ["", "пн", "17:30", 45, "Химия", "", ""]]),
    Wrong("day-unreadable", "B2", "timetable", "Расписание", [LESSON, ["9А", "завтра", "17:30", 45, "Химия", "", ""]]),
    Wrong("time-unreadable", "C2", "timetable", "Расписание", [LESSON, ["9А", "пн", "вечером", 45, "Химия", "", ""]]),
    Wrong("screen-over-lesson", "G2", "timetable", "Расписание", [LESSON, ["9А", "пн", "17:30", 40, "Химия", "онлайн", 41]]),
    Wrong("screen-offline", "G2", "timetable", "Расписание", [LESSON, ["9А", "пн", "17:30", 40, "Химия", "без экрана", 10]]),
    Wrong("person-missing", "A2", "projects", "Проекты", [PROJECT, ["", "9А", "Реки", ""]]),
    Wrong("person-unknown", "A2", "projects", "Проекты", [PROJECT, ["Незнакомец Пётр", "9А", "Реки", ""]]),
    Wrong("person-ambiguous", "A2", "projects", "Проекты", [PROJECT, ["Тёзкин Олег Ильич", "9А", "Реки", ""]]),
    Wrong("person-ambiguous", "A2", "projects", "Проекты", [PROJECT, ["Тёзкин О. И.", "9А", "Реки", ""]]),
    Wrong("number-unknown", "B2", "trials", "Пробники", [TRIAL, [PUPIL, "Д-99", "9А", "Математика", "12.11.2026", 9, 2]]),
    Wrong("number-other-name", "B2", "trials", "Пробники", [TRIAL, [PUPIL, "Д-2", "9А", "Математика", "12.11.2026", 9, 2]]),
    Wrong("class-unknown", "B2", "projects", "Проекты", [PROJECT, [PUPIL, "10Б", "Реки", ""]]),
    Wrong("class-unreadable", "B2", "projects", "Проекты", [PROJECT, [PUPIL, "9а/9б", "Реки", ""]]),
    Wrong("grade-unreadable", "B2", "curriculum", "Учебный план", [CURRICULUM, ["Физика", "9А", "очная", ""]]),
    Wrong("grade-unknown", "B2", "curriculum", "Учебный план", [CURRICULUM, ["Физика", 5, "очная", ""]], 1),
    Wrong("choice-unknown", "C2", "curriculum", "Учебный план", [CURRICULUM, ["Физика", 9, "наощупь", ""]]),
    Wrong("choice-unknown", "C2", "devices", "Техника", [DEVICE, [PUPIL, "9А", "телефон соседа"]]),
    Wrong("course-unknown", "D2", "curriculum", "Учебный план", [CURRICULUM, ["Физика", 9, "очная", "algebra-8"]]),
    Wrong("indicator-unknown", "B2", "past_years", "Прошлые годы", [PAST, ["2025/26", "Счастье", 1, 1]]),
    Wrong("year-unreadable", "A2", "past_years", "Прошлые годы", [PAST, [2025, "coverage", 50, 41]]),
    Wrong("year-range", "A2", "past_years", "Прошлые годы", [PAST, ["2029/30", "coverage", 40, 41]]),
    Wrong("percent-fraction", "D2", "past_years", "Прошлые годы", [PAST, ["2025/26", "coverage", 50, 0.455]]),
    Wrong("number-unreadable", "C2", "past_years", "Прошлые годы", [PAST, ["2025/26", "coverage", "до 50", 41]]),
    Wrong("number-unreadable", "F2", "trials", "Пробники", [TRIAL, [PUPIL, "", "9А", "Математика", "12.11.2026", datetime(2026, 5, 1), 2]]),
    Wrong("number-unreadable", "G2", "trials", "Пробники", [TRIAL, [PUPIL, "", "9А", "Математика", "12.11.2026", 9, "два"]]),
    Wrong("number-unreadable", "C2", "rooms", "Кабинеты", [ROOM, ["12", "да", 2.5]]),
    Wrong("yes-no-unreadable", "B2", "rooms", "Кабинеты", [ROOM, ["12", "иногда", 2]]),
    Wrong("date-unreadable", "D2", "projects", "Проекты", [PROJECT, [PUPIL, "9А", "Реки", "скоро"]]),
    Wrong("date-unreadable", "D2", "projects", "Проекты", [PROJECT, [PUPIL, "9А", "Реки", "2026"]]),
    Wrong("date-unreadable", "D2", "projects", "Проекты", [PROJECT, [PUPIL, "9А", "Реки", "30.02.2026"]]),
    Wrong("date-unreadable", "D2", "projects", "Проекты", [PROJECT, [PUPIL, "9А", "Реки", "03/14/2026"]]),
    Wrong("date-range", "D2", "projects", "Проекты", [PROJECT, [PUPIL, "9А", "Реки", "12.10.1926"]]),
    Wrong("date-range", "D2", "projects", "Проекты", [PROJECT, [PUPIL, "9А", "Реки", "27.11.2026"]]),
    Wrong("dates-reversed", "E2", "training", "ПК", [TRAINING, ["Примерова Нина Ивановна", "ДОТ", 36, "01.03.2026", "01.02.2026", "да"]]),
    Wrong("dates-reversed", "H2", "devices", "Техника", [DEVICE, [PUPIL, "9А", "выдана школой", "да", "1", "10.09.2026", "", "01.09.2026"]]),
    Wrong("loan-undated", "F2", "devices", "Техника", [DEVICE, [PUPIL, "9А", "выдана школой", "да", "1"]], 1),
    Wrong("points-above", "F2", "trials", "Пробники", [TRIAL, [PUPIL, "", "9А", "Математика", "12.11.2026", 77, 2]]),
    Wrong("points-above", "G2", "trials", "Пробники", [TRIAL, [PUPIL, "", "9А", "Математика", "12.11.2026", 7, 9]]),
    Wrong("subject-unknown", "D2", "trials", "Пробники", [TRIAL, [PUPIL, "", "9А", "Химия", "12.11.2026", 7, ""]], 1),
    Wrong("subject-ambiguous", "D2", "trials", "Пробники", [TRIAL, ["Старшая Анна Львовна", "", "11А", "Математика", "12.11.2026", 7, ""]]),
    Wrong("row-twice", "3", "rooms", "Кабинеты", [ROOM, ["12", "да", 2], [12, "нет", 3]], 1),
    Wrong("device-contradicts", "3", "devices", "Техника", [DEVICE, [PUPIL, "9А", "есть своя"], [PUPIL, "9А", "нет"]], 2),
    Wrong("device-lent-twice", "3", "devices", "Техника", [
        DEVICE, [PUPIL, "9А", "выдана школой", "да", "7", "01.09.2026"],
        ["Пробный Лев", "9Б", "выдана школой", "да", "7", "01.10.2026"],
    ], 2),
    Wrong("column-twice", "C1", "rooms", "Кабинеты", [["Кабинет", "Интернет", "Номер кабинета"], ["12", "да", "13"]], 1),
    Wrong("column-unknown", "C1", "rooms", "Кабинеты", [["Кабинет", "Интернет", "Компютеров"], ["12", "да", 3]], 1),
    Wrong("group-unknown", "G1", "trials", "Пробники", [
        [*TRIAL[:6], "Баллы: стереометрия"], [PUPIL, "", "9А", "Математика", "12.11.2026", 9, 3],
    ], 1),
    Wrong("extra-unreadable", "F2", "exceptions", "Продления", [TERMS, [PUPIL, "9А", "", "", "", "×9", ""]]),
    Wrong("extra-unreadable", "F2", "exceptions", "Продления", [TERMS, [PUPIL, "9А", "", "", "", "побольше", ""]]),
    Wrong("attempts-range", "G2", "exceptions", "Продления", [TERMS, [PUPIL, "9А", "", "", "", "", 11]]),
    Wrong("cell-missing", "E2", "exceptions", "Продления", [TERMS, [PUPIL, "9А", "oge", "mock-1", "", "", ""]]),
    Wrong("register-misnamed", "1", "rooms", "Техника", [ROOM, ["12", "да", 2]], 1),
    Wrong("register-column-missing", "1", "rooms", "Кабинеты", [["Кабинет", "Компьютеров"], ["12", 3]]),
    Wrong("register-column-missing", "1", "projects", "Лист1", [["ФИО", "Класс", "Дата защиты"], [PUPIL, "9А", ""]]),
    Wrong("register-header-missing", "", "rooms", "Кабинеты", [["12", "да"], ["13", "нет"]]),
    Wrong("register-unknown", "", "rooms", "Лист1", [["Блюдо", "Цена"], ["Щи", 90]]),
    Wrong("register-ambiguous", "1", "software", "Лист1", [["Название", "Лицензия"], ["LibreOffice", "свободная"]]),
    Wrong("register-empty", "", "rooms", "Лист1", [[]]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda one: f"{one.code}-{one.kind}")
def test_a_problem_is_told_at_its_cell_with_the_way_out(case: Wrong, tmp_path: Path) -> None:
    reading = read(write_book(tmp_path / "книга.xlsx", {case.sheet: case.rows}))
    assert (case.code, case.cell) in codes(reading)
    [problem] = [one for one in reading.problems if one.code == case.code][:1]
    assert problem.hint
    assert problem.place.file == "книга.xlsx"
    if case.code != "register-empty":
        assert problem.place.sheet == case.sheet
    if (problem.severity == "error") == (case.used == 0):
        assert len(codes(reading)) == 1, "one mistake, one problem"
    assert len(getattr(reading.registers, case.kind)) == case.used


def test_all_mistakes_of_all_rows_are_told_at_once_and_good_rows_are_used(tmp_path: Path) -> None:
    rows: Rows = [
        TRIAL,
        ["Незнакомец Пётр", "", "9А", "Математика", "32.11.2026", "много", ""],
        [PUPIL, "", "9А", "Математика", "12.11.2026", 20, 4],
        ["Тестова Мария Олеговна", "", "10Г", "Математика", "12.11.2026", 30, ""],
        ["Пробный Лев", "", "9Б", "Математика", "12.11.2026", 32, ""],
    ]
    reading = read(write_book(tmp_path / "a.xlsx", {"Пробники": rows}))
    assert codes(reading) == [
        ("date-unreadable", "E2"), ("number-unreadable", "F2"), ("person-unknown", "A2"),
        ("class-unknown", "C4"), ("points-above", "F5"),
    ]  # fmt: skip
    assert [one.points for one in reading.registers.trials] == [20]
    assert [(one.rows, one.left_out) for one in reading.sheets] == [(1, 3)]


def test_no_message_names_a_pupil(tmp_path: Path) -> None:
    rows: Rows = [
        PROJECT,
        ["Незнакомец Пётр", "9А", "Реки", ""],
        ["Тёзкин Олег Ильич", "9А", "Реки", ""],
        ["Тестовв Иван Петрович", "9А", "Реки", ""],
        [PUPIL, "9А", "Реки", ""],
        [PUPIL, "9А", "Реки", ""],
    ]
    reading = read(write_book(tmp_path / "a.xlsx", {"Проекты": rows}))
    told = " ".join(str(one) for one in reading.problems)
    assert len(reading.problems) == 4
    assert "rosters/students.xlsx, лист «9А»" in told
    for name in ("Незнакомец", "Тёзкин", "Тестов"):
        assert name not in told


def test_somebody_trained_whom_nobody_knows_is_told(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Кадры": [STAFF, ["Примерова Нина Ивановна", "учитель"]],
        "Повышение квалификации": [
            TRAINING,
            ["Образцов Глеб Юрьевич", "ДОТ", 36, "01.03.2026", "", "да"],
            ["Чужой Юрий Юрьевич", "ДОТ", 36, "01.03.2026", "", "да"],
        ],
    }
    reading = read(write_book(tmp_path / "a.xlsx", sheets))
    assert codes(reading) == [("staff-unknown", "3")]
    assert len(reading.registers.training) == 2


def test_two_teachers_of_one_name_cannot_be_told_apart(tmp_path: Path) -> None:
    from tests.registers.books import TEACHERS
    from vsosh_moodle.registers.people import KnownPerson, index_people
    from vsosh_moodle.school.people import Person, Role

    twice = [KnownPerson(Person(Role.TEACHER, *TEACHERS[0]), f"key:{n}") for n in range(2)]
    path = write_book(
        tmp_path / "a.xlsx", {"Кадры": [STAFF, ["Примерова Нина Ивановна", "учитель"]]}
    )
    reading = read(path, staff=index_people(twice))
    assert codes(reading) == [("person-ambiguous", "A2")]


SHEETS = {
    "sheet-hidden",
    "column-hidden",
    "row-hidden",
    "row-filtered",
    "row-struck",
    "class-missing",
}
"""Tested in test_ugly_files.py."""


def test_every_problem_the_reader_knows_is_tested() -> None:
    import vsosh_moodle.registers as package

    known = set()
    for path in Path(package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                texts = [one for arg in node.args for one in ast.walk(arg)]
                if name in {"Problem", "report"}:
                    known |= {
                        one.value
                        for one in texts
                        if isinstance(one, ast.Constant)
                        and isinstance(one.value, str)
                        and one.value.isascii()
                        and "-" in one.value
                    }
    tested = {case.code for case in CASES} | SHEETS | {"staff-unknown"}
    assert known - tested == set()
