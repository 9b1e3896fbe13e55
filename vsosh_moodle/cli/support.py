"""`support`: a bundle for whoever helps, with nobody in it."""

from pathlib import Path

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.language import _


@command(
    "support",
    help=_(
        "Собрать сведения для помощи: версии, коды ошибок, счётчики, время запросов. Людей, паролей и "
        "текстов школы в файле нет; посмотрите сами и отправьте разработчикам.\n\n"
        "Пример: vsosh-moodle support --out помощь.zip"
    ),
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Куда записать; без параметра — vsosh-support-ДАТА.zip в папке школы."),
)
@click.option("--no-site", is_flag=True, help=_("Не обращаться к сайту."))
@format_option("text", "json")
def support(out: Path | None, *, no_site: bool, output_format: str) -> None:
    """Write the bundle and list its parts."""
    from vsosh_moodle.workflow.support_bundle import write_bundle

    bundle = write_bundle(current_project(), out, ask_site=not no_site)
    if output_format == "json":
        echo.print_json({"file": str(bundle.path), "parts": dict(bundle.parts)})
        return
    echo.say(_("Записано: {file}").format(file=bundle.path))
    for name, size in bundle.parts.items():
        echo.say(f"  {name} — " + _("{n} КБ").format(n=-(-size // 1024)))
    echo.talk(
        _(
            "Это обычный zip с текстами: откройте и посмотрите, прежде чем отправлять. Имён в нём нет."
        )
    )
