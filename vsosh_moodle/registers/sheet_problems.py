"""Problems of a register's sheet as a whole: what of it was not read, and why."""

from collections.abc import Iterator, Mapping, Sequence

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.registers.headers import POINTS_OF, RegisterHeader, find_register_header
from vsosh_moodle.rosters.as_shown import row_numbers
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.sources.suggestions import closest, did_you_mean


def hidden_sheet(table: Table) -> Problem:
    """Return the problem of a hidden sheet with a register."""
    return Problem(
        Place(table.file, table.sheet),
        _("скрытый лист с реестром не прочитан."),
        _("покажите лист, если он нужен, или удалите его."),
        "sheet-hidden",
        "warning",
    )


def nearly_known_columns(table: Table, header: RegisterHeader) -> Iterator[Problem]:
    """Yield a problem for each unknown title that is nearly one the register has, and misses."""
    missing = [
        column.title
        for column in header.definition.columns
        if column.in_template and column.key not in header.columns
    ]
    for place, title in header.unknown:
        near = closest(title, missing)
        if near:
            yield Problem(
                table.place(header.row, place),
                _("столбец «{title}» не прочитан: такого в реестре «{register}» нет.").format(
                    title=title, register=header.definition.title
                ),
                _("возможно, имелось в виду «{near}».").format(near=near),
                "column-unknown",
                "warning",
            )


def repeated_columns(table: Table, header: RegisterHeader) -> Iterator[Problem]:
    """Yield a problem for each column whose title stands a second time."""
    for place, title in header.repeated:
        yield Problem(
            table.place(header.row, place),
            _("столбец «{title}» повторяет уже прочитанный; прочитан первый.").format(title=title),
            _("удалите или переименуйте лишний столбец."),
            "column-twice",
            "warning",
        )


def strange_groups(
    table: Table, header: RegisterHeader, groups: Sequence[str]
) -> Iterator[Problem]:
    """Yield a problem for each column with points of a group that no scale asks about."""
    for place, title in header.strange:
        yield Problem(
            table.place(header.row, place),
            _("столбец «{title}» не прочитан: о такой группе заданий шкалы не спрашивают.").format(
                title=title
            ),
            did_you_mean(title, [f"{POINTS_OF}{group}" for group in groups])
            or _("удалите столбец или опишите группу в require файла course_templates/exams."),
            "group-unknown",
            "warning",
        )


def hidden_columns(
    table: Table, header: RegisterHeader, head: Sequence[Sequence[Cell]]
) -> Iterator[Problem]:
    """Yield a problem for each hidden column that the register would have; `head` is as it stands."""
    if not table.facts.hidden_columns:
        return
    whole = find_register_header(header.definition, head, [one for one, _p in header.groups])
    if whole is None or whole.row != header.row:
        return
    for key, place in whole.columns.items():
        if table.is_hidden_column(place) and key not in header.columns:
            yield Problem(
                table.place(header.row, place),
                _("столбец «{title}» скрыт и не прочитан.").format(
                    title=header.definition.column(key).title
                ),
                _("покажите столбец, если он нужен, или удалите его."),
                "column-hidden",
                "warning",
            )


def skipped_rows(table: Table, skipped: Mapping[str, Sequence[int]]) -> Iterator[Problem]:
    """Yield one problem for each reason why rows were not read, with their numbers."""
    for code, rows in skipped.items():
        alone, numbers = len(rows) == 1, row_numbers(rows)
        reason = {
            "row-hidden": _("скрыта") if alone else _("скрыты"),
            "row-filtered": _("скрыта фильтром") if alone else _("скрыты фильтром"),
            "row-struck": _("зачёркнута") if alone else _("зачёркнуты"),
        }[code]
        message = (
            _("строка {rows} {reason} и не прочитана.")
            if alone
            else _("строки {rows} {reason} и не прочитаны.")
        )
        hint = {
            "row-hidden": _("покажите скрытое, если оно нужно, или удалите его."),
            "row-filtered": _("снимите фильтр («Данные → Очистить») и сохраните книгу."),
            "row-struck": _("снимите зачёркивание, если строка нужна, или удалите её."),
        }[code]
        yield Problem(
            table.place(),
            message.format(rows=numbers, reason=reason),
            hint,
            code,
            # A filter left on says nothing of the rows: the figures would be too small.
            "error" if code == "row-filtered" else "warning",
        )
