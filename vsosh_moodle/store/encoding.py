"""How objects stand in the columns of the state file: short, sorted JSON."""

import json
from collections.abc import Mapping

from vsosh_moodle.problems import Place

# json.dumps with options makes an encoder each time, and a run encodes tens of thousands of rows.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def encode_fields(fields: Mapping[str, object] | None) -> str | None:
    """Return the fields as JSON with sorted keys; None when there are none."""
    if not fields:
        return None
    return _ENCODER.encode(dict(fields))


def decode_fields(text: str | None) -> dict[str, object]:
    """Return what `encode_fields` was given; an empty dict for None."""
    return dict(json.loads(text)) if text else {}


def encode_place(place: Place) -> str | None:
    """Return the place as JSON, without its empty parts."""
    parts = {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "cell": place.cell,
        "line": place.line,
    }
    return encode_fields({name: value for name, value in parts.items() if value})


def decode_place(text: str | None) -> Place:
    """Return the place `encode_place` was given."""
    return Place(**json.loads(text)) if text else Place()
