"""`roster`: the commands about lists of people, and the answers to «who is this»."""

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project
from vsosh_moodle.cli.roster_check import check
from vsosh_moodle.cli.roster_fix import fix
from vsosh_moodle.cli.roster_map import map_
from vsosh_moodle.cli.roster_show import show
from vsosh_moodle.cli.roster_template import template
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsosh_moodle.school.identity import DoubtfulMatch
    from vsosh_moodle.workflow.project import Project


@group("roster", help=_("Прочитать и проверить списки учеников и учителей."))
def roster() -> None:
    """Group the commands about rosters."""


@roster.command(
    "confirm",
    help=_(
        "Ответить, кто это, когда план не может решить сам.\n\n"
        "CODE и LOGIN называет сообщение о строке списка. "
        "Пример: vsosh-moodle roster confirm 3f9a1c2e07 dzugov.a.r"
    ),
)
@click.argument("code", metavar="CODE")
@click.argument("login", metavar="[LOGIN]", required=False)
@click.option("--new", "is_new", is_flag=True, help=_("Это новый человек: завести учётную запись."))
def confirm(code: str, login: str | None, is_new: bool) -> None:
    """Remember the answer to a doubt about a row."""
    from vsosh_moodle.workflow.confirming import confirm_person

    if is_new == (login is not None):
        raise click.UsageError(_("Укажите либо логин, либо --new."))
    confirm_person(current_project(), code, login)
    echo.say(_("Запомнено. Дальше: vsosh-moodle plan"))


@roster.command(
    "decide",
    help=_(
        "Ответить на все вопросы «кто это» подряд или из файла решений.\n\n"
        "Без человека за клавиатурой: сохраните вопросы (--save), впишите во второй столбец логин "
        "или слово «новый» и верните файл (--from). Пример: vsosh-moodle roster decide --from решения.csv"
    ),
)
@click.option(
    "--save",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Записать вопросы в новый файл CSV."),
)
@click.option(
    "--from",
    "source",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Взять решения из файла."),
)
def decide(save: Path | None, source: Path | None) -> int:
    """Settle all doubts; exit 3 when some are left open."""
    from vsosh_moodle.workflow.confirming import open_questions, save_questions, take_decisions

    if save and source:
        raise click.UsageError(_("Укажите либо --save, либо --from."))
    project = current_project()
    if source:
        count = take_decisions(project, source)
        echo.say(_("Запомнено решений: {n}.").format(n=count))
    doubts = open_questions(project)
    if save:
        save_questions(doubts, save)
        echo.say(_("Записано вопросов: {n} ({file}).").format(n=len(doubts), file=save))
        return ExitCode.OK
    left = _ask(project, doubts) if echo.is_interactive() and not source else doubts
    echo.print_problems([doubt.problem() for doubt in left])
    if not left:
        echo.say(_("Вопросов нет. Дальше: vsosh-moodle plan"))
    return ExitCode.INPUT if left else ExitCode.OK


def _ask(project: "Project", doubts: "Sequence[DoubtfulMatch]") -> "list[DoubtfulMatch]":
    """Ask about each doubt on the terminal; return those passed over."""
    from vsosh_moodle.school.identity import question_code
    from vsosh_moodle.workflow.confirming import NEW, confirm_person

    left = []
    for doubt in doubts:
        logins = [entry.login for entry in doubt.entries]
        echo.talk(f"{doubt.person.source}: {doubt.problem().message}")
        answer = click.prompt(
            _("Кто это? Логин, «новый» или Enter, чтобы пропустить"),
            type=click.Choice([*logins, *sorted(NEW), ""]),
            default="",
            show_default=False,
            show_choices=False,
            err=True,
        )
        if answer:
            code = question_code(doubt.person)
            confirm_person(project, code, None if answer in NEW else answer)
        else:
            left.append(doubt)
    return left


for _command in (check, fix, map_, show, template):
    roster.add_command(_command)
