"""Grades of a whole course in one call: gradereport_user_get_grade_items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vsosh_moodle.moodle.answers import (
    float_of,
    int_of,
    parse_object,
    parse_rows,
    required_int,
    text_of,
)
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.ids import CourseId, GroupId, ModuleId, UserId

_GET = "gradereport_user_get_grade_items"

COURSE_ITEM = ModuleId(0)
"""Stands for the course's own grade."""


@dataclass(frozen=True, slots=True)
class GradeQuery:
    """Whose grades in a course: everybody's unless a user or a group is named.

    The site takes about 20 ms for each learner of a course with 20 activities and cuts a call off at
    its `max_execution_time`: a course of many hundreds goes group by group.
    """

    course: CourseId
    user: UserId | None = None
    group: GroupId | None = None


class UserGrade(NamedTuple):
    """A grade in points, `activity` COURSE_ITEM for the course's own; `time` in Unix seconds."""

    user: UserId
    activity: ModuleId
    grade: float | None
    grade_max: float | None
    time: int


class _Item(NamedTuple):
    kind: str
    number: int
    grade: UserGrade


def get_grades(
    client: MoodleClient, queries: Sequence[GradeQuery], *, chunk: int = 1
) -> list[list[UserGrade] | MoodleError]:
    """Return the grades that each query finds, or the error that stands for them, in order.

    Grades that were never given are left out, and those of categories and of items made by hand. Of
    an activity with several grades the first counts. A query for a whole course tells of those whose
    role is graded and whose enrolment works now, unless the site's grade_report_showonlyactiveenrol
    is off: others are asked for by name. Hidden grades need moodle/grade:viewhidden.

    Calls: gradereport_user_get_grade_items (4.1-4.5), bundled where the site can and `chunk` asks
    """
    results = client.bundle(_GET, [_params(one) for one in queries], chunk=chunk)
    return [
        result if isinstance(result, MoodleError) else parse_object(_GET, result, _grades)
        for result in results
    ]


def _params(query: GradeQuery) -> dict[str, object]:
    return {"courseid": query.course, "userid": query.user or 0, "groupid": query.group or 0}


def _grades(row: Mapping[str, object]) -> list[UserGrade]:
    learners = parse_rows(_GET, row["usergrades"], _of_learner)
    return [grade for grades in learners for grade in grades]


def _of_learner(row: Mapping[str, object]) -> list[UserGrade]:
    user = UserId(required_int(row, "userid"))
    items = parse_rows(_GET, row["gradeitems"], lambda item: _item(item, user))
    first: dict[ModuleId, _Item] = {}
    for item in items:
        known = first.get(item.grade.activity)
        if item.kind in {"mod", "course"} and (known is None or item.number < known.number):
            first[item.grade.activity] = item
    return [
        item.grade for item in first.values() if item.grade.grade is not None or item.grade.time
    ]


def _item(row: Mapping[str, object], user: UserId) -> _Item:
    grade = UserGrade(
        user,
        ModuleId(int_of(row, "cmid")),
        float_of(row, "graderaw"),
        float_of(row, "grademax"),
        int_of(row, "gradedategraded"),
    )
    return _Item(text_of(row, "itemtype"), int_of(row, "itemnumber"), grade)
