"""Reads of a course that travel together in one request: each is a call and how to read its answer.

Calls: core_enrol_get_enrolled_users, core_group_get_course_groups, core_group_get_groupings,
core_group_get_course_groupings, core_course_get_contents (4.1–4.5, contract-4.5.6.json).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from vsosh_moodle.moodle.answers import int_of, parse_rows, required_int, text_of
from vsosh_moodle.moodle.bundles import Call
from vsosh_moodle.moodle.client import MoodleClient, values_of
from vsosh_moodle.moodle.encode import Parameters
from vsosh_moodle.moodle.ids import CourseId, GroupId, GroupingId, RoleId, SectionId, UserId

Value = TypeVar("Value")

# A capability of teachers, editing or not, and not of pupils, in Moodle's own role archetypes.
STAFF_CAPABILITY = "moodle/grade:viewall"


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """A read: the call, and the function that turns its answer into a value."""

    call: Call
    parse: Callable[[object], Value]


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """An object with an idnumber, inside a course."""

    id: int
    idnumber: str
    name: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section: `number` is its place, 0 the general one; a default name reads as Moodle shows it."""

    id: SectionId
    number: int
    name: str


def fetch_readings(
    client: MoodleClient, readings: Sequence[Reading[Value]], *, chunk: int
) -> list[Value]:
    """Return the value of each reading, in order; at most `chunk` travel in one request.

    Raises the first MoodleError among the answers.
    """
    answers = values_of(client.bundle_calls([one.call for one in readings], chunk=chunk))
    return [one.parse(answer) for one, answer in zip(readings, answers, strict=True)]


def enrolled_users(course: CourseId, *, suspended_only: bool = False) -> Reading[list[UserId]]:
    """Everybody enrolled by whatever method, suspended enrolments among them, or only those."""
    wsfunction = "core_enrol_get_enrolled_users"
    options = [("userfields", "id")]
    if suspended_only:
        options.append(("onlysuspended", "1"))
    return Reading(
        _call(wsfunction, course, options),
        lambda answer: parse_rows(wsfunction, answer, lambda row: UserId(required_int(row, "id"))),
    )


def staff_roles(course: CourseId) -> Reading[dict[UserId, tuple[RoleId, ...]]]:
    """The roles of those who may see all grades of the course: the teachers."""
    wsfunction = "core_enrol_get_enrolled_users"
    options = [("userfields", "id,roles"), ("withcapability", STAFF_CAPABILITY)]

    def parse(row: Mapping[str, object]) -> tuple[UserId, tuple[RoleId, ...]]:
        roles = parse_rows(
            wsfunction, row.get("roles", []), lambda role: RoleId(required_int(role, "roleid"))
        )
        return UserId(required_int(row, "id")), tuple(roles)

    return Reading(
        _call(wsfunction, course, options),
        lambda answer: dict(parse_rows(wsfunction, answer, parse)),
    )


def course_groups(course: CourseId) -> Reading[list[KeyedRow]]:
    """The groups of a course."""
    wsfunction = "core_group_get_course_groups"
    return Reading(
        Call(wsfunction, {"courseid": course}),
        lambda answer: parse_rows(wsfunction, answer, _keyed_row),
    )


def course_groupings(course: CourseId) -> Reading[list[KeyedRow]]:
    """The groupings of a course, without their groups."""
    wsfunction = "core_group_get_course_groupings"
    return Reading(
        Call(wsfunction, {"courseid": course}),
        lambda answer: parse_rows(wsfunction, answer, _keyed_row),
    )


def grouping_groups(
    groupings: Sequence[GroupingId],
) -> Reading[list[tuple[GroupingId, list[GroupId]]]]:
    """The groups of groupings; an unknown grouping makes the whole call fail."""
    wsfunction = "core_group_get_groupings"

    def parse(row: Mapping[str, object]) -> tuple[GroupingId, list[GroupId]]:
        groups = parse_rows(
            wsfunction, row.get("groups", []), lambda group: GroupId(required_int(group, "id"))
        )
        return GroupingId(required_int(row, "id")), groups

    return Reading(
        Call(wsfunction, {"groupingids": list(groupings), "returngroups": True}),
        lambda answer: parse_rows(wsfunction, answer, parse),
    )


def course_sections(course: CourseId) -> Reading[list[SectionRow]]:
    """The sections of a course in their order, without their activities."""
    wsfunction = "core_course_get_contents"

    def parse(row: Mapping[str, object]) -> SectionRow:
        return SectionRow(
            SectionId(required_int(row, "id")), int_of(row, "section"), text_of(row, "name")
        )

    options = [{"name": "excludemodules", "value": "1"}]
    return Reading(
        Call(wsfunction, {"courseid": course, "options": options}),
        lambda answer: parse_rows(wsfunction, answer, parse),
    )


def _call(wsfunction: str, course: CourseId, options: Sequence[tuple[str, str]]) -> Call:
    params: Parameters = {
        "courseid": course,
        "options": [{"name": name, "value": value} for name, value in options],
    }
    return Call(wsfunction, params)


def _keyed_row(row: Mapping[str, object]) -> KeyedRow:
    return KeyedRow(required_int(row, "id"), text_of(row, "idnumber"), text_of(row, "name"))
