"""How much of a form a site's `max_input_vars` lets through, and slices of rows."""

from collections.abc import Sequence
from typing import TypeVar

Row = TypeVar("Row")

# Format, raw setting, function, token.
PROTOCOL_VARIABLES = 4
# Beyond this a batch is no faster (behaviour.md M3), and PHP's default limit is 1000.
MOST_VARIABLES = 900


def variables_limit(max_input_vars: int) -> int:
    """Return how many form fields of data a call may carry on a site with `max_input_vars`."""
    return max(1, min(max_input_vars - PROTOCOL_VARIABLES, MOST_VARIABLES))


def chunks(rows: Sequence[Row], size: int) -> list[Sequence[Row]]:
    """Return `rows` in order in slices of at most `size`; raises ValueError for a size below 1."""
    if size < 1:
        raise ValueError("size")
    return [rows[start : start + size] for start in range(0, len(rows), size)]
