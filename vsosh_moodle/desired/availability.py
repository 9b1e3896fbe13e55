"""Restrictions of the templates with the site's own names: keys of groups, Unix seconds. Pure."""

from collections.abc import Callable, Collection
from typing import Any

Tree = dict[str, Any]


def both(one: Tree | None, other: Tree | None) -> Tree | None:
    """Return a restriction that asks for what two ask for; either may be None, for nothing."""
    if one is None or other is None:
        return other if one is None else one
    conditions: list[Any] = []
    for tree in (one, other):
        if tree["op"] == "all":
            conditions += tree["conditions"]
        else:
            conditions.append({"op": tree["op"], "conditions": tree["conditions"]})
    return {"op": "all", "show": one["show"] and other["show"], "conditions": conditions}


def without_activities(tree: Tree | None, absent: Collection[str]) -> Tree | None:
    """Return a restriction without conditions on activities that are not there; None when none is left."""
    if tree is None:
        return None
    conditions = []
    for condition in tree["conditions"]:
        if "conditions" in condition:
            inner = without_activities(condition, absent)
            if inner is not None:
                conditions.append(inner)
        elif condition.get("activity") not in absent:
            conditions.append(condition)
    return {**tree, "conditions": conditions} if conditions else None


def key_groups(
    tree: Tree,
    group: Callable[[str], str],
    grouping: Callable[[str], str],
    moment: Callable[[str], int],
) -> Tree:
    """Return a restriction with its groups, groupings and moments as the three functions name them."""
    conditions = []
    for condition in tree["conditions"]:
        if "conditions" in condition:
            conditions.append(key_groups(condition, group, grouping, moment))
            continue
        named = dict(condition)
        match condition["type"]:
            case "group":
                named["group"] = group(condition["group"]) if condition["group"] else ""
            case "grouping":
                named["grouping"] = grouping(condition["grouping"])
            case "date":
                name = "from" if "from" in condition else "until"
                named[name] = moment(condition[name])
            case _:
                pass
        conditions.append(named)
    return {**tree, "conditions": conditions}
