"""Indicators by the names people give them in last year's report."""

import re
from collections.abc import Mapping

from vsosh_moodle.registers.headers import fold_title

_NUMBER = re.compile(r"^\d{1,2}(?: \d{1,2})* ")
_UNIT = re.compile(r" (?:процент|процентов|чел|человек|шт|в процентах)$")
_LEAST_WORDS = 2


def find_indicator(text: str, known: Mapping[str, str]) -> str | None:
    """Return the key of an indicator named by its key or its title; None when it is not clear which.

    `known` maps keys to titles; where it is empty, the text stands for itself. Number, unit,
    punctuation and brackets do not matter; the beginning of a title will do when only one has it.
    """
    if not known or text in known:
        return text
    by_title = {_plain(title): key for key, title in known.items()}
    by_title |= {_plain(key): key for key in known}
    plain = _plain(text)
    if plain in by_title:
        return by_title[plain]
    if len(plain.split()) < _LEAST_WORDS:
        return None
    starting = {key for title, key in by_title.items() if title.startswith(f"{plain} ")}
    return starting.pop() if len(starting) == 1 else None


def _plain(text: str) -> str:
    return _UNIT.sub("", _NUMBER.sub("", fold_title(text.replace("%", " процент "))))
