"""Terms of single pupils in quizzes and assignments: local_vsosh_set_exceptions."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypedDict

from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_content import PutCourseResult, parse_course_results
from vsosh_moodle.moodle.plugin_documents import document_text

SET_EXCEPTIONS = "local_vsosh_set_exceptions"


class PutException(TypedDict):
    """Terms of a pupil, by ACTIVITY/IDNUMBER; fields: `due` (Unix seconds), `minutes`, `attempts`."""

    key: str
    fields: Mapping[str, object]


class PutExceptions(TypedDict):
    """The exceptions of a course to be made or changed, and the keys of those to be taken back."""

    course: str
    exceptions: list[PutException]
    remove: list[str]


def set_exceptions_params(
    courses: Sequence[PutExceptions], overwrite: Collection[str]
) -> dict[str, object]:
    """Return the parameters of local_vsosh_set_exceptions."""
    return {"document": document_text({"courses": courses, "overwrite": sorted(overwrite)})}


def set_exceptions(
    client: MoodleClient, courses: Sequence[PutExceptions], overwrite: Collection[str] = ()
) -> list[PutCourseResult]:
    """Set exceptions, each course all or nothing; `overwrite` holds «all» or `COURSE/exception:KEY`.

    Calls: local_vsosh_set_exceptions (plugin 2026112602, docs/plugin-api.md)
    """
    if not courses:
        return []
    return parse_set_exceptions(
        client.call(SET_EXCEPTIONS, set_exceptions_params(courses, overwrite))
    )


def parse_set_exceptions(answer: object) -> list[PutCourseResult]:
    """Return a decoded answer of local_vsosh_set_exceptions; raises BadAnswer.

    The status of an item is `created`, `updated`, `unchanged`, `kept` or `removed`.
    """
    return parse_course_results(SET_EXCEPTIONS, answer)
