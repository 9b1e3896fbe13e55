"""`roster template`: an empty list to fill in."""

from pathlib import Path

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import project_if_any
from vsosh_moodle.language import _

_KINDS = ("students", "teachers", "both")


@command(
    "template",
    help=_(
        "Записать пустой список для заполнения: выбор из списков в ячейках, проверка дат, лист "
        "«Как заполнять». В папке школы классы, категории, элективы и предметы берутся из неё.\n\n"
        "Пример: vsosh-moodle roster template --out новый.xlsx --kind students --class 9А --class 9Б"
    ),
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Куда записать книгу Excel."),
)
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default="both",
    show_default=True,
    help=_("Чей список: students (ученики), teachers (учителя), both (оба)."),
)
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help=_("Отдельный лист для класса; можно повторять. Без параметра — один лист учеников."),
)
@click.option("--force", is_flag=True, help=_("Заменить прежний файл."))
def template(out: Path, kind: str, classes: tuple[str, ...], force: bool) -> None:
    """Write an empty list with the words of the project."""
    from vsosh_moodle.school.people import Role
    from vsosh_moodle.workflow.list_template import write_list_template

    roles = {"students": [Role.STUDENT], "teachers": [Role.TEACHER], "both": list(Role)}[kind]
    project = project_if_any()
    write_list_template(out, project, roles, classes, force=force)
    echo.say(_("Пустой список записан: {file}").format(file=out))
    if project is None:
        echo.talk(
            _("Классы и предметы для выбора не вписаны: папка школы не найдена (--project DIR).")
        )
