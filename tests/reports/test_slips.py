"""Slips as pages and workbooks: what stands on them, and what can never be."""

import io
import re
import zipfile

from openpyxl import load_workbook

from vsosh_moodle.language import set_language
from vsosh_moodle.reports.qr_code import render_qr_png
from vsosh_moodle.reports.slip_cards import Card, SlipFacts, by_class, register_key
from vsosh_moodle.reports.slip_register_sheet import (
    RegisterLine,
    render_register_html,
    render_register_xlsx,
)
from vsosh_moodle.reports.slips_html import PER_PAGE, render_slips_html, size_class
from vsosh_moodle.reports.slips_xlsx import render_slips_xlsx

FACTS = SlipFacts("ВСОШ № 2", "https://sdo.example.ru/moodle/", "25.11.2026")
EVIL = ("=HYPERLINK(1)", "+7", "-2+3", "@SUM(A1)", "\tx", "<script>alert(1)</script>")


def cards(count: int, class_name: str = "9А") -> list[Card]:
    return [
        Card(f"Тестова{n:02d} Анна", class_name, f"testova{n}", f"Rifan-dewut-{n:04d}")
        for n in range(count)
    ]


def test_a_slip_has_all_it_takes_to_log_in() -> None:
    page = render_slips_html([Card("Дзугова Марина", "9А", "dzugova.m", "Rifan-dewut-7384")], FACTS)
    for text in ("Дзугова Марина", "9А", "ВСОШ № 2", "dzugova.m", "sdo.example.ru/moodle",
                 "АНГЛИЙСКАЯ раскладка", "смените пароль", "<svg"):  # fmt: skip
        assert text in page
    shown = re.sub(r"</?[bi]>", "", page)
    assert "Rifan-dewut-7384" in shown
    assert "<b>Ri</b><i>fan</i><i>-</i><b>de</b><i>wut</i><i>-</i><b>7384</b>" in page
    kept = render_slips_html(
        cards(1), SlipFacts("Школа", FACTS.site, FACTS.day, forced_change=False)
    )
    assert "в своём профиле" in kept


def test_the_page_needs_no_network_and_the_code_holds_no_password() -> None:
    page = render_slips_html(cards(3), FACTS)
    assert not re.findall(r"<(?:script|link|img|iframe)\b", page)
    assert not re.findall(r"url\(|@import", page)
    codes = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(codes) == 3
    assert len(set(codes)) == 1  # the same for everybody: the address and nothing else


def test_the_rehearsal_site_has_no_code_to_point_a_camera_at() -> None:
    facts = SlipFacts("Школа", "", "25.11.2026")
    assert "<svg" not in render_slips_html(cards(1), facts)
    assert "учебный сайт" in render_slips_html(cards(1), facts)
    book = zipfile.ZipFile(io.BytesIO(render_slips_xlsx(cards(1), facts)))
    assert not [name for name in book.namelist() if "media" in name]


def test_each_class_begins_a_sheet_and_no_sheet_has_more_than_fits() -> None:
    page = render_slips_html([*cards(PER_PAGE + 1), *cards(2, "10Б"), *cards(1, "")], FACTS)
    sheets = page.split('<section class="sheet">')[1:]
    assert [sheet.count('<article class="slip">') for sheet in sheets] == [PER_PAGE, 1, 2, 1]
    assert [re.search(r"<span>(.*?) ·", sheet)[1] for sheet in sheets] == [  # type: ignore[index]
        "9А", "9А", "10Б", "Учителя",
    ]  # fmt: skip


def test_names_go_as_in_a_class_register() -> None:
    names = ["Жажиев", "Ёлкин", "Едзиев", "Ежов", "абаев", "Яшин"]
    assert sorted(names, key=register_key) == ["абаев", "Едзиев", "Ежов", "Ёлкин", "Жажиев", "Яшин"]
    found = by_class(Card(name, "9А", name, "x") for name in names)
    assert found["9А"][0].name == "абаев"
    assert list(by_class([*cards(1, ""), *cards(1, "11А"), *cards(1, "9Б"), *cards(1, "9А")])) == [
        "9А", "9Б", "11А", "",
    ]  # fmt: skip


def test_a_long_login_gets_smaller_letters() -> None:
    assert size_class("a" * 16) == "roomy"
    assert size_class("a" * 24) == "tight"
    assert size_class("a" * 25) == "tiny"


def test_nothing_in_a_workbook_is_a_formula_and_nothing_on_a_page_is_markup() -> None:
    evil = [Card(text, text, text, f"{text}-1234") for text in EVIL]
    lines = [RegisterLine(text, text, text, text, handed=text) for text in EVIL]
    for content in (render_slips_xlsx(evil, FACTS), render_register_xlsx(lines, "=1", "=2")):
        book = load_workbook(io.BytesIO(content))
        values = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value]
        assert {cell.data_type for cell in values} == {"s"}
        assert {"=HYPERLINK(1)", "@SUM(A1)"} <= {cell.value for cell in values}
        archive = zipfile.ZipFile(io.BytesIO(content))
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)
    for page in (render_slips_html(evil, FACTS), render_register_html(lines, "Школа", "день")):
        assert "<script>" not in page


def test_the_workbook_prints_on_a4_and_no_page_cuts_a_slip() -> None:
    book = load_workbook(io.BytesIO(render_slips_xlsx([*cards(18), *cards(1, "")], FACTS)))
    assert book.sheetnames == ["9А", "Учителя"]
    sheet = book["9А"]
    tops = [row[1].row for row in sheet.iter_rows() if str(row[1].value).startswith("Тестова")]
    assert len(tops) == 9
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert breaks == [tops[4] - 1, tops[8] - 1]
    height = sum(sheet.row_dimensions[row].height for row in range(tops[0], tops[4]))
    assert height < 770  # points of A4 between the margins
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert "slips purge" in sheet.oddFooter.center.text


def test_the_register_has_room_to_sign_and_repeats_its_head() -> None:
    lines = [RegisterLine("Дзугова Марина", "9А", "dzugova.m", "выдан", handed="02.09.2026")]
    page = render_register_html(lines, "ВСОШ № 2", "25.11.2026")
    assert "table-header-group" in page
    assert '<td></td><td class="day">02.09.2026</td>' in page
    sheet = load_workbook(io.BytesIO(render_register_xlsx(lines, "Ш", "25.11.2026"))).worksheets[0]
    assert sheet.print_title_rows == "$2:$2"
    assert [cell.value for cell in sheet[3]][1:] == [
        "Дзугова Марина", "dzugova.m", "выдан", None, "02.09.2026",
    ]  # fmt: skip


def test_slips_speak_the_language_of_the_messages() -> None:
    set_language("en")
    try:
        assert "ENGLISH" in render_slips_html(cards(1), FACTS).upper()
    finally:
        set_language("ru")


def test_the_picture_of_a_code_is_a_picture() -> None:
    assert render_qr_png(FACTS.login_page).startswith(b"\x89PNG")
    assert FACTS.login_page == "https://sdo.example.ru/moodle/login/index.php"
