"""`subject`: what the project folder holds on one person."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, plural
from vsosh_moodle.os_reasons import reason_of

if TYPE_CHECKING:
    from vsosh_moodle.workflow.subjects import Subject


@group("subject", help=_("Что хранит папка школы об одном человеке."))
def subject() -> None:
    """Group the commands about one person's data."""


_who = click.argument("who", metavar="PERSON")


@subject.command(
    "show",
    help=_(
        "Показать, что и где записано о человеке. Сайт не нужен, паролей в ответе нет.\n\n"
        "PERSON — логин, номер личного дела или ФИО полностью. "
        "Пример: vsosh-moodle subject show dzugova.m.r"
    ),
)
@_who
@format_option("text", "json")
def show(who: str, output_format: str) -> None:
    """Print what is held on one person."""
    from vsosh_moodle.workflow.subjects import find_subject, subject_to_json

    found = find_subject(current_project(), who)
    if output_format == "json":
        echo.print_json(subject_to_json(found))
        return
    for line in _lines(found):
        echo.say(line)


@subject.command(
    "export",
    help=_(
        "Записать всё, что хранится о человеке, в файл JSON (доступен только вам).\n\n"
        "Пример: vsosh-moodle subject export dzugova.m.r --out dzugova.json"
    ),
)
@_who
@click.option(
    "--out",
    "path",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Куда записать; существующий файл не заменяется."),
)
def export(who: str, path: Path) -> None:
    """Write what is held on one person to a new file, 0600."""
    from vsosh_moodle.workflow.subjects import find_subject, subject_to_json

    text = json.dumps(
        subject_to_json(find_subject(current_project(), who)), ensure_ascii=False, indent=1
    )
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
    except OSError as error:
        raise ConfigError(
            _("Не удалось записать файл «{file}»: {why}.").format(file=path, why=reason_of(error)),
            _("Укажите в --out новый файл в папке, куда можно писать."),
        ) from error
    echo.say(_("Записано: {file}").format(file=path))


def _lines(found: "Subject") -> list[str]:
    lines = []
    if found.entry is not None:
        entry = found.entry
        born = f", {entry.birth_date:%d.%m.%Y}" if entry.birth_date else ""
        name = f"{entry.last_name} {entry.first_name} {entry.middle_name}".strip()
        lines.append(
            _("Книга учётных записей: {name}{born}; логин {login}, ключ {key}.").format(
                name=name, born=born, login=entry.login, key=entry.idnumber
            )
        )
    else:
        lines.append(_("Учётной записи программа ещё не заводила."))
    lines += [_("Списки: {place}.").format(place=row.source) for row in found.rows]
    if not found.rows:
        lines.append(_("В нынешних списках человека нет."))
    memberships = plural(len(found.applied), "{n} запись", "{n} записи", "{n} записей")
    steps = plural(len(found.steps), "{n} шаг", "{n} шага", "{n} шагов")
    lines.append(_("Что записано на сайт: {count}.").format(count=memberships))
    if found.exported:
        rows = plural(len(found.exported), "{n} запись", "{n} записи", "{n} записей")
        lines.append(_("Выгружено в файлы для загрузки: {count}.").format(count=rows))
    lines.append(_("Журнал запусков: {count}.").format(count=steps))
    lines += [_("Первый пароль лежит в файле {file}.").format(file=file) for file in found.slips]
    lines.append(_("Оценки и работы хранит только Moodle. Всё подробно: --format json"))
    return lines
