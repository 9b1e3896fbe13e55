"""What is no list is called by its name; what would do harm is refused; nothing crashes."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart

from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters import archive, binary_workbook, read_rosters

from .conftest import WriteBook, edit_part, zipped

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
LIST = [["ФИО", "Класс"], ["Дзугов Азамат", "9А"]]


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def error(path: Path) -> Problem:
    roster = read_rosters([path])
    assert roster.people == []
    [problem] = roster.problems
    assert (problem.place.file, problem.severity) == (str(path), "error")
    assert problem.hint
    return problem


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({"word/document.xml": "<w/>"}), "документ Word"),
        (zipped({"ppt/presentation.xml": "<p/>"}), "презентация PowerPoint"),
        (zipped({"xl/workbook.bin": b"\x01"}), ".xlsb"),
        (zipped({"Index/Document.iwa": b"\x01"}), "Numbers"),
        (zipped({"список.xlsx": b"PK"}), "архив"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"}), "архив"),
        (OLE + utf16("WordDocument"), "документ Word"),
        (OLE + utf16("PowerPoint Document"), "презентация PowerPoint"),
        (OLE + utf16("__substg1.0_001A001E"), "письмо Outlook"),
        (b"%PDF-1.7\n%\xe2\xe3", "документ PDF"),
        (b"{\\rtf1\\ansi", "документ RTF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "картинка"),
        (PIXEL, "картинка"),
        (b"\0\0\0\x18ftypheic", "картинка"),
        (b"Rar!\x1a\x07\x00", "архив"),
        (b"7z\xbc\xaf\x27\x1c", "архив"),
        (b"MZ\x90\x00\x03\x00", "программа"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", ".mht"),
        (b'<?xml version="1.0"?><o:document xmlns:o="urn:oasis:names:tc:opendocument:x">', ".fods"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_another_kind_of_file_is_called_by_its_name(
    tmp_path: Path, data: bytes, said: str, suffix: str
) -> None:
    path = tmp_path / f"список.{suffix}"
    path.write_bytes(data)
    problem = error(path)
    assert said in problem.message
    assert problem.code in {"not-a-spreadsheet", "format-unsupported"}


def test_macros_are_not_run_and_are_told(write_book: WriteBook) -> None:
    path = write_book({"9А": LIST}, "list.xlsm")
    with zipfile.ZipFile(path, "a") as parcel:
        parcel.writestr("xl/vbaProject.bin", b"\x01")
    roster = read_rosters([path])
    assert len(roster.people) == 1
    [problem] = roster.problems
    assert (problem.code, problem.severity) == ("macros-ignored", "warning")


def test_a_picture_is_no_table(tmp_path: Path, write_book: WriteBook) -> None:
    path = write_book({"Лист1": []})
    drawing = '</sheetData><drawing xmlns:r="http://r" r:id="rId1"/>'
    edit_part(path, "xl/worksheets/sheet1.xml", "</sheetData>", drawing)
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://x/relationships/{0}" Target="{1}"/></Relationships>'
    )
    with zipfile.ZipFile(path, "a") as parcel:
        sheet = links.format("drawing", "../drawings/drawing1.xml")
        parcel.writestr("xl/worksheets/_rels/sheet1.xml.rels", sheet)
        parcel.writestr("xl/drawings/drawing1.xml", "<d/>")
        picture = links.format("image", "/xl/media/image1.png")
        parcel.writestr("xl/drawings/_rels/drawing1.xml.rels", picture)
        parcel.writestr("xl/media/image1.png", PIXEL)
    problem = error(path)
    assert (problem.code, problem.place.sheet) == ("sheet-picture", "Лист1")
    assert "рисунок, а не таблица" in problem.message


def save_with_chart(path: Path, *, with_list: bool) -> Path:
    book = openpyxl.Workbook()
    book.create_chartsheet("Диаграмма").add_chart(BarChart())
    if with_list:
        for row in LIST:
            book.worksheets[0].append(row)
    else:
        book.remove(book.worksheets[0])
    book.save(path)
    book.close()
    return path


def test_a_chart_is_no_table(tmp_path: Path) -> None:
    problem = error(save_with_chart(tmp_path / "chart.xlsx", with_list=False))
    assert (problem.code, problem.place.sheet) == ("sheet-chart", "Диаграмма")


def test_a_chart_beside_a_list_is_listed_only(tmp_path: Path) -> None:
    roster = read_rosters([save_with_chart(tmp_path / "chart.xlsx", with_list=True)])
    assert (len(roster.people), roster.problems) == (1, [])
    assert [(one.sheet, one.reason) for one in roster.skipped] == [
        ("Диаграмма", "лист с диаграммой")
    ]


def test_a_pivot_table_is_a_summary(write_book: WriteBook) -> None:
    path = write_book({"9А": LIST, "Лист2": [["ФИО", "Класс"], ["Дзугов Азамат", 1]]})
    with zipfile.ZipFile(path, "a") as parcel:
        parcel.writestr(
            "xl/worksheets/_rels/sheet2.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="http://x/pivotTable" Target="../pivotTables/p1.xml"/>'
            "</Relationships>",
        )
        parcel.writestr("xl/pivotTables/p1.xml", '<p><location ref="A1:B2"/></p>')
    roster = read_rosters([path])
    assert [one.source.sheet for one in roster.people] == ["9А"]
    assert [(one.code, one.place.sheet) for one in roster.problems] == [("sheet-summary", "Лист2")]
    assert [one.reason for one in roster.skipped] == ["сводная таблица"]


def test_a_link_to_another_book_is_not_followed(write_book: WriteBook) -> None:
    path = write_book({"9А": [["ФИО", "Класс"], ["=[1]Лист1!$A$1", "9А"]]})
    sheet = "xl/worksheets/sheet1.xml"
    edit_part(path, sheet, '<c r="A2">', '<c r="A2" t="str">')
    edit_part(path, sheet, "<v />", "<v>Дзугов Азамат</v>")
    with zipfile.ZipFile(path, "a") as parcel:
        parcel.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    roster = read_rosters([path])
    assert ([one.last_name for one in roster.people], roster.problems) == (["Дзугов"], [])


def test_a_sheet_as_wide_as_excel_lets_it_be_is_read(write_book: WriteBook) -> None:
    wide: list[object] = ["ФИО", *range(16_382), "Класс"]
    path = write_book({"9А": [wide, ["Дзугов Азамат", *[None] * 16_382, "9Б"]]})
    roster = read_rosters([path])
    assert [str(one.class_name) for one in roster.people] == ["9Б"]


@pytest.mark.parametrize(
    ("part", "tag"),
    [
        ("xl/workbook.xml", "<workbook "),
        ("xl/styles.xml", "<styleSheet"),
        ("xl/worksheets/sheet1.xml", "<worksheet"),
    ],
)
def test_entities_are_never_expanded(write_book: WriteBook, part: str, tag: str) -> None:
    path = write_book({"9А": LIST})
    edit_part(path, part, tag, f'<!DOCTYPE x [<!ENTITY a "{"a" * 99}">]>{tag}')
    assert error(path).code == "file-damaged"


def test_an_archive_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path) -> None:
    """Its checksum is right for what it says: only reading on shows the lie."""
    path = tmp_path / "liar.xlsx"
    says, more = b"<worksheet>", b"<sheetData/></worksheet>"
    honest = zipped({"xl/workbook.xml": says})
    lying = zipped({"xl/workbook.xml": says + more})
    with zipfile.ZipFile(io.BytesIO(honest)) as parcel:
        said = parcel.getinfo("xl/workbook.xml")
    with zipfile.ZipFile(io.BytesIO(lying)) as parcel:
        true = parcel.getinfo("xl/workbook.xml")
    for old, new in ((true.CRC, said.CRC), (true.file_size, said.file_size)):
        lying = lying.replace(old.to_bytes(4, "little"), new.to_bytes(4, "little"))
    path.write_bytes(lying)
    with zipfile.ZipFile(path) as parcel:
        assert parcel.read("xl/workbook.xml") == says
    assert error(path).code == "file-damaged"


def test_a_part_named_twice_is_refused(write_book: WriteBook) -> None:
    path = write_book({"9А": LIST})
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as parcel:
        parcel.writestr("xl/workbook.xml", "<workbook/>")
    assert error(path).code == "file-damaged"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="A1"', '<c r="A0"'),
        ('<c r="A1"', '<c r="XFE1"'),
        ('<c r="A1"', '<c r="1"'),
        ('<row r="2"', '<row r="1048577"'),
        ("</sheetData>", ""),
    ],
)
def test_a_sheet_that_no_program_writes_is_refused(
    write_book: WriteBook, old: str, new: str
) -> None:
    path = write_book({"9А": LIST})
    edit_part(path, "xl/worksheets/sheet1.xml", old, new)
    assert error(path).code in {"file-damaged", "file-too-big"}


def test_a_workbook_beyond_all_measure_is_refused_before_it_is_read(
    write_book: WriteBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_book({"9А": LIST})
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 1000)
    assert error(path).code == "file-too-big"
    monkeypatch.setattr(binary_workbook, "MAX_BYTES", 100)
    old = tmp_path / "old.xls"
    old.write_bytes(OLE)
    assert error(old).code == "file-too-big"
