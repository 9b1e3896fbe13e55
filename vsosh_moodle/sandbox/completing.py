"""Completion: what is set for an activity, and the course that is completed by it."""

import json
from dataclasses import dataclass
from typing import Any

from vsosh_moodle.sandbox.store import Row, Store

ACTIVITY_CRITERION, DATE_CRITERION, GRADE_CRITERION, SELF_CRITERION = 4, 2, 6, 1
ALL, ANY = 1, 2
_DONE, _DONE_OR_FAILED = (1, 2), (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing a course is completed by; `time` is when a learner met it, 0 not yet."""

    kind: int
    cmid: int
    time: int


def set_completion(
    store: Store, cmid: int, userid: int, state: int, time: int, overrideby: int | None = None
) -> None:
    """Set the completion of an activity: 0 none, 1 done, 2 passed, 3 failed; then the course's."""
    store.write(
        "INSERT INTO course_modules_completion"
        " (coursemoduleid, userid, completionstate, overrideby, timemodified)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " completionstate = excluded.completionstate, overrideby = excluded.overrideby,"
        " timemodified = excluded.timemodified",
        cmid,
        userid,
        state,
        overrideby,
        time,
    )
    if state:
        _aggregate(store, store.get("course_modules", cmid)["course"], userid, time)


def set_course_completion(
    store: Store, courseid: int, userid: int, started: int, completed: int
) -> None:
    """Note when a learner began a course and, unless 0, completed it; neither is ever taken back."""
    store.write(
        "INSERT INTO course_completions (course, userid, timestarted, timecompleted)"
        " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " timestarted = CASE WHEN timestarted > 0 THEN timestarted ELSE excluded.timestarted END,"
        " timecompleted = coalesce(timecompleted, excluded.timecompleted)",
        courseid,
        userid,
        started,
        completed or None,
    )


def criteria_of(store: Store, course: Row, userid: int) -> tuple[list[Criterion], int]:
    """Return what a course is completed by, as a learner met it, and how that is put together."""
    text = course["completioncriteria"]
    if not text:
        return [], ALL
    rules: dict[str, Any] = json.loads(text)
    found = [
        Criterion(ACTIVITY_CRITERION, cmid, _when_done(store, cmid, userid))
        for cmid in rules["activities"]
    ]
    if rules.get("grade") is not None:
        found.append(Criterion(GRADE_CRITERION, 0, _when_graded(store, course, userid, rules)))
    if rules.get("date"):
        found.append(Criterion(DATE_CRITERION, 0, 0))
    if rules.get("self"):
        found.append(Criterion(SELF_CRITERION, 0, 0))
    return found, ANY if rules["aggregation"] == "any" else ALL


def _aggregate(store: Store, courseid: int, userid: int, time: int) -> None:
    course = store.get("course", courseid)
    if not course["enablecompletion"]:
        return
    criteria, together = criteria_of(store, course, userid)
    if not criteria:
        return
    rules = json.loads(course["completioncriteria"])
    activities = [one.time for one in criteria if one.kind == ACTIVITY_CRITERION]
    others = [one.time for one in criteria if one.kind != ACTIVITY_CRITERION]
    met = list(others)
    if activities:
        inside = any if rules["activities_aggregation"] == "any" else all
        met.append(max(activities) if inside(activities) else 0)
    completed = max(met) if (any if together == ANY else all)(met) else 0
    set_course_completion(store, courseid, userid, time, completed)


def _when_done(store: Store, cmid: int, userid: int) -> int:
    """A failed grade meets the criterion too, unless the activity asks for a pass."""
    row = store.row(
        "SELECT c.completionstate, c.timemodified, cm.completionpassgrade"
        " FROM course_modules_completion c JOIN course_modules cm ON cm.id = c.coursemoduleid"
        " WHERE c.coursemoduleid = ? AND c.userid = ?",
        cmid,
        userid,
    )
    if row is None:
        return 0
    good = _DONE if row["completionpassgrade"] else _DONE_OR_FAILED
    return int(row["timemodified"]) if row["completionstate"] in good else 0


def _when_graded(store: Store, course: Row, userid: int, rules: dict[str, Any]) -> int:
    row = store.row(
        "SELECT finalgrade, timemodified FROM grade_grades"
        " WHERE courseid = ? AND cmid = 0 AND userid = ?",
        course["id"],
        userid,
    )
    if row is None or row["finalgrade"] is None or row["finalgrade"] < rules["grade"]:
        return 0
    return int(row["timemodified"])
