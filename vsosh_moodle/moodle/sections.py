"""Sections of a course: read with the course's contents, renamed in place."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vsosh_moodle.moodle.answers import int_of, parse_object, parse_rows, required_int, text_of
from vsosh_moodle.moodle.client import DEFAULT_CHUNK, MoodleClient
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.ids import CourseId, SectionId

_GET = "core_course_get_contents"
_RENAME = "core_update_inplace_editable"
_UPDATE = "core_courseformat_update_course"


@dataclass(frozen=True, slots=True)
class Section:
    """A section; `section` is its number, 0 the one on top.

    `name` is what people see: the release's default («Topic 1», «New section») when none is set.
    `component` is set for a section that belongs to an activity (4.5).
    """

    id: SectionId
    section: int
    name: str
    summary: str
    visible: bool
    component: str


class SectionName(NamedTuple):
    """A new name for a section of a course of this format (`topics`, `weeks`)."""

    courseformat: str
    sectionid: SectionId
    name: str


def get_contents(client: MoodleClient, courseid: CourseId) -> list[Section]:
    """Return the sections of a course, without their activities.

    Calls: core_course_get_contents (4.1-4.5, contract-4.5.6.json)
    """
    return parse_rows(_GET, client.call(_GET, _contents_params(courseid)), _section)


def get_contents_of_courses(
    client: MoodleClient, courseids: Sequence[CourseId], *, chunk: int = DEFAULT_CHUNK
) -> dict[CourseId, list[Section] | MoodleError]:
    """Return the sections of each course, or the error that stands for them.

    Calls: core_course_get_contents (4.1-4.5), bundled where the site can
    """
    results = client.bundle(_GET, [_contents_params(one) for one in courseids], chunk=chunk)
    return {
        courseid: result if isinstance(result, MoodleError) else parse_rows(_GET, result, _section)
        for courseid, result in zip(courseids, results, strict=True)
    }


class CourseModule(NamedTuple):
    """An activity as the course page has it: `id` of the course module, `modname` its type."""

    id: int
    name: str
    modname: str
    section: str


def get_modules_of_courses(
    client: MoodleClient, courseids: Sequence[CourseId], *, chunk: int = DEFAULT_CHUNK
) -> dict[CourseId, list[CourseModule] | MoodleError]:
    """Return the activities of each course, or the error that stands for them.

    Calls: core_course_get_contents (4.1-4.5), bundled where the site can
    """
    results = client.bundle(_GET, [{"courseid": one} for one in courseids], chunk=chunk)
    return {
        courseid: result if isinstance(result, MoodleError) else _modules(result)
        for courseid, result in zip(courseids, results, strict=True)
    }


def rename_section(client: MoodleClient, rename: SectionName) -> str:
    """Name a section; return the name the site kept (tags are taken out without an error).

    Calls: core_update_inplace_editable (4.1-4.5, contract-4.5.6.json)
    """
    return _kept_name(client.call(_RENAME, _rename_params(rename)))


def rename_sections(
    client: MoodleClient, renames: Sequence[SectionName], *, chunk: int = DEFAULT_CHUNK
) -> list[str | MoodleError]:
    """Name many sections; return the name kept, or the error, for each in order.

    Calls: core_update_inplace_editable (4.1-4.5), bundled where the site can
    """
    results = client.bundle(_RENAME, [_rename_params(one) for one in renames], chunk=chunk)
    return [result if isinstance(result, MoodleError) else _kept_name(result) for result in results]


def add_section(client: MoodleClient, courseid: CourseId) -> None:
    """Add a section at the end of a course.

    Calls: core_courseformat_update_course (action section_add; 4.1-4.5, contract-4.5.6.json)
    """
    client.call(_UPDATE, {"action": "section_add", "courseid": courseid})


def _contents_params(courseid: CourseId) -> dict[str, object]:
    return {"courseid": courseid, "options": [{"name": "excludemodules", "value": "1"}]}


def _modules(answer: object) -> list[CourseModule]:
    return [
        CourseModule(
            required_int(row, "id"),
            html.unescape(text_of(row, "name")),
            text_of(row, "modname"),
            name,
        )
        for name, rows in parse_rows(_GET, answer, _named_modules)
        for row in parse_rows(_GET, rows, dict)
    ]


def _named_modules(row: Mapping[str, object]) -> tuple[str, object]:
    return html.unescape(text_of(row, "name")), row.get("modules", [])


def _rename_params(rename: SectionName) -> dict[str, object]:
    return {
        "component": f"format_{rename.courseformat}",
        "itemtype": "sectionname",
        "itemid": str(rename.sectionid),
        "value": rename.name,
    }


def _kept_name(answer: object) -> str:
    return parse_object(_RENAME, answer, lambda row: text_of(row, "value"))


def _section(row: Mapping[str, object]) -> Section:
    return Section(
        id=SectionId(required_int(row, "id")),
        section=int_of(row, "section"),
        # Formatted as HTML even when raw text is asked for: `&` comes back as `&amp;`.
        name=html.unescape(text_of(row, "name")),
        summary=text_of(row, "summary"),
        visible=bool(int_of(row, "visible", 1)),
        component=text_of(row, "component"),
    )
