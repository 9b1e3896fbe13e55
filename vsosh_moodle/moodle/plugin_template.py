"""A course whole, as a template is made of it: local_vsosh_get_course_template and …_get_course_files."""

import base64
import binascii
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vsosh_moodle.moodle.answers import int_of, parse_object, parse_rows, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_documents import (
    document_text,
    document_value,
    field_of,
    mapping_of,
    texts_of,
)

GET_COURSE_TEMPLATE = "local_vsosh_get_course_template"
GET_COURSE_FILES = "local_vsosh_get_course_files"

FOREIGN = "?"
"""What a key begins with that the plugin made of an id: the item is none of ours."""
QUESTION_OTHER = "question-other"
"""Code of the note that a slot of a quiz is neither a question nor a draw from a category."""
MOST_FILES = 200

Fields = Mapping[str, object]


class WholeItem(NamedTuple):
    """An item of a course, ours or not, with all its fields.

    `type` is course, grade_category, section, activity or event; `module` an activity's type in
    docs/plugin-api.md, or Moodle's name of a module that no document knows.
    """

    type: str
    key: str
    id: int
    module: str
    name: str
    ours: bool
    absent: bool
    fields: Fields


class NamedKey(NamedTuple):
    """A group, or a grouping with the keys of its groups."""

    key: str
    name: str
    groups: tuple[str, ...] = ()


class WholeBank(NamedTuple):
    """A bank that quizzes draw on: `source` is Moodle XML, "" for a known one and unless `status` is ok.

    `hash` is SHA-256 of the source last imported, "" when it is none of ours or was edited since.
    """

    key: str
    name: str
    ours: bool
    hash: str
    questions: int
    status: str
    source: str


class WholeNote(NamedTuple):
    """What of an item could not be told; `code` is a word of docs/plugin-api.md."""

    item: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class WholeCourse:
    """A course as it is; `status` is ok, missing or denied, and then the rest is empty."""

    id: int
    status: str
    key: str = ""
    short_name: str = ""
    full_name: str = ""
    summary: str = ""
    start: int = 0
    end: int = 0
    category: str = ""
    category_name: str = ""
    items: tuple[WholeItem, ...] = ()
    groups: tuple[NamedKey, ...] = ()
    groupings: tuple[NamedKey, ...] = ()
    banks: tuple[WholeBank, ...] = ()
    notes: tuple[WholeNote, ...] = ()

    def of_type(self, name: str) -> list[WholeItem]:
        """Return the items of a type, in the order of the answer."""
        return [item for item in self.items if item.type == name]


class CourseFileContent(NamedTuple):
    """A file that a course hands out; `content` is None unless `status` is ok."""

    sha1: str
    status: str
    size: int
    content: bytes | None


def get_course_template(
    client: MoodleClient, course: str, known: Collection[str] = ()
) -> WholeCourse:
    """Return a course whole; `course` is a key, `#id` or a short name.

    `known` are SHA-256 of sources of banks that are here: their questions are not sent again.

    Calls: local_vsosh_get_course_template (plugin 2026112603, docs/plugin-api.md); raises MoodleError.
    """
    return parse_course_template(
        client.call(
            GET_COURSE_TEMPLATE,
            {"course": course, "options": document_text({"known": sorted(known)})},
        )
    )


def parse_course_template(answer: object) -> WholeCourse:
    """Return a decoded answer of local_vsosh_get_course_template; raises BadAnswer."""
    return parse_object(GET_COURSE_TEMPLATE, answer, _whole_course)


def _whole_course(row: Mapping[str, object]) -> WholeCourse:
    status, number = text_of(row, "status"), int_of(row, "id")
    if status != "ok":
        return WholeCourse(number, status)
    content = mapping_of(document_value(row["content"]))
    course = mapping_of(content["course"])
    return WholeCourse(
        id=number,
        status=status,
        key=text_of(course, "key"),
        short_name=text_of(course, "short_name"),
        full_name=text_of(course, "full_name"),
        summary=text_of(course, "summary"),
        start=int_of(course, "start"),
        end=int_of(course, "end"),
        category=text_of(course, "category"),
        category_name=text_of(course, "category_name"),
        items=tuple(parse_rows(GET_COURSE_TEMPLATE, content["items"], _item)),
        groups=tuple(parse_rows(GET_COURSE_TEMPLATE, content["groups"], _named)),
        groupings=tuple(parse_rows(GET_COURSE_TEMPLATE, content["groupings"], _named)),
        banks=tuple(parse_rows(GET_COURSE_TEMPLATE, content["banks"], _bank)),
        notes=tuple(parse_rows(GET_COURSE_TEMPLATE, content["notes"], _note)),
    )


def _item(row: Mapping[str, object]) -> WholeItem:
    return WholeItem(
        type=text_of(row, "type"),
        key=text_of(row, "key"),
        id=int_of(row, "id"),
        module=text_of(row, "module"),
        name=text_of(row, "name"),
        ours=bool(row["ours"]),
        absent=bool(row["absent"]),
        fields=mapping_of(row["fields"]),
    )


def _named(row: Mapping[str, object]) -> NamedKey:
    return NamedKey(text_of(row, "key"), text_of(row, "name"), texts_of(row.get("groups") or []))


def _bank(row: Mapping[str, object]) -> WholeBank:
    return WholeBank(
        key=text_of(row, "key"),
        name=text_of(row, "name"),
        ours=bool(row["ours"]),
        hash=text_of(row, "hash"),
        questions=int_of(row, "count"),
        status=text_of(row, "status"),
        source=text_of(row, "source"),
    )


def _note(row: Mapping[str, object]) -> WholeNote:
    return WholeNote(text_of(row, "item"), text_of(row, "code"), text_of(row, "detail"))


def iter_course_files(
    client: MoodleClient, course: str, hashes: Sequence[str]
) -> Iterator[CourseFileContent]:
    """Yield files of a course by SHA-1, asking again for those that one answer did not hold.

    Calls: local_vsosh_get_course_files (plugin 2026112603, docs/plugin-api.md)
    """
    waiting = list(dict.fromkeys(hashes))
    while waiting:
        part, rest = waiting[:MOST_FILES], waiting[MOST_FILES:]
        answer = client.call(GET_COURSE_FILES, {"course": course, "hashes": document_text(part)})
        files = parse_rows(GET_COURSE_FILES, field_of(GET_COURSE_FILES, answer, "files"), _file)
        later = [one.sha1 for one in files if one.status == "later"]
        yield from (one for one in files if one.status != "later")
        # A site that answers nothing but «later» would be asked for ever.
        waiting = (later if len(later) < len(part) else []) + rest


def _file(row: Mapping[str, object]) -> CourseFileContent:
    status = text_of(row, "status")
    content = None
    if status == "ok":
        try:
            content = base64.b64decode(text_of(row, "content"), validate=True)
        except binascii.Error as error:
            raise ValueError("content") from error
    return CourseFileContent(text_of(row, "sha1"), status, int_of(row, "size"), content)
