"""The workbook a clerk goes on counting in: formulas with their results, texts that are never formulas."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.reports.render.office import convert, needs_office
from tests.reports.render.sample_reports import CLASSES, HOSTILE, full_report
from vsosh_moodle.reports.document.model import Column, Hidden, Report, Section, Table
from vsosh_moodle.reports.render.report_xlsx import render_report_xlsx
from vsosh_moodle.reports.render.xlsx_cells import cell_text


@pytest.fixture(scope="module")
def data() -> bytes:
    return render_report_xlsx(full_report())


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def results(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data), data_only=True)


def one_table(table: Table, *, named: bool = True) -> Report:
    return Report(
        "class",
        "Отчёт",
        "Школа",
        "2026/27",
        "25.05.2027",
        (Section("s", "Раздел", (table,)),),
        named,
    )


def test_a_sheet_for_each_table_and_links_between_them(book: Workbook) -> None:
    assert book.sheetnames[:4] == ["Отчёт", "Текст", "1. Все виды столбцов", "2. Охват по классам"]
    assert len(book.sheetnames) == 2 + len(full_report().tables())
    front = book["Отчёт"]
    targets = {
        cell.hyperlink.location for row in front.iter_rows() for cell in row if cell.hyperlink
    }
    assert targets == {f"'{name}'!A1" for name in book.sheetnames if name != "Отчёт"}
    words = " ".join(str(cell.value) for row in front.iter_rows() for cell in row if cell.value)
    for expected in ("МБОУ ВСОШ № 2", "Для служебного пользования", "25 мая 2027", "Курс «Химия»"):
        assert expected in words


def test_totals_and_shares_are_formulas_with_their_results(
    book: Workbook, results: Workbook
) -> None:
    sheet, shown = book["2. Охват по классам"], results["2. Охват по классам"]
    last = 4 + len(CLASSES)
    assert sheet["D5"].value == "=C5/B5"
    assert shown["D5"].value == pytest.approx(9 / 20)
    assert sheet["D5"].number_format == "0.0%"
    total = last + 1
    assert sheet[f"A{total}"].value == "Всего"
    assert sheet[f"B{total}"].value == f"=SUM(B5:B{last})"
    assert shown[f"B{total}"].value == sum(20 + place for place in range(30))
    assert sheet[f"E{total}"].value == f"=AVERAGE(E5:E{last})"


def test_what_is_hidden_makes_no_formula_that_gives_it_away(book: Workbook) -> None:
    sheet = book["1. Все виды столбцов"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=5) if row[0].value}
    shown = [cell.value for cell in rows["Всего"]]
    assert shown[2] == shown[3] == shown[4] == "скрыто"
    assert str(shown[9]).startswith("=SUM(")
    assert [cell.value for cell in rows["Очно-заочная"]][2:5] == ["—", "—", "—"]


def test_a_total_that_is_no_sum_is_written_as_it_is() -> None:
    table = Table(
        "t", "Курсы",
        (Column("Курс"), Column("Учеников", "people", total="sum"), Column("Доля", "percent", of=(1, 1))),
        (("Химия", 10, 70.0), ("Физика", 20, 30.0)),
        totals=("", 25, None),
    )  # fmt: skip
    sheet = load_workbook(io.BytesIO(render_report_xlsx(one_table(table))))["1. Курсы"]
    assert sheet["B7"].value == 25, "a person of two courses is counted once: no SUM"
    assert sheet["C5"].value == pytest.approx(0.7), "the share was counted otherwise: no formula"


def test_texts_that_look_like_formulas_are_texts(book: Workbook) -> None:
    sheet = book["1. Все виды столбцов"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    for text in HOSTILE:
        cell = cells[text]
        assert cell.data_type == "s"
        assert cell.quotePrefix or not text.startswith(("=", "+", "-", "@", "\t"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(min_size=1, max_size=30)
        | st.text("=+-@\t\r\n'＝＋－＠#N/A!1AB", min_size=1, max_size=8),
        min_size=1,
        max_size=12,
    )
)
def test_any_text_comes_back_as_it_was_and_is_no_formula(texts: list[str]) -> None:
    table = Table("t", texts[0], (Column(texts[-1]),), tuple((text,) for text in texts))
    report = replace(one_table(table), title=texts[0], school=texts[-1], lead=tuple(texts))
    book = load_workbook(io.BytesIO(render_report_xlsx(report)))
    sheet = book.worksheets[1]
    read = [sheet.cell(5 + place, 1).value or "" for place in range(len(texts))]
    assert read == [cell_text(text) for text in texts]
    for one in book.worksheets:
        assert not [cell for row in one.iter_rows() for cell in row if cell.data_type in "fe"]


def test_the_book_knows_no_person_no_link_outside_and_no_macro(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        core = archive.read("docProps/core.xml").decode()
        settings_of_book = archive.read("xl/workbook.xml")
        everything = b"".join(archive.read(name) for name in names if name.endswith(".rels"))
    assert re.findall(r">([^<]+)</(?:dc:creator|cp:lastModifiedBy)>", core) == ["vsosh-moodle"] * 2
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
    assert b'TargetMode="External"' not in everything
    assert b'fullCalcOnLoad="1"' in settings_of_book


def test_sheets_are_set_up_for_print_and_for_reading(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.right.text == "Для служебного пользования"
        assert "&P / &N" in sheet.oddFooter.right.text
    sheet = book.worksheets[-1]
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:G1004"
    assert sheet.print_title_rows == "$4:$4"
    heat = book["9. Активность по неделям"]
    assert heat.page_setup.orientation == "landscape"
    assert heat.conditional_formatting


def test_charts_follow_their_tables(book: Workbook) -> None:
    drawn = {sheet.title: sheet._charts for sheet in book.worksheets if sheet._charts}
    assert {len(charts) for charts in drawn.values()} == {1, 2, 3}
    (funnel,) = drawn["7. Воронка входа"]
    assert funnel.series[0].val.numRef.f == "'7. Воронка входа'!$B$5:$B$9"
    months = book["6. Охват по месяцам"]
    beside = [cell.value for cell in months[4] if cell.value]
    assert "план — до 50\u00a0%" in beside, "the line of the plan is drawn from cells"


def test_a_gap_in_a_line_is_a_gap_not_zero(book: Workbook) -> None:
    sheet = book["6. Охват по месяцам"]
    heads = {cell.column: cell.value for cell in sheet[4] if cell.value}
    copies = [column for column, title in heads.items() if title == "2026/27" and column > 3]
    assert [sheet.cell(9, column).value for column in copies] == [None]
    assert sheet.cell(8, copies[0]).value == pytest.approx(0.304)


def test_names_of_sheets_are_allowed_and_different() -> None:
    title = "Очень длинное название: [таблица] о том/этом? *и о прочем*, всё сразу"
    blocks = tuple(Table(f"t{n}", title, (Column("А"),), (("б",),)) for n in range(12))
    report = replace(one_table(blocks[0]), sections=(Section("s", "Р", blocks),))
    names = load_workbook(io.BytesIO(render_report_xlsx(report))).sheetnames
    assert len(set(names)) == 13
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


@needs_office
def test_libreoffice_counts_everything_anew_without_an_error(
    tmp_path: Path, data: bytes, results: Workbook
) -> None:
    source = tmp_path / "report.xlsx"
    source.write_bytes(data)
    assert convert(source, "pdf", tmp_path).stat().st_size > 50_000
    bare = tmp_path / "bare.xlsx"
    # Saved by openpyxl the formulas lose their results, so that LibreOffice has to count.
    load_workbook(io.BytesIO(data)).save(bare)
    recounted = load_workbook(convert(bare, "xlsx", tmp_path / "again"), data_only=True)
    formulas = 0
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    found = recounted[sheet.title][cell.coordinate].value
                    expected = results[sheet.title][cell.coordinate].value
                    assert found == pytest.approx(expected), (sheet.title, cell.coordinate)
    assert formulas > 900


def test_hidden_numbers_are_words_in_every_column() -> None:
    kinds = ("text", "count", "people", "percent", "decimal", "date", "mark", "change")
    table = Table(
        "t", "Всё скрыто", tuple(Column(kind, kind) for kind in kinds),  # type: ignore[arg-type]
        ((Hidden(),) * 8, (Hidden(small=False),) * 8, (None,) * 8),
    )  # fmt: skip
    report = replace(one_table(table), small_numbers=7)
    sheet = load_workbook(io.BytesIO(render_report_xlsx(report))).worksheets[1]
    assert {cell.value for cell in sheet[5]} == {"менее 7"}
    assert {cell.value for cell in sheet[6]} == {"скрыто"}
    assert {cell.value for cell in sheet[7]} == {"—"}


def test_a_number_in_a_column_of_words_is_a_number() -> None:
    table = Table(
        "t", "Строки", (Column("Ученик"), Column("Работ")), (("У-1", 93), ("У-2", 17.5), ("У-3", "нет"))
    )  # fmt: skip
    sheet = load_workbook(io.BytesIO(render_report_xlsx(one_table(table)))).worksheets[1]
    assert [(row[1].value, row[1].data_type) for row in sheet["A5:B7"]] == [
        (93, "n"),
        (17.5, "n"),
        ("нет", "s"),
    ]
