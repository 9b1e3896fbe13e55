"""core_completion_*: what a user has done in a course."""

from html import escape
from typing import Any

from vsosh_moodle.sandbox.access import COURSE, MODULE, Access, is_enrolled
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.completing import (
    ACTIVITY_CRITERION,
    DATE_CRITERION,
    GRADE_CRITERION,
    SELF_CRITERION,
    Criterion,
    criteria_of,
    set_completion,
)
from vsosh_moodle.sandbox.faults import Fault, invalid_parameter, missing_record, no_permission
from vsosh_moodle.sandbox.module_access import is_there
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_TITLES = {
    ACTIVITY_CRITERION: "Activity completion",
    DATE_CRITERION: "Date",
    GRADE_CRITERION: "Grade",
    SELF_CRITERION: "Self completion",
}


@function("core_completion_get_activities_completion_status")
def get_activities_completion_status(call: Call, courseid: int, userid: int) -> Row:
    """State of every tracked activity; someone who is not enrolled simply has none done."""
    course = call.store.get("course", courseid)
    _check_reader(call, courseid, userid, "report/progress:view")
    rows: list[Row] = []
    if course["enablecompletion"]:
        rows = call.store.rows(
            "SELECT cm.*, done.completionstate, done.timemodified, done.overrideby"
            " FROM course_modules cm JOIN course_sections s ON s.id = cm.section"
            " LEFT JOIN course_modules_completion done"
            " ON done.coursemoduleid = cm.id AND done.userid = ?"
            " WHERE cm.course = ? AND cm.completion > 0 ORDER BY s.section, cm.position, cm.id",
            userid,
            courseid,
        )
    tracked = _is_tracked(call, courseid, userid)
    statuses = [_status(row, tracked=tracked) for row in rows if is_there(call, row)]
    return {"statuses": statuses, "warnings": []}


def _status(row: Row, *, tracked: bool) -> Row:
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
        "istrackeduser": tracked,
        "uservisible": True,
        "details": [],
        "isoverallcomplete": state in {1, 2},
    }


@function("core_completion_get_course_completion_status")
def get_course_completion_status(call: Call, courseid: int, userid: int) -> Row:
    """Course completion by criteria; only of those whose enrolment works now."""
    course = call.store.get("course", courseid)
    context = call.access.enter(call.contexts.of(COURSE, courseid))
    check_user(call, userid)
    may_view = userid == call.user["id"] or call.access.can("report/completion:view", context)
    if not course["enablecompletion"] or not may_view:
        raise Fault("cannotviewreport", "You cannot view this report")
    if not _is_tracked(call, courseid, userid):
        code = "notenroled" if userid == call.user["id"] else "usernotenroled"
        raise Fault(code, "User is not enrolled in this course")
    criteria, aggregation = criteria_of(call.store, course, userid)
    if not criteria:
        raise Fault("nocriteriaset", "No completion criteria set for this course")
    completed = call.store.value(
        "SELECT timecompleted FROM course_completions WHERE course = ? AND userid = ?",
        courseid,
        userid,
    )
    status = {
        "completed": bool(completed),
        "aggregation": aggregation,
        "completions": [_criterion(call, one) for one in criteria],
    }
    return {"completionstatus": status, "warnings": []}


def _criterion(call: Call, criterion: Criterion) -> Row:
    title = _TITLES[criterion.kind]
    what, requirement = "", ""
    if criterion.kind == ACTIVITY_CRITERION:
        module = call.store.get("course_modules", criterion.cmid)
        url = f"{call.wwwroot}/mod/{module['modname']}/view.php?id={module['id']}"
        what = f'<a href="{url}">{escape(module["name"])}</a>'
        requirement = "Marking yourself complete" if module["completion"] == 1 else "Viewing"
    details: dict[str, Any] = {
        "type": title,
        "criteria": what,
        "requirement": requirement,
        "status": "",
    }
    return {
        "type": criterion.kind,
        "title": title,
        "status": "Yes" if criterion.time else "No",
        "complete": bool(criterion.time),
        "timecompleted": criterion.time or None,
        "details": details,
    }


@function("core_completion_override_activity_completion_status")
def override_activity_completion_status(call: Call, userid: int, cmid: int, newstate: int) -> Row:
    """Set the state of an activity for somebody, as a teacher does in the report."""
    context = call.contexts.of(MODULE, cmid)
    if context is None:
        raise invalid_parameter("Context does not exist")
    module = call.store.get("course_modules", cmid)
    course = call.contexts.of(COURSE, module["course"])
    call.access.enter(course)
    if not call.store.value("SELECT enablecompletion FROM course WHERE id = ?", module["course"]):
        raise Fault("completionnotenabled", "Completion is not enabled")
    call.require("moodle/course:overridecompletion", context)
    set_completion(call.store, cmid, userid, newstate, call.now, call.user["id"])
    return {
        "cmid": cmid,
        "userid": userid,
        "state": newstate,
        "timecompleted": call.now,
        "overrideby": call.user["id"],
        "tracking": module["completion"],
    }


def _check_reader(call: Call, courseid: int, userid: int, capability: str) -> None:
    context = call.access.enter(call.contexts.of(COURSE, courseid))
    check_user(call, userid)
    if userid != call.user["id"] and not call.access.can(capability, context):
        raise no_permission(capability)


def check_user(call: Call, userid: int) -> None:
    """Check that there is such an account; a suspended one will do."""
    if call.store.get("user", userid)["deleted"]:
        raise Fault("userdeleted", "This user account has been deleted")


def _is_tracked(call: Call, courseid: int, userid: int) -> bool:
    context = call.contexts.of(COURSE, courseid)
    if context is None:
        raise missing_record("course")
    return is_enrolled(call.store, courseid, userid, only_active=True) and Access(
        call.store, call.contexts, userid
    ).can("moodle/course:isincompletionreports", context)
