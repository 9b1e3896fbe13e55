"""A course's title without what everybody knows: the year and the classes it is for."""

import re

from vsosh_moodle.school.classes import parse_class_name

_YEAR = re.compile(r"20\d\d(?:[/–-]\d\d(?:\d\d)?)?(?:\s*уч(?:ебный|\.)?\s*год)?")
_CLASSES = re.compile(r"[\d\s«»\"A-Za-zА-Яа-яЁё/.-]{1,12}")


def short_title(title: str) -> str:
    """Return «ОГЭ по математике: подготовка» for «ОГЭ по математике: подготовка, 9А, 9Б, 2026/27».

    Only parts behind commas at the end go; a title that were nothing else stays whole.
    """
    parts = title.split(",")
    while len(parts) > 1 and _is_known(parts[-1].strip()):
        parts.pop()
    return ",".join(parts).strip() or title


def _is_known(part: str) -> bool:
    if _YEAR.fullmatch(part):
        return True
    return (
        bool(_CLASSES.fullmatch(part)) and part[:1].isdigit() and parse_class_name(part) is not None
    )
