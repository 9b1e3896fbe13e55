"""A plan for the terminal: the same tables and lines in colour, or as plain text in a pipe."""

import io

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vsosh_moodle.language import _, plural
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.reports.movement_text import draw_line, draw_movement
from vsosh_moodle.reports.plan_outline import KeptLine, Outline, outline_plan
from vsosh_moodle.reports.plan_words import (
    action_title,
    count_activities_phrase,
    count_calls_phrase,
    count_changes_phrase,
    render_number,
    site_title,
)

DEFAULT_LIMIT = 10
"""How many examples of a kind are shown unless `--limit` asks for more."""

STYLES: dict[Action, str] = {
    Action.CREATE: "green",
    Action.ADOPT: "cyan",
    Action.UPDATE: "yellow",
    Action.MOVE: "yellow",
    Action.HIDE: "magenta",
    Action.SUSPEND: "magenta",
    Action.REACTIVATE: "green",
    Action.REMOVE: "red",
    Action.KEEP: "dim",
}


def draw_plan(plan: Plan, limit: int = DEFAULT_LIMIT) -> RenderableType:
    """Return the whole plan for rich to print; `limit` is how many lines a list may have."""
    outline = outline_plan(plan)
    parts: list[RenderableType] = [draw_summary(outline, limit)]
    parts.extend(_draw_changes(outline, limit))
    parts.extend(_draw_kept(outline, limit))
    parts.extend(_draw_missing(outline, limit))
    parts.extend(_draw_waiting(outline))
    return Group(*parts)


def draw_sync(plan: Plan, limit: int = DEFAULT_LIMIT) -> RenderableType:
    """Return the movement of people in a plan: `limit` is how many people of a class are named."""
    outline = outline_plan(plan)
    parts: list[RenderableType] = [_draw_head(outline), *draw_movement(outline.movement, limit)]
    if outline.writes and not outline.movement:
        parts.append(Text("\n" + _("Люди никуда не переходят; меняются только места на курсах.")))
    parts += [Text(""), _draw_cost(outline), *_draw_guards(outline)]
    parts.extend(_draw_kept(outline, limit))
    parts.extend(_draw_waiting(outline))
    return Group(*parts)


def draw_summary(outline: Outline, limit: int = DEFAULT_LIMIT) -> RenderableType:
    """Return the head of a plan: who moves, how much of what, what it costs, what the guards say."""
    parts: list[RenderableType] = [_draw_head(outline), *draw_movement(outline.movement, limit)]
    if outline.rows:
        parts.append(Padding(_draw_table(outline), (1, 0, 1, 0)))
    parts.append(_draw_cost(outline))
    parts.extend(_draw_guards(outline))
    return Group(*parts)


def render_plan_plain(plan: Plan, limit: int = DEFAULT_LIMIT, width: int = 160) -> str:
    """Return the plan as plain text without colour, lines up to `width` characters."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, highlight=False, emoji=False, color_system=None)
    console.print(draw_plan(plan, limit))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _draw_head(outline: Outline) -> Text:
    origin = outline.plan.origin
    undoes = outline.plan.undoes
    title = _("План отмены запуска № {run}").format(run=undoes) if undoes else _("План")
    text = Text.assemble((title, "bold"), ": ", site_title(origin.site, origin.release))
    if origin.year:
        text.append(", " + _("учебный год {year}").format(year=origin.year))
    if outline.scope:
        text.append("\n" + _("Область: {scope}").format(scope=outline.scope), style="cyan")
    return text


def _draw_table(outline: Outline) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", no_wrap=True)
    for action in outline.actions:
        table.add_column(action_title(action), justify="right", style=STYLES[action])
    for row in outline.rows:
        counts = (row.counts.get(action, 0) for action in outline.actions)
        table.add_row(row.title, *(render_number(n) if n else "·" for n in counts))
    return table


def _draw_cost(outline: Outline) -> Text:
    if not outline.writes:
        if outline.plan.undoes:
            return Text(_("Отменять нечего."), style="bold green")
        return Text(_("Изменений нет: сайт уже такой, как в файлах."), style="bold green")
    return Text.assemble(
        (count_changes_phrase(outline.writes), "bold"),
        ", ",
        _("прогноз — {calls} к сайту").format(
            calls=count_calls_phrase(outline.plan.forecast.calls)
        ),
    )


def _draw_guards(outline: Outline) -> list[RenderableType]:
    if not outline.guards:
        return []
    parts: list[RenderableType] = [_heading(_("Предохранители"))]
    for guard in outline.guards:
        if guard.lifted:
            line = Text.assemble((f"  {_('снят')}: ", "yellow"), guard.message)
        else:
            line = Text.assemble((f"  {_('стоп')}: ", "bold red"), (guard.message, "red"))
            line.append("\n        " + _("если так и надо: {option}").format(option=guard.override))
        parts.append(line)
    return parts


def _draw_changes(outline: Outline, limit: int) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for block in outline.blocks:
        heading = f"{block.title} ({render_number(block.count)})"
        parts.append(_heading(heading, STYLES[block.action]))
        parts.extend(draw_line(line) for line in block.lines[:limit])
        if len(block.lines) > limit:
            parts.append(_more(len(block.lines) - limit, len(block.lines)))
    return parts


def _more(rest: int, everything: int) -> Text:
    words = plural(rest, "ещё {n} строка", "ещё {n} строки", "ещё {n} строк")
    text = _("  … {rest}; все: --limit {all}").format(rest=words, all=everything)
    return Text(text, style="dim")


def _draw_kept(outline: Outline, limit: int) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if outline.kept:
        number = render_number(len(outline.kept))
        parts.append(_heading(_kept_heading(outline).format(n=number)))
        parts.extend(_draw_kept_line(line) for line in outline.kept[:limit])
        if len(outline.kept) > limit:
            parts.append(_more(len(outline.kept) - limit, len(outline.kept)))
        if not outline.plan.undoes:
            text = _("Записать поверх всех правок: --overwrite all")
            parts.append(Text(f"  {text}", style="dim"))
    if outline.forgotten:
        words = _("Есть на сайте, но в файлах больше нет; ничего не удаляется: {kinds}")
        if outline.plan.undoes:
            words = _("Создано запуском и остаётся на сайте, ничего не удаляется: {kinds}")
        parts.append(Text("\n" + words.format(kinds=outline.forgotten), style="dim"))
    return parts


def _kept_heading(outline: Outline) -> str:
    if outline.plan.undoes:
        return _("Отменить нельзя, остаётся так ({n})")
    return _("Изменено в Moodle вручную, остаётся так ({n})")


def _draw_kept_line(line: KeptLine) -> Text:
    text = Text(f"  {line.text} — {line.reason}")
    if line.values:
        arrow = _("в Moodle → в файлах") if line.override else _("сейчас → как должно быть")
        text.append(f"\n    {arrow}: {line.values}", style="dim")
    if line.override:
        text.append(f"\n    {_('записать поверх')}: {line.override}", style="dim")
    return text


def _draw_missing(outline: Outline, limit: int) -> list[RenderableType]:
    if not outline.missing:
        return []
    if not outline.writes:
        return [_draw_missing_total(outline)]
    parts: list[RenderableType] = [
        _heading(_("Не создаётся без плагина local_vsosh: элементы курсов")),
    ]
    parts.extend(
        Text(f"  {_('«{title}»').format(title=note.title)}: {count_activities_phrase(note.count)}")
        for note in outline.missing[:limit]
    )
    if len(outline.missing) > limit:
        parts.append(_more(len(outline.missing) - limit, len(outline.missing)))
    return parts


def _draw_missing_total(outline: Outline) -> Text:
    """An empty plan needs no list: what the plugin would add is known since the first one."""
    text = _("Без плагина local_vsosh не созданы: {activities} в {courses}.").format(
        activities=count_activities_phrase(sum(note.count for note in outline.missing)),
        courses=plural(len(outline.missing), "{n} курсе", "{n} курсах", "{n} курсах"),
    )
    return Text(text, style="dim")


def _draw_waiting(outline: Outline) -> list[RenderableType]:
    number = len(outline.plan.waiting)
    if not number:
        return []
    text = _(
        "Вне этого плана осталось {changes}: им нужно то, чего на сайте ещё нет и что в область не "
        "входит. Постройте план без --only, --class и --course."
    ).format(changes=count_changes_phrase(number))
    return [_heading(_("Ждёт других областей")), Text(f"  {text}")]


def _heading(title: str, style: str = "") -> Text:
    return Text(f"\n{title}", style=f"bold {style}".strip())
