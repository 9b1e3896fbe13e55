"""Sheets of xlsx, xls and ods files; a file that would harm or confuse is refused before it opens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine as calamine

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters import ods_facts, xlsx_facts
from vsosh_moodle.rosters.archive import Parts, open_archive
from vsosh_moodle.rosters.file_kind import (
    OLE_MAGIC,
    ZIP_MAGIC,
    has_ole_stream,
    refuse_other_archives,
    refuse_other_documents,
)
from vsosh_moodle.rosters.table import SheetFacts, Table
from vsosh_moodle.rosters.unreadable import encrypted, too_big, unreadable
from vsosh_moodle.rosters.xls_facts import load_xls_facts

WORKBOOK_MAGIC = (ZIP_MAGIC, OLE_MAGIC)
MAX_XLS_BYTES = 96 * 2**20
"""A full sheet of 65,536 rows and 12 columns is some 15 MB."""

_MANIFEST = "META-INF/manifest.xml"
_MACROS = {"xl/vbaproject.bin", "basic/script-lc.xml"}


@dataclass(slots=True)
class _Book:
    """What is known of a workbook before its values are read."""

    sheets: Mapping[str, SheetFacts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load_workbook(path: Path, file: str) -> Iterator[Table]:
    """Yield the sheets of a workbook in their order, each to be read before the next.

    Raises UnreadableFile when it is encrypted, damaged, no workbook, or unpacks to too much.
    """
    with path.open("rb") as stream:
        is_archive = stream.read(8).startswith(ZIP_MAGIC)
    book = _load_archive(path, file) if is_archive else _load_xls(path, file)
    try:
        yield from _tables(path, file, book)
    except calamine.PasswordError as error:
        raise encrypted(file) from error
    except calamine.CalamineError as error:
        if not is_archive:
            refuse_other_documents(path, file)
        raise unreadable(
            file,
            "not-a-spreadsheet",
            _("файл повреждён или это не таблица."),
            _("откройте его в Excel или LibreOffice и сохраните заново как «Книга Excel (.xlsx)»."),
        ) from error


def _tables(path: Path, file: str, book: _Book) -> Iterator[Table]:
    problems = book.problems
    with calamine.load_workbook(path) as values:
        for meta in values.sheets_metadata:
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            facts = book.sheets.get(meta.name, SheetFacts())
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                facts.is_chart = True
                yield Table(file, meta.name, iter(()), 0, hidden, facts, problems)
            else:
                sheet = values.get_sheet_by_name(meta.name)
                first_column = sheet.start[1] if sheet.start else 0
                rows = sheet.iter_rows()
                yield Table(file, sheet.name, rows, first_column, hidden, facts, problems)
            problems = []


def _load_archive(path: Path, file: str) -> _Book:
    """Read what an archive says; it is refused when it unpacks to too much or spans too wide."""
    with open_archive(path, file) as parts:
        names = {name.lower() for name in parts.names}
        if "encrypted-package" in names or _is_encrypted(parts):
            raise encrypted(file)
        if xlsx_facts.WORKBOOK in names:
            sheets = xlsx_facts.parse_xlsx_facts(parts)
        elif ods_facts.CONTENT in names and _is_spreadsheet(parts):
            sheets = ods_facts.parse_ods_facts(parts)
        else:
            parts.read_rest()
            refuse_other_archives(parts.names, file)
            sheets = {}
        parts.read_rest()
        return _Book(sheets, [_macros(file)] if names & _MACROS else [])


def _is_encrypted(parts: Parts) -> bool:
    if _MANIFEST not in parts.names:
        return False
    return b"encryption-data" in b"".join(parts.chunks(_MANIFEST))


def _is_spreadsheet(parts: Parts) -> bool:
    if "mimetype" not in parts.names:
        return True
    return b"spreadsheet" in next(parts.chunks("mimetype"), b"")


def _load_xls(path: Path, file: str) -> _Book:
    if path.stat().st_size > MAX_XLS_BYTES:
        raise too_big(file)
    if has_ole_stream(path, "EncryptedPackage"):
        raise encrypted(file)
    sheets = load_xls_facts(path)
    problems = [_macros(file)] if has_ole_stream(path, "_VBA_PROJECT") else []
    if sheets is None:
        return _Book({}, [*problems, _looks_unknown(file)])
    return _Book(sheets, problems)


def _macros(file: str) -> Problem:
    return Problem(
        Place(file),
        _("в книге есть макросы; они не запускались."),
        _("если значения в таблице вписывает макрос, выполните его в Excel и сохраните книгу."),
        "macros-ignored",
        "warning",
    )


def _looks_unknown(file: str) -> Problem:
    return Problem(
        Place(file),
        _("не видно, какие строки в этом файле .xls скрыты или зачёркнуты: прочитаны все."),
        _("сохраните книгу как «Книга Excel (.xlsx)» и проверьте её ещё раз."),
        "looks-unknown",
        "warning",
    )
