"""`apply`: bring the site to what the files say, after a person has agreed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.apply_result import draw_result
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project, plan_options, scope_options
from vsosh_moodle.errors import ConfigError, ExitCode
from vsosh_moodle.language import _
from vsosh_moodle.plan.plan import Plan

if TYPE_CHECKING:
    from vsosh_moodle.workflow.apply_result import ApplyResult
    from vsosh_moodle.workflow.planning import PlanOptions

MOST_PEOPLE = 40
"""Up to so many people are named above the question: more would push the counts off the screen."""


@command(
    "apply",
    help=_(
        "Применить план к сайту: показать его, спросить и выполнить.\n\n"
        "Примеры: vsosh-moodle apply; vsosh-moodle apply план.json; vsosh-moodle apply --yes "
        "--allow class-loss:8Д"
    ),
)
@click.argument(
    "planfile", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--yes", is_flag=True, help=_("Не спрашивать: для запуска по расписанию и из сценариев.")
)
@scope_options
@click.pass_context
def apply(ctx: click.RichContext, /, planfile: Path | None, yes: bool, **scope: Any) -> None:
    """Apply a saved plan, or one made now."""
    carry_out(ctx, plan_options(scope), planfile, yes=yes, show=show_summary)


def carry_out(
    ctx: click.RichContext,
    options: "PlanOptions",
    planfile: Path | None,
    *,
    yes: bool,
    show: Callable[[Plan], None],
) -> None:
    """Make the plan, show it, ask, write, and tell how it went; the exit code says so too.

    Raises ConfigError when nobody can be asked, and whatever `apply_plan` raises.
    """
    from vsosh_moodle.workflow.applying import apply_plan

    if not yes and not echo.is_interactive():
        raise ConfigError(
            _("Некого спросить: команда запущена не с клавиатуры."),
            _("Посмотрите план (vsosh-moodle plan) и добавьте --yes, если согласны с ним."),
        )

    def agree(plan: Plan) -> bool:
        show(plan)
        return yes or echo.confirm(_("Применить?"))

    result = apply_plan(current_project(), options, planfile, echo.progress(), agree)
    if result is None:
        echo.talk(_("Отменено: на сайте ничего не изменилось."))
        return
    echo.show(draw_result(result))
    code = exit_code_of(result)
    if code:
        ctx.exit(code)


def show_summary(plan: Plan) -> None:
    """Show the head of a plan on stderr, above the question; people by name while they are few."""
    from vsosh_moodle.reports.plan_outline import outline_plan
    from vsosh_moodle.reports.plan_text import draw_summary

    people = len(plan.movements.people)
    limit = people if people <= MOST_PEOPLE else 0
    echo.show(draw_summary(outline_plan(plan), limit), err=True)


def exit_code_of(result: "ApplyResult") -> ExitCode:
    """Return 130 for an interrupted run, 7 where something did not go through, else 0."""
    if result.interrupted:
        return ExitCode.INTERRUPTED
    return ExitCode.OK if result.complete else ExitCode.PARTIAL
