"""The functions the sandbox has, by their Moodle names."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from vsosh_moodle.sandbox.declarations import DECLARATIONS
from vsosh_moodle.sandbox.outline import Description, Record, parse_params, parse_returns
from vsosh_moodle.sandbox.releases import Release

Handler = Callable[..., Any]
_HANDLERS: dict[str, Handler] = {}
PLUGIN_PREFIX = "local_vsosh_"


def function(name: str) -> Callable[[Handler], Handler]:
    """Register the handler of a web service function: `handler(call, **validated_params)`."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[name] = handler
        return handler

    return register


@dataclass(frozen=True, slots=True)
class Function:
    """A function as one release has it."""

    name: str
    params: Record
    returns: Description | None
    handler: Handler


def load_functions(release: Release, *, plugin: bool) -> dict[str, Function]:
    """Return the functions a site of this release answers to, by name."""
    for package in ("functions", "plugin.handlers"):
        import_module(f"vsosh_moodle.sandbox.{package}")  # registers its handlers

    return {
        name: Function(
            name,
            parse_params(DECLARATIONS[name][0], release),
            parse_returns(DECLARATIONS[name][1], release),
            handler,
        )
        for name, handler in sorted(_HANDLERS.items())
        if plugin or not name.startswith(PLUGIN_PREFIX)
    }
