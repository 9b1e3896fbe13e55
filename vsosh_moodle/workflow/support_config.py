"""The config without a word about anybody: its keys, its numbers, its choices; texts by their length."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from vsosh_moodle.config.schema import json_schema

MOST_ITEMS = 200
MOST_DEPTH = 12
_LARGEST = 9_999
"""A larger number may be somebody's: a phone, a file's number."""


def mask_config(data: object, today: date) -> object:
    """Return what a config.yaml holds, masked; JSON can hold the result.

    Keys and choices of the schema are shown, with numbers up to four digits and dates around `today`,
    which are the school year's; any other text is «‹length›».
    """
    schema = json_schema()
    keys = frozenset(_keys(schema))
    words = frozenset(_choices(schema))
    return _masked(data, keys, words, today, 0)


def _masked(
    value: object, keys: frozenset[str], words: frozenset[str], today: date, depth: int
) -> object:
    if depth > MOST_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        shown: dict[str, object] = {}
        for number, (key, inner) in enumerate(value.items()):
            # Keys that people choose must not run into one another.
            name = str(key) if str(key) in keys else f"‹{len(str(key))}› #{number}"
            shown[name] = _masked(inner, keys, words, today, depth + 1)
        return shown
    if isinstance(value, list | tuple):
        items = [_masked(one, keys, words, today, depth + 1) for one in value[:MOST_ITEMS]]
        left = len(value) - len(items)
        return [*items, f"… +{left}"] if left else items
    return _shown(value, words, today)


def _shown(value: object, words: frozenset[str], today: date) -> object:
    match value:
        case None | bool():
            return value
        case int() | float():
            return value if abs(value) <= _LARGEST else "‹n›"
        case datetime():
            return "‹date›"
        case date():
            return value.isoformat() if abs(value.year - today.year) <= 1 else "‹date›"
        case str() if value in words:
            return value
        case _:
            return f"‹{len(str(value))}›"


def _keys(schema: object) -> Iterator[str]:
    for node in _nodes(schema):
        properties = node.get("properties")
        if isinstance(properties, Mapping):
            yield from map(str, properties)


def _choices(schema: object) -> Iterator[str]:
    for node in _nodes(schema):
        for one in (*_list(node.get("enum")), node.get("const")):
            if isinstance(one, str):
                yield one


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _nodes(schema: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(schema, Mapping):
        yield schema
        for inner in schema.values():
            yield from _nodes(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _nodes(inner)
