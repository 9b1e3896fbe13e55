"""How an apply ended, for the terminal: what was done, what failed and where, what to do next."""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from vsosh_moodle.language import _, plural
from vsosh_moodle.reports.plan_naming import Naming
from vsosh_moodle.reports.plan_words import (
    action_title,
    count_calls_phrase,
    count_changes_phrase,
    kind_name,
)

if TYPE_CHECKING:
    from vsosh_moodle.workflow.apply_result import ApplyResult, FailedChange

MOST_FAILURES = 10
"""Examples shown of each cause."""


def draw_result(result: "ApplyResult") -> RenderableType:
    """Return the end of an apply for rich to print."""
    parts: list[RenderableType] = []
    if result.notice:
        parts.append(Text(result.notice, style="yellow"))
    parts.append(_draw_verdict(result))
    parts.extend(_draw_failures(result))
    parts.extend(_draw_kept(result))
    if result.stopped_by:
        parts.append(Text.assemble((f"{_('Остановлено')}: ", "bold red"), result.stopped_by))
    if result.skipped:
        text = _("Не дошла очередь: {changes}.").format(
            changes=count_changes_phrase(result.skipped)
        )
        parts.append(Text(text, style="yellow"))
    if result.slips is not None:
        parts.append(_draw_slips(result.slips, result.accounts))
    parts.extend(_draw_next(result))
    return Group(*parts)


def _draw_verdict(result: "ApplyResult") -> Text:
    if result.nothing:
        return Text(_("Изменений нет: сайт уже такой, как в файлах."), style="bold green")
    text = _("Сделано: {changes}, {calls} к сайту, {seconds} с (запуск № {run}).").format(
        changes=count_changes_phrase(result.done),
        calls=count_calls_phrase(result.calls),
        seconds=round(result.seconds),
        run=result.run_id,
    )
    return Text(text, style="bold green" if result.complete else "bold yellow")


def _draw_failures(result: "ApplyResult") -> list[RenderableType]:
    """Return the failures by cause: each cause once, with its way out, and whom it hit."""
    if not result.failed:
        return []
    naming = Naming(result.plan) if result.plan is not None else None
    by_cause: dict[str, list[FailedChange]] = {}
    for failure in result.failed:
        by_cause.setdefault(failure.message, []).append(failure)
    heading = _("Не получилось: {changes}").format(changes=count_changes_phrase(len(result.failed)))
    parts: list[RenderableType] = [Text(f"\n{heading}", style="bold red")]
    for cause, failures in by_cause.items():
        parts.append(Text(f"  {cause}"))
        parts.extend(_draw_failure(failure, naming) for failure in failures[:MOST_FAILURES])
        rest = len(failures) - MOST_FAILURES
        if rest > 0:
            text = _("    … и ещё {n}; все: vsosh-moodle history show {run}")
            parts.append(Text(text.format(n=rest, run=result.run_id), style="dim"))
    return parts


def _draw_kept(result: "ApplyResult") -> list[RenderableType]:
    """Return what somebody edited in Moodle between the plan and the writing."""
    if not result.kept:
        return []
    naming = Naming(result.plan) if result.plan is not None else None
    heading = _("Пока шла работа, это изменили в Moodle вручную; оставлено как там:")
    parts: list[RenderableType] = [Text(f"\n{heading}", style="yellow")]
    for kept in result.kept[:MOST_FAILURES]:
        name = naming.record(kept.change.record) if naming is not None else kept.label
        parts.append(Text(f"    {kind_name(kept.change.kind)}: {name} — {kept.message}"))
    if len(result.kept) > MOST_FAILURES:
        parts.append(Text("    …", style="dim"))
    return parts


def _draw_failure(failure: "FailedChange", naming: Naming | None) -> Text:
    change = failure.change
    name = naming.record(change.record) if naming is not None else failure.label
    text = Text(
        f"    {kind_name(change.kind)}: {name} — {action_title(change.action, change.kind)}"
    )
    if str(failure.place):
        text.append(f" [{failure.place}]", style="cyan")
    return text


def _draw_slips(path: Path, accounts: int) -> Text:
    people = plural(
        accounts,
        "{n} новой учётной записи",
        "{n} новых учётных записей",
        "{n} новых учётных записей",
    )
    text = _("Пароли {people} — в файле {file}. Листки для выдачи: vsosh-moodle slips print")
    return Text(text.format(people=people, file=_shown(path)), style="bold")


def _draw_next(result: "ApplyResult") -> list[RenderableType]:
    if result.complete:
        return []
    if result.interrupted:
        text = _(
            "Остановлено по Ctrl-C. Записанное не пропало: vsosh-moodle apply доделает остальное."
        )
    else:
        text = _(
            "Что сделать: исправьте причину и повторите vsosh-moodle apply — он доделает остальное."
        )
    return [Text(f"\n{text}", style="bold")]


def _shown(path: Path) -> Path:
    """Return the path as the user would type it from here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
