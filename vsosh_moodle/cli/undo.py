"""`undo`: bring the site back to what stood before a run, as far as Moodle allows."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from click.shell_completion import CompletionItem

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.apply import exit_code_of
from vsosh_moodle.cli.apply_result import draw_result
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project, format_option, save_option
from vsosh_moodle.cli.plan import DEFAULT_LIMIT, print_plan, write_plan
from vsosh_moodle.errors import ConfigError, ExitCode, VsoshMoodleError
from vsosh_moodle.language import _
from vsosh_moodle.plan.plan import Plan

if TYPE_CHECKING:
    from vsosh_moodle.workflow.apply_result import ApplyResult


def complete_run(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the numbers of runs that begin with what was typed, the newest first."""
    from vsosh_moodle.workflow.history import list_runs

    try:
        runs = list_runs(current_project())
    except VsoshMoodleError:
        return []
    return [
        CompletionItem(str(run.id), help=run.started.strftime("%d.%m.%Y %H:%M"))
        for run in runs
        if str(run.id).startswith(incomplete)
    ]


@command(
    "undo",
    help=_(
        "Отменить запуск: вернуть на сайте то, что было до него, насколько это позволяет Moodle.\n\n"
        "Файлы школы не меняются. Примеры: vsosh-moodle undo 3 --dry-run; vsosh-moodle undo 3"
    ),
)
@click.argument("run", type=click.IntRange(min=1), shell_complete=complete_run)
@click.option("--dry-run", is_flag=True, help=_("Только показать, ничего не меняя."))
@click.option("--yes", is_flag=True, help=_("Не спрашивать."))
@click.option(
    "--unenrol",
    is_flag=True,
    help=_("Зачисленных этим запуском отчислить, а не приостановить: оценки скроются."),
)
@click.option(
    "--allow",
    multiple=True,
    metavar="GUARD[:CLASS]",
    help=_("Снять предохранитель, который назвал план. Пример: --allow class-loss:8Д"),
)
@save_option
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=DEFAULT_LIMIT,
    show_default=True,
    help=_("Сколько примеров каждого вида показывать."),
)
@format_option("text", "json")
@click.pass_context
def undo(
    ctx: click.RichContext,
    run: int,
    *,
    dry_run: bool,
    yes: bool,
    unenrol: bool,
    allow: tuple[str, ...],
    out: Path | None,
    limit: int,
    output_format: str,
) -> None:
    """Show the undo of a run, ask, carry it out."""
    from vsosh_moodle.workflow.undoing import make_undo_plan, undo_run

    lifted = frozenset(part.strip() for one in allow for part in one.split(",") if part.strip())
    project = current_project()
    if dry_run:
        made = make_undo_plan(project, run, echo.progress(), allow=lifted, unenrol=unenrol)
        if out is not None:
            write_plan(made, out, output_format)
            echo.talk(_("План сохранён: {file}").format(file=out))
        print_plan(made, output_format, limit)
        return
    if not yes and not echo.is_interactive():
        raise ConfigError(
            _("Некого спросить: команда запущена не с клавиатуры."),
            _("Посмотрите план (--dry-run) и добавьте --yes, если согласны с ним."),
        )

    def agree(plan: Plan) -> bool:
        if out is not None:
            write_plan(plan, out, output_format)
        if output_format == "text":
            print_plan(plan, "text", limit)
        return yes or echo.confirm(_("Отменить запуск № {run}?").format(run=run))

    result = undo_run(project, run, echo.progress(), agree, allow=lifted, unenrol=unenrol)
    if result is None:
        echo.talk(_("Отменено: на сайте ничего не изменилось."))
        return
    _tell(result, run, output_format)
    code = exit_code_of(result)
    if code is not ExitCode.OK:
        ctx.exit(code)


def _tell(result: "ApplyResult", run: int, output_format: str) -> None:
    if output_format == "json":
        echo.print_json(result_to_json(result, run))
        return
    if result.nothing:
        if result.plan is not None and result.plan.kept:
            print_plan(result.plan, "text", DEFAULT_LIMIT)
        echo.say(
            _("Отменять нечего: на сайте уже не так, как оставил запуск № {run}.").format(run=run)
        )
        return
    echo.show(draw_result(result))
    echo.say(
        _(
            "Файлы не изменились: следующий apply сделает то же снова. Исправьте их или верните из "
            "копии. Передумали: vsosh-moodle undo {run}"
        ).format(run=result.run_id)
    )


def result_to_json(result: "ApplyResult", run: int) -> dict[str, Any]:
    """Return how an undo ended, as `undo RUN --format json` prints it."""
    return {
        "run": result.run_id or None,
        "undoes": run,
        "complete": result.complete,
        "done": result.done,
        "failed": [
            {"kind": one.change.kind.value, "key": one.change.key, "message": one.message}
            for one in result.failed
        ],
        "skipped": result.skipped,
        "stopped_by": result.stopped_by,
        "kept": [
            {"kind": one.kind.value, "key": one.key, "reason": one.reason}
            for one in (result.plan.kept if result.plan is not None else ())
        ],
    }
