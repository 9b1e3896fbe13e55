"""Problems of lists on the screen: by file and sheet, with what was read and what to do."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vsosh_moodle.cli import echo
from vsosh_moodle.language import _

if TYPE_CHECKING:
    from vsosh_moodle.problems import Problem
    from vsosh_moodle.rosters import Roster, SkippedRow

_STYLES = {"error": "bold red", "warning": "yellow"}


def show_findings(problems: "Sequence[Problem]") -> None:
    """Print problems file by file and sheet by sheet, each group in the order of its rows."""
    for file, of_file in groupby(_in_order(problems), key=lambda one: one.place.file):
        found = list(of_file)
        echo.show(_file_line(file, found))
        for sheet, of_sheet in groupby(found, key=lambda one: one.place.sheet):
            if sheet:
                echo.show(Text("  " + _("Лист «{sheet}»").format(sheet=sheet), style="cyan"))
            for problem in of_sheet:
                _show_problem(problem)


def say_wrapped(text: str, style: str = "") -> None:
    """Print a long line: broken between words on a terminal, whole in a pipe."""
    if echo.console().is_terminal:
        echo.show(Text(text, style=style))
    else:
        echo.say(text, style)


def render_unread(roster: "Roster") -> Iterator[str]:
    """Yield a line for each file and kind of what was not read: sheets, columns, rows."""
    files = [
        *(one.file for one in roster.skipped),
        *(one.file for one in roster.dropped_columns),
        *(one.file for one in roster.skipped_rows),
    ]
    for file in dict.fromkeys(files):
        sheets = [
            f"«{one.sheet}» ({one.reason})" if one.sheet else one.reason
            for one in roster.skipped
            if one.file == file
        ]
        rows = [one for one in roster.skipped_rows if one.file == file]
        columns = dict.fromkeys(
            f"«{one.title}»" + (f" ({one.reason})" if one.reason else "")
            for one in roster.dropped_columns
            if one.file == file
        )
        if rows:
            yield _("{file}: не прочитаны строки: {what}.").format(
                file=file, what=", ".join(_row_reasons(rows))
            )
        if sheets:
            yield _("{file}: не прочитаны листы: {what}.").format(file=file, what=", ".join(sheets))
        if columns:
            yield _("{file}: не нужны и не прочитаны столбцы: {what}.").format(
                file=file, what=", ".join(columns)
            )


def _row_reasons(rows: "Sequence[SkippedRow]") -> Iterator[str]:
    by_sheet = groupby(rows, key=lambda one: (one.sheet, one.reason))
    for (sheet, reason), found in by_sheet:
        numbers = render_ranges([one.row for one in found])
        yield f"{numbers} ({reason})" if not sheet else f"«{sheet}» {numbers} ({reason})"


def render_ranges(numbers: "Sequence[int]") -> str:
    """Return «12, 15–18» of ascending numbers."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges)


def _in_order(problems: "Sequence[Problem]") -> "list[Problem]":
    """Return the problems with files and sheets in the order they are first named, rows ascending."""
    files = {one.place.file: n for n, one in reversed(list(enumerate(problems)))}
    sheets = {
        (one.place.file, one.place.sheet): n for n, one in reversed(list(enumerate(problems)))
    }
    return sorted(
        problems,
        key=lambda one: (
            files[one.place.file],
            sheets[one.place.file, one.place.sheet],
            one.place.row or one.place.line,
        ),
    )


def _file_line(file: str, problems: "Sequence[Problem]") -> Text:
    style = "bold red" if any(one.severity == "error" for one in problems) else "bold yellow"
    return Text.assemble((file, "bold"), " — ", (echo.render_counts(problems), style))


def _show_problem(problem: "Problem") -> None:
    word = _("Ошибка") if problem.severity == "error" else _("Замечание")
    head = Text(f"{word} ", style=_STYLES[problem.severity])
    head.append(_where(problem), style="cyan")
    body = [Text(problem.message)]
    if problem.read:
        body.append(Text.assemble((_("Прочитано") + ": ", "bold"), problem.read))
    if problem.hint:
        body.append(Text.assemble((_("Что сделать") + ": ", "bold"), problem.hint))
    if echo.console().is_terminal:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(width=20)
        grid.add_column()
        for number, line in enumerate(body):
            grid.add_row(head if number == 0 else "", line)
        echo.show(Padding(grid, (0, 0, 0, 4)))
        return
    echo.say(f"    {head.plain.strip()}: {body[0].plain}")
    for line in body[1:]:
        echo.say(f"      {line.plain}")


def _where(problem: "Problem") -> str:
    place = problem.place
    if place.cell:
        return place.cell
    number = place.row or place.line
    return _("строка {row}").format(row=number) if number else ""
