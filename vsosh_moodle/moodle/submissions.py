"""What was handed in: mod_assign_get_submissions, many assignments in one call."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from vsosh_moodle.moodle.answers import (
    int_of,
    parse_object,
    parse_rows,
    parse_warnings,
    required_int,
    text_of,
)
from vsosh_moodle.moodle.batches import chunks
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import GroupId, UserId

_GET = "mod_assign_get_submissions"
_NO_ACCESS = "1"

# A submission takes the site some 5 ms, its text included: 1,000 pupils and 5 assignments half a minute.
ASSIGNMENTS_PER_CALL = 5


class Submission(NamedTuple):
    """The latest attempt at an assignment; `status` is Moodle's (new, draft, submitted, reopened).

    `assignment` is the activity's `instance`. `user` 0 is a group's work, handed in by `group`.
    `attempt` counts from 0.
    """

    assignment: int
    user: UserId
    group: GroupId
    status: str
    time: int
    attempt: int


class Submissions(NamedTuple):
    """What a call told, and the assignments that the token may not look into."""

    rows: list[Submission]
    denied: list[int]


def get_submissions(
    client: MoodleClient,
    assignments: Sequence[int],
    *,
    since: int = 0,
    chunk: int = ASSIGNMENTS_PER_CALL,
) -> Iterator[Submissions]:
    """Yield the submissions of assignments, by their instances, changed at `since` or after.

    Raises MoodleError when a call fails. Needs mod/assign:viewgrades.

    Calls: mod_assign_get_submissions (4.1-4.5, contract-4.5.6.json)
    """
    for part in chunks(assignments, chunk):
        answer = client.call(_GET, {"assignmentids": list(part), "since": since})
        told = parse_object(_GET, answer, _assignments)
        denied = [
            warning.itemid
            for warning in parse_warnings(_GET, answer)
            if warning.warningcode == _NO_ACCESS
        ]
        yield Submissions(told, denied)


def _assignments(row: Mapping[str, object]) -> list[Submission]:
    return [
        submission
        for of_one in parse_rows(_GET, row["assignments"], _assignment)
        for submission in of_one
    ]


def _assignment(row: Mapping[str, object]) -> list[Submission]:
    instance = required_int(row, "assignmentid")
    return parse_rows(_GET, row["submissions"], lambda one: _submission(one, instance))


def _submission(row: Mapping[str, object], instance: int) -> Submission:
    return Submission(
        instance,
        UserId(required_int(row, "userid")),
        GroupId(int_of(row, "groupid")),
        text_of(row, "status"),
        int_of(row, "timemodified"),
        int_of(row, "attemptnumber"),
    )
