"""`roster check`: every problem of lists, where it is and what to do."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import format_option, project_if_any
from vsosh_moodle.cli.roster_findings import (
    render_unread,
    say_wrapped,
    show_findings,
)
from vsosh_moodle.cli.roster_show import people_total, unread_json
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _

if TYPE_CHECKING:
    from vsosh_moodle.workflow.project import Project
    from vsosh_moodle.workflow.reading_lists import ReadLists


@command(
    "check",
    help=_(
        "Проверить списки: где каждая ошибка, что прочитано и что с ней делать. Можно назвать папку.\n\n"
        "В папке школы (или с --project DIR) списки сверяются с её классами, категориями и "
        "элективами; вне её годятся любые. Код выхода 3, если есть ошибки.\n\n"
        "Пример: vsosh-moodle roster check rosters"
    ),
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option("text", "json")
def check(files: tuple[Path, ...], output_format: str) -> int:
    """Print the problems of rosters; exit 3 when any is an error."""
    from vsosh_moodle.workflow.reading_lists import read_lists

    project = project_if_any()
    lists = read_lists(files, project)
    if output_format == "json":
        echo.print_json(_as_json(lists, project))
    else:
        _show_text(lists, project)
    return ExitCode.INPUT if lists.roster.has_errors else ExitCode.OK


def _as_json(lists: "ReadLists", project: "Project | None") -> dict[str, Any]:
    problems = lists.roster.problems
    errors = sum(one.severity == "error" for one in problems)
    return {
        "ok": not errors,
        "project": str(project.root) if project else None,
        "summary": {
            "files": len(lists.files),
            "people": len(lists.roster.people),
            "errors": errors,
            "warnings": len(problems) - errors,
        },
        "problems": [one.as_json() | {"read": one.read} for one in problems],
        **unread_json(lists.roster),
    }


def _show_text(lists: "ReadLists", project: "Project | None") -> None:
    roster = lists.roster
    show_findings(roster.problems)
    for line in render_unread(roster):
        say_wrapped(line, "dim")
    style = "bold red" if roster.has_errors else "bold yellow" if roster.problems else "bold green"
    echo.say(echo.render_problem_total(roster.problems), style)
    echo.talk(people_total(roster))
    if project is None:
        echo.talk(_("Классы и категории не сверены: папка школы не найдена (--project DIR)."))
    elif not lists.config_sound:
        echo.talk(
            _("В config.yaml ошибки, сверено не всё: vsosh-moodle check покажет их."), "yellow"
        )
