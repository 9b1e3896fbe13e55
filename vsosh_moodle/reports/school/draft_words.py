"""Sentences about one indicator: its value, its plan, its way since last year. No praise, no blame."""

from vsosh_moodle.indicators.indicator import Indicator
from vsosh_moodle.language import russian_form
from vsosh_moodle.reports.document.model import Hidden
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.privacy import is_few_pupils, shown
from vsosh_moodle.reports.school.wording import NBSP, change, number, percent

_POINTS = f"п.{NBSP}п."


def told(material: Material, key: str) -> Indicator | None:
    """Return an indicator of which something may be said: counted, and not of too few people."""
    indicator = material.indicator(key)
    if indicator is None or indicator.value is None:
        return None
    small = material.config.small_numbers
    value = shown(indicator, small, named=material.named)
    return None if isinstance(value, Hidden) else indicator


def share_words(indicator: Indicator, one: str, many: str) -> str:
    """Return «37,5 % (45 из 120 учеников)»: a percentage with what it was made of.

    `one` and `many` are what is counted in the genitive: «из 21 ученика», «из 20 учеников».
    """
    whole = indicator.whole or 0
    made_of = f"{number(indicator.part or 0, 0)} из {number(whole, 0)}"
    noun = russian_form(whole, one, many, many)
    return f"{percent(indicator.value or 0)} ({made_of}{NBSP}{noun})"


def plan_words(indicator: Indicator) -> str:
    """Return «план — до 50 %, выполнен на 76 %», "" when there is no plan in numbers."""
    definition = indicator.definition
    if definition.goal is None or indicator.reached is None:
        return ""
    unit = f"{NBSP}%" if definition.unit == "percent" else ""
    whole = definition.unit == "percent" and definition.goal == 100
    sign = "до " if definition.upper else "" if whole else "не меньше "
    done = "выполнен"
    if not indicator.reached:
        rate = indicator.plan_percent
        done = "не выполнен" if rate is None else f"выполнен на {percent(rate)}"
    return f"план — {sign}{number(definition.goal)}{unit}, {done}"


def change_words(material: Material, indicator: Indicator) -> str:
    """Return «по сравнению с прошлым годом — рост на 3 п. п.», "" when last year is not known."""
    before = indicator.previous
    if before is None or indicator.value is None or _is_small_before(material, indicator):
        return ""
    unit = {"percent": _POINTS, "people": "чел."}.get(indicator.definition.unit, "")
    moved = change(indicator.value, before, unit)
    if moved == "без изменений":
        return "как и в прошлом году"
    return f"по сравнению с прошлым годом — {moved}"


def sentence(start: str, *parts: str) -> str:
    """Return one sentence of its parts, without the empty ones."""
    text = "; ".join(part for part in (start, *parts) if part)
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def _is_small_before(material: Material, indicator: Indicator) -> bool:
    """Whether last year's number would tell of few pupils; of a percentage its people are not known."""
    small = material.config.small_numbers
    before = indicator.previous or 0
    return not material.named and is_few_pupils(indicator.definition, before, small)
