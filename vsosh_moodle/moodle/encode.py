"""Parameters in the form PHP reads from a POST: `users[0][customfields][0][type]=…`."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, TypeGuard

Parameters: TypeAlias = Mapping[str, object]
Pairs: TypeAlias = list[tuple[str, str]]


def encode_parameters(params: Parameters) -> Pairs:
    """Return the form fields of `params`, in order: nested lists and mappings become `a[0][b]`.

    True and False become 1 and 0; a mapping's None is left out; an empty list has no fields, as in
    PHP. Raises TypeError for a value a form cannot carry, ValueError for a float that is no number.
    """
    return list(_leaves(params))


def count_variables(params: Parameters) -> int:
    """Return how many form fields `params` takes: what PHP's `max_input_vars` counts."""
    return sum(1 for _leaf in _leaves(params))


def plain_json(value: object) -> object:
    """Return `value` as JSON data that Moodle reads exactly as it would read the form of it.

    Raises what `encode_parameters` raises.
    """
    if isinstance(value, Mapping):
        return {str(key): plain_json(item) for key, item in value.items() if item is not None}
    if _is_list(value):
        return [plain_json(item) for item in value]
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | str):
        return value
    return _scalar(value, "JSON")


def _leaves(params: Parameters) -> Iterator[tuple[str, str]]:
    for key, value in params.items():
        if value is not None:
            yield from _leaves_of(key, value)


def _leaves_of(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if item is not None:
                yield from _leaves_of(f"{name}[{key}]", item)
    elif _is_list(value):
        for index, item in enumerate(value):
            yield from _leaves_of(f"{name}[{index}]", item)
    else:
        yield name, _scalar(value, name)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray)


def _scalar(value: object, name: str) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{name}: {value} is not a number")
        return repr(value)
    raise TypeError(f"{name}: a form cannot carry {type(value).__name__}")
