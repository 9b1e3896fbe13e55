"""Somebody who reads tables with a pencil: what can be worked out of the hidden numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from vsosh_moodle.reports.document.model import Column, Hidden, Table, Value

Cell = tuple[int, int, int]
"""Table, row (-1 for totals), column."""

_Tie = tuple[dict[Cell, int], int, bool]


@dataclass(frozen=True)
class Knowledge:
    """What is printed: sums (signed cells making 0, or 0 at least), shown numbers, bounds of the hidden."""

    sums: list[tuple[dict[Cell, int], bool]]
    shown: dict[Cell, int]
    bounds: dict[Cell, tuple[int, int]]


def read(printed: Sequence[Table], true: Sequence[Table], least: int) -> Knowledge:
    """Gather what a reader knows; that a hidden number is no zero is taken as known, too."""
    known = Knowledge([], {}, {})
    numbers = [
        value for table in true for row in (*table.rows, table.totals or ()) for value in row
    ]
    most = max((value for value in numbers if isinstance(value, int)), default=0) + least
    for number, (table, source) in enumerate(zip(printed, true, strict=True)):
        for row, cells in [*enumerate(table.rows), *([(-1, table.totals)] if table.totals else [])]:
            real = source.totals if row == -1 else source.rows[row]
            assert real is not None
            for column, one in enumerate(table.columns):
                if one.kind == "people" and isinstance(value := real[column], int):
                    shown = cells[column]
                    if isinstance(shown, Hidden):
                        highest = least - 1 if shown.small else most
                        known.bounds[number, row, column] = (1 if value else 0, highest)
                    else:
                        known.shown[number, row, column] = int(str(shown))
                    known.sums.extend(_of_row(one, (number, row, column), real))
        if table.totals:
            known.sums.extend(_of_totals(source, number))
    return known


def _of_row(
    one: Column, cell: Cell, real: Sequence[Value]
) -> Iterator[tuple[dict[Cell, int], bool]]:
    """Yield what a column says of the other cells of its row."""
    number, row, _column = cell
    there = [part for part in one.parts if real[part] is not None]
    if there:
        yield {**{(number, row, part): 1 for part in there}, cell: -1}, False
    for whole in one.within:
        yield {(number, row, whole): 1, cell: -1}, True
    if one.of:
        yield {(number, row, one.of[1]): 1, (number, row, one.of[0]): -1}, True


def _of_totals(source: Table, number: int) -> Iterator[tuple[dict[Cell, int], bool]]:
    """Yield the sums of columns; groups that share nobody are known to, whatever the total is called."""
    assert source.totals is not None
    for column, one in enumerate(source.columns):
        if one.kind == "people":
            made = sum(value for row in source.rows if isinstance(value := row[column], int))
            terms = {(number, row, column): 1 for row in range(len(source.rows))}
            yield {**terms, (number, -1, column): -1}, made != source.totals[column]


def worked_out(known: Knowledge) -> set[Cell]:
    """Return the hidden cells that linear algebra alone tells: exact elimination over fractions."""
    hidden = sorted(known.bounds)
    rows = []
    for terms, at_least in known.sums:
        if not at_least:
            rows.append([Fraction(terms.get(cell, 0)) for cell in hidden])
    pivot_rows: list[list[Fraction]] = []
    for column in range(len(hidden)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        pivot_rows = [
            [a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in pivot_rows
        ]
        pivot_rows.append(pivot)
    alone = (row for row in pivot_rows if sum(value != 0 for value in row) == 1)
    return {hidden[next(at for at, value in enumerate(row) if value)] for row in alone}


def possible_values(known: Knowledge, enough: int = 2) -> dict[Cell, set[int]]:
    """Return values each hidden cell may have, up to `enough` of them; only for small tables."""
    ties = []
    for terms, at_least in known.sums:
        constant = sum(sign * known.shown.get(cell, 0) for cell, sign in terms.items())
        ties.append(
            ({cell: s for cell, s in terms.items() if cell in known.bounds}, constant, at_least)
        )
    found: dict[Cell, set[int]] = {}
    for cell, (low, high) in known.bounds.items():
        found[cell] = set()
        for value in range(low, high + 1):
            if len(found[cell]) < enough and _completes({cell: value}, known, ties):
                found[cell].add(value)
    return found


def _completes(given: dict[Cell, int], known: Knowledge, ties: list[_Tie]) -> bool:
    """Whether all other hidden cells can be given values that fit."""
    if not all(_fits(given, known, tie) for tie in ties):
        return False
    cell = next((one for one in sorted(known.bounds) if one not in given), None)
    if cell is None:
        return True
    low, high = known.bounds[cell]
    return any(_completes({**given, cell: value}, known, ties) for value in range(low, high + 1))


def _fits(given: dict[Cell, int], known: Knowledge, tie: _Tie) -> bool:
    terms, constant, at_least = tie
    low = high = constant
    for cell, sign in terms.items():
        first, last = (given[cell],) * 2 if cell in given else known.bounds[cell]
        low += sign * (first if sign > 0 else last)
        high += sign * (last if sign > 0 else first)
    return high >= 0 and (low <= 0 or at_least)
