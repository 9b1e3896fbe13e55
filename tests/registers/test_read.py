"""Files of registers become rows: of every kind, in every format, under every usual title."""

import csv
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from tests.registers.books import TODAY, Rows, codes, read, words, write_book
from vsosh_moodle.registers.columns import RegisterDefinition
from vsosh_moodle.registers.definitions import definitions
from vsosh_moodle.registers.headers import find_register_header, kind_of_name
from vsosh_moodle.registers.read import read_registers
from vsosh_moodle.school.classes import ClassName

ALL = pytest.mark.parametrize("definition", definitions(), ids=lambda one: one.kind)


def example_rows(definition: RegisterDefinition) -> list[list[object]]:
    """Return the titles of the template and its example, with people of the small school."""
    columns = [column for column in definition.columns if column.in_template]
    people = {"person": "Тестов Иван Петрович", "number": "Д-1", "name": "Примерова Нина Ивановна"}
    rows = {**people, "course": "algebra-9"}
    return [
        [column.title for column in columns],
        [rows.get(column.key, column.example) for column in columns],
    ]


@ALL
def test_the_example_of_every_register_is_read_without_a_problem(
    definition: RegisterDefinition, tmp_path: Path
) -> None:
    path = write_book(tmp_path / "книга.xlsx", {definition.title: example_rows(definition)})
    reading = read(path)
    assert codes(reading) == []
    assert [(one.kind, one.rows) for one in reading.sheets] == [(definition.kind, 1)]
    assert reading.registers.given == {definition.kind}
    assert len(getattr(reading.registers, definition.kind)) == 1
    assert reading.dropped == []


@ALL
def test_columns_alone_tell_the_kind(definition: RegisterDefinition, tmp_path: Path) -> None:
    path = write_book(tmp_path / "книга.xlsx", {"Лист1": example_rows(definition)})
    reading = read(path)
    assert codes(reading) == []
    assert reading.registers.given == {definition.kind}


@ALL
def test_a_csv_in_windows_1251_is_read_by_the_name_of_its_file(
    definition: RegisterDefinition, tmp_path: Path
) -> None:
    path = tmp_path / f"{definition.title} 2026.csv"
    with path.open("w", encoding="cp1251", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        for row in example_rows(definition):
            writer.writerow(f"{one:%d.%m.%Y}" if isinstance(one, date) else one for one in row)
    reading = read(path)
    assert codes(reading) == []
    assert reading.registers.given == {definition.kind}


@ALL
def test_every_other_title_of_a_column_is_known_and_no_two_columns_share_one(
    definition: RegisterDefinition,
) -> None:
    for column in definition.columns:
        for name in (column.title, *column.names):
            others = [one.title for one in definition.columns if one.key != column.key]
            header = find_register_header(definition, [[name.upper(), *others]])
            assert header is not None
            assert header.columns[column.key] == 0, name


@ALL
def test_every_other_name_of_a_register_is_its_own(definition: RegisterDefinition) -> None:
    for name in (definition.kind, definition.title, *definition.names):
        assert kind_of_name(definitions(), name) == definition.kind


def test_rows_say_what_the_cells_say(tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "книга.xlsx",
        {
            "Пробники": [
                ["Фамилия", "Имя", "Отчество", "Класс", "Предмет", "Дата", "Балл", "Геометрия", "ГК1-ГК4"],
                ["Тестов", "Иван", "Петрович", "9 «а»", "математика", datetime(2026, 11, 12), 14, 3, ""],
                ["Пробный", "Лев", "", "", "Русский язык", "12 ноября 2026 г.", "30,5", "-", 7],
                ["Старшая", "Анна", "Львовна", "11А", "Математика (базовый уровень)", "12.11.26", 9, "", ""],
            ],
            "Техника": [
                ["Кому", "Наличие компьютера", "Интернет", "Инвентарный №", "Дата выдачи", "Срок возврата"],
                ["Тестова Мария Олеговна", "Выдана", "+", "007", 46266, "25.05.27"],
            ],
        },
    )  # fmt: skip
    reading = read(path)
    assert codes(reading) == []
    first, second, third = reading.registers.trials
    assert (first.person, first.class_name) == ("Тестов Иван Петрович", ClassName(9, "А"))
    assert (first.subject, first.day, first.points) == ("Математика", date(2026, 11, 12), 14)
    assert first.groups == (("геометрия", 3.0),)
    assert (second.person, second.class_name) == ("Пробный Лев", ClassName(9, "Б"))
    assert (second.points, second.groups, second.final) == (30.5, (("ГК1–ГК4", 7.0),), False)
    assert third.subject == "Математика (базовый уровень)"
    assert first.source.row == 2
    [loan] = reading.registers.devices
    assert (loan.has, loan.internet, loan.inventory) == ("loan", True, "007")
    assert (loan.since, loan.until) == (date(2026, 9, 1), date(2027, 5, 25))
    assert reading.pupils == {
        ("Тестов Иван Петрович", "9А"): "key:Д-1",
        ("Пробный Лев", "9Б"): "key:Д-3",
        ("Старшая Анна Львовна", "11А"): "key:Д-7",
        ("Тестова Мария Олеговна", "9А"): "key:Д-2",
    }


def test_a_programme_of_several_courses_is_one_row(tmp_path: Path) -> None:
    rows: Rows = [
        ["Предмет", "Параллель", "Форма обучения", "Курс ДО"],
        ["Алгебра", "IX", "вечерняя", "algebra-9; vsosh:2026:oge-math"],
        ["Физика", 9, "Заочно", ""],
    ]
    path = write_book(tmp_path / "книга.xlsx", {"Учебный план": rows})
    first, second = read(path).registers.curriculum
    assert (first.grade, first.form) == (9, "очно-заочная")
    assert first.courses == ("algebra-9", "oge-math")
    assert (second.form, second.courses) == ("заочная", ())


def test_two_files_of_one_kind_are_joined(tmp_path: Path) -> None:
    head = ["Кабинет", "Интернет"]
    one = write_book(tmp_path / "a.xlsx", {"Кабинеты": [head, ["1", "да"]]})
    two = write_book(tmp_path / "b.xlsx", {"Кабинеты": [head, ["2", "нет"], ["1", "да"]]})
    reading = read(one, two)
    assert [row.room for row in reading.registers.rooms] == ["1", "2"]
    assert [(sheet.rows, sheet.left_out) for sheet in reading.sheets] == [(1, 0), (1, 1)]
    assert codes(reading) == [("row-twice", "3")]
    assert "a.xlsx" in reading.problems[0].message


def test_staff_whom_no_list_knows_are_rows_all_the_same(tmp_path: Path) -> None:
    rows: Rows = [
        ["ФИО", "Должность"],
        ["Примерова Н. И.", "учитель"],
        ["Новый Юрий Юрьевич", "методист"],
    ]
    path = write_book(tmp_path / "a.xlsx", {"Кадры": rows})
    reading = read(path)
    assert codes(reading) == []
    assert [one.name for one in reading.registers.staff] == [
        "Примерова Нина Ивановна", "Новый Юрий Юрьевич",
    ]  # fmt: skip
    assert reading.staff == {"Примерова Нина Ивановна": "key:Примерова"}


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("coverage", "coverage"), ("Охват дистанционным обучением", "coverage"),
        ("1. охват дистанционным обучением, %", "coverage"), ("Кабинетов подключено", "rooms"),
        ("Педагогов - участников проекта (чел.)", "teachers"),
    ],
)  # fmt: skip
def test_an_indicator_is_known_by_key_or_title(written: str, key: str, tmp_path: Path) -> None:
    rows: Rows = [["Год", "Показатель", "План", "Факт"], ["2024/2025", written, 50, 41.5]]
    path = write_book(tmp_path / "a.xlsx", {"Прошлые годы": rows})
    reading = read(path)
    assert codes(reading) == []
    [row] = reading.registers.past_years
    assert (row.year, row.indicator, row.plan, row.fact) == ("2024/25", key, 50, 41.5)


def test_a_class_of_a_past_year_is_no_mistake_in_a_past_row(tmp_path: Path) -> None:
    head = ["ФИО", "Класс", "Тема", "Дата защиты"]
    past = ["Тестов Иван Петрович", "8А", "Реки", "12.03.2026"]
    now = ["Тестова Мария Олеговна", "8А", "Горы", "12.10.2026"]
    path = write_book(tmp_path / "a.xlsx", {"Проекты": [head, past, now]})
    reading = read(path)
    assert codes(reading) == [("class-unknown", "B3")]
    assert [row.class_name for row in reading.registers.projects] == [ClassName(8, "А")]


def test_without_lists_of_people_names_are_taken_as_they_are(tmp_path: Path) -> None:
    rows: Rows = [["ФИО", "Класс", "Тема"], ["НЕКТО иван", "10Б", "Реки"]]
    path = write_book(tmp_path / "a.xlsx", {"Проекты": rows})
    reading = read(path, pupils=None, classes=None)
    assert codes(reading) == []
    assert reading.registers.projects[0].person == "Некто Иван"
    assert reading.pupils == {}


def test_rows_with_no_more_than_the_template_filled_in_wait(tmp_path: Path) -> None:
    head = ["ФИО *", "Личное дело №", "Класс", "Предмет *", "Дата *", "Первичный балл *"]
    rows: Rows = [
        head,
        ["Тестов Иван Петрович", "Д-1", "9А", "Математика", "", ""],
        ["Тестова Мария Олеговна", "Д-2", "9А", "Математика", "12.11.2026", 20],
    ]
    reading = read(write_book(tmp_path / "a.xlsx", {"Пробные экзамены": rows}))
    assert codes(reading) == []
    assert [(one.rows, one.unfilled) for one in reading.sheets] == [(1, 1)]


def test_a_register_nobody_filled_in_is_not_given(tmp_path: Path) -> None:
    rows: Rows = [["ФИО", "Класс", "Тема"], ["Тестов Иван Петрович", "9А", ""]]
    reading = read(write_book(tmp_path / "a.xlsx", {"Проекты": rows}))
    assert codes(reading) == []
    assert reading.registers.given == frozenset()


def test_a_file_that_is_gone_is_a_problem_of_the_result(tmp_path: Path) -> None:
    reading = read_registers([tmp_path / "нет.xlsx"], words(), TODAY, root=tmp_path)
    assert codes(reading) == [("file-missing", "")]


def test_the_header_in_bold_with_line_ends_is_known(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Кабинеты"
    sheet.append(["Номер\nкабинета", "Подключён к\u00a0интернету", "Кол-во\nкомпьютеров"])
    sheet["A1"].font = Font(bold=True)
    sheet.append([12.0, True, 3])
    book.save(tmp_path / "a.xlsx")
    reading = read(tmp_path / "a.xlsx")
    assert codes(reading) == []
    [room] = reading.registers.rooms
    assert (room.room, room.internet, room.computers) == ("12", True, 3)
