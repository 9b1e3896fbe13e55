"""`check`: every problem of every file, without the site."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.check_load import load
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.workflow.checking import CheckSummary


@group(
    "check",
    invoke_without_command=True,
    help=_(
        "Проверить config.yaml, шаблоны и списки: все ошибки сразу, с местом каждой. Сайт не нужен."
        "\n\nПример: vsosh-moodle check --format json"
    ),
)
@format_option("text", "json")
@click.pass_context
def check(ctx: click.Context, output_format: str) -> None:
    """Check all files of the project and say what they hold."""
    if ctx.invoked_subcommand is not None:
        return
    from vsosh_moodle.workflow.checking import check_project

    result = check_project(current_project())
    failed = result.has_errors
    if output_format == "json":
        echo.print_json(
            {
                "ok": not failed,
                "summary": asdict(result.summary),
                "problems": [problem.as_json() for problem in result.problems],
            }
        )
    else:
        echo.print_problems(result.problems)
        if not failed:
            echo.say(render_summary(result.summary), "green")
    if failed:
        ctx.exit(ExitCode.INPUT)


check.add_command(load)


def render_summary(summary: "CheckSummary") -> str:
    """Return «Файлы в порядке: 6 классов, 60 учеников, …»."""
    counts = (
        plural(summary.classes, "{n} класс", "{n} класса", "{n} классов"),
        plural(summary.students, "{n} ученик", "{n} ученика", "{n} учеников"),
        plural(summary.teachers, "{n} учитель", "{n} учителя", "{n} учителей"),
        plural(summary.courses, "{n} курс", "{n} курса", "{n} курсов"),
        plural(summary.templates, "{n} шаблон", "{n} шаблона", "{n} шаблонов"),
    )
    return _("Файлы в порядке: {counts}.").format(counts=", ".join(counts))
