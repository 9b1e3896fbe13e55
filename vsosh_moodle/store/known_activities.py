"""Activities as the last snapshots have them: what a site without the plugin tells one by one."""

from vsosh_moodle.school.learning import ActivityRow
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
