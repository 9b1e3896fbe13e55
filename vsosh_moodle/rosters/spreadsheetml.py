"""Workbooks of Excel 2003 XML, which school systems save under the name of an .xls file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from xml.parsers import expat

from vsosh_moodle.rosters.archive import local_names, new_parser
from vsosh_moodle.rosters.delimited import MAX_BYTES
from vsosh_moodle.rosters.table import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_ROWS,
    Cell,
    CellRange,
    Ranges,
    SheetFacts,
    Table,
)
from vsosh_moodle.rosters.unreadable import damaged, too_big

NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
_RANGE = re.compile(r"R(\d+)C(\d+):R(\d+)C(\d+)")


def is_spreadsheetml(head: bytes) -> bool:
    """Tell from its first bytes whether a file is a workbook of Excel 2003 XML."""
    plain = head.replace(b"\0", b"")  # UTF-16
    return NAMESPACE in plain or b'progid="Excel.Sheet"' in plain


def load_spreadsheetml(path: Path, file: str) -> Iterator[Table]:
    """Yield the sheets of a workbook in their order.

    Raises UnreadableFile when it is too big, its XML is broken, or it declares entities.
    """
    if path.stat().st_size > MAX_BYTES:
        raise too_big(file)
    listener = _Listener(file)
    try:
        with path.open("rb") as stream:
            listener.parser.ParseFile(stream)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged(file) from error
    for sheet in listener.sheets:
        yield Table(file, sheet.name, iter(sheet.rows), hidden=sheet.hidden, facts=sheet.facts)


@dataclass(slots=True)
class _Sheet:
    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    facts: SheetFacts = field(default_factory=SheetFacts)
    hidden: bool = False
    column: int = 0
    """How many columns are declared."""
    column_styles: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filtered: list[CellRange] = field(default_factory=list)


@dataclass(slots=True)
class _Text:
    """The text of a `Data` or `Visible` element, and which of it is struck through."""

    kind: str
    parts: list[str] = field(default_factory=list)
    struck: int = 0
    """How deep in <S>."""
    lines: set[bool] = field(default_factory=set)

    def take(self, data: str) -> None:
        self.parts.append(data)
        if not data.isspace():
            self.lines.add(self.struck > 0)

    def __str__(self) -> str:
        return "".join(self.parts)


class _Listener:
    def __init__(self, file: str) -> None:
        self.file = file
        self.names = local_names()
        self.sheets: list[_Sheet] = []
        self.struck_styles: set[str] = set()
        self.style = ""
        self.starts_in_1904 = False
        self.cells = 0
        self.row = self.column = 0
        self.row_style: str | None = None
        self.cell: Mapping[str, str] | None = None
        self.text: _Text | None = None
        self.aside = 0
        """How deep in a comment."""
        self.filter: CellRange | None = None
        self.parser = new_parser(self.start)
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.take

    def _refuse(self, *_declared: object) -> None:
        raise damaged(self.file)

    @property
    def sheet(self) -> _Sheet:
        if not self.sheets:
            raise damaged(self.file)
        return self.sheets[-1]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if self.aside or name == "Comment":
            self.aside += name == "Comment"
        elif name == "Cell":
            self._begin_cell(plain)
        elif name == "Data" and self.cell is not None:
            self.text = _Text(plain.get("Type", "String"))
        elif name == "Row":
            self._begin_row(plain)
        elif name == "S" and self.text is not None:
            self.text.struck += 1
        elif name == "Column":
            self._note_column(plain)
        elif name == "Visible":
            self.text = _Text(name)
        else:
            self._begin_other(name, plain)

    def _begin_other(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Worksheet":
            self.sheets.append(_Sheet(attributes.get("Name", "")))
            self.row, self.filter = 0, None
        elif name == "Style":
            self.style = attributes.get("ID", "")
            if attributes.get("Parent") in self.struck_styles:
                self.struck_styles.add(self.style)
        elif name == "Font" and attributes.get("StrikeThrough") == "1":
            self.struck_styles.add(self.style)
        elif name == "Date1904":
            self.starts_in_1904 = True
        elif name == "AutoFilter":
            self.filter = _parse_range(attributes.get("Range", ""))
        elif name == "AutoFilterColumn" and self.filter and attributes.get("Type", "All") != "All":
            self.sheet.filtered.append(self.filter)

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if self.aside:
            self.aside -= name == "Comment"
        elif name == "Cell":
            self._end_cell()
        elif name == "S" and self.text is not None:
            self.text.struck -= 1
        elif name == "Visible":
            self.sheet.hidden = str(self.text).strip() != "SheetVisible"
            self.text = None
        elif name == "Worksheet":
            self._end_sheet()

    def take(self, data: str) -> None:
        if self.text is not None and not self.aside:
            self.text.take(data)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        sheet = self.sheet
        self.row = int(attributes.get("Index", self.row + 1))
        if not len(sheet.rows) < self.row <= MAX_ROWS:
            raise too_big(self.file, sheet.name)
        sheet.rows += ([] for _row in range(self.row - len(sheet.rows)))
        last = self.row + int(attributes.get("Span", 0))
        if attributes.get("Hidden") == "1" or attributes.get("Height") == "0":
            sheet.facts.hidden_rows.add(self.row, last)
        self.column, self.row_style = 0, attributes.get("StyleID")
        # A row with a span stands for the empty rows below it too.
        self.row = last

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self.column = int(attributes.get("Index", self.column + 1))
        across, down = (int(attributes.get(name, 0)) for name in ("MergeAcross", "MergeDown"))
        sheet = self.sheet
        cells, row = sheet.rows[-1], len(sheet.rows)
        if not len(cells) < self.column <= MAX_COLUMNS or across < 0 or down < 0:
            raise too_big(self.file, sheet.name)
        padding = self.column - len(cells)
        self.cells += padding
        if self.cells > MAX_CELLS or len(sheet.facts.merged) == MAX_MERGED:
            raise too_big(self.file, sheet.name)
        cells += [""] * padding
        if across or down:
            first = self.column - 1
            sheet.facts.merged.append(CellRange(row, first, row + down, first + across))
        self.cell, self.text = attributes, None
        self.column += across

    def _end_cell(self) -> None:
        sheet, cell, text = self.sheet, self.cell, self.text
        self.cell = self.text = None
        if cell is None:
            return
        row, column = len(sheet.rows), len(sheet.rows[-1]) - 1
        if text is None:
            if "Formula" in cell:
                sheet.facts.add_fault("", row, 1 << column)
        elif text.kind == "Error":
            sheet.facts.add_fault(str(text).strip(), row, 1 << column)
        else:
            sheet.rows[-1][column] = _value(text.kind, str(text))
            if self._is_struck(cell, column, text):
                sheet.facts.add_struck(row, column)

    def _is_struck(self, cell: Mapping[str, str], column: int, text: _Text) -> bool:
        if text.lines == {True}:
            return True
        style = cell.get("StyleID") or self.row_style
        if style is None:
            declared = self.sheet.column_styles
            style = next((name for a, b, name in declared if a <= column <= b), "Default")
        return style in self.struck_styles

    def _note_column(self, attributes: Mapping[str, str]) -> None:
        sheet = self.sheet
        first = int(attributes.get("Index", sheet.column + 1)) - 1
        last = first + int(attributes.get("Span", 0))
        sheet.column = last + 1
        if attributes.get("Hidden") == "1" or attributes.get("Width") == "0":
            sheet.hidden_columns.append((first, last))
        if attributes.get("StyleID") in self.struck_styles:
            sheet.column_styles.append((first, last, attributes["StyleID"]))

    def _end_sheet(self) -> None:
        facts = self.sheet.facts
        facts.hidden_columns = Ranges(self.sheet.hidden_columns)
        facts.starts_in_1904 = self.starts_in_1904
        facts.divide_hidden(self.sheet.filtered)


def _value(kind: str, text: str) -> Cell:
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return datetime.fromisoformat(text.strip().removesuffix("Z"))
    if kind == "Boolean":
        return text.strip() == "1"
    return text


def _parse_range(reference: str) -> CellRange | None:
    found = _RANGE.fullmatch(reference)
    if found is None:
        return None
    return CellRange(int(found[1]), int(found[2]) - 1, int(found[3]), int(found[4]) - 1)
