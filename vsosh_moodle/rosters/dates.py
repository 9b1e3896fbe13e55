"""Dates as people write them: real ones, Excel serials, and every usual Russian spelling."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from vsosh_moodle.rosters.table import Cell
from vsosh_moodle.rosters.values import cell_text
from vsosh_moodle.school.names import clean_text, fold_lookalikes

_EXCEL_EPOCH = date(1899, 12, 30)  # Excel counts 1900 as a leap year; from March 1900 this is right
_SERIALS = range(3654, 73051)  # 1910 to 2100
_YEAR = r"(\d{4}|\d{2})"
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:[./,\-]| ?[./] ?| )(\d{{1,2}})(?:[./,\-]| ?[./] ?| ){_YEAR}"
)
_YEAR_FIRST = re.compile(r"(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})")
_ROMAN = re.compile(rf"(\d{{1,2}})[. /-]{{1,2}}([ivxхі]+)[. /-]{{1,2}}{_YEAR}")
_IN_WORDS = re.compile(rf"(\d{{1,2}})(?:-?(?:го|ое|е))?[ .-]{{0,2}}([а-я]+)[ .,-]{{1,2}}{_YEAR}")
_SERIAL = re.compile(r"(\d{4,5})(?:[.,]\d+)?")
_MIDNIGHT = re.compile(r"(?<=\d)[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?$")
_YEAR_WORD = re.compile(r"[\s,]*(?:(?<=\d)|\b)(?:года|год|г)\.?(?: ?р(?:ожд(?:ения)?)?\.?)?$")
_BORN_WORD = re.compile(
    r"^(?:д\.? ?р\.?|д/р|дата рожд\w*\.?|родил(?:ся|ась)|род\.|рожд\w*\.?)[\s:.-]*"
    r"|[\s,]*(?:г\.? ?р\.?|г/р|рожд\w*\.?)$"
)
_LONGEST = 200
"""No date with all its words is longer, in characters."""

_BARE = re.compile(r"\d[\d./,-]+\d")
_MISTYPED = re.compile(r"[\dозoз., /-]*[оoз][\dоoз., /-]*")
_LETTERS = str.maketrans("оoз", "003")
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_LOOKALIKES = str.maketrans("хі", "xi")


def parse_date(cell: Cell, today: date) -> date | None:
    """Return the date in a cell: a real one, an Excel serial, or text in a usual Russian spelling.

    Years of two digits are of this century unless that lies after `today`. None when it is no date.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (bool, time, timedelta)):
        return None
    if isinstance(cell, str):
        return _parse_date_text(cell, today)
    return _from_serial(cell)


def is_year(cell: Cell) -> bool:
    """Tell whether a cell names a year only («2009», «2009 г.»)."""
    text = cell_text(cell)
    if len(text) == 10 and text[2:3] == ".":  # «14.03.2009», as most are
        return False
    return bool(re.fullmatch(r"(19|20)\d\d", _plain_date(text)))


def looks_like_date(text: str) -> bool:
    """Tell whether a text is written as a date, be there such a day or not («30.02.2009»)."""
    return _date_parts(text, date.max) is not None


def is_impossible_month(text: str, today: date) -> bool:
    """Tell of a text that is written as a date whether its month is none («03/14/2009»)."""
    parts = _date_parts(text, today)
    return parts is not None and not 1 <= parts[1] <= 12


@lru_cache(maxsize=65536)
def _parse_date_text(text: str, today: date) -> date | None:
    parts = _date_parts(text, today)
    if parts is not None:
        try:
            return date(*parts)
        except ValueError:
            return None
    found = _SERIAL.fullmatch(_plain_date(text))
    return _from_serial(float(found[1])) if found else None


def _date_parts(text: str, today: date) -> tuple[int, int, int] | None:
    """Return year, month and day as they are written, whether or not there is such a day."""
    plain = _plain_date(text)
    if found := _DAY_FIRST.fullmatch(plain):
        return _full_year(found[3], today), int(found[2]), int(found[1])
    if found := _YEAR_FIRST.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _ROMAN.fullmatch(plain):
        return _full_year(found[3], today), _roman_month(found[2]), int(found[1])
    if (found := _IN_WORDS.fullmatch(plain)) and (month := _month(found[2])):
        return _full_year(found[3], today), month, int(found[1])
    return None


def _plain_date(text: str) -> str:
    plain = clean_text(text).lower().strip("'’`\"«» ()")
    if len(plain) > _LONGEST:
        return ""
    if _BARE.fullmatch(plain):  # most dates of most lists
        return plain
    plain = fold_lookalikes(plain.replace("«", "").replace("»", "").replace('"', ""))
    if _MISTYPED.fullmatch(plain):
        plain = plain.translate(_LETTERS)
    plain = _YEAR_WORD.sub("", _BORN_WORD.sub("", plain))
    return _MIDNIGHT.sub("", plain.strip(" .,"))


def _from_serial(number: float) -> date | None:
    days = int(number)
    return _EXCEL_EPOCH + timedelta(days=days) if days in _SERIALS else None


def _full_year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    return year if year <= today.year else year - 100


def _month(word: str) -> int:
    number = next((n for n, start in enumerate(_MONTHS, start=1) if word.startswith(start)), 0)
    return 0 if number == 5 and word not in {"май", "мая", "маи"} else number


def _roman_month(word: str) -> int:
    plain = word.translate(_ROMAN_LOOKALIKES)
    return _ROMAN_MONTHS.index(plain) + 1 if plain in _ROMAN_MONTHS else 0
