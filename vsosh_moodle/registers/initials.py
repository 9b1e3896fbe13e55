"""Names written with initials: «Кокоев А. Т.», «А.Т. Кокоев»."""

import re

from vsosh_moodle.school.names import name_key

_LETTER = r"([^\W\d_])"
_INITIALS = rf"{_LETTER}\.? ?(?:{_LETTER}\.?)?"
_LAST_FIRST = re.compile(rf"([^\W\d_][\w' ]+?) {_INITIALS}")
_FIRST_LAST = re.compile(rf"{_LETTER}\. ?(?:{_LETTER}\.)? ?([^\W\d_][\w' ]+)")


def parse_initials(name: str) -> str:
    """Return «кокоев ат» for a surname with one or two initials, "" for any other name."""
    plain = name_key(name)
    if found := _LAST_FIRST.fullmatch(plain):
        return f"{found[1]} {found[2]}{found[3] or ''}"
    if found := _FIRST_LAST.fullmatch(plain):
        return f"{found[3]} {found[1]}{found[2] or ''}"
    return ""
