"""`watch`: whom class teachers should look at."""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.table import Table

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.reports.watch_report import WatchLine, WatchLists


@command(
    "watch",
    help=_(
        "Показать списки внимания: кто не входил, ничего не сделал, пропустил сроки, почти закончил, "
        "и выпускников, которым нужна помощь перед ГИА. Данные — из последнего pull, сайт не нужен.\n\n"
        "Примеры: vsosh-moodle watch --class 9А; vsosh-moodle watch --format xlsx — лист каждому "
        "классному руководителю"
    ),
)
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help=_("Только этот класс; можно повторять. Пример: --class 9А"),
)
@click.option(
    "--period", metavar="KEY", default="", help=_("Период из config.yaml; без параметра — текущий.")
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(("text", "json", "xlsx", "html")),
    default="text",
    show_default=True,
    help=_("Вид: text и json печатаются, xlsx и html записываются в файл."),
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Куда записать xlsx или html; без параметра — в папку reports/."),
)
@click.option("--force", is_flag=True, help=_("Заменить файл, если он уже есть."))
def watch(
    classes: tuple[str, ...], period: str, output_format: Any, out: Path | None, force: bool
) -> None:
    """Show or write the watch lists."""
    from vsosh_moodle.reports.watch_report import watch_to_json
    from vsosh_moodle.workflow.watching import find_watch_lists, write_watch_lists

    project = current_project()
    lists = find_watch_lists(project, classes, period)
    if output_format == "json":
        echo.print_json(watch_to_json(lists))
        return
    if output_format in ("xlsx", "html"):
        path = write_watch_lists(project, lists, output_format, out, force=force)
        echo.say(_("Записано: {file}").format(file=path))
        echo.talk(_("В файле имена: для служебного пользования."))
        return
    _show(lists)


def _list_table(title: str, lines: "list[WatchLine]") -> Table:
    """Return one list of a class: a pupil a line, with what is known beside the name."""
    table = Table(
        title=_("{title} — {n}").format(title=title, n=len(lines)),
        title_justify="left",
        title_style="yellow",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        show_header=False,
    )
    table.add_column(min_width=22, max_width=34)
    table.add_column(min_width=10, max_width=44)
    table.add_column(overflow="fold")
    for line in lines:
        table.add_row(line.name, line.text, line.details)
    return table


def _show(lists: "WatchLists") -> None:
    for remark in lists.remarks:
        echo.warn(remark)
    echo.say(_("Для служебного пользования"), style="bold")
    echo.say(
        _("{period}, снимок Moodle от {day}").format(
            period=lists.period, day=f"{lists.as_of:%d.%m.%Y}"
        )
    )
    for name in lists.classes:
        lines = lists.lines(name)
        if not lines:
            continue
        echo.say()
        echo.say(_("Класс {name}").format(name=name), style="bold")
        for title, found in groupby(lines, key=lambda line: line.title):
            echo.show(_list_table(title, list(found)))
    people = len({one.person for one in lists.entries})
    echo.say(
        plural(people, "Всего: {n} ученик.", "Всего: {n} ученика.", "Всего: {n} учеников.")
        if people
        else _("В списках внимания никого нет.")
    )
