"""`calendar pupil`: the own calendar of a pupil who came in the course of the year."""

from datetime import datetime
from pathlib import Path

import rich_click as click
from rich.table import Table

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.language import _, plural

_DAY = click.DateTime(("%Y-%m-%d", "%d.%m.%Y"))


@command(
    "pupil",
    help=_(
        "Свой график того, кто пришёл посреди года: что класс сдал до него — по порядку на ближайшие недели, "
        "остальное — вместе с классом. Закрытые работы названы: их откроет учитель.\n\n"
        'Примеры: vsosh-moodle calendar pupil "Новиков Тимур" --from 2026-11-12; vsosh-moodle calendar pupil '
        "Новиков --out график.docx"
    ),
)
@click.argument("name", metavar="NAME")
@click.option(
    "--from", "came", type=_DAY, metavar="DATE",
    help=_("С какого дня учится; без параметра — «Дата зачисления» из списка."),
)  # fmt: skip
@click.option(
    "--weeks", type=click.IntRange(2, 30), default=6, show_default=True, metavar="N",
    help=_("На сколько недель разложить пропущенное."),
)  # fmt: skip
@format_option("text", "json")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("Записать график: .docx, .html, .xlsx или .ics для телефона."),
)  # fmt: skip
@click.option("--force", is_flag=True, help=_("Заменить файл, если он уже есть."))
def pupil(
    name: str, came: datetime | None, weeks: int, output_format: str, out: Path | None, force: bool
) -> None:
    """Show the own calendar of a pupil."""
    from vsosh_moodle.workflow.pupil_calendar import pupil_calendar, write_pupil_calendar

    project = current_project()
    found = pupil_calendar(project, name, came.date() if came else None, weeks)
    if out is not None:
        write_pupil_calendar(project, found, out, force=force)
    if output_format == "json":
        echo.print_json(
            {
                "class": str(found.pupil.class_name),
                "came": str(found.came),
                "deadlines": [
                    {
                        "course": one.deadline.course,
                        "title": one.deadline.title,
                        "activity": one.deadline.activity,
                        "name": one.deadline.name,
                        "moment": one.deadline.moment.isoformat(timespec="minutes"),
                        "class_moment": one.classmates.moment.isoformat(timespec="minutes"),
                        "missed": one.missed,
                        "closed": one.closed,
                    }
                    for one in found.due
                ],
            }
        )
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in (_("Срок"), _("Курс"), _("Задание"), _("Было у класса")):
        table.add_column(title, overflow="fold")
    for one in found.due:
        before = f"{one.classmates.moment:%d.%m.%Y}" if one.missed else ""
        closed = _(", закрыто: откроет учитель") if one.closed else ""
        table.add_row(
            f"{one.deadline.moment:%d.%m.%Y}",
            one.deadline.title,
            one.deadline.name,
            before + closed,
        )
    echo.show(table)
    count = plural(len(found.missed), "{n} работу", "{n} работы", "{n} работ")
    echo.say(
        _("До {day} класс сдал {count}; на них отведено {weeks} нед.").format(
            day=f"{found.came:%d.%m.%Y}", count=count, weeks=found.weeks
        )
    )
    if out is not None:
        echo.say(_("Записано: {file}").format(file=out), "green")
