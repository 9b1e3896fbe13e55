"""The table of indicators: plan, last year's fact, fact, how far the plan is done."""

from collections.abc import Iterable
from dataclasses import replace

from vsosh_moodle.indicators.compute import WITHOUT_SNAPSHOT
from vsosh_moodle.indicators.definitions import definitions_of
from vsosh_moodle.indicators.indicator import Definition, Indicator, Set
from vsosh_moodle.reports.document.model import Block, Column, Paragraph, Section, Table, Value
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.privacy import is_few_pupils, shown
from vsosh_moodle.reports.school.wording import change, day, listed

SET_WORDS: dict[Set, str] = {
    "official": "проект",
    "monitoring": "мониторинг",
    "fifteen": "годовой отчёт",
}
UNITS = {"people": "чел.", "percent": "%", "count": "шт.", "ratio": "ед."}
_POINTS = {"percent": "п. п."}
_OFFICIAL = "Показатели эффективности проекта"
_OTHERS = "Показатели мониторинга и годового отчёта"


def goals_section(material: Material) -> Section:
    """Return «Показатели эффективности»: the seven of the project, then all others."""
    official, others = in_tables([one.definition for one in material.indicators.values()])
    blocks: list[Block] = [
        Paragraph(
            "План «до …» выполнен и тогда, когда факт больше. Прочерк значит, что данных нет: почему — "
            "сказано в выводе и в приложении «Что нужно знать об этих цифрах».",
            style="note",
        )
    ]
    if material.period.running and any(one.previous for one in material.indicators.values()):
        blocks.append(
            Paragraph(
                f"Период не закончен: факт — на {day(material.period.until)}. Прошлый год из реестра — "
                "за весь год, из снимков — за такой же срок.",
                style="note",
            )
        )
    if official:
        blocks.append(goals_table(material, "goals_official", _OFFICIAL, "№", official))
    if others:
        blocks.append(goals_table(material, "goals_others", _OTHERS, "Где нужен", others))
    return Section("goals", "Показатели эффективности", tuple(blocks))


def in_tables(
    known: Iterable[Definition],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (number or set, key) of the project's own indicators in their order, and of the others."""
    by_key = {one.key: one for one in known}
    official = [(str(number), one.key) for number, one in definitions_of("official", by_key)]
    told = {key for _number, key in official}
    others = [
        (listed(f"{SET_WORDS[name]} №\u00a0{number}" for name, number in one.sets), one.key)
        for one in by_key.values()
        if one.key not in told
    ]
    return official, others


def goals_table(
    material: Material, key: str, title: str, heading: str, found: Iterable[tuple[str, str]]
) -> Table:
    """Return «показатель | план | факт прошлого года | факт | % плана | вывод» of these indicators."""
    before = material.previous_title or "прошлый год"
    return Table(
        key=key,
        title=title,
        columns=(
            Column(heading, width=5 if heading == "№" else 16),
            Column("Показатель", width=30),
            Column("Ед."),
            Column("План", "count"),
            Column(f"Факт {before}", "count"),
            Column("Факт", "count"),
            Column("% плана", "percent"),
            Column("Вывод", width=28),
        ),
        rows=tuple(_row(material, place, material.indicators[one]) for place, one in found),
        source="показатели этого отчёта; как считается каждый — в приложении «Методика»",
    )


def _row(material: Material, place: str, indicator: Indicator) -> tuple[Value, ...]:
    definition = indicator.definition
    small = material.config.small_numbers
    fact = shown(indicator, small, named=material.named)
    visible = isinstance(fact, int | float)
    return (
        place,
        definition.title,
        UNITS[definition.unit],
        rounded(definition.goal),
        previous_shown(indicator, small, named=material.named),
        rounded(fact),
        rounded(plan_percent(indicator)) if visible else None,
        _conclusion(material, indicator, visible=visible),
    )


def _conclusion(material: Material, indicator: Indicator, *, visible: bool) -> str:
    if not material.has_snapshot and indicator.value is None and by_snapshot(indicator):
        return "Нет снимка Moodle."
    if indicator.value is not None and not visible:
        return "Учеников мало: число не показано."
    before = previous_shown(indicator, material.config.small_numbers, named=material.named)
    # «Рост на 46» beside 49 would tell the 3 that is not shown.
    return verdict(indicator if before is not None else replace(indicator, previous=None))


def by_snapshot(indicator: Indicator) -> bool:
    """Tell whether an indicator cannot be counted without a snapshot."""
    return indicator.key not in WITHOUT_SNAPSHOT


def previous_shown(indicator: Indicator, small: int, *, named: bool) -> Value:
    """Return last year's value; a small number of pupils is hidden as this year's is."""
    before = indicator.previous
    if before is not None and not named and is_few_pupils(indicator.definition, before, small):
        return None
    return rounded(before)


def plan_percent(indicator: Indicator) -> float | None:
    """Return how much of the plan is done in percent, None where there is no plan or no fact."""
    return indicator.plan_percent


def verdict(indicator: Indicator) -> str:
    """Return in a few words whether the plan is done, and how the year compares with the last."""
    definition = indicator.definition
    if indicator.value is None:
        return indicator.why or "Нет данных."
    parts = []
    if definition.goal is not None:
        parts.append("план выполнен" if is_reached(indicator) else "план не выполнен")
    elif definition.target.startswith("План не задан"):
        parts.append("план не задан")
    if indicator.previous is not None:
        unit = _POINTS.get(definition.unit, "")
        moved = change(indicator.value, indicator.previous, unit)
        parts.append(f"{moved} к прошлому году" if moved != "без изменений" else moved)
    text = listed(parts) or "сравнить не с чем"
    return f"{text[:1].upper()}{text[1:]}."


def is_reached(indicator: Indicator) -> bool:
    """Tell whether the plan is done: a plan of none (no violations) by none, another by as much or more."""
    return bool(indicator.reached)


def rounded(value: Value, digits: int = 1) -> Value:
    """Return a number as it is printed, so that what follows from it agrees with what is seen."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return int(value) if float(value).is_integer() else round(value, digits)
