"""The course's grade, as it follows from those of activities."""

import json
from collections.abc import Iterator

import pytest

from vsosh_moodle.sandbox import Sandbox, hand_edits
from vsosh_moodle.sandbox.gradebook import set_grade
from vsosh_moodle.sandbox.store import Store

ADMIN = 2


@pytest.fixture
def store() -> Iterator[Store]:
    with Sandbox() as site, site.edit() as edited:
        yield edited


def graded(store: Store, *grades: tuple[float, float], how: str = "natural") -> dict[str, object]:
    """Give grades out of so many points and return the course's."""
    store.update("course", 1, {"gradeaggregation": how})
    section = store.insert("course_sections", {"course": 1, "section": 1})
    for grade, most in grades:
        cmid = hand_edits.add_activity(store, section, "assign", "Работа")
        store.update("course_modules", cmid, {"settings": json.dumps({"grade": most})})
        set_grade(store, store.get("course_modules", cmid), ADMIN, grade, 7)
    row = store.row("SELECT * FROM grade_grades WHERE cmid = 0 AND userid = ?", ADMIN)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("how", "total", "most"),
    [
        ("natural", 29.0, 40.0),
        ("mean", 70.0, 100.0),
        ("simple_weighted_mean", 72.5, 100.0),
        ("min", 50.0, 100.0),
        ("max", 80.0, 100.0),
        ("median", 80.0, 100.0),
        ("mode", 80.0, 100.0),
        ("weighted_mean", 70.0, 100.0),
    ],
)
def test_a_course_is_out_of_what_was_graded(
    store: Store, how: str, total: float, most: float
) -> None:
    row = graded(store, (16, 20), (8, 10), (5, 10), how=how)
    assert (row["finalgrade"], row["rawgrademax"]) == (pytest.approx(total), most)
    assert row["timemodified"] == 7


def test_no_grade_is_more_than_its_activity_is_out_of(store: Store) -> None:
    assert graded(store, (25, 20))["finalgrade"] == 20


def test_an_activity_without_points_has_no_grade(store: Store) -> None:
    section = store.insert("course_sections", {"course": 1, "section": 1})
    cmid = hand_edits.add_activity(store, section, "page", "Страница")
    set_grade(store, store.get("course_modules", cmid), ADMIN, 5, 7)
    assert store.rows("SELECT * FROM grade_grades") == []
