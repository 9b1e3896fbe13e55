"""Workbooks by openpyxl, the same bytes at every run."""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[object]]
Dress = Callable[[Workbook], None]

_MADE = datetime(2026, 9, 1)  # noqa: DTZ001  a workbook's clock has no zone
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def make_book(sheets: Mapping[str, Rows], dress: Dress | None = None) -> Workbook:
    """Return a workbook of these sheets; `dress` merges, hides, strikes out."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if dress is not None:
        dress(book)
    return book


def sheet_of(book: Workbook, title: str) -> Worksheet:
    """Return a worksheet by its title."""
    found = book[title]
    if not isinstance(found, Worksheet):
        raise TypeError(title)
    return found


def write_book(path: Path, book: Workbook) -> None:
    """Save a workbook without the time and the order of the day."""
    book.properties.created = _MADE
    packed = BytesIO()
    book.save(packed)
    write_parts(path, {name: _steady(name, data) for name, data in read_parts(packed).items()})


def read_parts(packed: BytesIO | Path) -> dict[str, bytes]:
    """Return the parts of a packed workbook by their names."""
    with zipfile.ZipFile(packed) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def write_parts(path: Path, parts: Mapping[str, bytes]) -> None:
    """Pack parts into a file; the time in the archive is always the same."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0))
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def _steady(name: str, data: bytes) -> bytes:
    if name != "docProps/core.xml":
        return data
    return _MODIFIED.sub(rb"\g<1>2026-09-01T00:00:00Z", data)
