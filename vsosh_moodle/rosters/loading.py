"""A file of a list -> its tables: what it is shows in its first bytes, not in its name."""

from collections.abc import Iterator
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.rosters.delimited import load_delimited
from vsosh_moodle.rosters.file_kind import is_text, refuse_other_kinds
from vsosh_moodle.rosters.spreadsheetml import is_spreadsheetml, load_spreadsheetml
from vsosh_moodle.rosters.table import Table
from vsosh_moodle.rosters.unreadable import unreadable
from vsosh_moodle.rosters.web_page import is_web_page, load_web_page
from vsosh_moodle.rosters.workbook import WORKBOOK_MAGIC, load_workbook

_HEAD = 4096
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
_TABLE_SUFFIXES = {".xls", ".xlsx", ".ods"}
"""School systems give text such a name too."""


def load_tables(path: Path, file: str) -> Iterator[Table]:
    """Yield the tables of a file in their order, each to be read before the next.

    Raises UnreadableFile when it cannot be opened, is no table, or would do harm.
    """
    head = _load_head(path, file)
    if head.startswith(WORKBOOK_MAGIC):
        yield from load_workbook(path, file)
        return
    refuse_other_kinds(head, file)
    suffix = path.suffix.lower()
    if is_spreadsheetml(head):
        yield from load_spreadsheetml(path, file)
    elif is_web_page(head):
        yield from load_web_page(path, file)
    elif suffix in _TEXT_SUFFIXES or (suffix in _TABLE_SUFFIXES and is_text(head)):
        yield load_delimited(path, file)
    else:
        raise unreadable(
            file,
            "not-a-spreadsheet",
            _("это не таблица Excel, хотя имя файла так обещает."),
            _("откройте его и сохраните как «Книга Excel (.xlsx)»."),
        )


def _load_head(path: Path, file: str) -> bytes:
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError as error:
        raise unreadable(
            file,
            "file-missing",
            _("файла нет."),
            _("проверьте имя файла и папку."),
        ) from error
    except OSError as error:
        raise unreadable(
            file,
            "file-unreadable",
            _("файл не открывается: {why}.").format(why=reason_of(error)),
            _("закройте его в других программах и проверьте права доступа."),
        ) from error
    if not head.strip():
        raise unreadable(file, "file-empty", _("файл пуст."), _("сохраните список в файл заново."))
    return head
