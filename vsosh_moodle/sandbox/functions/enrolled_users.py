"""core_enrol_*: who is enrolled where."""

from dataclasses import dataclass
from typing import Any

from vsosh_moodle.sandbox.access import COURSE, Context
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import (
    Fault,
    coding_error,
    invalid_parameter,
    missing_record,
    no_permission,
)
from vsosh_moodle.sandbox.functions.completion_rules import course_progress
from vsosh_moodle.sandbox.functions.user_details import UserDetails, sees_hidden
from vsosh_moodle.sandbox.outline import names
from vsosh_moodle.sandbox.params import as_int
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_ACTIVE = (
    "ue.status = 0 AND e.status = 0 AND ue.timestart < :now"
    " AND (ue.timeend = 0 OR ue.timeend > :now)"
)
_COURSE_FIELDS = names(
    "id idnumber visible format showgrades lang enablecompletion category startdate enddate marker"
    " showactivitydates showcompletionconditions timemodified"
)
_SORTS = {"id", "firstname", "lastname", "siteorder"}


@dataclass(slots=True)
class _Options:
    withcapability: str = ""
    groupid: int = 0
    onlyactive: bool = False
    onlysuspended: bool = False
    userfields: tuple[str, ...] = ()
    limitfrom: int = 0
    limitnumber: int = 0
    sortby: str = "id"
    sortdirection: str = "ASC"


def _parse_options(given: list[Row]) -> _Options:
    options = _Options()
    for entry in given:
        name, value = entry["name"], entry["value"] or ""
        if name in {"groupid", "limitfrom", "limitnumber"}:
            setattr(options, name, as_int(value))
        elif name in {"onlyactive", "onlysuspended"}:
            setattr(options, name, value not in {"", "0"})
        elif name == "withcapability":
            options.withcapability = value
        elif name == "userfields":
            options.userfields = tuple(
                "".join(c for c in field if c.isascii() and (c.isalnum() or c in "_-"))
                for field in value.split(",")
            )
        elif name == "sortby":
            if value not in _SORTS:
                raise invalid_parameter("sortby")
            options.sortby = value
        elif name == "sortdirection":
            options.sortdirection = value.upper()
            if options.sortdirection not in {"ASC", "DESC"}:
                raise invalid_parameter("sortdirection")
    return options


@function("core_enrol_get_enrolled_users")
def get_enrolled_users(call: Call, courseid: int, options: list[Row]) -> list[Row]:
    """Enrolled users; unknown option names are ignored, an unknown userfield is an error.

    The answer does not tell the status of an enrolment: suspended ones are in the plain list.
    """
    wanted = _parse_options(options)
    course = call.store.get("course", courseid)
    context = call.course_context(courseid)
    if not call.access.can("moodle/course:viewparticipants", context):
        raise no_permission("moodle/course:viewparticipants")
    if wanted.withcapability:
        call.require("moodle/role:review", context)
    if wanted.groupid:
        call.require("moodle/site:accessallgroups", context)
    if wanted.onlyactive or wanted.onlysuspended:
        call.require("moodle/course:enrolreview", context)
    if wanted.onlyactive and wanted.onlysuspended:
        raise coding_error("Both onlyactive and onlysuspended are set")
    return _render(call, course, context, wanted)


def _render(call: Call, course: Row, context: Context, wanted: _Options) -> list[Row]:
    users = _enrolled(call, course["id"], context, wanted)
    if wanted.limitnumber or wanted.limitfrom:
        end = wanted.limitfrom + wanted.limitnumber if wanted.limitnumber else None
        users = users[wanted.limitfrom : end]
    if not users:
        return []
    details = UserDetails(call, course, wanted.userfields)
    details.prepare([user["id"] for user in users])
    return [shown for user in users if (shown := details.render(user)) is not None]


def _enrolled(call: Call, courseid: int, context: Context, wanted: _Options) -> list[Row]:
    where = ["u.deleted = 0", "u.id <> 1"]
    enrolled = (
        "SELECT ue.userid FROM enrol e JOIN user_enrolments ue ON ue.enrolid = e.id"
        " WHERE e.courseid = :course"
    )
    active = f"{enrolled} AND {_ACTIVE}"
    where.append(f"u.id IN ({active if wanted.onlyactive else enrolled})")
    if wanted.onlysuspended:
        where.append(f"u.id NOT IN ({active})")
    if wanted.groupid:
        where.append("u.id IN (SELECT userid FROM groups_members WHERE groupid = :group)")
    if wanted.withcapability:
        where.append(
            "u.id IN (SELECT ra.userid FROM role_assignments ra JOIN role_capabilities rc"  # noqa: S608
            " ON rc.roleid = ra.roleid AND rc.capability = :capability WHERE ra.contextid IN"
            f" ({','.join(str(ident) for ident in context.path)}))"
        )
    column = {"siteorder": "u.lastname, u.firstname, u.id"}.get(wanted.sortby, "u." + wanted.sortby)
    params: dict[str, Any] = {
        "course": courseid,
        "now": round(call.now, -2),
        "group": wanted.groupid,
        "capability": wanted.withcapability,
    }
    return call.store.named_rows(
        f"SELECT u.* FROM user u WHERE {' AND '.join(where)}"  # noqa: S608
        f" ORDER BY {column} {wanted.sortdirection}",
        params,
    )


@function("core_enrol_get_enrolled_users_with_capability")
def get_enrolled_users_with_capability(
    call: Call, coursecapabilities: list[Row], options: list[Row]
) -> list[Row]:
    """Enrolled users of courses who may do something there."""
    if not coursecapabilities:
        raise invalid_parameter("empty")
    wanted = _parse_options(
        [entry for entry in options if not entry["name"].startswith(("sort", "with", "onlys"))]
    )
    result = []
    for entry in coursecapabilities:
        course = call.store.get("course", entry["courseid"])
        context = call.course_context(course["id"])
        for name in ("moodle/course:viewparticipants", "moodle/role:review"):
            call.require(name, context)
        for capability in entry["capabilities"]:
            wanted.withcapability = capability
            result.append(
                {
                    "courseid": course["id"],
                    "capability": capability,
                    "users": _render(call, course, context, wanted),
                }
            )
    return result


@function("core_enrol_get_users_courses")
def get_users_courses(call: Call, userid: int, returnusercount: bool) -> list[Row]:
    """The courses where the user's enrolment works now."""
    rows = call.store.named_rows(
        "SELECT DISTINCT c.* FROM user_enrolments ue JOIN enrol e ON e.id = ue.enrolid"  # noqa: S608
        f" JOIN course c ON c.id = e.courseid WHERE ue.userid = :user AND {_ACTIVE}"
        " ORDER BY c.visible DESC, c.sortorder",
        {"user": userid, "now": call.now},
    )
    own = userid == call.user["id"]
    shown = []
    for course in rows:
        if not course["visible"] and not sees_hidden(call, userid, course["id"]):
            continue
        context = call.contexts.of(COURSE, course["id"])
        try:
            context = call.access.enter(context)
        except Fault:
            continue
        if own or call.access.can("moodle/course:viewparticipants", context):
            shown.append(_user_course(call, course, context, userid, returnusercount))
    return shown


def _user_course(
    call: Call, course: Row, context: Context, userid: int, returnusercount: bool
) -> Row:
    summary, summaryformat = call.text(course["summary"], course["summaryformat"])
    shown = {
        **{name: course[name] for name in _COURSE_FIELDS},
        "shortname": call.string(course["shortname"]),
        "fullname": call.string(course["fullname"]),
        "displayname": call.string(course["fullname"]),
        "summary": summary,
        "summaryformat": summaryformat,
        "completionhascriteria": False,
        "completionusertracked": bool(course["enablecompletion"]),
        "progress": course_progress(call, course, userid),
        "completed": False if course["enablecompletion"] else None,
        "lastaccess": call.store.value(
            "SELECT timeaccess FROM user_lastaccess WHERE userid = ? AND courseid = ?",
            userid,
            course["id"],
        ),
        "isfavourite": False,
        "hidden": False,
        "overviewfiles": [],
    }
    if call.release.has("4.5"):
        shown["courseimage"] = (
            f"{call.wwwroot}/pluginfile.php/{context.id}/course/generated/course.svg"
        )
    if returnusercount:
        shown["enrolledusercount"] = call.store.value(
            "SELECT count(DISTINCT ue.userid) FROM enrol e JOIN user_enrolments ue"
            " ON ue.enrolid = e.id WHERE e.courseid = ?",
            course["id"],
        )
    return shown


@function("core_enrol_get_course_enrolment_methods")
def get_course_enrolment_methods(call: Call, courseid: int) -> list[Row]:
    """Methods a user could enrol by themselves with; a manual instance is not one of them."""
    if call.store.row("SELECT 1 FROM course WHERE id = ?", courseid) is None:
        raise missing_record("course")
    return [
        {
            "id": row["id"],
            "courseid": courseid,
            "type": row["enrol"],
            "name": "Self enrolment (Student)" if row["enrol"] == "self" else "Guest access",
            "status": "1",
            "wsfunction": f"enrol_{row['enrol']}_get_instance_info",
        }
        for row in call.store.rows(
            "SELECT * FROM enrol WHERE courseid = ? AND status = 0 AND enrol <> 'manual'"
            " ORDER BY sortorder, id",
            courseid,
        )
    ]
