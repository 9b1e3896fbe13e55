"""What of a request and its answer may be shown: names of fields, never what a person is called.

A value is shown when it is a word of the protocol or a number under a name that says it is an id, a
time or a switch. All else is told by its kind and length; secrets not even by that.
"""

import json
import re
from collections.abc import Mapping
from typing import Final

from vsosh_moodle.moodle.functions import find_function
from vsosh_moodle.moodle.secret import MASK

MOST_ITEMS = 3
MOST_DEPTH = 8

_SECRETS = re.compile(r"token|passw|secret|private|session|sesskey", re.IGNORECASE)
_KEY = re.compile(r"[a-z_][a-z0-9_]{0,39}|[0-9]{1,5}")
_NUMBERS = re.compile(
    r"(?!.*idnumber)(?:id|.*id|ids|.*ids|.*count|total|page|perpage|limit|offset|number|section|sortorder|"
    r"time.*|.*date|since|now|visible|.*visible|hidden|suspended|confirmed|completion.*|enable.*|"
    r"max.*|min.*|attempts?|version|depth|level|error|warnings?|value_type|settingraw|size|filesize)"
)
_NUMERIC = re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,5})?")
_CODES = frozenset({"errorcode", "warningcode", "exception"})
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_\\/-]{0,60}")
_VOCABULARY: Final = frozenset(
    [
        "json",
        "true",
        "false",
        "manual",
        "topics",
        "weeks",
        "singleactivity",
        "ru",
        "en",
        "id",
        "idnumber",
        "username",
        "email",
        "shortname",
        "name",
        "course",
        "user",
        "users",
        "group",
        "groups",
        "cohort",
        "category",
        "categories",
        "system",
        "module",
        "role",
        "timezone",
        "sectionname",
        "core_course",
        "format_topics",
        "format_weeks",
        "page",
        "quiz",
        "assign",
        "forum",
        "resource",
        "folder",
        "label",
        "url",
        "book",
        "choice",
        "feedback",
        "glossary",
        "lesson",
        "wiki",
        "workshop",
        "data",
        "survey",
        "scorm",
        "create",
        "update",
        "remove",
        "suspend",
        "text",
        "int",
        "float",
        "raw",
        "1",
        "0",
    ]
)


def show_field(name: str, value: str) -> str:
    """Return a form field as `name=value`, the value as far as it may be shown."""
    return f"{_shown_path(name)}={_shown_text(_leaf(name), value)}"


def show_answer(body: bytes) -> str:
    """Return an answer's shape: its keys, how long its lists are, what may be shown of its values."""
    try:
        decoded = json.loads(body)
    except (ValueError, RecursionError):
        return f"‹not JSON, {len(body)}›"
    return _shown("", decoded, 0)


def _shown(name: str, value: object, depth: int) -> str:
    if depth > MOST_DEPTH:
        return "…"
    if isinstance(value, dict):
        if _SECRETS.search(name):
            return MASK
        parts = [
            f"{_shown_key(key)}: {_shown(key, item, depth + 1)}" for key, item in value.items()
        ]
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list):
        parts = [_shown(name, item, depth + 1) for item in value[:MOST_ITEMS]]
        rest = len(value) - MOST_ITEMS
        return f"[{', '.join([*parts, *([f'… +{rest}'] if rest > 0 else [])])}]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return _shown_text(name, str(value), depth)


def _shown_text(name: str, value: str, depth: int = 0) -> str:
    if _SECRETS.search(name):
        return MASK
    if value == "" or value in _VOCABULARY or find_function(value) is not None:
        return value or '""'
    if _NUMERIC.fullmatch(value):
        return value if _NUMBERS.fullmatch(name) else "‹n›"
    if name in _CODES and _CODE.fullmatch(value):
        return value
    if value[0] in "{[":
        inner = _decoded(value)
        if isinstance(inner, dict | list):
            return _shown(name, inner, depth + 1)
    return f"‹{len(value)}›"


def _decoded(text: str) -> object:
    try:
        inner: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return inner


def _leaf(name: str) -> str:
    """Return the last word of `users[0][customfields][1][value]`: lists have numbers there."""
    words = [word for word in re.split(r"[\[\]]+", name) if word and not word.isdigit()]
    return words[-1] if words else ""


def _shown_path(name: str) -> str:
    words = [word for word in re.split(r"[\[\]]+", name) if word]
    shown = [_shown_key(word) for word in words]
    return "".join([*shown[:1], *(f"[{word}]" for word in shown[1:])])


def _shown_key(key: object) -> str:
    text = str(key)
    return text if _KEY.fullmatch(text) else f"‹{len(text)}›"


def safe_code(error: Mapping[str, object] | str) -> str:
    """Return a Moodle errorcode, "" for a sentence in its place: plugins put one there."""
    text = str(error.get("errorcode", "")) if isinstance(error, Mapping) else error
    return text if _CODE.fullmatch(text) else ""
