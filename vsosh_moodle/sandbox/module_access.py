"""Whether an activity is there for somebody: hidden ones and restricted ones are for some only."""

import json
from typing import Any

from vsosh_moodle.sandbox.access import COURSE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.roles import CAPABILITIES
from vsosh_moodle.sandbox.store import Row


def is_there(call: Call, module: Row) -> bool:
    """Whether the caller may open the activity (cm_info::uservisible)."""
    context = call.contexts.of(COURSE, module["course"]) or call.contexts.system
    if not module["visible"] and not call.access.can("moodle/course:viewhiddenactivities", context):
        return False
    if not _may_view_kind(call, module):
        return False
    return not module["availability"] or (
        call.access.can("moodle/course:ignoreavailabilityrestrictions", context)
        or _is_met(call, json.loads(module["availability"]))
    )


def is_listed(call: Call, module: Row) -> bool:
    """Whether the caller sees it on the course's page: one that is restricted may be told of."""
    if is_there(call, module):
        return True
    if not module["visible"] or not module["availability"] or not _may_view_kind(call, module):
        return False
    shown = json.loads(module["availability"])
    return bool(shown.get("show", all(shown.get("showc", [True]))))


def _may_view_kind(call: Call, module: Row) -> bool:
    """Whether the caller may see activities of this kind: some are for participants only."""
    capability = f"mod/{module['modname']}:view"
    context = call.contexts.of(COURSE, module["course"]) or call.contexts.system
    return capability not in CAPABILITIES or call.access.can(capability, context)


def _is_met(call: Call, tree: dict[str, Any]) -> bool:
    """Weigh a tree of restrictions; of conditions only dates are ever met by a stranger."""
    if "c" not in tree:
        if tree.get("type") != "date":
            return False
        begun = call.now >= tree["t"]
        return begun if tree["d"] == ">=" else not begun
    met = [_is_met(call, one) for one in tree["c"]]
    result = any(met) if tree["op"].endswith("|") else all(met)
    return not result if tree["op"].startswith("!") else result
