"""Tell each HTTP request: as an event without data, and for `--debug-http` with masked values."""

import itertools
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from vsosh_moodle import events
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.functions import CALL_EXTERNAL_FUNCTIONS
from vsosh_moodle.moodle.masking import safe_code, show_answer, show_field

WIRE: Final = "vsosh_moodle.wire"
"""The logger of `--debug-http`."""

MOST_FIELDS = 12
MOST_TEXT = 2000
MOST_BODY = 1024 * 1024

log = logging.getLogger(WIRE)
log.propagate = False
log.setLevel(logging.WARNING)
_numbers = itertools.count(1)


@dataclass(slots=True)
class Exchange:
    """One HTTP request and what came of it; sizes in bytes, `attempt` counts from 1."""

    wsfunction: str
    fields: Sequence[tuple[str, str]]
    bytes_out: int
    attempt: int
    number: int = field(default_factory=lambda: next(_numbers))
    status: int = 0
    body: bytes = b""
    seconds: float = 0.0
    error: MoodleError | None = None

    @property
    def outcome(self) -> str:
        """How it ended: ok, refused by the site, or lost with the work perhaps done."""
        if self.error is None:
            return "ok"
        return "refused" if self.error.exit_code == 5 else "no-answer"


def tell_request(exchange: Exchange) -> None:
    """Show a request about to be sent, if anybody wants to see it."""
    if not log.isEnabledFor(logging.DEBUG):
        return
    shown = [show_field(name, value) for name, value in exchange.fields[:MOST_FIELDS]]
    rest = len(exchange.fields) - MOST_FIELDS
    text = _cut(" ".join([*shown, *([f"… +{rest}"] if rest > 0 else [])]))
    log.debug(
        "> %d %s fields=%d bytes=%d attempt=%d%s",
        exchange.number, exchange.wsfunction, len(exchange.fields), exchange.bytes_out,
        exchange.attempt, f"\n    {text}" if text else "",
    )  # fmt: skip


def tell_answer(exchange: Exchange) -> None:
    """Tell how a request ended."""
    error = exchange.error
    events.emit(
        "call",
        logging.INFO if error is None else logging.WARNING,
        function=exchange.wsfunction,
        parts=_parts(exchange),
        ms=round(exchange.seconds * 1000),
        attempt=exchange.attempt,
        outcome=exchange.outcome,
        status=exchange.status or None,
        error=code_of(error) if error else None,
        kind=type(error).__name__ if error else None,
        variables=len(exchange.fields),
        bytes_out=exchange.bytes_out,
        bytes_in=len(exchange.body),
    )
    if not log.isEnabledFor(logging.DEBUG):
        return
    ended = (
        exchange.outcome
        if error is None
        else f"{exchange.outcome} {type(error).__name__} {code_of(error)}"
    )
    body = show_answer(exchange.body) if 0 < len(exchange.body) <= MOST_BODY else ""
    log.debug(
        "< %d %s http=%s ms=%.0f bytes=%d %s%s",
        exchange.number, exchange.wsfunction, exchange.status or "-", exchange.seconds * 1000,
        len(exchange.body), ended, f"\n    {_cut(body)}" if body else "",
    )  # fmt: skip


def tell_retry(wsfunction: str, attempt: int, pause: float, error: MoodleError) -> None:
    """Tell that a read is sent again after a pause of `pause` seconds."""
    events.emit(
        "retry",
        logging.WARNING,
        function=wsfunction,
        attempt=attempt,
        pause_ms=round(pause * 1000),
        error=code_of(error),
    )
    log.debug("~ %s again in %.1f s (%s)", wsfunction, pause, type(error).__name__)


def code_of(error: MoodleError) -> str:
    """Return Moodle's errorcode, or the name of our exception where there is none to show."""
    return safe_code(error.errorcode) or type(error).__name__


def _parts(exchange: Exchange) -> dict[str, int] | None:
    """Return how often each function is called in a request that carries many."""
    if exchange.wsfunction != CALL_EXTERNAL_FUNCTIONS:
        return None
    return dict(Counter(v for name, v in exchange.fields if name.endswith("[function]")))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}…"
