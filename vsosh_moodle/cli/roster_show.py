"""`roster show`: people as they were understood."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import format_option, project_if_any
from vsosh_moodle.cli.roster_explain import explain_json, show_explanation
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.rosters import Roster
    from vsosh_moodle.school.people import Person


@command(
    "show",
    help=_(
        "Показать людей из списков так, как программа их поняла; с --explain — как понят каждый "
        "столбец и каждая строка и почему.\n\n"
        "Пример: vsosh-moodle roster show rosters/9А.xlsx --format json"
    ),
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--explain", is_flag=True, help=_("Объяснить, как понят каждый лист, столбец и строка.")
)
@format_option("text", "json")
def show(files: tuple[Path, ...], explain: bool, output_format: str) -> int:
    """Print people, problems and dropped columns; exit 3 when errors leave nobody to show."""
    from vsosh_moodle.workflow.reading_lists import read_lists

    found = read_lists(files, project_if_any()).roster
    if output_format == "json":
        explained = {"explanation": explain_json(found)} if explain else {}
        echo.print_json(as_json(found) | explained)
    elif explain:
        show_explanation(found)
        echo.talk(people_total(found))
        echo.print_problems(found.problems, err=True)
    else:
        _show_text(found)
    return ExitCode.INPUT if found.has_errors and not found.people else ExitCode.OK


def as_json(found: "Roster") -> dict[str, Any]:
    """Return a roster as `roster show --format json` prints it."""
    return {
        "people": [_person_json(person) for person in found.people],
        "problems": [problem.as_json() | {"read": problem.read} for problem in found.problems],
        **unread_json(found),
    }


def unread_json(found: "Roster") -> dict[str, Any]:
    """Return what was not read, as `roster show` and `roster check` print it in JSON."""
    return {
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
    echo.talk(people_total(found))
    unneeded = [column.title for column in found.dropped_columns if not column.reason]
    hidden = [column.title for column in found.dropped_columns if column.reason]
    for column in dict.fromkeys(unneeded):
        echo.talk(_("Столбец «{title}» не нужен и не прочитан.").format(title=column))
    for column in dict.fromkeys(hidden):
        echo.talk(_("Столбец «{title}» скрыт и не прочитан.").format(title=column))
    echo.print_problems(found.problems, err=True)


def people_total(found: "Roster") -> str:
    """Return «Прочитано: 24 ученика, 2 учителя.»."""
    from vsosh_moodle.school.people import Role

    teachers = sum(person.role is Role.TEACHER for person in found.people)
    return _("Прочитано: {students}, {teachers}.").format(
        students=plural(len(found.people) - teachers, "{n} ученик", "{n} ученика", "{n} учеников"),
        teachers=plural(teachers, "{n} учитель", "{n} учителя", "{n} учителей"),
    )
