"""What each pupil still has to do: tracked activities not done, as the newest snapshot saw them."""

import json
from collections.abc import Collection
from typing import NamedTuple

from vsosh_moodle.school.names import clean_text
from vsosh_moodle.store.database import Database
from vsosh_moodle.store.fact_tables import holds


class OpenTask(NamedTuple):
    """An activity a pupil has not done. `due` is Unix seconds, 0 for no date; `section` its place."""

    person: str
    course: str
    course_title: str
    activity: int
    title: str
    section: int
    due: int


_SQL = f"""
SELECT l.person, c.course, f.title, a.activity, a.title, a.section, a.due
FROM learners l
JOIN enrolment_facts e ON e.person = l.number AND NOT e.teaches AND e.active AND {holds("e")}
JOIN learning_courses c ON c.number = e.course
JOIN course_facts f ON f.course = e.course AND f.visible AND {holds("f")}
JOIN activity_facts a ON a.course = e.course AND a.visible AND a.tracking > 0 AND {holds("a")}
LEFT JOIN completion_facts d ON d.course = e.course AND d.person = e.person
  AND d.activity = a.activity AND {holds("d")}
WHERE l.person IN (SELECT value FROM json_each(:people))
  AND substr(c.course, 1, length(:prefix)) = :prefix
  AND coalesce(d.state, 0) NOT IN (1, 2)
ORDER BY l.person, c.course, a.section, a.activity
"""  # noqa: S608  the conditions are ours, the values are parameters


def load_open_tasks(
    database: Database, snapshot: int, people: Collection[str], prefix: str
) -> tuple[OpenTask, ...]:
    """Return what these people have not done in the courses they are in, in the order of the course.

    Courses and activities that pupils do not see are left out, and so are courses that are not ours.
    """
    parameters = {"snapshot": snapshot, "people": json.dumps(sorted(people)), "prefix": prefix}
    return tuple(
        one._replace(course_title=clean_text(one.course_title), title=clean_text(one.title))
        for one in (OpenTask(*row) for row in database.rows(_SQL, parameters))
    )
