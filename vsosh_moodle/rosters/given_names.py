"""What single words of a name look like: a given name, a surname, a patronymic, an initial."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from vsosh_moodle.school.gender import Gender
from vsosh_moodle.school.names import PATRONYMIC_PARTICLES

_PATRONYMIC = re.compile(r".+(?:ович|евич|ич|овна|евна|ична|инична)", re.IGNORECASE)
_SURNAME = re.compile(
    r".*(?:[оеё]ва?|[оеё]в[аы]х|[иы]на?|[сц]к(?:ий|ой|ая)|[иы]х|[яа]нц?|дзе|швили|[иу]ли|уа|ава|"
    r"[яи]я|[тц][иы]|енко|ко|у[кг]|юк|чук|заде|л[иыу]|оглу|[оеа]й|ый|ая|ец)",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.?){1,2}")


@dataclass(frozen=True, slots=True)
class WordKind:
    """What a word of a name may be; several may hold. `female` is of a given name."""

    given: bool = False
    female: bool = False
    surname: bool = False
    also_surname: bool = False
    patronymic: bool = False
    initial: bool = False


@lru_cache(maxsize=65536)
def word_kind(word: str) -> WordKind:
    """Return what a word looks like; «Эльдар оглы» is one word and a patronymic."""
    key = word.lower().replace("ё", "е")
    if key.rpartition(" ")[2] in PATRONYMIC_PARTICLES and " " in key:
        return WordKind(patronymic=True)
    names = _names()
    female = key in names.female or all(part in names.female for part in key.split("-"))
    male = key in names.male or all(part in names.male for part in key.split("-"))
    given = male or female
    return WordKind(
        given,
        female and not male,
        key in names.short or (not given and bool(_SURNAME.fullmatch(key))),
        key in names.also,
        not given and bool(_PATRONYMIC.fullmatch(key)),
        key not in names.short and bool(_INITIAL.fullmatch(word)),
    )


def gender_of_given_name(name: str) -> Gender:
    """Return whose given name it is by the dictionary: "" for «Саша», which is anybody's, and for none."""
    key = name.lower().replace("ё", "е")
    names = _names()
    parts = key.split("-")
    female = key in names.female or all(part in names.female for part in parts)
    male = key in names.male or all(part in names.male for part in parts)
    if female == male:
        return ""
    return "f" if female else "m"


@dataclass(frozen=True, slots=True)
class _Names:
    male: frozenset[str]
    female: frozenset[str]
    also: frozenset[str]
    short: frozenset[str]


@cache
def _names() -> _Names:
    text = resources.files(__package__).joinpath("given_names.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text.lower().replace("ё", "е"))
    surnames = tables.pop("surnames")
    male, female = (
        frozenset(name for table in tables.values() for name in table[sex].split())
        for sex in ("male", "female")
    )
    return _Names(
        male, female, frozenset(surnames["also"].split()), frozenset(surnames["short"].split())
    )
