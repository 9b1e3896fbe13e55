"""Activities of courses: core_course_get_contents, and core_course_get_course_module for the rest."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vsosh_moodle.moodle.answers import (
    float_of,
    int_of,
    parse_object,
    parse_rows,
    required_int,
    text_of,
)
from vsosh_moodle.moodle.client import DEFAULT_CHUNK, MoodleClient
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.ids import CourseId, ModuleId

_CONTENTS = "core_course_get_contents"
_MODULE = "core_course_get_course_module"

# A course with 20 activities takes the site about half a second: its rules are worked out one by one.
COURSES_PER_REQUEST = 5
# What Moodle calls the last moment for handing in, by module (mod/*/classes/dates.php).
_DUE = frozenset({"duedate", "timeclose", "deadline", "submissionend", "timeavailableto"})


class Activity(NamedTuple):
    """An activity; `tracking` 0 none, 1 by hand, 2 by rules; `due` in Unix seconds, 0 none.

    `instance` is its number in the module's own table. Neither its key nor when it was added is told:
    `get_module_details`.
    """

    activity: ModuleId
    module: str
    instance: int
    name: str
    section: int
    tracking: int
    visible: bool
    due: int


class ModuleDetails(NamedTuple):
    """What only a course's manager is told: all empty without moodle/course:manageactivities.

    `added` and `expected` (completion) in Unix seconds, 0 none; `grade_max` None where there are no
    points.
    """

    activity: ModuleId
    idnumber: str
    added: int
    expected: int
    grade_max: float | None
    grade_pass: float | None


def get_activities_of_courses(
    client: MoodleClient, courseids: Sequence[CourseId], *, chunk: int = COURSES_PER_REQUEST
) -> dict[CourseId, list[Activity] | MoodleError]:
    """Return the activities of each course in their order, or the error that stands for them.

    Those the token may not see are not told: hidden ones need moodle/course:viewhiddenactivities,
    restricted ones moodle/course:ignoreavailabilityrestrictions.

    Calls: core_course_get_contents (4.1-4.5), bundled where the site can
    """
    results = client.bundle(_CONTENTS, [_contents_params(one) for one in courseids], chunk=chunk)
    return {
        courseid: result if isinstance(result, MoodleError) else _activities(result)
        for courseid, result in zip(courseids, results, strict=True)
    }


def get_module_details(
    client: MoodleClient, activities: Sequence[ModuleId], *, chunk: int = DEFAULT_CHUNK
) -> list[ModuleDetails | MoodleError]:
    """Return what `get_activities_of_courses` does not tell, or the error, for each in order.

    Calls: core_course_get_course_module (4.1-4.5), bundled where the site can
    """
    results = client.bundle(_MODULE, [{"cmid": one} for one in activities], chunk=chunk)
    return [
        result if isinstance(result, MoodleError) else parse_object(_MODULE, result, _details)
        for result in results
    ]


def _contents_params(courseid: CourseId) -> dict[str, object]:
    return {"courseid": courseid, "options": [{"name": "excludecontents", "value": "1"}]}


def _activities(answer: object) -> list[Activity]:
    sections = parse_rows(_CONTENTS, answer, _section)
    return [activity for section in sections for activity in section]


def _section(row: Mapping[str, object]) -> list[Activity]:
    number = int_of(row, "section")
    return parse_rows(_CONTENTS, row["modules"], lambda module: _activity(module, number))


def _activity(row: Mapping[str, object], section: int) -> Activity:
    dates = parse_rows(
        _CONTENTS,
        row.get("dates") or [],
        lambda one: (text_of(one, "dataid"), int_of(one, "timestamp")),
    )
    return Activity(
        activity=ModuleId(required_int(row, "id")),
        module=text_of(row, "modname"),
        instance=int_of(row, "instance"),
        name=text_of(row, "name"),
        section=section,
        tracking=int_of(row, "completion"),
        visible=bool(int_of(row, "visible", 1)),
        due=max((time for name, time in dates if name in _DUE), default=0),
    )


def _details(row: Mapping[str, object]) -> ModuleDetails:
    return parse_object(_MODULE, row["cm"], _module)


def _module(row: Mapping[str, object]) -> ModuleDetails:
    # Below 0 stands the number of a scale of words.
    most = float_of(row, "grade")
    points = most if most is not None and most > 0 else None
    return ModuleDetails(
        ModuleId(required_int(row, "id")),
        text_of(row, "idnumber"),
        int_of(row, "added"),
        int_of(row, "completionexpected"),
        points,
        None if points is None else float_of(row, "gradepass") or 0.0,
    )
