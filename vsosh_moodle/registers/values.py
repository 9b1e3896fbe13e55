"""Values of registers' cells: yes and no, numbers, grades, school years; pure."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from vsosh_moodle.rosters.dates import parse_date
from vsosh_moodle.rosters.table import Cell
from vsosh_moodle.rosters.values import cell_text
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.school.names import clean_text, fold_lookalikes

YEARS_AHEAD = 20
"""How far a date that may lie ahead is looked for when its year has two digits."""

_YES = frozenset({"да", "д", "есть", "имеется", "+", "✓", "✔", "v", "yes", "true", "истина", "1"})
_NO = frozenset(
    {"нет", "н", "не имеется", "отсутствует", "нету", "-", "–", "—", "✗", "✘", "no", "false", "ложь", "0"}
)  # fmt: skip
_UNIT = r"(?:%|ч|час|часа|часов|шт|чел|человек|балл|балла|баллов|б|п п)?"
_NUMBER = re.compile(rf"([+-]?)(\d{{1,3}}(?: \d{{3}})+|\d+)(?:[.,](\d+))? ?{_UNIT}\.?")
_MINUS = str.maketrans("−–—", "---")
_YEARS = re.compile(
    r"((?:19|20)\d\d) ?(?:/|-) ?((?:19|20)?\d\d)(?: ?(?:уч\.? ?|учебный )?(?:г|год|гг)\.?)?"
)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return words as they are compared: one script, no case, ё as е, no punctuation at the ends."""
    plain = fold_lookalikes(clean_text(text)).casefold().replace("ё", "е")
    return plain.strip(" .,;:!«»\"'")


def parse_yes_no(cell: Cell) -> bool | None:
    """Return what a cell says, None when it says neither yes nor no; an empty one neither."""
    if isinstance(cell, bool):
        return cell
    if not isinstance(cell, (str, int, float)):
        return None
    word = clean_text(cell_text(cell)).casefold().replace("ё", "е").strip(" .")
    if word in _YES or fold(word) in _YES:
        return True
    return False if word in _NO or fold(word) in _NO else None


def parse_number(cell: Cell) -> float | None:
    """Return a number: real, or written «1 234,5», «45,5 %», «72 ч.»; None for anything else."""
    if isinstance(cell, (bool, date, datetime, time, timedelta)):
        return None
    if not isinstance(cell, str):
        return float(cell)
    found = _NUMBER.fullmatch(clean_text(cell).casefold().translate(_MINUS))
    if found is None:
        return None
    sign, whole, part = found[1], found[2].replace(" ", ""), found[3] or "0"
    return float(f"{sign}{whole}.{part}")


def parse_count(cell: Cell) -> int | None:
    """Return a whole number that is not negative, None for anything else."""
    number = parse_number(cell)
    return int(number) if number is not None and number >= 0 and number.is_integer() else None


def has_percent_sign(cell: Cell) -> bool:
    """Tell whether a text ends with «%»."""
    return isinstance(cell, str) and cell.rstrip(" .\u00a0").endswith("%")


def parse_grade(cell: Cell) -> int | None:
    """Return a grade, 1 to 12: «9», «9 класс», «IX»; None for a class with a letter too."""
    name = parse_class_name(cell_text(cell)) if not isinstance(cell, date) else None
    return name.grade if name is not None and not name.letter else None


def parse_school_year(cell: Cell) -> str | None:
    """Return a school year as «2025/26»: from «2025/2026», «2025–26 уч. г.»; None for none."""
    text = clean_text(cell_text(cell)).casefold().translate(_MINUS)
    found = _YEARS.fullmatch(text.strip(" ."))
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    if last not in {first + 1, (first + 1) % 100}:
        return None
    return f"{first}/{(first + 1) % 100:02d}"


def parse_day(cell: Cell, today: date, *, future: bool = False) -> date | None:
    """Return a date in any usual spelling; with `future` two digits may name a year ahead."""
    until = date(today.year + YEARS_AHEAD, 12, 31) if future else date(today.year, 12, 31)
    return parse_date(cell, until)


_WEEKDAYS = (
    ("пн", "понедельник", "пон"), ("вт", "вторник", "втор"), ("ср", "среда", "сред"),
    ("чт", "четверг", "чет"), ("пт", "пятница", "пят"), ("сб", "суббота", "суб"),
    ("вс", "воскресенье", "воскр"),
)  # fmt: skip
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.\-ч ]+(\d{2})(?::\d{2})?)?(?: ?(?:м|мин))?(?:[ –—-]+\d{1,2}[:.]\d{2})?"
)
_SECONDS_A_DAY = 86_400


def parse_weekday(cell: Cell) -> int | None:
    """Return the weekday a cell names (0 is Monday), None when it names none."""
    if not isinstance(cell, str):
        return None
    word = fold(cell)
    return next((number for number, words in enumerate(_WEEKDAYS) if word in words), None)


def parse_clock(cell: Cell) -> time | None:
    """Return the time of a cell: real, a fraction of a day, «17:30», «17.30», the first of «17:30–18:15»."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, timedelta):
        return _from_seconds(cell.total_seconds())
    if isinstance(cell, (bool, date)):
        return None
    if isinstance(cell, (int, float)):
        return _from_seconds(cell * _SECONDS_A_DAY) if 0 < cell < 1 else None
    found = _CLOCK.fullmatch(clean_text(cell).casefold())
    if found is None or found[2] is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def _from_seconds(seconds: float) -> time | None:
    minutes = round(seconds / 60)
    return time(minutes // 60, minutes % 60) if 0 <= minutes < 24 * 60 else None
