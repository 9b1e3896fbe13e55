"""CSV files are read in any usual encoding and with any usual delimiter."""

import codecs
from pathlib import Path

import pytest

from vsosh_moodle.rosters import read_rosters

TEXT = "Фамилия;Имя;Отчество;Дата рождения;Класс\r\nДзугов;Азамат;Русланович;14.03.2010;9А\r\n"


def write(tmp_path: Path, data: bytes, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("cp1251"),
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp866"),
        TEXT.encode("koi8-r"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode("cp1251"),
        TEXT.replace(";", "|").encode(),
        b"sep=;\r\n" + TEXT.encode("cp1251"),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace(";", ":").encode(),
        TEXT.replace(";", "^").encode(),
        b"sep=~\r\n" + TEXT.replace(";", "~").encode(),
        TEXT.encode("cp1251") + b"\0" * 300,
        TEXT.encode() + b"\x1a",
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be") + b"\0" * 31,
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\r\n", "\r").encode("cp1251"),
        ('"Список, на 01.09.2026";;\r\n' + TEXT).encode(),
    ],
)
def test_a_list_is_read_whatever_wrote_it(tmp_path: Path, data: bytes) -> None:
    roster = read_rosters([write(tmp_path, data)])
    assert roster.problems == []
    [person] = roster.people
    assert person.full_name == "Дзугов Азамат Русланович"
    assert str(person.class_name) == "9А"
    assert person.source.sheet == ""


def test_rows_are_counted_as_a_spreadsheet_would(tmp_path: Path) -> None:
    text = TEXT + "\r\n" + 'Плиев;Алан;"Олегович\r\n";весной;9А\r\n' + "Гаглоев;;;;9А\r\n"
    problems = read_rosters([write(tmp_path, text.encode())]).problems
    assert [(p.code, p.place.cell) for p in problems] == [
        ("date-unreadable", "D4"),
        ("first-name-missing", "B5"),
    ]


def test_short_and_long_rows_do_no_harm(tmp_path: Path) -> None:
    text = TEXT + "Плиев;Алан\r\nГаглоев;Олег;;;9А;;;лишнее\r\n"
    roster = read_rosters([write(tmp_path, text.encode())])
    assert len(roster.people) == 3
    assert [p.code for p in roster.problems] == ["class-missing"]


def test_damaged_utf8_is_reported_with_its_line(tmp_path: Path) -> None:
    data = (TEXT * 3).encode() + b"\xff\xfe;\r\n"
    [problem] = read_rosters([write(tmp_path, data)]).problems
    assert (problem.code, problem.place.line) == ("csv-undecodable", 7)


def test_bytes_no_russian_encoding_has_are_reported(tmp_path: Path) -> None:
    data = (TEXT * 3).encode("cp1251") + b"\x98;\r\n"
    roster = read_rosters([write(tmp_path, data)])
    assert "csv-undecodable" in [p.code for p in roster.problems]


def test_binary_data_under_a_csv_name_is_refused(tmp_path: Path) -> None:
    [problem] = read_rosters([write(tmp_path, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")]).problems
    assert problem.code == "not-a-spreadsheet"


def test_a_quote_never_closed_is_reported(tmp_path: Path) -> None:
    data = (TEXT + '"' + "Плиев;Алан\r\n" * 20000).encode()
    roster = read_rosters([write(tmp_path, data)])
    assert "csv-broken" in [p.code for p in roster.problems]


def test_a_workbook_under_a_csv_name_is_read_as_a_workbook(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.worksheets[0].title = "9А"
    for row in (["Фамилия", "Имя"], ["Дзугов", "Азамат"]):
        book.worksheets[0].append(row)
    path = tmp_path / "list.csv"
    book.save(path)
    book.close()
    assert [person.last_name for person in read_rosters([path]).people] == ["Дзугов"]


@pytest.mark.parametrize("codec", ["cp1251", "utf-8", "utf-16"])
def test_text_under_the_name_of_a_workbook_is_read_as_text(tmp_path: Path, codec: str) -> None:
    path = write(tmp_path, TEXT.replace(";", "\t").encode(codec), "export.xls")
    roster = read_rosters([path])
    assert ([one.last_name for one in roster.people], roster.problems) == (["Дзугов"], [])
