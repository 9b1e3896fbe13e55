"""Rows into batches that a site's `max_input_vars` lets through whole."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from vsosh_moodle.moodle.encode import count_variables

Row = TypeVar("Row")

# Format, raw setting, function, token.
PROTOCOL_VARIABLES = 4
# Beyond this a batch is no faster (behaviour.md M3), and PHP's default limit is 1000.
MOST_VARIABLES = 900


def variables_limit(max_input_vars: int) -> int:
    """Return how many form fields of data a call may carry on a site with `max_input_vars`."""
    return max(1, min(max_input_vars - PROTOCOL_VARIABLES, MOST_VARIABLES))


def split_rows(
    rows: Iterable[Row],
    fields_of_row: Callable[[Row], Mapping[str, object]],
    limit: int,
    *,
    max_rows: int | None = None,
) -> list[list[Row]]:
    """Return `rows` in order as lists whose encoded form has at most `limit` fields.

    `fields_of_row` gives what is sent for a row; a row larger than `limit` makes a list of its own
    (the client refuses to send it, naming it). `max_rows` also bounds the number of rows.
    """
    batches: list[list[Row]] = []
    batch: list[Row] = []
    size = 0
    for row in rows:
        weight = count_variables(fields_of_row(row))
        full = size + weight > limit or (max_rows is not None and len(batch) >= max_rows)
        if batch and full:
            batches.append(batch)
            batch, size = [], 0
        batch.append(row)
        size += weight
    if batch:
        batches.append(batch)
    return batches


def chunks(rows: Sequence[Row], size: int) -> list[Sequence[Row]]:
    """Return `rows` in order in slices of at most `size`; raises ValueError for a size below 1."""
    if size < 1:
        raise ValueError("size")
    return [rows[start : start + size] for start in range(0, len(rows), size)]
