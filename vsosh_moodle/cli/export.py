"""`export`: the plan in other forms; today as files for Moodle's own upload tools."""

from pathlib import Path
from typing import Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, plan_options, scope_options
from vsosh_moodle.language import _


@group("export", help=_("Выгрузить план в файлы для загрузки в Moodle вручную."))
def export() -> None:
    """Group the forms of export."""


@export.command(
    "csv",
    help=_(
        "Записать план файлами CSV для страниц загрузки Moodle и памятку, что где нажать.\n\n"
        "Для тех, у кого токен без прав на запись. Пример: vsosh-moodle export csv --out загрузка"
    ),
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    required=True,
    help=_("Новая папка для файлов. В них имена и пароли: после загрузки удалите её."),
)
@scope_options
def export_csv(out: Path, **scope: Any) -> None:
    """Write the files and say what to do with them."""
    from vsosh_moodle.workflow.exporting import CHECKLIST_PAGE
    from vsosh_moodle.workflow.exporting import export_csv as write_files

    made = write_files(current_project(), plan_options(scope), out, echo.progress())
    if not made.files:
        echo.say(_("Делать ничего не нужно."))
        return
    echo.say(
        _("Файлы в папке {folder}: строк {rows}, вручную останется: {by_hand}.").format(
            folder=out, rows=made.rows, by_hand=made.by_hand
        )
    )
    if made.slips is not None:
        echo.say(_("Пароли новых учётных записей: {file}").format(file=made.slips))
    echo.say(_("Дальше: откройте {file}").format(file=out / CHECKLIST_PAGE), style="bold")
