"""Send accounts and memberships through the plugin, thousands of rows a call."""

from collections.abc import Iterable, Mapping, Sequence

from vsosh_moodle.apply.background import call_plugin
from vsosh_moodle.apply.operations import member_cohorts, scopes_of
from vsosh_moodle.apply.send_site import Result, SendAgain, Site, written_fields
from vsosh_moodle.language import _
from vsosh_moodle.moodle import plugin_members, plugin_users
from vsosh_moodle.moodle.errors import BadAnswer, MoodleError
from vsosh_moodle.moodle.plugin_documents import document_text
from vsosh_moodle.moodle.plugin_members import (
    SET_MEMBERS,
    CohortMembers,
    CourseMembers,
    Member,
    MembersResult,
    members_document,
    parse_members,
)
from vsosh_moodle.plan.change import Action, Change, touched_users
from vsosh_moodle.plan.records import CohortMember, CohortSync, Enrolment, GroupMember, User


def put_users(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Make accounts with first passwords, and change others. Calls: local_vsosh_put_users."""
    fresh = [
        change.after
        for change in changes
        if change.action is Action.CREATE and isinstance(change.after, User)
    ]
    issued = site.issue_passwords(fresh)
    passwords = {user.key: word for user, word in zip(fresh, issued, strict=True)}
    rows = [
        _user(site, change.after, written_fields(change), passwords)
        for change in changes
        if isinstance(change.after, User)
    ]
    return [
        one.error.as_exception(site.client.url, plugin_users.PUT_USERS) if one.error else one.id
        for one in plugin_users.put_users(site.client, rows)
    ]


def _user(
    site: Site, user: User, written: frozenset[str], passwords: Mapping[str, str]
) -> plugin_users.PutUser:
    row: plugin_users.PutUser = {"key": user.key}
    new = user.key in passwords
    if new:
        row["username"] = user.username
        row["password"] = passwords[user.key]
        row["force_password_change"] = site.force_password_change
        if site.marks_new:
            row["new"] = True
    if new or "firstname" in written:
        row["firstname"] = user.firstname
    if new or "lastname" in written:
        row["lastname"] = user.lastname
    if new or "middlename" in written:
        row["middlename"] = user.middlename
    if new or "email" in written:
        row["email"] = user.email
    if "suspended" in written:
        row["suspended"] = user.suspended
    return row


def set_members(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Enrol, suspend, put into groups and cohorts. Calls: local_vsosh_set_members.

    A course or cohort with a row that was refused stays as it was: its other rows are to be sent
    again without that one.
    """
    document = members_of_changes(site.roles, changes)
    answer = parse_members(call_plugin(site, SET_MEMBERS, {"document": document_text(document)}))
    found = {**answer.courses, **answer.cohorts}
    return [_result(site, found, change) for change in changes]


def members_of_changes(roles: Mapping[str, int], changes: Iterable[Change]) -> dict[str, object]:
    """Return the document that asks for the memberships of changes; `roles` are ids by name."""
    courses: dict[str, dict[str, Member]] = {}
    cohorts: dict[str, CohortMembers] = {}
    syncs: dict[str, list[plugin_members.CohortSync]] = {}
    for change in changes:
        record = change.record
        if isinstance(record, CohortMember):
            _add_cohort_member(cohorts, change)
            continue
        course = scopes_of(change)[0]
        if isinstance(record, CohortSync):
            courses.setdefault(course, {})
            syncs.setdefault(course, []).append(_cohort_sync(change, record, roles))
            continue
        user = touched_users(change)
        member = courses.setdefault(course, {}).setdefault(user, {"user": user})
        if isinstance(record, Enrolment):
            _add_enrolment(member, change, record, roles)
        elif isinstance(record, GroupMember):
            if change.action is Action.REMOVE:
                member.setdefault("leave", []).append(record.group)
            else:
                member.setdefault("join", []).append(record.group)
    rows: list[CourseMembers] = [
        {"course": course, "members": list(members.values()), "cohort_syncs": syncs.get(course, [])}
        for course, members in courses.items()
    ]
    return {"roles": sorted(set(roles.values())), **members_document(rows, list(cohorts.values()))}


def _add_cohort_member(cohorts: dict[str, CohortMembers], change: Change) -> None:
    leaving, joining = member_cohorts(change)
    user = touched_users(change)
    for cohort, joins in ((joining, True), (leaving, False)):
        if cohort:
            rows = cohorts.setdefault(cohort, {"cohort": cohort, "join": [], "leave": []})
            (rows["join"] if joins else rows["leave"]).append(user)


def _cohort_sync(
    change: Change, record: CohortSync, roles: Mapping[str, int]
) -> plugin_members.CohortSync:
    status: plugin_members.MemberStatus = "suspended" if record.suspended else "active"
    return {
        "cohort": record.cohort,
        "role": roles[record.role],
        "group": record.group,
        "status": "none" if change.action is Action.REMOVE else status,
    }


def _add_enrolment(
    member: Member, change: Change, record: Enrolment, roles: Mapping[str, int]
) -> None:
    """Add what a change writes: all of a new enrolment, else the changed fields."""
    if change.action is Action.REMOVE:
        member["status"] = "none"
        return
    new, written = change.before is None, written_fields(change)
    if new or "role" in written:
        member["role"] = roles[record.role]
    if new or "suspended" in written:
        member["status"] = "suspended" if record.suspended else "active"
    if new or "timestart" in written:
        member["start"] = record.timestart
    if new or "timeend" in written:
        member["end"] = record.timeend


def _result(site: Site, found: Mapping[str, MembersResult], change: Change) -> Result:
    """Return the refusal of the change's own row, or what became of what it is a row of."""
    record = change.record
    who = record.cohort if isinstance(record, CohortSync) else touched_users(change)
    refused = False
    for scope in scopes_of(change):
        result = found.get(scope)
        if result is None:
            return _untold()
        own = [row for row in result.errors if row.key in ("", who)]
        if own:
            return own[0].as_exception(site.client.url, SET_MEMBERS)
        if result.status == "error" and not result.errors:
            return _untold()
        refused = refused or result.status == "error"
    return SendAgain() if refused else None


def _untold() -> MoodleError:
    return BadAnswer(
        _("Плагин не сказал, что стало с составом курса или группы."),
        _("Обновите плагин на сайте: vsosh-moodle plugin build"),
        wsfunction=SET_MEMBERS,
    )
