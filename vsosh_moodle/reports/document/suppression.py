"""Small numbers of people are not shown, nor what would give them away.

A number of people below `least` is hidden (`Hidden()`), and with it (`Hidden(small=False)`) what it
could be worked out from: numbers it makes a total with, in this table and in others of the report that
show the same cell or the same total; percentages, averages and changes in its row; amounts that are the
doing of so few (`Column.by`), and their total where it would tell them.

Zero is shown: «никто из 12» names nobody. It is hidden where nobody in its row is counted by `least`
or more: «никто из троих» tells something of each. Totals are hidden only when they are small, or when
all rows above them are hidden and could still be told apart.

Left open on purpose: that 2 of 20 are *not* among the 18 active. Coverage could not be reported
otherwise, and the report has no list of the two.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from vsosh_moodle.reports.document.hidden_cells import Bond, Cells, Tie
from vsosh_moodle.reports.document.model import Column, Hidden, Table, Value
from vsosh_moodle.reports.document.same_numbers import NumberColumn, equal_columns, row_sums
from vsosh_moodle.reports.document.undeclared_sums import undeclared_sums

TOTALS = -1
"""The row number of a table's totals."""

DERIVED = frozenset({"percent", "decimal", "change", "mark"})
"""Kinds of columns that are made of numbers beside them; a mark there is an average of several."""


class Spot(NamedTuple):
    """A cell of a table: `row` is TOTALS for the row below."""

    table: int
    row: int
    column: int


class Link(NamedTuple):
    """Cells that make a total in another table, each (key of the table, row, column)."""

    parts: tuple[tuple[str, int, int], ...]
    total: tuple[str, int, int]


def suppress(table: Table, least: int) -> Table:
    """Return a table without small numbers of people; the same object when there are none."""
    return suppress_together([table], least)[0]


def suppress_together(
    tables: Sequence[Table], least: int, links: Sequence[Link] = ()
) -> list[Table]:
    """Return tables of one report without small numbers of people, safe also when read together.

    A number that several tables show is one number: a cell with the same words in its row and the same
    heading, a column that says the same of all rows (`same_numbers`). `links` are sums over tables that
    their rows do not show, such as classes in one and their grade in another.
    """
    hidden = _Numbers(tables, least, links).hide()
    return [_printed(table, number, hidden, least) for number, table in enumerate(tables)]


def shown_count(count: int | None, least: int) -> int | Hidden | None:
    """Return a number of people as it may stand in a sentence or a cell by itself."""
    return Hidden() if count is not None and 0 < count < least else count


@dataclass
class _Numbers:
    """The numbers of people of all tables, and what ties them."""

    tables: Sequence[Table]
    least: int
    links: Sequence[Link]
    values: list[int] = field(default_factory=list)
    spots: dict[Spot, int] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    _same: dict[int, int] = field(default_factory=dict)

    def hide(self) -> Mapping[Spot, Hidden]:
        """Return what stands in the cells to hide."""
        self._gather()
        if not any(0 < value < self.least for value in self.values):
            return {}
        columns = self._columns()
        self._join(columns)
        small = {cell for cell in self.spots.values() if 0 < self.values[cell] < self.least}
        for number, table in enumerate(self.tables):
            self._tie_columns(number, table)
            self._tie_rows(number, table)
        for parts, whole in row_sums(columns):
            for label in sorted(set(whole.values).intersection(*(one.values for one in parts))):
                made_of = [self.spots[self._spot(one, label)] for one in parts]
                self._tie(made_of, self.spots[self._spot(whole, label)])
        self._tie_links()
        totals = frozenset(cell for spot, cell in self.spots.items() if spot.row == TOTALS)
        cells = Cells(self.values, self.ties, self.least, totals)
        cells.hide(small, self._zeros_of_small_groups())
        return {
            spot: Hidden(small=cell in cells.small)
            for spot, cell in self.spots.items()
            if cell in cells.hidden
        }

    def _gather(self) -> None:
        for number, table in enumerate(self.tables):
            for row, cells in _rows(table):
                for column, one in enumerate(table.columns):
                    value = cells[column]
                    if one.kind == "people" and isinstance(value, int):
                        self.spots[Spot(number, row, column)] = len(self.values)
                        self.values.append(int(value))

    def _join(self, columns: Sequence[NumberColumn]) -> None:
        """Make one cell of those that show the same number."""
        named: dict[tuple[str, str, int], Spot] = {}
        for one in columns:
            for label in one.values:
                spot = self._spot(one, label)
                title = self.tables[one.table].columns[one.column].title.casefold()
                first = named.setdefault((label, title, self._value(spot)), spot)
                self._unite(first, spot)
        for one, other in equal_columns(columns):
            for label in one.values.keys() & other.values.keys():
                self._unite(self._spot(one, label), self._spot(other, label))
        self.spots = {spot: self._first(cell) for spot, cell in self.spots.items()}

    def _unite(self, one: Spot, other: Spot) -> None:
        self._same[self._first(self.spots[other])] = self._first(self.spots[one])

    def _first(self, cell: int) -> int:
        while (before := self._same.get(cell, cell)) != cell:
            cell = before
        return cell

    def _value(self, spot: Spot) -> int:
        return self.values[self.spots[spot]]

    def _spot(self, one: NumberColumn, label: str) -> Spot:
        return Spot(one.table, self._labels[one.table][label], one.column)

    def _columns(self) -> list[NumberColumn]:
        found = []
        for number, table in enumerate(self.tables):
            for column, one in enumerate(table.columns):
                values = {
                    label: self._value(spot)
                    for label, row in self._labels[number].items()
                    if (spot := Spot(number, row, column)) in self.spots
                }
                if one.kind == "people" and values:
                    found.append(NumberColumn(number, column, values, whole=bool(one.parts)))
        return found

    @cached_property
    def _labels(self) -> list[dict[str, int]]:
        """The rows of each table by their words; rows of the same words are different rows."""
        found = []
        for table in self.tables:
            words = [(_label(table, row, cells), row) for row, cells in _rows(table)]
            times = Counter(label for label, _row in words)
            found.append({label: row for label, row in words if label and times[label] == 1})
        return found

    def _tie_columns(self, number: int, table: Table) -> None:
        for column, one in enumerate(table.columns):
            total = self.spots.get(Spot(number, TOTALS, column))
            parts = [self.spots.get(Spot(number, row, column)) for row in range(len(table.rows))]
            if one.kind == "people" and total is not None:
                self._tie([part for part in parts if part is not None], total, whole=None in parts)

    def _tie(self, parts: list[int], total: int, *, whole: bool = False) -> None:
        """Tie parts to their total: as a sum, or as groups that share people; `whole`: some are missing."""
        made = sum(self.values[part] for part in parts)
        terms = (*((part, 1) for part in parts), (total, -1))
        if made == self.values[total] and not whole:
            self.ties.append(Tie(Bond.EQUAL, terms, total))
            return
        if made > self.values[total] and not whole:
            self.ties.append(Tie(Bond.COVER, terms, total))
        self.ties += [
            Tie(Bond.ORDER, ((total, 1), (part, -1)), total)
            for part in parts
            if self.values[part] <= self.values[total]
        ]

    def _tie_rows(self, number: int, table: Table) -> None:
        for row, given in _rows(table):
            for column, one in enumerate(table.columns):
                self._tie_cell(Spot(number, row, column), one, given)
        people = [column for column, one in enumerate(table.columns) if one.kind == "people"]
        rows = []
        for row, _cells in _rows(table):
            there = [Spot(number, row, column) for column in people]
            if all(spot in self.spots for spot in there):
                rows.append([self.spots[spot] for spot in there])
        for signs in undeclared_sums([[self.values[cell] for cell in row] for row in rows]):
            for cells in rows:
                terms = tuple((one, sign) for one, sign in zip(cells, signs, strict=True) if sign)
                largest = max(terms, key=lambda term: self.values[term[0]])[0]
                self.ties.append(Tie(Bond.EQUAL, terms, largest))

    def _tie_cell(self, spot: Spot, column: Column, cells: tuple[Value, ...]) -> None:
        """Tie a cell to those of its row that its column names."""
        here = self.spots.get(spot)
        # What a row has no number of («—») is no part of its sum.
        named = [at for at in column.parts if cells[at] is not None]
        parts = [self.spots.get(spot._replace(column=at)) for at in named]
        if here is not None and parts and None not in parts:
            self._tie([part for part in parts if part is not None], here)
        wholes = [self.spots.get(spot._replace(column=at)) for at in column.within]
        pairs = [(here, whole) for whole in wholes]
        if column.of:
            part, whole = (self.spots.get(spot._replace(column=at)) for at in column.of)
            pairs.append((part, whole))
        for part, whole in pairs:
            if part is not None and whole is not None:
                self._order(part, whole)

    def _order(self, part: int, whole: int) -> None:
        if self.values[part] <= self.values[whole]:
            self.ties.append(Tie(Bond.ORDER, ((whole, 1), (part, -1)), whole))

    def _tie_links(self) -> None:
        numbers = {table.key: number for number, table in enumerate(self.tables)}
        for link in self.links:
            ends = [
                self.spots.get(Spot(numbers[key], row, column)) if key in numbers else None
                for key, row, column in (*link.parts, link.total)
            ]
            known = [end for end in ends if end is not None]
            if len(known) == len(ends):
                self._tie(known[:-1], known[-1])

    def _zeros_of_small_groups(self) -> set[int]:
        rows: dict[tuple[int, int], list[int]] = {}
        for spot, cell in self.spots.items():
            rows.setdefault((spot.table, spot.row), []).append(cell)
        return {
            cell
            for row in rows.values()
            if 0 < max(self.values[cell] for cell in row) < self.least
            for cell in row
            if self.values[cell] == 0
        }


def _printed(table: Table, number: int, hidden: Mapping[Spot, Hidden], least: int) -> Table:
    if not any(spot.table == number for spot in hidden):
        return table
    rows = {
        row: tuple(
            hidden.get(Spot(number, row, column), _derived(table, number, row, one, value, hidden))
            for column, (one, value) in enumerate(zip(table.columns, cells, strict=True))
        )
        for row, cells in _rows(table)
    }
    for column, one in enumerate(table.columns):
        for row in _rows_of_few(table, one.by, least) if one.by is not None else ():
            cells = rows[row]
            if isinstance(cells[column], int | float):
                rows[row] = (*cells[:column], Hidden(small=False), *cells[column + 1 :])
    return replace(
        table,
        rows=tuple(rows[row] for row in range(len(table.rows))),
        totals=rows.get(TOTALS),
    )


def _rows_of_few(table: Table, by: int, least: int) -> list[int]:
    """Return the rows whose amounts are the doing of few; the total too, if with it these are told."""
    people = {row: cells[by] for row, cells in _rows(table)}
    few = {row: n for row, n in people.items() if isinstance(n, int) and 0 < n < least}
    if TOTALS in people and 0 < sum(few.values()) < least:
        few[TOTALS] = 0
    return list(few)


def _derived(
    table: Table, number: int, row: int, one: Column, value: Value, hidden: Mapping[Spot, Hidden]
) -> Value:
    """Return a cell as it may stand in its row: what is made of a hidden number is hidden too."""
    if one.kind not in DERIVED or value is None or isinstance(value, str):
        return value
    made_of = one.of or range(len(table.columns))
    if any(Spot(number, row, column) in hidden for column in made_of):
        return Hidden(small=False)
    return value


def _rows(table: Table) -> Iterator[tuple[int, tuple[Value, ...]]]:
    yield from enumerate(table.rows)
    if table.totals is not None:
        yield TOTALS, table.totals


def _label(table: Table, row: int, cells: tuple[Value, ...]) -> str:
    """Return the words of a row, the same for the totals of every table."""
    if row == TOTALS:
        return "\0"
    words = [
        str(value)
        for one, value in zip(table.columns, cells, strict=True)
        if one.kind in ("text", "date") and value is not None
    ]
    return "|".join(words).casefold()
