"""Send memberships: of cohorts, courses and groups."""

from collections.abc import Sequence

from vsosh_moodle.apply.operations import member_cohorts
from vsosh_moodle.apply.send_site import PartlyDone, Result, Site, nothing
from vsosh_moodle.moodle import (
    cohorts,
    enrolments,
    groups,
    roles,
)
from vsosh_moodle.moodle.errors import InvalidParameter, MoodleError
from vsosh_moodle.moodle.ids import (
    CohortId,
    CourseId,
    GroupId,
    RoleId,
    UserId,
)
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.records import (
    CohortMember,
    Enrolment,
    GroupMember,
    Kind,
    Record,
)

ALREADY_MEMBER = "3"


def add_cohort_members(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Put people into cohorts. Calls: core_cohort_add_cohort_members."""
    rows = [_cohort_member(site, change.after) for change in changes]
    warnings = cohorts.add_cohort_members(site.client, rows)
    refused = [one for one in warnings if one.warningcode != ALREADY_MEMBER]
    if refused:
        # A warning does not say which row it means; sending a row again does no harm.
        raise InvalidParameter(
            refused[0].message,
            wsfunction="core_cohort_add_cohort_members",
            errorcode=f"warning{refused[0].warningcode}",
        )
    return nothing(changes)


def move_cohort_members(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Move people from cohort to cohort: in first, then out.

    Raises PartlyDone when they are in and not out.
    """
    add_cohort_members(site, changes)
    leaving = [change for change in changes if member_cohorts(change)[0]]
    rows = [_cohort_member(site, change.before) for change in leaving]
    try:
        cohorts.delete_cohort_members(site.client, rows)
    except MoodleError as error:
        raise PartlyDone(error) from error
    return nothing(changes)


def remove_cohort_members(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Take people out of cohorts. Calls: core_cohort_delete_cohort_members."""
    rows = [_cohort_member(site, change.before) for change in changes]
    cohorts.delete_cohort_members(site.client, rows)
    return nothing(changes)


def _cohort_member(site: Site, record: Record | None) -> cohorts.CohortMember:
    if not isinstance(record, CohortMember):
        raise TypeError(record)
    return {
        "cohortid": CohortId(site.id(Kind.COHORT, record.cohort)),
        "userid": UserId(site.id(Kind.USER, record.user)),
    }


def enrol(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Enrol, suspend or reactivate enrolments. Calls: enrol_manual_enrol_users.

    Raises PartlyDone when they are enrolled and a former role could not be taken away.
    """
    rows: list[enrolments.Enrolment] = []
    for change in changes:
        after = change.after
        if isinstance(after, Enrolment):
            row: enrolments.Enrolment = {
                "roleid": RoleId(site.roles[after.role]),
                "userid": UserId(site.id(Kind.USER, after.user)),
                "courseid": CourseId(site.id(Kind.COURSE, after.course)),
            }
            if after.timestart:
                row["timestart"] = after.timestart
            if after.timeend:
                row["timeend"] = after.timeend
            if after.suspended:
                row["suspend"] = True
            rows.append(row)
    enrolments.enrol_users(site.client, rows)
    try:
        roles.unassign_roles(site.client, _former_roles(site, changes))
    except MoodleError as error:
        raise PartlyDone(error) from error
    return nothing(changes)


def _former_roles(site: Site, changes: Sequence[Change]) -> list[roles.CourseRole]:
    """Return the roles left behind: enrolling with another role adds it to the old one."""
    left: list[roles.CourseRole] = []
    for change in changes:
        before, after = change.before, change.after
        if (
            isinstance(before, Enrolment)
            and isinstance(after, Enrolment)
            and before.role != after.role
            and before.role in site.roles
        ):
            left.append(
                {
                    "roleid": RoleId(site.roles[before.role]),
                    "userid": UserId(site.id(Kind.USER, after.user)),
                    "contextlevel": "course",
                    "instanceid": CourseId(site.id(Kind.COURSE, after.course)),
                }
            )
    return left


def unenrol(site: Site, changes: Sequence[Change]) -> list[Result]:
    """End enrolments, grades and all. Calls: enrol_manual_unenrol_users."""
    rows: list[enrolments.Unenrolment] = [
        {
            "userid": UserId(site.id(Kind.USER, before.user)),
            "courseid": CourseId(site.id(Kind.COURSE, before.course)),
        }
        for before in (change.before for change in changes)
        if isinstance(before, Enrolment)
    ]
    enrolments.unenrol_users(site.client, rows)
    return nothing(changes)


def add_group_members(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Put people into groups. Calls: core_group_add_group_members."""
    groups.add_group_members(site.client, _group_members(site, changes))
    return nothing(changes)


def remove_group_members(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Take people out of groups. Calls: core_group_delete_group_members."""
    groups.delete_group_members(site.client, _group_members(site, changes))
    return nothing(changes)


def _group_members(site: Site, changes: Sequence[Change]) -> list[groups.GroupMember]:
    rows: list[groups.GroupMember] = [
        {
            "groupid": GroupId(site.id(Kind.GROUP, record.group)),
            "userid": UserId(site.id(Kind.USER, record.user)),
        }
        for record in (change.record for change in changes)
        if isinstance(record, GroupMember)
    ]
    return sorted(rows, key=lambda row: (row["groupid"], row["userid"]))
