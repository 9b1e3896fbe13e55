"""A value reads the same in every form of a report."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.language import set_language
from vsosh_moodle.reports.document.model import Column, ColumnKind, Hidden, Table, Value
from vsosh_moodle.reports.render.shown_values import (
    legend_of,
    render_quantity,
    render_value,
    totals_of,
)


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (None, "people", "—"),
        (Hidden(), "people", "менее 5"),
        (Hidden(small=False), "percent", "скрыто"),
        (True, "text", "да"),
        (False, "text", "нет"),
        (1234567, "count", "1\u00a0234\u00a0567"),
        (12, "people", "12"),
        (12.0, "people", "12"),
        (45.25, "percent", "45,3\u00a0%"),
        (45.35, "percent", "45,4\u00a0%"),
        (0.05, "percent", "0,1\u00a0%"),
        (100, "percent", "100,0\u00a0%"),
        (2.675, "decimal", "2,68"),
        (3, "decimal", "3,00"),
        (4, "mark", "4"),
        (3.0, "mark", "3,00"),
        (3.5, "change", "+3,5"),
        (-3.25, "change", "\u22123,3"),
        (0, "change", "0"),
        (-0.04, "change", "0,0"),
        (7, "change", "+7"),
        (2.5, "text", "2,5"),
        (float("nan"), "percent", "—"),
        (float("inf"), "count", "—"),
        (date(2026, 9, 1), "date", "01.09.2026"),
        (datetime(2026, 9, 1, 8, 5), "date", "01.09.2026 08:05"),
        ("=1+1", "text", "=1+1"),
    ],
)
def test_a_value_in_words(value: Value, kind: ColumnKind, shown: str) -> None:
    assert render_value(value, kind) == shown


def test_the_least_number_of_people_is_the_schools() -> None:
    assert render_value(Hidden(), "people", 3) == "менее 3"


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        (50, "%", "50\u00a0%"),
        (0.0, "", "0"),
        (1200.5, "чел.", "1\u00a0200,5\u00a0чел."),
        (-2.25, "", "\u22122,3"),
    ],
)
def test_a_quantity_has_no_idle_zeros(amount: float, unit: str, shown: str) -> None:
    assert render_quantity(amount, unit) == shown


@given(st.floats(-1e9, 1e9), st.sampled_from(["percent", "decimal", "mark", "change", "count"]))
def test_what_is_shown_is_within_half_a_digit(number: float, kind: ColumnKind) -> None:
    shown = render_value(number, kind).removesuffix("\u00a0%")
    read = float(shown.replace("\u00a0", "").replace("\u2212", "-").replace(",", "."))
    assert abs(read - number) <= 0.0501


def test_english_keeps_its_point() -> None:
    set_language("en")
    try:
        assert render_value(1234.5, "percent") == "1\u00a0234.5\u00a0%"
    finally:
        set_language("ru")


def table(*rows: tuple[Value, ...], totals: tuple[Value, ...] | None) -> Table:
    columns = (
        Column("Класс"),
        Column("Учеников", "people", total="sum"),
        Column("Средняя", "mark", total="average"),
        Column("Разных", "people", total="distinct"),
    )
    return Table("t", "Т", columns, rows, totals)


def test_totals_that_are_left_out_are_counted() -> None:
    one = table(("А", 5, 4, 5), ("Б", 7, None, 7), totals=("", None, None, 9))
    assert totals_of(one) == ("Всего", 12, 4, 9)
    assert totals_of(table(("А", 5, 4, 5), totals=None)) is None


def test_a_total_never_gives_a_hidden_number_away() -> None:
    one = table(("А", Hidden(), Hidden(), 5), ("Б", 7, 4, 7), totals=("", None, None, None))
    assert totals_of(one) == ("Всего", Hidden(small=False), Hidden(small=False), None)
    assert len(legend_of(one, 5)) == 3


def test_a_total_that_is_given_stays() -> None:
    one = table(("А", 5, 4, 5), ("Б", 7, 4, 7), totals=("По школе", 11, 4.5, 8))
    assert totals_of(one) == ("По школе", 11, 4.5, 8)
