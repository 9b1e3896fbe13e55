"""Restrictions that nobody can meet: conditions that contradict each other. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from vsosh_moodle.language import _

Tree = Mapping[str, Any]

_APART = frozenset(
    {
        frozenset({"complete", "incomplete"}),
        frozenset({"pass", "fail"}),
        frozenset({"pass", "incomplete"}),
        frozenset({"fail", "incomplete"}),
    }
)
"""States of an activity that exclude each other: who passed or failed has done it."""


def contradiction(trees: Iterable[Tree | None], exclusive: Iterable[Collection[str]]) -> str:
    """Return what in restrictions that hold together cannot be met by anybody, "" when all can.

    `exclusive` are sets of groups of which a pupil is in one at most: levels, classes.
    """
    apart = [frozenset(names) for names in exclusive]
    leaves: list[Tree] = []
    for tree in trees:
        if tree is not None:
            told = _gather(tree, leaves, apart)
            if told:
                return told
    return next(filter(None, (_clash(*pair, apart) for pair in combinations(leaves, 2))), "")


def _gather(tree: Tree, leaves: list[Tree], apart: list[frozenset[str]]) -> str:
    """Collect the conditions that hold for certain; return a contradiction inside a list of them."""
    conditions = tree["conditions"]
    if tree["op"] == "all":
        for one in conditions:
            if "conditions" in one:
                told = _gather(one, leaves, apart)
                if told:
                    return told
            else:
                leaves.append(one)
    elif tree["op"] == "any":
        faults = [_alone(one, leaves, apart) for one in conditions]
        if faults and all(faults):
            return faults[0]
        if groups := _groups(conditions):
            leaves.append({"type": "groups", "groups": groups})
    return ""


def _alone(one: Tree, leaves: list[Tree], apart: list[frozenset[str]]) -> str:
    """Return why a way through a list of choices is closed, "" when it is open."""
    if "conditions" in one:
        return contradiction([one], apart)
    return next(filter(None, (_clash(one, other, apart) for other in leaves)), "")


def _groups(conditions: Iterable[Tree]) -> frozenset[str]:
    """Return the groups of a list of choices that are all groups, nothing otherwise."""
    rows = list(conditions)
    if all(one.get("type") == "group" and one["group"] for one in rows):
        return frozenset(one["group"] for one in rows)
    return frozenset()


def _clash(one: Tree, other: Tree, apart: list[frozenset[str]]) -> str:
    for told in (_dates(one, other), _dates(other, one), _states(one, other)):
        if told:
            return told
    return _grades(one, other) or _grades(other, one) or _memberships(one, other, apart)


def _dates(one: Tree, other: Tree) -> str:
    if "from" in one and "until" in other and one["from"] >= other["until"]:
        return _("открыто с {start}, а закрыто уже с {end}").format(
            start=_day(one["from"]), end=_day(other["until"])
        )
    return ""


def _states(one: Tree, other: Tree) -> str:
    same = one.get("activity") and one.get("activity") == other.get("activity")
    if same and frozenset({one.get("state"), other.get("state")}) in _APART:
        return _("элемент «{key}» должен быть и выполнен, и нет").format(key=one["activity"])
    return ""


def _grades(one: Tree, other: Tree) -> str:
    if one.get("type") != "grade" or other.get("type") != "grade":
        return ""
    low, high = one["min"], other["max"]
    if one["activity"] == other["activity"] and None not in (low, high) and low >= high:
        return _("оценка должна быть не меньше {low} и меньше {high}").format(low=low, high=high)
    return ""


def _memberships(one: Tree, other: Tree, apart: list[frozenset[str]]) -> str:
    left, right = _names(one), _names(other)
    for groups in apart:
        if left and right and left <= groups and right <= groups and not left & right:
            return _("нужно быть сразу в группах «{one}» и «{other}»").format(
                one=", ".join(sorted(left)), other=", ".join(sorted(right))
            )
    return ""


def _names(one: Tree) -> frozenset[str]:
    if one.get("type") == "groups":
        return frozenset(one["groups"])
    return frozenset(filter(None, (one.get("group", ""),)))


def own_contradiction(conditions: Iterable[Tree]) -> Iterator[str]:
    """Yield what a single condition asks for in vain: a grade at least as high as it must be below."""
    for one in conditions:
        if "conditions" in one:
            yield from own_contradiction(one["conditions"])
        elif told := _grades(one, one):
            yield told


def _day(moment: str) -> str:
    year, month, day = moment[:10].split("-")
    return f"{day}.{month}.{year}"
