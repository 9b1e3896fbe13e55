"""JSON arguments of the plugin's functions, and the error rows of its answers."""

import json
from dataclasses import dataclass
from typing import Any

from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.store import Row

_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something of a document was not done: an error row of the answer."""

    code: str
    detail: str = ""
    course: str = ""
    type: str = ""
    key: str = ""
    field: str = ""

    def row(self) -> Row:
        """Return the row of the answer."""
        return {
            "course": self.course,
            "type": self.type,
            "key": self.key,
            "field": self.field,
            "code": self.code,
            "detail": self.detail,
        }


def parse_object(text: str | None) -> dict[str, Any]:
    """Return a JSON object; Fault `invalidparameter` for anything else."""
    value = _parse(text)
    if not isinstance(value, dict):
        raise invalid_parameter("not an object")
    return value


def parse_list(text: str | None) -> list[Any]:
    """Return a JSON list; Fault `invalidparameter` for anything else."""
    value = _parse(text)
    if not isinstance(value, list):
        raise invalid_parameter("not a list")
    return value


def parse_options(text: str | None, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the options of a call; Fault `invalidparameter` for an unknown one."""
    options = parse_object(text or "{}")
    if options.keys() - set(names):
        raise invalid_parameter("an option is unknown")
    return options


def _parse(text: str | None) -> Any:
    try:
        value = json.loads(text or "", parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise invalid_parameter("not JSON") from error
    if _depth(value) > _DEPTH or _holds_nul(value):
        raise invalid_parameter("nested too deep, or the character NUL")
    try:
        # PHP's json_decode() refuses \\ud800 without its other half; Python's takes it for a letter.
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise invalid_parameter("half a pair of surrogates") from error
    return value


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(map(_holds_nul, value.values()))
    return isinstance(value, list) and any(map(_holds_nul, value))


def as_object(value: Any) -> dict[str, Any] | None:
    """Return a JSON object, {} for the empty list PHP cannot tell from it, None for others."""
    if value == [] and isinstance(value, list):
        return {}
    return value if isinstance(value, dict) else None


def as_list(value: Any) -> list[Any] | None:
    """Return a JSON list, [] for the empty object PHP cannot tell from it, None for others."""
    if value == {} and isinstance(value, dict):
        return []
    return value if isinstance(value, list) else None


def strings(value: Any) -> list[str]:
    """Return a list of texts; Fault `invalidparameter` for anything else."""
    listed = as_list(value)
    if listed is None or not all(isinstance(one, str) for one in listed):
        raise invalid_parameter("a list of texts is needed")
    return listed


def objects(value: Any) -> list[dict[str, Any]]:
    """Return a list of objects; Fault `invalidparameter` for anything else."""
    listed = as_list(value)
    found = None if listed is None else [as_object(one) for one in listed]
    if found is None or None in found:
        raise invalid_parameter("a list of objects is needed")
    return [one for one in found if one is not None]
