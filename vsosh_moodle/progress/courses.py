"""Find our courses on a site without the plugin: by the ids we remember, else by their keys."""

from collections.abc import Mapping, Sequence

from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.courses import Course, get_courses, get_courses_by_field
from vsosh_moodle.moodle.errors import AccessDenied, InvalidParameter
from vsosh_moodle.moodle.ids import CourseId
from vsosh_moodle.school.learning import CourseRow

BY_FIELD = "core_course_get_courses_by_field"


def find_course_rows(
    client: MoodleClient, keys: Sequence[str], remembered: Mapping[str, int]
) -> dict[str, CourseRow]:
    """Return the courses with these keys, as far as the site has them and shows them.

    One call for those we remember, one for each other. Raises MoodleError.
    """
    ids = [CourseId(remembered[key]) for key in keys if key in remembered]
    found = {one.idnumber: one for one in _by_id(client, ids)}
    for key in keys:
        if key not in found and client.site.has(BY_FIELD):
            found |= {one.idnumber: one for one in get_courses_by_field(client, "idnumber", key)}
    return {key: _row(found[key]) for key in keys if key in found}


def _by_id(client: MoodleClient, ids: Sequence[CourseId]) -> list[Course]:
    try:
        return get_courses(client, ids)
    except (AccessDenied, InvalidParameter):
        return []  # one of them may not be read, and fails the call for all


def _row(course: Course) -> CourseRow:
    return CourseRow(
        course.idnumber, int(course.id), course.fullname, course.visible, course.enablecompletion
    )
