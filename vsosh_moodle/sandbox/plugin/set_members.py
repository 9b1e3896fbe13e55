"""local_vsosh_set_members: members of many courses and cohorts in one call."""

import json
from typing import Any

from vsosh_moodle.sandbox.access import COURSE, SYSTEM_CONTEXT_ID
from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.plugin import most
from vsosh_moodle.sandbox.plugin.cohort_syncs import (
    apply_sync,
    check_sync,
    sync_cohort,
    wrong_syncs,
)
from vsosh_moodle.sandbox.plugin.course_members import (
    CourseMembers,
    Known,
    are_texts,
    wrong_members,
)
from vsosh_moodle.sandbox.plugin.documents import Problem, objects, parse_object
from vsosh_moodle.sandbox.plugin.rights import courses_by_keys, may_in_course, out_of_reach
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_CAPABILITY = "local/vsosh:managemembers"


@function("local_vsosh_set_members")
def set_members(call: Call, document: str) -> Row:
    """Make the members of each course and cohort as the document says, or leave it as it was."""
    given = parse_object(document)
    if given.keys() - {"roles", "courses", "cohorts"}:
        raise invalid_parameter("unknown part")
    roles = given.get("roles", [])
    if not isinstance(roles, list) or any(type(role) is not int for role in roles):
        raise invalid_parameter("roles is a list of role ids")
    courses, cohorts = objects(given.get("courses", [])), objects(given.get("cohorts", []))
    for rows, name in ((courses, "course"), (cohorts, "cohort")):
        keys = [row.get(name) for row in rows]
        if not all(isinstance(key, str) for key in keys) or len(set(keys)) < len(keys):
            raise invalid_parameter(f"{name}s have a key each, once")
    for rows in (courses, cohorts):
        most.check(len(rows), most.COURSES)
        most.check_lists(rows, ("members", "cohort_syncs", "join", "leave"), most.MEMBERS)
    wrong = [_wrong_course(one) for one in courses]
    good = [one for one, what in zip(courses, wrong, strict=True) if not what]
    known = _known(call, roles, good, [one for one in cohorts if not _wrong_cohort(one)])
    found = courses_by_keys(call, [one["course"] for one in courses])
    return {
        "courses": [
            _set_course(call, one, found.get(one["course"]), known, what)
            for one, what in zip(courses, wrong, strict=True)
        ],
        "cohorts": [_set_cohort(call, one, known) for one in cohorts],
    }


def _wrong_course(one: dict[str, Any]) -> str:
    if one.keys() - {"course", "members", "cohort_syncs"}:
        return "unknown field"
    return wrong_members(one.get("members", [])) or wrong_syncs(one.get("cohort_syncs", []))


def _wrong_cohort(one: dict[str, Any]) -> str:
    good = not one.keys() - {"cohort", "join", "leave"}
    good = good and all(are_texts(one.get(name, [])) for name in ("join", "leave"))
    return "" if good else "join and leave are lists of keys"


def _known(call: Call, named: list[int], courses: list[Row], cohorts: list[Row]) -> Known:
    users = {member["user"] for course in courses for member in course.get("members") or []}
    cohort_keys = {
        sync["cohort"] for course in courses for sync in course.get("cohort_syncs") or []
    }
    for one in cohorts:
        users.update(*(one.get(name, []) for name in ("join", "leave")))
    roles = [member.get("role") for course in courses for member in course.get("members") or []]
    return Known(
        users=_ids(call, "user", users, "AND deleted = 0"),
        cohorts=_ids(
            call,
            "cohort",
            cohort_keys | {one["cohort"] for one in cohorts},
            f"AND contextid = {SYSTEM_CONTEXT_ID}",
        ),
        roles=frozenset(named) | {role for role in roles if type(role) is int},
        out_of_reach=out_of_reach(call),
        all_roles=frozenset(call.store.column("SELECT id FROM role")),
    )


def _ids(call: Call, table: str, keys: set[str], condition: str) -> dict[str, int]:
    rows = call.store.rows_in(
        f"SELECT id, idnumber FROM {table} WHERE idnumber",  # noqa: S608
        sorted(filter(None, keys)),
        f"{condition} ORDER BY id DESC",
    )
    return {row["idnumber"]: row["id"] for row in rows}


def _set_course(
    call: Call, one: dict[str, Any], course: Row | None, known: Known, wrong: str
) -> Row:
    key = one["course"]
    if course is None:
        return _refused("course", key, [Problem("course-missing", "no course has this key", key)])
    if not may_in_course(call, course, _CAPABILITY):
        return _refused("course", key, [Problem("denied", _CAPABILITY, key)])
    if wrong:
        return _refused("course", key, [Problem("bad-document", wrong, key)])
    members, syncs = one.get("members") or [], one.get("cohort_syncs") or []
    context = call.contexts.of(COURSE, course["id"])
    instance = call.store.value(
        "SELECT id FROM enrol WHERE courseid = ? AND enrol = 'manual' AND status = 0"
        " ORDER BY sortorder, id",
        course["id"],
    )
    if context is None or (members and instance is None):
        detail = "no enabled instance"
        return _refused("course", key, [Problem("no-manual-enrolment", detail, key)])
    work = CourseMembers(call, course, context, instance or 0, known)
    for member in members:
        work.check_member(member)
    for sync in syncs:
        check_sync(work, sync)
    if work.problems:
        return _refused("course", key, work.problems)
    for member in members:
        work.apply(member)
    for sync in syncs:
        apply_sync(work, sync)
    changed = any(count for name, count in work.counts.items() if name != "unchanged")
    return _answer("course", key, "ok" if changed else "unchanged", work.counts)


def _set_cohort(call: Call, one: dict[str, Any], known: Known) -> Row:
    key, wrong = one["cohort"], _wrong_cohort(one)
    cohortid = known.cohorts.get(key) or _ids(call, "cohort", {key}, "").get(key)
    if cohortid is None:
        return _refused("cohort", key, [Problem("cohort-missing", "no cohort of the system", key)])
    if not call.access.can(_CAPABILITY, call.contexts.system):
        return _refused("cohort", key, [Problem("denied", _CAPABILITY, key)])
    if wrong:
        return _refused("cohort", key, [Problem("bad-document", wrong, key)])
    problems = [
        Problem(fault, detail, key, "member", user, name)
        for name in ("join", "leave")
        for user in one.get(name, [])
        for fault, detail in known.faults_of(user)
    ]
    if problems:
        return _refused("cohort", key, problems)
    present = set(
        call.store.column("SELECT userid FROM cohort_members WHERE cohortid = ?", cohortid)
    )
    join = {known.users[user] for user in one.get("join", [])}
    leave = {known.users[user] for user in one.get("leave", [])}
    joins, leaves = join - present, (leave & present) - join
    call.store.write_many(
        "INSERT INTO cohort_members (cohortid, userid, timeadded) VALUES (?, ?, ?)",
        [(cohortid, userid, call.now) for userid in sorted(joins)],
    )
    call.store.write_many(
        "DELETE FROM cohort_members WHERE cohortid = ? AND userid = ?",
        [(cohortid, userid) for userid in sorted(leaves)],
    )
    same = len(join | leave) - len(joins) - len(leaves)
    counts = {"joined": len(joins), "left": len(leaves), "unchanged": same}
    if joins or leaves:
        sync_cohort(call.store, cohortid, call.now)
    return _answer("cohort", key, "ok" if joins or leaves else "unchanged", counts)


def _answer(name: str, key: str, status: str, counts: dict[str, int]) -> Row:
    return {name: key, "status": status, "counts": json.dumps(counts), "errors": []}


def _refused(name: str, key: str, problems: list[Problem]) -> Row:
    rows = [problem.row() for problem in problems]
    return {name: key, "status": "error", "counts": "{}", "errors": rows}
