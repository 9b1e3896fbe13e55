"""The movement of people for the terminal: the counts of classes, then a line a person."""

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vsosh_moodle.language import _, plural
from vsosh_moodle.reports.plan_lines import Line
from vsosh_moodle.reports.plan_movements import MovementReport, count_titles, count_values


def draw_movement(report: MovementReport, limit: int) -> list[RenderableType]:
    """Return the movement of people; `limit` is how many people of a class are named, 0: nobody."""
    if not report:
        return []
    parts: list[RenderableType] = [
        Text.assemble("\n", (_("Движение"), "bold"), f": {report.summary}")
    ]
    if report.classes:
        parts.append(Padding(_draw_counts(report), (1, 0, 0, 0)))
    parts += [Text(f"\n{line}") for line in report.programmes]
    if report.cards and not limit:
        parts.append(Text("\n" + _("О каждом человеке: vsosh-moodle sync"), style="dim"))
    for card in report.cards if limit else ():
        parts.append(Text(f"\n{card.title}", style="bold"))
        parts += [draw_line(line) for line in card.lines[:limit]]
        if len(card.lines) > limit:
            rest = plural(
                len(card.lines) - limit, "ещё {n} человек", "ещё {n} человека", "ещё {n} человек"
            )
            parts.append(
                Text(
                    _("  … {rest}; все: --limit {all}").format(rest=rest, all=len(card.lines)),
                    "dim",
                )
            )
    return parts


def _draw_counts(report: MovementReport) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(_("Класс"), no_wrap=True)
    for title in count_titles():
        table.add_column(title, justify="right")
    for one in report.classes:
        table.add_row(one.name, *(str(n) if n else "·" for n in count_values(one)))
    return table


def draw_line(line: Line) -> Text:
    """Return a line of a plan or a movement: its detail and its place in the files dim beside it."""
    text = Text(f"  {line.text}")
    if line.detail:
        text.append(f" — {line.detail}", style="dim")
    if line.place:
        text.append(f" [{line.place}]", style="dim")
    return text
