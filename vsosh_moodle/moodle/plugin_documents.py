"""Documents that travel as JSON text in one field, to the companion plugin and back.

One field whatever its size: `max_input_vars` then cannot cut a document, and Moodle does not spend
a second cleaning its rows field by field (docs/plugin-api.md).
"""

import json
from collections.abc import Mapping

from vsosh_moodle.moodle.answers import parse_object

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def document_text(value: object) -> str:
    """Return a document as the JSON text of one form field; raises TypeError, ValueError."""
    return _ENCODER.encode(value)


def document_value(text: object) -> object:
    """Return the value of a JSON text; raises ValueError when it is none."""
    if not isinstance(text, str):
        raise TypeError("document")
    try:
        value: object = json.loads(text)
    except RecursionError as error:
        raise ValueError("document") from error
    return value


def mapping_of(value: object) -> dict[str, object]:
    """Return a JSON object; an empty list counts as an empty object, as PHP writes one.

    Raises TypeError for anything else.
    """
    if isinstance(value, dict):
        return value
    if value == []:
        return {}
    raise TypeError("object")


def texts_of(value: object) -> tuple[str, ...]:
    """Return a list of texts; raises TypeError for anything else."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise TypeError("texts")


def field_of(wsfunction: str, answer: object, name: str) -> object:
    """Return a field of an answer that is an object; raises BadAnswer when it is not there."""
    return parse_object(wsfunction, answer, lambda row: row[name])


def counts_of(row: Mapping[str, object]) -> dict[str, int]:
    """Return the `counts` of a row, a JSON text of numbers; raises ValueError, TypeError."""
    counts = mapping_of(document_value(row.get("counts") or "{}"))
    return {name: int(str(number)) for name, number in counts.items()}
