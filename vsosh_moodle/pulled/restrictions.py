"""Restrictions of a course in the words of a template."""

from collections.abc import Mapping
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.pulled.course_dates import DAY_END, DateWriter
from vsosh_moodle.pulled.left_out import Remarks
from vsosh_moodle.school.audience import category_of_group, form_of_group
from vsosh_moodle.school.classes import parse_class_name

Tree = Mapping[str, Any]
Data = dict[str, Any]

_STATES = {"complete": "done", "incomplete": "not_done", "pass": "passed", "fail": "failed"}
_FIELD_OPS = {
    "isequalto": "is", "contains": "contains", "doesnotcontain": "not_contains",
    "startswith": "starts", "endswith": "ends",
}  # fmt: skip


class RestrictionWriter:
    """Writes restrictions of one course.

    `groups` are the names of groups inside the course by their keys, `groupings` the groupings a template
    can name; `activities` the new keys of the activities that the template has, by their keys.
    """

    def __init__(
        self,
        dates: DateWriter,
        groups: Mapping[str, str],
        groupings: Mapping[str, str],
        activities: Mapping[str, str],
    ) -> None:
        self._dates, self._groups = dates, groups
        self._groupings, self._activities = groupings, activities

    def write(self, tree: object, remarks: Remarks) -> Data:
        """Return `audience` and `restrict` of an item, each only when there is something to say."""
        if not isinstance(tree, Mapping) or not tree:
            return {}
        if "conditions" not in tree:
            remarks.note("restrict", _("ограничение доступа: такого в шаблоне не бывает"))
            return {}
        conditions = list(tree["conditions"])
        found: Data = {}
        if tree["op"] == "all":
            audience, conditions = self._audience(conditions)
            if audience:
                found["audience"] = audience
        listed = self._list(tree["op"], conditions, remarks)
        if not listed:
            return found
        shown = tree.get("show", True)
        if tree["op"] == "all" and shown:
            found["restrict"] = listed
        else:
            found["restrict"] = {tree["op"]: listed} | ({} if shown else {"show": False})
        return found

    def _audience(self, conditions: list[Tree]) -> tuple[Data, list[Tree]]:
        """Return for whom it is by category and form, and the conditions that say something else."""
        audience: dict[str, list[str]] = {}
        rest = []
        for condition in conditions:
            names = self._names(condition)
            categories = [category_of_group(name) for name in names]
            forms = [form.value for name in names if (form := form_of_group(name))]
            if names and all(categories):
                audience.setdefault("categories", []).extend(categories)
            elif names and len(forms) == len(names):
                audience.setdefault("forms", []).extend(forms)
            else:
                rest.append(condition)
        return audience, rest

    def _names(self, condition: Tree) -> list[str]:
        """Return the groups that a condition asks for one of, [] for another condition."""
        if condition.get("op") == "any":
            found = [self._names(one) for one in condition["conditions"]]
            return [name for names in found for name in names] if all(found) else []
        if condition.get("type") == "group" and condition["group"]:
            return [self._groups.get(condition["group"], "")]
        return []

    def _list(self, op: str, conditions: list[Tree], remarks: Remarks) -> list[Data]:
        """Return conditions; one that cannot be said leaves a list that needs all, and spoils any other."""
        written = [self._one(condition, remarks) for condition in conditions]
        if None in written and op != "all":
            return []
        return [one for one in written if one]

    def _one(self, condition: Tree, remarks: Remarks) -> Data | None:
        if "conditions" in condition:
            inner = self._list(condition["op"], list(condition["conditions"]), remarks)
            return {condition["op"]: inner} if inner else None
        match condition["type"]:
            case "date":
                written = self._date(condition)
            case "group":
                written = self._group(condition["group"])
            case "grouping":
                name = self._groupings.get(condition["grouping"])
                written = {"grouping": name} if name else None
            case "completion":
                key = self._activities.get(condition["activity"])
                written = {_STATES[condition["state"]]: key} if key else None
            case "grade":
                written = self._grade(condition)
            case "profile":
                written = {"field": _field(condition)}
            case _:
                written = None
        if written is None:
            remarks.note("restrict", _("ограничение доступа: {what}").format(what=_told(condition)))
        return written

    def _date(self, condition: Tree) -> Data | None:
        if "from" in condition:
            return {"from": self._dates.text(condition["from"])}
        return {"until": self._dates.text(condition["until"], DAY_END)}

    def _group(self, key: str) -> Data | None:
        if not key:
            return {"group": "any"}
        name = self._groups.get(key)
        if not name:
            return None
        return {"class": name} if parse_class_name(name) is not None else {"group": name}

    def _grade(self, condition: Tree) -> Data | None:
        bounds = {
            name: round(value)
            for name in ("min", "max")
            if isinstance(value := condition[name], (int, float))
        }
        if not condition["activity"]:
            return {"grade": bounds}
        key = self._activities.get(condition["activity"])
        return {"grade": {"activity": key, **bounds}} if key else None


def _field(condition: Tree) -> Data:
    if condition["op"] in ("isempty", "isnotempty"):
        return {"name": condition["field"], "empty": condition["op"] == "isempty"}
    return {"name": condition["field"], _FIELD_OPS[condition["op"]]: condition["value"]}


def _told(condition: Tree) -> str:
    """Say what a condition is about."""
    words = {
        "group": _("группа, которой в шаблоне нет"),
        "grouping": _("поток"),
        "completion": _("выполнение элемента, который не перенесён"),
        "grade": _("оценка за элемент, который не перенесён"),
    }
    return words.get(str(condition.get("type")), _("условие, которого в шаблоне не бывает"))
