"""A course of a document, read and checked as far as that goes without looking at the site."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.sandbox.plugin.activity_kinds import KINDS, Kind
from vsosh_moodle.sandbox.plugin.documents import Problem, as_list, as_object
from vsosh_moodle.sandbox.plugin.fields import Field
from vsosh_moodle.sandbox.plugin.item_fields import fields_of

_KEY = re.compile(r"[a-z0-9-]{1,60}")
_LISTS = {"grade_categories": "grade_category", "sections": "section", "activities": "activity"}
_SHOWN = 60


@dataclass(slots=True)
class DocumentItem:
    """An item as the document wants it: `raw` as it stands there, `fields` the good ones, canonical."""

    type: str
    key: str
    raw: dict[str, Any]
    kind: Kind | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How `overwrite` calls it."""
        return f"{self.type}:{self.key}"


class CourseDocument:
    """One course of the document of put_courses, with all that is wrong with it."""

    def __init__(self, raw: Any, modules: Iterable[str]) -> None:
        self.items: dict[str, DocumentItem] = {}
        self.problems: list[Problem] = []
        self._modules = frozenset(modules)
        given = as_object(raw)
        key = given.get("course") if given is not None else None
        self.key = key if isinstance(key, str) else ""
        if given is None or not self.key:
            self.problems.append(Problem("bad-document", '"course" is the course\'s key'))
            return
        for name in sorted(given.keys() - {"course", "fields", *_LISTS}):
            self.problem("bad-document", f"unknown name: {name}", "course", "")
        fields = as_object(given.get("fields", {}))
        if fields is None:
            self.problem("bad-document", '"fields" is an object', "course", "")
        else:
            self._add(DocumentItem("course", "", fields))
        for name, itemtype in _LISTS.items():
            rows = as_list(given.get(name, []))
            if rows is None:
                self.problem("bad-document", f'"{name}" is a list', "course", "")
            for row in rows or []:
                self._read(itemtype, row)

    def item(self, itemtype: str, key: str) -> DocumentItem | None:
        """Return an item of the document, None when it is not there."""
        return self.items.get(f"{itemtype}:{key}")

    def items_of(self, itemtype: str) -> list[DocumentItem]:
        """Return the items of a type, in the order of the document."""
        return [item for item in self.items.values() if item.type == itemtype]

    def problem(self, code: str, detail: str, itemtype: str, key: str, name: str = "") -> None:
        """Note an error row."""
        self.problems.append(Problem(code, detail, self.key, itemtype, key, name))

    def _read(self, itemtype: str, raw: Any) -> None:
        row = as_object(raw) or {}
        key = row.get("key")
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            shown = key[:_SHOWN] if isinstance(key, str) else ""
            self.problem("key-invalid", "a key is 1 to 60 of a-z, 0-9 and -", itemtype, shown)
            return
        if f"{itemtype}:{key}" in self.items:
            self.problem("key-twice", "two items have this key", itemtype, key)
            return
        fields = as_object(row.get("fields", {}))
        if fields is None or row.keys() - {"key", "type", "fields"}:
            self.problem("bad-document", "an item has key, type and fields", itemtype, key)
            return
        item = DocumentItem(itemtype, key, fields)
        if itemtype == "activity":
            name = row.get("type")
            item.kind = KINDS.get(name) if isinstance(name, str) else None
            if item.kind is None:
                self.problem("type-unknown", f"no type {str(name)[:_SHOWN]}", itemtype, key, "type")
                return
            if item.kind.module not in self._modules:
                detail = f"the site has not the module {item.kind.module}"
                self.problem("type-absent", detail, itemtype, key, "type")
        self._add(item)

    def _add(self, item: DocumentItem) -> None:
        self.items[item.name] = item
        known = fields_of(item.type, item.kind)
        for name, value in item.raw.items():
            if name not in known:
                self.problem("field-unknown", "no such field", item.type, item.key, name[:_SHOWN])
                continue
            wrong = self._take(item, known[name], name, value)
            if wrong:
                self.problem("field-invalid", wrong, item.type, item.key, name)

    def _take(self, item: DocumentItem, known: Field, name: str, value: Any) -> str:
        if known.kind == "list" and value == {}:
            value = item.raw[name] = []
        wrong = known.wrong(value)
        if not wrong:
            item.fields[name] = known.canonical(value)
        return wrong
