"""enrol_manual_*: enrolling, re-enrolling, unenrolling."""

from vsosh_moodle.sandbox.access import COURSE, Context
from vsosh_moodle.sandbox.call import Call, Mail
from vsosh_moodle.sandbox.faults import Fault, coding_error, invalid_parameter, missing_record
from vsosh_moodle.sandbox.functions.users import send_mail
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_TEACHER = "editingteacher"


@function("enrol_manual_enrol_users")
def enrol_users(call: Call, enrolments: list[Row]) -> None:
    """All or none. Enrolling again sets status and dates anew: it reactivates a suspended one."""
    places: dict[int, tuple[Context, set[int], int | None]] = {}
    for enrolment in enrolments:
        courseid = enrolment["courseid"]
        if courseid not in places:
            places[courseid] = _place(call, courseid)
        context, assignable, instance = places[courseid]
        _check_user(call, enrolment["userid"])
        if enrolment["roleid"] not in assignable:
            raise Fault("wsusercannotassign", "You don't have the permission to assign this role")
        if instance is None:
            raise Fault("wsnoinstance", "Manual enrolment plugin instance doesn't exist")
        _enrol(call, enrolment, instance, context)


def _place(call: Call, courseid: int) -> tuple[Context, set[int], int | None]:
    context = call.access.enter(call.contexts.of(COURSE, courseid))
    call.require("enrol/manual:enrol", context)
    instance = call.store.value(
        "SELECT id FROM enrol WHERE courseid = ? AND enrol = 'manual' AND status = 0"
        " ORDER BY sortorder, id",
        courseid,
    )
    return context, call.access.assignable_roles(context), instance


def _check_user(call: Call, userid: int) -> None:
    deleted = call.store.value("SELECT deleted FROM user WHERE id = ?", userid)
    if not call.release.checks_enrolled_user:
        # 4.1 does not look before role_assign() does, and then it is a coding error.
        if deleted != 0:
            raise coding_error("User ID does not exist or is deleted!")
    elif deleted is None:
        raise missing_record("user")
    elif deleted:
        raise Fault("userdeleted", "This user account has been deleted")


def _enrol(call: Call, enrolment: Row, instance: int, context: Context) -> None:
    userid = enrolment["userid"]
    values = {
        "status": int(bool(enrolment.get("suspend"))),
        "timestart": enrolment.get("timestart") or 0,
        "timeend": enrolment.get("timeend") or 0,
    }
    current = call.store.row(
        "SELECT * FROM user_enrolments WHERE enrolid = ? AND userid = ?", instance, userid
    )
    if current is None:
        call.store.insert(
            "user_enrolments",
            {
                "enrolid": instance,
                "userid": userid,
                **values,
                "timecreated": call.now,
                "timemodified": call.now,
            },
        )
    elif any(current[name] != value for name, value in values.items()):
        call.store.update("user_enrolments", current["id"], {**values, "timemodified": call.now})
    _welcome(call, userid, enrolment["courseid"], context)
    call.store.write(
        "INSERT OR IGNORE INTO role_assignments (roleid, contextid, userid, timemodified)"
        " VALUES (?, ?, ?, ?)",
        enrolment["roleid"],
        context.id,
        userid,
        call.now,
    )


def _welcome(call: Call, userid: int, courseid: int, context: Context) -> None:
    """Mail the welcome of 4.5: on every call, once the course has a teacher."""
    if call.release.welcomes and call.store.row(
        "SELECT 1 FROM role_assignments ra JOIN role r ON r.id = ra.roleid"
        " WHERE ra.contextid = ? AND r.shortname = ? LIMIT 1",
        context.id,
        _TEACHER,
    ):
        send_mail(call, Mail("welcome", userid, courseid))


@function("enrol_manual_unenrol_users")
def unenrol_users(call: Call, enrolments: list[Row]) -> None:
    """All or none; roles and group memberships of the course go with the last enrolment."""
    for enrolment in enrolments:
        courseid, userid = enrolment["courseid"], enrolment["userid"]
        context = call.contexts.of(COURSE, courseid)
        if context is None:
            raise missing_record("course")
        call.access.enter(context)
        call.require("enrol/manual:unenrol", context)
        instance = call.store.value(
            "SELECT id FROM enrol WHERE courseid = ? AND enrol = 'manual'", courseid
        )
        if instance is None:
            raise Fault("wsnoinstance", "Manual enrolment plugin instance doesn't exist")
        _check_unenrolled(call, userid)
        removed = call.store.write(
            "DELETE FROM user_enrolments WHERE enrolid = ? AND userid = ?", instance, userid
        )
        if removed.rowcount:
            clean_up(call, courseid, userid, context)


def _check_unenrolled(call: Call, userid: int) -> None:
    if call.release.checks_enrolled_user:
        _check_user(call, userid)
    elif call.store.row("SELECT 1 FROM user WHERE id = ?", userid) is None:
        raise invalid_parameter("no such user")


def clean_up(call: Call, courseid: int, userid: int, context: Context) -> None:
    """Take roles and group places of the course from somebody whose last enrolment has gone."""
    if call.store.row(
        "SELECT 1 FROM enrol e JOIN user_enrolments ue ON ue.enrolid = e.id"
        " WHERE e.courseid = ? AND ue.userid = ?",
        courseid,
        userid,
    ):
        return
    call.store.write(
        "DELETE FROM role_assignments WHERE contextid = ? AND userid = ?", context.id, userid
    )
    call.store.write(
        "DELETE FROM groups_members WHERE userid = ? AND groupid IN"
        " (SELECT id FROM groups WHERE courseid = ?)",
        userid,
        courseid,
    )
    call.store.write(
        "DELETE FROM user_lastaccess WHERE userid = ? AND courseid = ?", userid, courseid
    )
