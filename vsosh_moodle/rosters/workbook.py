"""Sheets of xlsx, xls and ods files; a file that would harm or confuse is refused before it opens."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import python_calamine as calamine

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters.table import Table

MAX_UNPACKED_BYTES = 512 * 2**20
"""A roster of 100,000 rows unpacks to some 60 MB."""

MAX_CELLS = 20_000_000
"""Calamine holds a sheet as a rectangle of 24 bytes a cell: one stray cell at XFD1048576 is 400 GB."""

_CHUNK = 2**20
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


class UnreadableFile(Exception):
    """A file that cannot be read as a roster; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def unreadable(file: str, code: str, message: str, hint: str) -> UnreadableFile:
    """Return the exception for a problem of a whole file."""
    return UnreadableFile(Problem(Place(file), message, hint, code))


def load_workbook(path: Path, file: str) -> Iterator[Table]:
    """Yield the sheets of a workbook in their order, each to be read before the next.

    Raises UnreadableFile when it is encrypted, damaged, no workbook, or unpacks to too much.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(b"PK"):
        _check_archive(path, file)
    elif head.startswith(b"\xd0\xcf\x11\xe0") and _ENCRYPTED_STREAM in path.read_bytes():
        raise _encrypted(file)
    try:
        with calamine.load_workbook(path) as book:
            for meta in book.sheets_metadata:
                if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
                    yield _table(book.get_sheet_by_name(meta.name), file, hidden=hidden)
    except calamine.PasswordError as error:
        raise _encrypted(file) from error
    except calamine.CalamineError as error:
        raise unreadable(
            file,
            "not-a-spreadsheet",
            _("файл повреждён или это не таблица."),
            _("откройте его в Excel или LibreOffice и сохраните заново как «Книга Excel (.xlsx)»."),
        ) from error


def _table(sheet: calamine.CalamineSheet, file: str, *, hidden: bool) -> Table:
    first_column = sheet.start[1] if sheet.start else 0
    return Table(file, sheet.name, sheet.iter_rows(), first_column, hidden)


def _encrypted(file: str) -> UnreadableFile:
    return unreadable(
        file,
        "file-encrypted",
        _("файл защищён паролем."),
        _("откройте его, снимите пароль («Файл → Сведения → Защита книги») и сохраните."),
    )


def _check_archive(path: Path, file: str) -> None:
    """Refuse an archive that unpacks to too much, or whose cells span too wide a rectangle."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise _too_big(file)
            for entry in archive.infolist():
                # Reading to the end proves that the sizes above are not a lie.
                _check_span(archive, entry, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise unreadable(
            file,
            "file-damaged",
            _("файл повреждён: архив не распаковывается."),
            _("получите файл заново; если он открывается в Excel, сохраните его ещё раз."),
        ) from error


def _check_span(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> None:
    is_sheet = entry.filename.startswith("xl/worksheets/")
    rows, columns, tail = 0, b"", b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if not is_sheet:
                continue
            text = tail + chunk
            for found in _CELL.finditer(text):
                rows = max(rows, int(found[2]))
                columns = max(columns, found[1].rjust(3))
            tail = text[text.rfind(b"<") :][-1000:]
    if rows * _column_number(columns) > MAX_CELLS:
        raise _too_big(file)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.strip():
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_big(file: str) -> UnreadableFile:
    return unreadable(
        file,
        "file-too-big",
        _("файл слишком велик: для списка людей в нём чересчур много данных."),
        _("скопируйте нужные столбцы в новую книгу и сохраните её."),
    )
