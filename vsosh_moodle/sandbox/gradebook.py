"""Grades: those of activities, and the course's own that follows from them.

Categories inside a course are passed over: every graded activity counts for the course itself.
"""

import json
import statistics
from collections.abc import Sequence

from vsosh_moodle.sandbox.store import Row, Store

GRADED = frozenset({"assign", "forum", "h5pactivity", "lesson", "quiz"})
COURSE_POINTS = 100.0


def grade_max(module: Row) -> float | None:
    """Return what an activity is out of, None when it gives no points."""
    if module["modname"] not in GRADED:
        return None
    most: float = json.loads(module["settings"]).get("grade") or 0
    return most if most > 0 else None


def grade_pass(module: Row) -> float:
    """Return the points an activity is passed with, 0 when none were set."""
    least: float = json.loads(module["settings"]).get("pass_grade") or 0
    return least


def set_grade(store: Store, module: Row, userid: int, grade: float | None, time: int) -> None:
    """Keep a grade, at most what the activity is out of, and make the course's grade anew.

    Nothing is kept for an activity that gives no points.
    """
    most = grade_max(module)
    if most is None:
        return
    final = None if grade is None else max(0.0, min(grade, most))
    _write(store, (module["course"], module["id"], userid), (final, grade, None, time))
    _regrade(store, module["course"], userid, time)


def _regrade(store: Store, courseid: int, userid: int, time: int) -> None:
    course = store.get("course", courseid)
    parts = [
        (row["finalgrade"], most, 1.0 if row["gradeweight"] is None else row["gradeweight"])
        for row in store.rows(
            "SELECT cm.*, g.finalgrade FROM grade_grades g JOIN course_modules cm ON cm.id = g.cmid"
            " WHERE g.courseid = ? AND g.userid = ? AND g.finalgrade IS NOT NULL",
            courseid,
            userid,
        )
        if (most := grade_max(row)) is not None
    ]
    total, most = _aggregate(course["gradeaggregation"], parts)
    _write(store, (courseid, 0, userid), (total, None, most, time))


def _aggregate(
    how: str, parts: Sequence[tuple[float, float, float]]
) -> tuple[float | None, float | None]:
    """Return the course's grade and what it is out of; `parts` are grade, most and weight."""
    if not parts:
        return None, None
    if how == "natural":
        return round(sum(part[0] for part in parts), 5), sum(part[1] for part in parts)
    shares = [grade / most for grade, most, _weight in parts]
    weights = [1.0] * len(parts)
    if how == "weighted_mean":
        weights = [weight for _grade, _most, weight in parts]
    elif how == "simple_weighted_mean":
        weights = [most for _grade, most, _weight in parts]
    elif how != "mean":
        return round(_pick(how, shares) * COURSE_POINTS, 5), COURSE_POINTS
    if not sum(weights):
        return None, COURSE_POINTS
    mean = sum(s * w for s, w in zip(shares, weights, strict=True)) / sum(weights)
    return round(mean * COURSE_POINTS, 5), COURSE_POINTS


def _pick(how: str, shares: list[float]) -> float:
    if how == "min":
        return min(shares)
    if how == "max":
        return max(shares)
    return statistics.median(shares) if how == "median" else statistics.mode(shares)


def _write(
    store: Store,
    place: tuple[int, int, int],
    values: tuple[float | None, float | None, float | None, int],
) -> None:
    store.write(
        "INSERT INTO grade_grades"
        " (courseid, cmid, userid, finalgrade, rawgrade, rawgrademax, timemodified)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET finalgrade = excluded.finalgrade,"
        " rawgrade = excluded.rawgrade, rawgrademax = excluded.rawgrademax,"
        " timemodified = excluded.timemodified",
        *place,
        *values,
    )
