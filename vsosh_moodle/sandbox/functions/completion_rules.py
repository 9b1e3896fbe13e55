"""How far a user is in a course, counted from activity completion."""

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.store import Row


def course_progress(call: Call, course: Row, userid: int) -> float | None:
    """Return the per cent of tracked activities done, None when nothing is tracked."""
    if not course["enablecompletion"]:
        return None
    counted = call.store.row(
        "SELECT count(*) AS tracked, count(done.userid) AS done FROM course_modules cm"
        " LEFT JOIN course_modules_completion done ON done.coursemoduleid = cm.id"
        " AND done.userid = ? AND done.completionstate IN (1, 2)"
        " WHERE cm.course = ? AND cm.completion > 0",
        userid,
        course["id"],
    )
    if counted is None or not counted["tracked"]:
        return None
    return float(counted["done"] / counted["tracked"] * 100)
