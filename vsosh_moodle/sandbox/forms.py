"""Form bodies as PHP reads them: brackets make arrays, the last duplicate wins, a limit cuts."""

import re
from typing import Any
from urllib.parse import unquote_plus

_BRACKETS = re.compile(r"\[([^\]]*)\]")


def parse_form(text: str, limit: int | None) -> tuple[dict[str, Any], int]:
    """Parse an urlencoded string; return the nested variables and how many were sent.

    PHP drops everything after `limit` + 1 variables (max_input_vars) and goes on without an error.
    """
    form: dict[str, Any] = {}
    sent = 0
    for pair in text.split("&"):
        if not pair:
            continue
        sent += 1
        if limit is None or sent <= limit + 1:
            name, _, value = (_decoded(part) for part in pair.partition("="))
            # A name of PHP's ends at NUL.
            _put(form, name.partition("\0")[0], value)
    return form, sent


def _decoded(text: str) -> str:
    """Return what was sent; bytes that are no UTF-8 as halves of pairs, for the parameters to refuse."""
    return unquote_plus(text, errors="surrogateescape")


def _put(form: dict[str, Any], name: str, value: str) -> None:
    name = name.lstrip(" ")
    top, bracket, rest = name.partition("[")
    if not top:
        return
    top = top.replace(".", "_").replace(" ", "_")
    if not bracket:
        form[top] = value
        return
    keys = _BRACKETS.findall(bracket + rest)
    if not keys:
        form[(top + "_" + rest).replace(".", "_").replace(" ", "_")] = value
        return
    here = _child(form, top)
    for key in keys[:-1]:
        here = _child(here, _index(here, key))
    here[_index(here, keys[-1])] = value


def _child(here: dict[str, Any], key: str) -> dict[str, Any]:
    child = here.get(key)
    if not isinstance(child, dict):
        child = here[key] = {}
    return child


def _index(here: dict[str, Any], key: str) -> str:
    """An empty bracket takes the next free number."""
    if key:
        return key
    return str(1 + max((int(known) for known in here if known.isdigit()), default=-1))
