"""`roster map`: say once what the columns of a source hold."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project
from vsosh_moodle.cli.roster_explain import show_explanation
from vsosh_moodle.cli.roster_show import people_total
from vsosh_moodle.errors import ConfigError, ExitCode
from vsosh_moodle.language import _

if TYPE_CHECKING:
    from vsosh_moodle.rosters import Roster
    from vsosh_moodle.rosters.headers import Column

_ORDERS = ("фамилия-имя", "имя-фамилия")


@command(
    "map",
    help=_(
        "Сказать один раз, что стоит в столбцах этого источника, и запомнить для всех следующих "
        "чтений (rosters/mapping.yaml).\n\n"
        "За клавиатурой программа спросит сама; без человека — --set. "
        'Пример: vsosh-moodle roster map выгрузка.xlsx --set "Группа=Класс" --set "Прим.=не читать"'
    ),
)
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="TITLE=COLUMN",
    help=_("Что в столбце: Фамилия (или last_name), Класс, …, не читать; можно повторять."),
)
@click.option("--name", metavar="NAME", help=_("Имя источника; без параметра — имя файла."))
@click.option(
    "--files",
    metavar="PATTERN",
    help=_(
        "Образец имён файлов этого источника, например «выгрузка*.xlsx»; иначе — по заголовкам."
    ),
)
@click.option(
    "--header-row", type=click.IntRange(1, 60), metavar="N", help=_("В какой строке заголовки.")
)
@click.option("--name-order", type=click.Choice(_ORDERS), help=_("Порядок слов в ФИО."))
@click.option(
    "--sheet-class",
    "sheet_classes",
    multiple=True,
    metavar="SHEET=CLASS",
    help=_("Класс учеников листа; можно повторять. Пример: --sheet-class «Вечерники=9А»"),
)
@click.option(
    "--skip-sheet",
    "skipped_sheets",
    multiple=True,
    metavar="SHEET",
    help=_("Лист, который не читать; можно повторять."),
)
def map_(
    file: Path,
    *,
    settings: tuple[str, ...],
    name: str | None,
    files: str | None,
    header_row: int | None,
    name_order: str | None,
    sheet_classes: tuple[str, ...],
    skipped_sheets: tuple[str, ...],
) -> int:
    """Save a source and show how its list is read now; exit 3 when nobody is read."""
    from vsosh_moodle.workflow.mapping import (
        NewSource,
        guess_pattern,
        parse_settings,
        save_source,
        titles_of,
    )
    from vsosh_moodle.workflow.reading_lists import read_lists

    project = current_project()
    columns = parse_settings(settings, titles_of(file))
    said = bool(columns or header_row or name_order or sheet_classes or skipped_sheets)
    if not said:
        if not echo.is_interactive():
            raise ConfigError(
                _("Не сказано, что в столбцах."),
                _('Добавьте --set "Заголовок=столбец" или запустите команду в терминале.'),
            )
        columns = dict(_ask(read_lists([file], project).roster))
    if not (columns or said):
        echo.say(_("Ничего не изменено."))
        return ExitCode.OK
    source = NewSource(
        name=name or file.stem,
        files=files or ("" if columns else guess_pattern(file)),
        columns=columns,
        sheet_classes=dict(_pair(one) for one in sheet_classes),
        skipped_sheets=skipped_sheets,
        header_row=header_row or 0,
        name_order=name_order or "",
    )
    roster = save_source(project, source, file)
    show_explanation(roster)
    echo.say(
        _("Запомнено: {file}, источник «{name}».").format(file=project.mapping, name=source.name)
    )
    echo.talk(people_total(roster))
    return ExitCode.OK if roster.people else ExitCode.INPUT


def _pair(text: str) -> tuple[str, str]:
    sheet, sign, name = text.rpartition("=")
    if not sign or not sheet:
        raise ConfigError(
            _("«{text}» непонятно.").format(text=text),
            _("Пишите: --sheet-class «Имя листа=9А»."),
        )
    return sheet, name


def _ask(roster: "Roster") -> "Iterator[tuple[str, Column | None]]":
    """Show how the list is read and ask about every column that is not; Enter passes over."""
    from vsosh_moodle.rosters.column_names import column_name
    from vsosh_moodle.rosters.explain import explain_columns
    from vsosh_moodle.rosters.headers import Column
    from vsosh_moodle.workflow.mapping import parse_answer

    if not roster.sheets:
        raise ConfigError(
            _("Строка заголовков не найдена."),
            _('Назовите её и столбцы: --header-row 3 --set "Кто=ФИО" --set "Где=Класс".'),
        )
    show_explanation(roster)
    names = ", ".join(column_name(column) for column in Column)
    echo.talk(
        _("Столбцы бывают: {names}; «не читать»; Enter — оставить как есть.").format(names=names)
    )
    asked: set[str] = set()
    for sheet in roster.sheets:
        for one in explain_columns(sheet):
            if not one.title or one.title in asked or one.title == one.letters:
                continue
            asked.add(one.title)
            now = column_name(one.column) if one.column else _("не прочитан")
            question = _("{letters} «{title}» ({now}) — что это?").format(
                letters=one.letters, title=one.title, now=now
            )
            while answer := click.prompt(question, default="", show_default=False, err=True):
                try:
                    column = parse_answer(answer)
                except ConfigError as error:
                    echo.talk(f"{error.message} {error.hint}", "yellow")
                    continue
                yield one.title, column
                break
