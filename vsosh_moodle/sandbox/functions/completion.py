"""core_completion_*: what a user has done in a course."""

from vsosh_moodle.sandbox.access import COURSE
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, missing_record, no_permission
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row


@function("core_completion_get_activities_completion_status")
def get_activities_completion_status(call: Call, courseid: int, userid: int) -> Row:
    """State of every tracked activity; someone who is not enrolled simply has none done."""
    context = call.contexts.of(COURSE, courseid)
    if context is None:
        raise missing_record("course")
    _check_reader(call, courseid, userid)
    rows = call.store.rows(
        "SELECT cm.*, done.completionstate, done.timemodified, done.overrideby"
        " FROM course_modules cm LEFT JOIN course_modules_completion done"
        " ON done.coursemoduleid = cm.id AND done.userid = ?"
        " WHERE cm.course = ? AND cm.completion > 0 ORDER BY cm.section, cm.position",
        userid,
        courseid,
    )
    return {"statuses": [_status(row) for row in rows], "warnings": []}


def _status(row: Row) -> Row:
    state = row["completionstate"] or 0
    return {
        "cmid": row["id"],
        "modname": row["modname"],
        "instance": row["instance"],
        "state": state,
        "timecompleted": row["timemodified"] or 0,
        "tracking": row["completion"],
        "overrideby": row["overrideby"],
        "valueused": False,
        "hascompletion": True,
        "isautomatic": row["completion"] == 2,
        "istrackeduser": True,
        "uservisible": bool(row["visible"]),
        "details": [],
        "isoverallcomplete": state in {1, 2},
    }


@function("core_completion_get_course_completion_status")
def get_course_completion_status(call: Call, courseid: int, userid: int) -> Row:
    """Course completion by criteria; the sandbox has no criteria, which is `nocriteriaset`."""
    if call.contexts.of(COURSE, courseid) is None:
        raise missing_record("course")
    _check_reader(call, courseid, userid)
    if not call.store.value("SELECT enablecompletion FROM course WHERE id = ?", courseid):
        raise Fault("cannotviewreport", "You cannot view this report")
    raise Fault("nocriteriaset", "No completion criteria set for this course")


def _check_reader(call: Call, courseid: int, userid: int) -> None:
    context = call.access.enter(call.contexts.of(COURSE, courseid))
    if call.store.get("user", userid)["deleted"]:
        raise Fault("userdeleted", "This user account has been deleted")
    if userid != call.user["id"] and not call.access.can("report/completion:view", context):
        raise no_permission("report/completion:view")
