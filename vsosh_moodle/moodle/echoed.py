"""Secrets that a site sends back: an error with the request in it is told and kept without them.

Moodle with debugging on, a plugin of others or a server in front may repeat what they were sent;
messages of the site go to the screen and into the journal.
"""

import re
from collections.abc import Iterable

from vsosh_moodle.moodle.secret import MASK

_SHORTEST = 6
"""Characters of a password: covering a shorter one would spoil the answer around it."""
_NAME = re.compile(r"(?:^|\[)password\]?$")
# Calls in a bundle, and calls too large for a form, hold their parameters as JSON, twice at most.
_IN_JSON = re.compile(r'\\*"password\\*"\s*:\s*\\*"([^"\\]+)')


def passwords_in(fields: Iterable[tuple[str, str]]) -> set[str]:
    """Return the passwords that a call's form fields hold, as they are or inside JSON."""
    found = {value for name, value in fields if _NAME.search(name)}
    for _name, value in fields:
        if "password" in value:
            found |= set(_IN_JSON.findall(value))
    return {one for one in found if len(one) >= _SHORTEST}


def cover_echoed(answer: bytes, secrets: Iterable[str]) -> bytes:
    """Return an answer with each of the secrets that stands in it covered."""
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            answer = answer.replace(secret.encode(), MASK.encode())
    return answer
