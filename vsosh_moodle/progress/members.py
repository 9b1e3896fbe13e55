"""Who is in which course, by core functions: those who grade there, the suspended, last accesses."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vsosh_moodle.moodle.batches import chunks
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.enrolments import (
    ACCESS_FIELDS,
    Enrolled,
    ParticipantQuery,
    get_enrolled_users_of_courses,
)
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.ids import CourseId
from vsosh_moodle.moodle.users import get_account_access
from vsosh_moodle.progress.reading import Dates, Rows
from vsosh_moodle.school.learning import AccessRow, AccountRow, EnrolmentRow, GapRow

ACCOUNTS_PER_CALL = 250

# A capability of teachers, editing or not, and not of pupils, in Moodle's own role archetypes.
_GRADES_WORK = "moodle/grade:viewall"
_EVERYBODY = ParticipantQuery(fields=ACCESS_FIELDS)
_SUSPENDED = ParticipantQuery(fields=("id",), only="suspended")
_STAFF = ParticipantQuery(fields=("id",), capability=_GRADES_WORK)


class Member(NamedTuple):
    """Somebody of ours in a course, and when last there (Unix seconds, 0 for never)."""

    user: int
    person: str
    teaches: bool
    active: bool
    course_access: int


def fetch_members(
    client: MoodleClient, courses: Mapping[int, str], people: Mapping[int, str] | None = None
) -> dict[int, list[Member] | MoodleError]:
    """Return who of ours is in each course (by Moodle's id), or the error that stands for it.

    `people` names users by id; without it their own idnumbers do. The dates of enrolments are not told
    by core functions.
    """
    ids = [CourseId(one) for one in courses]
    everybody = get_enrolled_users_of_courses(client, ids, _EVERYBODY)
    suspended = get_enrolled_users_of_courses(client, ids, _SUSPENDED)
    staff = get_enrolled_users_of_courses(client, ids, _STAFF)
    found: dict[int, list[Member] | MoodleError] = {}
    for one in ids:
        rows, away, teachers = everybody[one], suspended[one], staff[one]
        if isinstance(rows, MoodleError):
            found[one] = rows
            continue
        found[one] = _members(rows, _ids(away), _ids(teachers), people)
    return found


def member_rows(
    members: Mapping[int, list[Member] | MoodleError],
    courses: Mapping[int, str],
    dates: Mapping[str, Dates],
) -> Rows:
    """Return members as rows: enrolments, with the dates that are known of them, and last accesses."""
    told = [
        (courses[course], one)
        for course, rows in members.items()
        if not isinstance(rows, MoodleError)
        for one in rows
    ]
    return {
        "enrolments": [
            EnrolmentRow(
                course,
                one.person,
                one.teaches,
                one.active,
                *dates.get(course, {}).get(one.person, (0, 0)),
            )
            for course, one in told
        ],
        "access": [
            AccessRow(course, one.person, one.course_access)
            for course, one in told
            if one.course_access
        ],
    }


def fetch_accounts(
    client: MoodleClient, people: Sequence[str]
) -> tuple[list[AccountRow], list[GapRow]]:
    """Return the accounts with these idnumbers, as far as they are there, and who has two of them.

    Of two accounts of one person the one used last counts.
    """
    found: dict[str, AccountRow] = {}
    twice: set[str] = set()
    for part in chunks(people, min(ACCOUNTS_PER_CALL, client.variables_limit - 1)):
        for row in get_account_access(client, "idnumber", part):
            one = AccountRow(row.idnumber, row.first_access, row.last_access, row.suspended)
            if one.person in found:
                twice.add(one.person)
            if one.person not in found or found[one.person].last_access < one.last_access:
                found[one.person] = one
    return list(found.values()), [GapRow("person-twice", "", one) for one in sorted(twice)]


def _ids(rows: list[Enrolled] | MoodleError) -> frozenset[int]:
    return frozenset() if isinstance(rows, MoodleError) else frozenset(row.id for row in rows)


def _members(
    rows: list[Enrolled],
    away: frozenset[int],
    staff: frozenset[int],
    people: Mapping[int, str] | None,
) -> list[Member]:
    found = []
    for row in rows:
        person = row.idnumber if people is None else people.get(row.id, "")
        if person:
            found.append(
                Member(
                    row.id,
                    person,
                    row.id in staff,
                    row.id not in away,
                    row.last_course_access,
                )
            )
    return found
