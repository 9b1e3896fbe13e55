"""What a site without the plugin does not tell, or one by one, as the last snapshots have it."""

from vsosh_moodle.school.learning import ActivityRow
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.database import Database


def load_known_activities(database: Database) -> dict[str, dict[int, ActivityRow]]:
    """Return the activities whose day of adding or key is known, by course and Moodle's number."""
    rows = database.rows(
        "SELECT c.course, activity, key, module, title, section, tracking, grade_max, grade_pass,"
        " visible, added, due FROM activity_facts f JOIN learning_courses c ON c.number = f.course"
        " WHERE until IS NULL AND (added OR key <> '')"
    )
    found: dict[str, dict[int, ActivityRow]] = {}
    for (course, activity, key, module, title, section, tracking, most, least, visible, added,
         due) in rows:  # fmt: skip
        found.setdefault(course, {})[activity] = ActivityRow(
            activity, course, key, module, title, section, tracking, most, least, bool(visible),
            added, due,
        )  # fmt: skip
    return found


def load_known_dates(database: Database) -> dict[str, dict[str, tuple[int, int]]]:
    """Return when enrolments begin and end (0: no date), by course and person, those with dates only.

    As the last snapshot has them; of whoever no snapshot has yet, as they were applied.
    """
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for key, applied in AppliedState(database).load_kind("enrolment").items():
        course, _sign, person = key.rpartition("|")
        begins, ends = (_moment(applied.fields.get(one)) for one in ("timestart", "timeend"))
        if begins or ends:
            found.setdefault(course, {})[person] = (begins, ends)
    rows = database.rows(
        "SELECT c.course, l.person, begins, ends FROM enrolment_facts f"
        " JOIN learning_courses c ON c.number = f.course JOIN learners l ON l.number = f.person"
        " WHERE until IS NULL"
    )
    for course, person, begins, ends in rows:
        found.setdefault(course, {})[person] = (begins, ends)
    return found


def _moment(value: object) -> int:
    return value if isinstance(value, int) else 0
