"""Answers that come page by page: tables, cut by the id of a row."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.params import accepts
from vsosh_moodle.sandbox.store import Row, Store

MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Part:
    """A table of an answer: its columns, and the query that gives the id and them.

    The query ends where `AND cursor > :after ORDER BY cursor` may follow.
    """

    columns: tuple[str, ...]
    cursor: str
    sql: str


def wanted_parts(parts: Mapping[str, Part], asked: Iterable[str]) -> list[str]:
    """Return the parts asked for in the order of the answer; Fault `invalidparameter` for an unknown one."""
    names = list(asked) or list(parts)
    if set(names) - parts.keys():
        raise invalid_parameter("a part is unknown")
    return [name for name in parts if name in names]


def read_pages(
    store: Store,
    parts: Mapping[str, Part],
    wanted: list[str],
    params: dict[str, Any],
    page: tuple[str, int],
) -> tuple[list[Row], str]:
    """Return the parts of one page and the cursor of the next, "" at the end.

    `page` is the cursor and the limit of the call, 0 for as many as may be.
    """
    after, limit = page
    limit = min(limit, MOST_ROWS) if limit > 0 else MOST_ROWS
    name, ident = _position(after, wanted)
    answer: list[Row] = []
    for part in wanted[wanted.index(name) if name else 0 :]:
        table = parts[part]
        last = ident if part == name else 0
        rows = store.tuples(
            f"{table.sql} AND {table.cursor} > :after ORDER BY {table.cursor} LIMIT :limit",
            {**params, "after": last, "limit": limit + 1},
        )
        shown = rows[:limit]
        answer.append({"name": part, "columns": list(table.columns), "rows": _text(shown)})
        limit -= len(shown)
        if len(rows) > len(shown):
            return answer, f"{part}:{shown[-1][0] if shown else last}"
    return answer, ""


def _text(rows: list[tuple[Any, ...]]) -> str:
    return json.dumps([row[1:] for row in rows], ensure_ascii=False, separators=(",", ":"))


def _position(after: str, wanted: list[str]) -> tuple[str, int]:
    if not after:
        return "", 0
    name, _, ident = after.partition(":")
    if name not in wanted or not accepts("int", ident):
        raise invalid_parameter("after")
    return name, int(ident)
