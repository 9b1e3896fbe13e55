"""The page docs/config.md: every key of config.yaml, from its JSON Schema."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from vsosh_moodle.config.schema import json_schema

Schema = Mapping[str, Any]

HEAD = """<!-- Страница собрана программой: python -m tools.docs. Правьте источник, не её. -->

# config.yaml

Образец с пояснениями — [config.example.yaml](../config.example.yaml); его же пишет `vsosh-moodle init`. \
Редакторы, понимающие JSON Schema, подсказывают ключи сами: первая строка файла указывает на схему, \
её печатает `vsosh-moodle schema config`. Проверить файл: `vsosh-moodle check`, все ошибки сразу, с \
номером строки.

Неизвестный ключ — ошибка, с подсказкой похожего. `ключ[].имя` — так у каждой строки списка. «Нужно» \
— без значения нельзя.
"""


def render_config_page() -> str:
    """Return docs/config.md: a table for each top-level key."""
    schema = json_schema()
    single = [name for name, one in _keys(schema) if not list(_children(schema, one))]
    lines = [HEAD, *_table(schema, schema, prefix="", names=single)]
    for name, one in _keys(schema):
        if name not in single:
            lines += ["", f"## {name}", "", f"{one['description']}.", ""]
            lines += _table(schema, {"properties": {name: one}}, prefix="", names=None)
    return "\n".join([*lines, ""])


def _keys(schema: Schema) -> Iterator[tuple[str, Schema]]:
    yield from schema.get("properties", {}).items()


def _table(root: Schema, owner: Schema, prefix: str, names: list[str] | None) -> Iterator[str]:
    yield "| ключ | если не указан | что это |"
    yield "|---|---|---|"
    for path, one, required in _leaves(root, owner, prefix, frozenset()):
        if names is None or path in names:
            default = "нужно" if required else _default(one)
            yield f"| `{path}` | {default} | {one.get('description', '')} |"


def _leaves(
    root: Schema, owner: Schema, prefix: str, seen: frozenset[str]
) -> Iterator[tuple[str, Schema, bool]]:
    """Yield every key below `owner` that is no mere heading; a type inside itself is not entered."""
    for name, one in _keys(owner):
        path = f"{prefix}{name}"
        children = list(_children(root, one))
        if not children:
            yield path, one, name in owner.get("required", ())
        for title, suffix, child in children:
            if title in seen:
                yield f"{path}{suffix}", one, False
            else:
                yield from _leaves(root, child, f"{path}{suffix}.", seen | {title})


def _children(root: Schema, one: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Yield the objects a value may be or hold: name, what the path gets («[]» in a list), schema."""
    values = one.get("additionalProperties")
    places = [
        ("", one),
        ("[]", one.get("items", {})),
        *(("", any_) for any_ in one.get("anyOf", [])),
    ]
    if isinstance(values, Mapping):
        places.append((".КЛАСС", values))
    for suffix, place in places:
        title = place.get("$ref", "").rpartition("/")[2]
        target = root["$defs"][title] if title else {}
        if target.get("properties"):
            yield title, suffix, target


def _default(one: Schema) -> str:
    default = one.get("default")
    if default in (None, "", [], {}):
        return ""
    return f"`{json.dumps(default, ensure_ascii=False)}`"
