"""Classes and their names: «9А», a number and a capital Cyrillic letter with nothing between."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal

MIN_GRADE, MAX_GRADE = 1, 12

LetterZ = Literal["letter", "extramural"]
"""What «З» in «10 З» means in a school: the letter of a class, or its extramural form."""

_LOOKALIKES = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_ROMAN_LOOKALIKES = str.maketrans("ХІ", "XI")
_ROMAN = {"XII": 12, "XI": 11, "IX": 9, "X": 10, "VIII": 8, "VII": 7, "VI": 6, "V": 5}
_SUFFIX = r"О/З|З/О|О/ЗО|ОЗО|ЗАОЧ\w*|ОЧНОЗАОЧ\w*|ОЧН\w*|ВЕЧ\w*|ДИСТ\w*|ДО|Д/О|НАДОМ\w*|НАДОМУ|Н/Д|СЕМЕЙН\w*"
_NAME = re.compile(
    rf"(?P<grade>1[0-2]|[1-9])(?:Й|ЫЙ|ОЙ|ГО)?(?P<letter>[А-ЯЁ])?(?P<suffix>{_SUFFIX})?"
)
_NOISE = re.compile(
    r"КЛАССА|КЛАСС|КЛ\.?|[\s\u00ad\u200b-\u200d\ufeff«»\"'’‘“”„‹›()\[\].,:;_‐‑–—−-]+"
)
_ROMAN_GRADE = re.compile(r"^(XII|XI|IX|X|VIII|VII|VI|V)(?![A-Z])")

_LETTER = r"[«\"'„“‘(]?\s*(?P<letter>[А-ЯЁ])(?![А-ЯЁ])\s*[»\"'“”’)]?"
_GRADE = r"(?P<grade>1[0-2]|0?[1-9])(?:\s?-?(?:ЫЙ|ОЙ|ГО|Й))?\s*-?\s*"
_BEFORE_WORD = re.compile(
    r"(?<![\w./-])" + _GRADE + f"(?:{_LETTER})?" + r"\s*КЛ(?:АСС[АЕ]?(?!\w)|\.)"
)
_AFTER_WORD = re.compile(
    r"(?<!\w)КЛ(?:АСС[АЕ]?|\.)\s*[:№-]?\s*" + _GRADE + f"(?:{_LETTER})?" + r"(?![\w./])"
)
_BARE = re.compile(r"(?<![\w./№])(?<!№ )" + _GRADE + _LETTER + r"(?!\w)")
_DASHES = re.compile(r"[‐‑–—−]")


class StudyForm(StrEnum):
    """Form of study, by the law «Об образовании в РФ», art. 17; values as the config writes them."""

    FULL_TIME = "очная"
    PART_TIME = "очно-заочная"
    EXTRAMURAL = "заочная"
    HOME = "на дому"
    FAMILY = "семейное"


@dataclass(frozen=True, slots=True, order=True)
class ClassName:
    """A class: `grade` 1–12 and one capital Cyrillic `letter`, or "" where a parallel has one class."""

    grade: int
    letter: str = ""

    def __str__(self) -> str:
        return f"{self.grade}{self.letter}"


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class of the school year: its name, form of study and whether it is a distance class."""

    name: ClassName
    form: StudyForm = StudyForm.FULL_TIME
    distance: bool = False


@dataclass(frozen=True, slots=True)
class ClassSpelling:
    """A class as it was written: its name, and the `suffix` of a form of study («ОЗО», «З/О»), or ""."""

    name: ClassName
    suffix: str = ""


def parse_class_name(text: str) -> ClassName | None:
    """Read a class name in any usual spelling («9 "А" кл.», «9-а», «IX А», Latin A); None if it is none.

    Latin look-alikes are folded to Cyrillic and a form of study behind it («9А заоч.») is no part of
    the name; a name with other words beyond the class is refused, because guessing a class silently
    puts a pupil in a wrong one.
    """
    spelling = parse_class_spelling(text)
    return None if spelling is None else spelling.name


def class_order(text: str) -> tuple[int, str]:
    """Return what sorts class names as a school does: 5А, 9А, 10А, then what is no class, by name."""
    name = parse_class_name(text)
    return (MAX_GRADE + 1, text) if name is None else (name.grade, name.letter)


@lru_cache(maxsize=4096)
def parse_class_spelling(text: str) -> ClassSpelling | None:
    """Read a class with the form of study that may stand behind its name."""
    plain = unicodedata.normalize("NFC", text).upper().strip()
    plain = re.sub(r"^(\d+)\.0$", r"\1", plain)
    if re.match("[ХІXIV]+[IVІ]|[IVІ]", plain):
        plain = _translate_first_word(plain)
    roman = _ROMAN_GRADE.match(plain)
    if roman:
        plain = f"{_ROMAN[roman[1]]}{plain[roman.end() :]}"
    compact = _NOISE.sub("", plain.translate(_LOOKALIKES)).lstrip("0")
    found = _NAME.fullmatch(compact)
    if not found:
        return None
    return ClassSpelling(
        ClassName(int(found["grade"]), found["letter"] or ""), found["suffix"] or ""
    )


def _translate_first_word(text: str) -> str:
    first = re.match(r"\w+", text)
    end = first.end() if first else 0
    return text[:end].translate(_ROMAN_LOOKALIKES) + text[end:]


def find_class_in_title(text: str, *, bare: bool = False) -> ClassName | None:
    """Return the one class a line of text names: «Список обучающихся 9 «А» класса на 01.09.2026».

    The word «класс» must stand beside it, unless `bare`: then a number with a letter will do, as in
    «Ученики 9А» and «9А (2026)». None when there is none, or more than one.
    """
    if not any(char.isdigit() for char in text):
        return None
    plain = _DASHES.sub("-", unicodedata.normalize("NFC", text).upper().translate(_LOOKALIKES))
    plain = " ".join(plain.replace("_", " ").split())
    patterns = (_BEFORE_WORD, _AFTER_WORD, _BARE) if bare else (_BEFORE_WORD, _AFTER_WORD)
    for pattern in patterns:
        found = {
            ClassName(int(one["grade"]), one["letter"] or "") for one in pattern.finditer(plain)
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None
