"""Whether a patronymic is a man's or a woman's: the one part of a name that tells it for certain."""

import re
from typing import Literal

Gender = Literal["m", "f", ""]

_MALE = re.compile(r"\w+ич")
_FEMALE = re.compile(r"\w+(?:овна|евна|ична)")
_MALE_PARTICLES = frozenset({"оглы", "оглу", "улы", "уулу"})
_FEMALE_PARTICLES = frozenset({"кызы", "гызы"})


def gender_of(patronymic: str) -> Gender:
    """Return "m" or "f" by the ending of a patronymic, "" where it does not tell.

    The given name and the surname are no help: «Никита», «Саша», «Шевченко».
    """
    words = patronymic.casefold().replace("-", " ").split()
    if not words:
        return ""
    last = words[-1]
    if last in _MALE_PARTICLES or _MALE.fullmatch(last):
        return "m"
    if last in _FEMALE_PARTICLES or _FEMALE.fullmatch(last):
        return "f"
    return ""
