"""What the program did, as events that hold no personal data: the only source of the structured log.

Every field has a declared form and what does not fit it is left out, so that a name, a login, an
address, a password or a value of a parameter has no way in. One process carries out one command,
whose name and run go with every event, from whichever thread it comes.
"""

import logging
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

LOGGER: Final = "vsosh_moodle.events"
"""The logger the events go to; a record's `fields` are a mapping that JSON can hold."""

_log = logging.getLogger(LOGGER)
_log.propagate = False

UNTOLD: Final = "?"
"""What stands for a text that does not have the form of its field."""


@dataclass(slots=True)
class _Present:
    """The command under way: its number tells its events from those of another."""

    number: str = ""
    command: str = ""
    run: int | None = None


_present = _Present()


@dataclass(frozen=True, slots=True)
class _Form:
    """The form of a text: a pattern it matches whole, and how long it may be."""

    pattern: re.Pattern[str]
    most: int = field(default=80)

    def __call__(self, value: object) -> object:
        text = str(value)
        return text if len(text) <= self.most and self.pattern.fullmatch(text) else UNTOLD


def _number(value: object) -> object:
    return value if isinstance(value, int | float) else UNTOLD


def _counts(value: object) -> object:
    if not isinstance(value, Mapping):
        return UNTOLD
    counted: dict[str, object] = {}
    for name, count in value.items():
        counted[str(_WORDS(name))] = _number(count)
    return counted


def _options(value: object) -> object:
    if not isinstance(value, list | tuple):
        return UNTOLD
    return [_OPTION(one) for one in value]


_WORDS = _Form(re.compile(r"[a-z][a-z0-9_.:/ -]*"))
_CODE = _Form(re.compile(r"[A-Za-z][A-Za-z0-9_:/-]*"))
_VERSION = _Form(re.compile(r"[0-9][A-Za-z0-9_.+() :-]*"))
_OPTION = _Form(re.compile(r"-{1,2}[a-z][a-z-]*"), 30)

FORMS: Final[Mapping[str, Callable[[object], object]]] = {
    "command": _Form(re.compile(r"[a-z -]+"), 40),
    "options": _options,
    "version": _VERSION,
    "python": _VERSION,
    "release": _VERSION,
    "system": _CODE,
    "outcome": _Form(re.compile(r"[a-z-]+"), 30),
    "exit_code": _number,
    "ms": _number,
    "run": _number,
    "undoes": _number,
    "snapshot": _number,
    "function": _Form(re.compile(r"[a-z]+(_[a-z0-9]+)+|upload\.php")),
    "parts": _counts,
    "attempt": _number,
    "status": _number,
    "variables": _number,
    "bytes_out": _number,
    "bytes_in": _number,
    "pause_ms": _number,
    "calls": _number,
    "retries": _number,
    "error": _CODE,
    "kind": _CODE,
    "counts": _counts,
    "user": _number,
}
"""The fields an event may have, and what is left of a value that has not their form."""


def begin_command(command: str) -> None:
    """Name the command whose events follow."""
    _present.number, _present.command, _present.run = secrets.token_hex(4), command, None


def name_run(run: int | None) -> None:
    """Name the run of the journal that the events from now on belong to."""
    _present.run = run


def current_command() -> str:
    """Return the command under way, «slips reset»; "" outside the command line."""
    return _present.command


def emit(event: str, level: int = logging.INFO, **fields: object) -> None:
    """Tell an event; a field without a declared form is refused with KeyError: a slip of ours."""
    checked = {name: FORMS[name](value) for name, value in fields.items() if value is not None}
    if not _log.isEnabledFor(level):
        return
    about = {"id": _present.number, "command": _present.command, "run": _present.run}
    known = {name: value for name, value in about.items() if value not in ("", None)}
    _log.log(level, event, extra={"fields": {**known, **checked}})
