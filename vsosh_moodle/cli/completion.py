"""`completion`: what a shell needs to complete our commands by Tab."""

import rich_click as click
from click.shell_completion import get_completion_class

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import command
from vsosh_moodle.language import _

PROGRAM = "vsosh-moodle"
COMPLETE_VARIABLE = "_VSOSH_MOODLE_COMPLETE"


@command(
    "completion",
    help=_(
        "Напечатать подсказки по клавише Tab для оболочки.\n\n"
        'Пример для bash: eval "$(vsosh-moodle completion bash)" в конце файла ~/.bashrc'
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), default="bash")
def completion(shell: str) -> None:
    """Print the completion script of a shell."""
    from vsosh_moodle.cli.main import build_app

    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover  click knows all three
        raise click.UsageError(_("Оболочка {name} неизвестна.").format(name=shell))
    echo.print_text(kind(build_app(), {}, PROGRAM, COMPLETE_VARIABLE).source())
