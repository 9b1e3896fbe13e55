"""The only voice of the program: the result goes to stdout, the talk about it to stderr.

On a terminal rich draws tables and colours; in a pipe the same is plain text of a fixed width.
NO_COLOR is respected (https://no-color.org).
"""

import sys
from collections.abc import Iterable, Sequence
from typing import IO, Any

from rich.console import Console, RenderableType
from rich.text import Text

from vsosh_moodle.cli.plain_text import PlainConsole, disarmed, disarmed_json
from vsosh_moodle.cli.progressbar import BarProgress, LineProgress
from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Problem
from vsosh_moodle.workflow.progress import Progress

PIPE_WIDTH = 160
"""How wide a table may be in a pipe, where nobody tells the width."""

_progress: BarProgress | LineProgress | None = None
_plain = False


def console(*, err: bool = False) -> Console:
    """Return a console on the current stdout or stderr: asked for anew, as tests swap streams."""
    stream: IO[str] = sys.stderr if err else sys.stdout
    width = None if stream.isatty() else PIPE_WIDTH
    return PlainConsole(file=stream, width=width, highlight=False, markup=False, emoji=False)


def say(text: str = "", style: str = "") -> None:
    """Print a line of the result to stdout; a long line is left long."""
    console().print(Text(text, style=style), soft_wrap=True)


def prose(text: str = "", style: str = "") -> None:
    """Print sentences of the result to stdout: a terminal breaks them between words, a pipe nowhere."""
    output = console()
    output.print(Text(text, style=style), soft_wrap=not output.is_terminal)


def talk(text: str = "", style: str = "") -> None:
    """Print a line about the work to stderr; a long line is left long."""
    console(err=True).print(Text(text, style=style), soft_wrap=True)


def show(*renderables: RenderableType, err: bool = False) -> None:
    """Print what rich can draw (tables, texts, groups) to stdout or stderr."""
    output = console(err=err)
    if output.is_terminal:
        output.print(*renderables, sep="\n")
        return
    with output.capture() as captured:
        output.print(*renderables, sep="\n")
    # Rich fills lines with spaces up to the width: noise in a file.
    lines = (line.rstrip() for line in captured.get().splitlines())
    output.file.write("".join(f"{line}\n" for line in lines))


def warn(text: str) -> None:
    """Print a warning to stderr."""
    talk(f"{_('Внимание')}: {text}", style="yellow")


def print_json(data: Any) -> None:
    """Print data as JSON to stdout: readable, Russian letters as they are."""
    sys.stdout.write(disarmed_json(data) + "\n")


def print_text(text: str) -> None:
    """Print a whole document (Markdown, HTML, a schema) to stdout: to a file or a pipe as it is."""
    if sys.stdout.isatty():
        text = disarmed(text)
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def print_error(message: str, hint: str = "") -> None:
    """Print what went wrong and what to do about it to stderr."""
    output = console(err=True)
    output.print(Text.assemble((f"{_('Ошибка')}: ", "bold red"), message), soft_wrap=True)
    if hint:
        output.print(Text.assemble((f"{_('Что сделать')}: ", "bold"), hint), soft_wrap=True)


def print_problems(problems: Sequence[Problem], *, err: bool = False) -> None:
    """Print every problem with its place and way out, then how many there are of each severity."""
    output = console(err=err)
    for problem in problems:
        output.print(_problem_text(problem), soft_wrap=True)
    if problems:
        output.print(Text(render_problem_total(problems), style="bold"), soft_wrap=True)


def render_problem_total(problems: Iterable[Problem]) -> str:
    """Return «Всего: 3 ошибки, 1 замечание»."""
    return _("Всего: {counts}").format(counts=render_counts(problems))


def render_counts(problems: Iterable[Problem]) -> str:
    """Return «3 ошибки, 1 замечание», «замечаний нет» for none."""
    severities = [problem.severity for problem in problems]
    errors, warnings = severities.count("error"), severities.count("warning")
    counts = []
    if errors:
        counts.append(plural(errors, "{n} ошибка", "{n} ошибки", "{n} ошибок"))
    if warnings:
        counts.append(plural(warnings, "{n} замечание", "{n} замечания", "{n} замечаний"))
    return ", ".join(counts) or _("замечаний нет")


def confirm(question: str) -> bool:
    """Ask on the terminal; only д, да, y and yes agree, everything else is a no."""
    console(err=True).print(Text(f"{question} {_('[д/Н]')} ", style="bold"), end="")
    answer = sys.stdin.readline().strip().casefold()
    return answer in {"д", "да", "y", "yes"}


def is_interactive() -> bool:
    """Whether a person can be asked: stdin and stderr are both a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def progress() -> Progress:
    """Return a progress for stderr: a bar with count and time left, or a line a phase in a pipe."""
    global _progress  # noqa: PLW0603  one process shows one progress
    output = console(err=True)
    _progress = BarProgress(output) if output.is_terminal and not _plain else LineProgress(output)
    return _progress


def keep_progress_plain(*, plain: bool) -> None:
    """Draw no bar while lines of another kind go to stderr: they would tear it apart."""
    global _plain  # noqa: PLW0603  one process shows one progress
    _plain = plain


def abandon_progress() -> None:
    """Let go of the screen where a phase was under way: an error is told below it, not over it."""
    if _progress is not None:
        _progress.abandon()


def _problem_text(problem: Problem) -> Text:
    style, word = (
        ("bold red", _("Ошибка")) if problem.severity == "error" else ("yellow", _("Замечание"))
    )
    text = Text.assemble((f"{word}: ", style))
    where = str(problem.place)
    if where:
        text.append(f"{where}\n  ", style="cyan")
    text.append(problem.message)
    if problem.hint:
        text.append(f"\n  {_('Что сделать')}: ", style="bold")
        text.append(problem.hint)
    return text
