"""Numbers, days and counted nouns as a Russian report writes them."""

from collections.abc import Iterable
from datetime import date, datetime

from vsosh_moodle.language import russian_form

NBSP = "\u00a0"
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_MONTH_NAMES = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_EPSILON = 0.05


def number(value: float, digits: int = 1) -> str:
    """Return «1 234», «12,5»: a decimal comma, no zeros behind it that say nothing."""
    text = f"{value:,.{digits}f}".replace(",", NBSP).replace(".", ",")
    return text.rstrip("0").rstrip(",") if "," in text else text


def percent(value: float) -> str:
    """Return «12,5 %»."""
    return f"{number(value)}{NBSP}%"


def day(value: date) -> str:
    """Return «23.11.2026»."""
    return f"{value:%d.%m.%Y}"


def long_day(value: date) -> str:
    """Return «23 ноября 2026 г.»."""
    return f"{value.day}{NBSP}{_MONTHS[value.month - 1]} {value.year}{NBSP}г."


def clock(text: str) -> str:
    """Return «30.12.2026 18:00» for an ISO moment; another text as it is."""
    try:
        return f"{datetime.fromisoformat(text):%d.%m.%Y %H:%M}"
    except ValueError:
        return text


def month(value: date) -> str:
    """Return «сентябрь 2026»."""
    return f"{_MONTH_NAMES[value.month - 1]} {value.year}"


def span(start: date, end: date) -> str:
    """Return «с 01.09.2026 по 26.05.2027»."""
    return f"с {day(start)} по {day(end)}"


def counted(amount: int, one: str, few: str, many: str) -> str:
    """Return «1 ученик», «2 ученика», «5 учеников»: the forms hold the noun alone."""
    return f"{number(amount, 0)}{NBSP}{russian_form(amount, one, few, many)}"


def pupils(amount: int) -> str:
    """Return «5 учеников»."""
    return counted(amount, "ученик", "ученика", "учеников")


def courses(amount: int) -> str:
    """Return «5 курсов»."""
    return counted(amount, "курс", "курса", "курсов")


def change(now: float, before: float, unit: str) -> str:
    """Return «рост на 3,5 п. п.», «снижение на 2», «без изменений»; `unit` may be ""."""
    difference = now - before
    if abs(difference) < _EPSILON:
        return "без изменений"
    word = "рост" if difference > 0 else "снижение"
    amount = f"{number(abs(difference))}{NBSP}{unit}".rstrip()
    return f"{word} на {amount}"


def listed(items: Iterable[str], most: int = 0) -> str:
    """Return «а, б, в»; with `most` the rest is counted: «а, б и ещё 3»."""
    found = list(items)
    if most and len(found) > most + 1:
        return f"{', '.join(found[:most])} и ещё {len(found) - most}"
    return ", ".join(found)


def quoted(title: str) -> str:
    """Return «title»."""
    return f"«{title}»"
