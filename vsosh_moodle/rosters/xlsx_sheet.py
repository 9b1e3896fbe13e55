"""One pass over the XML of an xlsx sheet: what stands there besides the values."""

from dataclasses import dataclass, field

from vsosh_moodle.rosters.archive import Parts, local_names, new_parser
from vsosh_moodle.rosters.table import (
    MAX_CELLS,
    MAX_MERGED,
    MAX_ROWS,
    CellRange,
    ColumnNumbers,
    Ranges,
    SheetFacts,
    parse_range,
)
from vsosh_moodle.rosters.unreadable import too_big
from vsosh_moodle.rosters.xlsx_looks import Looks, Runs, is_on

_AFTER_CELLS = {"col", "mergeCell", "autoFilter", "filterColumn", "cfRule"}
_DIGITS = "0123456789"
_LONGEST_VALUE = 64


@dataclass(slots=True)
class SheetPass:
    """What the pass found: the facts, and how far the sheet reaches (rows from 1, columns from 0)."""

    facts: SheetFacts = field(default_factory=SheetFacts)
    last_row: int = 0
    last_column: int = -1
    filtered: list[CellRange] = field(default_factory=list)


def parse_sheet(parts: Parts, name: str, looks: Looks, *, stale: bool) -> SheetPass:
    """Read what a sheet says besides its values; raises UnreadableFile when it is too wide.

    `stale` tells that the workbook asks to be calculated anew: a formula's 0 is no value then.
    """
    listener = _Listener(parts.file, looks, stale)
    parser = new_parser(listener.start)
    listener.parser = parser
    parts.parse(name, parser)
    listener.end_cell()
    found = listener.found
    found.facts.hidden_columns = Ranges(listener.hidden_columns)
    if found.last_row * (found.last_column + 1) > MAX_CELLS:
        raise too_big(parts.file)
    return found


class _Listener:
    """Hears an element begin. A plain cell costs two calls and leaves nothing behind."""

    def __init__(self, file: str, looks: Looks, stale: bool) -> None:
        self.file = file
        self.looks = looks
        self.stale = stale
        self.parser = new_parser(self.start)
        self.found = SheetPass()
        self.facts = self.found.facts
        self.hidden_columns: list[tuple[int, int]] = []
        self.filter = ""
        self.names = local_names()
        self.columns = ColumnNumbers()
        self.runs = Runs()
        self.row, self.row_digits, self.column = 0, "0", -1
        self.style: str | None = None
        self.kind: str | None = None
        self.value: str | None = None
        self.is_open = self.is_formula = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names[tag]
        if name == "c":
            if self.is_open:
                self.end_cell()
            self._begin_cell(attributes)
        elif name in {"v", "is"}:
            self._begin_value()
        elif name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self.is_open = self.is_formula = True
        elif name != "t":
            self._begin_other(name, attributes)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        if self.is_open:
            self.end_cell()
        digits = attributes.get("r")
        self._go_to_row(int(digits) if digits else self.row + 1)
        self.column = -1
        hidden = attributes.get("hidden")
        height = attributes.get("ht")
        if (hidden and is_on(attributes, "hidden")) or (height and not float(height)):
            self.facts.hidden_rows.add(self.row, self.row)

    def _go_to_row(self, row: int) -> None:
        if not 1 <= row <= MAX_ROWS:
            raise too_big(self.file)
        self.row, self.row_digits = row, str(row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip(_DIGITS)
            self.column = self.columns[letters]
            if reference[len(letters) :] != self.row_digits:
                self._go_to_row(int(reference[len(letters) :]))
        else:
            self.column += 1
        self.style = attributes.get("s")
        self.kind = attributes.get("t")

    def _begin_value(self) -> None:
        found = self.found
        # Not max(): this is the hottest line of the reading.
        found.last_row = max(found.last_row, self.row)
        found.last_column = max(found.last_column, self.column)
        if self.style in self.looks.struck_styles:
            self.facts.add_struck(self.row, self.column)
        if self.style in self.looks.percent_styles:
            self.facts.add_percent(self.row, self.column)
        if self.is_formula or self.kind == "e" or (self.kind == "s" and self.looks.struck_strings):
            self.is_open, self.value = True, ""
            self.parser.CharacterDataHandler = self._take_value

    def _take_value(self, data: str) -> None:
        if self.value is not None and len(self.value) < _LONGEST_VALUE:
            self.value += data

    def _begin_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "r":
            self.is_open = True
            self.runs.run()
            self.parser.CharacterDataHandler = self.runs.text
        elif name == "strike":
            self.runs.strike(attributes)
        elif name in _AFTER_CELLS:
            self.end_cell()
            self._note_other(name, attributes)

    def _note_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "col":
            self._note_column(attributes)
        elif name == "mergeCell":
            self._note_merged(attributes)
        elif name == "autoFilter":
            self.filter = attributes.get("ref", "")
        elif name == "filterColumn":
            if found := parse_range(self.filter):
                self.found.filtered.append(found)
        elif attributes.get("dxfId") in self.looks.struck_rules:
            self.facts.struck_by_rule = True

    def _note_column(self, attributes: dict[str, str]) -> None:
        width = attributes.get("width")
        if is_on(attributes, "hidden", default="0") or (width and not float(width)):
            first = int(attributes["min"])
            self.hidden_columns.append((first - 1, int(attributes.get("max", first)) - 1))

    def _note_merged(self, attributes: dict[str, str]) -> None:
        merged = parse_range(attributes.get("ref", ""))
        if merged is not None:
            if len(self.facts.merged) == MAX_MERGED:
                raise too_big(self.file)
            self.facts.merged.append(merged)

    def end_cell(self) -> None:
        """End a cell that is more than a plain value."""
        if not self.is_open:
            return
        self.parser.CharacterDataHandler = None
        value = (self.value or "").strip()
        if self.kind == "e":
            self.facts.add_fault(value or "#VALUE!", self.row, 1 << self.column)
        elif self.is_formula:
            if self._is_unsaved(value):
                self.facts.add_fault("", self.row, 1 << self.column)
        elif self._is_struck(value):
            self.facts.add_struck(self.row, self.column)
        self.runs.begin()
        self.value, self.is_open, self.is_formula = None, False, False

    def _is_unsaved(self, value: str) -> bool:
        if self.kind == "str":
            return self.value is None
        return not value or (value == "0" and self.stale)

    def _is_struck(self, value: str) -> bool:
        if self.kind == "s":
            return value.isdecimal() and int(value) in self.looks.struck_strings
        return self.runs.all_struck()
