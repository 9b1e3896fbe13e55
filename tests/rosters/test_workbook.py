"""A file that is no workbook, or a harmful one, is refused with a way out."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters import archive, read_rosters

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def only_problem(path: Path) -> Problem:
    roster = read_rosters([path])
    assert roster.people == []
    [problem] = roster.problems
    assert (problem.place.file, problem.severity) == (str(path), "error")
    assert problem.hint
    return problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert only_problem(tmp_path / "нет.xlsx").code == "file-missing"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "file-empty"),
        ("a.csv", b"\r\n", "file-empty"),
        ("a.xlsx", b"<html><table></table></html>", "roster-empty"),
        ("a.docx", b"text", "not-a-spreadsheet"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "file-damaged"),
        ("a.xls", OLE + b"\0" * 600, "not-a-spreadsheet"),
        ("a.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_what_it_is(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert only_problem(path).code == code


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert only_problem(path).code == "not-a-spreadsheet"


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 2**22)
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb,
        bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream,
    ):
        stream.write(b"\0" * (2**22 + 1))
    assert path.stat().st_size < archive.MAX_UNPACKED_BYTES // 50
    assert only_problem(path).code == "file-too-big"


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "liar.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Фамилия", "Имя"] * 500)
    book.save(path)
    book.close()
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    true_size = entry.file_size.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true_size, (9).to_bytes(4, "little")))
    assert only_problem(path).code == "file-damaged"


def test_a_stray_cell_far_away_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Фамилия", "Имя"])
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(path)
    book.close()
    assert only_problem(path).code == "file-too-big"


def test_far_cells_with_a_format_only_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "9А"
    sheet.append(["Фамилия", "Имя"])
    sheet.append(["Дзугов", "Азамат"])
    sheet["XFD1048576"].font = Font(bold=True)
    book.save(path)
    book.close()
    roster = read_rosters([path])
    assert (len(roster.people), roster.problems) == (1, [])
