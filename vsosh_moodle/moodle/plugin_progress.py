"""Completion, grades and attempts in bulk: local_vsosh_get_progress."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from vsosh_moodle.moodle.answers import parse_rows, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.encode import Parameters
from vsosh_moodle.moodle.plugin_documents import document_text, texts_of
from vsosh_moodle.moodle.plugin_pages import read_pages
from vsosh_moodle.moodle.plugin_state import MOST_ROWS, table_rows

GET_PROGRESS = "local_vsosh_get_progress"


class PersonRow(NamedTuple):
    """A learner of ours."""

    user: int
    key: str


class ActivityRow(NamedTuple):
    """An activity; `key` is "" when it is not ours, `completion` 0 none, 1 by hand, 2 by rules."""

    activity: int
    course: int
    key: str
    module: str
    name: str
    section: int
    completion: int
    grade_max: float | None
    grade_pass: float | None


class ProgressCourseRow(NamedTuple):
    """A course of the answer."""

    course: int
    key: str


class CompletionRow(NamedTuple):
    """An activity's state for a learner: 0 none, 1 done, 2 passed, 3 failed."""

    activity: int
    user: int
    state: int
    time: int


class CourseCompletionRow(NamedTuple):
    """When a learner began and completed a course; 0 for not yet."""

    course: int
    user: int
    started: int
    completed: int


class GradeRow(NamedTuple):
    """A grade; `activity` 0 is the course's own."""

    activity: int
    course: int
    user: int
    grade: float | None
    raw: float | None
    has_feedback: bool
    time: int


class AccessRow(NamedTuple):
    """When a learner was in a course last."""

    course: int
    user: int
    time: int


class SubmissionRow(NamedTuple):
    """The latest submission of an assignment; `attempt` counts from 0."""

    activity: int
    user: int
    status: str
    time: int
    attempt: int


class AttemptRow(NamedTuple):
    """An attempt at a quiz or a lesson; `grade` is of the sum of points, 0-1, None if there is none."""

    activity: int
    user: int
    attempt: int
    state: str
    started: int
    finished: int
    grade: float | None


PROGRESS_ROWS: dict[str, type[tuple[Any, ...]]] = {
    "people": PersonRow,
    "activities": ActivityRow,
    "courses": ProgressCourseRow,
    "completion": CompletionRow,
    "course_completion": CourseCompletionRow,
    "grades": GradeRow,
    "access": AccessRow,
    "submissions": SubmissionRow,
    "attempts": AttemptRow,
}


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """A page: rows by part, and the courses the token may not read."""

    parts: Mapping[str, list[tuple[Any, ...]]]
    denied: tuple[str, ...]
    next: str


@dataclass(frozen=True, slots=True)
class ProgressQuery:
    """Which courses (keys), which parts (all unless named), changed since which moment."""

    courses: Sequence[str]
    prefix: str
    parts: Sequence[str] = ()
    since: int = 0


def get_progress(
    client: MoodleClient, query: ProgressQuery, *, limit: int = MOST_ROWS
) -> Iterator[ProgressPage]:
    """Yield what learners of ours did, page by page.

    Calls: local_vsosh_get_progress (plugin 2026112300, docs/plugin-api.md)
    """
    options = {"parts": list(query.parts), "since": query.since, "prefix": query.prefix}
    params: Parameters = {
        "courses": document_text(list(query.courses)),
        "options": document_text(options),
        "limit": limit,
    }
    yield from read_pages(client, GET_PROGRESS, params, _page)


def _page(row: Mapping[str, object]) -> ProgressPage:
    parts: dict[str, list[tuple[Any, ...]]] = {}
    for name, rows in parse_rows(GET_PROGRESS, row["parts"], _part):
        parts.setdefault(name, []).extend(rows)
    return ProgressPage(parts, texts_of(row.get("denied") or []), text_of(row, "next"))


def _part(row: Mapping[str, object]) -> tuple[str, list[tuple[Any, ...]]]:
    name = text_of(row, "name")
    return name, table_rows(PROGRESS_ROWS[name], texts_of(row["columns"]), row["rows"])
