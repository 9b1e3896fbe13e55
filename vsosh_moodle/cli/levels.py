"""`levels`: levels of pupils by an entry test on the site."""

from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.table import Table

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.workflow.entry_levels import LevelsPreview


@group("levels", help=_("Уровни учеников: кому какая дорога в курсе."))
def levels() -> None:
    """Group the commands about levels."""


@levels.command(
    "from-test",
    help=_(
        "Дать уровни по входной работе: оценки берутся из последнего снимка (pull), пороги — из levels в "
        "config.yaml (min_percent) или из --thresholds. Сначала показывает, кому что; --yes записывает "
        "levels.yaml, группы на сайте изменит apply. Уровень, названный в списке учеников, не меняется.\n\n"
        "Пример: vsosh-moodle levels from-test oge-math --thresholds base:0,core:50,high:80"
    ),
)
@click.argument("course", metavar="COURSE")
@click.option(
    "--test", default="diagnostics-quiz", show_default=True, metavar="KEY",
    help=_("Ключ работы в шаблоне курса."),
)  # fmt: skip
@click.option(
    "--thresholds", default="", metavar="LIST", help=_("С какого процента: base:0,core:50,high:80.")
)
@click.option("--yes", is_flag=True, help=_("Записать без вопроса."))
@format_option("text", "json")
def from_test(course: str, test: str, thresholds: str, yes: bool, output_format: str) -> None:
    """Preview levels, and write them."""
    from vsosh_moodle.workflow.entry_levels import preview_levels, write_levels

    project = current_project()
    preview = preview_levels(project, course, test, _parsed(thresholds) or None)
    if yes:
        write_levels(project, preview)
    if output_format == "json":
        echo.print_json(_as_json(preview, written=yes))
        return
    _show(preview)
    asked = bool(preview.proposed) and not yes and echo.is_interactive()
    if asked and echo.confirm(_("Записать?")):
        write_levels(project, preview)
        yes = True
    if yes:
        echo.say(
            _("Записано в {file}. Изменить сайт: vsosh-moodle plan, затем apply.").format(
                file=project.levels.name
            ),
            "green",
        )
    else:
        echo.talk(_("Ничего не записано. Записать: та же команда с --yes."))


def _parsed(text: str) -> dict[str, float]:
    found = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        key, _colon, least = part.partition(":")
        try:
            found[key.strip()] = float(least)
        except ValueError:
            raise ConfigError(
                _("порог «{text}» не читается.").format(text=part[:40]),
                _("Пишите уровень и процент: base:0,core:50,high:80."),
            ) from None
    return found


def _show(preview: "LevelsPreview") -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in (_("Класс"), _("Ученик"), _("Процент"), _("Было"), _("Станет")):
        table.add_column(title)
    for one in preview.proposed:
        becomes = _("{level} (в списке: {listed})") if one.listed else "{level}"
        table.add_row(
            str(one.new.class_name),
            one.new.full_name,
            f"{one.new.percent:g}",
            one.before or "—",
            becomes.format(level=one.listed or one.new.level, listed=one.listed),
        )
    echo.show(table)
    if preview.absent:
        echo.prose(
            _("Работу ещё не написали: {names}.").format(names=", ".join(preview.absent)), "yellow"
        )
    for remark in preview.remarks:
        echo.prose(remark, "yellow")
    echo.say(
        plural(
            len(preview.changed),
            "Изменится уровень {n} ученика.",
            "Изменятся уровни {n} учеников.",
            "Изменятся уровни {n} учеников.",
        )
    )


def _as_json(preview: "LevelsPreview", *, written: bool) -> dict[str, Any]:
    return {
        "course": preview.course.key,
        "written": written,
        "levels": [
            {
                "class": str(one.new.class_name), "name": one.new.full_name, "percent": one.new.percent,
                "before": one.before, "level": one.new.level, "listed": one.listed,
            }
            for one in preview.proposed
        ],
        "absent": len(preview.absent),
        "remarks": list(preview.remarks),
    }  # fmt: skip
