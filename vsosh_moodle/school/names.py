"""People's names: one spelling for one name."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_LATIN = "ABCEHKMOPTXYaceopxykæÆëË"
_CYRILLIC = "АВСЕНКМОРТХУасеорхукӕӔёЁ"
_LOOKALIKES = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_ALL_LOOKALIKES = frozenset(_LATIN)
_DIGIT_IN_WORD = re.compile(r"(?<!\w)[03](?=[А-яЁё])|(?<=[А-яЁё])[036]+(?=[А-яЁё])")
_DIGITS = {"0": "о", "3": "з", "6": "б"}
_CLEAN = re.compile(r"(?:[!-~А-яЁё№«»–—]+(?: [!-~А-яЁё№«»–—]+)*)?")
_NORMAL = re.compile(
    r"(?!.*\b(?:Оглы|Кызы|Улы|Гызы|Оглу|Уулу)\b)[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁ][а-яё]+)*"
)
_STRESS = re.compile(r"(?<=[\u0400-\u052f])\u0301")
_HAS_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_HAS_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_AROUND_HYPHEN = re.compile(r"\s*-[\s-]*")
_APOSTROPHES = re.compile(r"[\u2018\u2019\u02bc`´]")
_WORD = re.compile(r"[^\s-]+")
_CASED = re.compile(r"[A-Za-zА-Яа-яЁёӔӕ']+")
_SHIFTED = re.compile(r"[а-яё][А-ЯЁ]+|[А-ЯЁ]{2}[а-яё]{2,}")  # with Caps Lock; with Shift held long
_MARKS = re.compile(r"(?<=[^\W\d_]{3})[.:!*?]+(?=\s|$)|^[\s.:!*?]+|[*\"«»“”„]")
PATRONYMIC_PARTICLES = frozenset({"оглы", "кызы", "улы", "гызы", "оглу", "уулу"})
_PARTICLES = PATRONYMIC_PARTICLES | {"де", "ди", "да", "дер", "ван", "фон", "ибн", "бен", "аль"}


@dataclass(frozen=True, slots=True)
class FullName:
    """A name taken apart; `note` is what stood beside it, `reordered` that it began otherwise.

    `last` or `first` is "" when it was not there. `joined` says that several words make the surname
    or the given name, `doubtful` that the order differs from that of other rows, `ambiguous` that
    the words may be divided in more than one way, and the parts are only one of them. `roles` are
    the words as they stood: L surname, G given name, P patronymic; "" when they were not weighed.
    """

    last: str
    first: str
    middle: str
    note: str = ""
    reordered: bool = False
    ambiguous: bool = False
    joined: bool = False
    doubtful: bool = False
    roles: str = field(default="", compare=False)


@lru_cache(maxsize=65536)
def clean_text(text: str) -> str:
    """Return text composed (NFC), without invisible characters and stress marks, with plain spaces."""
    if _CLEAN.fullmatch(text):  # most cells of most lists: saves two thirds of the time
        return text
    visible = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in {"Cf", "Cc"}
    )
    return " ".join(_STRESS.sub("", unicodedata.normalize("NFC", visible)).split())


def fold_lookalikes(text: str) -> str:
    """Return text with look-alikes made of one script in every word that has letters of two.

    Latin letters become Cyrillic («Дзyгoв»); where others would remain, Cyrillic ones become Latin
    («Мüller» with a Russian М). A word that stays mixed either way is left alone, and so is one of
    Latin letters only.
    """
    return unicodedata.normalize("NFC", _WORD.sub(_fold_word, text))


def fold_latin_words(text: str) -> str:
    """Return text with words made wholly of Latin look-alikes («CAXAPOB») in Cyrillic letters.

    Nothing is changed while any word has Latin letters that look like no Cyrillic ones («Max Weber»):
    then the name is a foreign one.
    """
    latin = set(_HAS_LATIN.findall(text))
    return text.translate(_LOOKALIKES) if latin and latin <= _ALL_LOOKALIKES else text


def fold_digits(text: str) -> str:
    """Return text with 0, 3 and 6 made о, з and б inside words of Cyrillic letters («Дз0ев»)."""
    if not any(char in text for char in _DIGITS):
        return text
    return _DIGIT_IN_WORD.sub(_fold_digit, text)


def has_latin(text: str) -> bool:
    """Tell whether a text has Latin letters."""
    return bool(_HAS_LATIN.search(text))


def _fold_digit(found: re.Match[str]) -> str:
    letters = "".join(_DIGITS[digit] for digit in found[0])
    before = found.string[: found.start()][-1:]
    return letters.upper() if not before.isalpha() or before.isupper() else letters


def is_mixed(text: str) -> bool:
    """Tell whether a word of the text has both Cyrillic and Latin letters."""
    return any(
        _HAS_CYRILLIC.search(word) and _HAS_LATIN.search(word) for word in _WORD.findall(text)
    )


@lru_cache(maxsize=65536)
def normalise_name(text: str) -> str:
    """Return a surname, given name or patronymic in its one spelling; idempotent.

    Beyond `clean_text`: look-alikes folded, dashes made hyphens, ALL CAPS and lower case made Title
    Case with «оглы», «кызы» and the like in lower case. ё is kept: it is part of the name.
    """
    if _NORMAL.fullmatch(text):
        return text
    plain = _DASHES.sub("-", clean_text(_APOSTROPHES.sub("'", text)))
    while (bare := _MARKS.sub("", _AROUND_HYPHEN.sub("-", plain)).strip(" -,;")) != plain:
        plain = bare
    plain = " ".join(fold_lookalikes(plain).split())
    return _WORD.sub(lambda word: _recase(word[0], alone=word[0] == plain), plain)


def _fold_word(found: re.Match[str]) -> str:
    word = found[0]
    if not _HAS_CYRILLIC.search(word):
        return word
    folded = word.translate(_LOOKALIKES)
    if not _HAS_LATIN.search(folded):
        return folded
    latin = word.translate(_TO_LATIN)
    return word if _HAS_CYRILLIC.search(latin) else latin


def _recase(word: str, *, alone: bool) -> str:
    lower = word.lower()
    if lower in PATRONYMIC_PARTICLES and not alone:
        return lower
    if not _CASED.fullmatch(word) or not (
        word.isupper() or word.islower() or _SHIFTED.fullmatch(word)
    ):
        return word
    if lower in _PARTICLES and not alone:
        return lower
    if lower[1:2] == "'":  # О'Коннор, but Лук'янов
        return lower[:2].upper() + lower[2:].capitalize()
    return lower[:1].upper() + lower[1:]


@lru_cache(maxsize=65536)
def name_key(full_name: str) -> str:
    """Return what equal names have in common: case, ё/е, hyphens and spaces do not matter."""
    return normalise_name(full_name).casefold().replace("ё", "е").replace("-", " ")


def join_particles(words: Sequence[str]) -> list[str]:
    """Return words with «оглы» joined to the word before it and «фон» to the word after it."""
    joined: list[str] = []
    leading = ""
    for word in words:
        if word in PATRONYMIC_PARTICLES and joined:
            joined[-1] += f" {word}"
        elif word in _PARTICLES:
            leading += f"{word} "
        else:
            joined.append(leading + word)
            leading = ""
    if leading:
        joined.append(leading.strip())
    return joined
