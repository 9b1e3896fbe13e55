"""Registers as people really keep them: titles, merged cells, hidden rows, formulas, strange columns."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.registers.books import Rows, codes, read, write_book
from tests.rosters.conftest import edit_part
from vsosh_moodle.school.classes import ClassName

IVAN, MARIA, LEV = "Тестов Иван Петрович", "Тестова Мария Олеговна", "Пробный Лев"
PROJECT = ["ФИО", "Класс", "Тема", "Этап"]
ROOMS: Rows = [
    ["Кабинет", "Интернет", "Компьютеров"],
    ["11", "да", 1],
    ["12", "нет", 2],
    ["13", "да", 3],
    ["14", "да", 4],
]


def change(path: Path, edit: Callable[[Worksheet], None]) -> Path:
    """Edit the first sheet of a book."""
    book = openpyxl.load_workbook(path)
    edit(book.worksheets[0])
    book.save(path)
    return path


def test_titles_above_signatures_below_and_numbered_columns_are_no_rows(tmp_path: Path) -> None:
    rows: Rows = [
        ["Вечерняя школа", "", "", "УТВЕРЖДАЮ"],
        ["Реестр проектных работ на 01.11.2026"],
        [],
        ["№ п/п", "ФИО ученика", "К л а с с", "Teмa рабoты"],
        [1, 2, 3, 4],
        [1, IVAN, "9А", "Реки"],
        [],
        ["№ п/п", "ФИО ученика", "К л а с с", "Teмa рабoты"],
        [2, MARIA, "9А", "Горы"],
        ["Всего: 2"],
        ["Методист ____________ подпись"],
    ]
    reading = read(write_book(tmp_path / "a.xlsx", {"Проекты": rows}))
    assert codes(reading) == []
    assert [one.topic for one in reading.registers.projects] == ["Реки", "Горы"]
    assert [one.source.row for one in reading.registers.projects] == [6, 9]


def test_a_class_may_stand_above_its_pupils_or_name_the_sheet(tmp_path: Path) -> None:
    head = ["ФИО", "Тема"]
    sheets: dict[str, Rows] = {
        "Проекты": [head, ["9 «А» класс"], [IVAN, "Реки"], ["9Б"], [LEV, "Горы"]],
        "9А": [head, [MARIA, "Мосты"]],
        "Лист3": [["Проектные работы 11 «А» класса"], head, ["Старшая Анна", "Сады"]],
    }
    reading = read(write_book(tmp_path / "проекты.xlsx", sheets))
    assert codes(reading) == []
    assert {one.topic: str(one.class_name) for one in reading.registers.projects} == {
        "Реки": "9А", "Горы": "9Б", "Мосты": "9А", "Сады": "11А",
    }  # fmt: skip


def test_what_is_merged_downwards_is_said_of_each_row_but_a_number_of_the_first(
    tmp_path: Path,
) -> None:
    head = ["Дата", "Вид", "Название", "Педагогов"]
    rows: Rows = [head, ["10.10.2026", "семинар", "Первый", 14], ["", "", "Второй", ""]]
    path = write_book(tmp_path / "a.xlsx", {"Мероприятия": rows})

    def merge(sheet: Worksheet) -> None:
        for letter in "ABD":
            sheet.merge_cells(f"{letter}2:{letter}3")

    reading = read(change(path, merge))
    assert codes(reading) == []
    first, second = reading.registers.events
    assert (second.day, second.kind, second.title) == (first.day, "семинар", "Второй")
    assert (first.teachers, second.teachers) == (14, None)


def test_hidden_and_struck_rows_are_not_read_and_told_by_their_numbers(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"Кабинеты": ROOMS})

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[3].hidden = True
        sheet["A4"].font = Font(strike=True)

    reading = read(change(path, hide))
    assert sorted(code for code, _cell in codes(reading)) == ["row-hidden", "row-struck"]
    assert "строки 2, 3 скрыты" in reading.problems[0].message.casefold()
    assert [one.room for one in reading.registers.rooms] == ["14"]


def test_a_filter_left_on_is_an_error(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"Кабинеты": ROOMS})

    def filter_(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:C5"
        sheet.auto_filter.add_filter_column(1, ["да"])
        sheet.row_dimensions[3].hidden = True

    reading = read(change(path, filter_))
    assert [(one.code, one.severity) for one in reading.problems] == [("row-filtered", "error")]
    assert [one.room for one in reading.registers.rooms] == ["11", "13", "14"]


def test_a_hidden_column_is_not_read_and_told(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"Кабинеты": ROOMS})

    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True

    reading = read(change(path, hide))
    assert codes(reading) == [("column-hidden", "C1")]
    assert [one.computers for one in reading.registers.rooms] == [None] * 4


def test_a_hidden_sheet_is_told_and_hidden_words_of_the_template_are_not(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Кабинеты": ROOMS,
        "Старое": ROOMS,
        "Списки": [["vsosh-moodle · списки для выбора"], ["9А"]],
        "Пустой": [[]],
    }
    path = write_book(tmp_path / "a.xlsx", sheets)
    book = openpyxl.load_workbook(path)
    for name in ("Старое", "Списки"):
        book[name].sheet_state = "hidden"
    book.save(path)
    reading = read(path)
    assert [(one.code, one.place.sheet) for one in reading.problems] == [("sheet-hidden", "Старое")]


def test_columns_that_are_not_needed_are_dropped_and_told(tmp_path: Path) -> None:
    rows: Rows = [
        ["ФИО", "Класс", "СНИЛС", "Тема", "Телефон", "Диагноз"],
        [IVAN, "9А", "112-233-445 95", "Реки", "8 900 000-00-00", "секрет"],
    ]
    reading = read(write_book(tmp_path / "a.xlsx", {"Проекты": rows}))
    assert [one.title for one in reading.dropped] == ["СНИЛС", "Телефон", "Диагноз"]
    assert "секрет" not in repr(reading.registers)
    assert codes(reading) == []


def test_a_cell_with_an_error_of_a_formula_spoils_its_row_and_is_told_once(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"Кабинеты": ROOMS})

    def spoil(sheet: Worksheet) -> None:
        for row in (3, 4):
            sheet.cell(row, 3).value = "#REF!"
            sheet.cell(row, 3).data_type = "e"

    reading = read(change(path, spoil))
    assert codes(reading) == [("formula-error", "C3")]
    assert "#ССЫЛКА!" in reading.problems[0].message
    assert [one.room for one in reading.registers.rooms] == ["11", "14"]


def test_days_since_1904_are_days_all_the_same(tmp_path: Path) -> None:
    rows: Rows = [["ФИО", "Класс", "Тема", "Дата защиты"], [IVAN, "9А", "Реки", 46297 - 1462]]
    path = write_book(tmp_path / "a.xlsx", {"Проекты": rows})
    edit_part(path, "xl/workbook.xml", "<workbookPr/>", '<workbookPr date1904="1"/>')
    [row] = read(path).registers.projects
    assert f"{row.passed:%d.%m.%Y}" == "02.10.2026"


def test_a_form_of_study_behind_a_class_is_none_of_its_name(tmp_path: Path) -> None:
    rows: Rows = [
        PROJECT,
        [IVAN, "9 А (заоч.)", "Реки", ""],
        ["Старшая Анна Львовна", "XI-а", "Горы", ""],
    ]
    reading = read(write_book(tmp_path / "a.xlsx", {"Проекты": rows}))
    assert codes(reading) == []
    assert [one.class_name for one in reading.registers.projects] == [
        ClassName(9, "А"), ClassName(11, "А"),
    ]  # fmt: skip


def test_no_class_anywhere_is_told_where_no_list_tells_it(tmp_path: Path) -> None:
    rows: Rows = [["ФИО", "Тема"], ["Некто Пётр", "Реки"]]
    reading = read(write_book(tmp_path / "a.xlsx", {"Проекты": rows}), pupils=None)
    assert codes(reading) == [("class-missing", "A2")]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 no table", b"\xff\xd8\xff\xe0 a picture"])
def test_a_file_that_is_no_table_is_one_problem(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "кадры.xlsx"
    path.write_bytes(content)
    reading = read(path)
    assert len(reading.problems) == 1
    assert reading.problems[0].hint


def test_a_dash_is_an_answer_where_a_column_asks_yes_or_no_and_nothing_elsewhere(
    tmp_path: Path,
) -> None:
    rows: Rows = [
        ["ФИО", "Класс", "Техника дома", "Интернет дома", "Инв. №", "Выдано"],
        [IVAN, "9А", "-", "–", "—", "-"],
    ]
    reading = read(write_book(tmp_path / "a.xlsx", {"Техника": rows}))
    assert codes(reading) == []
    [device] = reading.registers.devices
    assert (device.has, device.internet, device.inventory, device.since) == (
        "none",
        False,
        "",
        None,
    )


@pytest.mark.parametrize("look", ["0%", "0.00%", '0.0" %"', "General"])
def test_a_percent_is_what_the_cell_shows(look: str, tmp_path: Path) -> None:
    rows: Rows = [["Год", "Показатель", "План", "Факт"], ["2025/26", "coverage", 50, 0.455]]
    path = write_book(tmp_path / "a.xlsx", {"Прошлые годы": rows})

    def show(sheet: Worksheet) -> None:
        sheet["D2"].number_format = look

    reading = read(change(path, show))
    if look not in {"0%", "0.00%"}:
        assert codes(reading) == [("percent-fraction", "D2")]
    else:
        assert codes(reading) == []
        assert reading.registers.past_years[0].fact == 45.5


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.timeout(180)
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_a_percent_of_libreoffice_is_what_the_cell_shows(suffix: str, tmp_path: Path) -> None:
    rows: Rows = [
        ["Год", "Показатель", "План", "Факт"],
        ["2025/26", "coverage", 0.5, 0.455],
        ["2024/25", "coverage", 1, 0.007],
    ]
    path = write_book(tmp_path / "a.xlsx", {"Прошлые годы": rows})

    def show(sheet: Worksheet) -> None:
        for cell in ("C2", "D2", "C3", "D3"):
            sheet[cell].number_format = "0.0%"

    change(path, show)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", suffix, "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True,
    )  # fmt: skip
    reading = read(path.with_suffix(f".{suffix}"))
    assert codes(reading) == []
    assert [(one.plan, one.fact) for one in reading.registers.past_years] == [
        (50, 45.5),
        (100, 0.7),
    ]


def test_a_director_is_one_of_the_staff_and_no_signature(tmp_path: Path) -> None:
    rows: Rows = [
        ["Должность", "ФИО"],
        ["Директор", "Образцов Глеб Юрьевич"],
        ["учитель", "Примерова Нина Ивановна"],
        ["Всего: 2", ""],
        ["Директор", "", "Образцов Г. Ю."],
    ]
    reading = read(write_book(tmp_path / "a.xlsx", {"Кадры": rows}))
    assert codes(reading) == []
    assert [one.post for one in reading.registers.staff] == ["Директор", "учитель"]


def test_sums_below_are_no_rows(tmp_path: Path) -> None:
    reading = read(write_book(tmp_path / "a.xlsx", {"Кабинеты": [*ROOMS, ["Итого", 3, 10]]}))
    assert codes(reading) == []
    assert len(reading.registers.rooms) == 4
