"""A course as it is: its items of ours, their fields and what is remembered of them."""

import json
from collections.abc import Mapping
from typing import Any

from vsosh_moodle.sandbox.plugin import availability
from vsosh_moodle.sandbox.plugin.activity_kinds import BY_MODULE, Kind
from vsosh_moodle.sandbox.plugin.canonical import number
from vsosh_moodle.sandbox.plugin.completion import TRACKING
from vsosh_moodle.sandbox.plugin.item_fields import GROUP_MODES
from vsosh_moodle.sandbox.plugin.live_item import LiveItem
from vsosh_moodle.sandbox.plugin.memory import Memory
from vsosh_moodle.sandbox.store import Row, Store

DEFAULT_PREFIX = "vsosh:"
GENERAL = "general"
FOREIGN = "?"
"""What a key made of an id begins with: the item is none of ours."""
_GRADED = "SELECT 1 FROM grade_grades WHERE cmid = ? AND finalgrade IS NOT NULL LIMIT 1"
# The field that Moodle no longer lets be changed, once there is such a row.
_LOCKING = {
    "quiz": (("questions", "SELECT 1 FROM quiz_attempts WHERE cmid = ? AND preview = 0 LIMIT 1"),),
    "feedback": (("items", "SELECT 1 FROM feedback_completed WHERE cmid = ? LIMIT 1"),),
    "lesson": (("pages", "SELECT 1 FROM lesson_attempts WHERE cmid = ? LIMIT 1"),),
    "choice": (("options", "SELECT 1 FROM choice_answers WHERE cmid = ? LIMIT 1"),),
    "assign": (
        (
            "group_work",
            "SELECT 1 FROM assign_submission WHERE cmid = ? AND status <> 'new' LIMIT 1",
        ),
        ("group_work", _GRADED),
        ("rubric", _GRADED),
    ),
}


class LiveCourse:
    """Reads a course in a few statements.

    `known`: keys by type and id of sections and grade categories that are not remembered yet. A `whole`
    course holds what is none of ours too, under keys made of ids.
    """

    def __init__(
        self,
        store: Store,
        course: Row,
        prefix: str = DEFAULT_PREFIX,
        known: Mapping[tuple[str, int], str] | None = None,
        *,
        whole: bool = False,
    ) -> None:
        self._whole = whole
        self.store = store
        self.course = course
        self.prefix = prefix
        self.items: dict[str, LiveItem] = {}
        self.section_keys: dict[int, str] = {}
        self.activity_keys: dict[int, str] = {}
        self.grade_category_keys: dict[int, str] = {}
        courseid = course["id"]
        self.sections = store.rows(
            "SELECT * FROM course_sections WHERE course = ? ORDER BY section", courseid
        )
        self.modules = store.rows(
            "SELECT * FROM course_modules WHERE course = ? ORDER BY section, position, id", courseid
        )
        self.grade_categories = store.rows(
            "SELECT * FROM grade_categories WHERE courseid = ? ORDER BY id", courseid
        )
        self.groups = self._keys_of("groups")
        self.groupings = self._keys_of("groupings")
        self._memories = {
            (row["itemtype"], row["itemkey"]): Memory.from_row(row)
            for row in store.rows(
                "SELECT * FROM local_vsosh_item WHERE courseid = ?"
                " AND itemtype NOT IN ('question_bank', 'event', 'exception') ORDER BY id",
                courseid,
            )
        }
        self._find(known or {})
        for item in self.items.values():
            self.read_fields(item)

    def _keys_of(self, table: str) -> dict[int, str]:
        rows = self.store.rows(
            f"SELECT id, idnumber FROM {table} WHERE courseid = ? ORDER BY id",  # noqa: S608
            self.course["id"],
        )
        return {row["id"]: row["idnumber"] or self._foreign(row["id"]) or "" for row in rows}

    def _foreign(self, ident: int) -> str | None:
        return f"{FOREIGN}{ident}" if self._whole else None

    def item(self, itemtype: str, key: str) -> LiveItem | None:
        """Return an item of ours, None when there is none."""
        return self.items.get(f"{itemtype}:{key}")

    def items_of(self, itemtype: str) -> list[LiveItem]:
        """Return all items of a type."""
        return [item for item in self.items.values() if item.type == itemtype]

    def add(self, item: LiveItem) -> None:
        """Take an item, with what is remembered of it unless that was said of a deleted one."""
        known = self._memories.get((item.type, item.key))
        if known is not None:
            item.memory = known
            if known.instanceid != item.id:
                known.applied, known.asked = {}, {}
        self.items[item.name] = item
        keys = {
            "section": self.section_keys,
            "activity": self.activity_keys,
            "grade_category": self.grade_category_keys,
        }
        if item.type in keys:
            keys[item.type][item.id] = item.key

    def _find(self, given: Mapping[tuple[str, int], str]) -> None:
        self.add(LiveItem("course", "", self.course["id"], self.course))
        known = {
            (itemtype, memory.instanceid): key for (itemtype, key), memory in self._memories.items()
        } | dict(given)
        for section in self.own_sections():
            key = known.get(("section", section["id"]))
            if section["section"] == 0:
                key = GENERAL
            key = key or self._foreign(section["id"])
            if key is not None:
                self.add(LiveItem("section", key, section["id"], section))
        for row in self.grade_categories:
            key = known.get(("grade_category", row["id"])) or self._foreign(row["id"])
            if key is not None:
                self.add(LiveItem("grade_category", key, row["id"], row))
        self._find_activities(known)
        for item in self.items_of("activity"):
            section_ = self.delegated_section(item.row)
            if section_ is not None:
                self.section_keys[section_["id"]] = item.key

    def _find_activities(self, known: dict[tuple[str, int], str]) -> None:
        found: dict[str, Row] = {}
        modules = sorted(self.modules, key=lambda row: row["id"])
        for row in modules:
            if row["idnumber"].startswith(self.prefix):
                found.setdefault(row["idnumber"][len(self.prefix) :], row)
        for row in modules:
            key = known.get(("activity", row["id"]))
            if key is not None and row["idnumber"] == "":
                found.setdefault(key, row)
        ours = {row["id"] for row in found.values()}
        for row in modules if self._whole else ():
            if row["id"] not in ours:
                found[f"{FOREIGN}{row['id']}"] = row
        for key, row in found.items():
            self.add(LiveItem("activity", key, row["id"], row, BY_MODULE.get(row["modname"])))

    def own_sections(self) -> list[Row]:
        """Return the sections of the course itself, without those of subsections."""
        return [section for section in self.sections if not section["component"]]

    def delegated_section(self, module: Row) -> Row | None:
        """Return the section that a subsection activity stands for."""
        if module["modname"] != "subsection":
            return None
        for section in self.sections:
            if section["component"] and section["itemid"] == module["instance"]:
                return section
        return None

    def order_in(self, sectionid: int) -> list[str]:
        """Return the keys of our activities in a section, without those left out of the document."""
        keys = [
            self.activity_keys[row["id"]]
            for row in self.modules
            if row["section"] == sectionid and row["id"] in self.activity_keys
        ]
        return [key for key in keys if not self.items[f"activity:{key}"].is_absent]

    def group_key(self, ident: int) -> str | None:
        """Return the key of a group, None for one that is not there or has none."""
        return self.groups.get(ident) or None

    def grouping_key(self, ident: int) -> str | None:
        """Return the key of a grouping, None for one that is not there or has none."""
        return self.groupings.get(ident) or None

    def activity_key(self, ident: int) -> str | None:
        """Return the key of an activity of ours."""
        return self.activity_keys.get(ident)

    def read_fields(self, item: LiveItem) -> None:
        """Read the fields of an item, and which of them can no longer be changed."""
        if item.type == "course":
            item.fields = self._course_fields()
        elif item.type == "grade_category":
            item.fields = self._grade_category_fields(item.row)
        elif item.type == "section":
            item.fields = self._section_fields(item.row)
        elif item.kind is not None:
            item.fields = self._activity_fields(item, item.kind)
            locked = [
                name
                for name, sql in _LOCKING.get(item.kind.module, ())
                if self.store.row(sql, item.id)
            ]
            item.locked = tuple(dict.fromkeys(locked))

    def _course_fields(self) -> dict[str, Any]:
        order = []
        for section in self.own_sections():
            key = self.section_keys.get(section["id"])
            if key and key != GENERAL and not self.items[f"section:{key}"].is_absent:
                order.append(key)
        return {
            "completion": bool(self.course["enablecompletion"]),
            "aggregation": self.course["gradeaggregation"],
            "completion_criteria": self._criteria(),
            "order": order,
        }

    def _criteria(self) -> dict[str, Any] | None:
        text = self.course["completioncriteria"]
        if not text:
            return None
        stored: dict[str, Any] = json.loads(text)
        there = {row["id"] for row in self.modules}
        cmids = [cmid for cmid in stored["activities"] if cmid in there]
        keys = [self.activity_keys.get(cmid) for cmid in cmids]
        stored["activities"] = sorted(key for key in keys if key is not None)
        return {**stored, "other": True} if None in keys else stored

    def _section_fields(self, section: Row) -> dict[str, Any]:
        return {
            "name": section["name"] or "",
            "summary": section["summary"],
            "visible": bool(section["visible"]),
            "availability": availability.from_moodle(section["availability"], self),
            "order": self.order_in(section["id"]),
        }

    def _grade_category_fields(self, row: Row) -> dict[str, Any]:
        return {
            "name": row["fullname"],
            "aggregation": row["aggregation"],
            "weight": self._weight(row["weight"], row["parent"]),
            "parent": self._grade_category_key(row["parent"]),
        }

    def _grade_category_key(self, ident: int) -> str | None:
        there = any(row["id"] == ident for row in self.grade_categories)
        return self.grade_category_keys.get(ident) if there else ""

    def _weight(self, stored: float | None, category: int) -> float | None:
        aggregation = self.course["gradeaggregation"]
        for row in self.grade_categories:
            if row["id"] == category:
                aggregation = row["aggregation"]
        if aggregation == "natural":
            return None if stored is None else number(stored)
        if aggregation == "weighted_mean":
            return 1 if stored is None else number(stored)
        return None

    def _activity_fields(self, item: LiveItem, kind: Kind) -> dict[str, Any]:
        row = item.row
        section = next((one for one in self.sections if one["id"] == row["section"]), None)
        shown = row["visible"] if section is None or section["visible"] else row["visibleold"]
        fields: dict[str, Any] = {
            "name": row["name"],
            "intro": row["intro"],
            "show_description": bool(row["showdescription"]),
            "visible": bool(shown),
            "section": self.section_keys.get(row["section"]),
            "group_mode": GROUP_MODES[row["groupmode"]],
            "grouping": self.grouping_key(row["groupingid"]) if row["groupingid"] else "",
            "completion": completion_of(row),
            "completion_expected": row["completionexpected"],
            "availability": availability.from_moodle(row["availability"], self),
        }
        fields = {name: value for name, value in fields.items() if name not in kind.without}
        if kind.graded:
            fields["grade_category"] = self._grade_category_key(row["gradecategory"])
            fields["weight"] = self._weight(row["gradeweight"], row["gradecategory"])
        stored = json.loads(row["settings"])
        fields |= {name: value for name, value in stored.items() if name in kind.own}
        delegated = self.delegated_section(row)
        if delegated is not None:
            fields["order"] = self.order_in(delegated["id"])
        return fields


def completion_of(row: Row) -> dict[str, Any]:
    """Return the completion of a course module in the document's form."""
    value: dict[str, Any] = {"tracking": TRACKING[row["completion"]]}
    if value["tracking"] != "automatic":
        return value
    if row["completionview"]:
        value["view"] = True
    if row["completiongrade"]:
        value["grade"] = True
        if row["completionpassgrade"]:
            value["pass_grade"] = True
    own = json.loads(row["completionrules"])
    return value | {name: wanted for name, wanted in own.items() if wanted}
