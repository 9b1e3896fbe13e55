"""Logins made of people's names: Latin letters by a standard, a pattern, a way out of collisions."""

import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Literal

import iuliia

from vsosh_moodle.school.people import Person

LOGIN_PLACEHOLDERS = ("last", "first", "middle", "l", "f", "m")
"""What a login pattern may name: a part of the name, or its initial."""

Transliteration = Literal["icao", "gost-52535", "gost-7.79", "mvd-782", "yandex"]
Collision = Literal["number", "letters"]

_SCHEMAS: Mapping[Transliteration, iuliia.Schema] = {
    "icao": iuliia.ICAO_DOC_9303,
    "gost-52535": iuliia.GOST_52535,
    "gost-7.79": iuliia.GOST_779_ALT,
    "mvd-782": iuliia.MVD_782,
    "yandex": iuliia.YANDEX_MAPS,
}
_NOT_IN_LOGIN = re.compile(r"[^a-z0-9.-]+")
_LONGEST_SUFFIX = 8
_SEPARATORS = re.compile(r"([._@-])[._@-]+")


@dataclass(frozen=True, slots=True)
class LoginRules:
    """How logins are made.

    `pattern` has {last}, {first}, {middle} and the initials {l}, {f}, {m}; a login has at most
    `max_length` characters (8 or more). `collision` says what makes a taken login another one:
    a number, or more letters of the given name (then of the patronymic) and only then a number.
    """

    pattern: str = "{last}.{f}.{m}"
    max_length: int = 40
    transliteration: Transliteration = "icao"
    collision: Collision = "number"


@lru_cache(maxsize=65536)
def transliterate(text: str, scheme: Transliteration = "icao") -> str:
    """Return text in [a-z0-9.-] by a standard: `icao` is Doc 9303, as Russian passports are written.

    `gost-52535` is ГОСТ Р 52535.1-2006 (passports before 2013), `gost-7.79` ГОСТ 7.79-2000 system B,
    `mvd-782` the order № 782 of 2000 (driving licences), `yandex` the spelling of street maps. Signs
    that no login may hold are left out; the Ossetian ӕ, which none of them knows, is «ae».
    """
    latin = _SCHEMAS[scheme].translate(
        unicodedata.normalize("NFC", text).lower().replace("ӕ", "ae").replace("æ", "ae")
    )
    plain = unicodedata.normalize("NFKD", latin.lower())
    return _NOT_IN_LOGIN.sub("", plain.replace(" ", "-"))


def login_candidates(person: Person, rules: LoginRules, start: int = 1) -> Iterator[str]:
    """Yield logins for a person without end: `base`, `base2`, `base3`, or from number `start` on.

    An initial may take two letters («kh»); around a missing part separators collapse. Each login
    matches `[a-z0-9][a-z0-9.@_-]*`. Raises ValueError when the pattern names anything else.
    """
    return numbered_logins(_base(person, rules, 1, 1), rules.max_length, start)


def numbered_logins(base: str, max_length: int, start: int = 1) -> Iterator[str]:
    """Yield `base`, `base2`, `base3` and so on without end, or from number `start` on."""
    # After a digit a bare number would repeat a login: «…1» + «2» and, cut shorter, «…» + «12».
    exposed = base[max(0, max_length - _LONGEST_SUFFIX) :] + base[-1]
    joint = "-" if any(char.isdigit() for char in exposed) else ""
    for number in count(start):
        suffix = f"{joint}{number}" if number > 1 else ""
        yield base[: max_length - len(suffix)].rstrip("._@-") + suffix


def longer_logins(person: Person, rules: LoginRules) -> Iterator[str]:
    """Yield the logins with more and more letters where the pattern has {f}, then where it has {m}.

    Nothing is yielded when the rules number collisions; none of these is longer than allowed.
    """
    if rules.collision != "letters":
        return
    names = {name for _text, name in _pattern_parts(rules.pattern)}
    seen = {_base(person, rules, 1, 1)}
    first = range(1, len(person.first_name) + 1) if "f" in names else range(1, 2)
    middle = range(2, len(person.middle_name) + 1) if "m" in names else range(0)
    tries = [(length, 1) for length in first]
    tries += [(first[-1] if first else 1, length) for length in middle]
    for first_letters, middle_letters in tries:
        login = _base(person, rules, first_letters, middle_letters)
        if login not in seen and len(login) <= rules.max_length:
            seen.add(login)
            yield login


def _base(person: Person, rules: LoginRules, first_letters: int, middle_letters: int) -> str:
    scheme = rules.transliteration
    values = {
        "last": transliterate(person.last_name, scheme),
        "first": transliterate(person.first_name, scheme),
        "middle": transliterate(person.middle_name, scheme),
        "l": transliterate(person.last_name[:1], scheme),
        "f": transliterate(person.first_name[:first_letters], scheme),
        "m": transliterate(person.middle_name[:middle_letters], scheme),
    }
    made = "".join(text + values.get(name, "") for text, name in _pattern_parts(rules.pattern))
    return _SEPARATORS.sub(r"\1", made).strip("._@-") or "user"


@lru_cache(maxsize=8)
def _pattern_parts(pattern: str) -> tuple[tuple[str, str], ...]:
    parts = []
    for text, name, spec, conversion in string.Formatter().parse(pattern):
        if name is not None and (name not in LOGIN_PLACEHOLDERS or spec or conversion):
            raise ValueError(name)
        if re.search(r"[^a-z0-9._@-]", text):
            raise ValueError(text)
        parts.append((text, name or ""))
    return tuple(parts)
