"""The courses of a period with their activities and teachers, and grades of activities."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from vsosh_moodle.indicators.facts import (
    ActivityFacts,
    AttemptFacts,
    CourseFacts,
    GradeFacts,
    TeacherFacts,
)
from vsosh_moodle.school.names import clean_text
from vsosh_moodle.store.database import Database
from vsosh_moodle.store.fact_tables import HOLDS, holds, stands
from vsosh_moodle.store.progress_window import View

MOCK = "mock"
"""The word in an activity's key that makes it a trial exam (course_templates/shared)."""


def find_courses(database: Database, view: View, prefix: str) -> dict[int, str]:
    """Return the courses of a window by number, in the order of keys; see progress_window.py."""
    rows = database.rows(
        "SELECT DISTINCT c.number, c.course FROM snapshot_courses s"
        " JOIN learning_courses c ON c.number = s.course WHERE s.state = 'read'"
        " AND (s.snapshot BETWEEN :first AND :last OR s.snapshot BETWEEN :year AND :last"
        "  AND EXISTS (SELECT 1 FROM snapshot_courses w WHERE w.snapshot = :whole"
        "  AND w.course = s.course AND w.state <> 'missing'))"
        " AND substr(c.course, 1, length(:prefix)) = :prefix ORDER BY c.course",
        _named(view, prefix=prefix),
    )
    return dict(rows)


def load_courses(database: Database, view: View, courses: dict[int, str]) -> list[CourseFacts]:
    """Return the courses as the snapshot has them, with what they lost in the window."""
    teachers = _teachers(database, view)
    activities = _activities(database, view)
    rows = database.rows(
        "SELECT course, title, visible, tracks FROM course_facts WHERE since <= :snapshot"
        " ORDER BY course, since",
        _named(view),
    )
    standing = {course: (title, visible, tracks) for course, title, visible, tracks in rows}
    found = []
    for number, key in courses.items():
        title, visible, tracks = standing.get(number, ("", 0, 0))
        found.append(
            CourseFacts(
                key,
                clean_text(title),
                bool(visible),
                bool(tracks),
                tuple(activities.get(number, ())),
                tuple(sorted(teachers.get(number, ()))),
            )
        )
    return found


def load_teachers(
    database: Database, view: View, courses: dict[int, str]
) -> Iterator[TeacherFacts]:
    """Yield who teaches in which course of the window, as the snapshot has it."""
    sql = (
        "SELECT e.course, l.person, e.active,"
        " coalesce((SELECT a.time FROM access_facts a WHERE a.course = e.course"
        f"  AND a.person = e.person AND {HOLDS}), 0),"
        " (SELECT count(*) FROM post_facts p WHERE p.course = e.course AND p.person = e.person"
        f"  AND {HOLDS} AND p.time >= :start AND p.time < :stop)"
        " FROM enrolment_facts e JOIN learners l ON l.number = e.person"
        f" WHERE e.teaches AND {holds('e')} ORDER BY l.person, e.course"
    )
    for course, person, active, access, posts in database.rows(sql, _named(view)):
        if course in courses:
            yield TeacherFacts(person, courses[course], bool(active), access, posts)


def load_grades_of(
    database: Database,
    snapshot: int,
    courses: Collection[int],
    *,
    word: str = "",
    stop: int | None = None,
) -> Iterator[GradeFacts]:
    """Yield the grades of activities of these courses, of those whose key has `word` when it is given.

    `stop` leaves out what was given at that moment or later.
    """
    # What was given before `stop` and changed after it is as it was before.
    sql = (
        "SELECT l.person, c.course, g.activity, g.grade, coalesce(g.grade_max, a.grade_max), g.time"
        " FROM grade_facts g JOIN activity_facts a"
        f" ON a.course = g.course AND a.activity = g.activity AND {_LAST_SEEN}"
        " JOIN learners l ON l.number = g.person JOIN learning_courses c ON c.number = g.course"
        " WHERE g.course = :course AND g.grade IS NOT NULL"
        " AND coalesce(g.grade_max, a.grade_max) > 0"
        " AND (:word = '' OR instr(a.key, :word)) AND (:stop IS NULL OR g.time < :stop)"
        f" AND {stands('g', 'grade_facts', 'time', 'n.grade IS NOT NULL')}"
        " ORDER BY l.person, g.activity"
    )
    for course in courses:
        parameters: Any = {"snapshot": snapshot, "course": course, "word": word, "stop": stop}
        yield from (GradeFacts(*row) for row in database.stream(sql, parameters))


def load_attempts_of(
    database: Database, snapshot: int, courses: Collection[int], word: str = ""
) -> Iterator[AttemptFacts]:
    """Yield the finished attempts at activities of these courses whose key has `word`."""
    sql = (
        "SELECT l.person, c.course, t.activity, a.key, t.attempt, t.started, t.finished, t.fraction"
        " FROM attempt_facts t JOIN activity_facts a"
        f" ON a.course = t.course AND a.activity = t.activity AND {_LAST_SEEN}"
        " JOIN learners l ON l.number = t.person JOIN learning_courses c ON c.number = t.course"
        f" WHERE t.course = :course AND {holds('t')} AND t.state = 'finished'"
        " AND (:word = '' OR instr(a.key, :word)) ORDER BY l.person, t.activity, t.attempt"
    )
    for course in courses:
        parameters: Any = {"snapshot": snapshot, "course": course, "word": word}
        yield from (AttemptFacts(*row) for row in database.stream(sql, parameters))


_LAST_SEEN = (
    "a.since = (SELECT max(x.since) FROM activity_facts x WHERE x.course = a.course"
    " AND x.activity = a.activity AND x.since <= :snapshot)"
)
"""An activity as it was last: what was done there stays though it was deleted."""


def _activities(database: Database, view: View) -> dict[int, list[ActivityFacts]]:
    rows = database.rows(
        "SELECT f.course, activity, c.course, key, module, title, section, tracking, grade_max,"
        " grade_pass, visible, added, due, since, until FROM activity_facts f"
        " JOIN learning_courses c ON c.number = f.course WHERE since <= :snapshot"
        " ORDER BY f.course, section, activity, since",
        _named(view),
    )
    first_seen: dict[tuple[int, int], int] = {}
    newest: dict[tuple[int, int], tuple[Any, ...]] = {}
    for row in rows:
        place = (row[0], row[1])
        first_seen.setdefault(place, row[13])
        first_seen[place] = min(first_seen[place], row[13])
        if place not in newest or row[13] > newest[place][13]:
            newest[place] = row
    days = dict(database.rows("SELECT number, taken FROM snapshots"))
    found: dict[int, list[ActivityFacts]] = defaultdict(list)
    for place, row in newest.items():
        until = row[14]
        gone = until is not None and until <= view.number
        if gone and until <= view.first:
            continue
        found[row[0]].append(
            ActivityFacts(
                activity=row[1],
                course=row[2],
                key=row[3],
                module=row[4],
                title=clean_text(row[5]),
                section=row[6],
                tracked=row[7] > 0,
                grade_max=row[8],
                grade_pass=row[9],
                visible=bool(row[10]),
                added=row[11],
                due=row[12],
                gone=gone,
                first_seen=view.moments.day_of(days[first_seen[place]]),
            )
        )
    return found


def _teachers(database: Database, view: View) -> dict[int, list[str]]:
    rows = database.rows(
        "SELECT course, l.person FROM enrolment_facts e JOIN learners l ON l.number = e.person"
        f" WHERE teaches AND active AND {holds('e')}",
        _named(view),
    )
    found: dict[int, list[str]] = defaultdict(list)
    for course, person in rows:
        found[course].append(person)
    return found


def _named(view: View, **more: object) -> Any:
    return {**view.parameters, **more}
