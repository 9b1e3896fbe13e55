"""Writers of small roster files."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

Rows = Sequence[Sequence[object]]
WriteBook = Callable[..., Path]


@pytest.fixture
def write_book(tmp_path: Path) -> WriteBook:
    """Return a writer of xlsx files: `write_book({sheet: rows}, name, hidden)` -> path."""

    def write(sheets: dict[str, Rows], name: str = "list.xlsx", hidden: Sequence[str] = ()) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            sheet.sheet_state = "hidden" if title in hidden else "visible"
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        book.close()
        return path

    return write


def edit_part(path: Path, part: str, old: str, new: str) -> None:
    """Change some text in one part of a zipped workbook; it must stand there.

    An empty value is «<v />»: openpyxl writes it otherwise where lxml is installed.
    """
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = re.sub(rb"<v(?:/>|></v>)", b"<v />", parts[part])
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of some parts."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as parcel:
        for name, data in parts.items():
            parcel.writestr(name, data)
    return stream.getvalue()
