"""Completion, grades and attempts in bulk: local_vsosh_get_progress.

What a plugin older than `FULL_VERSION` does not tell has its default in the rows here; which parts
it lacks says `missing_parts`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from vsosh_moodle.moodle.answers import int_of, parse_rows, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.encode import Parameters
from vsosh_moodle.moodle.plugin_documents import document_text, texts_of
from vsosh_moodle.moodle.plugin_pages import read_pages
from vsosh_moodle.moodle.plugin_state import MOST_ROWS, table_rows

GET_PROGRESS = "local_vsosh_get_progress"
FULL_VERSION = 2026112600
"""The first plugin that tells enrolments, posts, dates of activities and the last use of accounts."""


class PersonRow(NamedTuple):
    """Somebody of ours, pupil or teacher; moments of the whole site, 0 for never."""

    user: int
    key: str
    first_access: int = 0
    last_access: int = 0
    suspended: bool = False


class ActivityRow(NamedTuple):
    """An activity; `key` is "" when it is not ours, `completion` 0 none, 1 by hand, 2 by rules.

    `added` and `due` are 0 where there is none, or the plugin is old.
    """

    activity: int
    course: int
    key: str
    module: str
    name: str
    section: int
    completion: int
    grade_max: float | None
    grade_pass: float | None
    visible: bool = True
    added: int = 0
    due: int = 0


class ProgressCourseRow(NamedTuple):
    """A course of the answer; `completion`: whether it is tracked there at all."""

    course: int
    key: str
    title: str = ""
    visible: bool = True
    completion: bool = True


class EnrolmentRow(NamedTuple):
    """Somebody in a course by whatever methods; `teaches` for whoever may grade there.

    `active`: an enrolment works now. `start` and `end` are those of the enrolment that counts, an
    active one before others; 0 none.
    """

    course: int
    user: int
    teaches: bool
    active: bool
    start: int
    end: int


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
    """A grade; `activity` 0 is the course's own. `grade_max` is what it is out of, None if not told."""

    activity: int
    course: int
    user: int
    grade: float | None
    raw: float | None
    has_feedback: bool
    time: int
    grade_max: float | None = None


class AccessRow(NamedTuple):
    """When somebody of ours was in a course last."""

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
    """An attempt at a quiz, a lesson or an H5P task; `grade` 0-1 of the points, None if there is none."""

    activity: int
    user: int
    attempt: int
    state: str
    started: int
    finished: int
    grade: float | None


class PostRow(NamedTuple):
    """A post in a forum by somebody of ours, by Moodle's id of it."""

    post: int
    activity: int
    user: int
    time: int


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
    "enrolments": EnrolmentRow,
    "posts": PostRow,
}
_PARTS_OF_FULL = ("enrolments", "posts")


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """A page: rows by part, the courses the token may not read, the site's clock in Unix seconds.

    The clock of the first page is the `since` of the next pull.
    """

    parts: Mapping[str, list[tuple[Any, ...]]]
    denied: tuple[str, ...]
    next: str
    time: int = 0


@dataclass(frozen=True, slots=True)
class ProgressQuery:
    """Which courses (keys), which parts (all the plugin has unless named), changed since when.

    `since` leaves out what did not change after that moment, except of people, courses, activities
    and enrolments, which always come whole. What was deleted since is not told.
    """

    courses: Sequence[str]
    prefix: str
    parts: Sequence[str] = ()
    since: int = 0


def missing_parts(version: int) -> tuple[str, ...]:
    """Return the parts that a plugin of this version does not have and refuses to be asked for."""
    return () if version >= FULL_VERSION else _PARTS_OF_FULL


def get_progress(
    client: MoodleClient, query: ProgressQuery, *, limit: int = MOST_ROWS
) -> Iterator[ProgressPage]:
    """Yield what people of ours did, page by page; parts of a plugin newer than this are passed over.

    Calls: local_vsosh_get_progress (plugin 2026112300, more from 2026112600, docs/plugin-api.md)
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
        if name in PROGRESS_ROWS:
            parts.setdefault(name, []).extend(rows)
    return ProgressPage(
        parts, texts_of(row.get("denied") or []), text_of(row, "next"), int_of(row, "time")
    )


def _part(row: Mapping[str, object]) -> tuple[str, list[tuple[Any, ...]]]:
    name = text_of(row, "name")
    row_type = PROGRESS_ROWS.get(name)
    if row_type is None:
        return name, []
    return name, table_rows(row_type, texts_of(row["columns"]), row["rows"])
