"""Coverage: how many pupils learn at a distance, by class, form and category, month by month."""

from collections.abc import Callable, Iterable

from vsosh_moodle.indicators.facts import PersonFacts
from vsosh_moodle.reports.document.model import Block, Chart, Column, Section, Table, Value
from vsosh_moodle.reports.school.material import Material, class_order
from vsosh_moodle.reports.school.missing import no_snapshot
from vsosh_moodle.reports.school.wording import month, percent

_SOURCE = "списки школы; выполнение элементов, работы и попытки в снимках Moodle"


def coverage_section(material: Material) -> Section:
    """Return «Охват»: by class, by form of study, by category, and the line of months."""
    blocks: list[Block] = []
    people = material.people()
    if not material.has_snapshot:
        blocks.append(no_snapshot())
    if people:
        by_class = coverage_table(
            material, "coverage_class", "Охват по классам", "Класс", by_class_of(people)
        )
        blocks += [by_class, _class_chart(material)] if material.has_snapshot else [by_class]
        blocks.append(
            coverage_table(
                material, "coverage_form", "Охват по формам обучения", "Форма", by_form_of(people)
            )
        )
        if material.categories:
            blocks.append(_by_category(material, people))
    if material.inputs.facts.months:
        blocks += [_months(material), _months_chart(material)]
    if material.has_snapshot and people:
        blocks += [_funnel(material), _funnel_chart()]
    return Section("coverage", "Охват дистанционным обучением", tuple(blocks))


Groups = dict[str, list[PersonFacts]]


def by_class_of(people: Iterable[PersonFacts]) -> Groups:
    """Return the pupils by class, the classes in the order people have of them."""
    groups = _grouped(people, lambda one: (one.class_name,))
    return {name: groups[name] for name in sorted(groups, key=class_order)}


def by_form_of(people: Iterable[PersonFacts]) -> Groups:
    """Return the pupils by form of study."""
    groups = _grouped(people, lambda one: (one.form or "не указана",))
    return dict(sorted(groups.items()))


def coverage_table(
    material: Material, key: str, title: str, heading: str, groups: Groups, note: str = ""
) -> Table:
    """Return «было, записаны, активны, охват» of each group; a total counts each person once."""
    everybody = list({one.person: one for group in groups.values() for one in group}.values())
    return Table(
        key=key,
        title=title,
        columns=(
            Column(heading, width=18),
            Column("Учеников за период", "people", "distinct", width=12),
            Column("Записаны на курсы", "people", "distinct", width=12),
            Column("Активны", "people", "distinct", width=10),
            Column("Охват", "percent", of=(3, 1), width=10),
            Column("Активны на конец периода", "people", "distinct", width=14),
        ),
        rows=tuple((name, *_counts(material, group)) for name, group in groups.items()),
        totals=("", *_counts(material, everybody)),
        source=_SOURCE,
        note=note,
    )


def _counts(material: Material, people: list[PersonFacts]) -> tuple[Value, ...]:
    view = material.view
    active = sum(one.person in view.active for one in people)
    if not material.has_snapshot:
        return len(people), None, None, None, None
    return (
        len(people),
        sum(one.person in view.works for one in people),
        active,
        100 * active / len(people) if people else None,
        sum(one.person in view.active for one in people if one.present),
    )


def _by_category(material: Material, people: tuple[PersonFacts, ...]) -> Table:
    groups = _grouped(people, lambda one: one.categories)
    named = {title: groups[key] for key, title in material.categories.items() if groups.get(key)}
    others = [one for one in people if not set(one.categories) & set(material.categories)]
    if others:
        named["без категории"] = others
    return coverage_table(
        material,
        "coverage_category",
        "Охват по категориям учеников",
        "Категория",
        named,
        "Ученик с двумя категориями стоит в двух строках, в итоге он один.",
    )


def _grouped(people: Iterable[PersonFacts], keys: Callable[[PersonFacts], Iterable[str]]) -> Groups:
    groups: Groups = {}
    for one in people:
        for key in keys(one):
            groups.setdefault(key, []).append(one)
    return groups


def _class_chart(material: Material) -> Chart:
    goal = material.inputs.targets.get("coverage_percent")
    return Chart(
        key="coverage_class_chart",
        title="Охват по классам",
        kind="column",
        table="coverage_class",
        labels=0,
        series=(4,),
        unit="%",
        target=goal,
        alt="Столбец на класс: доля активных среди учеников класса; линия — план школы.",
        target_label=plan_label(goal),
    )


def plan_label(goal: float | None) -> str:
    """Return «план — до 50 %», "" without a plan."""
    return f"план — до {percent(goal)}" if goal is not None else ""


def _months(material: Material) -> Table:
    return Table(
        key="coverage_months",
        title="Охват по месяцам",
        columns=(
            Column("Месяц", width=18),
            Column("Учеников в списках", "people", width=12),
            Column("Активны", "people", width=10),
            Column("Охват", "percent", of=(2, 1), width=10),
        ),
        rows=tuple(
            (
                month(one.month),
                one.contingent,
                one.active,
                100 * one.active / one.contingent if one.contingent else None,
            )
            for one in material.inputs.facts.months
        ),
        source=_SOURCE,
        note="В месяце человек считается один раз; месяцы не складываются.",
    )


def _months_chart(material: Material) -> Chart:
    goal = material.inputs.targets.get("coverage_percent")
    return Chart(
        key="coverage_months_chart",
        title="Охват по месяцам",
        kind="line",
        table="coverage_months",
        labels=0,
        series=(3,),
        unit="%",
        target=goal,
        alt="Линия: доля активных учеников в каждом месяце периода.",
        target_label=plan_label(goal),
    )


def _funnel(material: Material) -> Table:
    indicator = material.indicator("funnel")
    details = dict(indicator.details) if indicator is not None else {}
    whole = next((value for value in details.values() if isinstance(value, int)), 0)
    rows: list[tuple[Value, ...]] = [
        (title, value, 100 * value / whole if whole else None)
        for title, value in details.items()
        if isinstance(value, int)
    ]
    return Table(
        key="funnel",
        title="Воронка входа: от выданного доступа до завершённого курса",
        columns=(
            Column("Ступень", width=26),
            Column("Учеников", "people", width=10),
            Column("От всех", "percent", width=10),
        ),
        rows=tuple(rows),
        source="учётные записи Moodle, первый вход, завершение курсов в снимке",
    )


def _funnel_chart() -> Chart:
    return Chart(
        key="funnel_chart",
        title="Воронка входа",
        kind="funnel",
        table="funnel",
        labels=0,
        series=(1,),
        unit="чел.",
        alt="Полосы убывают: ученики периода, получившие доступ, входившие, активные, завершившие курс.",
    )
