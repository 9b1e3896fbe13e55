"""Fields of an item of a course, in a form that is frozen and compares as text. Pure."""

import json
from collections.abc import Mapping
from typing import Any

Settings = tuple[tuple[str, str], ...]
"""Fields of an item of a course, sorted by name, each value as canonical JSON text."""


LOCKED = '"#locked"'
"""What is remembered of a field that Moodle lets nobody change any more, such as the questions of a quiz
that was begun. It is never a live value, so the plan keeps the field and lists it."""


def settings_of(values: Mapping[str, Any]) -> Settings:
    """Return plain JSON values by field name as settings; whole floats become integers."""
    return tuple((name, _canonical(values[name])) for name in sorted(values))


def settings_to_json(settings: Settings) -> dict[str, Any]:
    """Return the values that `settings_of` was given."""
    return {name: json.loads(text) for name, text in settings}


# json.dumps with options makes an encoder each time, and a plan reads tens of thousands of fields.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _canonical(value: Any) -> str:
    if type(value) is str or type(value) is bool or value is None:
        return _ENCODER.encode(value)
    return _ENCODER.encode(_integral(value))


def _integral(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _integral(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_integral(one) for one in value]
    return value
