"""People's names: one spelling for one name."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LATIN = "ABCEHKMOPTXYaceopxykæÆëË"
_CYRILLIC = "АВСЕНКМОРТХУасеорхукӕӔёЁ"
_LOOKALIKES = str.maketrans(_LATIN, _CYRILLIC)
_CLEAN = re.compile(r"(?:[!-~А-яЁё№«»–—]+(?: [!-~А-яЁё№«»–—]+)*)?")
_NORMAL = re.compile(
    r"(?!.*\b(?:Оглы|Кызы|Улы|Гызы|Оглу|Уулу)\b)[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁ][а-яё]+)*"
)
_HAS_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_HAS_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_AROUND_HYPHEN = re.compile(r"\s*-[\s-]*")
_APOSTROPHES = re.compile(r"[\u2018\u2019\u02bc`´]")
_WORD = re.compile(r"[^\s-]+")
_CASED = re.compile(r"[A-Za-zА-Яа-яЁёӔӕ']+")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]?\s*")
_PATRONYMIC = re.compile(r".+(ович|евич|ьич|ич|овна|евна|ична|инична)", re.IGNORECASE)
_PATRONYMIC_PARTICLES = frozenset({"оглы", "кызы", "улы", "гызы", "оглу", "уулу"})
_PARTICLES = _PATRONYMIC_PARTICLES | {"де", "ди", "да", "дер", "ван", "фон", "ибн", "бен", "аль"}


@dataclass(frozen=True, slots=True)
class FullName:
    """A name taken apart; `note` is what stood in brackets, `reordered` that it began otherwise.

    `first` is "" when only one word was there. `ambiguous` says that the words may be divided in
    more than one way, and the parts are only one of them.
    """

    last: str
    first: str
    middle: str
    note: str = ""
    reordered: bool = False
    ambiguous: bool = False


@lru_cache(maxsize=65536)
def clean_text(text: str) -> str:
    """Return text composed (NFC), without invisible characters, with single plain spaces."""
    if _CLEAN.fullmatch(text):  # most cells of most lists: saves two thirds of the time
        return text
    visible = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in {"Cf", "Cc"}
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fold_lookalikes(text: str) -> str:
    """Return text with Latin look-alikes made Cyrillic in words that have Cyrillic letters.

    A word is left alone when Latin letters would remain in it, and when it has none but Latin.
    """
    return unicodedata.normalize("NFC", _WORD.sub(_fold_word, text))


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
    plain = _AROUND_HYPHEN.sub("-", plain).strip(" -,;")
    plain = " ".join(fold_lookalikes(plain).split())
    return _WORD.sub(lambda word: _recase(word[0], alone=word[0] == plain), plain)


def _fold_word(found: re.Match[str]) -> str:
    word = found[0]
    if not _HAS_CYRILLIC.search(word):
        return word
    folded = word.translate(_LOOKALIKES)
    return word if _HAS_LATIN.search(folded) else folded


def _recase(word: str, *, alone: bool) -> str:
    lower = word.lower()
    if lower in _PATRONYMIC_PARTICLES and not alone:
        return lower
    if not _CASED.fullmatch(word) or not (word.isupper() or word.islower()):
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


def parse_full_name(text: str) -> FullName:
    """Divide «Фамилия Имя Отчество» (or «Имя Отчество Фамилия») into its parts, normalised.

    «Эльдар оглы» is one patronymic; a note in brackets is cut off.
    """
    note = " ".join(found.strip(" ()[]") for found in _BRACKETS.findall(text))
    words = normalise_name(_BRACKETS.sub(" ", text)).split()
    words = _join_particles(words)
    if len(words) < 3:
        last, first = [*words, "", ""][:2]
        return FullName(last, first, "", note)
    if len(words) > 3:
        return FullName(words[0], words[1], " ".join(words[2:]), note=note, ambiguous=True)
    if _PATRONYMIC.fullmatch(words[1]) and not _PATRONYMIC.fullmatch(words[2]):
        return FullName(words[2], words[0], words[1], note=note, reordered=True)
    return FullName(words[0], words[1], words[2], note)


def _join_particles(words: list[str]) -> list[str]:
    joined: list[str] = []
    leading = ""
    for word in words:
        if word in _PATRONYMIC_PARTICLES and joined:
            joined[-1] += f" {word}"
        elif word in _PARTICLES:
            leading += f"{word} "
        else:
            joined.append(leading + word)
            leading = ""
    if leading:
        joined.append(leading.strip())
    return joined
