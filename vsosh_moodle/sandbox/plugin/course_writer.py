"""Carries out the plans of a course, in the order in which one part needs another."""

import json
from typing import Any

from vsosh_moodle.sandbox.access import MODULE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.functions.modules import show_module, show_section
from vsosh_moodle.sandbox.plugin import availability
from vsosh_moodle.sandbox.plugin.activity_defaults import default_settings
from vsosh_moodle.sandbox.plugin.activity_kinds import Kind
from vsosh_moodle.sandbox.plugin.live_course import LiveCourse
from vsosh_moodle.sandbox.plugin.module_columns import AFTERWARDS, check_rights, module_columns
from vsosh_moodle.sandbox.plugin.planner import WRITING, ItemPlan
from vsosh_moodle.sandbox.plugin.section_order import (
    add_section,
    order_activities,
    order_sections,
)
from vsosh_moodle.sandbox.store import Row


class CourseWriter:
    """Writes one course; it also gives the ids for the keys that restrictions name."""

    def __init__(self, call: Call, live: LiveCourse) -> None:
        self._call = call
        self._store = call.store
        self._live = live
        self._courseid: int = live.course["id"]
        self._made: dict[str, int] = {}

    def write(self, plans: list[ItemPlan]) -> None:
        """Carry out everything."""
        writing = [plan for plan in plans if plan.status in WRITING]
        self._write_course(writing)
        self._write_grade_categories(writing)
        self._write_sections(writing)
        self._write_activities(writing)
        self._write_orders(writing)
        for shown in (True, False):
            self._write_visibility(writing, visible=shown)
        self._write_availability(writing)
        self._write_grades(writing)
        self._write_criteria(writing)

    def keys(self) -> dict[tuple[str, int], str]:
        """Return the keys of all sections and grade categories by type and id, the new ones too."""
        known = {("section", ident): key for ident, key in self._live.section_keys.items()}
        known |= {
            ("grade_category", ident): key for ident, key in self._live.grade_category_keys.items()
        }
        for name, ident in self._made.items():
            itemtype, _, key = name.partition(":")
            known[itemtype, ident] = key
        return known

    def group_id(self, key: str) -> int:
        """Return the id of a group of the course."""
        return next(ident for ident, name in self._live.groups.items() if name == key)

    def grouping_id(self, key: str) -> int:
        """Return the id of a grouping of the course."""
        return next(ident for ident, name in self._live.groupings.items() if name == key)

    def activity_id(self, key: str) -> int:
        """Return the course module of an activity of ours."""
        return self._id("activity", key)

    def _id(self, itemtype: str, key: str) -> int:
        made = self._made.get(f"{itemtype}:{key}")
        if made is not None:
            return made
        item = self._live.item(itemtype, key)
        if item is None:
            raise Fault("invalidrecord", f"{itemtype}:{key}")
        return item.id

    def _section_id(self, key: str) -> int:
        if f"section:{key}" in self._made:
            return self._made[f"section:{key}"]
        return next(ident for ident, name in self._live.section_keys.items() if name == key)

    def _write_course(self, plans: list[ItemPlan]) -> None:
        for plan in plans:
            if plan.type != "course":
                continue
            values: Row = {}
            if "completion" in plan.write:
                values["enablecompletion"] = int(plan.write["completion"])
            if "aggregation" in plan.write:
                values["gradeaggregation"] = plan.write["aggregation"]
            if values:
                values["timemodified"] = self._call.now
            self._store.update("course", self._courseid, values)

    def _write_grade_categories(self, plans: list[ItemPlan]) -> None:
        ours = [plan for plan in plans if plan.type == "grade_category"]
        for plan in ours:
            columns = {"name": "fullname", "aggregation": "aggregation", "weight": "weight"}
            values = {columns[name]: plan.write[name] for name in plan.write if name in columns}
            if plan.live is None:
                values = {"courseid": self._courseid, "aggregation": "natural", **values}
                self._made[f"grade_category:{plan.key}"] = self._store.insert(
                    "grade_categories", values
                )
            else:
                self._store.update("grade_categories", plan.live.id, values)
        for plan in ours:
            parent = plan.write.get("parent")
            if parent is not None:
                above = self._id("grade_category", parent) if parent else 0
                ident = self._id("grade_category", plan.key)
                self._store.update("grade_categories", ident, {"parent": above})

    def _write_sections(self, plans: list[ItemPlan]) -> None:
        for plan in plans:
            if plan.type != "section":
                continue
            values: Row = {
                name: plan.write[name] or (None if name == "name" else "")
                for name in ("name", "summary")
                if name in plan.write
            }
            if plan.live is None:
                self._made[f"section:{plan.key}"] = add_section(self._call, self._courseid)
            if values:
                values["timemodified"] = self._call.now
            self._store.update("course_sections", self._section_id(plan.key), values)

    def _write_activities(self, plans: list[ItemPlan]) -> None:
        ours = [plan for plan in plans if plan.type == "activity" and plan.wanted is not None]
        # A subsection comes first: others may stand in it.
        for plan in sorted(ours, key=lambda one: one.live is not None or not _is_holder(one)):
            kind = plan.wanted.kind if plan.wanted else None
            if kind is None:
                continue
            if plan.live is None:
                self._create(plan, kind)
            else:
                self._update(plan, plan.live.row, kind)

    def _create(self, plan: ItemPlan, kind: Kind) -> None:
        sectionid = self._section_id(plan.write["section"])
        section = self._store.get("course_sections", sectionid)
        shown = int(plan.write.get("visible", True))
        instance = self._store.value(
            "SELECT max(instance) FROM course_modules WHERE modname = ?", kind.module
        )
        row: Row = {
            "course": self._courseid,
            "section": sectionid,
            "modname": kind.module,
            "instance": (instance or 0) + 1,
            "name": kind.name,
            "idnumber": self._live.prefix + plan.key,
            "position": self._end_of(sectionid),
            "visible": shown if section["visible"] else 0,
            "visibleold": shown,
            "settings": json.dumps(default_settings(kind), ensure_ascii=False),
            "added": self._call.now,
        }
        row["id"] = self._store.insert("course_modules", row)
        self._call.contexts.add(MODULE, row["id"])
        self._made[f"activity:{plan.key}"] = row["id"]
        if kind.name == "subsection":
            self._made[f"section:{plan.key}"] = add_section(
                self._call, self._courseid, row["instance"]
            )
        self._save_fields(plan, row, kind)

    def _update(self, plan: ItemPlan, row: Row, kind: Kind) -> None:
        if "section" in plan.write:
            sectionid = self._section_id(plan.write["section"])
            if sectionid != row["section"]:
                place = {"section": sectionid, "position": self._end_of(sectionid)}
                shown = self._store.value(
                    "SELECT visible FROM course_sections WHERE id = ?", sectionid
                )
                place["visible"] = row["visibleold"] if shown else 0
                self._store.update("course_modules", row["id"], place)
        self._save_fields(plan, row, kind)

    def _end_of(self, sectionid: int) -> int:
        last = self._store.value(
            "SELECT max(position) FROM course_modules WHERE section = ?", sectionid
        )
        return 0 if last is None else last + 1

    def _save_fields(self, plan: ItemPlan, row: Row, kind: Kind) -> None:
        written = {name: one for name, one in plan.write.items() if name not in AFTERWARDS}
        check_rights(self._call, self._courseid, written, kind)
        values = module_columns(written, row, kind)
        if "grouping" in written:
            key = written["grouping"]
            values["groupingid"] = self.grouping_id(key) if key else 0
        self._store.update("course_modules", row["id"], values)
        if kind.name == "subsection" and "name" in values:
            self._store.write(
                "UPDATE course_sections SET name = ? WHERE course = ? AND itemid = ?"
                " AND component = 'mod_subsection'",
                values["name"],
                self._courseid,
                row["instance"],
            )

    def _write_orders(self, plans: list[ItemPlan]) -> None:
        for plan in plans:
            if "order" not in plan.write:
                continue
            if plan.type == "course":
                wanted = [self._section_id(key) for key in plan.write["order"]]
                order_sections(self._store, self._courseid, wanted)
            else:
                wanted = [self.activity_id(key) for key in plan.write["order"]]
                order_activities(self._store, self._section_id(plan.key), wanted)

    def _write_visibility(self, plans: list[ItemPlan], *, visible: bool) -> None:
        """Show sections, then activities; the second round hides activities, then sections."""
        for itemtype in ("section", "activity") if visible else ("activity", "section"):
            for plan in plans:
                if plan.type != itemtype or plan.write.get("visible") is not visible:
                    continue
                if itemtype == "section":
                    section = self._store.get("course_sections", self._section_id(plan.key))
                    show_section(self._store, section, visible=visible, now=self._call.now)
                else:
                    module = self._store.get("course_modules", self.activity_id(plan.key))
                    show_module(self._store, module, visible=visible)

    def _write_availability(self, plans: list[ItemPlan]) -> None:
        for plan in plans:
            if "availability" not in plan.write:
                continue
            text = availability.to_moodle(plan.write["availability"], self)
            if plan.type == "section":
                ident = self._section_id(plan.key)
                self._store.update("course_sections", ident, {"availability": text})
            else:
                ident = self.activity_id(plan.key)
                self._store.update("course_modules", ident, {"availability": text})

    def _write_grades(self, plans: list[ItemPlan]) -> None:
        for plan in plans:
            if plan.type != "activity":
                continue
            values: Row = {}
            if "grade_category" in plan.write:
                key = plan.write["grade_category"]
                values["gradecategory"] = self._id("grade_category", key) if key else 0
            if "weight" in plan.write:
                values["gradeweight"] = plan.write["weight"]
            self._store.update("course_modules", self.activity_id(plan.key), values)

    def _write_criteria(self, plans: list[ItemPlan]) -> None:
        for plan in plans:
            if plan.type == "course" and "completion_criteria" in plan.write:
                criteria: dict[str, Any] | None = plan.write["completion_criteria"]
                text = None
                if criteria is not None:
                    cmids = [self.activity_id(key) for key in criteria["activities"]]
                    text = json.dumps({**criteria, "activities": cmids})
                self._store.update("course", self._courseid, {"completioncriteria": text})


def _is_holder(plan: ItemPlan) -> bool:
    return (
        plan.wanted is not None
        and plan.wanted.kind is not None
        and (plan.wanted.kind.name == "subsection")
    )
