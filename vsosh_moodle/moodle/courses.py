"""Courses: core_course_*_courses functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, NotRequired, TypedDict

from vsosh_moodle.moodle.answers import (
    SiteWarning,
    int_of,
    parse_object,
    parse_rows,
    parse_warnings,
    require_count,
    required_int,
    text_of,
)
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import CategoryId, CourseId

CourseField = Literal["id", "ids", "shortname", "idnumber", "category"]


class FormatOption(TypedDict):
    """An option of a course format, such as `numsections`."""

    name: str
    value: str | int


class NewCourse(TypedDict):
    """A row of core_course_create_courses; dates are UNIX seconds, `enddate` 0 is none.

    A wrong `format` is accepted in silence and `lang` must be installed on the site.
    """

    fullname: str
    shortname: str
    categoryid: CategoryId
    idnumber: NotRequired[str]
    summary: NotRequired[str]
    summaryformat: NotRequired[int]
    format: NotRequired[str]
    numsections: NotRequired[int]
    startdate: NotRequired[int]
    enddate: NotRequired[int]
    visible: NotRequired[bool]
    groupmode: NotRequired[int]
    groupmodeforce: NotRequired[bool]
    enablecompletion: NotRequired[bool]
    newsitems: NotRequired[int]
    showgrades: NotRequired[bool]
    showreports: NotRequired[bool]
    lang: NotRequired[str]
    courseformatoptions: NotRequired[list[FormatOption]]


class CourseUpdate(TypedDict):
    """A row of core_course_update_courses: the id and what changes."""

    id: CourseId
    fullname: NotRequired[str]
    shortname: NotRequired[str]
    categoryid: NotRequired[CategoryId]
    idnumber: NotRequired[str]
    summary: NotRequired[str]
    summaryformat: NotRequired[int]
    format: NotRequired[str]
    numsections: NotRequired[int]
    startdate: NotRequired[int]
    enddate: NotRequired[int]
    visible: NotRequired[bool]
    groupmode: NotRequired[int]
    groupmodeforce: NotRequired[bool]
    enablecompletion: NotRequired[bool]
    newsitems: NotRequired[int]
    showgrades: NotRequired[bool]
    showreports: NotRequired[bool]
    lang: NotRequired[str]
    courseformatoptions: NotRequired[list[FormatOption]]


class CreatedCourse(NamedTuple):
    """What core_course_create_courses gives back for a row."""

    id: CourseId
    shortname: str


@dataclass(frozen=True, slots=True)
class Course:
    """A course; dates are UNIX seconds, `enddate` 0 is none; names are as stored, not HTML.

    `numsections` does not count the section on top, 0 when the site does not tell it.
    """

    id: CourseId
    shortname: str
    fullname: str
    idnumber: str
    categoryid: CategoryId
    summary: str
    summaryformat: int
    format: str
    startdate: int
    enddate: int
    visible: bool
    groupmode: int
    groupmodeforce: bool
    enablecompletion: bool
    numsections: int
    timemodified: int


def get_courses(client: MoodleClient, ids: Sequence[CourseId] | None = None) -> list[Course]:
    """Return the courses with these ids, or all of the site (its front page among them, id 1).

    Unknown ids are left out.

    Calls: core_course_get_courses (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_course_get_courses"
    if ids is not None and not ids:
        return []
    params: dict[str, object] = {} if ids is None else {"options": {"ids": ids}}
    return parse_rows(wsfunction, client.call(wsfunction, params), _course)


def get_courses_by_field(client: MoodleClient, field: CourseField, value: str) -> list[Course]:
    """Return the courses whose `field` is `value`; several ids are joined by commas.

    One unknown id in `ids` fails the call without an error code (M5).

    Calls: core_course_get_courses_by_field (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_course_get_courses_by_field"
    answer = client.call(wsfunction, {"field": field, "value": value})
    return parse_object(
        wsfunction, answer, lambda row: parse_rows(wsfunction, row["courses"], _course)
    )


def create_courses(client: MoodleClient, courses: Sequence[NewCourse]) -> list[CreatedCourse]:
    """Create courses, all or none; return their ids in the order of `courses`.

    Calls: core_course_create_courses (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_course_create_courses"
    if not courses:
        return []
    created = parse_rows(wsfunction, client.call(wsfunction, {"courses": courses}), _created_course)
    require_count(wsfunction, len(courses), created)
    return created


def update_courses(client: MoodleClient, courses: Sequence[CourseUpdate]) -> list[SiteWarning]:
    """Change courses, each on its own; return warnings (`itemid` is the course) for the refused.

    Calls: core_course_update_courses (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_course_update_courses"
    if not courses:
        return []
    return parse_warnings(wsfunction, client.call(wsfunction, {"courses": courses}))


def delete_courses(client: MoodleClient, courseids: Sequence[CourseId]) -> list[SiteWarning]:
    """Delete courses with all in them, each on its own; return warnings for those that stayed.

    Calls: core_course_delete_courses (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_course_delete_courses"
    if not courseids:
        return []
    return parse_warnings(wsfunction, client.call(wsfunction, {"courseids": courseids}))


def _course(row: Mapping[str, object]) -> Course:
    return Course(
        id=CourseId(required_int(row, "id")),
        shortname=text_of(row, "shortname"),
        fullname=text_of(row, "fullname"),
        idnumber=text_of(row, "idnumber"),
        categoryid=CategoryId(required_int(row, "categoryid")),
        summary=text_of(row, "summary"),
        summaryformat=int_of(row, "summaryformat", 1),
        format=text_of(row, "format"),
        startdate=int_of(row, "startdate"),
        enddate=int_of(row, "enddate"),
        visible=bool(int_of(row, "visible", 1)),
        groupmode=int_of(row, "groupmode"),
        groupmodeforce=bool(int_of(row, "groupmodeforce")),
        enablecompletion=bool(int_of(row, "enablecompletion")),
        numsections=int_of(row, "numsections"),
        timemodified=int_of(row, "timemodified"),
    )


def _created_course(row: Mapping[str, object]) -> CreatedCourse:
    return CreatedCourse(CourseId(required_int(row, "id")), text_of(row, "shortname"))
