"""Small numbers stay hidden: by example, and against a reader with a pencil."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.reports.document.attacker import possible_values, read, worked_out
from vsosh_moodle.reports.document.model import Column, Hidden, Table, Value
from vsosh_moodle.reports.document.suppression import shown_count, suppress

SMALL, BESIDE = Hidden(), Hidden(small=False)


def _people(title: str, **fields: Any) -> Column:
    given: dict[str, Any] = {"kind": "people", "total": "sum"}
    return Column(title, **given | fields)


def _table(*rows: tuple[Value, ...], columns: tuple[Column, ...] = (), **fields: Any) -> Table:
    wide = columns or tuple(_people(f"c{number}") for number in range(1, len(rows[0])))
    totals: tuple[Value, ...] | None = None
    if fields.pop("with_totals", True):
        numbers = [
            sum(int(str(row[at])) for row in rows) if one.kind == "people" else None
            for at, one in enumerate(wide, 1)
        ]
        totals = ("Всего", *numbers)
    given: dict[str, Any] = {"key": "t", "title": "T", "columns": (Column("Класс"), *wide), "rows": rows,
                             "totals": totals}  # fmt: skip
    return Table(**given | fields)


def _column(table: Table, at: int = 1) -> list[Value]:
    return [row[at] for row in table.rows]


def test_a_safe_table_is_the_same() -> None:
    table = _table(("9А", 12), ("9Б", 0), ("10Д", 5))
    assert suppress(table, 5) is table


def test_a_small_number_takes_another_with_it_when_there_is_a_total() -> None:
    table = suppress(_table(("9А", 3), ("9Б", 12), ("10Д", 9)), 5)
    assert _column(table) == [SMALL, 12, BESIDE]
    assert table.totals == ("Всего", 24)


def test_without_a_total_it_is_hidden_alone() -> None:
    assert _column(suppress(_table(("9А", 3), ("9Б", 12), with_totals=False), 5)) == [SMALL, 12]


def test_two_small_numbers_that_could_be_one_pair_only_are_not_called_small() -> None:
    table = suppress(_table(("9А", 4), ("9Б", 4), ("10Д", 20), ("11А", 20)), 5)
    assert _column(table) == [BESIDE, BESIDE, 20, 20]


def test_two_ones_need_a_third() -> None:
    assert _column(suppress(_table(("9А", 1), ("9Б", 1), ("10Д", 20), ("11А", 30)), 5)) == [
        SMALL, SMALL, BESIDE, 30,
    ]  # fmt: skip


def test_a_small_total_is_hidden_with_its_rows() -> None:
    table = suppress(_table(("9А", 3), ("9Б", 0)), 5)
    assert table.totals == ("Всего", SMALL)
    assert table.rows[0][1] == SMALL


def test_a_zero_is_shown_but_not_in_a_small_group() -> None:
    columns = (_people("Учеников"), _people("Активны"))
    table = suppress(
        _table(("9А", 12, 0), ("9Б", 3, 0), ("10Д", 20, 15), ("11А", 30, 25), columns=columns), 5
    )
    assert table.rows[0] == ("9А", BESIDE, 0)
    assert table.rows[1] == ("9Б", SMALL, BESIDE)


def test_percentages_averages_and_changes_go_with_their_numbers() -> None:
    columns = (
        _people("Учеников"), _people("Активны"), Column("%", "percent", of=(2, 1)),
        Column("Работ", "count"), Column("На одного", "decimal"), Column("К прошлому году", "change"),
    )  # fmt: skip
    table = _table(
        ("9А", 20, 3, 15.0, 6, 2.0, -1),
        ("9Б", 20, 18, 90.0, 40, 2.2, 3),
        columns=columns,
        with_totals=False,
    )
    assert suppress(table, 5).rows == (
        ("9А", 20, SMALL, BESIDE, 6, BESIDE, BESIDE),
        ("9Б", 20, 18, 90.0, 40, 2.2, 3),
    )


def test_parts_of_a_column_protect_each_other() -> None:
    columns = (_people("Всего", parts=(2, 3)), _people("Девочки"), _people("Мальчики"))
    table = suppress(
        _table(("9А", 20, 3, 17), ("9Б", 20, 10, 10), columns=columns, with_totals=False), 5
    )
    assert table.rows == (("9А", 20, SMALL, BESIDE), ("9Б", 20, 10, 10))


def test_what_a_row_has_no_number_of_is_no_part_of_its_sum() -> None:
    columns = (
        _people("Проверено", parts=(2, 3, 4)),
        _people("зачёт"),
        _people("«5»"),
        _people("«2»"),
    )
    table = suppress(_table(("ОГЭ", 26, None, 25, 1), columns=columns, with_totals=False), 5)
    assert table.rows == (("ОГЭ", 26, None, BESIDE, SMALL),)


def test_a_number_that_leaves_no_choice_below_it_goes_too() -> None:
    columns = (
        _people("Сдают", parts=(2, 3)), _people("Писали"), _people("Не писали"),
        _people("Готовы", within=(2,)),
    )  # fmt: skip
    table = _table(
        ("ОГЭ", 30, 29, 1, 29), ("ЕГЭ", 30, 20, 10, 15), columns=columns, with_totals=False
    )
    printed = suppress(table, 5)
    assert all(len(values) > 1 for values in possible_values(read([printed], [table], 5)).values())
    assert printed.rows[0][1:4] == (30, BESIDE, SMALL)
    assert printed.rows[1] == table.rows[1]


def test_sums_nobody_declared_are_seen() -> None:
    columns = tuple(_people(one) for one in ("На начало", "Прибыли", "Выбыли", "На конец"))
    table = suppress(
        _table(
            ("9А", 20, 2, 5, 17),
            ("9Б", 25, 6, 7, 24),
            ("10Д", 30, 9, 8, 31),
            columns=columns,
            with_totals=False,
        ),
        5,
    )
    assert table.rows[0] == ("9А", 20, SMALL, BESIDE, 17)
    assert table.rows[1:] == (("9Б", 25, 6, 7, 24), ("10Д", 30, 9, 8, 31))


def test_groups_that_share_pupils_cover_their_total() -> None:
    table = _table(("спортсмены", 4), ("работающие", 20), totals=("Всего", 23),
                   columns=(_people("Учеников", total="distinct"),))  # fmt: skip
    assert _column(suppress(table, 5)) == [SMALL, BESIDE]
    apart = replace(table, totals=("Всего", 20))
    assert _column(suppress(apart, 5)) == [SMALL, 20]


def test_one_row_and_its_total_hide_together() -> None:
    table = suppress(_table(("9А", 4), ("9Б", 4)), 5)
    assert _column(table) == [BESIDE, BESIDE]
    assert table.totals == ("Всего", 8)


def test_nothing_else_left_the_total_goes() -> None:
    table = suppress(_table(*((f"{at}А", 1) for at in range(7, 12))), 5)
    assert [*_column(table), table.totals and table.totals[1]] == [*[SMALL] * 5, BESIDE]


def test_missing_and_hidden_values_stay() -> None:
    table = _table(("9А", 3), ("9Б", 12), with_totals=False)
    given_table = replace(table, rows=(*table.rows, ("9В", None), ("9Г", BESIDE)))
    assert _column(suppress(given_table, 5)) == [SMALL, 12, None, BESIDE]


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, SMALL), (4, SMALL), (5, 5), (None, None)])
def test_a_number_in_a_sentence(count: int | None, shown: object) -> None:
    assert shown_count(count, 5) == shown


@st.composite
def _small_tables(draw: st.DrawFn) -> Table:
    """A table of up to four rows and two parts with their whole, which a pencil can go through."""
    count = st.integers(0, 9)
    rows = draw(st.integers(1, 4))
    shape = draw(st.sampled_from(["one", "two", "parts", "nested", "distinct"]))
    numbers = [(draw(count), draw(count)) for _row in range(rows)]
    if shape == "one":
        columns = (_people("a"),)
        body = [(f"r{at}", a) for at, (a, _b) in enumerate(numbers)]
    elif shape == "two":
        columns = (_people("a"), _people("b"))
        body = [(f"r{at}", a, b) for at, (a, b) in enumerate(numbers)]
    elif shape == "parts":
        columns = (_people("a"), _people("b"), _people("c", parts=(1, 2)))
        body = [(f"r{at}", a, b, a + b) for at, (a, b) in enumerate(numbers)]
    elif shape == "nested":
        columns = (_people("a"), _people("b"), Column("%", "percent", of=(2, 1)))
        body = [(f"r{at}", a + b, b, None) for at, (a, b) in enumerate(numbers)]
    else:
        columns = (_people("a", total="distinct"),)
        body = [(f"r{at}", a) for at, (a, _b) in enumerate(numbers)]
        table = _table(*body, columns=columns)
        least = max(a for a, _b in numbers)
        total = draw(st.integers(least, sum(a for a, _b in numbers)))
        return replace(table, totals=("Всего", total))
    return _table(*body, columns=columns, with_totals=draw(st.booleans()))


@settings(max_examples=200, deadline=None)
@given(table=_small_tables(), least=st.integers(3, 6))
def test_no_hidden_number_can_be_worked_out(table: Table, least: int) -> None:
    printed = suppress(table, least)
    known = read([printed], [table], least)
    assume(len(known.bounds) <= 9)
    assert worked_out(known) == set()
    for cell, values in possible_values(known).items():
        assert len(values) > 1, (cell, printed)


@st.composite
def _large_tables(draw: st.DrawFn) -> Table:
    rows = draw(st.integers(2, 12))
    wide = draw(st.integers(2, 4))
    count = st.one_of(st.integers(0, 6), st.integers(0, 60))
    body = []
    for at in range(rows):
        parts = [draw(count) for _column in range(wide)]
        body.append((f"r{at}", *parts, sum(parts)))
    columns = tuple(_people(f"c{at}") for at in range(wide))
    whole = _people("whole", parts=tuple(range(1, wide + 1)))
    return _table(*body, columns=(*columns, whole))


@settings(max_examples=60, deadline=None)
@given(table=_large_tables(), least=st.integers(3, 6))
def test_larger_tables_withstand_algebra_and_keep_what_they_show(table: Table, least: int) -> None:
    printed = suppress(table, least)
    assert worked_out(read([printed], [table], least)) == set()
    assert table.totals is not None
    assert printed.totals is not None
    for row, was in zip((*printed.rows, printed.totals), (*table.rows, table.totals), strict=True):
        for value, real in zip(row, was, strict=True):
            assert value == real or isinstance(value, Hidden)
            if isinstance(real, int) and 0 < real < least:
                assert isinstance(value, Hidden)
            if isinstance(value, Hidden) and value.small:
                assert isinstance(real, int)
                assert 0 < real < least


@settings(max_examples=60, deadline=None)
@given(table=_large_tables(), least=st.integers(3, 6))
def test_a_total_that_is_not_small_is_hidden_only_above_hidden_rows(
    table: Table, least: int
) -> None:
    printed = suppress(table, least)
    assert printed.totals is not None
    assert table.totals is not None
    # A small total needs another beside it: they make a sum themselves.
    assume(not any(isinstance(one, int) and 0 < one < least for one in table.totals))
    for at, (value, real) in enumerate(zip(printed.totals, table.totals, strict=True)):
        if isinstance(value, Hidden) and isinstance(real, int) and real >= least:
            assert all(isinstance(row[at], Hidden) or row[at] == 0 for row in printed.rows)


@given(rows=st.lists(st.integers(5, 40), min_size=1, max_size=8))
def test_tables_without_small_numbers_are_never_touched(rows: list[int]) -> None:
    table = _table(*((f"r{at}", value) for at, value in enumerate(rows)))
    assert suppress(table, 5) is table


def works(*rows: tuple[str, int, int], totals: tuple[int, int] | None = None) -> Table:
    return Table(
        "works", "Работы",
        (Column("Класс"), Column("Активны", "people", "sum"), Column("Работ", "count", "sum", by=1)),
        rows, ("", *totals) if totals else None,
    )  # fmt: skip


def test_works_of_few_are_hidden_with_their_number() -> None:
    hidden = suppress(works(("9А", 9, 120), ("9Б", 1, 20), ("9В", 0, 0)), 5)
    assert [row[2] for row in hidden.rows] == [120, Hidden(small=False), 0]


def test_a_total_of_works_goes_when_it_would_tell_those_of_few() -> None:
    alone = suppress(works(("9А", 9, 120), ("9Б", 1, 20), totals=(10, 140)), 5)
    assert alone.totals is not None
    assert alone.totals[2] == Hidden(small=False)
    together = suppress(works(("9А", 9, 120), ("9Б", 3, 20), ("9В", 2, 7), totals=(14, 147)), 5)
    assert together.totals is not None
    assert together.totals[2] == 147
