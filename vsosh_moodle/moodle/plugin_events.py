"""Events of courses in the calendar: local_vsosh_set_events."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypedDict

from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_content import PutCourseResult, parse_course_results
from vsosh_moodle.moodle.plugin_documents import document_text

SET_EVENTS = "local_vsosh_set_events"


class PutEvent(TypedDict):
    """An event; only the fields named are written (`name`, `start`, `minutes`, `description`)."""

    key: str
    fields: Mapping[str, object]


class PutEvents(TypedDict):
    """The events of a course to be made or changed, and the keys of those to be removed."""

    course: str
    events: list[PutEvent]
    remove: list[str]


def set_events_params(
    courses: Sequence[PutEvents], overwrite: Collection[str]
) -> dict[str, object]:
    """Return the parameters of local_vsosh_set_events."""
    return {"document": document_text({"courses": courses, "overwrite": sorted(overwrite)})}


def set_events(
    client: MoodleClient, courses: Sequence[PutEvents], overwrite: Collection[str] = ()
) -> list[PutCourseResult]:
    """Set events, each course all or nothing; `overwrite` holds «all» or `COURSE/event:KEY`.

    Calls: local_vsosh_set_events (plugin 2026112601, docs/plugin-api.md)
    """
    if not courses:
        return []
    return parse_set_events(client.call(SET_EVENTS, set_events_params(courses, overwrite)))


def parse_set_events(answer: object) -> list[PutCourseResult]:
    """Return a decoded answer of local_vsosh_set_events; raises BadAnswer.

    The status of an item is `created`, `updated`, `unchanged`, `kept` or `removed`.
    """
    return parse_course_results(SET_EVENTS, answer)
