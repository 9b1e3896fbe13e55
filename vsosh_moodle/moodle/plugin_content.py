"""What is inside courses: local_vsosh_get_courses and local_vsosh_put_courses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, NotRequired, TypedDict

from vsosh_moodle.moodle.answers import int_of, parse_object, parse_rows, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_documents import (
    document_text,
    document_value,
    field_of,
    mapping_of,
    texts_of,
)
from vsosh_moodle.moodle.plugin_errors import ContentError, parse_errors

GET_COURSES = "local_vsosh_get_courses"
PUT_COURSES = "local_vsosh_put_courses"

Fields = Mapping[str, object]


class LiveItem(NamedTuple):
    """An item of ours in a course: its live fields, and what was written last where it differs.

    `type` is `course`, `section`, `grade_category`, `question_bank` or `activity`, whose `module`
    is its type in docs/plugin-api.md. `locked` fields are those Moodle no longer lets be changed.
    """

    type: str
    key: str
    id: int
    module: str
    fields: Fields
    edited: Fields
    locked: tuple[str, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class LiveCourse:
    """The items of ours in a course; `status` is `ok`, `missing` or `denied`."""

    course: str
    id: int
    status: str
    items: tuple[LiveItem, ...] = ()


def get_courses(client: MoodleClient, keys: Sequence[str]) -> list[LiveCourse]:
    """Return what the courses hold of ours, by their keys.

    Calls: local_vsosh_get_courses (plugin 2026112300, docs/plugin-api.md)
    """
    if not keys:
        return []
    answer = client.call(
        GET_COURSES,
        {"courses": document_text(list(keys)), "options": document_text({"fields": True})},
    )
    return parse_rows(GET_COURSES, field_of(GET_COURSES, answer, "courses"), _live_course)


def _live_course(row: Mapping[str, object]) -> LiveCourse:
    status = text_of(row, "status")
    items: tuple[LiveItem, ...] = ()
    if status == "ok":
        content = mapping_of(document_value(row["content"]))
        items = tuple(parse_rows(GET_COURSES, content["items"], _live_item))
    return LiveCourse(text_of(row, "course"), int_of(row, "id"), status, items)


def _live_item(row: Mapping[str, object]) -> LiveItem:
    return LiveItem(
        type=text_of(row, "type"),
        key=text_of(row, "key"),
        id=int_of(row, "id"),
        module=text_of(row, "module"),
        fields=mapping_of(row["fields"]),
        edited=mapping_of(row.get("edited", {})),
        locked=texts_of(row.get("locked", [])),
        hash=text_of(row, "hash"),
    )


class PutItem(TypedDict):
    """An item of a document; only the fields named are written. `type` is an activity's only."""

    key: str
    type: NotRequired[str]
    fields: Fields


class PutCourse(TypedDict):
    """What is to be written into one course."""

    course: str
    fields: NotRequired[Fields]
    grade_categories: NotRequired[list[PutItem]]
    sections: NotRequired[list[PutItem]]
    activities: NotRequired[list[PutItem]]


@dataclass(frozen=True, slots=True)
class PutOptions:
    """`overwrite` holds «all» or item names (`COURSE/activity:theory`) whose hand edits give way.

    `absent` tells what becomes of our items that the document does not name.
    """

    overwrite: Collection[str] = ()
    absent: Literal["hide", "keep"] = "hide"
    dry_run: bool = False


class PutResult(NamedTuple):
    """What became of an item: `fields` were written, `kept` differ and were left as a person set them.

    `status` is `created`, `updated`, `unchanged`, `kept`, `hidden` or `conflict`.
    """

    type: str
    key: str
    status: str
    id: int
    fields: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutCourseResult:
    """What became of a course: `ok`, `unchanged`, or `error`, when it stayed as it was."""

    course: str
    id: int
    status: str
    items: tuple[PutResult, ...] = ()
    errors: tuple[ContentError, ...] = field(default=())


def put_courses_params(
    courses: Sequence[PutCourse], uploads: Mapping[str, int], options: PutOptions
) -> dict[str, object]:
    """Return the parameters of local_vsosh_put_courses; `uploads` maps a SHA-1 to its draft area."""
    document: dict[str, object] = {"uploads": dict(uploads), "courses": courses}
    chosen = {
        "overwrite": sorted(options.overwrite),
        "absent": options.absent,
        "dry_run": options.dry_run,
    }
    return {"document": document_text(document), "options": document_text(chosen)}


def put_courses(
    client: MoodleClient,
    courses: Sequence[PutCourse],
    uploads: Mapping[str, int] | None = None,
    options: PutOptions | None = None,
) -> list[PutCourseResult]:
    """Write into courses, each all or nothing; a course that was refused tells all its errors.

    Calls: local_vsosh_put_courses (plugin 2026112300, docs/plugin-api.md)
    """
    if not courses:
        return []
    params = put_courses_params(courses, uploads or {}, options or PutOptions())
    return parse_put_courses(client.call(PUT_COURSES, params))


def parse_put_courses(answer: object) -> list[PutCourseResult]:
    """Return a decoded answer of local_vsosh_put_courses; raises BadAnswer."""
    return parse_course_results(PUT_COURSES, answer)


def parse_course_results(wsfunction: str, answer: object) -> list[PutCourseResult]:
    """Return a decoded answer of a function that answers as put_courses does; raises BadAnswer."""
    return parse_rows(wsfunction, field_of(wsfunction, answer, "courses"), _course_result)


def _course_result(row: Mapping[str, object]) -> PutCourseResult:
    return PutCourseResult(
        text_of(row, "course"),
        int_of(row, "id"),
        text_of(row, "status"),
        tuple(parse_rows(PUT_COURSES, row.get("items") or [], _item_result)),
        tuple(parse_errors(PUT_COURSES, row.get("errors"))),
    )


def _item_result(row: Mapping[str, object]) -> PutResult:
    return parse_object(
        PUT_COURSES,
        row,
        lambda one: PutResult(
            text_of(one, "type"),
            text_of(one, "key"),
            text_of(one, "status"),
            int_of(one, "id"),
            texts_of(one.get("fields") or []),
            texts_of(one.get("kept") or []),
        ),
    )
