"""Grades: those of activities, and the course's own that follows from them."""

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from vsosh_moodle.sandbox.grade_totals import GradeCategory, GradeItem, course_total
from vsosh_moodle.sandbox.store import Row, Store

GRADED = frozenset({"assign", "forum", "h5pactivity", "lesson", "quiz"})


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


def read_gradebook(store: Store, course: Row) -> GradeCategory:
    """Return how the grades of a course are put together, categories inside categories."""
    modules = store.rows(
        "SELECT * FROM course_modules WHERE course = ? ORDER BY section, position, id", course["id"]
    )
    categories = store.rows(
        "SELECT * FROM grade_categories WHERE courseid = ? ORDER BY id", course["id"]
    )
    return build_gradebook(course["gradeaggregation"], modules, categories)


def build_gradebook(
    aggregation: str,
    modules: Sequence[Row],
    categories: Sequence[Row],
    parent: int = 0,
    coefficient: float = 1,
) -> GradeCategory:
    """Return a category with what is in it; what is in a category that is gone is the course's own."""
    there = {row["id"] for row in categories}
    items = tuple(
        GradeItem(row["id"], most, _coefficient(row["gradeweight"]))
        for row in modules
        if (most := grade_max(row)) is not None and _in(row["gradecategory"], there) == parent
    )
    below = tuple(
        build_gradebook(
            row["aggregation"], modules, categories, row["id"], _coefficient(row["weight"])
        )
        for row in categories
        if _in(row["parent"], there) == parent
    )
    return GradeCategory(aggregation, items, below, coefficient)


def _in(category: int, there: AbstractSet[int]) -> int:
    return category if category in there else 0


def _coefficient(weight: float | None) -> float:
    return 1 if weight is None else weight


def _regrade(store: Store, courseid: int, userid: int, time: int) -> None:
    book = read_gradebook(store, store.get("course", courseid))
    grades = {
        row["cmid"]: row["finalgrade"]
        for row in store.rows(
            "SELECT cmid, finalgrade FROM grade_grades"
            " WHERE courseid = ? AND userid = ? AND cmid > 0 AND finalgrade IS NOT NULL",
            courseid,
            userid,
        )
    }
    total, most = course_total(book, grades) or (None, None)
    _write(store, (courseid, 0, userid), (total, None, most, time))


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
