"""`roster show --explain`: how each sheet, column and row was understood."""

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.roster_findings import render_ranges, render_unread, say_wrapped
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.rosters import Repair, Roster
    from vsosh_moodle.rosters.read import ReadSheet

_MOST_REPAIRS = 20


def explain_json(found: "Roster") -> dict[str, Any]:
    """Return how the lists were understood, for `roster show --explain --format json`."""
    return {
        "sheets": [_sheet_json(sheet) for sheet in found.sheets],
        "repairs": [
            {
                "file": one.place.file,
                "sheet": one.place.sheet,
                "cell": one.place.cell,
                "was": one.was,
                "now": one.now,
                "why": one.why,
                "code": one.code,
            }
            for one in found.repairs
        ],
    }


def _sheet_json(sheet: "ReadSheet") -> dict[str, Any]:
    from vsosh_moodle.rosters.explain import explain_columns, explained_spans, render_why

    return {
        "file": sheet.file,
        "sheet": sheet.sheet,
        "role": sheet.header.role.value,
        "header_row": sheet.header.row,
        "profile": sheet.profile.name or None,
        "columns": [
            {
                "letters": one.letters,
                "title": one.title,
                "column": one.column.value if one.column else None,
                "why": one.why,
                "words": render_why(one, sheet.profile.name),
            }
            for one in explain_columns(sheet)
        ],
        "rows": [
            {
                "first": span.first,
                "last": span.last,
                "kind": span.kind.value,
                "detail": span.detail or None,
                "words": words,
            }
            for span, words in explained_spans(sheet)
        ],
    }


def show_explanation(found: "Roster") -> None:
    """Print how the lists were understood: columns, rows, repairs, what was not read."""
    for sheet in found.sheets:
        _show_sheet(sheet)
        repairs = [
            one
            for one in found.repairs
            if (one.place.file, one.place.sheet) == (sheet.file, sheet.sheet)
        ]
        _show_repairs(repairs)
    for line in render_unread(found):
        say_wrapped(line, "dim")


def _show_sheet(sheet: "ReadSheet") -> None:
    from vsosh_moodle.rosters.column_names import column_name
    from vsosh_moodle.rosters.explain import explain_columns, render_why
    from vsosh_moodle.school.people import Role

    where = sheet.file + (
        f" — {_('лист «{sheet}»').format(sheet=sheet.sheet)}" if sheet.sheet else ""
    )
    role = _("ученики") if sheet.header.role is Role.STUDENT else _("учителя")
    said = _("{role}, заголовки в строке {row}").format(role=role, row=sheet.header.row)
    if sheet.profile.name:
        said += ", " + _("источник «{name}»").format(name=sheet.profile.name)
    echo.show(Text.assemble((where, "bold"), f": {said}"))
    table = Table(_("Столбец"), _("Заголовок"), _("Прочитан как"), _("Почему"), box=None)
    for one in explain_columns(sheet):
        name = column_name(one.column) if one.column else "—"
        style = "" if one.column else "dim"
        table.add_row(
            one.letters, one.title, name, render_why(one, sheet.profile.name), style=style
        )
    echo.show(table)
    rows = Table(_("Строки"), _("Что это"), box=None)
    for words, numbers in _grouped(sheet).items():
        rows.add_row(render_ranges(numbers), words)
    echo.show(rows)


def _grouped(sheet: "ReadSheet") -> dict[str, list[int]]:
    from vsosh_moodle.rosters.explain import explained_spans
    from vsosh_moodle.rosters.trace import RowKind

    grouped: dict[str, list[int]] = {}
    for span, words in explained_spans(sheet):
        if span.kind is not RowKind.BLANK:
            grouped.setdefault(words, []).extend(range(span.first, span.last + 1))
    return grouped


def _show_repairs(repairs: "list[Repair]") -> None:
    if not repairs:
        return
    echo.say(
        "  "
        + plural(
            len(repairs),
            "{n} исправление при чтении:",
            "{n} исправления при чтении:",
            "{n} исправлений при чтении:",
        )
    )
    table = Table(_("Ячейка"), _("Было → стало"), _("Почему"), box=None)
    for one in repairs[:_MOST_REPAIRS]:
        where = one.place.cell or str(one.place.row)
        table.add_row(where, f"«{one.was}» → «{one.now}»", one.why)
    echo.show(table)
    if len(repairs) > _MOST_REPAIRS:
        echo.say(
            "    " + _("…и ещё {n}: все — в --format json.").format(n=len(repairs) - _MOST_REPAIRS)
        )
