"""`templates pull`: a good teacher's course becomes a template."""

from typing import TYPE_CHECKING, Any, cast

import rich_click as click
from rich.table import Table

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.problems import Problem
    from vsosh_moodle.templates.models import Kind
    from vsosh_moodle.workflow.template_pulling import PulledFiles

_KINDS = ("class", "gia", "elective", "project", "remedial", "school")


@command(
    "pull",
    help=_(
        "Снять шаблон с курса на сайте: разделы, элементы, сроки, условия, вопросы и файлы. Показывает, "
        "что получится и что не перенесено; ничего из ваших файлов не заменяет.\n\n"
        "COURSE — ключ курса этой школы, краткое название курса в Moodle или адрес его страницы.\n\n"
        "Примеры: vsosh-moodle templates pull oge-math --name oge-math-2027; vsosh-moodle templates pull "
        "https://sdo.example.ru/course/view.php?id=27"
    ),
)
@click.argument("course", metavar="COURSE")
@click.option(
    "--name", default="", metavar="KEY",
    help=_("Имя шаблона латиницей; без него — из названия курса. Пример: --name geometry-9"),
)  # fmt: skip
@click.option("--subject", default="", metavar="NAME", help=_("Учебный предмет шаблона."))
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    help=_(
        "Вид курса: class — предмет класса, gia — подготовка к экзамену, elective — электив, project — "
        "проекты, remedial — ликвидация пробелов, school — для всей школы; без него — по категории курса."
    ),
)
@click.option("--yes", is_flag=True, help=_("Записать, не спрашивая."))
@click.option("--dry-run", is_flag=True, help=_("Только показать, ничего не записывать."))
@format_option("text", "json")
def pull(
    course: str, name: str, subject: str, kind: str | None, *, yes: bool, dry_run: bool,
    output_format: str,
) -> int:  # fmt: skip
    """Show the template of a course and write it."""
    from vsosh_moodle.workflow.pull_facts import PullChoice
    from vsosh_moodle.workflow.template_pulling import pull_template, write_template

    project = current_project()
    choice = PullChoice(name, subject, cast("Kind | None", kind))
    files = pull_template(project, course, choice, echo.progress())
    if output_format == "text":
        _show(files)
    asked = not yes and output_format == "text" and echo.is_interactive()
    wanted = not dry_run and (yes or (asked and echo.confirm(_("Записать?"))))
    problems = write_template(project, files) if wanted else []
    if output_format == "json":
        echo.print_json(_as_json(files, problems, written=wanted))
    elif wanted:
        _show_written(files, problems)
    elif not dry_run:
        echo.talk(_("Ничего не записано. Записать: тот же вызов с --yes."))
    failed = any(problem.severity == "error" for problem in problems)
    return ExitCode.INPUT if failed else ExitCode.OK


def _show(files: "PulledFiles") -> None:
    template = files.template
    sections = plural(template.sections, "{n} раздел", "{n} раздела", "{n} разделов")
    activities = plural(template.activities, "{n} элемент", "{n} элемента", "{n} элементов")
    echo.say(_("Курс «{title}»").format(title=files.course), style="bold")
    echo.say(f"  {sections}, {activities}")
    echo.say(_("Будут записаны:"))
    for path, content in files.contents.items():
        echo.say(f"  {path}  {_size(len(content))}", "green")
    _show_left(files)


def _show_left(files: "PulledFiles") -> None:
    if not files.left:
        echo.say(_("Перенесено всё."), "green")
        return
    echo.say(_("Не перенесено или упрощено:"), style="bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="bold")
    for title in (_("Раздел"), _("Элемент"), _("Что")):
        table.add_column(title, overflow="fold")
    for one in files.left:
        table.add_row(one.section or "—", one.item or "—", one.what, style="yellow")
    echo.show(table)


def _show_written(files: "PulledFiles", problems: "list[Problem]") -> None:
    echo.print_problems(problems)
    key = files.template.key
    echo.say(_("Записан шаблон {key}.").format(key=key), "green")
    if any(problem.severity == "error" for problem in problems):
        echo.talk(_("Исправьте названные места и проверьте: vsosh-moodle templates check"))
    else:
        echo.talk(
            _(
                "Посмотреть: vsosh-moodle templates show {key}. Дать классам — строкой programmes в "
                "config.yaml."
            ).format(key=key)
        )


def _size(count: int) -> str:
    if count < 1024:
        return _("{n} Б").format(n=count)
    if count < 1024 * 1024:
        return _("{n} КБ").format(n=round(count / 1024))
    return _("{n} МБ").format(n=f"{count / 1024 / 1024:.1f}".replace(".", ","))


def _as_json(files: "PulledFiles", problems: "list[Problem]", *, written: bool) -> dict[str, Any]:
    return {
        "template": files.template.key,
        "course": files.course,
        "sections": files.template.sections,
        "activities": files.template.activities,
        "files": {path: len(content) for path, content in files.contents.items()},
        "yaml": files.template.text,
        "left": [
            {"code": one.code, "section": one.section, "item": one.item, "what": one.what}
            for one in files.left
        ],
        "written": written,
        "problems": [problem.as_json() for problem in problems],
    }
