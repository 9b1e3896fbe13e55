"""Tables of web pages, which school systems save under the name of an Excel file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.rosters.delimited import MAX_BYTES, decode
from vsosh_moodle.rosters.table import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_MERGED,
    Cell,
    CellRange,
    SheetFacts,
    Table,
)
from vsosh_moodle.rosters.unreadable import damaged, too_big, unreadable

MAX_SPAN = 200
"""The widest cell believed, in columns."""

MAX_ROWSPAN = 65534
"""The highest, in rows; as the HTML standard has it."""

_PIECE = 2**16
_MOST_OPEN = 2**20
"""The longest tag, comment or style sheet believed, in characters."""

_MOST_OPEN_AT_END = 2**12

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_START = re.compile(
    rb"\s*+(\xef\xbb\xbf\s*+)?(<\?xml[^>]*>\s*+)?"
    rb"<(!doctype html|html|table|meta|head|body|style|title|div|center)\b",
    re.IGNORECASE,
)
_STRUCK_TAGS = {"s", "strike", "del"}
_TEXT_TAGS = _STRUCK_TAGS | {"span", "font", "div", "p", "b", "i", "u", "a"}
_DECORATIONS = {"text-decoration", "text-decoration-line"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CLASS = re.compile(r"\.([\w-]+)")


def is_web_page(head: bytes) -> bool:
    """Tell from its first bytes whether a file is HTML."""
    plain = head[2:].replace(b"\0", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
    return bool(_START.match(_COMMENT.sub(b"", plain)))


def load_web_page(path: Path, file: str) -> Iterator[Table]:
    """Yield the tables of an HTML file in their order; of several each is called «таблица 1» and so on.

    A bare number would be read as a class, as the name of a sheet is.

    Raises UnreadableFile when the file is too big or its text is damaged.
    """
    if path.stat().st_size > MAX_BYTES:
        raise unreadable(
            file,
            "file-too-big",
            _("файл слишком велик для списка людей."),
            _("разделите его на несколько файлов."),
        )
    parser = _Page(file)
    parser.read(decode(path.read_bytes(), file))
    if parser.is_frameset:
        raise unreadable(
            file,
            "format-unsupported",
            _("это веб-страница с листами в соседней папке: такие не читаются."),
            _("откройте её в Excel и сохраните как «Книга Excel (.xlsx)»."),
        )
    tables = [one for one in parser.tables if one.rows]
    for number, one in zip(count(1), tables, strict=False):
        sheet = _("таблица {number}").format(number=number) if len(tables) > 1 else ""
        yield Table(file, sheet, iter(one.rows), hidden=one.hidden, facts=one.facts)


@dataclass(slots=True)
class _Table:
    hidden: bool
    rows: list[list[Cell]] = field(default_factory=list)
    facts: SheetFacts = field(default_factory=SheetFacts)
    covered: dict[int, int] = field(default_factory=dict)
    """Column -> the last row that a cell from above reaches down to."""
    row_struck: bool = False


@dataclass(slots=True)
class _Text:
    """The text of a cell: its pieces, and whether those seen are struck through."""

    struck: bool
    hidden: bool
    across: int
    down: int
    pieces: list[str] = field(default_factory=list)
    open: list[tuple[str, bool]] = field(default_factory=list)
    """Tags around what comes next, and whether what stands in each is struck through."""
    lines: set[bool] = field(default_factory=set)


class _Page(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file
        self.tables: list[_Table] = []
        self.stack: list[_Table] = []
        self.cell: _Text | None = None
        self.struck_classes: set[str] = set()
        self.hidden_classes: set[str] = set()
        self.in_style = self.is_frameset = False
        self.cells = 0

    def read(self, page: str) -> None:
        """Read a page by pieces; raises UnreadableFile for a tag or a comment that does not end.

        The parser of the standard library takes time that grows with the square of such a one.
        """
        for start in range(0, len(page), _PIECE):
            self.feed(page[start : start + _PIECE])
            if len(self.rawdata) > _MOST_OPEN:
                raise damaged(self.file)
        if len(self.rawdata) > _MOST_OPEN_AT_END:
            raise damaged(self.file)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._end_cell()
            table = _Table(self._is_hidden(attributes))
            self.tables.append(table)
            self.stack.append(table)
        elif tag == "tr" and self.stack:
            self._end_cell()
            self._begin_row(attributes)
        elif tag in {"td", "th"} and self.stack and self.stack[-1].rows:
            self._end_cell()
            self._begin_cell(attributes)
        elif tag == "br":
            self.handle_data("\n")
        elif self.cell is not None and tag in _TEXT_TAGS:
            struck = tag in _STRUCK_TAGS or self._is_struck(attributes)
            opened = self.cell.open
            opened.append((tag, struck or bool(opened and opened[-1][1])))
        elif tag == "style":
            self.in_style = True
        elif tag == "frameset":
            self.is_frameset = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
            if tag == "table" and self.stack:
                self.stack.pop()
        elif tag == "style":
            self.in_style = False
        elif self.cell is not None and tag in _TEXT_TAGS:
            opened = self.cell.open
            while opened and opened.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self._learn_classes(data)
        elif self.cell is not None:
            self.cell.pieces.append(data)
            if not data.isspace():
                opened = self.cell.open
                self.cell.lines.add(bool(opened and opened[-1][1]))

    def _learn_classes(self, rules: str) -> None:
        for rule in rules.split("}"):
            selectors, _brace, body = rule.rpartition("{")
            names = _CLASS.findall(selectors.rpartition("{")[2])
            if _strikes(body):
                self.struck_classes.update(names)
            if _HIDDEN.search(body):
                self.hidden_classes.update(names)

    def _is_struck(self, attributes: Mapping[str, str]) -> bool:
        classes = attributes.get("class", "").split()
        return bool(_strikes(attributes.get("style", "")) or self.struck_classes & {*classes})

    def _is_hidden(self, attributes: Mapping[str, str]) -> bool:
        classes = attributes.get("class", "").split()
        return bool(
            "hidden" in attributes
            or _HIDDEN.search(attributes.get("style", ""))
            or self.hidden_classes & {*classes}
        )

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        table = self.stack[-1]
        table.rows.append([])
        table.row_struck = self._is_struck(attributes)
        if self._is_hidden(attributes):
            table.facts.hidden_rows.add(len(table.rows), len(table.rows))

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        struck = self.stack[-1].row_struck or self._is_struck(attributes)
        across = min(_span(attributes, "colspan"), MAX_SPAN)
        down = min(_span(attributes, "rowspan"), MAX_ROWSPAN)
        self.cell = _Text(struck, self._is_hidden(attributes), across, down)

    def _end_cell(self) -> None:
        cell, self.cell = self.cell, None
        if cell is None:
            return
        table = self.stack[-1]
        row, number = table.rows[-1], len(table.rows)
        while table.covered.get(len(row), 0) >= number:
            row.append("")
            self.cells += 1
        column = len(row)
        text = "" if cell.hidden else "".join(cell.pieces).strip()
        row += [text, *[""] * (cell.across - 1)]
        self.cells += cell.across
        too_much = self.cells > MAX_CELLS or len(table.facts.merged) == MAX_MERGED
        if too_much or len(row) > MAX_COLUMNS:
            raise too_big(self.file)
        if text and (cell.struck or cell.lines == {True}):
            table.facts.add_struck(number, column)
        if cell.across > 1 or cell.down > 1:
            last = (number + cell.down - 1, column + cell.across - 1)
            table.facts.merged.append(CellRange(number, column, *last))
        if cell.down > 1:
            for covered in range(column, column + cell.across):
                table.covered[covered] = number + cell.down - 1


def _strikes(style: str) -> bool:
    """Tell whether declarations of CSS strike a text through."""
    for declaration in style.casefold().split(";"):
        name, _colon, value = declaration.partition(":")
        if name.strip() in _DECORATIONS and "line-through" in value:
            return True
    return False


def _span(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1").strip()
    return int(text[:6]) if text[:6].isdecimal() and text[:6].isascii() and int(text[:6]) else 1
