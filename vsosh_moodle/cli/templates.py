"""`templates`: what course templates there are, whether they are sound, what a course will look like."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import Invocation, current_project, format_option
from vsosh_moodle.cli.template_drift import drift
from vsosh_moodle.cli.template_pull import pull
from vsosh_moodle.errors import ConfigError, ExitCode
from vsosh_moodle.language import _

if TYPE_CHECKING:
    from vsosh_moodle.problems import Problem
    from vsosh_moodle.school.classes import ClassName
    from vsosh_moodle.school.courses import CourseSpec
    from vsosh_moodle.templates import CourseTemplate, TemplateLibrary


@group("templates", help=_("Шаблоны курсов: посмотреть, проверить, примерить на класс."))
def templates() -> None:
    """Group the commands about templates."""


templates.add_command(drift)
templates.add_command(pull)


@templates.command(
    "list",
    help=_(
        "Показать шаблоны: из папки школы, а вне её — те, что идут с программой.\n\n"
        "Пример: vsosh-moodle templates list --format json"
    ),
)
@format_option("text", "json")
def list_templates(output_format: str) -> int:
    """Print one line for each sound template; the problems of the others go to stderr."""
    from vsosh_moodle.cli.template_text import draw_list
    from vsosh_moodle.templates.preview import template_as_json

    library, problems = _library()
    rows = [template_as_json(template, _example(template)) for template in library]
    if output_format == "json":
        shown = [problem.as_json() for problem in problems]
        echo.print_json({"folder": str(library.folder), "templates": rows, "problems": shown})
    else:
        draw_list(rows)
        echo.talk(_("Папка: {folder}").format(folder=library.folder))
        echo.print_problems(problems, err=True)
    return _exit_code(problems)


@templates.command(
    "show",
    help=_(
        "Показать один шаблон: параметры, разделы и элементы.\n\n"
        "Пример: vsosh-moodle templates show oge-math"
    ),
)
@click.argument("key", metavar="KEY")
@format_option("text", "json")
def show(key: str, output_format: str) -> None:
    """Print what a template asks for and what it makes, tried on an example class."""
    from vsosh_moodle.cli.template_text import draw_facts, draw_outline
    from vsosh_moodle.templates.preview import course_as_json, template_as_json

    template = _template(key)
    course = _example(template)
    facts = template_as_json(template, course)
    if output_format == "json":
        echo.print_json({**facts, "example": course_as_json(course)})
        return
    draw_facts(facts)
    draw_outline(course)


@templates.command(
    "check",
    help=_(
        "Проверить шаблоны, общие части и сведения об экзаменах; назвать все ошибки.\n\n"
        "Код выхода 3, если есть ошибки. Пример: vsosh-moodle templates check course_templates/oge-math.yaml"
    ),
)
@click.argument("files", metavar="[FILE…]", nargs=-1, type=click.Path(exists=True, path_type=Path))
@format_option("text", "json")
def check(files: tuple[Path, ...], output_format: str) -> int:
    """Print the problems of all templates, or of the named files only."""
    problems, total = _check_files(files) if files else _check_folder()
    if output_format == "json":
        echo.print_json({"problems": [problem.as_json() for problem in problems]})
    else:
        echo.print_problems(problems)
        echo.talk(total + ("" if problems else " " + _("Замечаний нет.")))
    return _exit_code(problems)


@templates.command(
    "render",
    help=_(
        "Показать, какой курс получится для класса.\n\n"
        "Пример: vsosh-moodle templates render oge-math --class 9А --format html > курс.html"
    ),
)
@click.argument("key", metavar="KEY")
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help=_("Класс; можно повторять: --class 9А"),
)
@click.option(
    "--term", metavar="KEY", default="", help=_("Период года из config.yaml. Пример: --term h1")
)
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE",
    help=_("Значение параметра шаблона. Пример: --param subject=География"),
)  # fmt: skip
@format_option("text", "json", "html", "yaml")
def render(
    key: str, classes: tuple[str, ...], term: str, params: tuple[str, ...], output_format: str
) -> None:
    """Print the course a template makes; raises InputProblems when it cannot."""
    from vsosh_moodle.cli.template_text import draw_outline
    from vsosh_moodle.templates.preview import course_as_json, render_course_html
    from vsosh_moodle.templates.render import render_course

    template = _template(key)
    course = render_course(template, _context(template, classes, term, params))
    match output_format:
        case "json":
            echo.print_json(course_as_json(course))
        case "html":
            echo.print_text(render_course_html(course))
        case "yaml":
            import yaml

            echo.print_text(
                yaml.safe_dump(
                    course_as_json(course), allow_unicode=True, sort_keys=False, width=100
                )
            )
        case _:
            draw_outline(course)


def _folder() -> Path:
    """Return the templates of the project of this call, or the shipped ones where there is none."""
    from vsosh_moodle.sources.shipped import shipped

    context = click.get_current_context(silent=True)
    invocation = context.find_object(Invocation) if context is not None else None
    try:
        return current_project().templates
    except ConfigError:
        if invocation is not None and invocation.project_dir is not None:
            raise
        return shipped("course_templates")


def _library() -> "tuple[TemplateLibrary, list[Problem]]":
    from vsosh_moodle.templates.library import check_templates

    return check_templates(_folder())


def _template(key: str) -> "CourseTemplate":
    from vsosh_moodle.errors import InputProblems

    library, problems = _library()
    template = library.get(key)
    if template is not None:
        return template
    own = [problem for problem in problems if problem.place.file.endswith(f"/{key}.yaml")]
    if own:
        raise InputProblems(own)
    raise ConfigError(
        _("Шаблона «{key}» нет в папке {folder}.").format(key=key, folder=library.folder),
        library.suggestion(key),
    )


def _example(template: "CourseTemplate") -> "CourseSpec":
    from vsosh_moodle.templates.render import render_course
    from vsosh_moodle.templates.trial import example_contexts

    return render_course(template, next(example_contexts(template)))


def _context(
    template: "CourseTemplate", classes: Sequence[str], term: str, params: Sequence[str]
) -> Any:
    from dataclasses import replace

    from vsosh_moodle.templates.trial import ANY_GRADES, example_context

    grades = template.model.grades or ANY_GRADES
    names = tuple(_class(text) for text in classes) or (_class(f"{min(grades)}А"),)
    context = replace(example_context(template, *names), **_school_facts())
    given = dict(context.params)
    given.update(_param(text) for text in params)
    if not term:
        return replace(context, params=given)
    found = context.year.term(term)
    if found is None:
        known = ", ".join(one.key for one in context.year.terms)
        raise ConfigError(
            _("Периода «{term}» нет.").format(term=term), _("Есть: {known}.").format(known=known)
        )
    return replace(context, params=given, term=found)


def _school_facts() -> dict[str, Any]:
    """Return the year and the name of the project's school; a present-day example without one."""
    from datetime import UTC, datetime

    from vsosh_moodle.config.load import check_config
    from vsosh_moodle.templates.trial import example_year

    try:
        config, _problems = check_config(current_project().config)
    except ConfigError:
        config = None
    if config is not None:
        return {"year": config.school_year(), "school": config.school.name}
    today = datetime.now(tz=UTC).date()
    return {"year": example_year(today.year if today.month >= 6 else today.year - 1)}


def _class(text: str) -> "ClassName":
    from vsosh_moodle.school.classes import parse_class_name

    name = parse_class_name(text)
    if name is None:
        raise ConfigError(_("«{text}» — не класс.").format(text=text), _("Пишите так: --class 9А"))
    return name


def _param(text: str) -> tuple[str, object]:
    """Read `name=value`; the value is YAML, so that lists and numbers can be given."""
    import yaml

    name, separator, value = text.partition("=")
    if not separator:
        raise ConfigError(
            _("«{text}» — не параметр.").format(text=text),
            _("Пишите так: --param subject=География, список — --param 'topics=[Климат, Реки]'"),
        )
    try:
        return name.strip(), yaml.safe_load(value)
    except yaml.YAMLError:
        return name.strip(), value


def _check_folder() -> "tuple[list[Problem], str]":
    library, problems = _library()
    return problems, _("Исправных шаблонов: {count}.").format(count=len(library))


def _check_files(files: Sequence[Path]) -> "tuple[list[Problem], str]":
    from vsosh_moodle.templates.library import EXAMS, SHARED, check_templates

    problems: list[Problem] = []
    for file in files:
        path = file.resolve()
        folder = path.parent.parent if path.parent.name in {SHARED, EXAMS} else path.parent
        shown = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        _sound, found = check_templates(folder)
        problems += [problem for problem in found if problem.place.file.endswith(shown)]
    return list(dict.fromkeys(problems)), _("Проверено файлов: {count}.").format(count=len(files))


def _exit_code(problems: "Sequence[Problem]") -> int:
    failed = any(problem.severity == "error" for problem in problems)
    return ExitCode.INPUT if failed else ExitCode.OK
