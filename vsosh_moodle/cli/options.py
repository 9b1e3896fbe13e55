"""Options that several commands share, and what they become."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import rich_click as click

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _

if TYPE_CHECKING:
    from vsosh_moodle.workflow.event_log import EventLog
    from vsosh_moodle.workflow.planning import PlanOptions
    from vsosh_moodle.workflow.project import Project

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(slots=True)
class Invocation:
    """What the whole program was called with; every command finds it in click's context."""

    project_dir: Path | None = None
    debug: bool = False
    log: "EventLog | None" = None


def current_project() -> "Project":
    """Find the project folder of this call: `--project`, else upwards from the current folder.

    Raises ConfigError when there is none.
    """
    from vsosh_moodle.workflow.project import find_project

    context = click.get_current_context(silent=True)
    invocation = context.find_object(Invocation) if context is not None else None
    start = invocation.project_dir if invocation is not None else None
    try:
        project = find_project(start or Path.cwd())
    except FileNotFoundError as error:
        raise ConfigError(
            _("Текущей папки больше нет: её удалили или перенесли."),
            _("Перейдите в папку школы или укажите её в --project DIR."),
        ) from error
    if invocation is not None and invocation.log is not None:
        invocation.log.place(project.state)
    return project


def project_if_any() -> "Project | None":
    """Find the project folder of this call; None where there is none and `--project` was not given."""
    context = click.get_current_context(silent=True)
    invocation = context.find_object(Invocation) if context is not None else None
    if invocation is not None and invocation.project_dir is not None:
        return current_project()
    try:
        return current_project()
    except ConfigError:
        return None


def format_option(*formats: str) -> Callable[[Function], Function]:
    """Add `--format` with the given choices, the first of which is the default."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=_("В каком виде печатать. Пример: --format json"),
    )


def exit_code_option(function: Function) -> Function:
    """Add `--exit-code`."""
    return click.option(
        "--exit-code",
        is_flag=True,
        help=_("Код выхода 10, если изменения ждут, и 0, если всё уже так, как в файлах."),
    )(function)


def save_option(function: Function) -> Function:
    """Add `--out FILE`, which saves a plan; its form goes by the ending of the name."""
    add = click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=_(
            "Сохранить план в файл; вид — по окончанию имени: .json (его можно применить), .md, .html. "
            "В плане есть имена: храните его как списки."
        ),
    )
    return add(function)


def scope_options(function: Function) -> Function:
    """Add what narrows a plan and what lifts its guards; the command gets them as `scope`."""
    for _name, option in reversed(_scope_options()):
        function = option(function)
    return function


def people_options(function: Function) -> Function:
    """Add of `scope_options` what a plan of people needs."""
    for option in reversed([one for name, one in _scope_options() if name in _OF_PEOPLE]):
        function = option(function)
    return function


_OF_PEOPLE = frozenset({"class", "allow", "overwrite", "adopt"})


def plan_options(values: dict[str, Any]) -> "PlanOptions":
    """Build the workflow's options from what was collected; commas part many values."""
    from vsosh_moodle.workflow.planning import PlanOptions

    return PlanOptions(
        only=_many(values.get("only", ())),
        classes=_many(values["classes"]),
        courses=_many(values.get("courses", ())),
        allow=_many(values["allow"]),
        overwrite=_many(values["overwrite"]),
        adopt=_many(values["adopt"]),
    )


def _scope_options() -> list[tuple[str, Callable[[Function], Function]]]:
    options = [
        click.option(
            "--only",
            multiple=True,
            metavar="AREA",
            help=_(
                "Только эти области, через запятую: classes (глобальные группы классов), courses (курсы, "
                "разделы, группы), people (люди), enrolments (зачисления). Пример: --only people"
            ),
        ),
        click.option(
            "--class",
            "classes",
            multiple=True,
            metavar="CLASS",
            help=_("Только этот класс; можно повторять. Пример: --class 8Д"),
        ),
        click.option(
            "--course",
            "courses",
            multiple=True,
            metavar="KEY",
            help=_("Только этот курс, по ключу из config.yaml. Пример: --course oge-math"),
        ),
        click.option(
            "--allow",
            multiple=True,
            metavar="GUARD[:CLASS]",
            help=_("Снять предохранитель, который назвал план. Пример: --allow class-loss:8Д"),
        ),
        click.option(
            "--overwrite",
            multiple=True,
            metavar="KEY|all",
            help=_("Записать поверх правок, сделанных в Moodle вручную: ключ из плана или all."),
        ),
        click.option(
            "--adopt",
            multiple=True,
            metavar="KIND:NAME",
            help=_(
                "Взять под управление то, что уже есть на сайте: course:краткое название, "
                "user:логин, category:название, cohort:название. Пример: --adopt course:ОГЭ-М-9"
            ),
        ),
    ]
    names = ("only", "class", "course", "allow", "overwrite", "adopt")
    return list(zip(names, options, strict=True))


def _many(values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(part.strip() for value in values for part in value.split(",") if part.strip())
