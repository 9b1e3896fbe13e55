"""The canonical form of values, by which they are compared, remembered and hashed."""

import json
from hashlib import sha1
from typing import Any


def number(value: float) -> int | float:
    """Return a number whole where it is integral, else with at most five decimals."""
    rounded = round(float(value), 5)
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def canonical(value: Any) -> Any:
    """Return the value with its numbers in one form."""
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return {key: canonical(one) for key, one in value.items()}
    if isinstance(value, list):
        return [canonical(one) for one in value]
    return value


def text(value: Any) -> str:
    """Return JSON with sorted keys, no spaces and nothing escaped that need not be."""
    return json.dumps(canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def same(one: Any, other: Any) -> bool:
    """Whether two values are one in canonical form: 60 is 60.0, yet not "60" and not true."""
    if isinstance(one, str) or isinstance(other, str):
        return bool(type(one) is type(other) and one == other)
    return text(one) == text(other)


def digest(fields: dict[str, Any]) -> str:
    """Return the SHA-1 of the canonical JSON of an item's fields."""
    return sha1(text(fields).encode(), usedforsecurity=False).hexdigest()
