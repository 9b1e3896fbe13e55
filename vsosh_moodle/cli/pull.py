"""`pull`: bring what learners did out of Moodle into a dated snapshot."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.cli.pull_result import draw_snapshots, result_lines, result_to_json, to_json
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _

if TYPE_CHECKING:
    from vsosh_moodle.workflow.pull_opening import PullOptions
    from vsosh_moodle.workflow.pulling import PullResult


@group(
    "pull",
    invoke_without_command=True,
    help=_(
        "Снять с сайта, что сделали ученики: выполнение, оценки, сданные работы, попытки, входы.\n\n"
        "Снимки копятся в папке школы: по ним строятся отчёты, даже когда ученика на сайте уже нет. "
        "Первый снимок читает всё, следующие — только изменения, раз в неделю снова всё. Прерванный "
        "снимок продолжится при следующем запуске.\n\n"
        "Примеры: vsosh-moodle pull; vsosh-moodle pull --course oge-math; vsosh-moodle pull list"
    ),
)
@click.option(
    "--course",
    "courses",
    multiple=True,
    metavar="KEY",
    help=_("Только этот курс, по ключу из config.yaml; можно повторять. Пример: --course oge-math"),
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]),
    metavar="DATE",
    help=_("Читать изменения с этого дня, а не с прошлого снимка. Пример: --since 2026-11-01"),
)
@click.option(
    "--full",
    is_flag=True,
    help=_("Прочитать всё заново: только так видно, что сброшено или удалено."),
)
@click.option("--core", is_flag=True, help=_("Не пользоваться плагином, даже если он есть."))
@click.option(
    "--moved", is_flag=True, help=_("Сайт тот же, только его адрес в config.yaml стал другим.")
)
@click.option("--list", "is_list", is_flag=True, help=_("Показать снимки; то же — pull list."))
@format_option("text", "json")
@click.pass_context
def pull(ctx: click.Context, /, **values: Any) -> None:
    """Take a snapshot, or list them."""
    if ctx.invoked_subcommand is not None:
        return
    if values["is_list"]:
        _show_list(values["output_format"])
        return
    from vsosh_moodle.workflow.pulling import pull_progress

    result = pull_progress(current_project(), _options(values), echo.progress())
    if values["output_format"] == "json":
        echo.print_json(result_to_json(result))
    else:
        for line in result_lines(result):
            echo.say(line)
    code = exit_code_of(result)
    if code:
        ctx.exit(code)


@pull.command("list", help=_("Показать снимки, новые сверху.\n\nПример: vsosh-moodle pull list"))
@format_option("text", "json")
def show_list(output_format: str) -> None:
    """List the snapshots of the folder."""
    _show_list(output_format)


def exit_code_of(result: "PullResult") -> ExitCode:
    """Return 130 for a stopped pull, 7 where something could not be read, else 0."""
    if result.interrupted:
        return ExitCode.INTERRUPTED
    return ExitCode.OK if result.complete else ExitCode.PARTIAL


def _options(values: dict[str, Any]) -> "PullOptions":
    from vsosh_moodle.workflow.pull_opening import PullOptions

    since: datetime | None = values["since"]
    day: date | None = since.date() if since is not None else None
    names = (part.strip() for value in values["courses"] for part in value.split(","))
    return PullOptions(
        courses=frozenset(name for name in names if name),
        since=day,
        full=values["full"],
        core=values["core"],
        moved=values["moved"],
    )


def _show_list(output_format: str) -> None:
    from vsosh_moodle.workflow.pulling import list_snapshots

    snapshots = list_snapshots(current_project())
    if output_format == "json":
        echo.print_json({"snapshots": [to_json(one) for one in snapshots]})
    elif snapshots:
        echo.show(draw_snapshots(snapshots))
    else:
        echo.say(_("Снимков ещё нет. Сделать первый: vsosh-moodle pull"))
