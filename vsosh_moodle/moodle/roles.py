"""Role assignments: core_role_* functions."""

from collections.abc import Sequence
from typing import TypedDict

from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import CourseId, RoleId, UserId


class CourseRole(TypedDict):
    """A role a user holds in a course, as core_role_unassign_roles takes it."""

    roleid: RoleId
    userid: UserId
    contextlevel: str
    instanceid: CourseId


def unassign_roles(client: MoodleClient, roles: Sequence[CourseRole]) -> None:
    """Take roles away; one that is not held is passed over. The enrolment stays.

    Calls: core_role_unassign_roles (4.1-4.5, contract-4.5.6.json)
    """
    if roles:
        client.call("core_role_unassign_roles", {"unassignments": roles})
