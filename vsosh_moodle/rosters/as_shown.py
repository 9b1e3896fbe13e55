"""A list as its sheet shows it: hidden columns and rows, struck-through people, dates since 1904."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Place, Problem, Severity
from vsosh_moodle.rosters.headers import Column, Header, find_header
from vsosh_moodle.rosters.table import ERRORS, Cell, Ranges, Table, column_letters

MOST_LEVELS = 2
"""Levels of a header below its first one."""

MOST_RANGES = 12
"""Ranges of rows that a message names one by one."""

_DAYS_TO_1904 = 1462
_SERIALS_SINCE_1904 = (2200, 71589)  # 1910 to 2100; less may be a year
_NAMES = (Column.FULL_NAME, Column.LAST_NAME, Column.FIRST_NAME, Column.MIDDLE_NAME)
_DATES = (Column.BIRTH_DATE, Column.START, Column.END)


@dataclass(frozen=True, slots=True)
class HiddenColumn:
    """A column that was not read because it is hidden; `is_known` when a list may need it."""

    place: int
    title: str
    is_known: bool


def find_shown_header(table: Table, head: Sequence[list[Cell]]) -> Header | None:
    """Return the header among what is shown of the first rows, else in a hidden row."""
    shown = [show_columns(table, row) for row in head]
    seen = [[] if table.is_hidden_row(number) else row for number, row in enumerate(shown, start=1)]
    return find_header(seen, table.sheet, table.first_column) or (
        find_header(shown, table.sheet, table.first_column) if seen != shown else None
    )


def show_columns(table: Table, row: list[Cell]) -> list[Cell]:
    """Return a row with the cells of hidden columns empty."""
    if not table.facts.hidden_columns:
        return row
    return ["" if table.is_hidden_column(place) else cell for place, cell in enumerate(row)]


def hidden_columns(table: Table, head: Sequence[list[Cell]], row: int) -> list[HiddenColumn]:
    """Return the hidden columns of a list with a title or data, by the first rows of its sheet."""
    if not table.facts.hidden_columns:
        return []
    whole = find_header(head, table.sheet, table.first_column)
    known = set(whole.columns.values()) if whole is not None and whole.row == row else set()
    titles = head[row - 1]
    found = []
    for place in range(max(map(len, head))):
        below = any(place < len(cells) and cells[place] != "" for cells in head[row - 1 :])
        if table.is_hidden_column(place) and below:
            title = str(titles[place]).strip() if place < len(titles) else ""
            letters = column_letters(table.first_column + place)
            found.append(HiddenColumn(place, title or letters, place in known))
    return found


def report_hidden_column(table: Table, header: Header, column: HiddenColumn) -> Problem:
    """Return the problem of a hidden column that a list may need."""
    return Problem(
        table.place(header.row, column.place),
        _("столбец «{title}» скрыт и не прочитан.").format(title=column.title),
        _("покажите столбец, если он нужен, или удалите его."),
        "column-hidden",
        "warning",
    )


def is_pivot(table: Table, header: Header) -> bool:
    """Tell whether the header found is that of a pivot table."""
    return any(one.first_row <= header.row <= one.last_row for one in table.facts.pivots)


def since_1900(header: Header, rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    """Yield rows of a workbook that counts days since 1904, its bare numbers since 1900."""
    first, last = _SERIALS_SINCE_1904
    places = [header.columns[column] for column in _DATES if column in header.columns]
    for row in rows:
        for place in places:
            cell = row[place] if place < len(row) else ""
            if isinstance(cell, (int, float)) and first <= cell <= last:
                row[place] = cell + _DAYS_TO_1904
        yield row


def name_places(header: Header, spans: Mapping[int, range]) -> list[int]:
    """Return the positions where names stand."""
    starts = [header.columns[column] for column in _NAMES if column in header.columns]
    return [place for start in starts for place in spans.get(start, (start,))]


def header_end(table: Table, header: Header) -> int:
    """Return the last row of a header, which may be of two levels («число | месяц | год» below a date).

    A name's title that is merged with the cell below says so.
    """
    names = {table.first_column + place for place in name_places(header, {})}
    return max(
        (
            one.last_row
            for one in table.facts.merged
            if one.first_row <= header.row < one.last_row <= header.row + MOST_LEVELS
            and one.first_column in names
        ),
        default=header.row,
    )


def why_skipped(table: Table, number: int, cells: Sequence[Cell], names: Sequence[int]) -> str:
    """Return the code of why a person's row is not read, "" when it is; `names` are positions."""
    if number in table.facts.filtered_rows:
        return "row-filtered"
    if number in table.facts.hidden_rows:
        return "row-hidden"
    if number in table.facts.struck:
        struck = _struck_parts(table, number, cells, names)
        if struck and all(struck):
            return "row-struck"
    return ""


def is_half_struck(table: Table, number: int, cells: Sequence[Cell], names: Sequence[int]) -> bool:
    """Tell whether a part of the name in a row is struck through: a person or an old surname."""
    return number in table.facts.struck and any(_struck_parts(table, number, cells, names))


def _struck_parts(
    table: Table, number: int, cells: Sequence[Cell], names: Sequence[int]
) -> list[bool]:
    """Return for each part of the name that is there whether it is struck through."""
    return [
        table.is_struck(number, place)
        for place in names
        if place < len(cells) and cells[place] != ""
    ]


def skip_reason(code: str) -> str:
    """Return the reason of why_skipped() in words."""
    reasons = {
        "row-hidden": _("строка скрыта"),
        "row-filtered": _("строка скрыта фильтром"),
        "row-struck": _("строка зачёркнута"),
        "row-gone": _("отмечен как выбывший"),
    }
    return reasons[code]


def report_skipped(table: Table, skipped: Mapping[str, Sequence[int]]) -> Iterator[Problem]:
    """Yield one problem for each reason, with the numbers of its rows in their order."""
    for code, rows in skipped.items():
        numbers, alone = row_numbers(rows), len(rows) == 1
        message, hint = _SKIPPED[code](numbers, alone)
        # A filter left on says nothing of people: unread, half of a school would be taken for leavers.
        severity: Severity = "error" if code == "row-filtered" else "warning"
        yield Problem(table.place(), message, hint, code, severity)


def report_half_struck(table: Table, rows: Sequence[int]) -> Problem:
    """Return the problem of people of whose name a part is struck through."""
    message = (
        _("в строке {rows} часть имени зачёркнута; человек прочитан.")
        if len(rows) == 1
        else _("в строках {rows} часть имени зачёркнута; люди прочитаны.")
    )
    return Problem(
        table.place(),
        message.format(rows=row_numbers(rows)),
        _("выбывшего удалите из списка, старую фамилию сотрите."),
        "name-half-struck",
        "warning",
    )


def _hidden(numbers: str, alone: bool) -> tuple[str, str]:
    message = (
        _("строка {rows} скрыта и не прочитана.")
        if alone
        else _("строки {rows} скрыты и не прочитаны.")
    )
    return message.format(rows=numbers), _(
        "покажите скрытое, если эти люди нужны, или удалите его."
    )


def _filtered(numbers: str, alone: bool) -> tuple[str, str]:
    message = (
        _("строка {rows} скрыта фильтром и не прочитана.")
        if alone
        else _("строки {rows} скрыты фильтром и не прочитаны.")
    )
    return message.format(rows=numbers), _(
        "снимите фильтр («Данные → Очистить») и сохраните книгу: иначе эти люди сочтутся выбывшими."
    )


def _struck(numbers: str, alone: bool) -> tuple[str, str]:
    message = (
        _("строка {rows} зачёркнута и не прочитана: так обычно отмечают выбывших.")
        if alone
        else _("строки {rows} зачёркнуты и не прочитаны: так обычно отмечают выбывших.")
    )
    return message.format(rows=numbers), _(
        "выбывшего удалите из списка или впишите ему «Дату выбытия»; если человек учится, "
        "снимите зачёркивание."
    )


def _gone(numbers: str, alone: bool) -> tuple[str, str]:
    message = (
        _("строка {rows} не прочитана: судя по отметке о движении, ученик выбыл.")
        if alone
        else _("строки {rows} не прочитаны: судя по отметкам о движении, эти ученики выбыли.")
    )
    hint = (
        _("если он учится, исправьте отметку; перешедший в другой класс должен стоять там.")
        if alone
        else _(
            "если кто-то учится, исправьте отметку; перешедший в другой класс должен стоять там."
        )
    )
    return message.format(rows=numbers), hint


_SKIPPED = {
    "row-hidden": _hidden,
    "row-filtered": _filtered,
    "row-struck": _struck,
    "row-gone": _gone,
}


def row_numbers(rows: Sequence[int]) -> str:
    """Return numbers as «7, 9–12»; a long list ends with «…»."""
    ranges = [*Ranges((row, row) for row in rows)]
    shown = ", ".join(
        str(first) if first == last else f"{first}{'–' if last - first > 1 else ', '}{last}"
        for first, last in ranges[:MOST_RANGES]
    )
    return shown if len(ranges) <= MOST_RANGES else f"{shown}…"


def report_struck_by_rule(table: Table) -> Problem:
    """Return the problem of rows that a conditional format may strike through."""
    return Problem(
        table.place(),
        _("условное форматирование зачёркивает часть строк; какие, из файла не видно."),
        _("прочитаны все: выбывших удалите из списка или впишите им «Дату выбытия»."),
        "struck-by-rule",
        "warning",
    )


def report_fault(place: Place, reason: str, count: int) -> Problem:
    """Return the problem of cells without a value in one column, `place` being the first."""
    if reason:
        message = _("в ячейке ошибка формулы {russian} ({name}), а не значение.").format(
            russian=ERRORS[reason], name=reason
        )
        hint = _("исправьте формулу или впишите значение.")
    else:
        message = _("в ячейке формула, значение которой не сохранено.")
        hint = _("откройте файл в Excel или LibreOffice и сохраните: значения появятся.")
    if count > 1:
        more = plural(count - 1, "{n} ячейка", "{n} ячейки", "{n} ячеек")
        message += " " + _("В этом столбце таких ещё {cells}.").format(cells=more)
    return Problem(place, message, hint, "formula-error" if reason else "formula-unsaved")
