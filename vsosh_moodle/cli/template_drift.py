"""`templates drift`: where parallel courses differ from their template and from each other."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.table import Table

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.workflow.drifting import Drift, TemplateDrift

_STYLES = {
    "edited": "yellow", "waiting": "cyan", "missing": "cyan", "extra": "red", "added": "green",
}  # fmt: skip


@command(
    "drift",
    help=_(
        "Показать, чем курсы одного шаблона отличаются от него и друг от друга: что учитель поправил, "
        "добавил, чего в курсе ещё нет. Ничего не меняет.\n\n"
        "Примеры: vsosh-moodle templates drift oge-math; vsosh-moodle templates drift --course algebra-9А "
        "--out отличия.xlsx"
    ),
)
@click.argument("keys", metavar="[TEMPLATE…]", nargs=-1)
@click.option(
    "--course", "courses", multiple=True, metavar="KEY",
    help=_("Только этот курс; можно повторять. Пример: --course oge-math"),
)  # fmt: skip
@format_option("text", "json")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=_("Записать таблицу: .html, .xlsx или .docx."),
)  # fmt: skip
@click.option("--force", is_flag=True, help=_("Заменить файл, если он уже есть."))
@click.option("--exit-code", is_flag=True, help=_("Код выхода 10, если отличия есть."))
def drift(
    keys: tuple[str, ...],
    courses: tuple[str, ...],
    output_format: str,
    out: Path | None,
    force: bool,
    exit_code: bool,
) -> int:
    """Show the differences."""
    from vsosh_moodle.workflow.drift_files import write_drift
    from vsosh_moodle.workflow.drifting import find_drift

    project = current_project()
    found = find_drift(project, keys, courses, echo.progress())
    if out is not None:
        write_drift(project, found, out, force=force)
    if output_format == "json":
        echo.print_json(_as_json(found))
    else:
        echo.print_problems(found.problems)
        for one in found.templates:
            _show(one, found)
        if out is not None:
            echo.say(_("Записано: {file}").format(file=out), "green")
    return ExitCode.CHANGES_WAIT if exit_code and found.differs else ExitCode.OK


def _show(one: "TemplateDrift", found: "Drift") -> None:
    from vsosh_moodle.reports.drift_words import drift_lines

    count = plural(len(one.courses), "{n} курс", "{n} курса", "{n} курсов")
    echo.say(f"{one.template} ({count})", style="bold")
    names = {key: spec.short_name for key, spec in one.courses.items()}
    if one.absent:
        absent = ", ".join(names[key] for key in one.absent)
        echo.prose("  " + _("ещё нет на сайте: {names}").format(names=absent), "cyan")
    lines = [
        line for row in one.rows for line in drift_lines(row, names, found.titles, found.timezone)
    ]
    if not lines:
        if len(one.absent) < len(one.courses):
            echo.say("  " + _("отличий нет"), "green")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="bold")
    for title in (_("Что"), _("В шаблоне"), _("Курс"), _("В курсе")):
        table.add_column(title, overflow="fold")
    for line in lines:
        table.add_row(line.what, line.wanted, line.courses, line.live, style=_STYLES[line.kind])
    echo.show(table)
    edited = any(line.kind == "edited" for line in lines)
    if edited:
        echo.talk(
            _(
                "  Нравится правка учителя — внесите её в шаблон. Вернуть, как в шаблоне: "
                "vsosh-moodle plan --overwrite …, ключи назовёт plan."
            )
        )


def _as_json(found: "Drift") -> dict[str, Any]:
    return {
        "templates": [
            {
                "template": one.template,
                "courses": list(one.courses),
                "absent": list(one.absent),
                "differences": [
                    {
                        "kind": row.kind,
                        "record": row.record.value if row.record else row.module,
                        "item": row.item,
                        "field": row.field,
                        "courses": [
                            {"course": value.course, "template": value.wanted, "live": value.live}
                            for value in row.values
                        ],
                    }
                    for row in one.rows
                ],
            }
            for one in found.templates
        ],
        "problems": [problem.as_json() for problem in found.problems],
    }
