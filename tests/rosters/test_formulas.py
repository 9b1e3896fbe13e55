"""Saved values of formulas are read; what nobody calculated is never guessed."""

from pathlib import Path

import openpyxl
import pytest

from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters import Roster, read_rosters

from .conftest import edit_part

SHEET = "xl/worksheets/sheet1.xml"
HEAD = ["Фамилия", "Имя", "Класс", "Телефон"]


def read(path: Path, *rows: list[object], head: list[object] | None = None) -> Roster:
    write(path, *rows, head=head)
    return read_rosters([path / "list.xlsx"])


def write(path: Path, *rows: list[object], head: list[object] | None = None) -> Path:
    book = openpyxl.Workbook()
    for row in [head or HEAD, *rows]:
        book.worksheets[0].append(row)
    book.save(path / "list.xlsx")
    book.close()
    return path / "list.xlsx"


def only(roster: Roster) -> Problem:
    [problem] = roster.problems
    assert problem.hint
    return problem


def test_a_saved_value_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, ["=B9", "Азамат", "9А"])
    edit_part(path, SHEET, "<f>B9</f><v />", "<f>B9</f><v>Дзугов</v>")
    edit_part(path, SHEET, '<c r="A2">', '<c r="A2" t="str">')
    roster = read_rosters([path])
    assert ([one.last_name for one in roster.people], roster.problems) == (["Дзугов"], [])


def test_a_formula_without_its_value_names_the_cell_and_the_cause(tmp_path: Path) -> None:
    roster = read(tmp_path, ["Дзугов", '=IF(1,"Азамат","")', "9А"])
    problem = only(roster)
    assert (problem.code, problem.place.cell, problem.severity) == (
        "formula-unsaved",
        "B2",
        "error",
    )
    assert problem.message == "В ячейке формула, значение которой не сохранено."
    assert "сохраните" in problem.hint
    assert roster.people == []


def test_a_whole_column_of_formulas_is_one_problem(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Дзугов", "Азамат", f"=D{row}"] for row in range(2, 12)]
    problems = [one for one in read(tmp_path, *rows).problems if one.code == "formula-unsaved"]
    assert [one.place.cell for one in problems] == ["C2"]
    assert "ещё 9 ячеек" in problems[0].message


def test_a_formula_in_a_column_that_is_not_needed_does_no_harm(tmp_path: Path) -> None:
    roster = read(tmp_path, ["Дзугов", "Азамат", "9А", "=1+1"])
    assert (len(roster.people), roster.problems) == (1, [])


def test_an_empty_text_is_a_saved_value(tmp_path: Path) -> None:
    path = write(tmp_path, ["Дзугов", "Азамат", "9А"], ["=B9", None, None])
    edit_part(path, SHEET, '<c r="A3">', '<c r="A3" t="str">')
    edit_part(path, SHEET, "<v />", "<v></v>")
    roster = read_rosters([path])
    assert (len(roster.people), roster.problems) == (1, [])


def test_zeros_of_a_workbook_that_asks_to_be_calculated_are_no_values(tmp_path: Path) -> None:
    """XlsxWriter writes 0 for every formula."""
    path = write(tmp_path, ["=B9", "Азамат", "9А"])
    edit_part(path, SHEET, "<v />", "<v>0</v>")
    assert only(read_rosters([path])).code == "formula-unsaved"


@pytest.mark.parametrize(
    ("error", "russian"), [("#N/A", "#Н/Д"), ("#REF!", "#ССЫЛКА!"), ("#NAME?", "#ИМЯ?")]
)
def test_an_error_is_called_by_its_name(tmp_path: Path, error: str, russian: str) -> None:
    roster = read(tmp_path, ["Дзугов", "Азамат", error])
    problem = only(roster)
    assert (problem.code, problem.place.cell) == ("formula-error", "C2")
    assert f"{russian} ({error})" in problem.message


def test_a_formula_drawn_down_below_the_list_is_nobody(tmp_path: Path) -> None:
    roster = read(tmp_path, ["Дзугов", "Азамат", "9А"], [None, None, "#N/A"], [None, None, "=D4"])
    assert (len(roster.people), roster.problems) == (1, [])


def test_a_name_that_nobody_calculated_is_told(tmp_path: Path) -> None:
    roster = read(tmp_path, ["Дзугов", "Азамат", "9А"], ["=D3", "=D3", "=D3"])
    assert {one.code for one in roster.problems} == {"formula-unsaved"}
    assert [one.place.cell for one in roster.problems] == ["A3", "B3", "C3"]


def test_a_header_of_formulas_is_told_as_such(tmp_path: Path) -> None:
    problem = only(read(tmp_path, ["Дзугов", "Азамат"], head=["=A9", "=B9"]))
    assert problem.code == "formula-unsaved"
    assert "заголовк" in problem.message
