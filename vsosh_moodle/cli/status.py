"""`status`: how the site and the files differ, in a person's words."""

from typing import Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import (
    current_project,
    exit_code_option,
    format_option,
    plan_options,
    scope_options,
)
from vsosh_moodle.cli.plan import DEFAULT_LIMIT, render_next_step
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _


@command(
    "status",
    help=_(
        "Сказать, чем сайт расходится с файлами: что совпадает, что ждёт, что изменили в Moodle "
        "вручную.\n\nПример: vsosh-moodle status --exit-code"
    ),
)
@format_option("text", "json")
@exit_code_option
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=DEFAULT_LIMIT,
    show_default=True,
    help=_("Сколько строк показывать в каждом списке."),
)
@scope_options
@click.pass_context
def status(
    ctx: click.RichContext, /, output_format: str, exit_code: bool, limit: int, **scope: Any
) -> None:
    """Compare the site with the files."""
    from vsosh_moodle.reports.plan_status import draw_status, status_to_json
    from vsosh_moodle.workflow.planning import make_plan

    made = make_plan(current_project(), plan_options(scope), echo.progress())
    if output_format == "json":
        echo.print_json(status_to_json(made))
    else:
        echo.show(draw_status(made, limit))
        echo.print_problems([one for one in made.problems if one.code == "old-slips"], err=True)
        if made.writes:
            echo.say(f"\n{render_next_step(made)}", style="bold")
    if exit_code and made.writes:
        ctx.exit(ExitCode.CHANGES_WAIT)
