"""The fields of each type of item: the course, grade categories, sections, activities."""

from functools import cache
from typing import Any

from vsosh_moodle.sandbox.plugin import availability, canonical, completion
from vsosh_moodle.sandbox.plugin import fields as f
from vsosh_moodle.sandbox.plugin.activity_kinds import KINDS, Kind

AGGREGATIONS = (
    "natural", "mean", "weighted_mean", "simple_weighted_mean", "median", "min", "max", "mode",
)  # fmt: skip
GROUP_MODES = ("none", "separate", "visible")  # by Moodle's numbers
_METHODS = ("all", "any")


def _wrong_criteria(value: Any) -> str:
    names = ("aggregation", "activities", "activities_aggregation", "grade", "date", "self")
    if not f.has_only(value, *names):
        return f"an object with {', '.join(names)} is expected"
    if any(value.get(name, "all") not in _METHODS for name in names if "aggregation" in name):
        return "an aggregation is all or any"
    activities = value.get("activities", [])
    if not isinstance(activities, list) or f.wrong_keys(activities):
        return '"activities" is a list of keys'
    grade, date, by_self = value.get("grade"), value.get("date", 0), value.get("self", False)
    if grade is not None and (not f.is_number(grade) or not 0 < grade <= f.MOST_POINTS):
        return f'"grade" is a number above 0, at most {f.MOST_POINTS}, or null'
    if not f.is_whole(date) or not 0 <= date <= f.LAST_MOMENT or not isinstance(by_self, bool):
        return '"date" is in Unix seconds, "self" is true or false'
    some = activities or grade is not None or date or by_self
    return "" if some else "criteria without a criterion; null is for none"


def canonical_criteria(value: dict[str, Any]) -> dict[str, Any]:
    """Return good criteria of a course's completion with every name, activities sorted."""
    grade = value.get("grade")
    return {
        "aggregation": value.get("aggregation", "all"),
        "activities": sorted(value.get("activities", [])),
        "activities_aggregation": value.get("activities_aggregation", "all"),
        "grade": None if grade is None else canonical.number(grade),
        "date": value.get("date", 0),
        "self": value.get("self", False),
    }


def _restriction() -> f.Field:
    return f.value_of(availability.wrong, availability.canonical_tree).or_null()


COURSE = {
    "completion": f.flag(),
    "aggregation": f.choice(*AGGREGATIONS),
    "completion_criteria": f.value_of(_wrong_criteria, canonical_criteria).or_null(),
    "order": f.order(),
}
GRADE_CATEGORY = {
    "name": f.text().needed(),
    "aggregation": f.choice(*AGGREGATIONS),
    "weight": f.decimal(0, 10_000).or_null(),
    "parent": f.text(60),
}
SECTION = {
    "name": f.text(),
    "summary": f.html(),
    "visible": f.flag(),
    "availability": _restriction(),
    "order": f.order(),
}
_COMMON = {
    "name": f.text().needed(),
    "intro": f.html(),
    "show_description": f.flag(),
    "visible": f.flag(),
    "section": f.text(60).needed(),
    "group_mode": f.choice(*GROUP_MODES),
    "grouping": f.text(100),
    "completion": f.value_of(completion.wrong, completion.canonical_rules),
    "completion_expected": f.moment(),
    "availability": _restriction(),
}
_GRADED = {"grade_category": f.text(60), "weight": f.decimal(0, 10_000).or_null()}


@cache
def _activity_fields(name: str) -> dict[str, f.Field]:
    kind = KINDS[name]
    common = {name: field for name, field in _COMMON.items() if name not in kind.without}
    return {**common, **(_GRADED if kind.graded else {}), **kind.own}


def fields_of(itemtype: str, kind: Kind | None = None) -> dict[str, f.Field]:
    """Return the fields of an item by name."""
    if itemtype == "activity" and kind is not None:
        return _activity_fields(kind.name)
    return {"course": COURSE, "grade_category": GRADE_CATEGORY, "section": SECTION}[itemtype]
