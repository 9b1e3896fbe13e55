"""Numbers that several tables of a report have in common, found by their rows: labels and values.

One table's «Учеников за период» is another's «Всего за период», and the marks of a subject add up to
its pupils in a third table. Whoever reads the report sees that; what protects small numbers has to, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

Labelled = Mapping[str, int]
"""Numbers of a column by the words of their rows; rows whose words stand there twice are left out."""


class NumberColumn(NamedTuple):
    """A column of numbers of people; `whole`: it is the declared sum of others."""

    table: int
    column: int
    values: Labelled
    whole: bool = False


def equal_columns(columns: Sequence[NumberColumn]) -> Iterator[tuple[NumberColumn, NumberColumn]]:
    """Yield pairs of columns of different tables that say the same of every row they share."""
    for one, other in permutations(columns, 2):
        if one.table < other.table and _agree(one.values, other.values):
            yield one, other


def row_sums(
    columns: Sequence[NumberColumn],
) -> Iterator[tuple[tuple[NumberColumn, ...], NumberColumn]]:
    """Yield a table's columns that together make a column of another table in every row they share."""
    by_table: dict[int, list[NumberColumn]] = {}
    for one in columns:
        if not one.whole:
            by_table.setdefault(one.table, []).append(one)
    for table, parts in by_table.items():
        shared = set(parts[0].values).intersection(*(one.values for one in parts))
        sums = {label: sum(one.values[label] for one in parts) for label in shared}
        for other in columns:
            # Three numbers and more make a fourth by chance so seldom that one row says enough.
            enough = 1 if len(parts) > 2 else 2
            if len(parts) > 1 and other.table != table and _agree(sums, other.values, enough):
                yield tuple(parts), other


def _agree(one: Labelled, other: Labelled, enough: int = 2) -> bool:
    """Whether two columns share `enough` rows that are not empty, and say the same of all they share."""
    shared = one.keys() & other.keys()
    same = all(one[label] == other[label] for label in shared)
    return same and sum(one[label] > 0 for label in shared) >= enough
