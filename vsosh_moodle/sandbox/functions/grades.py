"""Grades of a course: gradereport_user_get_grade_items, core_grades_update_grades."""

from vsosh_moodle.sandbox.access import COURSE, Context, is_enrolled
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, missing_record
from vsosh_moodle.sandbox.formatting import fullname
from vsosh_moodle.sandbox.functions.completion import check_user
from vsosh_moodle.sandbox.gradebook import grade_max, set_grade
from vsosh_moodle.sandbox.module_access import is_listed
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_WHOLE_FORUM = 1
_FAILED = 1


@function("gradereport_user_get_grade_items")
def get_grade_items(call: Call, courseid: int, userid: int, groupid: int) -> Row:
    """Every grade of a learner, or of all whose enrolment works now and whose role is graded."""
    course = call.store.get("course", courseid)
    context = call.access.enter(call.contexts.of(COURSE, courseid))
    call.require("gradereport/user:view", context)
    if userid:
        check_user(call, userid)
        if not call.access.can("moodle/grade:viewall", context):
            raise Fault("nopermissiontoviewgrades", "You do not have permission to view grades")
    else:
        call.require("moodle/grade:viewall", context)
    modules = [
        module
        for module in call.store.rows(
            "SELECT cm.* FROM course_modules cm JOIN course_sections s ON s.id = cm.section"
            " WHERE cm.course = ? ORDER BY s.section, cm.position, cm.id",
            courseid,
        )
        if grade_max(module) is not None and is_listed(call, module)
    ]
    learners = [call.store.get("user", userid)] if userid else _graded_users(call, course, groupid)
    told = [_of_learner(call, course, modules, user) for user in learners]
    return {"usergrades": told, "warnings": []}


def _graded_users(call: Call, course: Row, groupid: int) -> list[Row]:
    context = call.contexts.of(COURSE, course["id"])
    users = call.store.rows(
        "SELECT DISTINCT u.* FROM user u JOIN role_assignments ra ON ra.userid = u.id"
        " JOIN role r ON r.id = ra.roleid WHERE r.archetype = 'student' AND ra.contextid = ?"
        " AND u.deleted = 0 AND (? = 0 OR u.id IN"
        " (SELECT userid FROM groups_members WHERE groupid = ?))"
        " ORDER BY u.lastname, u.firstname, u.id",
        context.id if context else 0,
        groupid,
        groupid,
    )
    return [
        user
        for user in users
        if is_enrolled(call.store, course["id"], user["id"], only_active=True)
    ]


def _of_learner(call: Call, course: Row, modules: list[Row], user: Row) -> Row:
    grades = {
        row["cmid"]: row
        for row in call.store.rows(
            "SELECT * FROM grade_grades WHERE courseid = ? AND userid = ?",
            course["id"],
            user["id"],
        )
    }
    items = [
        {
            **_item(grades.get(module["id"]), grade_max(module)),
            "id": module["id"],
            "itemname": module["name"],
            "itemtype": "mod",
            "itemmodule": module["modname"],
            "iteminstance": module["instance"],
            "itemnumber": _WHOLE_FORUM if module["modname"] == "forum" else 0,
            "idnumber": module["idnumber"],
            "cmid": module["id"],
        }
        for module in modules
    ]
    total = grades.get(0)
    most = total["rawgrademax"] if total and total["finalgrade"] is not None else 100
    items.append(
        {
            **_item(total, most),
            "id": -course["id"],
            "itemname": None,
            "itemtype": "course",
            "itemmodule": None,
            "iteminstance": course["id"],
            "itemnumber": None,
            "idnumber": None,
        }
    )
    return {
        "courseid": course["id"],
        "courseidnumber": course["idnumber"],
        "userid": user["id"],
        "userfullname": fullname(user),
        "useridnumber": user["idnumber"],
        "maxdepth": 2,
        "gradeitems": items,
    }


def _item(grade: Row | None, most: float | None) -> Row:
    final = grade["finalgrade"] if grade else None
    share = "-" if final is None or not most else f"{final / most:.2%}".replace("%", " %")
    return {
        "categoryid": None,
        "outcomeid": None,
        "scaleid": None,
        "locked": False,
        "graderaw": final,
        "gradedatesubmitted": None,
        "gradedategraded": grade["timemodified"] if grade and final is not None else None,
        "gradehiddenbydate": False,
        "gradeneedsupdate": False,
        "gradeishidden": False,
        "gradeislocked": False,
        "gradeisoverridden": False,
        "gradeformatted": "-" if final is None else f"{final:.2f}",
        "grademin": 0,
        "grademax": most,
        "rangeformatted": f"0–{most:g}" if most else "",
        "percentageformatted": share,
        "feedback": (grade or {}).get("feedback") or "",
        "feedbackformat": 2,
    }


@function("core_grades_update_grades")
def update_grades(  # noqa: PLR0913  these are Moodle's parameters
    call: Call,
    *,
    source: str,
    courseid: int,
    component: str,
    activityid: int,
    itemnumber: int,
    grades: list[Row],
    itemdetails: Row,
) -> int:
    """Give grades for an activity; 0 is success. A forum's whole grade is its item 1."""
    _ = source
    module = call.store.get("course_modules", activityid)
    if module["modname"] != component.removeprefix("mod_"):
        raise missing_record("course_modules")
    context = call.course_context(courseid)
    _require_editing(call, context, grades, itemdetails)
    wanted = _WHOLE_FORUM if module["modname"] == "forum" else 0
    if module["course"] != courseid or itemnumber != wanted:
        return _FAILED
    for grade in grades:
        set_grade(call.store, module, grade["studentid"], grade["grade"], call.now)
    return 0


def _require_editing(call: Call, context: Context, grades: list[Row], itemdetails: Row) -> None:
    needed = [("moodle/grade:edit", bool(grades)), ("moodle/grade:manage", bool(itemdetails))]
    for capability, asked in needed:
        if asked and not call.access.can(capability, context):
            raise Fault("nopermissiontoviewgrades", "You do not have permission to view grades")
