"""Who is hidden or struck through is not read, and is told by the number of the row."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters import Roster, read_rosters

from .conftest import edit_part

DATA = Path(__file__).parents[1] / "data" / "formats"
SURNAMES = ["Дзугов", "Кокоев", "Плиев", "Гобозов", "Бекоев", "Хетагуров", "Цаллаев", "Туаев"]
ROWS = [["№", "Фамилия", "Имя", "Класс"]] + [
    [number, surname, "Азамат", "9А"] for number, surname in enumerate(SURNAMES, start=1)
]


class Book:
    """A workbook with one list, «9А»: the header in row 1, eight pupils below."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.Workbook()
        self.sheet: Worksheet = self.book.worksheets[0]
        self.sheet.title = "9А"
        for row in ROWS:
            self.sheet.append(row)

    def strike(self, *cells: str) -> None:
        for cell in cells:
            self.sheet[cell].font = Font(strike=True)

    def read(self) -> Roster:
        self.book.save(self.path)
        self.book.close()
        return read_rosters([self.path])


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "list.xlsx")


def rows_read(roster: Roster) -> list[int]:
    return [person.source.row for person in roster.people]


def only_warning(roster: Roster) -> Problem:
    [problem] = roster.problems
    assert (problem.severity, problem.place.sheet) == ("warning", "9А")
    assert problem.hint
    return problem


def test_hidden_rows_are_told_in_one_message(book: Book) -> None:
    for row in (3, 5, 6, 7):
        book.sheet.row_dimensions[row].hidden = True
    roster = book.read()
    assert rows_read(roster) == [2, 4, 8, 9]
    problem = only_warning(roster)
    assert problem.code == "row-hidden"
    assert problem.message == "Строки 3, 5–7 скрыты и не прочитаны."
    assert [(one.sheet, one.row, one.code) for one in roster.skipped_rows] == [
        ("9А", row, "row-hidden") for row in (3, 5, 6, 7)
    ]
    assert "Кокоев" not in repr(roster)


def test_a_row_without_height_is_hidden(book: Book) -> None:
    book.read()
    edit_part(book.path, "xl/worksheets/sheet1.xml", '<row r="4"', '<row r="4" ht="0"')
    roster = read_rosters([book.path])
    assert only_warning(roster).message == "Строка 4 скрыта и не прочитана."


def test_hidden_rows_without_people_are_nobodys_business(book: Book) -> None:
    book.sheet.append([9])
    book.sheet.append(["Всего: 8"])
    for row in (10, 11, 12):
        book.sheet.row_dimensions[row].hidden = True
    roster = book.read()
    assert (len(roster.people), roster.problems, roster.skipped_rows) == (8, [], [])


def test_a_filter_left_on_is_called_a_filter(book: Book) -> None:
    book.sheet.auto_filter.ref = "A1:D9"
    book.sheet.auto_filter.add_filter_column(1, ["Дзугов"])
    for row in range(3, 10):
        book.sheet.row_dimensions[row].hidden = True
    roster = book.read()
    assert rows_read(roster) == [2]
    [problem] = roster.problems
    assert (problem.code, problem.severity) == ("row-filtered", "error")
    assert problem.message == "Строки 3–9 скрыты фильтром и не прочитаны."
    assert "фильтр" in problem.hint


def test_a_filter_of_a_table_is_a_filter(book: Book) -> None:
    table = Table(displayName="list", ref="A1:D9")
    table._initialise_columns()
    for column, title in zip(table.tableColumns, ROWS[0], strict=True):
        column.name = str(title)
    assert table.autoFilter is not None
    table.autoFilter.add_filter_column(1, ["Дзугов"])
    book.sheet.add_table(table)
    book.sheet.row_dimensions[9].hidden = True
    [problem] = book.read().problems
    assert (problem.code, problem.severity) == ("row-filtered", "error")


def test_a_struck_through_person_is_one_who_has_left(book: Book) -> None:
    book.strike("A3", "B3", "C3", "D3", "B6", "C6")
    roster = book.read()
    assert rows_read(roster) == [2, 4, 5, 7, 8, 9]
    problem = only_warning(roster)
    assert problem.code == "row-struck"
    assert problem.message == (
        "Строки 3, 6 зачёркнуты и не прочитаны: так обычно отмечают выбывших."
    )
    assert "Дату выбытия" in problem.hint


def test_half_a_name_struck_through_is_read_and_told(book: Book) -> None:
    book.strike("B3", "D3")
    roster = book.read()
    assert len(roster.people) == 8
    [problem] = roster.problems
    assert (problem.code, problem.severity) == ("name-half-struck", "warning")
    assert "строке 3" in problem.message


def test_a_switch_that_is_off_strikes_nothing(book: Book) -> None:
    for cell in ("B3", "C3"):
        book.sheet[cell].font = Font(strike=False)
    assert book.read().problems == []


@pytest.mark.parametrize(("whole", "read"), [(True, 7), (False, 8)])
def test_text_struck_through_by_its_runs_counts(book: Book, whole: bool, read: int) -> None:
    struck = InlineFont(strike=True)
    book.sheet["B3"] = CellRichText(TextBlock(struck, "Ко"), " ", TextBlock(struck, "коев"))
    end = struck if whole else InlineFont(strike=False)
    book.sheet["C3"] = CellRichText(TextBlock(struck, "Аза"), TextBlock(end, "мат"))
    roster = book.read()
    assert len(roster.people) == read
    assert [one.row for one in roster.skipped_rows] == ([3] if whole else [])


def test_a_rule_that_strikes_through_cannot_be_followed(book: Book) -> None:
    style = DifferentialStyle(font=Font(strike=True))
    rule = FormulaRule(formula=['$D1="выбыл"'])
    rule.dxf = style
    book.sheet.conditional_formatting.add("A1:D9", rule)
    roster = book.read()
    assert len(roster.people) == 8
    assert only_warning(roster).code == "struck-by-rule"


def test_a_hidden_column_is_not_read_and_is_told(book: Book) -> None:
    book.sheet["E1"] = "Дата рождения"
    book.sheet["E2"] = "14.03.2010"
    book.sheet["F1"] = "СНИЛС"
    book.sheet["F2"] = "112-233-445 95"
    for letter in "EF":
        book.sheet.column_dimensions[letter].hidden = True
    roster = book.read()
    assert roster.people[0].birth_date is None
    problem = only_warning(roster)
    assert (problem.code, problem.place.cell) == ("column-hidden", "E1")
    assert [(one.title, one.reason) for one in roster.dropped_columns] == [
        ("№", ""),
        ("Дата рождения", "столбец скрыт"),
        ("СНИЛС", "столбец скрыт"),
    ]


def test_a_hidden_second_column_of_a_name_is_not_in_the_way(book: Book) -> None:
    book.sheet.insert_cols(2)
    book.sheet["B1"] = "Фамилия"
    for row in range(2, 10):
        book.sheet.cell(row, 2, "Старый")
    book.sheet.column_dimensions["B"].hidden = True
    assert [person.last_name for person in book.read().people] == SURNAMES


def test_a_list_whose_names_are_hidden_is_no_list(book: Book) -> None:
    book.sheet.column_dimensions["B"].hidden = True
    [problem] = book.read().problems
    assert (problem.code, problem.severity) == ("header-missing", "error")
    assert "скрыт" in problem.message


def test_a_header_in_a_hidden_row_still_names_the_columns(book: Book) -> None:
    book.sheet.row_dimensions[1].hidden = True
    roster = book.read()
    assert (len(roster.people), roster.problems) == (8, [])


def test_a_hidden_heading_still_heads_its_class(book: Book) -> None:
    book.sheet.delete_cols(4)
    book.sheet.insert_rows(5)
    book.sheet["A5"] = "9 «Б» класс"
    book.sheet.row_dimensions[5].hidden = True
    classes = [str(person.class_name) for person in book.read().people]
    assert classes == ["9А"] * 3 + ["9Б"] * 5


def test_many_rows_do_not_make_a_long_message(book: Book) -> None:
    for row in range(10, 100):
        book.sheet.append([row, "Дзугов", "Азамат", "9А"])
    for row in range(2, 100, 2):
        book.sheet.row_dimensions[row].hidden = True
    roster = book.read()
    [hidden] = [one for one in roster.problems if one.code == "row-hidden"]
    assert hidden.message == (
        "Строки 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24… скрыты и не прочитаны."
    )
