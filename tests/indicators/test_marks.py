"""Marks by percentages, and the four figures schools count of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.indicators.marks import MarkCounts, MarkScale, count_marks, mark_text, scale_for

marks = st.lists(st.sampled_from([5, 4, 3, 2, None]))


@pytest.mark.parametrize(
    ("percent", "mark"),
    [
        (100, 5), (85.0, 5), (84.99, 4), (84.994, 4), (65, 4), (64.99, 3), (45, 3), (44.99, 2), (0, 2),
        (None, None), (110, 5), (100 * 17 / 20, 5), (100 * (0.1 + 0.2) / 0.3 * 0.85, 5), (84.99999999, 5),
    ],
)  # fmt: skip
def test_a_mark_by_percent(percent: float | None, mark: int | None) -> None:
    assert MarkScale().mark(percent) == mark


def test_every_share_of_points_at_the_border_is_the_better_mark() -> None:
    for most in range(1, 400):
        for got in range(most + 1):
            exact = 5 if 100 * got >= 85 * most else 4 if 100 * got >= 65 * most else None
            if exact and (100 * got) % most == 0:
                assert MarkScale().mark(100 * got / most) == exact, (got, most)


def test_subjects_have_their_own_scales() -> None:
    scales = {"default": MarkScale(80, 60, 40), "русский  язык": MarkScale(90, 70, 50)}
    assert scale_for("Русский язык", scales).mark(85) == 4
    assert scale_for("Химия", scales).mark(81) == 5
    assert scale_for("Химия", {}).mark(81) == 4


def test_the_four_figures_by_hand() -> None:
    counts = count_marks([5, 5, 4, 3, 3, 2, None, None])
    assert counts == MarkCounts(2, 1, 2, 1, 2)
    assert counts.graded == 6
    assert counts.success == pytest.approx(500 / 6)
    assert counts.quality == 50
    assert counts.learning == pytest.approx((200 + 64 + 72 + 16) / 6)
    assert counts.average == pytest.approx(22 / 6)


def test_nobody_graded_is_no_zero() -> None:
    counts = count_marks([None, None])
    assert (counts.success, counts.quality, counts.learning, counts.average) == (
        None,
        None,
        None,
        None,
    )
    assert (counts.none, mark_text(None), mark_text(2)) == (2, "н/а", "2")


@given(marks)
def test_figures_keep_their_order(given_marks: list[int | None]) -> None:
    counts = count_marks(given_marks)
    assert counts.graded + counts.none == len(given_marks)
    if counts.graded:
        assert counts.success is not None
        assert counts.quality is not None
        assert counts.learning is not None
        assert counts.average is not None
        assert 0 <= counts.quality <= counts.success <= 100
        assert 16 <= counts.learning <= 100
        assert 2 <= counts.average <= 5


@given(st.floats(0, 100), st.floats(0, 100))
def test_more_points_are_never_a_worse_mark(one: float, other: float) -> None:
    low, high = sorted((one, other))
    worse, better = MarkScale().mark(low), MarkScale().mark(high)
    assert worse is not None
    assert better is not None
    assert worse <= better
