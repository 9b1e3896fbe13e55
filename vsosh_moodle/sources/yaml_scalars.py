"""What a plain YAML word means: the core schema of YAML 1.2 plus dates.

YAML 1.1, which PyYAML resolves by default, reads `18:00` as 1080, `007` as 7 and `no` as false; a
school's files hold times, numbers with leading zeros and Russian words, so only unmistakable numbers,
`true`, `false`, `null` and ISO dates are anything but text here.
"""

import re
from datetime import date

Scalar = str | int | float | bool | date | None

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def parse_scalar(text: str) -> Scalar:
    """Return the value of an unquoted YAML word; ValueError for a date no calendar has."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    return text
