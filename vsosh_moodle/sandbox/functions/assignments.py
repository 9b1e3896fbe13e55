"""mod_assign_get_submissions: what was handed in."""

import json

from vsosh_moodle.sandbox.access import COURSE, is_enrolled
from vsosh_moodle.sandbox.call import Call, warning
from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.module_access import is_there
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_PLUGINS = {"text": ("onlinetext", "Online text"), "file": ("file", "File submissions")}


@function("mod_assign_get_submissions")
def get_submissions(
    call: Call, assignmentids: list[int], status: str, since: int, before: int
) -> Row:
    """The latest submission of each to each assignment; an unknown assignment is passed over."""
    if not assignmentids:
        raise invalid_parameter("get_in_or_equal() does not accept empty arrays")
    modules = call.store.rows_in(
        "SELECT * FROM course_modules WHERE modname = 'assign' AND instance",
        list(dict.fromkeys(assignmentids)),
        "ORDER BY id",
    )
    assignments, warnings = [], []
    for module in modules:
        if not _may_view(call, module):
            message = "No access rights in module context"
            warnings.append(warning("assignment", module["instance"], "1", message))
            continue
        rows = _latest(call, module, (status, since, before))
        if not rows:
            warnings.append(warning("module", module["instance"], "3", "No submissions found"))
        shown = [_submission(module, row) for row in rows if _may_view_of(call, module, row)]
        assignments.append({"assignmentid": module["instance"], "submissions": shown})
    return {"assignments": assignments, "warnings": warnings}


def _may_view(call: Call, module: Row) -> bool:
    context = call.contexts.of(COURSE, module["course"])
    if context is None or not is_there(call, module):
        return False
    return call.access.can("moodle/course:view", context) and any(
        call.access.can(one, context) for one in ("mod/assign:viewgrades", "mod/assign:grade")
    )


def _may_view_of(call: Call, module: Row, row: Row) -> bool:
    context = call.contexts.of(COURSE, module["course"]) or call.contexts.system
    if not is_enrolled(call.store, module["course"], row["userid"]):
        return False
    return is_enrolled(
        call.store, module["course"], row["userid"], only_active=True
    ) or call.access.can("moodle/course:viewsuspendedusers", context)


def _latest(call: Call, module: Row, chosen: tuple[str, int, int]) -> list[Row]:
    status, since, before = chosen
    return call.store.named_rows(
        "SELECT s.* FROM assign_submission s WHERE s.cmid = :cmid AND s.attemptnumber ="
        " (SELECT max(l.attemptnumber) FROM assign_submission l"
        " WHERE l.cmid = s.cmid AND l.userid = s.userid)"
        " AND (:status = '' OR s.status = :status) AND s.timemodified >= :since"
        " AND (:before = 0 OR s.timemodified <= :before) ORDER BY s.id",
        {"cmid": module["id"], "status": status, "since": since, "before": before},
    )


def _submission(module: Row, row: Row) -> Row:
    ways = json.loads(module["settings"]).get("submission", [])
    return {
        "id": row["id"],
        "userid": row["userid"],
        "attemptnumber": row["attemptnumber"],
        "timecreated": row["timemodified"],
        "timemodified": row["timemodified"],
        "timestarted": None,
        "status": row["status"],
        "groupid": 0,
        "plugins": [
            {"type": _PLUGINS[way][0], "name": _PLUGINS[way][1]} for way in ways if way in _PLUGINS
        ],
        "gradingstatus": "notgraded",
    }
