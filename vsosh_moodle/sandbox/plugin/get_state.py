"""local_vsosh_get_state: everything of ours, as tables."""

import json

from vsosh_moodle.sandbox.access import COURSE, SYSTEM_CONTEXT_ID
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.outline import names
from vsosh_moodle.sandbox.plugin.documents import parse_options, strings
from vsosh_moodle.sandbox.plugin.paging import Part, read_pages, wanted_parts
from vsosh_moodle.sandbox.plugin.rights import require_system
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_SHORTEST_PREFIX = 3
_OPTIONS = ("shortnames", "logins", "emails", "courses")

_USERS = "SELECT id FROM user WHERE deleted = 0 AND idnumber >= :prefix AND idnumber < :behind"
_COHORTS = (
    f"SELECT id FROM cohort WHERE contextid = {SYSTEM_CONTEXT_ID}"  # noqa: S608
    " AND idnumber >= :prefix AND idnumber < :behind"
)
_COURSES = (
    "SELECT id FROM course WHERE idnumber >= :prefix AND idnumber < :behind"
    " AND (:every OR idnumber IN (SELECT value FROM json_each(:courses)))"
)
_GROUPS = (
    f"SELECT id FROM groups WHERE courseid IN ({_COURSES})"  # noqa: S608
    " AND idnumber >= :prefix AND idnumber < :behind"
)
_GROUPINGS = _GROUPS.replace("FROM groups", "FROM groupings")

PARTS = {
    "categories": Part(
        names("id key name parent"),
        "id",
        "SELECT id, id, coalesce(idnumber, ''), name, parent FROM course_categories WHERE 1",
    ),
    "cohorts": Part(
        names("id key name"),
        "id",
        "SELECT id, id, coalesce(idnumber, ''), name FROM cohort"  # noqa: S608
        f" WHERE contextid = {SYSTEM_CONTEXT_ID}",
    ),
    "courses": Part(
        names(
            "id key fullname shortname category summary startdate enddate visible groupmode format"
        ),
        "id",
        "SELECT id, id, idnumber, fullname, shortname, category, coalesce(summary, ''), startdate,"
        " enddate, visible, groupmode, format FROM course WHERE category > 0"
        " AND (idnumber >= :prefix AND idnumber < :behind"
        " OR shortname IN (SELECT value FROM json_each(:shortnames)))",
    ),
    "users": Part(
        names("id key username firstname lastname middlename email suspended"),
        "id",
        "SELECT id, id, idnumber, username, firstname, lastname, coalesce(middlename, ''), email,"
        " suspended FROM user WHERE deleted = 0"
        " AND (idnumber >= :prefix AND idnumber < :behind"
        " OR username IN (SELECT value FROM json_each(:logins))"
        " OR email COLLATE NOCASE IN (SELECT value FROM json_each(:emails)))",
    ),
    "cohort_members": Part(
        names("cohort user"),
        "id",
        "SELECT id, cohortid, userid FROM cohort_members"  # noqa: S608
        f" WHERE cohortid IN ({_COHORTS}) AND userid IN ({_USERS})",
    ),
    "groups": Part(
        names("id course key name"),
        "id",
        f"SELECT id, id, courseid, idnumber, name FROM groups WHERE id IN ({_GROUPS})",  # noqa: S608
    ),
    "groupings": Part(
        names("id course key name"),
        "id",
        f"SELECT id, id, courseid, idnumber, name FROM groupings WHERE id IN ({_GROUPINGS})",  # noqa: S608
    ),
    "grouping_groups": Part(
        names("grouping group"),
        "id",
        "SELECT id, groupingid, groupid FROM groupings_groups"  # noqa: S608
        f" WHERE groupingid IN ({_GROUPINGS}) AND groupid IN ({_GROUPS})",
    ),
    "enrolments": Part(
        names("course user suspended start end"),
        "ue.id",
        "SELECT ue.id, e.courseid, ue.userid, ue.status <> 0, ue.timestart, ue.timeend"  # noqa: S608
        " FROM user_enrolments ue JOIN enrol e ON e.id = ue.enrolid AND e.enrol = 'manual'"
        f" WHERE e.courseid IN ({_COURSES}) AND ue.userid IN ({_USERS})",
    ),
    "roles": Part(
        names("course user role"),
        "ra.id",
        "SELECT ra.id, ctx.instanceid, ra.userid, ra.roleid FROM role_assignments ra"  # noqa: S608
        f" JOIN contexts ctx ON ctx.id = ra.contextid AND ctx.contextlevel = {COURSE}"
        f" WHERE ra.component = '' AND ctx.instanceid IN ({_COURSES}) AND ra.userid IN ({_USERS})",
    ),
    "group_members": Part(
        names("group user"),
        "id",
        "SELECT id, groupid, userid FROM groups_members"  # noqa: S608
        f" WHERE groupid IN ({_GROUPS}) AND userid IN ({_USERS})",
    ),
    "cohort_syncs": Part(
        names("id course cohort role group suspended"),
        "id",
        "SELECT id, id, courseid, customint1, roleid, customint2, status <> 0 FROM enrol"  # noqa: S608
        f" WHERE enrol = 'cohort' AND courseid IN ({_COURSES}) AND customint1 IN ({_COHORTS})",
    ),
}


@function("local_vsosh_get_state")
def get_state(
    call: Call, prefix: str, parts: list[str], options: str, after: str, limit: int
) -> Row:
    """Tell users, courses, groups and memberships whose keys begin with the prefix."""
    if len(prefix) < _SHORTEST_PREFIX:
        raise invalid_parameter("prefix")
    require_system(call, "local/vsosh:readstate")
    given = parse_options(options, _OPTIONS)
    lists = {name: strings(given.get(name, [])) for name in _OPTIONS}
    params = {
        "prefix": prefix,
        "behind": prefix + "\U0010ffff",
        "every": not lists["courses"],
        **{name: json.dumps(values) for name, values in lists.items()},
    }
    wanted = wanted_parts(PARTS, parts)
    found, following = read_pages(call.store, PARTS, wanted, params, (after, limit))
    return {"parts": found, "next": following, "time": call.now}
