"""Items that wait for each other, so that nobody could ever reach them."""

from collections.abc import Mapping
from typing import Any

from vsosh_moodle.sandbox.plugin.course_document import CourseDocument

Fields = Mapping[str, Mapping[str, Any]]


class Waits:
    """What each item waits for: activities for what restricts them and for their section."""

    def __init__(self, activities: Fields, sections: Fields, grade_categories: Fields) -> None:
        self._waits: dict[str, list[str]] = {}
        self._seen: dict[str, int] = {}
        for key, fields in activities.items():
            waits = awaited(fields.get("availability"))
            place = fields.get("section")
            if place is not None:
                inside = place in activities and "name" not in sections.get(place, {})
                waits.append(f"{'activity' if inside else 'section'}:{place}")
            self._waits[f"activity:{key}"] = waits
        for key, fields in sections.items():
            self._waits[f"section:{key}"] = awaited(fields.get("availability"))
        for key, fields in grade_categories.items():
            parent = fields.get("parent")
            self._waits[f"grade_category:{key}"] = [f"grade_category:{parent}"] if parent else []

    def report(self, document: CourseDocument) -> None:
        """Note each circle once, at an item of the document that is part of it."""
        for name in list(self._waits):
            self._visit(name, [], document)

    def _visit(self, name: str, way: list[str], document: CourseDocument) -> None:
        if self._seen.get(name) == 2 or name not in self._waits:
            return
        if self._seen.get(name) == 1:
            self._note(way[way.index(name) :], document)
            return
        self._seen[name] = 1
        for following in self._waits[name]:
            self._visit(following, [*way, name], document)
        self._seen[name] = 2

    def _note(self, circle: list[str], document: CourseDocument) -> None:
        for name in circle:
            item = document.items.get(name)
            if item is None:
                continue
            field = "parent" if item.type == "grade_category" else "availability"
            if item.fields.get(field) is not None:
                shown = " > ".join([*circle, circle[0]])
                document.problem("reference-cycle", shown, item.type, item.key, field)
                return


def awaited(tree: Mapping[str, Any] | None) -> list[str]:
    """Return the activities that a tree of restrictions wants done before."""
    if tree is None or str(tree.get("op", "")).startswith("not_"):
        return []
    conditions = tree.get("conditions", [])
    if tree.get("op") == "any" and len(conditions) > 1:
        return []
    names: list[str] = []
    for one in conditions:
        if "type" not in one:
            names += awaited(one)
        elif (one["type"] == "completion" and one["state"] != "incomplete") or (
            one["type"] == "grade" and one["activity"] and one["min"] is not None
        ):
            names.append(f"activity:{one['activity']}")
    return names
