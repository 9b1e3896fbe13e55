"""Commands that are imported when they are called, so that the shell answers at once."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import rich_click as click
from click.core import ParameterSource

from vsosh_moodle import __version__, events
from vsosh_moodle.language import _


class _Russian:
    """What click itself says in a help page, in the language of the program; calls are logged."""

    leads_on = False

    def invoke(self, ctx: Any) -> Any:
        """Run the command, told to the log by its name and the names of its options."""
        path = ctx.command_path.split()[1:]
        goes_on = self.leads_on and (ctx.args or getattr(ctx, "_protected_args", ()))
        if path and not goes_on:
            events.begin_command(" ".join(path))
            events.emit("command", version=__version__, options=_given_options(ctx))
        return super().invoke(ctx)  # type: ignore[misc]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        pieces = pieces.replace("[OPTIONS]", _("[ПАРАМЕТРЫ]"))
        pieces = pieces.replace("COMMAND [ARGS]...", _("КОМАНДА ..."))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Как вызвать:"))

    def get_help_option(self, ctx: Any) -> Any:
        """Return the `--help` option, explained in Russian."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Показать эту справку.")
        return option


def _given_options(ctx: click.Context) -> list[str]:
    """Return the names of the options that were written; their values may be names of people."""
    return [
        max(parameter.opts, key=len)
        for parameter in ctx.command.get_params(ctx)
        if parameter.param_type_name == "option"
        and parameter.name
        and ctx.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE
    ]


class Command(_Russian, click.RichCommand):
    """A command of the program."""


class Group(_Russian, click.RichGroup):  # type: ignore[misc]  # rich-click's own stubs disagree
    """A group of commands, such as `sandbox`."""

    command_class = Command
    leads_on = True


def command(name: str, **attrs: Any) -> Callable[[Callable[..., Any]], click.RichCommand]:
    """Turn a function into a command of the program: `click.command` with our help pages."""
    return click.command(name, cls=Command, **attrs)


def group(name: str, **attrs: Any) -> Callable[[Callable[..., Any]], click.RichGroup]:
    """Turn a function into a group of commands: `click.group` with our help pages."""
    return click.group(name, cls=Group, **attrs)


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """Where a command lives and what one line says of it, known without importing it.

    `place` is «module:attribute» under `vsosh_moodle.cli`, `panel` the heading in the help.
    """

    place: str
    panel: str
    summary: str


class LazyGroup(Group):
    """A group that knows of its commands a line each and imports only the one that is called."""

    def __init__(self, *args: Any, specs: Mapping[str, CommandSpec], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._specs = specs

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names of all commands in the order of the help page."""
        return list(self._specs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a stand-in that has the command's name and summary: enough for a help page."""
        spec = self._specs.get(cmd_name)
        return None if spec is None else _stub(cmd_name, spec)

    def load_command(self, name: str) -> click.Command:
        """Import the command itself."""
        module, attribute = self._specs[name].place.split(":")
        found: click.Command = getattr(import_module(f"vsosh_moodle.cli.{module}"), attribute)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the called command and import it; an unknown one is refused with the nearest name."""
        name = args[0]
        if name in self._specs:
            return name, self.load_command(name), args[1:]
        if ctx.resilient_parsing:
            return None, None, args[1:]
        raise click.UsageError(_no_such_command(name, self._specs), ctx)


def _stub(name: str, spec: CommandSpec) -> click.RichCommand:
    return click.RichCommand(
        name=name, help=spec.summary, short_help=spec.summary, panel=spec.panel
    )


def _no_such_command(name: str, known: Mapping[str, CommandSpec]) -> str:
    message = _("Нет команды «{name}».").format(name=name)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return f"{message} {_('Может быть, «{near}»?').format(near=near[0])}"
    return message
