"""Splitting rows by the fields they take."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.moodle.batches import chunks, split_rows, variables_limit
from vsosh_moodle.moodle.encode import count_variables

rows_of_fields = st.lists(
    st.dictionaries(st.sampled_from("abcdefgh"), st.one_of(st.none(), st.text(max_size=3))),
    max_size=60,
)


def same(row: dict[str, str | None]) -> dict[str, str | None]:
    return row


@given(rows_of_fields, st.integers(min_value=1, max_value=30))
def test_nothing_is_lost_and_order_is_kept(rows: list[dict[str, str | None]], limit: int) -> None:
    batches = split_rows(rows, same, limit)
    assert [row for batch in batches for row in batch] == rows
    assert all(batches)


@given(rows_of_fields, st.integers(min_value=8, max_value=30))
def test_no_batch_exceeds_the_limit(rows: list[dict[str, str | None]], limit: int) -> None:
    for batch in split_rows(rows, same, limit):
        assert count_variables({"rows": batch}) <= limit


@given(rows_of_fields, st.integers(min_value=8, max_value=30))
def test_a_batch_ends_only_because_the_next_row_would_not_fit(
    rows: list[dict[str, str | None]], limit: int
) -> None:
    batches = split_rows(rows, same, limit)
    for batch, following in pairwise(batches):
        assert count_variables({"rows": [*batch, following[0]]}) > limit


@given(rows_of_fields, st.integers(min_value=1, max_value=5))
def test_rows_are_bounded_too(rows: list[dict[str, str | None]], most: int) -> None:
    for batch in split_rows(rows, same, 900, max_rows=most):
        assert len(batch) <= most


def test_a_row_above_the_limit_travels_alone() -> None:
    rows = [{"a": "1"}, {"a": "1", "b": "2", "c": "3"}, {"a": "1"}]
    assert split_rows(rows, lambda row: row, 2) == [[rows[0]], [rows[1]], [rows[2]]]


@pytest.mark.parametrize(
    ("max_input_vars", "limit"), [(1000, 900), (5000, 900), (200, 196), (3, 1)]
)
def test_the_limit_leaves_room_for_the_protocol(max_input_vars: int, limit: int) -> None:
    assert variables_limit(max_input_vars) == limit


def test_chunks_are_slices_in_order() -> None:
    assert chunks([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4], [5]]
    with pytest.raises(ValueError, match="size"):
        chunks([1], 0)
