"""Sums between columns that nobody declared, found in the numbers themselves: start + joined - left = end."""

from collections.abc import Sequence
from itertools import product

MOST_COLUMNS = 7
"""Beyond that a table has too many combinations to try: its sums are to be declared."""


def undeclared_sums(rows: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Return the signs (+1, -1, 0 for each column) with which three or more columns make 0 in every row.

    One row, or several that are alike, prove nothing. Each sum comes once, not with all signs turned.
    """
    columns = len(rows[0]) if rows else 0
    if not 3 <= columns <= MOST_COLUMNS or len({tuple(row) for row in rows if any(row)}) < 2:
        return []
    filled = [any(row[column] for row in rows) for column in range(columns)]
    found = []
    for signs in product((0, 1, -1), repeat=columns):
        used = [column for column, sign in enumerate(signs) if sign]
        if len(used) < 3 or signs[used[0]] < 0 or not all(filled[column] for column in used):
            continue
        if all(sum(sign * row[at] for at, sign in enumerate(signs)) == 0 for row in rows):
            found.append(signs)
    return found
