"""`plugin`: the companion plugin of Moodle, as a file for the site's administrator."""

from pathlib import Path

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.language import _


@group("plugin", help=_("Плагин для сайта Moodle: собрать файл для администратора."))
def plugin() -> None:
    """Group the commands about the plugin."""


@plugin.command(
    "build",
    help=_(
        "Собрать плагин local_vsosh в файл zip, который администратор ставит на сайт Moodle 4.1 "
        "или новее. С плагином создаются разделы, элементы, условия и вопросы.\n\n"
        "Пример: vsosh-moodle plugin build --out плагин.zip"
    ),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=_("Куда записать; без параметра — local_vsosh-ВЕРСИЯ.zip в текущей папке."),
)
def build(out: Path | None) -> None:
    """Write the zip and say what an administrator does with it."""
    from vsosh_moodle.workflow.plugin_zip import build_plugin

    echo.say(_("Плагин записан: {file}").format(file=build_plugin(out)))
    echo.talk(
        _(
            "Дальше — администратору Moodle:\n"
            "1. Администрирование → Плагины → Установка плагинов: загрузите этот файл "
            "(или распакуйте его в папку local на сервере и запустите admin/cli/upgrade.php).\n"
            "2. На сервере, в папке Moodle: php local/vsosh/cli/setup.php\n"
            "   Команда включит веб-службы, создаст служебного пользователя и покажет ключ — один раз.\n"
            "3. Ключ передайте тому, кто ведёт школу. Проверка: vsosh-moodle doctor"
        )
    )
