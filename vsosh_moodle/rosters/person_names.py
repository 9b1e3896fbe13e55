"""The name columns of a row -> surname, given name and patronymic in their one spelling."""

import re

from vsosh_moodle.language import _
from vsosh_moodle.rosters.headers import Column
from vsosh_moodle.rosters.repairs import name_repair
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.school.names import (
    FullName,
    fold_lookalikes,
    is_mixed,
    normalise_name,
    parse_full_name,
)

MAX_LENGTH = 100
"""Moodle's `user.firstname` and `user.lastname` take 100 characters."""

_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '.-])*")
_PARTS = (Column.LAST_NAME, Column.FIRST_NAME, Column.MIDDLE_NAME)
_INITIALS = re.compile(r"(?:[^\W\d_]\.? ?){1,2}")


def read_names(row: Row) -> FullName | None:
    """Return a row's name, or None (with a problem) when the surname or given name is missing."""
    column = _full_name_column(row)
    if column is None:
        name = FullName(
            normalise_name(row.text(Column.LAST_NAME)),
            normalise_name(row.text(Column.FIRST_NAME)),
            normalise_name(row.text(Column.MIDDLE_NAME)),
        )
    else:
        name = parse_full_name(row.text(column))
        _report_division(row, column, name)
    if not (name.last and name.first):
        _report_missing(row, name, column)
        return None
    for part_column, part in (
        (column or Column.LAST_NAME, name.last),
        (column or Column.FIRST_NAME, name.first),
        (column or Column.MIDDLE_NAME, name.middle),
    ):
        _check_part(row, part_column, part)
    for part_column, part in _written(column, name):
        _check_lookalikes(row, part_column)
        _note_repair(row, part_column, name, part)
    if _is_initials(name.first) or _is_initials(name.middle):
        _report_initials(row, column or Column.FIRST_NAME)
    return name


def _written(column: Column | None, name: FullName) -> tuple[tuple[Column, str], ...]:
    """Return the name as its column, or its columns, should hold it."""
    if column is None:
        return tuple(zip(_PARTS, (name.last, name.first, name.middle), strict=True))
    note = name.note and f"({name.note})"
    return ((column, " ".join(filter(None, (name.last, name.first, name.middle, note)))),)


def _note_repair(row: Row, column: Column, name: FullName, now: str) -> None:
    was = row.cell(column)
    if was == now or not isinstance(was, str) or name.ambiguous:
        return
    code, why = name_repair(was, now, *["name-order"] * name.reordered)
    row.repair(column, was, now, why, code)


def _is_initials(part: str) -> bool:
    return bool(_INITIALS.fullmatch(part))


def _full_name_column(row: Row) -> Column | None:
    columns = row.header.columns
    if Column.LAST_NAME in columns and Column.FIRST_NAME in columns:
        return None
    return Column.FULL_NAME if Column.FULL_NAME in columns else Column.LAST_NAME


def _report_division(row: Row, column: Column, name: FullName) -> None:
    if name.note:
        row.report(
            column,
            "name-note",
            _("примечание в скобках рядом с именем не прочитано."),
            _("если оно важно, перенесите его в отдельный столбец."),
            "warning",
        )
    if name.reordered:
        row.report(
            column,
            "name-order",
            _("имя и отчество стоят перед фамилией; прочитано как «Фамилия Имя Отчество»."),
            _("проверьте порядок слов."),
            "warning",
        )
    if name.ambiguous:
        row.report(
            column,
            "name-ambiguous",
            _("не понять, где фамилия, а где имя: слов больше трёх."),
            _("соедините двойную фамилию дефисом или разнесите имя по трём столбцам."),
        )


def _report_missing(row: Row, name: FullName, column: Column | None) -> None:
    if not name.last:
        row.report(
            column or Column.LAST_NAME,
            "last-name-missing",
            _("не указана фамилия."),
            _("впишите фамилию или удалите строку."),
        )
    if not name.first:
        row.report(
            column or Column.FIRST_NAME,
            "first-name-missing",
            _("не указано имя."),
            _("впишите имя или удалите строку."),
        )


def _check_part(row: Row, column: Column, part: str) -> None:
    if is_mixed(part):
        row.report(
            column,
            "name-mixed-letters",
            _("в одном слове русские и латинские буквы."),
            _("наберите слово заново в русской раскладке."),
        )
    if part and not _NAME.fullmatch(part):
        row.report(
            column,
            "name-characters",
            _("в имени есть цифры или знаки."),
            _("оставьте только буквы, дефис и апостроф."),
        )
    if len(part) > MAX_LENGTH:
        row.report(
            column,
            "name-too-long",
            _("имя длиннее {count} знаков.").format(count=MAX_LENGTH),
            _("проверьте, не попал ли в ячейку лишний текст."),
        )


def _check_lookalikes(row: Row, column: Column) -> None:
    written = row.text(column)
    if fold_lookalikes(written) != written:
        row.report(
            column,
            "name-lookalikes",
            _("латинские буквы, похожие на русские, заменены русскими."),
            _("наберите слово заново в русской раскладке."),
            "warning",
        )


def _report_initials(row: Row, column: Column) -> None:
    row.report(
        column,
        "name-initials",
        _("вместо имени или отчества стоят инициалы."),
        _("впишите имя полностью: так оно будет показано в Moodle."),
        "warning",
    )
