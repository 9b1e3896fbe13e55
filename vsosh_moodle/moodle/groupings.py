"""Groupings (sets of groups of a course): core_group_*_grouping* functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from vsosh_moodle.moodle.answers import parse_rows, require_count, required_int, text_of
from vsosh_moodle.moodle.client import DEFAULT_CHUNK, MoodleClient
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.groups import parse_group
from vsosh_moodle.moodle.ids import CourseId, GroupId, GroupingId

_GET = "core_group_get_course_groupings"


class NewGrouping(TypedDict):
    """A row of core_group_create_groupings; `description` is compulsory, "" will do."""

    courseid: CourseId
    name: str
    description: str
    descriptionformat: NotRequired[int]
    idnumber: NotRequired[str]


class GroupingUpdate(TypedDict):
    """A row of core_group_update_groupings; `name` and `description` are compulsory."""

    id: GroupingId
    name: str
    description: str
    descriptionformat: NotRequired[int]
    idnumber: NotRequired[str]


class GroupingGroup(TypedDict):
    """A row of core_group_assign_grouping and core_group_unassign_grouping."""

    groupingid: GroupingId
    groupid: GroupId


@dataclass(frozen=True, slots=True)
class Grouping:
    """A grouping; `groupids` is filled by get_groupings only."""

    id: GroupingId
    courseid: CourseId
    name: str
    idnumber: str
    description: str
    groupids: tuple[GroupId, ...] = ()


def get_course_groupings(client: MoodleClient, courseid: CourseId) -> list[Grouping]:
    """Return the groupings of a course, without their groups.

    Calls: core_group_get_course_groupings (4.1-4.5, contract-4.5.6.json)
    """
    return parse_rows(_GET, client.call(_GET, {"courseid": courseid}), _grouping)


def get_groupings_of_courses(
    client: MoodleClient, courseids: Sequence[CourseId], *, chunk: int = DEFAULT_CHUNK
) -> dict[CourseId, list[Grouping] | MoodleError]:
    """Return the groupings of each course, or the error that stands for them; without groups.

    Calls: core_group_get_course_groupings (4.1-4.5), bundled where the site can
    """
    results = client.bundle(_GET, [{"courseid": one} for one in courseids], chunk=chunk)
    return {
        courseid: result if isinstance(result, MoodleError) else parse_rows(_GET, result, _grouping)
        for courseid, result in zip(courseids, results, strict=True)
    }


def get_groupings(client: MoodleClient, groupingids: Sequence[GroupingId]) -> list[Grouping]:
    """Return these groupings with the ids of their groups.

    Calls: core_group_get_groupings (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_group_get_groupings"
    if not groupingids:
        return []
    answer = client.call(wsfunction, {"groupingids": groupingids, "returngroups": True})
    return parse_rows(wsfunction, answer, _grouping)


def create_groupings(client: MoodleClient, groupings: Sequence[NewGrouping]) -> list[Grouping]:
    """Create groupings, all or none; return them in the order of `groupings`.

    Calls: core_group_create_groupings (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_group_create_groupings"
    if not groupings:
        return []
    answer = client.call(wsfunction, {"groupings": groupings})
    created = parse_rows(wsfunction, answer, _grouping)
    require_count(wsfunction, len(groupings), created)
    return created


def update_groupings(client: MoodleClient, groupings: Sequence[GroupingUpdate]) -> None:
    """Change groupings, all or none.

    Calls: core_group_update_groupings (4.1-4.5, contract-4.5.6.json)
    """
    if groupings:
        client.call("core_group_update_groupings", {"groupings": groupings})


def delete_groupings(client: MoodleClient, groupingids: Sequence[GroupingId]) -> None:
    """Delete groupings, all or none; their groups stay.

    Calls: core_group_delete_groupings (4.1-4.5, contract-4.5.6.json)
    """
    if groupingids:
        client.call("core_group_delete_groupings", {"groupingids": groupingids})


def assign_grouping(client: MoodleClient, assignments: Sequence[GroupingGroup]) -> None:
    """Put groups into groupings, all or none.

    Calls: core_group_assign_grouping (4.1-4.5, contract-4.5.6.json)
    """
    if assignments:
        client.call("core_group_assign_grouping", {"assignments": assignments})


def unassign_grouping(client: MoodleClient, unassignments: Sequence[GroupingGroup]) -> None:
    """Take groups out of groupings, all or none.

    Calls: core_group_unassign_grouping (4.1-4.5, contract-4.5.6.json)
    """
    if unassignments:
        client.call("core_group_unassign_grouping", {"unassignments": unassignments})


def _grouping(row: Mapping[str, object]) -> Grouping:
    groups = parse_rows("core_group_get_groupings", row.get("groups") or [], parse_group)
    return Grouping(
        id=GroupingId(required_int(row, "id")),
        courseid=CourseId(required_int(row, "courseid")),
        name=text_of(row, "name"),
        idnumber=text_of(row, "idnumber"),
        description=text_of(row, "description"),
        groupids=tuple(group.id for group in groups),
    )
