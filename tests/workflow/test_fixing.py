"""A roster comes back as the same workbook: mended where that is safe, marked where it is not."""

import csv
import io
import stat
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.problems import Place
from vsosh_moodle.reports.workbook_copy import copy_workbook
from vsosh_moodle.rosters import read_rosters
from vsosh_moodle.school.people import Person
from vsosh_moodle.workflow.fixing import FixedFile, fix_rosters
from vsosh_moodle.workflow.reading_lists import read_lists as check_lists

RED, YELLOW, GREEN = "FFFFC7CE", "FFFFEB9C", "FFC6EFCE"
HEADER = ["№", "ФИО", "Дата рождения", "Класс", "СНИЛС"]
ROWS = [
    [1, "ДЗУГОВ  Азамат Русланович", "14.03.2010", "9А", "111-222"],
    [2, "Кокоeв Алан", "2010-05-01", "9А", "112"],
    [3, "Плиева", date(2010, 1, 1), "9А", "113"],
    [4, "Бедоева Мария Олеговна", "32.13.2010", "9А", "114"],
    [5, "Гаглоев Хетаг (заочно)", 40301, "8Д?", "115"],
]


def book_of(sheets: dict[str, Sequence[Sequence[object]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return book


@pytest.fixture
def ugly(tmp_path: Path) -> Path:
    """A sheet with something wrong in every row."""
    path = tmp_path / "ugly.xlsx"
    book_of({"Список": [["Обучающиеся, сентябрь"], HEADER, *ROWS]}).save(path)
    return path


def fix(path: Path, out: Path, **options: bool) -> FixedFile:
    fixed, unreadable = fix_rosters([path], out, None, **options)
    assert unreadable == []
    return fixed[0]


def people_of(path: Path) -> list[Person]:
    """Return who stands in a file, without the name of the file and of a file's only sheet."""
    return [replace(one, source=Place(row=one.source.row)) for one in read_rosters([path]).people]


def codes_of(path: Path) -> Counter[str]:
    return Counter(problem.code for problem in read_rosters([path]).problems)


def test_problem_cells_are_coloured_and_explained(ugly: Path, tmp_path: Path) -> None:
    fix(ugly, tmp_path / "copy.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "copy.xlsx")["Список"]
    colours = {cell: sheet[cell].fill.fgColor.rgb for cell in ("B5", "C6", "D7", "B7", "B3", "B4")}
    assert colours == {"B5": RED, "C6": RED, "D7": RED, "B7": YELLOW, "B3": GREEN, "B4": GREEN}
    comment = sheet["D7"].comment
    assert comment is not None
    assert "Ошибка: «8Д?» не похоже на класс." in comment.text
    assert "Что сделать: Пишите номер и букву" in comment.text
    assert sheet["B6"].comment is None


def test_safe_repairs_are_made_and_noted(ugly: Path, tmp_path: Path) -> None:
    fixed = fix(ugly, tmp_path / "copy.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "copy.xlsx")["Список"]
    assert [sheet["B3"].value, sheet["B4"].value] == ["Дзугов Азамат Русланович", "Кокоев Алан"]
    assert sheet["B4"].comment is not None
    assert "«Кокоeв Алан» → «Кокоев Алан»" in sheet["B4"].comment.text
    dates = [sheet[f"C{row}"] for row in (3, 4, 7)]
    assert [cell.value for cell in dates] == [
        datetime(2010, 3, 14),
        datetime(2010, 5, 1),
        datetime(2010, 5, 3),
    ]
    assert {cell.number_format for cell in dates} == {"DD.MM.YYYY"}
    assert sheet["C6"].value == "32.13.2010"
    assert fixed.repairs == 5


def test_the_first_sheet_lists_everything_and_leads_to_each_cell(
    ugly: Path, tmp_path: Path
) -> None:
    fix(ugly, tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    sheet = book.worksheets[0]
    assert (sheet.title, book.active) == ("Проверка", sheet)
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert [line[0] for line in lines] == ["Ошибка"] * 3 + ["Замечание"] + ["Исправлено"] * 5
    assert lines[0][1:4] == ["Список", "B5", "Плиева"]
    links = [sheet.cell(row, 3).hyperlink for row in range(6, 15)]
    assert [link.location for link in links if link][:2] == ["'Список'!B5", "'Список'!C6"]
    assert sheet.freeze_panes == "A6"
    assert sheet.auto_filter.ref == "A5:F14"
    assert [one.sheet_view.tabSelected for one in book.worksheets] == [True, False]


def test_the_copy_reads_as_the_source_and_needs_no_second_repair(
    ugly: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "copy.xlsx", tmp_path / "copy2.xlsx"
    fixed = fix(ugly, first)
    again = fix(first, second)
    assert people_of(first) == people_of(ugly) == people_of(second)
    assert again.repairs == 0
    assert sum(codes_of(first).values()) == fixed.errors + fixed.warnings
    assert (again.errors, again.warnings) == (fixed.errors, fixed.warnings)
    checks = [one for one in openpyxl.load_workbook(second).sheetnames if "Проверка" in one]
    assert checks == ["Проверка"]


def test_marks_of_the_first_check_go_when_their_cell_is_mended(ugly: Path, tmp_path: Path) -> None:
    fix(ugly, tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    book["Список"]["D7"].value = "8Д"
    book.save(tmp_path / "copy.xlsx")
    fix(tmp_path / "copy.xlsx", tmp_path / "copy2.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "copy2.xlsx")["Список"]["D7"]
    assert (cell.comment, cell.fill.fill_type) == (None, None)


def test_the_workbook_keeps_what_it_had(tmp_path: Path) -> None:
    book = book_of(
        {"9А": [["ФИО", "Балл"], ["ДЗУГОВ Азамат", 3], ["Кокоев Алан", 4]], "Другое": [["x"]]}
    )
    sheet = book["9А"]
    sheet["B4"] = "=SUM(B2:B3)"
    sheet["A2"].comment = Comment("спросить маму", "завуч")
    sheet["A3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.column_dimensions["A"].width = 33
    sheet.freeze_panes = "B2"
    book.save(tmp_path / "source.xlsx")
    fix(tmp_path / "source.xlsx", tmp_path / "copy.xlsx")
    copy = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert copy.sheetnames[1:] == ["9А", "Другое"]
    kept = copy["9А"]
    assert (kept["B4"].value, kept.freeze_panes) == ("=SUM(B2:B3)", "B2")
    assert kept.column_dimensions["A"].width == 33
    assert kept["A3"].fill.fgColor.rgb == "FF00FF00"
    assert kept["A2"].comment is not None
    assert kept["A2"].comment.text.endswith("спросить маму")
    fix(tmp_path / "copy.xlsx", tmp_path / "copy2.xlsx")
    last = openpyxl.load_workbook(tmp_path / "copy2.xlsx")["9А"]["A2"].comment
    assert last is not None
    assert last.text == "спросить маму"


def test_formulas_keep_their_results_for_other_readers(tmp_path: Path) -> None:
    """Openpyxl alone would save formulas without results, and nobody would stand in the copy."""
    source = tmp_path / "source.xlsx"
    saved_with_results(source)
    assert [one.full_name for one in read_rosters([source]).people] == ["Дзугов Азамат"]
    fix(source, tmp_path / "copy.xlsx")
    copy = openpyxl.load_workbook(tmp_path / "copy.xlsx")["9А"]
    assert (copy["A2"].data_type, copy["C2"].data_type) == ("f", "f")
    assert people_of(tmp_path / "copy.xlsx") == people_of(source)
    values = openpyxl.load_workbook(tmp_path / "copy.xlsx", data_only=True)["9А"]
    assert [values[cell].value for cell in ("A2", "C2", "D2")] == [
        "Дзугов Азамат",
        datetime(2010, 3, 14),
        True,
    ]


def saved_with_results(path: Path) -> None:
    """Write a workbook as Excel does: formulas with what they came to."""
    from vsosh_moodle.reports.formula_values import add_results

    book = book_of({"9А": [["ФИО", "Класс", "Дата рождения", "Взрослый"], [None, "9А"]]})
    sheet = book["9А"]
    sheet["A2"], sheet["C2"], sheet["D2"] = '="Дзугов "&"Азамат"', "=DATE(2010,3,14)", "=1=1"
    sheet["C2"].number_format = "DD.MM.YYYY"
    book.save(path)
    results: dict[str, object] = {"A2": "Дзугов Азамат", "C2": datetime(2010, 3, 14), "D2": True}
    path.write_bytes(add_results(path.read_bytes(), book, {"9А": results}))


@pytest.mark.parametrize(
    "text", ["=1+1", "+79001112233", "-5+2", "@SUM(A1)", '=HYPERLINK("http://x")']
)
def test_what_looks_like_a_formula_is_written_as_text(tmp_path: Path, text: str) -> None:
    source = tmp_path / "list.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["ФИО", "Класс", "Прочее"], ["Дзугов Азамат", text, text]])
    fix(source, tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    kinds = {
        cell.data_type
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == text
    }
    assert kinds == {"s"}
    assert book.worksheets[0]["D6"].value == text
    assert book.worksheets[1]["C2"].quotePrefix


def test_the_copy_is_private_and_overwrites_nothing(ugly: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    before = ugly.read_bytes()
    fix(ugly, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with pytest.raises(ConfigError, match="уже есть"):
        fix(ugly, copy)
    fix(ugly, copy, force=True)
    with pytest.raises(ConfigError, match="исходный файл"):
        fix(ugly, ugly, force=True)
    assert ugly.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_several_files_go_to_a_folder_each_under_its_name(ugly: Path, tmp_path: Path) -> None:
    text = tmp_path / "ugly.csv"
    text.write_text("ФИО;Класс;Дата рождения\nДзугов Азамат;9А;01.02.2010\n", encoding="utf-8")
    fixed, _problems = fix_rosters([ugly, text], tmp_path / "out", None)
    assert [one.copy.name for one in fixed] == ["ugly.xlsx", "ugly (2).xlsx"]
    assert people_of(fixed[1].copy) == people_of(text)
    assert fixed[1].repairs == 0
    sheet = openpyxl.load_workbook(fixed[1].copy).worksheets[1]
    assert sheet["C2"].value == datetime(2010, 2, 1)
    assert (sheet["C1"].font.bold, sheet.freeze_panes) == (True, "A2")
    with pytest.raises(ConfigError, match="не папка"):
        fix_rosters([ugly, text], tmp_path / "one.xlsx", None)


def test_columns_nobody_needs_are_named_and_dropped_on_request(ugly: Path, tmp_path: Path) -> None:
    kept = fix(ugly, tmp_path / "kept.xlsx")
    assert kept.unneeded == ("№", "СНИЛС")
    fix(ugly, tmp_path / "dropped.xlsx", drop_unneeded=True)
    cells = [
        cell.value
        for sheet in openpyxl.load_workbook(tmp_path / "dropped.xlsx").worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert "111-222" not in cells
    assert "Обучающиеся, сентябрь" in cells
    assert people_of(tmp_path / "dropped.xlsx") == people_of(ugly)
    # A title below another stays: without it the upper one would be taken for it.
    left = read_rosters([tmp_path / "dropped.xlsx"]).dropped_columns
    assert [one.title for one in left] == ["№"]


def test_macros_are_not_carried_and_that_is_said(ugly: Path, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(ugly, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    fixed = fix(ugly, tmp_path / "copy.xlsx")
    assert any("макросы" in note for note in fixed.notes)
    with zipfile.ZipFile(tmp_path / "copy.xlsx") as archive:
        assert not [name for name in archive.namelist() if "vba" in name]


def test_a_file_that_cannot_be_read_is_told_and_has_no_copy(tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 broken")
    fixed, unreadable = fix_rosters([tmp_path / "bad.xlsx"], tmp_path / "copy.xlsx", None)
    assert (fixed, [one.code for one in unreadable]) == ([], ["file-damaged"])
    assert not (tmp_path / "copy.xlsx").exists()


UGLY = Path(__file__).parents[1] / "data" / "rosters"
LISTS = sorted(
    path for path in UGLY.iterdir() if path.is_file() and path.suffix not in {".toml", ".md", ".py"}
)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_the_law_of_the_copy_holds_for_every_ugly_list(path: Path, tmp_path: Path) -> None:
    """The copy reads as the source did, its check says what `fix` said, a second `fix` mends nothing."""
    copy, again, bare = (tmp_path / name / f"{path.stem}.xlsx" for name in ("a", "b", "c"))
    fixed, unreadable = fix_rosters([path], copy, None)
    if not fixed:
        assert unreadable
        return
    assert people_of(copy) == people_of(path)
    left = check_lists([copy], None).roster.problems
    assert len(left) == fixed[0].errors + fixed[0].warnings
    second = fix(copy, again)
    assert (second.repairs, second.errors) == (0, fixed[0].errors)
    fix(path, bare, drop_unneeded=True)
    assert people_of(bare) == people_of(path)


NAMES = st.sampled_from(
    [
        "Дзугов Азамат",
        "КОКОЕВ АЛАН",
        "Плиeва  Мария",
        "азамат",
        "Гаглоев — Тедеев Хетаг",
        "",
        "=Абаев Ян",
    ]
)
DATES = st.sampled_from(
    ["14.03.2010", "3 мая 2010 г.", 40301, date(2010, 1, 2), "32.13.2010", "", 2010]
)
CLASSES = st.sampled_from(["9А", "9 а", "IX А", "9?", "", 9])


@settings(max_examples=25)
@given(rows=st.lists(st.tuples(NAMES, DATES, CLASSES), max_size=6))
def test_fixing_is_idempotent_and_changes_nobody(
    rows: list[tuple[object, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("law")
    source = folder / "source.xlsx"
    book = book_of({"Список": [["ФИО", "Дата рождения", "Класс"]]})
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = book["Список"].cell(number, column, value if value != "" else None)
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(source)
    fix(source, folder / "copy.xlsx")
    again = fix(folder / "copy.xlsx", folder / "again.xlsx")
    assert people_of(folder / "copy.xlsx") == people_of(source)
    assert again.repairs == 0


def test_pictures_are_in_the_copy_however_often_it_is_rendered() -> None:
    copy = copy_workbook(Path(__file__).parents[1] / "data/rosters/picture-on-a-sheet.xlsx")
    assert copy is not None
    for data in (copy.render(), copy.render()):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            media = [name for name in archive.namelist() if name.startswith("xl/media/")]
            assert len(media) == 1
            assert archive.read(media[0]).startswith(b"\x89PNG")
    assert "рисунки в копию не перенесены." not in copy.notes
