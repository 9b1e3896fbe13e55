"""`registers`: spreadsheets with what Moodle does not know: to fill in, to check, to list."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option, project_if_any
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.registers.read import RegisterReading
    from vsosh_moodle.workflow.registers import ListedRegister


@group(
    "registers",
    help=_(
        "Реестры: таблицы о том, чего Moodle не знает (учебный план, кадры, техника, пробники…). "
        "По ним считаются показатели отчётов."
    ),
)
def registers() -> None:
    """Group the commands about registers."""


@registers.command(
    "template",
    help=_(
        "Записать реестры для заполнения: листы с подсказками, списками для выбора и проверкой дат.\n\n"
        "В папке школы классы, ученики, учителя, программы и показатели уже вписаны. KIND — какие реестры "
        "нужны, без него все: curriculum, timetable, exceptions, staff, training, trials, devices, rooms, "
        "projects, events, letters, resources, software, past_years.\n\n"
        "Пример: vsosh-moodle registers template devices trials --separate"
    ),
)
@click.argument("kinds", metavar="[KIND]…", nargs=-1)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=_("В какую папку; без параметра — registers папки школы."),
)
@click.option("--separate", is_flag=True, help=_("Каждый реестр — отдельный файл."))
@click.option("--empty", is_flag=True, help=_("Не вписывать людей и программы: только заголовки."))
@click.option("--force", is_flag=True, help=_("Заменить прежние файлы."))
def template(
    kinds: tuple[str, ...], out: Path | None, separate: bool, empty: bool, force: bool
) -> None:
    """Write registers to fill in, with what the project knows."""
    from vsosh_moodle.workflow.register_template import write_register_templates

    project = project_if_any()
    written = write_register_templates(
        project, kinds, out, separate=separate, empty=empty, force=force
    )
    for one in written:
        names = ", ".join(one.titles)
        echo.say(_("Записано: {file} ({names}).").format(file=one.path, names=names))
    rows = sum(one.rows for one in written)
    if rows:
        echo.say(
            _(
                "Уже вписано {rows}; заполните остальное и проверьте: vsosh-moodle registers check"
            ).format(rows=plural(rows, "{n} строка", "{n} строки", "{n} строк"))
        )
    elif project is None:
        echo.talk(_("Классы и люди для выбора не вписаны: папка школы не найдена (--project DIR)."))


@registers.command(
    "check",
    help=_(
        "Проверить реестры: где каждая ошибка и что с ней делать. Код выхода 3, если есть ошибки.\n\n"
        "Строка с ошибкой в отчёты не попадает, остальные считаются. "
        "Пример: vsosh-moodle registers check --format json"
    ),
)
@format_option("text", "json")
def check(output_format: str) -> int:
    """Print the problems of the registers; exit 3 when any is an error."""
    reading, listed = _read()
    if output_format == "json":
        echo.print_json(_as_json(reading, listed))
    else:
        echo.print_problems(reading.problems)
        for title in dict.fromkeys(one.title for one in reading.dropped):
            echo.talk(_("Столбец «{title}» не нужен и не прочитан.").format(title=title))
        if not listed:
            _say_none()
        elif not reading.has_errors:
            rows = sum(one.rows for one in listed)
            echo.say(
                _("Реестры в порядке: {registers}, {rows}.").format(
                    registers=plural(len(listed), "{n} реестр", "{n} реестра", "{n} реестров"),
                    rows=plural(rows, "{n} строка", "{n} строки", "{n} строк"),
                ),
                "green",
            )
    return ExitCode.INPUT if reading.has_errors else ExitCode.OK


@registers.command(
    "list",
    help=_(
        "Показать, какие реестры есть, сколько в них строк и когда файл сохранён; каких нет и на что "
        "это влияет.\n\nПример: vsosh-moodle registers list"
    ),
)
@format_option("text", "json")
def list_(output_format: str) -> None:
    """Print which registers there are."""
    reading, listed = _read()
    if output_format == "json":
        echo.print_json(_as_json(reading, listed))
        return
    _show(listed)
    if reading.problems:
        echo.talk(
            _("{counts}: vsosh-moodle registers check").format(
                counts=echo.render_counts(reading.problems)
            )
        )


def _read() -> "tuple[RegisterReading, list[ListedRegister]]":
    from vsosh_moodle.workflow.registers import list_registers, read_project_registers
    from vsosh_moodle.workflow.school import load_school

    project = current_project()
    reading = read_project_registers(project, load_school(project))
    return reading, list_registers(project, reading)


def _say_none() -> None:
    echo.say(_("Реестров нет. Образцы: vsosh-moodle registers template"))


def _show(listed: "list[ListedRegister]") -> None:
    from rich.table import Table

    from vsosh_moodle.registers.definitions import definitions

    if not listed:
        _say_none()
        return
    titles = (_("Реестр"), _("Строк"), _("С ошибкой"), _("Не заполнено"), _("Сохранён"), _("Файл"))
    table = Table(*titles, box=None, pad_edge=False)
    table.columns[-1].overflow = "fold"
    for column in table.columns[1:4]:
        column.justify = "right"
    for one in listed:
        table.add_row(
            one.title,
            str(one.rows),
            str(one.left_out or ""),
            str(one.unfilled or ""),
            f"{one.saved:%d.%m.%Y}" if one.saved else "",
            # A sheet that is called like its register says nothing new.
            f"{one.file}: {one.sheet}" if one.sheet not in ("", one.title) else one.file,
        )
    echo.show(table)
    there = {one.kind for one in listed}
    for definition in definitions():
        if definition.kind in there:
            continue
        echo.say(
            _("Нет: {title} ({kind}). {about}").format(
                title=definition.title, kind=definition.kind, about=definition.about
            )
        )


def _as_json(reading: "RegisterReading", listed: "list[ListedRegister]") -> dict[str, Any]:
    from vsosh_moodle.registers.definitions import definitions

    there = {one.kind for one in listed}
    return {
        "ok": not reading.has_errors,
        "registers": [
            {
                "kind": one.kind,
                "title": one.title,
                "file": one.file,
                "sheet": one.sheet,
                "rows": one.rows,
                "left_out": one.left_out,
                "unfilled": one.unfilled,
                "saved": one.saved.isoformat() if one.saved else None,
            }
            for one in listed
        ],
        "missing": [one.kind for one in definitions() if one.kind not in there],
        "problems": [one.as_json() for one in reading.problems],
        "dropped_columns": [
            {"file": one.file, "sheet": one.sheet, "column": one.title} for one in reading.dropped
        ],
    }
