"""Lists on one sheet, one under another: each with its own header."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vsosh_moodle.rosters.headers import Header, find_header, has_titles
from vsosh_moodle.rosters.table import Cell, Table


@dataclass(frozen=True, slots=True)
class Block:
    """A list: its header, the titles as they stand, and the rows below (the first is header.row + 1)."""

    header: Header
    titles: Sequence[Cell]
    rows: Sequence[list[Cell]]


def divide_blocks(
    table: Table, header: Header, titles: Sequence[Cell], rows: Iterable[list[Cell]]
) -> Iterator[Block]:
    """Yield the lists of a sheet, given the first header and all `rows` below it.

    The same header again, as on each printed page, begins no list; its rows come out empty.
    """
    body, base = [*rows], header.row
    start, at = 0, 0
    while at < len(body):
        found = (
            find_header(body[at : at + 2], table.sheet, table.first_column)
            if has_titles(body[at])
            else None
        )
        if found is None or len(found.columns) < 2:
            at += 1
            continue
        below = at + found.row
        if found.columns == header.columns:
            body[at:below] = [[]] * (below - at)
        else:
            yield Block(header, titles, body[start:at])
            header = replace(found, row=base + below)
            titles, start = body[below - 1], below
        at = below
    yield Block(header, titles, body[start:])
