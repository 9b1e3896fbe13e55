"""A report on the terminal: its tables as rich draws them, the table of indicators in colour."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from vsosh_moodle.language import _, speaking
from vsosh_moodle.reports.document.model import Column, Paragraph, Report, Table, Value
from vsosh_moodle.reports.render.layout import may_be_shown
from vsosh_moodle.reports.render.shown_values import NUMBER_KINDS, render_value, totals_of

MOST_ROWS = 30
_APPENDIX = "П"
_LONG = frozenset({"Где нужен", "Вывод"})
"""Columns of the indicators' table that make a line of it several."""


@speaking("ru")
def draw_report(report: Report) -> RenderableType:
    """Return the report without its appendices: headings, texts, tables of at most thirty rows."""
    return Group(*_parts(report))


def _parts(report: Report) -> Iterator[RenderableType]:
    yield Text(report.title, style="bold")
    yield Text(f"{report.school}; {report.period}; {report.as_of}")
    for section in report.sections:
        if section.number.startswith(_APPENDIX) and section.key != "know":
            continue
        yield Text(f"\n{section.number} {section.title}".rstrip(), style="bold")
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield Text(block.text, style="yellow" if block.style == "warning" else "")
            elif isinstance(block, Table) and may_be_shown(report, block):
                yield draw_table(report, block)


@speaking("ru")
def draw_summary(report: Report) -> RenderableType:
    """Return what a terminal shows while the report itself goes to files: what comes first in it.

    Of a report with indicators that is their table, of another its first table; and what is serious.
    """
    tables = [one for one in report.tables() if may_be_shown(report, one)]
    goals = [one for one in tables if one.key.startswith(("goals_", "years_"))]
    parts: list[RenderableType] = [
        Text(report.title, style="bold"),
        Text(f"{report.period}; {report.as_of}"),
        *(draw_table(report, one, short=True) for one in goals or tables[:1]),
    ]
    for section in report.sections:
        if section.key == "know":
            parts += [
                Text(block.text, style="yellow")
                for block in section.blocks
                if isinstance(block, Paragraph) and block.style == "warning"
            ]
    return Group(*parts)


def draw_table(report: Report, table: Table, *, short: bool = False) -> RenderableType:
    """Return one table; what is beyond thirty rows is counted.

    `short` leaves of the indicators' table what fits a line: the rest is in the files.
    """
    drawn = RichTable(title=table.title, title_justify="left", box=None, pad_edge=False)
    places = [
        place
        for place, column in enumerate(table.columns)
        if not (short and _is_goals(table) and column.title in _LONG)
    ]
    for place in places:
        column = table.columns[place]
        right = column.kind in NUMBER_KINDS
        drawn.add_column(column.title, justify="right" if right else "left", overflow="fold")
    for row in table.rows[:MOST_ROWS]:
        cells = _cells(report, table.columns, row)
        drawn.add_row(*(cells[place] for place in places), style=_style(table, row))
    totals = totals_of(table)
    if totals is not None:
        cells = _cells(report, table.columns, totals)
        drawn.add_row(*(cells[place] for place in places), style="bold")
    if len(table.rows) > MOST_ROWS:
        rest = len(table.rows) - MOST_ROWS
        return Group(drawn, Text(_("… и ещё строк: {n}").format(n=rest), style="dim"))
    return drawn


def _cells(report: Report, columns: tuple[Column, ...], row: tuple[Value, ...]) -> list[str]:
    return [
        render_value(value, column.kind, report.small_numbers)
        for value, column in zip(row, columns, strict=True)
    ]


def _style(table: Table, row: tuple[Value, ...]) -> str:
    """Return green for a plan done and yellow for one that is not: the table of indicators."""
    if not _is_goals(table):
        return ""
    verdict = str(row[-1]).casefold()
    if "не выполнен" in verdict:
        return "yellow"
    return "green" if "план выполнен" in verdict else ""


def _is_goals(table: Table) -> bool:
    return table.key.startswith("goals_")
