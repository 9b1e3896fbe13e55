"""Read courses through the companion plugin: one paged call for several courses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import (
    AccessDenied,
    BadAnswer,
    MoodleError,
    SiteUnavailable,
    TokenRejected,
    TransportError,
)
from vsosh_moodle.moodle.plugin_progress import (
    GET_PROGRESS,
    ProgressPage,
    ProgressQuery,
    get_progress,
    missing_parts,
)
from vsosh_moodle.progress.members import fetch_members, member_rows
from vsosh_moodle.progress.reading import WORK, Batch, Pool, Read, Rows, Take
from vsosh_moodle.school.learning import (
    AccessRow,
    AccountRow,
    ActivityRow,
    AttemptRow,
    CompletionRow,
    CourseCompletionRow,
    CourseRow,
    EnrolmentRow,
    GapRow,
    GradeRow,
    PostRow,
    SubmissionRow,
)

COURSES_PER_CALL = 8
"""Courses read by one call: few calls for a small school, and little to read again after a crash."""
_OUT_OF_REACH = (TransportError, SiteUnavailable, TokenRejected, AccessDenied)
SECOND_ACCOUNT = 1000
"""What is added to the numbers of attempts made under a second account of the same person."""


@dataclass(frozen=True, slots=True)
class PluginWay:
    """The site's plugin (its version's number) and whose keys to ask for."""

    client: MoodleClient
    prefix: str
    version: int


def fetch_by_plugin(
    way: PluginWay,
    pool: Pool,
    batches: Sequence[Batch],
    take: Take,
    should_stop: Callable[[], bool],
) -> Iterator[Read]:
    """Read batches of courses side by side, handing their rows to `take`; yield how each ended.

    What an old plugin does not tell is read by core functions, or noted as a gap. Ends early when
    `should_stop` says so. Raises MoodleError.
    """
    futures = [pool.start(partial(_fetch, way, batch, take, should_stop)) for batch in batches]
    for future in as_completed(futures):
        yield from future.result()


def _fetch(way: PluginWay, batch: Batch, take: Take, should_stop: Callable[[], bool]) -> list[Read]:
    """Read a batch; where the site breaks down on it, each of its courses alone, to find the one at fault."""
    try:
        outcome = _fetch_together(way, batch, take, should_stop)
    except MoodleError as error:
        if isinstance(error, _OUT_OF_REACH):
            raise
        if len(batch.courses) == 1:
            return [Read(failed={batch.courses[0]: error.errorcode or "unknown"})]
        alone = (replace(batch, courses=(course,)) for course in batch.courses)
        return [read for one in alone for read in _fetch(way, one, take, should_stop)]
    return [] if outcome is None else [outcome]


def _fetch_together(
    way: PluginWay, batch: Batch, take: Take, should_stop: Callable[[], bool]
) -> Read | None:
    lacking = missing_parts(way.version)
    pages = _Pages()
    outcome = Read(
        parts={"accounts", "courses", "activities", "enrolments", *WORK} - set(lacking),
        whole={"activities", "enrolments", "course_completion"},
    )
    if not batch.since:
        outcome.whole |= set(WORK) - set(lacking)
    denied: set[str] = set()
    if should_stop():
        return None
    unknown = {*lacking, "accounts"} if lacking else set()
    query = ProgressQuery(batch.courses, way.prefix, since=batch.since)
    for page in get_progress(way.client, query):
        denied |= set(page.denied)
        try:
            rows = pages.rows(page)
        except KeyError as error:
            raise BadAnswer(
                _("Ответ на {function} не того вида, какой обещает Moodle.").format(
                    function=GET_PROGRESS
                ),
                _("Обновите плагин на сайте: vsosh-moodle plugin build"),
                wsfunction=GET_PROGRESS,
            ) from error
        take({part: of_one for part, of_one in rows.items() if part not in unknown})
        if page.next and should_stop():
            return None
    outcome.denied = denied
    outcome.read = set(batch.courses) - denied
    outcome.gaps += [GapRow("person-twice", "", person) for person in sorted(pages.twice)]
    if "enrolments" in lacking:
        members = fetch_members(way.client, pages.courses, pages.people)
        take(member_rows(members, pages.courses, batch.dates))
        outcome.parts.add("enrolments")
        outcome.parts.discard("accounts")
        outcome.gaps.append(GapRow("part-unread", "", "posts"))
    return outcome


class _Pages:
    """Turns pages into rows by name; people and courses come before what is said about them."""

    def __init__(self) -> None:
        self.people: dict[int, str] = {}
        self.courses: dict[int, str] = {}
        self.twice: set[str] = set()
        self._second: set[int] = set()
        self._waiting: list[Any] = []

    def rows(self, page: ProgressPage) -> Rows:
        parts = page.parts
        self._know(parts)
        people, courses = self.people, self.courses
        found: dict[str, Sequence[tuple[Any, ...]]] = {
            "accounts": [
                AccountRow(row.key, row.first_access, row.last_access, bool(row.suspended))
                for row in _of(parts, "people")
            ],
            "courses": [
                CourseRow(row.key, row.course, row.title, bool(row.visible), bool(row.completion))
                for row in _of(parts, "courses")
            ],
            "activities": [
                ActivityRow(
                    row.activity, courses[row.course], row.key, row.module, row.name, row.section,
                    row.completion, row.grade_max, row.grade_pass, bool(row.visible), row.added,
                    row.due,
                )
                for row in self._placed(_of(parts, "activities"))
            ],
            "enrolments": [
                EnrolmentRow(
                    courses[row.course], people[row.user], bool(row.teaches), bool(row.active),
                    row.start, row.end,
                )
                for row in _of(parts, "enrolments")
                if row.user in people
            ],
            # The largest part by far: unpacked, not asked for by name.
            "completion": [
                CompletionRow(activity, people[user], state, time)
                for activity, user, state, time in _of(parts, "completion")
                if user in people
            ],
            "course_completion": [
                CourseCompletionRow(courses[row.course], people[row.user], row.completed)
                for row in _of(parts, "course_completion")
                if row.user in people and row.completed
            ],
            "grades": [
                GradeRow(
                    row.activity, courses[row.course], people[row.user], row.grade, row.grade_max,
                    row.time,
                )
                for row in _of(parts, "grades")
                if row.user in people
            ],
            "access": [
                AccessRow(courses[row.course], people[row.user], row.time)
                for row in _of(parts, "access")
                if row.user in people
            ],
            "submissions": [
                SubmissionRow(row.activity, people[row.user], row.status, row.time, row.attempt)
                for row in _of(parts, "submissions")
                if row.user in people
            ],
            "attempts": [
                AttemptRow(
                    row.activity, people[row.user], self._attempt(row.user, row.attempt), row.state,
                    row.started, row.finished, row.grade,
                )
                for row in _of(parts, "attempts")
                if row.user in people
            ],
            "posts": [
                PostRow(row.post, row.activity, people[row.user], row.time)
                for row in _of(parts, "posts")
                if row.user in people
            ],
        }  # fmt: skip
        return found

    def _know(self, parts: Mapping[str, Sequence[Any]]) -> None:
        known = set(self.people.values())
        for row in _of(parts, "people"):
            if row.key in known and row.user not in self.people:
                self.twice.add(row.key)
                self._second.add(row.user)
            self.people[row.user] = row.key
            known.add(row.key)
        for row in _of(parts, "courses"):
            self.courses[row.course] = row.key

    def _placed(self, rows: Sequence[Any]) -> list[Any]:
        """Return the activities whose courses are known; a page may end before the courses come."""
        held = [*self._waiting, *rows]
        self._waiting = [row for row in held if row.course not in self.courses]
        return [row for row in held if row.course in self.courses]

    def _attempt(self, user: int, attempt: int) -> int:
        return attempt + SECOND_ACCOUNT if user in self._second else attempt


def _of(parts: Mapping[str, Sequence[Any]], name: str) -> Sequence[Any]:
    return parts.get(name, ())
