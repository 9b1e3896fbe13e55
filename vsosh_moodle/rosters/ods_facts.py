"""What an OpenDocument sheet says besides its values: one pass over content.xml."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vsosh_moodle.rosters.archive import Parts, local_names, new_parser
from vsosh_moodle.rosters.ods_looks import TextStyles
from vsosh_moodle.rosters.table import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_ROWS,
    CellRange,
    Ranges,
    SheetFacts,
    parse_range,
)
from vsosh_moodle.rosters.unreadable import too_big

CONTENT = "content.xml"
_STYLES = "styles.xml"
_LONGEST_ERROR = 32
_HIDDEN = {"collapse", "filter"}


def parse_ods_facts(parts: Parts) -> Mapping[str, SheetFacts]:
    """Return the facts of the sheets by their names; raises UnreadableFile for a harmful file."""
    listener = _Listener(parts.file)
    for name in (_STYLES, CONTENT):
        if name in parts.names:
            parser = new_parser(listener.start)
            parser.EndElementHandler = listener.end
            parser.CharacterDataHandler = listener.text
            parts.parse(name, parser)
    return {name: sheet.facts for name, sheet in listener.sheets.items()}


@dataclass(slots=True)
class _Sheet:
    facts: SheetFacts = field(default_factory=SheetFacts)
    row: int = 0
    """The last row that is over."""
    column: int = 0
    """How many columns are declared."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    struck_columns: list[tuple[int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = -1


@dataclass(slots=True)
class _Row:
    count: int
    hidden: str
    is_struck: bool
    column: int = 0
    struck: int = 0
    percents: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    filled: int = -1
    """The last column with a value."""


@dataclass(slots=True)
class _Cell:
    first: int
    count: int
    is_error: bool
    is_struck: bool
    error: str = ""

    @property
    def bits(self) -> int:
        return ((1 << self.count) - 1) << self.first


class _Listener:
    def __init__(self, file: str) -> None:
        self.file = file
        self.names = local_names()
        self.styles = TextStyles()
        self.sheets: dict[str, _Sheet] = {}
        self.sheet = _Sheet()
        self.row = _Row(1, "", is_struck=False)
        self.cell: _Cell | None = None
        self.groups: list[bool] = []
        self.starts_in_1904 = False
        self.depth = 0
        """How deep in tables: a table within a cell is no sheet."""
        self.aside = 0
        """How deep in a comment or a drawing."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        if name in {"table-cell", "covered-table-cell"}:
            if self.depth == 1 and not self.aside:
                self._begin_cell(attributes)
        elif name == "table-row":
            if self.depth == 1:
                self._begin_row(attributes)
        elif self.cell is not None and name in {"p", "span"}:
            self.styles.begin_text(attributes.get("text:style-name", ""))
        elif name in {"annotation", "shapes", "frame", "custom-shape"}:
            self.aside += 1
        else:
            self._begin_other(name, attributes)

    def _begin_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self.depth += 1
            if self.depth == 1:
                self.sheet = self.sheets[attributes.get("table:name", "")] = _Sheet()
                self.groups.clear()
        elif name in {"table-row-group", "table-column-group"}:
            self.groups.append(attributes.get("table:display") == "false")
        elif name == "table-column" and self.depth == 1:
            self._note_columns(attributes)
        elif name == "image":
            self.sheet.facts.has_picture = True
        elif name == "null-date":
            if attributes.get("table:date-value", "").startswith("1904"):
                self.starts_in_1904 = True
        elif name == "data-pilot-table":
            self._note_pivot(attributes.get("table:target-range-address", ""))
        else:
            self.styles.start(name, attributes)

    def end(self, tag: str) -> None:
        name = self.names[tag]
        if name in {"table-cell", "covered-table-cell"}:
            if self.depth == 1 and not self.aside:
                self._end_cell()
        elif name == "table-row":
            if self.depth == 1:
                self._end_row()
        elif self.cell is not None and name in {"p", "span"}:
            self.styles.end_text()
        elif name in {"annotation", "shapes", "frame", "custom-shape"}:
            self.aside -= 1
        elif name == "table":
            self._end_table()
        elif name in {"table-row-group", "table-column-group"}:
            self.groups.pop()

    def text(self, data: str) -> None:
        if self.cell is not None and not self.aside:
            if self.cell.is_error and len(self.cell.error) < _LONGEST_ERROR:
                self.cell.error += data
            self.styles.see(data)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        hidden = attributes.get("table:visibility", "")
        self.row = _Row(
            _count(attributes, "table:number-rows-repeated"),
            "collapse" if any(self.groups) else hidden if hidden in _HIDDEN else "",
            self.styles.is_struck(attributes.get("table:default-cell-style-name", "")),
        )

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        row = self.row
        count = _count(attributes, "table:number-columns-repeated")
        if "office:value-type" in attributes:
            row.filled = row.column + count - 1
            if row.filled >= MAX_COLUMNS:
                raise too_big(self.file)
            style = attributes.get("table:style-name")
            self.cell = _Cell(
                row.column,
                count,
                attributes.get("calcext:value-type") == "error",
                self._is_struck(style, row),
            )
            self.styles.begin_cell()
            if attributes["office:value-type"] == "percentage":
                row.percents |= self.cell.bits
        elif "table:formula" in attributes:
            row.faults[""] = row.faults.get("", 0) | 1 << min(row.column, MAX_COLUMNS)
        down = attributes.get("table:number-rows-spanned", "1")
        across = attributes.get("table:number-columns-spanned", "1")
        if down != "1" or across != "1":
            self._note_merged(int(down), int(across))
        row.column += count

    def _is_struck(self, style: str | None, row: _Row) -> bool:
        if style is not None:
            return self.styles.is_struck(style)
        return row.is_struck or (
            bool(self.sheet.struck_columns)
            and any(first <= row.column <= last for first, last in self.sheet.struck_columns)
        )

    def _note_merged(self, down: int, across: int) -> None:
        merged = self.sheet.facts.merged
        if len(merged) == MAX_MERGED:
            raise too_big(self.file)
        first, column = self.sheet.row + 1, self.row.column
        merged.append(CellRange(first, column, first + down - 1, column + across - 1))

    def _end_cell(self) -> None:
        cell, row = self.cell, self.row
        if cell is None:
            return
        if self.styles.end_cell(by_cell=cell.is_struck):
            row.struck |= cell.bits
        if cell.is_error:
            error = cell.error.strip()
            row.faults[error] = row.faults.get(error, 0) | cell.bits
        self.cell = None

    def _end_row(self) -> None:
        sheet, row, facts = self.sheet, self.row, self.sheet.facts
        first, last = sheet.row + 1, sheet.row + row.count
        sheet.row = last
        if row.hidden:
            by_filter = row.hidden == "filter"
            (facts.filtered_rows if by_filter else facts.hidden_rows).add(first, last)
        if row.filled >= 0:
            sheet.last_row, sheet.last_column = last, max(sheet.last_column, row.filled)
            if last > MAX_ROWS or last * (sheet.last_column + 1) > MAX_CELLS:
                raise too_big(self.file)
        elif not row.faults:
            return
        for number in range(first, min(last, MAX_ROWS) + 1):
            if row.struck:
                facts.struck[number] = row.struck
            if row.percents:
                facts.percents[number] = row.percents
            for reason, bits in row.faults.items():
                facts.add_fault(reason, number, bits)

    def _end_table(self) -> None:
        self.depth -= 1
        if self.depth == 0:
            self.sheet.facts.hidden_columns = Ranges(self.sheet.hidden_columns)
            self.sheet.facts.starts_in_1904 = self.starts_in_1904

    def _note_columns(self, attributes: dict[str, str]) -> None:
        sheet = self.sheet
        count = _count(attributes, "table:number-columns-repeated")
        span = (sheet.column, sheet.column + count - 1)
        sheet.column += count
        if any(self.groups) or attributes.get("table:visibility") in _HIDDEN:
            sheet.hidden_columns.append(span)
        if self.styles.is_struck(attributes.get("table:default-cell-style-name", "")):
            sheet.struck_columns.append(span)

    def _note_pivot(self, address: str) -> None:
        """Take «Лист.A1:Лист.C9» or «'Мой лист'.A1:…»."""
        name = address.rpartition(":")[0].rpartition(".")[0].strip("$'")
        cells = ":".join(part.rpartition(".")[2] for part in address.rsplit(":", 1))
        found = parse_range(cells)
        if found is not None and name in self.sheets:
            self.sheets[name].facts.pivots.append(found)


def _count(attributes: Mapping[str, str], name: str) -> int:
    count = int(attributes.get(name, "1"))
    if count < 1:
        raise ValueError(name)
    return count
