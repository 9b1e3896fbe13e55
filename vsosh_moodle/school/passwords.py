"""First passwords: what they look like, how hard they are to guess, whether a site takes them. Pure.

Letters are never «typed the same on both keyboard layouts»: the key of «d» types «в» in Russian.
What a pupil at a Russian keyboard can get wrong is decided so:

- A pupil types a whole word in one layout. So each syllable begins with a consonant that the Russian
  alphabet has nothing like (no c, k, m, n, p, t, x, y), and the word cannot be taken for a Russian
  one; the vowels «a» and «e», which have Russian twins, stand inside such a syllable only. The slip
  says beside the password, in large print, that the layout is the English one.
- A capital letter is the first of a word and nowhere else, and has neither a Russian twin (A, B, C,
  E, H, K, M, O, P, T, X, Y) nor the shape of its own small letter (S, U, V, W, Z).
- No l, 1, I, O, 0, o, q beside letters: nobody has to know them apart on paper.
- Signs are those on the same key of the Russian and the English layout. Of them the hyphen parts
  the groups: it is typed without Shift, and lies on the numeric keypad too.
- `digits` has no letters at all: the layout does not matter. It is for sites whose policy allows it.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from vsosh_moodle.language import _
from vsosh_moodle.school.password_policy import PasswordPolicy

PasswordKind = Literal["readable", "random", "digits"]
Choice = Callable[[str], str]

FIRST_CONSONANTS = "bdfghjrsvwz"
LAST_CONSONANTS = "bdfghjmnrstvwz"
VOWELS = "aeiu"
CAPITALS = "DFGJLNR"
SMALL = "bdfghijrsuvwz"
DIGITS_BESIDE_LETTERS = "23456789"
DIGITS = "0123456789"
HYPHEN = "-"
SIGNS = "-+*=!"
GROUP_SIGNS = "-+*"

LEAST_BITS = 40
"""About 10**12 guesses, for a password that lives till the first login."""

_WORD = 5
_DIGITS_GROUP = 4
_MOST_TRIES = 1000

# Fragments of words nobody should find on a child's slip, as the letters above can spell them.
_RUDE = re.compile(
    "hu[ijeh]|herv|eba[nt]|ebis|suka|bzd|z?hid|jid|zid|gad|gav[nr]|sra[nt]|dura|debi|idi|tvar|svin"
    "|mud[ai]|zasr|guan|beda|nazi|tits|fag|nig|ass|arse|fu[hj]|bum|sex|sht|dead|die"
)


class PasswordKindRefused(ValueError):
    """Passwords of this kind cannot meet this policy; `lacking` says what of it, in words."""

    def __init__(self, kind: PasswordKind, lacking: list[str]) -> None:
        super().__init__(f"{kind}: {', '.join(lacking)}")
        self.kind = kind
        self.lacking = lacking


@dataclass(frozen=True, slots=True)
class PasswordShape:
    """What passwords are drawn from: the alphabet of each place, in order.

    A place of one character is fixed. `choose` never lets a character follow itself, so a place
    whose alphabet is that of the place before has one character fewer to choose from.
    """

    kind: PasswordKind
    places: tuple[str, ...]

    def draw(self, choice: Choice) -> str:
        """Return a password; `choice` picks a character of a text, as `secrets.choice` does.

        What spells a rude fragment is drawn again. Raises RuntimeError when it never stops doing so.
        """
        for _try in range(_MOST_TRIES):
            password = ""
            for alphabet in self.places:
                rest = alphabet.replace(password[-1:], "") if len(alphabet) > 1 else alphabet
                password += choice(rest or alphabet)
            if not spells_rudeness(password):
                return password
        raise RuntimeError(self.kind)

    @property
    def bits(self) -> float:
        """Return the entropy in bits, at the least: what is drawn again for its words is left out.

        The share of those is measured in the tests: less than a tenth, that is less than 0.2 bits,
        which is taken off here.
        """
        found, before = -0.2, ""
        for alphabet in self.places:
            # The character before may be one of this alphabet: then there is one fewer to choose.
            shared = 1 if set(before) & set(alphabet) else 0
            found += math.log2(max(1, len(alphabet) - shared))
            before = alphabet
        return found


def shape_for(kind: PasswordKind, policy: PasswordPolicy, least_length: int = 0) -> PasswordShape:
    """Return the shortest shape of a kind that meets a policy and has LEAST_BITS of entropy.

    readable: `Rifan-dewut-7384`, 16 characters, 40 bits; random: `Gdvbhrzisu+75`, 13
    characters, 43 bits; digits: `7384-2659+4837`, 12 digits and 2 signs, 41 bits. A policy that
    asks for more makes them longer. Raises PasswordKindRefused when no length helps: digits where
    letters are wanted.
    """
    build = {"readable": _readable, "random": _random, "digits": _digits}[kind]
    length = max(least_length, policy.min_length)
    size = 1
    shape = PasswordShape(kind, build(size, policy))
    while len(shape.places) < length or shape.bits < LEAST_BITS:
        size += 1
        shape = PasswordShape(kind, build(size, policy))
    lacking = policy.find_shortfalls("".join(_typical(shape)))
    if lacking:
        raise PasswordKindRefused(kind, lacking)
    return shape


def hint_for(kind: PasswordKind) -> str:
    """Return what a slip says beside a password of a kind: what keys it is typed with."""
    if kind == "digits":
        return _("Только цифры и знаки: раскладка не важна")
    return _("АНГЛИЙСКАЯ раскладка (EN), как напечатано")


def kind_of(password: str) -> PasswordKind:
    """Return what is to be said of a password that stands on a slip: has it letters or not."""
    return "readable" if any(map(str.isalpha, password)) else "digits"


def split_syllables(password: str) -> tuple[str, ...]:
    """Part a password for reading aloud: «Ri», «fan», «-», «de», «wut», «-», «7384».

    A syllable begins with a consonant before a vowel. What is not so spelt stays whole between
    the signs. The parts joined are the password again.
    """
    parts: list[str] = []
    for place, one in enumerate(password):
        before, after = (
            password[place - 1 : place] if place else "",
            password[place + 1 : place + 2],
        )
        starts = (
            not before
            or _sort(before) != _sort(one)
            or (
                one.isalpha()
                and one.lower() not in VOWELS
                and after in tuple(VOWELS)
                and before.isalpha()
            )
        )
        if starts:
            parts.append(one)
        else:
            parts[-1] += one
    return tuple(parts)


def spells_rudeness(password: str) -> bool:
    """Tell whether letters of a password, signs left out, hold a fragment of the stop list."""
    letters = "".join(one for one in password.lower() if one.isalpha())
    return _RUDE.search(letters) is not None


def _readable(size: int, policy: PasswordPolicy) -> tuple[str, ...]:
    """Return two words and more of consonant and vowel, then digits: `Rifan-dewut-7384`."""
    words = max(2, size, policy.upper, -(-policy.lower // (_WORD - 1)))
    places: list[str] = []
    for number in range(words):
        first = CAPITALS if number < max(1, policy.upper) else FIRST_CONSONANTS
        places += [first, VOWELS, FIRST_CONSONANTS, VOWELS, LAST_CONSONANTS, HYPHEN]
    places += [DIGITS_BESIDE_LETTERS] * max(_DIGITS_GROUP, policy.digits)
    extra = policy.signs - words
    return (*places, *_alternating(SIGNS, extra))


def _random(size: int, policy: PasswordPolicy) -> tuple[str, ...]:
    """Return capitals, small letters, signs and digits: `Gdvbhwrzisu+75`."""
    places = [CAPITALS] * max(1, policy.upper)
    places += [SMALL] * max(size, policy.lower)
    places += _alternating(SIGNS, max(1, policy.signs))
    return (*places, *([DIGITS_BESIDE_LETTERS] * max(2, policy.digits)))


def _digits(size: int, policy: PasswordPolicy) -> tuple[str, ...]:
    """Return groups of four digits with signs between them: `7384-2659+4837`."""
    groups = max(size, policy.signs + 1, -(-policy.digits // _DIGITS_GROUP))
    places: list[str] = []
    for number in range(groups):
        places += [GROUP_SIGNS] if number else []
        places += [DIGITS] * _DIGITS_GROUP
    return tuple(places)


def _alternating(alphabet: str, count: int) -> list[str]:
    return [alphabet] * max(0, count)


def _typical(shape: PasswordShape) -> list[str]:
    """Return a password's characters, sort by sort as every password of the shape has them."""
    typical: list[str] = []
    for alphabet in shape.places:
        fresh = alphabet.replace(typical[-1], "") if typical and len(alphabet) > 1 else alphabet
        typical.append(fresh[0])
    return typical


def _sort(one: str) -> str:
    return "letter" if one.isalpha() else "digit" if one.isdigit() else "sign"
