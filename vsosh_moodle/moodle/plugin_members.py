"""Enrolments, roles, members of groups and cohorts in bulk: local_vsosh_set_members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NotRequired, TypedDict

from vsosh_moodle.moodle.answers import parse_object, parse_rows, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_documents import counts_of, document_text
from vsosh_moodle.moodle.plugin_errors import ContentError, parse_errors

SET_MEMBERS = "local_vsosh_set_members"

MemberStatus = Literal["active", "suspended", "none"]


class Member(TypedDict):
    """A person of a course; what is left out stays as it is. Times in Unix seconds, 0 for none.

    `role` is Moodle's role id, `join` and `leave` are keys of groups.
    """

    user: str
    role: NotRequired[int]
    status: NotRequired[MemberStatus]
    start: NotRequired[int]
    end: NotRequired[int]
    join: NotRequired[list[str]]
    leave: NotRequired[list[str]]


class CohortSync(TypedDict):
    """A cohort enrolled as a whole; `group` is a key or ""."""

    cohort: str
    role: int
    group: NotRequired[str]
    status: NotRequired[MemberStatus]


class CourseMembers(TypedDict):
    """What is wanted of the members of one course."""

    course: str
    members: list[Member]
    cohort_syncs: NotRequired[list[CohortSync]]


class CohortMembers(TypedDict):
    """Who joins a cohort and who leaves it, by key."""

    cohort: str
    join: list[str]
    leave: list[str]


@dataclass(frozen=True, slots=True)
class MembersResult:
    """What became of a course or a cohort: `status` is `ok`, `unchanged` or `error`.

    With an error row nothing of it was written; `counts` tell how much of what was.
    """

    key: str
    status: str
    counts: Mapping[str, int] = field(default_factory=dict)
    errors: tuple[ContentError, ...] = ()


@dataclass(frozen=True, slots=True)
class MembersAnswer:
    """The results by key, of courses and of cohorts."""

    courses: Mapping[str, MembersResult]
    cohorts: Mapping[str, MembersResult]


def members_document(
    courses: Sequence[CourseMembers], cohorts: Sequence[CohortMembers]
) -> dict[str, object]:
    """Return the document of local_vsosh_set_members."""
    return {"courses": courses, "cohorts": cohorts}


def set_members(client: MoodleClient, document: Mapping[str, object]) -> MembersAnswer:
    """Make the members of courses and cohorts what the document says; each is all or nothing.

    The answer is given after reading what was written.

    Calls: local_vsosh_set_members (plugin 2026112300, docs/plugin-api.md)
    """
    answer = client.call(SET_MEMBERS, {"document": document_text(document)})
    return parse_members(answer)


def parse_members(answer: object) -> MembersAnswer:
    """Return a decoded answer of local_vsosh_set_members; raises BadAnswer."""
    return parse_object(
        SET_MEMBERS,
        answer,
        lambda row: MembersAnswer(
            _by_key(parse_rows(SET_MEMBERS, row["courses"], lambda one: _result(one, "course"))),
            _by_key(parse_rows(SET_MEMBERS, row["cohorts"], lambda one: _result(one, "cohort"))),
        ),
    )


def _by_key(rows: Sequence[MembersResult]) -> dict[str, MembersResult]:
    return {row.key: row for row in rows}


def _result(row: Mapping[str, object], key: str) -> MembersResult:
    return MembersResult(
        text_of(row, key),
        text_of(row, "status"),
        counts_of(row),
        tuple(parse_errors(SET_MEMBERS, row.get("errors"))),
    )
