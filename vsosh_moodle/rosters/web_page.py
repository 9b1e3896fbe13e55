"""Tables of web pages, which school systems save under the name of an Excel file."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.rosters.delimited import MAX_BYTES, decode
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.rosters.unreadable import unreadable

MAX_SPAN = 200
"""The widest cell believed, in columns."""

_START = re.compile(rb"\s*(\xef\xbb\xbf)?\s*<(!doctype html|html|table|meta|head)\b", re.IGNORECASE)


def is_web_page(head: bytes) -> bool:
    """Tell from its first bytes whether a file is HTML."""
    return bool(_START.match(head))


def load_web_page(path: Path, file: str) -> Iterator[Table]:
    """Yield the tables of an HTML file in their order; a sheet of one is its number, from 1.

    Raises UnreadableFile when the file is too big or its text is damaged.
    """
    if path.stat().st_size > MAX_BYTES:
        raise unreadable(
            file,
            "file-too-big",
            _("файл слишком велик для списка людей."),
            _("разделите его на несколько файлов."),
        )
    parser = _Tables()
    parser.feed(decode(path.read_bytes(), file))
    parser.close()
    tables = [rows for rows in parser.tables if rows]
    for number, rows in zip(count(1), tables, strict=False):
        yield Table(file, str(number) if len(tables) > 1 else "", iter(rows))


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[Cell]]] = []
        self.text: list[str] | None = None
        self.span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._end_cell()
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables and self.tables[-1]:
            self._end_cell()
            span = dict(attrs).get("colspan") or "1"
            self.text, self.span = [], int(span[:4]) if span.isdecimal() else 1
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def _end_cell(self) -> None:
        if self.text is not None:
            row = self.tables[-1][-1]
            row += ["".join(self.text).strip(), *[""] * (min(self.span, MAX_SPAN) - 1)]
            self.text = None
