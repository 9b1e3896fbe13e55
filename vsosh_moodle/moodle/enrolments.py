"""Enrolments: enrol_manual_* functions and the list of a course's participants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

from vsosh_moodle.moodle.answers import int_of, parse_rows, required_int, text_of
from vsosh_moodle.moodle.client import DEFAULT_CHUNK, MoodleClient
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.ids import CourseId, GroupId, RoleId, UserId

_GET = "core_enrol_get_enrolled_users"

LEAN_FIELDS = ("id", "idnumber", "groups", "roles")
ACCESS_FIELDS = ("id", "idnumber", "roles", "firstaccess", "lastaccess", "lastcourseaccess")


class Enrolment(TypedDict):
    """A row of enrol_manual_enrol_users; times are UNIX seconds, 0 is none.

    Sending an enrolment that exists without `suspend`, `timestart`, `timeend` reactivates it and
    clears its dates; in 4.5 each call also mails a welcome once the course has a teacher.
    """

    roleid: RoleId
    userid: UserId
    courseid: CourseId
    timestart: NotRequired[int]
    timeend: NotRequired[int]
    suspend: NotRequired[bool]


class Unenrolment(TypedDict):
    """A row of enrol_manual_unenrol_users; it takes grades and group memberships away for good."""

    userid: UserId
    courseid: CourseId


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A participant of a course; what was not asked for is empty.

    The function tells neither the state nor the dates nor the method of the enrolment. The moments
    are Unix seconds, 0 for never: on the site first and last, in this course last.
    """

    id: UserId
    username: str
    idnumber: str
    groupids: tuple[GroupId, ...]
    roleids: tuple[RoleId, ...]
    role_shortnames: tuple[str, ...]
    first_access: int = 0
    last_access: int = 0
    last_course_access: int = 0


@dataclass(frozen=True, slots=True)
class ParticipantQuery:
    """Which participants and which of their fields: the fewer, the faster (behaviour.md M6).

    `only` keeps the active or the suspended; the suspended include ended enrolments, and a
    suspended account still counts as active. `capability` keeps those who have it in the course.
    `limit` 0 is all; `start` counts from 0.
    """

    fields: tuple[str, ...] = LEAN_FIELDS
    only: Literal["active", "suspended", ""] = ""
    groupid: GroupId | None = None
    capability: str = ""
    start: int = 0
    limit: int = 0


EVERYONE = ParticipantQuery()
ACTIVE = ParticipantQuery(only="active")
SUSPENDED = ParticipantQuery(only="suspended")


def get_enrolled_users(
    client: MoodleClient, courseid: CourseId, query: ParticipantQuery = EVERYONE
) -> list[Enrolled]:
    """Return the participants of a course.

    Calls: core_enrol_get_enrolled_users (4.1-4.5, contract-4.5.6.json)
    """
    return parse_rows(_GET, client.call(_GET, _params(courseid, query)), _enrolled)


def get_enrolled_users_of_courses(
    client: MoodleClient,
    courseids: Sequence[CourseId],
    query: ParticipantQuery = EVERYONE,
    *,
    chunk: int = DEFAULT_CHUNK,
) -> dict[CourseId, list[Enrolled] | MoodleError]:
    """Return the participants of each course, or the error that stands for them.

    Calls: core_enrol_get_enrolled_users (4.1-4.5), bundled where the site can
    """
    results = client.bundle(_GET, [_params(one, query) for one in courseids], chunk=chunk)
    return {
        courseid: result if isinstance(result, MoodleError) else parse_rows(_GET, result, _enrolled)
        for courseid, result in zip(courseids, results, strict=True)
    }


def enrol_users(client: MoodleClient, enrolments: Sequence[Enrolment]) -> None:
    """Enrol, suspend or reactivate, all or none; nothing comes back: read to be sure.

    Calls: enrol_manual_enrol_users (4.1-4.5, contract-4.5.6.json)
    """
    if enrolments:
        client.call("enrol_manual_enrol_users", {"enrolments": enrolments})


def unenrol_users(client: MoodleClient, enrolments: Sequence[Unenrolment]) -> None:
    """Unenrol, all or none; those not enrolled are passed over.

    Calls: enrol_manual_unenrol_users (4.1-4.5, contract-4.5.6.json)
    """
    if enrolments:
        client.call("enrol_manual_unenrol_users", {"enrolments": enrolments})


def _params(courseid: CourseId, query: ParticipantQuery) -> dict[str, object]:
    options: list[dict[str, object]] = []
    if query.fields:
        options.append({"name": "userfields", "value": ",".join(query.fields)})
    if query.only:
        options.append({"name": f"only{query.only}", "value": 1})
    if query.groupid is not None:
        options.append({"name": "groupid", "value": query.groupid})
    if query.capability:
        options.append({"name": "withcapability", "value": query.capability})
    if query.limit:
        options.append({"name": "limitfrom", "value": query.start})
        options.append({"name": "limitnumber", "value": query.limit})
    return {"courseid": courseid, "options": options}


def _enrolled(row: Mapping[str, object]) -> Enrolled:
    groups = parse_rows(_GET, row.get("groups") or [], lambda one: required_int(one, "id"))
    roles = parse_rows(_GET, row.get("roles") or [], _role)
    return Enrolled(
        id=UserId(required_int(row, "id")),
        username=text_of(row, "username"),
        idnumber=text_of(row, "idnumber"),
        groupids=tuple(GroupId(one) for one in groups),
        roleids=tuple(roleid for roleid, _shortname in roles),
        role_shortnames=tuple(shortname for _roleid, shortname in roles),
        first_access=int_of(row, "firstaccess"),
        last_access=int_of(row, "lastaccess"),
        last_course_access=int_of(row, "lastcourseaccess"),
    )


def _role(row: Mapping[str, object]) -> tuple[RoleId, str]:
    return RoleId(required_int(row, "roleid")), text_of(row, "shortname")
