"""What stands in a cell, as text, date or list."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from vsosh_moodle.rosters.table import Cell
from vsosh_moodle.school.names import clean_text

_EXCEL_EPOCH = date(1899, 12, 30)  # Excel counts 1900 as a leap year; from March 1900 this is right
_SERIALS = range(3654, 73051)  # 1910 to 2100
_DAY_FIRST = re.compile(r"(\d{1,2})[./,\- ](\d{1,2})[./,\- ](\d{4}|\d{2})(?: 0?0:00(:00)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})(?:[t ]\d{1,2}:\d{2}.*)?")
_IN_WORDS = re.compile(r"(\d{1,2}) ([а-я]+)\.? (\d{4})")
_YEAR_WORD = re.compile(r"\s*(?:года|год|г)\.?$")
_SEPARATORS = re.compile(r"[;,\n]")
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")


def cell_text(cell: Cell) -> str:
    """Return what a cell says as clean text: a whole number without «.0», "" for an empty cell."""
    if isinstance(cell, str):
        return clean_text(cell)
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def cell_list(cell: Cell) -> list[str]:
    """Return the items of a cell, divided by «;», «,» or line ends."""
    if isinstance(cell, str):
        items = (clean_text(item) for item in _SEPARATORS.split(cell))
        return [item for item in items if item]
    text = cell_text(cell)
    return [text] if text else []


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
    return bool(re.fullmatch(r"(19|20)\d\d", _YEAR_WORD.sub("", cell_text(cell).lower())))


@lru_cache(maxsize=65536)
def _parse_date_text(text: str, today: date) -> date | None:
    plain = _YEAR_WORD.sub("", clean_text(text).lower().lstrip("'’`"))
    if found := _DAY_FIRST.fullmatch(plain):
        return _date(_full_year(found[3], today), int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.fullmatch(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _IN_WORDS.fullmatch(plain):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    if re.fullmatch(r"\d{4,5}(\.0)?", plain):
        return _from_serial(float(plain))
    return None


def _from_serial(number: float) -> date | None:
    days = int(number)
    return _EXCEL_EPOCH + timedelta(days=days) if days in _SERIALS else None


def _full_year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    return year if year <= today.year else year - 100


def _month(word: str) -> int:
    return next((n for n, start in enumerate(_MONTHS, start=1) if word.startswith(start)), 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
