"""`slips`: print, list, hand over, renew and do away with first passwords."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.cli.slips_result import (
    draw_files,
    draw_printed,
    draw_purge,
    draw_register,
    draw_reissue_plan,
    draw_reissued,
)
from vsosh_moodle.errors import ConfigError, ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.workflow.reissuing import ReissuePlan
    from vsosh_moodle.workflow.slip_holders import Wanted

_people = click.argument("people", nargs=-1, metavar="[PERSON]...")
_classes = click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help=_("Этот класс; можно повторять. Пример: --class 9А"),
)
_yes = click.option("--yes", is_flag=True, help=_("Не спрашивать."))


@group(
    "slips",
    help=_(
        "Листки с первыми паролями: напечатать, выдать под подпись, перевыпустить, удалить.\n\n"
        "PERSON — логин, номер личного дела или ФИО полностью."
    ),
)
def slips() -> None:
    """Group the commands about first passwords."""


@slips.command(
    "print",
    help=_(
        "Записать листки для печати: А4, по восемь на страницу, с кодом QR адреса сайта.\n\n"
        "Примеры: vsosh-moodle slips print; vsosh-moodle slips print --class 9А --out 9А.html; "
        "vsosh-moodle slips print --new --out листки.xlsx"
    ),
)
@_classes
@click.option(
    "--run", type=click.IntRange(min=1), metavar="N", help=_("Только выданные запуском № N.")
)
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="PERSON",
    help=_("Только этот человек; можно повторять."),
)
@click.option("--new", "only_new", is_flag=True, help=_("Только те, что ещё не печатались."))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.html|FILE.xlsx|DIR",
    help=_(
        "Куда: файл или папка, где у каждого класса будет свой файл. Без параметра — папка в slips/."
    ),
)
@click.option(
    "--format",
    "sheet_format",
    type=click.Choice(("html", "xlsx")),
    help=_("Вид файлов в папке; по умолчанию html."),
)
def print_(
    classes: tuple[str, ...], people: tuple[str, ...], run: int | None, only_new: bool,
    out: Path | None, sheet_format: Any,
) -> None:  # fmt: skip
    """Write the slips and say where they are."""
    from vsosh_moodle.workflow.slip_printing import Printing, print_slips

    printing = Printing(_wanted(classes, people), run or 0, only_new, out, sheet_format)
    echo.show(*draw_printed(print_slips(current_project(), printing)))


@slips.command(
    "list",
    help=_(
        "Показать файлы с паролями: сколько в них листков, сколько выдано и давно ли лежат.\n\n"
        "Пример: vsosh-moodle slips list"
    ),
)
@format_option("text", "json")
def list_(output_format: str) -> None:
    """List the files that hold passwords."""
    from vsosh_moodle.workflow.slip_files import list_slip_files

    files = list_slip_files(current_project())
    if output_format == "json":
        echo.print_json({"files": [one.as_json() for one in files]})
    elif files:
        echo.show(draw_files(files))
    else:
        echo.say(_("Файлов с паролями нет."))


@slips.command(
    "purge",
    help=_(
        "Затереть и удалить файлы с паролями; ведомость остаётся. Сначала показывает, что удалит, и "
        "спрашивает.\n\nПримеры: vsosh-moodle slips purge --older-than 30; "
        "vsosh-moodle slips purge --class 9А; vsosh-moodle slips purge --all --yes"
    ),
)
@click.option(
    "--older-than",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help=_("Файлы старше стольких дней."),
)
@click.option(
    "--class",
    "class_name",
    metavar="CLASS",
    default="",
    help=_("Листки одного класса во всех файлах."),
)
@click.option("--all", "everything", is_flag=True, help=_("Все файлы с паролями."))
@_yes
def purge(older_than: int | None, class_name: str, everything: bool, yes: bool) -> None:
    """Delete files with passwords, after a person has agreed."""
    from vsosh_moodle.workflow.slip_files import Purge, carry_out_purge, plan_purge
    from vsosh_moodle.workflow.slip_holders import open_slips

    if (older_than is not None) + bool(class_name) + everything != 1:
        raise ConfigError(
            _("Не сказано, что удалить."),
            _("Укажите одно из трёх: --older-than ДНЕЙ, --class КЛАСС или --all."),
        )
    _require_somebody(yes=yes, look="vsosh-moodle slips list")
    with open_slips(current_project()) as room:
        plan = plan_purge(room, Purge(older_than, class_name, everything))
        if not (plan.delete or plan.cut):
            echo.say(_("Удалять нечего."))
            return
        echo.show(*draw_purge(plan), err=True)
        if not (yes or echo.confirm(_("Удалить?"))):
            echo.talk(_("Отменено: ничего не удалено."))
            return
        carry_out_purge(room, plan)
    echo.say(
        plural(
            len(plan.delete) + len(plan.cut),
            "Удалено: {n} файл.",
            "Удалено: {n} файла.",
            "Удалено: {n} файлов.",
        )
        if not plan.cut
        else _("Удалено: листки класса {name}.").format(name=plan.class_name)
    )


@slips.command(
    "reissue",
    help=_(
        "Выдать новые пароли тем, у кого учётная запись уже есть: показать, спросить и записать. "
        "Учителям — только названным поимённо. Писем не шлёт.\n\n"
        "Примеры: vsosh-moodle slips reissue dzugova.m.r; vsosh-moodle slips reissue --class 9А"
    ),
)
@_people
@_classes
@_yes
@click.pass_context
def reissue(
    ctx: click.RichContext, /, people: tuple[str, ...], classes: tuple[str, ...], yes: bool
) -> None:
    """Set new passwords, after a person has agreed."""
    from vsosh_moodle.workflow.reissuing import reissue as give_new_passwords

    _require_somebody(yes=yes, look="vsosh-moodle slips register")
    asked = []

    def agree(plan: "ReissuePlan") -> bool:
        asked.append(plan)
        echo.show(*draw_reissue_plan(plan), err=True)
        return bool(plan.holders) and (yes or echo.confirm(_("Выдать новые пароли?")))

    result = give_new_passwords(current_project(), _wanted(classes, people), echo.progress(), agree)
    if result is None:
        if asked and asked[0].holders:
            echo.talk(_("Отменено: пароли прежние."))
            return
        ctx.exit(ExitCode.PARTIAL)
    echo.show(*draw_reissued(result))
    if result.interrupted:
        ctx.exit(ExitCode.INTERRUPTED)
    if not result.complete:
        ctx.exit(ExitCode.PARTIAL)


@slips.command(
    "handed",
    help=_(
        "Отметить, что листки выданы.\n\n"
        "Примеры: vsosh-moodle slips handed --class 9А; vsosh-moodle slips handed А-17 --date 03.09.2026"
    ),
)
@_people
@_classes
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%d.%m.%Y", "%Y-%m-%d"]),
    metavar="DD.MM.YYYY",
    help=_("День выдачи; без параметра — сегодня."),
)
def handed(people: tuple[str, ...], classes: tuple[str, ...], day: datetime | None) -> None:
    """Enter that slips were handed over."""
    from vsosh_moodle.workflow.slip_handing import mark_handed

    done = mark_handed(current_project(), _wanted(classes, people), day.date() if day else None)
    echo.say(
        plural(
            done.count,
            "Отмечено: выдан {n} листок.",
            "Отмечено: выдано {n} листка.",
            "Отмечено: выдано {n} листков.",
        )
    )
    if done.without:
        echo.warn(
            _("пароля от программы не получали: {names}.").format(names=", ".join(done.without))
        )


@slips.command(
    "register",
    help=_(
        "Показать ведомость: кому выдан листок. С --out — лист с местом для подписи, без паролей.\n\n"
        "Примеры: vsosh-moodle slips register --class 9А; "
        "vsosh-moodle slips register --out ведомость.xlsx"
    ),
)
@_classes
@format_option("text", "json")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.html|FILE.xlsx",
    help=_("Записать лист для подписей; существующий файл не заменяется."),
)
@click.option("--ask-site", is_flag=True, help=_("Спросить сайт, кто уже входил."))
def register(
    classes: tuple[str, ...], output_format: str, out: Path | None, ask_site: bool
) -> None:
    """Show the register, or write it as a sheet to sign."""
    from vsosh_moodle.workflow.slip_handing import load_register, write_register

    project = current_project()
    lines = load_register(project, _wanted(classes, ()), ask_site=ask_site)
    if out is not None:
        write_register(project, lines, out)
        echo.say(_("Записано: {file}").format(file=out))
    elif output_format == "json":
        echo.print_json({"people": [line.as_json() for line in lines]})
    elif lines:
        echo.show(draw_register(lines))
    else:
        echo.say(_("В ведомости пока никого: учётных записей программа не заводила."))


def _wanted(classes: tuple[str, ...], people: tuple[str, ...]) -> "Wanted":
    from vsosh_moodle.workflow.slip_holders import Wanted

    names = (part.strip() for value in classes for part in value.split(","))
    return Wanted(tuple(filter(None, names)), people)


def _require_somebody(*, yes: bool, look: str) -> None:
    if not yes and not echo.is_interactive():
        raise ConfigError(
            _("Некого спросить: команда запущена не с клавиатуры."),
            _("Посмотрите, кого это коснётся ({command}), и добавьте --yes, если согласны.").format(
                command=look
            ),
        )
