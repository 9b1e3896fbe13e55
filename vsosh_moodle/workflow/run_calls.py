"""What the structured log knows of a run: how its command was called, the calls it made, what failed."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vsosh_moodle.workflow.event_log import log_files


@dataclass(slots=True)
class FunctionCalls:
    """Calls of one function: how many, how many without a good answer, milliseconds in all and at most."""

    calls: int = 0
    failed: int = 0
    ms: int = 0
    slowest_ms: int = 0


@dataclass(slots=True)
class RunCalls:
    """The calls of one run; `logged` is False when the log does not reach back to it.

    `options` are the names of the options its command had, `errors` counts codes of failed calls.
    """

    logged: bool = False
    options: tuple[str, ...] = ()
    functions: dict[str, FunctionCalls] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    retries: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the calls as `history show RUN --format json` prints them."""
        return {
            "logged": self.logged,
            "options": list(self.options),
            "retries": self.retries,
            "errors": dict(sorted(self.errors.items())),
            "functions": {
                name: {
                    "calls": one.calls,
                    "failed": one.failed,
                    "ms": one.ms,
                    "slowest_ms": one.slowest_ms,
                }
                for name, one in sorted(self.functions.items())
            },
        }


def load_run_calls(state: Path, run: int) -> RunCalls:
    """Read what the logs in a state folder tell of a run; lines that are no events are passed over."""
    told = list(read_events(state))
    # The command read the site before its run began. Numbers of runs begin anew after `state restore`.
    command = next((one.get("id") for one in reversed(told) if one.get("run") == run), None)
    found = RunCalls(logged=command is not None)
    for event in told if command is not None else ():
        if event.get("id") != command:
            continue
        match event.get("event"):
            case "command":
                found.options = tuple(map(str, event.get("options") or ()))
            case "call":
                _count(found, event)
            case "retry":
                found.retries += 1
            case _:
                pass
    return found


def read_events(state: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the events of the logs of a state folder, the oldest first."""
    for path in reversed(log_files(state)):
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for line in lines:
            try:
                event = json.loads(line)
            except (ValueError, RecursionError):
                continue  # cut short by a crash or a full disk
            if isinstance(event, dict):
                yield event


def _count(found: RunCalls, event: Mapping[str, Any]) -> None:
    parts = event.get("parts")
    names = parts if isinstance(parts, dict) and parts else {str(event.get("function", "?")): 1}
    ms = event.get("ms")
    spent = round(ms) if isinstance(ms, int | float) else 0
    failed = event.get("outcome") != "ok"
    for name, times in names.items():
        one = found.functions.setdefault(str(name), FunctionCalls())
        one.calls += times if isinstance(times, int) else 1
        one.failed += failed
        one.ms += spent // len(names)
        one.slowest_ms = max(one.slowest_ms, spent)
    if failed:
        found.errors[str(event.get("error", "?"))] += 1
