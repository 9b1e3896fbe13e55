"""Of which kind a sheet is: by its name, its file's name and its columns; doubt is told, not guessed."""

from collections.abc import Sequence
from pathlib import PurePath

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem, Severity
from vsosh_moodle.registers.columns import RegisterDefinition
from vsosh_moodle.registers.headers import RegisterHeader, find_register_header, kind_of_name
from vsosh_moodle.registers.records import RegisterKind
from vsosh_moodle.rosters.table import Cell, Table


def recognise(
    table: Table,
    head: Sequence[Sequence[Cell]],
    definitions: Sequence[RegisterDefinition],
    groups: Sequence[str],
) -> tuple[RegisterHeader | None, list[Problem]]:
    """Return the header a sheet is to be read by, None when it cannot be, and what is to be told.

    `head` are its first rows. The sheet's name goes before the file's, and columns that fit another
    register wholly go before both.
    """
    found: dict[RegisterKind, RegisterHeader] = {}
    for definition in definitions:
        header = find_register_header(definition, head, groups, table.first_column)
        if header is not None:
            found[definition.kind] = header
    named = kind_of_name(definitions, table.sheet) or kind_of_name(
        definitions, PurePath(table.file).stem
    )
    whole = sorted((one for one in found.values() if one.tells), key=lambda one: -one.titles)
    if named is not None:
        return _named(table, _definition(definitions, named), found.get(named), whole)
    if not whole:
        return None, [_partial(table, found) or _unknown(table, definitions)]
    best = [one for one in whole if one.titles == whole[0].titles]
    if len(best) > 1:
        return None, [_ambiguous(table, best)]
    return best[0], []


def _definition(
    definitions: Sequence[RegisterDefinition], kind: RegisterKind
) -> RegisterDefinition:
    return next(one for one in definitions if one.kind == kind)


def _named(
    table: Table,
    definition: RegisterDefinition,
    header: RegisterHeader | None,
    whole: Sequence[RegisterHeader],
) -> tuple[RegisterHeader | None, list[Problem]]:
    if header is not None and not header.missing:
        return header, []
    titles = 0 if header is None else header.titles
    if whole and whole[0].titles > titles:
        return whole[0], [_misnamed(table, definition, whole[0])]
    if header is None:
        return None, [_no_header(table, definition)]
    return None, [_column_missing(table, header)]


def _titles_of(header: RegisterHeader) -> str:
    return ", ".join(f"«{column.title}»" for column in header.missing)


def _column_missing(table: Table, header: RegisterHeader, severity: Severity = "error") -> Problem:
    return Problem(
        table.place(header.row),
        _("это похоже на реестр «{register}», но нет столбца {titles}: лист не прочитан.").format(
            register=header.definition.title, titles=_titles_of(header)
        ),
        _("добавьте столбец или возьмите образец: vsosh-moodle registers template {kind}.").format(
            kind=header.definition.kind
        ),
        "register-column-missing",
        severity,
    )


def _partial(table: Table, found: dict[RegisterKind, RegisterHeader]) -> Problem | None:
    """Return the problem of a sheet with some columns of one register."""
    nearly = [one for one in found.values() if len(one.missing) == 1]
    most = max((one.titles for one in nearly), default=0)
    best = [one for one in nearly if one.titles == most]
    return _column_missing(table, best[0]) if len(best) == 1 else None


def _misnamed(table: Table, named: RegisterDefinition, read: RegisterHeader) -> Problem:
    return Problem(
        table.place(read.row),
        _(
            "имя обещает реестр «{named}», а столбцы — реестра «{read}»; прочитан как «{read}»."
        ).format(named=named.title, read=read.definition.title),
        _("назовите лист «{read}» или исправьте заголовки.").format(read=read.definition.title),
        "register-misnamed",
        "warning",
    )


def _no_header(table: Table, definition: RegisterDefinition) -> Problem:
    return Problem(
        table.place(),
        _("не найдена строка заголовков реестра «{register}», лист не прочитан.").format(
            register=definition.title
        ),
        _("возьмите образец: vsosh-moodle registers template {kind}.").format(kind=definition.kind),
        "register-header-missing",
    )


def _ambiguous(table: Table, headers: Sequence[RegisterHeader]) -> Problem:
    names = ", ".join(f"«{one.definition.title}»" for one in headers)
    return Problem(
        table.place(headers[0].row),
        _(
            "непонятно, какой это реестр: столбцы подходят к нескольким ({names}); не прочитан."
        ).format(names=names),
        _("назовите лист по реестру, например «{title}».").format(
            title=headers[0].definition.title
        ),
        "register-ambiguous",
    )


def _unknown(table: Table, definitions: Sequence[RegisterDefinition]) -> Problem:
    names = ", ".join(f"«{one.title}»" for one in definitions)
    return Problem(
        table.place(),
        _("непонятно, какой это реестр; лист не прочитан."),
        _(
            "бывают: {names}. Назовите лист так же, возьмите заголовки из образца "
            "(vsosh-moodle registers template) или уберите этот лист."
        ).format(names=names),
        "register-unknown",
    )
