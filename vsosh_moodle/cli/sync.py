"""`sync`: the movement of people, class by class; with `--apply` it goes on as `apply` does."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import (
    current_project,
    exit_code_option,
    format_option,
    people_options,
    plan_options,
    save_option,
)
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _
from vsosh_moodle.plan.plan import Plan

if TYPE_CHECKING:
    from vsosh_moodle.workflow.planning import PlanOptions

DEFAULT_LIMIT = 50
AREAS = frozenset({"classes", "people", "enrolments"})
"""The areas of `plan --only` that people are in."""


@command(
    "sync",
    help=_(
        "Показать движение людей: кто прибыл, выбыл, вернулся, переведён, сменил фамилию, какой учитель "
        "заменён. Ничего не меняет, пока нет --apply.\n\n"
        "Это план по людям, классам и зачислениям; курсы и их содержание он не трогает.\n\n"
        "Примеры: vsosh-moodle sync; vsosh-moodle sync --class 8Д; vsosh-moodle sync --apply; "
        "vsosh-moodle sync --out движение.json, затем vsosh-moodle apply движение.json"
    ),
)
@format_option("text", "json", "md", "html")
@save_option
@exit_code_option
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=DEFAULT_LIMIT,
    show_default=True,
    help=_("Сколько человек каждого класса показывать."),
)
@click.option(
    "--apply", "write", is_flag=True, help=_("Показать, спросить и записать, как делает apply.")
)
@click.option("--yes", is_flag=True, help=_("С --apply: не спрашивать, для запуска по расписанию."))
@people_options
@click.pass_context
def sync(
    ctx: click.RichContext,
    /,
    output_format: str,
    out: Path | None,
    exit_code: bool,
    limit: int,
    write: bool,
    yes: bool,
    **scope: Any,
) -> None:
    """Make the plan of people; print it, or show it and carry it out."""
    options = replace(plan_options(scope), only=AREAS)
    if write:
        _write(ctx, options, limit, out, yes=yes, output_format=output_format, exit_code=exit_code)
        return
    if yes:
        raise click.UsageError(_("--yes нужен только вместе с --apply."))
    made = _make(options)
    _save(made, out, output_format)
    if output_format == "text":
        _show(made, limit)
        echo.say(f"\n{_next_step(made, out, scope['classes'])}", style="bold")
    else:
        from vsosh_moodle.cli.plan import render_plan

        echo.print_text(render_plan(made, output_format))
    if exit_code and made.writes:
        ctx.exit(ExitCode.CHANGES_WAIT)


def _write(
    ctx: click.RichContext,
    options: "PlanOptions",
    limit: int,
    out: Path | None,
    *,
    yes: bool,
    output_format: str,
    exit_code: bool,
) -> None:
    from vsosh_moodle.cli.apply import carry_out

    if out is not None or exit_code or output_format != "text":
        raise click.UsageError(_("С --apply не бывает --out, --format и --exit-code."))

    def show(made: Plan) -> None:
        from vsosh_moodle.reports.plan_text import draw_sync

        echo.show(draw_sync(made, limit), err=True)

    carry_out(ctx, options, None, yes=yes, show=show)


def _make(options: "PlanOptions") -> Plan:
    from vsosh_moodle.workflow.planning import make_plan

    return make_plan(current_project(), options, echo.progress())


def _save(made: Plan, out: Path | None, output_format: str) -> None:
    from vsosh_moodle.cli.plan import write_plan

    if out is not None:
        write_plan(made, out, output_format)
        echo.talk(_("План сохранён: {file}").format(file=out))


def _show(made: Plan, limit: int) -> None:
    from vsosh_moodle.reports.plan_text import draw_sync

    echo.show(draw_sync(made, limit))
    if made.problems:
        echo.say()
        echo.print_problems(made.problems)


def _next_step(made: Plan, saved: Path | None, classes: tuple[str, ...]) -> str:
    from vsosh_moodle.cli.plan import may_not_write, render_upload_step

    if not made.writes:
        return _("Делать ничего не нужно.")
    if may_not_write(made):
        return render_upload_step()
    if saved is not None and saved.suffix == ".json":
        words = ["vsosh-moodle apply", str(saved)]
    else:
        words = ["vsosh-moodle sync", *(f"--class {name}" for name in classes), "--apply"]
    if made.blocking:
        words += [f"--allow {verdict.override}" for verdict in made.blocking]
        return _("Дальше: проверьте предохранители; если всё верно, {command}").format(
            command=" ".join(words)
        )
    return _("Дальше: {command}").format(command=" ".join(words))
