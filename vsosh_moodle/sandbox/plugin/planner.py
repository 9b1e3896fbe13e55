"""The three-way comparison of a course: what is wanted, what is, what was written last."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.sandbox.plugin.canonical import same
from vsosh_moodle.sandbox.plugin.course_document import CourseDocument, DocumentItem
from vsosh_moodle.sandbox.plugin.live_course import GENERAL, LiveCourse
from vsosh_moodle.sandbox.plugin.live_item import LiveItem
from vsosh_moodle.sandbox.store import Row

WRITING = {"created", "updated", "hidden"}


@dataclass(slots=True)
class ItemPlan:
    """The outcome for one item, and afterwards what became of it."""

    type: str
    key: str
    wanted: DocumentItem | None
    live: LiveItem | None
    status: str = "unchanged"
    write: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    equal: list[str] = field(default_factory=list)

    def answer(self) -> Row:
        """Return the row of the call's answer."""
        return {
            "type": self.type,
            "key": self.key,
            "status": self.status,
            "id": 0 if self.live is None else self.live.id,
            "fields": list(self.write),
            "kept": sorted(self.kept),
        }


def adopt(document: CourseDocument, live: LiveCourse) -> None:
    """Give sections and grade categories that nobody keyed to items of the document that fit them."""
    for number, key in enumerate(_section_order(document), start=1):
        item = document.item("section", key)
        if live.item("section", key) is not None or item is None:
            continue
        for section in live.own_sections():
            if section["section"] == number and section["id"] not in live.section_keys:
                name = item.fields.get("name", "")
                filled = any(row["section"] == section["id"] for row in live.modules)
                bare = not section["name"] and not section["summary"] and not filled
                if bare or (name and section["name"] == name):
                    _take(live, LiveItem("section", key, section["id"], section))
    for item in document.items_of("grade_category"):
        for row in live.grade_categories:
            unknown = row["id"] not in live.grade_category_keys
            if (
                unknown
                and live.item(item.type, item.key) is None
                and row["fullname"] == item.fields.get("name")
            ):
                _take(live, LiveItem("grade_category", item.key, row["id"], row))


def _take(live: LiveCourse, item: LiveItem) -> None:
    live.add(item)
    live.read_fields(item)


def _section_order(document: CourseDocument) -> list[str]:
    keys = [item.key for item in document.items_of("section")]
    course = document.item("course", "")
    first = [key for key in (course.fields if course else {}).get("order", []) if key in keys]
    return [key for key in dict.fromkeys([*first, *keys]) if key != GENERAL]


class Planner:
    """Compares the items of a document with the course."""

    def __init__(
        self, document: CourseDocument, live: LiveCourse, overwrite: Iterable[str]
    ) -> None:
        self._document = document
        self._live = live
        self._overwrite = frozenset(overwrite)

    def plan(self, *, hide_absent: bool) -> list[ItemPlan]:
        """Return the plans of all items, of those that the document left out at the end."""
        plans = [self._compare(item) for item in self._document.items.values()]
        return [*plans, *self._absent()] if hide_absent else plans

    def _compare(self, item: DocumentItem) -> ItemPlan:
        live = self._live.item(item.type, item.key)
        plan = ItemPlan(item.type, item.key, item, live)
        if live is None:
            plan.write = dict(item.fields)
            plan.status = "created"
            return plan
        if live.kind is not item.kind:
            plan.status = "conflict"
            return plan
        for name, value in item.fields.items():
            wanted = value
            if name == "order" and item.type == "course":
                wanted = [key for key in value if key != GENERAL]
            self._compare_field(plan, live, name, wanted)
        if live.is_absent and "visible" not in item.fields and live.fields.get("visible") is False:
            plan.write["visible"] = True
        plan.status = "updated" if plan.write else "kept" if plan.kept else "unchanged"
        return plan

    def _compare_field(self, plan: ItemPlan, live: LiveItem, name: str, value: Any) -> None:
        now, memory = live.fields.get(name), live.memory
        raw = plan.wanted.raw[name] if plan.wanted else None
        if same(value, now) or (memory is not None and memory.is_settled(name, raw, now)):
            plan.equal.append(name)
            return
        edited = False
        if memory is not None and name in memory.applied:
            edited = not same(self._still_there(name, memory.applied[name]), now)
        if name in live.locked or (edited and not self._is_overwritten(live.name)):
            plan.kept.append(name)
        else:
            plan.write[name] = value

    def _still_there(self, name: str, applied: Any) -> Any:
        """Return an order as it was written, without what somebody deleted since."""
        if name != "order":
            return applied
        there = [
            one.key
            for one in self._live.items.values()
            if one.type in {"activity", "section"} and not one.is_absent
        ]
        return [key for key in applied if key in there]

    def _absent(self) -> list[ItemPlan]:
        plans = []
        for item in self._live.items.values():
            if item.type not in {"section", "activity"} or item.name in self._document.items:
                continue
            if item.memory is None or item.is_absent or not item.memory.applied:
                continue
            if item.type == "section" and item.key == GENERAL:
                continue
            write = {"visible": False} if item.fields.get("visible") else {}
            plans.append(ItemPlan(item.type, item.key, None, item, "hidden", write))
        return plans

    def _is_overwritten(self, name: str) -> bool:
        return bool(self._overwrite & {"all", name, f"{self._document.key}/{name}"})
