"""Whether an activity is open to a pupil: Moodle's availability JSON against what the pupil did."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Standing:
    """What restrictions ask about a pupil in a course: groups, states and grades by cmid."""

    groups: AbstractSet[int]
    states: dict[int, int] = field(default_factory=dict)
    fractions: dict[int, float] = field(default_factory=dict)


def is_open(tree: Mapping[str, Any], standing: Standing, now: int) -> bool:
    """Whether a tree of restrictions lets the pupil in; a kind that the play does not know does not."""
    if "type" in tree:
        return _condition(tree, standing, now)
    met = [is_open(one, standing, now) for one in tree.get("c", [])]
    if not met:
        return True
    sign = str(tree.get("op", "&"))
    good = all(met) if sign.endswith("&") else any(met)
    return good != sign.startswith("!")


def _condition(one: Mapping[str, Any], standing: Standing, now: int) -> bool:
    kind = one["type"]
    if kind == "date":
        return bool(now < one["t"] if one.get("d") == "<" else now >= one["t"])
    if kind == "group":
        return one["id"] in standing.groups if "id" in one else bool(standing.groups)
    if kind == "completion":
        # «Complete» lets the passed in too, «incomplete» the failed (availability_completion).
        wanted: int = one.get("e", 1)
        good = {0: {0, 3}, 1: {1, 2}}.get(wanted, {wanted})
        return standing.states.get(one["cm"], 0) in good
    if kind == "grade":
        percent = standing.fractions.get(one.get("id", 0))
        least, most = one.get("min"), one.get("max")
        return (
            percent is not None
            and (least is None or percent * 100 >= least)
            and (most is None or percent * 100 < most)
        )
    return False
