"""What a played term records: states by rules, totals by the gradebook, restrictions, quiet days."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.sandbox.grade_totals import GradeCategory, GradeItem, course_total
from vsosh_moodle.sandbox.play.access_conditions import Standing, is_open
from vsosh_moodle.sandbox.play.chance import chance
from vsosh_moodle.sandbox.play.characters import draw_character
from vsosh_moodle.sandbox.play.completion_states import CompletionRules, Deeds, completion_state
from vsosh_moodle.sandbox.play.days import (
    Span,
    day_of,
    draw_moments,
    is_quiet,
    is_school_day,
    moment,
)

BY_RULES = 2


@pytest.mark.parametrize(
    ("rules", "deeds", "state"),
    [
        (CompletionRules(), Deeds(viewed=True, ticked=True), 0),
        (CompletionRules(1), Deeds(viewed=True), 0),
        (CompletionRules(1), Deeds(ticked=True), 1),
        (CompletionRules(2, view=True), Deeds(), 0),
        (CompletionRules(2, view=True), Deeds(viewed=True), 1),
        (CompletionRules(2, own={"submit": True}), Deeds(viewed=True), 0),
        (CompletionRules(2, own={"submit": True}), Deeds(submitted=True), 1),
        # A grade is asked for and none is there; then any will do, where there is no pass mark.
        (CompletionRules(2, grade=True), Deeds(submitted=True), 0),
        (CompletionRules(2, grade=True), Deeds(grade=0), 1),
        # A pass mark tells passed and failed even where only a grade is asked for.
        (CompletionRules(2, grade=True, pass_grade=3), Deeds(grade=3), 2),
        (CompletionRules(2, grade=True, pass_grade=3), Deeds(grade=2), 3),
        (CompletionRules(2, grade=True, passing=True, pass_grade=3), Deeds(grade=2.99), 3),
        (CompletionRules(2, grade=True, passing=True, pass_grade=3), Deeds(grade=3), 2),
        (CompletionRules(2, grade=True, passing=True), Deeds(grade=1), 2),
        # Passed, but not looked at: not yet done. Failed and done otherwise: failed.
        (CompletionRules(2, view=True, grade=True, pass_grade=3), Deeds(grade=5), 0),
        (CompletionRules(2, view=True, grade=True, pass_grade=3), Deeds(viewed=True, grade=2), 3),
        (CompletionRules(2, own={"posts": 2}), Deeds(discussions=1), 0),
        (CompletionRules(2, own={"posts": 2}), Deeds(discussions=1, replies=1), 1),
        (CompletionRules(2, own={"replies": 1}), Deeds(discussions=3), 0),
        (CompletionRules(2, own={"min_attempts": 2}), Deeds(attempts=1), 0),
        (CompletionRules(2, own={"min_attempts": 2}), Deeds(attempts=2), 1),
    ],
)
def test_the_state_of_an_activity(rules: CompletionRules, deeds: Deeds, state: int) -> None:
    assert completion_state(rules, deeds) == state


def test_a_failed_test_with_attempts_left_is_not_done_where_using_them_up_is_enough() -> None:
    rules = CompletionRules(
        BY_RULES, grade=True, passing=True, pass_grade=60, attempts=2,
        own={"attempts_exhausted": True},
    )  # fmt: skip
    assert completion_state(rules, Deeds(grade=10, attempts=1)) == 0
    assert completion_state(rules, Deeds(grade=10, attempts=2)) == 3
    assert completion_state(rules, Deeds(grade=70, attempts=1)) == 2


def test_natural_totals_are_of_what_is_graded_so_far() -> None:
    book = GradeCategory("natural", (GradeItem(1, 5), GradeItem(2, 100), GradeItem(3, 10)))
    assert course_total(book, {}) is None
    assert course_total(book, {1: 4.0}) == (4.0, 5)
    assert course_total(book, {1: 4.0, 2: 50.0}) == pytest.approx((54.0, 105))


def test_categories_are_aggregated_before_the_course() -> None:
    mocks = GradeCategory("max", (GradeItem(1, 20), GradeItem(2, 20)), coefficient=3)
    book = GradeCategory("weighted_mean", (GradeItem(3, 5),), (mocks,))
    assert course_total(book, {1: 10.0, 2: 15.0, 3: 5.0}) == pytest.approx((81.25, 100))
    assert course_total(book, {3: 5.0}) == (100, 100)


@pytest.mark.parametrize(
    ("aggregation", "percent"),
    [("mean", 50), ("simple_weighted_mean", 30), ("median", 50), ("min", 20), ("max", 80),
     ("mode", 80)],
)  # fmt: skip
def test_each_aggregation_has_its_own_total(aggregation: str, percent: float) -> None:
    book = GradeCategory(aggregation, (GradeItem(1, 10), GradeItem(2, 50)))
    total = course_total(book, {1: 8.0, 2: 10.0})
    assert total == pytest.approx((percent, 100))


@given(
    st.dictionaries(st.integers(1, 8), st.floats(0, 1), min_size=1),
    st.sampled_from(["natural", "mean", "simple_weighted_mean", "median", "min", "max", "mode"]),
)
def test_a_total_lies_between_the_worst_and_the_best(
    shares: Mapping[int, float], aggregation: str
) -> None:
    book = GradeCategory(aggregation, tuple(GradeItem(cmid, 10.0 * cmid) for cmid in range(1, 9)))
    total = course_total(book, {cmid: share * 10 * cmid for cmid, share in shares.items()})
    assert total is not None
    assert min(shares.values()) - 1e-5 <= total[0] / total[1] <= max(shares.values()) + 1e-5


def test_restrictions_let_in_whom_moodle_lets_in() -> None:
    standing = Standing({7}, states={1: 2, 2: 3}, fractions={5: 0.6})
    done = {"type": "completion", "cm": 1, "e": 1}
    failed = {"type": "completion", "cm": 2, "e": 1}
    not_done = {"type": "completion", "cm": 2, "e": 0}
    graded = {"type": "grade", "id": 5, "min": 60}
    member, stranger = {"type": "group", "id": 7}, {"type": "group", "id": 8}
    later = {"type": "date", "d": ">=", "t": 100}
    cases: list[tuple[dict[str, Any], bool]] = [
        ({"op": "&", "c": [done, member, graded, not_done]}, True),
        ({"op": "&", "c": [done, failed]}, False),
        ({"op": "|", "c": [stranger, member]}, True),
        ({"op": "!&", "c": [stranger, member]}, True),
        ({"op": "!|", "c": [stranger, member]}, False),
        ({"op": "&", "c": [{"op": "|", "c": [stranger, done]}]}, True),
        ({"op": "&", "c": []}, True),
        ({"op": "&", "c": [{"type": "mystery"}]}, False),
    ]
    for tree, inside in cases:
        assert is_open(tree, standing, 50) is inside, tree
    assert [is_open(later, standing, now) for now in (99, 100)] == [False, True]


def test_holidays_and_weekends_are_quiet() -> None:
    assert is_quiet(date(2026, 10, 28))
    assert is_quiet(date(2027, 1, 3))
    assert not is_quiet(date(2026, 10, 21))
    assert not is_school_day(date(2026, 10, 24))
    moments = [
        draw_moments(chance("week", number), date(2026, 9, 14), 2.5) for number in range(400)
    ]
    assert all(one == sorted(one) for one in moments)
    days = [day_of(at).weekday() for one in moments for at in one]
    assert 900 < len(days) < 1100
    assert days.count(5) + days.count(6) < len(days) / 6


def test_the_last_day_goes_to_now_and_others_to_midnight() -> None:
    today = date(2026, 11, 26)
    noon = moment(today, 12)
    assert Span(date(2026, 9, 1), today, noon).last_moment == noon
    yesterday = today - timedelta(days=1)
    assert Span(date(2026, 9, 1), yesterday, noon).last_moment == moment(today) - 1


def test_every_kind_of_pupil_comes_up() -> None:
    kinds = [draw_character(1, f"vsosh:p:{n:06}").kind for n in range(1000)]
    assert {"steady", "strong", "slow", "late", "stopped", "never"} == set(kinds)
    assert 100 < kinds.count("never") < 180
    assert kinds == [draw_character(1, f"vsosh:p:{n:06}").kind for n in range(1000)]
