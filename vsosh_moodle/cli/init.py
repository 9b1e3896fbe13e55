"""`init`: a new project folder."""

from pathlib import Path

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.language import _, plural


@command(
    "init",
    help=_(
        "Создать папку школы: config.yaml с пояснениями, шаблоны курсов, образцы списков.\n\n"
        "С --sample школа целиком выдумана, любого размера: для знакомства и проверок. "
        "Существующие файлы не заменяются.\n\n"
        "Пример: vsosh-moodle init школа --sample --students 200 --classes 10"
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help=_("Выдуманная школа вместо образца."))
@click.option(
    "--students",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help=_("Сколько учеников в выдуманной школе [60]."),
)
@click.option(
    "--classes",
    type=click.IntRange(1, 240),
    metavar="K",
    help=_("Сколько в ней классов, до 240 [6]."),
)
@click.option(
    "--courses",
    type=click.IntRange(1, 1000),
    metavar="C",
    help=_("Сколько в ней курсов [12]; ученик проходит восемь из них."),
)
@click.option(
    "--seed",
    type=int,
    metavar="S",
    help=_("Число, от которого зависят имена: с тем же числом школа та же [1]."),
)
def init(
    folder: Path,
    sample: bool,
    students: int | None,
    classes: int | None,
    courses: int | None,
    seed: int | None,
) -> None:
    """Create a project folder and say what to do next."""
    from vsosh_moodle.sample.layout import SampleSize
    from vsosh_moodle.workflow.new_project import init_project

    given = {"students": students, "classes": classes, "courses": courses, "seed": seed}
    chosen = {name: value for name, value in given.items() if value is not None}
    if chosen and not sample:
        raise click.UsageError(
            _("Параметр --{name} работает только вместе с --sample.").format(
                name=next(iter(chosen))
            )
        )
    made = init_project(folder, SampleSize(**chosen) if sample else None)
    echo.say(_("Папка школы готова: {folder}").format(folder=folder), "bold green")
    if sample:
        echo.say(
            _("Выдуманная школа: {students}, {classes}, {courses}.").format(
                students=plural(made.students, "{n} ученик", "{n} ученика", "{n} учеников"),
                classes=plural(made.classes, "{n} класс", "{n} класса", "{n} классов"),
                courses=plural(made.courses, "{n} курс", "{n} курса", "{n} курсов"),
            )
        )
    echo.say(_next_steps(folder, sample=sample))


def _next_steps(folder: Path, *, sample: bool) -> str:
    edit = (
        ""
        if sample
        else _("  config.yaml            впишите свою школу; списки положите в rosters\n")
    )
    enter = "" if folder.resolve() == Path.cwd() else f"  cd {_quoted(folder)}\n"
    return _("Дальше:\n{enter}{edit}{commands}").format(
        enter=enter,
        edit=edit,
        commands=_(
            "  vsosh-moodle check     проверить файлы\n"
            "  vsosh-moodle plan      посмотреть, что изменится (сейчас сайт учебный: site: sandbox)\n"
            "  vsosh-moodle apply     применить"
        ),
    )


def _quoted(folder: Path) -> str:
    text = str(folder)
    return f'"{text}"' if " " in text else text
