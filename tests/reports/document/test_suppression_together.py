"""Several tables of one report: what they share gives nothing away either."""

from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.reports.document.attacker import possible_values, read, worked_out
from tests.reports.school.invented import invented_inputs, invented_material
from vsosh_moodle.reports.document.model import Column, Hidden, Report, Section, Table, Value
from vsosh_moodle.reports.document.suppression import Link, suppress_together
from vsosh_moodle.reports.school.hiding import hide_small_numbers
from vsosh_moodle.reports.school.year import year_report

SMALL, BESIDE = Hidden(), Hidden(small=False)


def _table(
    key: str, titles: str, rows: dict[str, tuple[int, ...]], *, totals: bool = True
) -> Table:
    columns = (Column("Класс"), *(Column(one, "people", "sum") for one in titles.split()))
    sums: tuple[Value, ...] = ("", *(sum(column) for column in zip(*rows.values(), strict=True)))
    body = tuple((label, *numbers) for label, numbers in rows.items())
    return Table(key, key, columns, body, sums if totals else None)


def _column(table: Table, at: int = 1) -> list[Value]:
    return [row[at] for row in table.rows]


def test_a_cell_hidden_in_one_table_is_hidden_in_the_other() -> None:
    one = _table("a", "Учеников", {"9А": (3,), "9Б": (12,), "10Д": (9,)})
    other = _table("b", "Учеников", {"9Б": (12,), "10Д": (9,)}, totals=False)
    first, second = suppress_together([one, other], 5)
    assert _column(first) == [SMALL, 12, BESIDE]
    assert _column(second) == [12, BESIDE]


def test_a_column_under_another_name_is_the_same_column() -> None:
    rows = {"9А": (3,), "9Б": (12,), "10Д": (9,)}
    first, second = suppress_together(
        [_table("a", "Учеников", rows), _table("b", "Всего", rows, totals=False)], 5
    )
    assert _column(first) == _column(second) == [SMALL, 12, BESIDE]


def test_columns_that_differ_in_a_row_are_two() -> None:
    one = _table("a", "Учеников", {"9А": (3,), "9Б": (12,), "10Д": (9,)})
    other = _table("b", "Осталось", {"9А": (3,), "9Б": (11,), "10Д": (9,)}, totals=False)
    assert _column(suppress_together([one, other], 5)[1]) == [SMALL, 11, 9]


def test_parts_in_one_table_make_a_column_of_another() -> None:
    marks = _table("marks", "«5» «4» «3»", {"9А": (3, 10, 7), "9Б": (8, 8, 8)}, totals=False)
    people = _table("people", "Учеников", {"9А": (20,), "9Б": (24,)}, totals=False)
    first, second = suppress_together([marks, people], 5)
    assert first.rows == (("9А", SMALL, 10, BESIDE), ("9Б", 8, 8, 8))
    assert second == people


def test_a_sum_over_two_tables_gives_nothing_away() -> None:
    classes = _table("classes", "К", {"9А": (3,), "9Б": (17,), "10А": (6,), "10Б": (30,)})
    grades = _table("grades", "П", {"9": (20,), "10": (36,)})
    links = [
        Link((("classes", 0, 1), ("classes", 1, 1)), ("grades", 0, 1)),
        Link((("classes", 2, 1), ("classes", 3, 1)), ("grades", 1, 1)),
    ]
    first, second = suppress_together([classes, grades], 5, links)
    assert _column(first) == [SMALL, BESIDE, 6, 30]
    assert _column(second) == [20, 36]
    assert _column(suppress_together([classes, grades], 5)[0]) == [SMALL, 17, BESIDE, 30]


@settings(max_examples=80, deadline=None)
@given(
    marks=st.lists(st.tuples(*[st.integers(0, 7)] * 2), min_size=2, max_size=3),
    least=st.integers(3, 6),
    totals=st.tuples(st.booleans(), st.booleans()),
)
def test_two_tables_read_together_tell_no_hidden_number(
    marks: list[tuple[int, int]], least: int, totals: tuple[bool, bool]
) -> None:
    assume(sum(sum(row) > 0 for row in marks) >= 2)
    rows = {f"r{at}": row for at, row in enumerate(marks)}
    tables = [
        _table("marks", "a b", rows, totals=totals[0]),
        _table(
            "people", "c", {label: (sum(row),) for label, row in rows.items()}, totals=totals[1]
        ),
    ]
    known = read(suppress_together(tables, least), tables, least)
    for row in range(len(rows)):
        known.sums.append(({(0, row, 1): 1, (0, row, 2): 1, (1, row, 1): -1}, False))
    assume(len(known.bounds) <= 9)
    assert worked_out(known) == set()
    assert all(len(values) > 1 for values in possible_values(known).values())


@settings(max_examples=15, deadline=None)
@given(pupils=st.integers(5, 90), seed=st.integers(0, 30))
def test_a_whole_year_report_withstands_algebra(pupils: int, seed: int) -> None:
    report = year_report(invented_material(invented_inputs(pupils, seed=seed)))
    raw = [one for one in report.tables() if not one.internal and one.people is None]
    printed = suppress_together(raw, 5)
    for table, source in zip(printed, raw, strict=True):
        assert worked_out(_of_whole_numbers(table, source)) == set(), table.key
        assert _small(source, table) == []
    by_rows: dict[Any, tuple[Value, ...]] = {}
    for table, source in zip(printed, raw, strict=True):
        for at, one in enumerate(source.columns):
            if one.kind == "people" and len(source.rows) > 1:
                key = tuple((row[0], row[at]) for row in source.rows)
                if sum(isinstance(row[at], int) and row[at] != 0 for row in source.rows) > 1:
                    hidden = tuple(isinstance(row[at], Hidden) for row in table.rows)
                    assert by_rows.setdefault(key, hidden) == hidden, (table.key, one.title)


def _of_whole_numbers(table: Table, source: Table) -> Any:
    """What is known of a table, its rows with missing numbers left out."""
    wanted = [at for at, one in enumerate(source.columns) if one.kind == "people"]
    kept = [
        n for n, row in enumerate(source.rows) if all(isinstance(row[at], int) for at in wanted)
    ]
    whole = len(kept) == len(source.rows)
    return read(
        [replace(table, rows=tuple(table.rows[n] for n in kept), totals=table.totals if whole else None)],
        [replace(source, rows=tuple(source.rows[n] for n in kept), totals=source.totals if whole else None)],
        5,
    )  # fmt: skip


def _small(source: Table, printed: Table) -> list[tuple[str, Value]]:
    """The small numbers that are shown all the same."""
    return [
        (source.key, value)
        for row, shown in zip(source.rows, printed.rows, strict=True)
        for one, value, seen in zip(source.columns, row, shown, strict=True)
        if one.kind == "people" and isinstance(value, int) and 0 < value < 5 and seen == value
    ]


def test_one_row_of_marks_and_the_pupils_who_wrote() -> None:
    marks = _table("marks", "«5» «4» «3»", {"ОГЭ": (3, 10, 7)}, totals=False)
    wrote = _table("readiness", "Писали", {"ОГЭ": (20,)}, totals=False)
    assert suppress_together([marks, wrote], 5)[0].rows == (("ОГЭ", SMALL, 10, BESIDE),)


def test_marks_of_trials_and_who_is_ready_are_tied() -> None:
    report = hide_small_numbers(year_report(invented_material(pupils=200)))
    ready, marks = report.table("readiness"), report.table("readiness_marks")
    for row in marks.rows:
        other = next(one for one in ready.rows if one[0] == row[0])
        passing = [
            row[at] for at, one in enumerate(marks.columns) if one.title in ("«3»", "«4»", "«5»")
        ]
        hidden = sum(isinstance(value, Hidden) for value in (*passing, other[4]))
        assert hidden != 1, row


@settings(max_examples=15, deadline=None)
@given(pupils=st.integers(5, 200), seed=st.integers(0, 30))
def test_marks_cannot_be_taken_from_the_number_of_pupils(pupils: int, seed: int) -> None:
    report = hide_small_numbers(year_report(invented_material(invented_inputs(pupils, seed=seed))))
    for key in ("results_subject", "results_class", "readiness_marks"):
        table = next((one for one in report.tables() if one.key == key), None)
        for row in table.rows if table else ():
            whole = next(at for at, one in enumerate(table.columns if table else ()) if one.parts)
            parts = [row[at] for at in (table.columns[whole].parts if table else ())]
            hidden = sum(isinstance(value, Hidden) for value in (*parts, row[whole]))
            assert hidden != 1, (key, row)


def test_classes_that_make_an_exam_s_number_are_tied_to_it() -> None:
    exams = _table("readiness", "Сдают Писали Не-писали Готовы", {"ЕГЭ": (30, 28, 2, 27), "ОГЭ": (40, 30, 10, 9)},
                   totals=False)  # fmt: skip
    classes = _table(
        "readiness_class", "Выпускников Готовы", {"9А": (40, 5), "11А": (15, 3), "11Б": (15, 24)}
    )
    section = Section("gia", "ГИА", (exams, classes))
    printed = hide_small_numbers(Report("gia", "T", "S", "P", "D", (section,)))
    ready = _column(printed.table("readiness_class"), 2)
    hidden = [
        isinstance(value, Hidden) for value in (*ready[1:], printed.table("readiness").rows[0][4])
    ]
    assert sum(hidden) != 1
    assert hidden[0]
