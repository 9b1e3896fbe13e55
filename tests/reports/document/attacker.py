"""Somebody who reads tables with a pencil: what can be worked out of the hidden numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from vsosh_moodle.reports.document.model import Hidden, Table

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
    sums: list[tuple[dict[Cell, int], bool]] = []
    shown: dict[Cell, int] = {}
    bounds: dict[Cell, tuple[int, int]] = {}
    numbers = [
        value for table in true for row in (*table.rows, table.totals or ()) for value in row
    ]
    most = max((value for value in numbers if isinstance(value, int)), default=0) + least
    for number, table in enumerate(printed):
        rows = list(enumerate(table.rows)) + ([(-1, table.totals)] if table.totals else [])
        for row, cells in rows:
            source = true[number].totals if row == -1 else true[number].rows[row]
            assert source is not None
            for column, one in enumerate(table.columns):
                if one.kind != "people":
                    continue
                value, real = cells[column], source[column]
                assert isinstance(real, int)
                if isinstance(value, Hidden):
                    lowest = 1 if real else 0
                    bounds[number, row, column] = (lowest, least - 1 if value.small else most)
                else:
                    shown[number, row, column] = int(str(value))
                if one.parts:
                    terms = {(number, row, part): 1 for part in one.parts}
                    sums.append(({**terms, (number, row, column): -1}, False))
                if one.of:
                    sums.append(({(number, row, one.of[1]): 1, (number, row, one.of[0]): -1}, True))
        for column, one in enumerate(table.columns):
            if table.totals and one.kind == "people":
                terms = {(number, row, column): 1 for row in range(len(table.rows))}
                # Groups that share nobody are known to share nobody, whatever the table calls its total.
                numbers = [row[column] for row in true[number].rows]
                made = sum(value for value in numbers if isinstance(value, int))
                below = true[number].totals
                covers = below is not None and made != below[column]
                sums.append(({**terms, (number, -1, column): -1}, covers))
    return Knowledge(sums, shown, bounds)


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
