"""How the site differs from the files: what is in step, what waits, what people edited. Pure."""

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from vsosh_moodle.language import _
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.reports.plan_outline import Outline, outline_plan
from vsosh_moodle.reports.plan_words import (
    count_changes_phrase,
    kind_title,
    render_number,
    site_title,
)


def draw_status(plan: Plan, limit: int) -> RenderableType:
    """Return the state of the site against the files for rich to print."""
    outline = outline_plan(plan)
    parts: list[RenderableType] = [_draw_verdict(outline)]
    if outline.scope:
        parts.append(Text(_("Область: {scope}").format(scope=outline.scope), style="cyan"))
    parts.append(_draw_in_step(plan))
    parts.extend(_draw_waiting(outline, limit))
    parts.extend(_draw_edits(outline, limit))
    return Group(*parts)


def status_to_json(plan: Plan) -> dict[str, Any]:
    """Return the state of the site as `status --format json` prints it."""
    outline = outline_plan(plan)
    return {
        "site": plan.origin.site,
        "in_step": not plan.writes,
        "waiting": len(plan.writes),
        "edited": len(outline.kept),
        "counts": plan.counts(),
        "kept": [
            {"kind": change.kind.value, "key": change.key, "reason": change.reason}
            for change in plan.kept
        ],
    }


def _draw_verdict(outline: Outline) -> Text:
    origin = outline.plan.origin
    site = site_title(origin.site, origin.release)
    if outline.writes:
        text = _("{site}: ждёт {changes}.").format(
            site=site, changes=count_changes_phrase(outline.writes)
        )
        return Text(text, style="bold yellow")
    return Text(_("{site}: всё так, как в файлах.").format(site=site), style="bold green")


def _draw_in_step(plan: Plan) -> Text:
    touched = {change.kind for change in plan.changes}
    in_step = [kind_title(kind).lower() for kind in Kind if kind not in touched]
    if not in_step:
        return Text()
    return Text(_("Совпадает: {kinds}").format(kinds=", ".join(in_step)), style="green")


def _draw_waiting(outline: Outline, limit: int) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for block in outline.blocks:
        heading = _("{what} — ждёт ({n})").format(what=block.title, n=render_number(block.count))
        parts.append(Text(f"\n{heading}", style="bold"))
        for line in block.lines[:limit]:
            detail = f" — {line.detail}" if line.detail else ""
            parts.append(Text(f"  {line.text}{detail}"))
        if len(block.lines) > limit:
            parts.append(Text(_("  … и ещё {n}").format(n=len(block.lines) - limit), style="dim"))
    return parts


def _draw_edits(outline: Outline, limit: int) -> list[RenderableType]:
    parts: list[RenderableType] = []
    edits = outline.kept
    if edits:
        heading = _("Изменено в Moodle вручную, остаётся так ({n})").format(n=len(edits))
        parts.append(Text(f"\n{heading}", style="bold"))
        for line in edits[:limit]:
            text = Text(f"  {line.text} — {line.reason}")
            if line.values:
                text.append(f"\n    {_('в Moodle → в файлах')}: {line.values}", style="dim")
            parts.append(text)
        if len(edits) > limit:
            parts.append(Text(_("  … и ещё {n}").format(n=len(edits) - limit), style="dim"))
    if outline.forgotten:
        words = _("Есть на сайте, но в файлах больше нет; ничего не удаляется: {kinds}")
        parts.append(Text("\n" + words.format(kinds=outline.forgotten), style="dim"))
    return parts
