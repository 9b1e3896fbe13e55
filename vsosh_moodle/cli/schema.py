"""`schema`: JSON Schema of config.yaml and of templates, for editors."""

import json
from pathlib import Path

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of


@command(
    "schema",
    help=_(
        "Напечатать JSON Schema для config.yaml или шаблона курса: по ней редактор подсказывает ключи "
        "и подчёркивает ошибки.\n\n"
        "Пример: vsosh-moodle schema config --out .vsosh/config.schema.json"
    ),
)
@click.argument("what", metavar="config|template", type=click.Choice(["config", "template"]))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Записать в файл вместо печати."),
)
def schema(what: str, out: Path | None) -> None:
    """Print or write a JSON Schema."""
    if what == "config":
        from vsosh_moodle.config.schema import json_schema
    else:
        from vsosh_moodle.templates.schema import json_schema

    text = json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"
    if out is None:
        echo.print_text(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            _("Файл {file} не записать: {reason}.").format(file=out, reason=reason_of(error)),
            _("Проверьте, что папка есть и в неё можно писать."),
        ) from error
    echo.say(_("Схема записана: {file}").format(file=out))
