"""A change of a plan by itself: what it is about, and what of it is counted."""

import pytest

from tests.plan.schools import make_user
from vsosh_moodle.plan.change import Action, Change, count_changes
from vsosh_moodle.plan.records import Category, Kind, Record


def of(before: Record | None, after: Record | None) -> Change:
    return Change(Action.UPDATE, Kind.USER, "vsosh:p:000001", before, after)


def test_a_change_is_about_what_will_be_else_about_what_was() -> None:
    first, second = make_user(1), make_user(2)
    assert of(first, second).record == second
    assert of(first, None).record == first
    assert of(first, None).changed_fields() == of(None, first).changed_fields() == ()


def test_a_change_about_nothing_names_its_key() -> None:
    with pytest.raises(ValueError, match="without records: vsosh:p:000001"):
        _ = of(None, None).record


def test_changes_are_counted_by_kind_in_the_order_of_a_plan() -> None:
    user, category = make_user(1), Category("vsosh:cat:do", "ДО")
    made = Change(Action.CREATE, Kind.CATEGORY, category.key, None, category)
    counts = count_changes([of(user, user), made, of(user, None)])
    assert counts == {"category": {"create": 1}, "user": {"update": 2}}
    assert list(counts) == ["category", "user"]
