"""`roster fix`: the same workbook back, mended and marked."""

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import project_if_any
from vsosh_moodle.cli.roster_findings import show_findings
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.workflow.fixing import FixedFile


@command(
    "fix",
    help=_(
        "Вернуть ту же книгу Excel исправленной: опечатки, которые видны точно, поправлены (зелёные "
        "ячейки), ошибки и сомнения отмечены (красные и жёлтые) и объяснены в примечаниях; лист "
        "«Проверка» перечисляет всё со ссылками.\n\n"
        "Исходный файл не меняется. Код выхода 3, если остались ошибки.\n\n"
        "Пример: vsosh-moodle roster fix rosters/9А.xlsx --out проверено.xlsx"
    ),
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help=_("Куда записать копию; для нескольких файлов — папка."),
)
@click.option("--force", is_flag=True, help=_("Заменить прежнюю копию."))
@click.option(
    "--drop-unneeded",
    is_flag=True,
    help=_("Убрать из копии данные столбцов, которые программе не нужны (СНИЛС, телефоны…)."),
)
def fix(files: tuple[Path, ...], out: Path, force: bool, drop_unneeded: bool) -> int:
    """Write marked copies; exit 3 when errors are left in any."""
    from vsosh_moodle.workflow.fixing import fix_rosters

    fixed, unreadable = fix_rosters(
        files, out, project_if_any(), force=force, drop_unneeded=drop_unneeded
    )
    show_findings(unreadable)
    for one in fixed:
        _say(one, dropped=drop_unneeded)
    failed = bool(unreadable) or any(one.errors for one in fixed) or not fixed
    return ExitCode.INPUT if failed else ExitCode.OK


def _say(one: "FixedFile", *, dropped: bool) -> None:
    counts = (
        plural(
            one.repairs,
            "{n} исправление сделано",
            "{n} исправления сделаны",
            "{n} исправлений сделано",
        ),
        plural(one.errors, "{n} ошибка осталась", "{n} ошибки остались", "{n} ошибок осталось"),
        plural(one.warnings, "{n} замечание", "{n} замечания", "{n} замечаний"),
    )
    style = "red" if one.errors else "yellow" if one.warnings else "green"
    echo.say(f"{one.copy}: {', '.join(counts)}.", style)
    for note in one.notes:
        echo.say(f"  {note[:1].upper()}{note[1:]}", "dim")
    if one.unneeded:
        names = ", ".join(f"«{title}»" for title in one.unneeded)
        text = (
            _("Из копии убраны ненужные столбцы: {names}.")
            if dropped
            else _("В копии остались ненужные столбцы: {names}. Убрать: --drop-unneeded.")
        )
        echo.say(f"  {text.format(names=names)}", "dim")
    if one.errors:
        echo.talk(
            _("Откройте копию: лист «Проверка» ведёт к каждой красной ячейке. Затем roster check.")
        )
