"""What fits a call."""

import pytest

from vsosh_moodle.moodle.batches import chunks, variables_limit


@pytest.mark.parametrize(
    ("max_input_vars", "limit"), [(1000, 900), (5000, 900), (200, 196), (3, 1)]
)
def test_the_limit_leaves_room_for_the_protocol(max_input_vars: int, limit: int) -> None:
    assert variables_limit(max_input_vars) == limit


def test_chunks_are_slices_in_order() -> None:
    assert chunks([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4], [5]]
    with pytest.raises(ValueError, match="size"):
        chunks([1], 0)
