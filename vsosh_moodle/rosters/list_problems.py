"""Problems of a list as a whole: its header, the order of its names, the class nobody names."""

from collections.abc import Iterator

from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters.full_names import NameOrder
from vsosh_moodle.rosters.headers import USUAL_HEADER_ROWS, Column, Header
from vsosh_moodle.rosters.table import Table
from vsosh_moodle.school.classes import ClassName


def report_header(table: Table, header: Header) -> Iterator[Problem]:
    """Yield what is unusual about a header: how low it stands, a second list beside it."""
    if header.row > USUAL_HEADER_ROWS:
        yield Problem(
            table.place(header.row),
            _("заголовки столбцов найдены только здесь; строки выше не прочитаны."),
            _("если выше есть люди, подпишите столбцы над ними."),
            "header-low",
            "warning",
        )
    if header.beside:
        yield Problem(
            table.place(header.row, header.beside),
            _("на листе два списка рядом; прочитан только левый."),
            _("перенесите правый список под левый или на отдельный лист."),
            "lists-side-by-side",
        )


def report_order(table: Table, header: Header, order: NameOrder | None) -> Iterator[Problem]:
    """Yield that a whole list has its names given name first."""
    if order is not NameOrder.FIRST_LAST:
        return
    columns = header.columns
    if Column.LAST_NAME in columns and Column.FIRST_NAME in columns:
        yield Problem(
            table.place(header.row, columns[Column.LAST_NAME]),
            _(
                "похоже, в столбце «Фамилия» стоят имена, а в столбце «Имя» — фамилии; "
                "прочитано по заголовкам."
            ),
            _("если это так, поменяйте местами заголовки."),
            "name-columns-swapped",
            "warning",
        )
        return
    column = Column.FULL_NAME if Column.FULL_NAME in columns else Column.LAST_NAME
    yield Problem(
        table.place(header.row, columns[column]),
        _("в столбце сначала имя, потом фамилия; так строки и прочитаны."),
        _("проверьте; если порядок другой, назовите столбцы «Фамилия» и «Имя» и разнесите по ним."),
        "name-order",
        "warning",
    )


def unknown_status(place: Place, status: str, count: int) -> Problem:
    """Return the problem of a status nobody knows; its pupils are read as present."""
    message = _("статус «{status}» непонятен; ученик прочитан как учащийся.").format(status=status)
    if count > 1:
        more = plural(count - 1, "{n} строке", "{n} строках", "{n} строках")
        message += " " + _("Он стоит ещё в {rows} списка.").format(rows=more)
    return Problem(
        place,
        message,
        _("выбывших пишите «выбыл», остальных — «обучается»."),
        "status-unknown",
        "warning",
        status,
    )


def class_of_file(place: Place, name: ClassName) -> Problem:
    """Return the problem of a class that only the file's name tells."""
    return Problem(
        place,
        _("класс {name} взят из имени файла: ни столбец, ни лист его не называют.").format(
            name=name
        ),
        _("если это другой класс, добавьте столбец «Класс» или назовите лист по классу."),
        "class-of-file",
        "warning",
    )


def no_class_column(place: Place) -> Problem:
    """Return the problem of a list whose class nobody can see."""
    return Problem(
        place,
        _("на листе не видно, какой это класс."),
        _("добавьте столбец «Класс» или назовите лист по классу, например «9А»."),
        "class-column-missing",
    )


def no_people(place: Place) -> Problem:
    """Return the problem of a header with nobody below."""
    return Problem(
        place,
        _("под строкой заголовков нет ни одного человека."),
        _("заполните лист или удалите его."),
        "sheet-empty",
        "warning",
    )
