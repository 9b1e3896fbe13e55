"""`roster`: read lists of pupils and teachers, show what was understood and what was not."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vsosh_moodle.rosters import Roster
    from vsosh_moodle.school.identity import DoubtfulMatch
    from vsosh_moodle.school.people import Person
    from vsosh_moodle.workflow.project import Project


@group("roster", help=_("Прочитать и проверить списки учеников и учителей."))
def roster() -> None:
    """Group the commands about rosters."""


_files = click.argument(
    "files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path)
)


@roster.command(
    "show",
    help=_(
        "Показать людей из списков так, как программа их поняла.\n\n"
        "Пример: vsosh-moodle roster show rosters/9А.xlsx --format json"
    ),
)
@_files
@format_option("text", "json")
def show(files: tuple[Path, ...], output_format: str) -> int:
    """Print people, problems and dropped columns; exit 3 when errors leave nobody to show."""
    from vsosh_moodle.rosters import read_rosters

    found = read_rosters(files)
    if output_format == "json":
        echo.print_json(as_json(found))
    else:
        _show_text(found)
    return ExitCode.INPUT if found.has_errors and not found.people else ExitCode.OK


@roster.command(
    "check",
    help=_(
        "Проверить списки: где каждая ошибка и что с ней делать.\n\n"
        "Папка значит все таблицы в ней. Код выхода 3, если есть ошибки. "
        "Пример: vsosh-moodle roster check rosters/*.xlsx"
    ),
)
@_files
@format_option("text", "json")
def check(files: tuple[Path, ...], output_format: str) -> int:
    """Print the problems of rosters; exit 3 when any is an error."""
    from vsosh_moodle.rosters import read_rosters
    from vsosh_moodle.school.near_names import find_near_duplicates

    found = read_rosters(files)
    found.problems += find_near_duplicates(found.people)
    if output_format == "json":
        echo.print_json({"problems": [problem.as_json() for problem in found.problems]})
    else:
        echo.print_problems(found.problems)
        echo.talk(_people_total(found))
    return ExitCode.INPUT if found.has_errors else ExitCode.OK


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


def as_json(found: "Roster") -> dict[str, Any]:
    """Return a roster as `roster show --format json` prints it."""
    return {
        "people": [_person_json(person) for person in found.people],
        "problems": [problem.as_json() for problem in found.problems],
        "dropped_columns": [
            {
                "file": column.file,
                "sheet": column.sheet,
                "column": column.title,
                "reason": column.reason,
            }
            for column in found.dropped_columns
        ],
        "skipped_sheets": [
            {"file": sheet.file, "sheet": sheet.sheet, "reason": sheet.reason}
            for sheet in found.skipped
        ],
        "skipped_rows": [
            {
                "file": row.file,
                "sheet": row.sheet,
                "row": row.row,
                "code": row.code,
                "reason": row.reason,
            }
            for row in found.skipped_rows
        ],
    }


def _person_json(person: "Person") -> dict[str, Any]:
    source = person.source
    return {
        "role": person.role.value,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "middle_name": person.middle_name,
        "class": str(person.class_name or ""),
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "source": {"file": source.file, "sheet": source.sheet, "row": source.row},
        "school_number": person.school_number,
        "categories": list(person.categories),
        "electives": list(person.electives),
        "subjects": list(person.subjects),
        "classes": [str(name) for name in person.classes],
    }


def _show_text(found: "Roster") -> None:
    from rich.table import Table

    titles = (_("Класс"), _("Фамилия"), _("Имя"), _("Отчество"), _("Рожд."), _("Откуда"))
    table = Table(*titles, box=None, pad_edge=False)
    for person in found.people:
        classes = person.class_name or ", ".join(map(str, person.classes))
        table.add_row(
            str(classes),
            person.last_name,
            person.first_name,
            person.middle_name,
            f"{person.birth_date:%d.%m.%Y}" if person.birth_date else "",
            str(person.source),
        )
    if found.people:
        echo.show(table)
    echo.talk(_people_total(found))
    unneeded = [column.title for column in found.dropped_columns if not column.reason]
    hidden = [column.title for column in found.dropped_columns if column.reason]
    for column in dict.fromkeys(unneeded):
        echo.talk(_("Столбец «{title}» не нужен и не прочитан.").format(title=column))
    for column in dict.fromkeys(hidden):
        echo.talk(_("Столбец «{title}» скрыт и не прочитан.").format(title=column))
    echo.print_problems(found.problems, err=True)


def _people_total(found: "Roster") -> str:
    from vsosh_moodle.school.people import Role

    teachers = sum(person.role is Role.TEACHER for person in found.people)
    return _("Прочитано: {students}, {teachers}.").format(
        students=plural(len(found.people) - teachers, "{n} ученик", "{n} ученика", "{n} учеников"),
        teachers=plural(teachers, "{n} учитель", "{n} учителя", "{n} учителей"),
    )
