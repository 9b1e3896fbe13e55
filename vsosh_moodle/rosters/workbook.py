"""Sheets of xlsx, xls and ods files; a file that would harm or confuse is refused before it opens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine as calamine

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters import ods_facts, xlsx_facts
from vsosh_moodle.rosters.archive import Parts, open_archive
from vsosh_moodle.rosters.binary_workbook import load_binary_workbook
from vsosh_moodle.rosters.file_kind import (
    OLE_MAGIC,
    ZIP_MAGIC,
    has_ole_stream,
    refuse_other_archives,
)
from vsosh_moodle.rosters.panics import panics_as_errors
from vsosh_moodle.rosters.table import Cell, SheetFacts, Table
from vsosh_moodle.rosters.unreadable import damaged, encrypted

WORKBOOK_MAGIC = (ZIP_MAGIC, OLE_MAGIC)

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
    if not is_archive:
        yield from load_binary_workbook(path, file, _check_binary(path, file))
        return
    book = _load_archive(path, file)
    try:
        yield from _tables(path, file, book)
    except calamine.PasswordError as error:
        raise encrypted(file) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(file) from error


def _tables(path: Path, file: str, book: _Book) -> Iterator[Table]:
    problems = book.problems
    with panics_as_errors():
        opened = calamine.load_workbook(path)
    with opened as values:
        for meta in values.sheets_metadata:
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            facts = book.sheets.get(meta.name, SheetFacts())
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                facts.is_chart = True
                yield Table(file, meta.name, iter(()), 0, hidden, facts, problems)
            else:
                with panics_as_errors():
                    sheet = values.get_sheet_by_name(meta.name)
                first_column = sheet.start[1] if sheet.start else 0
                rows = _down_to(_last_fault(facts), sheet.iter_rows())
                yield Table(file, sheet.name, rows, first_column, hidden, facts, problems)
            problems = []


def _last_fault(facts: SheetFacts) -> int:
    return max((row for rows in facts.faults.values() for row in rows), default=0)


def _down_to(last: int, rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    """Yield rows, and empty ones to the `last`: where only formulas without values stand."""
    number = 0
    for number, row in enumerate(rows, start=1):  # noqa: B007  the number of the last is needed
        yield row
    for _row in range(number, last):
        yield []


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


def _check_binary(path: Path, file: str) -> list[Problem]:
    """Return the problems of a file in Microsoft's old container, by the streams it holds."""
    if has_ole_stream(path, "EncryptedPackage"):
        raise encrypted(file)
    return [_macros(file)] if has_ole_stream(path, "_VBA_PROJECT") else []


def _macros(file: str) -> Problem:
    return Problem(
        Place(file),
        _("в книге есть макросы; они не запускались."),
        _("если значения в таблице вписывает макрос, выполните его в Excel и сохраните книгу."),
        "macros-ignored",
        "warning",
    )
