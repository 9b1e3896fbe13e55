"""`state`: the program's memory of the site: keep a copy, come back to one, look it through."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.doctor import print_findings
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.workflow.state_keeping import Return


@group(
    "state",
    help=_(
        "Память программы о сайте: журнал, номера и логины людей, снимки. Сделать копию, вернуться "
        "к копии, проверить.\n\n"
        "Примеры: vsosh-moodle state check; vsosh-moodle state backup --out D:/копии"
    ),
)
def state() -> None:
    """Group the commands about the state file."""


@state.command(
    "backup",
    help=_(
        "Сделать копию памяти программы. В копии персональные данные: храните её так же, как списки.\n\n"
        "Списки, шаблоны, config.yaml и листки в копию не входят: это Ваши файлы, копируйте папку "
        "школы целиком.\n\nПример: vsosh-moodle state backup --out D:/копии"
    ),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Файл или папка; без параметра — в папку .vsosh/backups."),
)
@format_option("text", "json")
def backup(out: Path | None, output_format: str) -> None:
    """Write a copy and say where it lies."""
    from vsosh_moodle.workflow.state_keeping import back_up

    made = back_up(current_project(), out)
    if output_format == "json":
        echo.print_json(
            {
                "file": str(made.path),
                "runs": made.runs,
                "bytes": made.path.stat().st_size,
                "sha256": made.manifest.sha256,
            }
        )
        return
    runs = plural(made.runs, "{n} запуск", "{n} запуска", "{n} запусков")
    echo.say(_("Копия записана: {file} ({runs})").format(file=made.path, runs=runs))
    echo.talk(_("Вернуться к ней: vsosh-moodle state restore {file}").format(file=made.path))


@state.command(
    "restore",
    help=_(
        "Вернуться к копии памяти программы. Нынешняя память сохраняется рядом; на сайте ничего не "
        "меняется.\n\nПример: vsosh-moodle state restore .vsosh/backups/manual-20260901-080000.zip"
    ),
)
@click.argument("copy", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help=_("Не спрашивать."))
@click.option("--dry-run", is_flag=True, help=_("Только показать, ничего не меняя."))
@format_option("text", "json")
def restore(copy: Path, *, yes: bool, dry_run: bool, output_format: str) -> None:
    """Show what coming back means, ask, do it."""
    from vsosh_moodle.workflow.state_keeping import restore as come_back

    if not (yes or dry_run or echo.is_interactive()):
        raise ConfigError(
            _("Некого спросить: команда запущена не с клавиатуры."),
            _("Посмотрите, что изменится (--dry-run), и добавьте --yes, если согласны."),
        )
    seen: list[Return] = []

    def agree(found: "Return") -> bool:
        seen.append(found)
        if output_format == "text":
            _tell(found)
        return not dry_run and (yes or echo.confirm(_("Вернуться к этой копии?")))

    done = come_back(current_project(), copy, agree)
    if output_format == "json":
        echo.print_json(return_to_json(done or seen[0], restored=done is not None))
    elif done is None:
        echo.talk(_("Ничего не изменено."))
    else:
        echo.say(_("Память программы взята из копии."), style="green")
        if done.kept is not None:
            echo.say(_("Прежняя сохранена: {file}").format(file=done.kept))
        echo.talk(
            _(
                "Дальше: vsosh-moodle plan. Сделанное после копии программа сверит с сайтом заново; что "
                "она делала тогда, отменить (undo) больше нельзя."
            )
        )


@state.command(
    "check",
    help=_(
        "Проверить память программы и её копии: целы ли, читаются ли, закрыты ли от чужих глаз.\n\n"
        "Код выхода 0, если всё в порядке; 3, если память повреждена.\n\n"
        "Пример: vsosh-moodle state check"
    ),
)
@format_option("text", "json")
@click.pass_context
def check(ctx: click.Context, output_format: str) -> None:
    """Examine the state and print the findings."""
    from vsosh_moodle.workflow.state_checking import check_state

    report = check_state(current_project())
    if output_format == "json":
        told = report.as_json()
        echo.print_json({"file": told.pop("url"), **told})
    else:
        print_findings(report, _("Память программы: {file}").format(file=report.url))
    ctx.exit(report.exit_code)


def return_to_json(found: "Return", *, restored: bool) -> dict[str, Any]:
    """Return what coming back to a copy means, as `state restore --format json` prints it."""
    return {
        "copy": str(found.copy),
        "made": found.manifest.made,
        "runs": [int(run.id) for run in found.copy_runs],
        "lost_runs": [int(run.id) for run in found.lost],
        "restored": restored,
        "kept": None if found.kept is None else str(found.kept),
    }


def _tell(found: "Return") -> None:
    made = datetime.fromisoformat(found.manifest.made).astimezone()
    runs = plural(len(found.copy_runs), "{n} запуск", "{n} запуска", "{n} запусков")
    echo.say(_("Копия от {made}: {runs}").format(made=f"{made:%d.%m.%Y %H:%M}", runs=runs))
    sites = sorted({run.header.site_url for run in found.copy_runs})
    if sites:
        echo.say(_("Сайт: {sites}").format(sites=", ".join(sites)))
    if not found.readable:
        echo.warn(_("нынешний файл состояния не читается; он останется рядом под другим именем"))
    if found.lost:
        numbers = ", ".join(str(run.id) for run in reversed(found.lost))
        echo.warn(
            _(
                "в копии нет запусков № {numbers}: их журнал и логины, выданные в них, забудутся"
            ).format(numbers=numbers)
        )
