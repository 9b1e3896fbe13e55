"""Groups inside courses: core_group_* functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from vsosh_moodle.moodle.answers import parse_rows, require_count, required_int, text_of
from vsosh_moodle.moodle.client import DEFAULT_CHUNK, MoodleClient
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.ids import CourseId, GroupId, UserId

_GET = "core_group_get_course_groups"


class NewGroup(TypedDict):
    """A row of core_group_create_groups; `description` is compulsory, "" will do.

    Trim `name`: Moodle compares it before trimming and makes a second group of the same name.
    """

    courseid: CourseId
    name: str
    description: str
    descriptionformat: NotRequired[int]
    idnumber: NotRequired[str]


class GroupUpdate(TypedDict):
    """A row of core_group_update_groups; `name` is compulsory."""

    id: GroupId
    name: str
    description: NotRequired[str]
    descriptionformat: NotRequired[int]
    idnumber: NotRequired[str]


class GroupMember(TypedDict):
    """A row of core_group_add_group_members and core_group_delete_group_members."""

    groupid: GroupId
    userid: UserId


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a course."""

    id: GroupId
    courseid: CourseId
    name: str
    idnumber: str
    description: str


def get_course_groups(client: MoodleClient, courseid: CourseId) -> list[Group]:
    """Return the groups of a course.

    Calls: core_group_get_course_groups (4.1-4.5, contract-4.5.6.json)
    """
    return parse_rows(_GET, client.call(_GET, {"courseid": courseid}), parse_group)


def get_groups_of_courses(
    client: MoodleClient, courseids: Sequence[CourseId], *, chunk: int = DEFAULT_CHUNK
) -> dict[CourseId, list[Group] | MoodleError]:
    """Return the groups of each course, or the error that stands for them.

    Calls: core_group_get_course_groups (4.1-4.5), bundled where the site can
    """
    results = client.bundle(_GET, [{"courseid": one} for one in courseids], chunk=chunk)
    return {
        courseid: result
        if isinstance(result, MoodleError)
        else parse_rows(_GET, result, parse_group)
        for courseid, result in zip(courseids, results, strict=True)
    }


def get_groups(client: MoodleClient, groupids: Sequence[GroupId]) -> list[Group]:
    """Return these groups; one unknown id fails the call with NotFound.

    Calls: core_group_get_groups (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_group_get_groups"
    if not groupids:
        return []
    return parse_rows(wsfunction, client.call(wsfunction, {"groupids": groupids}), parse_group)


def create_groups(client: MoodleClient, groups: Sequence[NewGroup]) -> list[Group]:
    """Create groups, all or none; return them in the order of `groups`.

    Calls: core_group_create_groups (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_group_create_groups"
    if not groups:
        return []
    created = parse_rows(wsfunction, client.call(wsfunction, {"groups": groups}), parse_group)
    require_count(wsfunction, len(groups), created)
    return created


def update_groups(client: MoodleClient, groups: Sequence[GroupUpdate]) -> None:
    """Change groups, all or none.

    Calls: core_group_update_groups (4.1-4.5, contract-4.5.6.json)
    """
    if groups:
        client.call("core_group_update_groups", {"groups": groups})


def delete_groups(client: MoodleClient, groupids: Sequence[GroupId]) -> None:
    """Delete groups, all or none.

    Calls: core_group_delete_groups (4.1-4.5, contract-4.5.6.json)
    """
    if groupids:
        client.call("core_group_delete_groups", {"groupids": groupids})


def get_group_members(
    client: MoodleClient, groupids: Sequence[GroupId]
) -> dict[GroupId, tuple[UserId, ...]]:
    """Return the members of each group; one unknown id fails the call with NotFound.

    Calls: core_group_get_group_members (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_group_get_group_members"
    if not groupids:
        return {}
    answer = client.call(wsfunction, {"groupids": groupids})
    rows = parse_rows(wsfunction, answer, _members)
    require_count(wsfunction, len(groupids), rows)
    return dict(rows)


def add_group_members(client: MoodleClient, members: Sequence[GroupMember]) -> None:
    """Add members, all or none; each must be enrolled in the group's course.

    Two calls at once on the same group deadlock and lose their rows: sort by group and give a
    group to one call only (behaviour.md, rule 3).

    Calls: core_group_add_group_members (4.1-4.5, contract-4.5.6.json)
    """
    if members:
        client.call("core_group_add_group_members", {"members": members})


def delete_group_members(client: MoodleClient, members: Sequence[GroupMember]) -> None:
    """Remove members; removing one who is not there is fine.

    Calls: core_group_delete_group_members (4.1-4.5, contract-4.5.6.json)
    """
    if members:
        client.call("core_group_delete_group_members", {"members": members})


def parse_group(row: Mapping[str, object]) -> Group:
    """Return a group of a JSON object; raises KeyError or TypeError for another shape."""
    return Group(
        id=GroupId(required_int(row, "id")),
        courseid=CourseId(required_int(row, "courseid")),
        name=text_of(row, "name"),
        idnumber=text_of(row, "idnumber"),
        description=text_of(row, "description"),
    )


def _members(row: Mapping[str, object]) -> tuple[GroupId, tuple[UserId, ...]]:
    userids = row["userids"]
    if not isinstance(userids, list):
        raise TypeError("userids")
    return GroupId(required_int(row, "groupid")), tuple(UserId(int(one)) for one in userids)
