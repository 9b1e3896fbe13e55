"""Whatever stands in a sheet: nothing breaks, nothing is lost in silence, what is written is read."""

from datetime import date, datetime, time, timedelta
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registers.books import TODAY, YEAR_START, words
from vsosh_moodle.registers.cells import Reading
from vsosh_moodle.registers.columns import NO, YES, RegisterColumn, RegisterDefinition, ValueKind
from vsosh_moodle.registers.definitions import definitions
from vsosh_moodle.registers.sheet import SheetRows, read_register_sheet
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.school.classes import StudyForm

READING = Reading(words(), TODAY, YEAR_START)

NASTY: st.SearchStrategy[Cell] = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", " ", "-", "нет", "Всего", "Пример: 1", "9А", "99", "12.13.2026", "=1+1", "1e9", "#Н/Д"]),
    st.integers(-(10**12), 10**12),
    st.floats(),
    st.booleans(),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.just(time(8, 30)),
    st.just(timedelta(hours=30)),
)  # fmt: skip


def read_rows(definition: RegisterDefinition, rows: list[list[Cell]]) -> SheetRows:
    """Read rows as a sheet that is called like its register."""
    return read_register_sheet(
        Table("a.xlsx", definition.title, iter(rows)), definitions(), READING
    )


@settings(max_examples=300)
@given(data=st.data(), definition=st.sampled_from(definitions()))
def test_any_cells_are_read_or_told_each_with_its_place_and_way_out(
    data: st.DataObject, definition: RegisterDefinition
) -> None:
    titles = [column.title for column in definition.columns]
    head = data.draw(st.lists(st.sampled_from([*titles, "Прочее", ""]), min_size=1, max_size=12))
    body = data.draw(st.lists(st.lists(NASTY, max_size=14), max_size=5))
    sheet = read_rows(definition, [list(head), *body])
    for problem in sheet.problems:
        assert problem.message
        assert problem.hint
        assert problem.place.file == "a.xlsx"
    told = {one.place.row for one in sheet.problems if one.severity == "error"}
    assert len(told - {0, 1}) >= (1 if sheet.left_out else 0)
    used = {row.record.source.row for row in sheet.rows}
    assert not used & told, "a row is used, or it has an error"


def value_of(column: RegisterColumn) -> st.SearchStrategy[Cell]:
    """Return what may stand in a cell of a column."""
    kinds: dict[ValueKind, st.SearchStrategy[Cell]] = {
        ValueKind.DATE: st.dates(date(2015, 1, 1), TODAY),
        ValueKind.NUMBER: st.one_of(st.integers(2, 20), st.sampled_from([2.5, "7,25", "3 ч."])),
        ValueKind.COUNT: st.one_of(st.integers(0, 5000), st.sampled_from(["12", "40 чел."])),
        ValueKind.YES_NO: st.sampled_from([YES, NO, "+", True, 0]),
        ValueKind.FORM: st.sampled_from([one.value for one in StudyForm]),
        ValueKind.GRADE: st.sampled_from([9, "11", "9 класс"]),
        ValueKind.SCHOOL_YEAR: st.sampled_from(["2024/25", "2025/2026"]),
        ValueKind.INDICATOR: st.sampled_from(["teachers", "Педагогов — участников проекта"]),
        ValueKind.PUPIL: st.sampled_from(["Тестов Иван Петрович", "Мария Тестова"]),
        ValueKind.STAFF: st.sampled_from(["Примерова Нина Ивановна", "Новый Олег Олегович"]),
        ValueKind.FILE_NUMBER: st.just(""),
        ValueKind.CLASS: st.sampled_from(["9А", "9 «а» кл.", *([] if column.required else [""])]),
        ValueKind.DAY: st.sampled_from(["пн", "Среда", "сб.", date(2026, 11, 9), "09.11.2026"]),
        ValueKind.TIME: st.sampled_from([time(17, 30), "8:00", "17.30", 0.75, "9:00–9:45"]),
        ValueKind.CHOICES: st.sampled_from(
            ["", *map(str, column.choices), "; ".join(column.choices)]
        ),
        ValueKind.COURSE: st.sampled_from(["", "algebra-9", "algebra-9; oge-math"]),
        ValueKind.SUBJECT: st.just("Математика"),
        ValueKind.CHOICE: st.sampled_from([str(word) for word in column.choices] or [""]),
    }
    if column.key == "screen":  # of a lesson without a screen, there is none
        return st.just(0)
    if column.key == "extra":
        return st.sampled_from(["30", "+30 мин", "×1,5", "1,25 раза", "х2"])
    if column.key == "attempts":
        return st.integers(1, 10)
    words_ = st.from_regex(r"[А-Я][а-яё]{2,8}( [а-я]{2,8}){0,3}", fullmatch=True)
    return kinds.get(column.kind, words_)


@settings(max_examples=200)
@given(data=st.data(), definition=st.sampled_from(definitions()))
def test_what_is_filled_in_rightly_is_read_wholly(
    data: st.DataObject, definition: RegisterDefinition
) -> None:
    columns = [one for one in definition.columns if one.in_template and one.key not in SEPARATE]
    columns = data.draw(st.permutations(columns))
    rows = data.draw(st.lists(st.tuples(*map(value_of, columns)), min_size=1, max_size=4))
    sheet = read_rows(definition, [[one.title for one in columns], *map(list, rows)])
    assert [str(one) for one in sheet.problems if one.severity == "error"] == []
    assert (len(sheet.rows), sheet.left_out, sheet.unfilled) == (len(rows), 0, 0)
    for row, cells in zip(sheet.rows, rows, strict=True):
        for column, cell in zip(columns, cells, strict=True):
            if column.kind is ValueKind.DATE:
                assert getattr(row.record, column.key) == cell
            elif column.kind is ValueKind.YES_NO:
                assert getattr(row.record, column.key) is (cell in (YES, "+", True))
            elif column.kind is ValueKind.TEXT or (
                isinstance(cell, int) and column.kind in {ValueKind.COUNT, ValueKind.NUMBER}
            ):
                assert getattr(row.record, column.key) == cell


SEPARATE = {one.key for one in chain(*(one.columns for one in definitions())) if one.after}
"""Days that must follow another one: drawn apart they would not."""
