"""A sheet of a register -> its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice

from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.registers.build import BuiltRow, build_row
from vsosh_moodle.registers.cells import Reading
from vsosh_moodle.registers.columns import NUMBERS, RegisterDefinition
from vsosh_moodle.registers.headers import HEADER_ROWS, RegisterHeader
from vsosh_moodle.registers.recognise import recognise
from vsosh_moodle.registers.row import RegisterRow, says_nothing
from vsosh_moodle.registers.sheet_problems import (
    hidden_columns,
    hidden_sheet,
    nearly_known_columns,
    repeated_columns,
    skipped_rows,
    strange_groups,
)
from vsosh_moodle.rosters.as_shown import report_fault, show_columns, why_skipped
from vsosh_moodle.rosters.headers import is_footer
from vsosh_moodle.rosters.own_sheets import is_own_sheet
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.rosters.values import cell_text
from vsosh_moodle.school.classes import ClassName, find_class_in_title, parse_class_name

EXAMPLE = "Пример:"
"""How the first cell of the template's example row begins: such a row is not read."""

_DAYS_TO_1904 = 1462
_MOST_MERGED_ROWS = 5000


@dataclass(slots=True)
class SheetRows:
    """What a sheet gave: `header` is None when it was not read, `is_empty` when nothing stands there.

    `unfilled` counts rows in which only what the template fills in beforehand stands. `dropped` are
    the titles of the columns that were not read.
    """

    header: RegisterHeader | None = None
    rows: list[BuiltRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unfilled: int = 0
    left_out: int = 0
    dropped: list[str] = field(default_factory=list)
    is_empty: bool = False
    is_own: bool = False


def read_register_sheet(
    table: Table, definitions: Sequence[RegisterDefinition], reading: Reading
) -> SheetRows:
    """Read the rows of a sheet, whichever register it holds; all its problems are in the result."""
    head = list(islice(table.rows, HEADER_ROWS + 1))
    if is_own_sheet(head):
        return SheetRows(is_own=True)
    shown = [show_columns(table, row) for row in head]
    if not any(cell != "" for row in head for cell in row):
        return SheetRows(is_empty=True)
    header, problems = recognise(table, shown, definitions, reading.words.groups)
    if table.hidden:
        return SheetRows(problems=[hidden_sheet(table)] if header else [])
    sheet = SheetRows(header, problems=problems)
    if header is None:
        return sheet
    sheet.dropped = [title for _place, title in header.unknown]
    sheet.problems += nearly_known_columns(table, header)
    sheet.problems += repeated_columns(table, header)
    sheet.problems += strange_groups(table, header, reading.words.groups)
    sheet.problems += hidden_columns(table, header, head)
    below: Iterator[list[Cell]] = chain(head[header.row :], table.rows)
    if table.facts.hidden_columns:
        below = map(partial(show_columns, table), below)
    _Reader(table, header, reading, sheet, shown).read(below)
    return sheet


@dataclass(slots=True)
class _Reader:
    table: Table
    header: RegisterHeader
    reading: Reading
    sheet: SheetRows
    head: Sequence[Sequence[Cell]]
    inherited: ClassName | None = None
    faults: dict[tuple[str, str], tuple[Place, int]] = field(default_factory=dict)
    skipped: dict[str, list[int]] = field(default_factory=dict)

    def read(self, rows: Iterator[list[Cell]]) -> None:
        """Read all rows below the header."""
        self.inherited = self._class_of_sheet()
        titles = list(self.head[self.header.row - 1])
        for number, cells in enumerate(self._unmerged(rows), start=self.header.row + 1):
            filled = [cell for cell in cells if cell != ""]
            if (not filled and not self._faulty(number)) or cells == titles:
                continue
            if filled and self._is_aside(cells, filled):
                continue
            if reason := why_skipped(self.table, number, cells, self._key_places()):
                self.skipped.setdefault(reason, []).append(number)
                continue
            self._read_row(number, cells)
        self.sheet.problems += skipped_rows(self.table, self.skipped)
        for (_key, reason), (place, count) in self.faults.items():
            self.sheet.problems.append(report_fault(place, reason, count))

    def _read_row(self, number: int, cells: list[Cell]) -> None:
        faulty = self._faulty(number)
        row = RegisterRow(
            self.table, self.header, number, self._since_1900(cells), self.sheet.problems, faulty
        )
        if not faulty and self._is_bare(row):
            return
        if not faulty and self._is_unfilled(row):
            self.sheet.unfilled += 1
            return
        for key, reason in faulty.items():
            place, count = self.faults.get((key, reason), (row.place(key), 0))
            self.faults[key, reason] = place, count + 1
        built = build_row(row, self.inherited, self.reading)
        if built is None:
            self.sheet.left_out += 1
        else:
            self.sheet.rows.append(built)

    def _is_bare(self, row: RegisterRow) -> bool:
        """Tell whether nothing stands under any title: a note beside the table, a drawn line."""
        return all(
            not cell_text(cell) and not isinstance(cell, bool)
            for cell in (
                *(row.raw(key) for key in self.header.columns),
                *(row.at(place) for _group, place in self.header.groups),
            )
        )

    def _is_unfilled(self, row: RegisterRow) -> bool:
        """Tell whether a row holds only what the template had filled in."""
        columns = self.header.definition.columns
        if not any(column.identity for column in columns):
            return False
        cells = [row.raw(one.key) for one in columns if not one.identity]
        cells += [row.at(place) for _group, place in self.header.groups]
        return all(cell == "" for cell in cells)

    def _is_aside(self, cells: Sequence[Cell], filled: Sequence[Cell]) -> bool:
        """Tell whether a row is none of the register: the example, a footer, a class's heading."""
        first = cell_text(filled[0])
        if first.casefold().startswith(EXAMPLE.casefold()):
            return True
        if is_footer(first) and not self._is_whole(cells):
            return True
        if [cell_text(cell) for cell in filled] == [str(n + 1) for n in range(len(filled))]:
            return len(filled) > 2
        if len(filled) > 1:
            return False
        if self.header.definition.names_pupils and (name := parse_class_name(first)):
            self.inherited = name
            return True
        return "__" in first or says_nothing(first)

    def _is_whole(self, cells: Sequence[Cell]) -> bool:
        """Tell whether a row that begins like a footer is one of the register: «Директор» is a post too.

        Its first cell is of no required column then, and all of those are filled.
        """
        required = [
            self.header.columns[one.key]
            for one in self.header.definition.columns
            if one.required and one.key in self.header.columns
        ]
        first = next(place for place, cell in enumerate(cells) if cell != "")
        return first not in required and all(
            place < len(cells) and cells[place] != "" for place in required
        )

    def _class_of_sheet(self) -> ClassName | None:
        if not self.header.definition.names_pupils:
            return None
        if name := parse_class_name(self.table.sheet):
            return name
        lines = [cell_text(cell) for row in self.head[: self.header.row - 1] for cell in row]
        found = {name for line in lines if (name := find_class_in_title(line))}
        return found.pop() if len(found) == 1 else None

    def _key_places(self) -> list[int]:
        keys = (*self.header.definition.unique, "last", "first")
        return [self.header.columns[key] for key in keys if key in self.header.columns]

    def _faulty(self, number: int) -> dict[str, str]:
        if not self.table.facts.faults:
            return {}
        found = {}
        for key, place in self.header.columns.items():
            reason = self.table.fault(number, place)
            if reason is not None and not self.table.is_hidden_column(place):
                found[key] = reason
        return found

    def _since_1900(self, cells: list[Cell]) -> list[Cell]:
        """Return cells of a workbook that counts days since 1904, its bare numbers since 1900."""
        if not self.table.facts.starts_in_1904:
            return cells
        counted = list(cells)
        for column in self.header.definition.columns:
            place = self.header.columns.get(column.key)
            if column.kind != "date" or place is None or place >= len(cells):
                continue
            cell = cells[place]
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                counted[place] = cell + _DAYS_TO_1904
        return counted

    def _unmerged(self, rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
        """Yield rows with what stands once in cells merged downwards in each of them.

        Numbers are not repeated: a sum over three rows is no sum of each.
        """
        repeated = {
            place
            for key, place in self.header.columns.items()
            if self.header.definition.column(key).kind not in NUMBERS
        }
        starting = {
            (one.first_row, one.first_column - self.table.first_column): one.last_row
            for one in self.table.facts.merged
            if 0 < one.last_row - one.first_row < _MOST_MERGED_ROWS
            and one.first_column - self.table.first_column in repeated
        }
        if not starting:
            yield from rows
            return
        active: dict[int, tuple[int, Cell]] = {}
        for number, written in enumerate(rows, start=self.header.row + 1):
            cells = written
            active = {place: block for place, block in active.items() if block[0] >= number}
            if any(cell != "" for cell in cells):
                for place, (_last, value) in active.items():
                    cells = [*cells, *[""] * (place + 1 - len(cells))]
                    cells[place] = value if cells[place] == "" else cells[place]
            for place in repeated:
                last = starting.get((number, place))
                if last is not None and place < len(cells) and cells[place] != "":
                    active[place] = last, cells[place]
            yield cells
