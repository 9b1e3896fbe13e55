"""Cells are read as people fill them."""

import pytest

from vsosh_moodle.rosters.table import column_letters
from vsosh_moodle.rosters.values import cell_list, cell_text


@pytest.mark.parametrize(
    ("cell", "text"), [(9.0, "9"), (9.5, "9.5"), (17, "17"), (" а\u00a0 б ", "а б"), (True, "")]
)
def test_a_cell_says_clean_text(cell: str | float, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("9А; 9Б,10А", ["9А", "9Б", "10А"]),
        ("9А\n9Б", ["9А", "9Б"]),
        (";,", []),
        (9.0, ["9"]),
        ("", []),
    ],
)
def test_a_list_is_divided(cell: str | float, items: list[str]) -> None:
    assert cell_list(cell) == items


def test_columns_are_lettered_as_in_excel() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
