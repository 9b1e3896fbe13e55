"""Which changes of a plan are differences of courses from their template, and how they stand in rows."""

from dataclasses import replace

import pytest

from tests.plan.schools import School, course_key
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.diff import diff_states
from vsosh_moodle.plan.drift import DriftRow, DriftValue, drift_rows
from vsosh_moodle.plan.records import (
    Category,
    CourseActivity,
    Enrolment,
    Kind,
    Record,
    with_fields,
)
from vsosh_moodle.plan.settings import settings_of
from vsosh_moodle.plan.state import State

ONE, TWO, OTHER = (course_key(name) for name in ("algebra", "oge-math", "oge-rus"))
PAGE = CourseActivity(ONE, "page", "page", settings_of({"name": "Дроби", "visible": True}))


def school() -> State:
    return School({}, {"algebra": (), "oge-math": (), "oge-rus": ()}).state()


def change(action: Action, before: Record | None, after: Record | None) -> Change:
    record = after or before
    assert record is not None
    return Change(action, record.kind, record.key, before, after)


def kinds(*changes: Change) -> list[tuple[str, str, str]]:
    return [(row.kind, row.item, row.field) for row in drift_rows(changes, [ONE, TWO])]


def test_a_course_renamed_by_hand_is_told_with_both_texts() -> None:
    state, live = school(), school()
    live.add(replace(state.course[ONE], shortname="МОЁ", visible=False))
    assert drift_rows(diff_states(state, live, state), [ONE]) == [
        DriftRow("edited", Kind.COURSE, "", "shortname", (DriftValue(ONE, "ALGEBRA", "МОЁ"),)),
        DriftRow("edited", Kind.COURSE, "", "visible", (DriftValue(ONE, "True", "False"),)),
    ]


def test_a_course_that_a_template_moves_waits_with_all_that_changes() -> None:
    live, desired = school(), school()
    desired.add(Category("vsosh:cat:el", "Элективы"))
    desired.add(replace(live.course[ONE], category="vsosh:cat:el", fullname="Алгебра"))
    changes = diff_states(desired, live, live)
    assert [one.action for one in changes if one.kind is Kind.COURSE] == [Action.MOVE]
    assert [(row.kind, row.field, row.values[0].wanted) for row in drift_rows(changes, [ONE])] == [
        ("waiting", "fullname", "Алгебра"),
        ("waiting", "category", "vsosh:cat:el"),
    ]


def test_each_change_of_content_is_called_by_what_a_course_lacks_or_has() -> None:
    renamed = with_fields(PAGE, {"name": '"Дроби и проценты"'})
    hidden = with_fields(PAGE, {"visible": "false"})
    assert kinds(change(Action.CREATE, None, PAGE)) == [("missing", "page", "")]
    assert kinds(change(Action.UPDATE, PAGE, renamed)) == [("waiting", "page", "name")]
    assert kinds(change(Action.KEEP, renamed, PAGE)) == [("edited", "page", "name")]
    assert kinds(change(Action.HIDE, PAGE, hidden)) == [("extra", "page", "")]


@pytest.mark.parametrize(
    "other",
    [
        change(Action.REMOVE, PAGE, None),
        change(Action.CREATE, None, Enrolment(ONE, "vsosh:p:000001", "student")),
        change(Action.CREATE, None, replace(PAGE, course=OTHER)),
    ],
    ids=["taken away", "no content", "another course"],
)
def test_what_is_no_difference_does_not_hide_the_next_one(other: Change) -> None:
    assert kinds(other) == []
    assert kinds(other, change(Action.CREATE, None, PAGE)) == [("missing", "page", "")]


def test_courses_with_the_same_difference_share_a_row_in_the_order_asked_for() -> None:
    changes = [change(Action.CREATE, None, replace(PAGE, course=key)) for key in (ONE, TWO)]
    (row,) = drift_rows(changes, [TWO, ONE])
    assert row.courses == (TWO, ONE)
    assert row.values == (DriftValue(TWO, "", ""), DriftValue(ONE, "", ""))


def test_a_field_that_the_course_has_not_is_told_as_empty() -> None:
    more = with_fields(PAGE, {"intro": '"Прочтите"'})
    (row,) = drift_rows([change(Action.UPDATE, PAGE, more)], [ONE])
    assert (row.field, row.values) == ("intro", (DriftValue(ONE, '"Прочтите"', ""),))
