"""`plan`: what would change in Moodle. It never writes to the site."""

import os
import tempfile
from pathlib import Path
from typing import Any

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.cli.options import (
    current_project,
    exit_code_option,
    format_option,
    plan_options,
    save_option,
    scope_options,
)
from vsosh_moodle.errors import ConfigError, ExitCode
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.plan.plan import Plan

DEFAULT_LIMIT = 10


@command(
    "plan",
    help=_(
        "Показать, что изменится в Moodle, ничего не меняя.\n\n"
        "Примеры: vsosh-moodle plan; vsosh-moodle plan --class 8Д --only people; "
        "vsosh-moodle plan --out план.html"
    ),
)
@format_option("text", "json", "md", "html")
@save_option
@exit_code_option
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=DEFAULT_LIMIT,
    show_default=True,
    help=_("Сколько примеров каждого вида показывать."),
)
@scope_options
@click.pass_context
def plan(
    ctx: click.RichContext,
    /,
    output_format: str,
    out: Path | None,
    exit_code: bool,
    limit: int,
    **scope: Any,
) -> None:
    """Build the plan, print it, and save it where asked."""
    from vsosh_moodle.workflow.planning import make_plan

    options = plan_options(scope)
    made = make_plan(current_project(), options, echo.progress())
    if out is not None:
        write_plan(made, out, output_format)
        echo.talk(_("План сохранён: {file}").format(file=out))
    print_plan(made, output_format, limit)
    if output_format == "text":
        echo.say(f"\n{render_next_step(made, out)}", style="bold")
    if exit_code and made.writes:
        ctx.exit(ExitCode.CHANGES_WAIT)


def print_plan(made: Plan, output_format: str, limit: int) -> None:
    """Print a plan to stdout; its problems, in text, after it."""
    if output_format == "text":
        from vsosh_moodle.reports.plan_text import draw_plan

        echo.show(draw_plan(made, limit))
        if made.problems:
            echo.say()
            echo.print_problems(made.problems)
    else:
        echo.print_text(render_plan(made, output_format))


def render_plan(made: Plan, output_format: str) -> str:
    """Return a plan as a document: `json`, `md`, `html`, anything else is plain text."""
    if output_format == "json":
        from vsosh_moodle.plan.codec import render_plan_json

        return render_plan_json(made)
    if output_format == "md":
        from vsosh_moodle.reports.plan_markdown import render_plan_markdown

        return render_plan_markdown(made)
    if output_format == "html":
        from vsosh_moodle.reports.plan_html import render_plan_html

        return render_plan_html(made)
    from vsosh_moodle.reports.plan_text import render_plan_plain

    return render_plan_plain(made)


def write_plan(made: Plan, path: Path, output_format: str) -> None:
    """Save a plan whole or not at all, for its owner's eyes only: it holds names.

    The form follows the name's ending; where that says nothing, `output_format`. Raises ConfigError
    when the file cannot be written.
    """
    endings = {".json": "json", ".md": "md", ".html": "html", ".htm": "html", ".txt": "text"}
    text = render_plan(made, endings.get(path.suffix.lower(), output_format))
    temporary: str | None = None
    try:
        # mkstemp makes the file 0600, and the rename keeps it so.
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise ConfigError(
            _("Не удалось записать {file}: {reason}.").format(file=path, reason=reason_of(error)),
            _("Проверьте, что папка есть и в неё можно писать."),
        ) from error


def may_not_write(made: Plan) -> bool:
    """Tell whether the token's service lacks functions that `apply` of the plan would call."""
    return any(problem.code == "function-missing" for problem in made.problems)


def render_upload_step() -> str:
    """Return what to type where the token may only read."""
    return _(
        "Дальше: дождитесь прав от администратора или загрузите файлы в Moodle сами: {command}"
    ).format(command="vsosh-moodle export csv --out загрузка")


def render_next_step(made: Plan, saved: Path | None = None) -> str:
    """Return what to type next."""
    if not made.writes:
        return _("Делать ничего не нужно.")
    if may_not_write(made):
        return render_upload_step()
    words = ["vsosh-moodle apply"]
    if saved is not None and saved.suffix == ".json":
        words.append(str(saved))
    if made.blocking:
        allowed = " ".join(f"--allow {verdict.override}" for verdict in made.blocking)
        return _("Дальше: проверьте предохранители; если всё верно, {command}").format(
            command=" ".join([*words, allowed])
        )
    return _("Дальше: {command}").format(command=" ".join(words))
