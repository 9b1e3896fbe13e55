"""Classes and their names: «9А», a number and a capital Cyrillic letter with nothing between."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MIN_GRADE, MAX_GRADE = 1, 12

_LOOKALIKES = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_ROMAN = {"XII": 12, "XI": 11, "IX": 9, "X": 10, "VIII": 8, "VII": 7, "VI": 6, "V": 5}
_NAME = re.compile(r"(?P<grade>1[0-2]|[1-9])(?:Й|ЫЙ)?(?P<letter>[А-ЯЁ])?")
_NOISE = re.compile(r"КЛАССА|КЛАСС|КЛ\.?|[\s\u00ad\u200b-\u200d\ufeff«»\"'“”„()\[\].,_‐‑–—−-]+")
_ROMAN_GRADE = re.compile(r"^(XII|XI|IX|X|VIII|VII|VI|V)(?![A-Z])")


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


def parse_class_name(text: str) -> ClassName | None:
    """Read a class name in any usual spelling («9 "А" кл.», «9-а», «IX А», Latin A); None if it is none.

    Latin look-alikes are folded to Cyrillic; a name with words beyond the class is refused, because
    guessing a class silently puts a pupil in a wrong one.
    """
    plain = unicodedata.normalize("NFC", text).upper().strip()
    plain = re.sub(r"^(\d+)\.0$", r"\1", plain)
    roman = _ROMAN_GRADE.match(plain)
    if roman:
        plain = f"{_ROMAN[roman[1]]}{plain[roman.end() :]}"
    compact = _NOISE.sub("", plain.translate(_LOOKALIKES)).lstrip("0")
    found = _NAME.fullmatch(compact)
    if not found:
        return None
    return ClassName(int(found["grade"]), found["letter"] or "")
