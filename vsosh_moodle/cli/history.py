"""`history`: what was applied, when and by whom."""

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.table import Table
from rich.text import Text

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.language import _, render_number
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.reports.plan_words import action_title, count_changes_phrase, kind_title

if TYPE_CHECKING:
    from vsosh_moodle.store.journal import RecordedStep, Run
    from vsosh_moodle.workflow.run_calls import RunCalls

STEP_LIMIT = 20


@group(
    "history",
    invoke_without_command=True,
    help=_(
        "Показать, что и когда применялось.\n\n"
        "Примеры: vsosh-moodle history; vsosh-moodle history show 3"
    ),
)
@format_option("text", "json")
@click.pass_context
def history(ctx: click.Context, output_format: str) -> None:
    """List the runs of the project folder, the newest first."""
    if ctx.invoked_subcommand is not None:
        return
    from vsosh_moodle.workflow.history import list_runs

    runs = list_runs(current_project())
    if output_format == "json":
        echo.print_json({"runs": [run_to_json(run) for run in runs]})
    elif runs:
        echo.show(draw_runs(runs))
    else:
        echo.say(_("Ещё ничего не применялось."))


@history.command("show", help=_("Показать один запуск: что сделано, что нет.\n\nПример: show 3"))
@click.argument("run", type=int)
@format_option("text", "json")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=STEP_LIMIT,
    show_default=True,
    help=_("Сколько неудавшихся шагов показывать."),
)
def show(run: int, output_format: str, limit: int) -> None:
    """Show one run: its steps counted, those that failed named by key."""
    from vsosh_moodle.workflow.history import load_run
    from vsosh_moodle.workflow.run_calls import load_run_calls

    project = current_project()
    found, steps = load_run(project, run)
    calls = load_run_calls(project.state, run)
    if output_format == "json":
        echo.print_json(
            {
                **run_to_json(found),
                "log": calls.as_json(),
                "failures": dict(count_failures(steps)),
                "steps": [step_to_json(step) for step in steps],
            }
        )
        return
    echo.show(draw_runs([found]), draw_step_counts(steps))
    _tell_calls(calls)
    failures = count_failures(steps)
    if failures:
        codes = ", ".join(f"{code} × {n}" for code, n in failures.most_common())
        echo.say("\n" + _("Отказы сайта: {codes}").format(codes=codes))
    failed = [step for step in steps if step.state in {"failed", "sent"}]
    for step in failed[:limit]:
        echo.say(f"  {render_step(step)}")
    if len(failed) > limit:
        echo.say(
            _("  … и ещё {n}; все: --limit {all}").format(n=len(failed) - limit, all=len(failed))
        )


def count_failures(steps: "list[RecordedStep]") -> Counter[str]:
    """Return how often each code of a refusal stands in the steps of a run."""
    return Counter(step.error for step in steps if step.state == "failed" and step.error)


def _tell_calls(calls: "RunCalls") -> None:
    if not calls.logged:
        echo.talk(_("Запросов этого запуска в журнале работы уже нет (.vsosh/log.jsonl)."))
        return
    if calls.options:
        echo.say("\n" + _("С параметрами: {options}").format(options=" ".join(calls.options)))
    echo.show(Text(), draw_calls(calls))
    if calls.retries:
        echo.say(_("Повторов: {n}").format(n=calls.retries))
    if calls.errors:
        codes = ", ".join(f"{code} × {n}" for code, n in calls.errors.most_common())
        echo.say(_("Запросы без хорошего ответа: {codes}").format(codes=codes), style="yellow")


def draw_calls(calls: "RunCalls") -> Table:
    """Return the calls of a run as a table, those that took the longest first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(_("запрос"))
    for title in (_("раз"), _("не удалось"), _("всего, с"), _("дольше всего, с")):
        table.add_column(title, justify="right")
    for name, one in sorted(calls.functions.items(), key=lambda item: -item[1].ms):
        table.add_row(
            name,
            str(one.calls),
            Text(str(one.failed or ""), style="red"),
            render_number(round(one.ms / 1000, 2)),
            render_number(round(one.slowest_ms / 1000, 2)),
        )
    return table


def draw_runs(runs: "list[Run]") -> Table:
    """Return runs as a table, in the order given."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in (
        "№",
        _("начат"),
        _("длился"),
        _("итог"),
        _("изменений"),
        _("запросов"),
        _("кто"),
    ):
        table.add_column(title, justify="right" if title == "№" else "left")
    for run in runs:
        table.add_row(
            str(run.id),
            _local(run.started),
            _duration(run),
            Text(_outcome_title(run, runs), style=_STATE_STYLES.get(run.state, "")),
            ", ".join(f"{_step_title(state)} {n}" for state, n in run.counts.items()),
            str(run.calls),
            run.header.owner,
        )
    return table


def draw_step_counts(steps: "list[RecordedStep]") -> Text:
    """Return how many steps of each kind and action there were, as lines."""
    counts: dict[str, int] = {}
    for step in steps:
        name = f"{kind_title(Kind(step.step.kind))}: {_done_to(step)}"
        counts[name] = counts.get(name, 0) + 1
    lines = [f"  {name} — {count_changes_phrase(n)}" for name, n in counts.items()]
    return Text("\n".join(["", *lines]))


def render_step(step: "RecordedStep") -> str:
    """Return a step by its key: the journal holds no names in words for a person."""
    place = str(step.step.place)
    parts = (
        f"{_step_title(step.state)}: {_done_to(step)} {step.step.key}",
        place,
        step.error,
    )
    return " — ".join(part for part in parts if part)


def _done_to(step: "RecordedStep") -> str:
    """Return what a step does, in a word; a new password is no field of a plan."""
    if "password" in (step.step.after or {}):
        return _("новый пароль")
    return action_title(Action(step.step.action), Kind(step.step.kind))


def run_to_json(run: "Run") -> dict[str, Any]:
    """Return a run as `history --format json` prints it; times are UTC."""
    return {
        "run": int(run.id),
        "state": run.state,
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat() if run.finished else None,
        "owner": run.header.owner,
        "site": {"url": run.header.site_url, "release": run.header.site_release},
        "version": run.header.tool_version,
        "fingerprint": run.header.plan_digest,
        "counts": dict(run.counts),
        "undoes": run.header.undoes,
        "calls": run.calls,
    }


def step_to_json(step: "RecordedStep") -> dict[str, Any]:
    """Return a step as `history show RUN --format json` prints it."""
    return {
        "seq": step.seq,
        "state": step.state,
        "action": step.step.action,
        "kind": step.step.kind,
        "key": step.step.key,
        "error": step.error,
    }


_STATE_STYLES = {"done": "green", "partial": "yellow", "failed": "red", "interrupted": "yellow"}


def _state_title(state: str) -> str:
    titles = {
        "running": _("идёт или прерван"),
        "done": _("выполнен"),
        "partial": _("частично"),
        "interrupted": _("остановлен"),
        "failed": _("не удался"),
    }
    return titles.get(state, state)


def _outcome_title(run: "Run", runs: "list[Run]") -> str:
    """Return how a run ended, what it undid and what undid it."""
    parts = [_state_title(run.state)]
    if run.header.undoes:
        parts.append(_("отмена № {run}").format(run=run.header.undoes))
    undone = [str(one.id) for one in runs if one.header.undoes == run.id]
    if undone:
        parts.append(_("отменён запуском № {runs}").format(runs=", ".join(reversed(undone))))
    return ", ".join(parts)


def _step_title(state: str) -> str:
    titles = {
        "planned": _("задумано"),
        "sent": _("отправлено без ответа"),
        "done": _("сделано"),
        "failed": _("не получилось"),
        "skipped": _("пропущено"),
    }
    return titles.get(state, state)


def _local(moment: datetime) -> str:
    """Show a moment in the time zone of this computer, where the person sits."""
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone().strftime("%d.%m.%Y %H:%M")


def _duration(run: "Run") -> str:
    if run.finished is None:
        return "—"
    return _("{n} с").format(n=round((run.finished - run.started).total_seconds()))
