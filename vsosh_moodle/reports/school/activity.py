"""Activity of pupils and teachers: weeks, the heat map of weeks and classes, who was long away."""

from collections import Counter

from vsosh_moodle.indicators.slices.calendar import heat_map
from vsosh_moodle.reports.document.model import (
    Block,
    Chart,
    Column,
    Hidden,
    Section,
    Table,
    Value,
)
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.missing import no_snapshot
from vsosh_moodle.reports.school.pictures import pictured
from vsosh_moodle.reports.school.staff import grading_table, teachers_table
from vsosh_moodle.reports.school.wording import day
from vsosh_moodle.school.calendar import local_day
from vsosh_moodle.school.classes import class_order


def activity_section(material: Material) -> Section:
    """Return «Активность учеников и педагогов»."""
    if not material.has_snapshot:
        return Section("activity", "Активность учеников и педагогов", (no_snapshot(),))
    blocks: list[Block] = []
    if material.inputs.facts.weeks:
        table = heat_table(material)
        blocks += pictured(table, _heat_chart(table), picture_first=True)
    blocks += [away_table(material), inactive_people(material)]
    if material.inputs.facts.grading:
        blocks.append(grading_table(material))
    blocks.append(teachers_table(material))
    return Section("activity", "Активность учеников и педагогов", tuple(blocks))


def heat_table(material: Material) -> Table:
    """Return weeks by classes: how many works were done; weeks nobody worked in are there too.

    Works, not pupils: in a small class nearly every number of pupils would be hidden.
    """
    heat = heat_map(material.view)
    few = _classes_of_few(material)
    return Table(
        key="weeks",
        title="Работы учеников по неделям и классам",
        columns=(
            Column("Неделя с"),
            *(Column(name, "count", "sum") for name in heat.classes),
        ),
        rows=tuple(
            (
                f"{week:%d.%m.%y}",
                *(
                    Hidden(small=False) if name in few else row[place]
                    for name, row in zip(heat.classes, heat.works, strict=True)
                ),
            )
            for place, week in enumerate(heat.weeks)
        ),
        totals=("", *([None] * len(heat.classes))),
        source="работы, попытки и выполнение элементов в снимках Moodle",
        note="В клетке — сколько работ сделали ученики класса за неделю.",
        heat=True,
    )


def _classes_of_few(material: Material) -> set[str]:
    """Return the classes in which so few work, or are, that their works are as good as named."""
    active = Counter(
        one.class_name for one in material.people() if one.person in material.view.active
    )
    classes = Counter(one.class_name for one in material.people())
    small = 0 if material.named else material.config.small_numbers
    return {name for name in classes if 0 < (active[name] or classes[name]) < small}


def _heat_chart(table: Table) -> Chart:
    return Chart(
        key="weeks_chart",
        title=table.title,
        kind="heatmap",
        table=table.key,
        labels=0,
        series=tuple(range(1, len(table.columns))),
        unit="работ",
        alt="Карта: строки — недели, столбцы — классы; чем темнее клетка, тем больше работ сделано.",
    )


def away_table(material: Material) -> Table:
    """Return how many pupils of each class have not been on the site lately, or never."""
    classes = sorted({one.class_name for one in material.people()}, key=class_order)
    return Table(
        key="away",
        title=f"Кто давно не входил: на {day(material.view.seen)}",
        columns=(
            Column("Класс"),
            Column("В списках, с доступом", "people", "sum"),
            Column("Не входили больше 7 дней", "people", "sum", within=(1,)),
            Column(f"Больше {material.inputs.inactive_days} дней", "people", "sum", within=(1,)),
            Column("Не входили ни разу", "people", "sum", within=(2, 3)),
            Column("Работ нет за период", "people", "sum", within=(1,)),
        ),
        rows=tuple((name, *_away(material, name)) for name in classes),
        totals=("", *_away(material, None)),
        source="учётные записи Moodle: последний вход; работы за период",
        note="Считаются ученики, которые есть в списках на конец периода. Списки — у классных руководителей.",
    )


def _away(material: Material, class_name: str | None) -> tuple[int, ...]:
    view = material.view
    there = [
        one
        for one in material.people()
        if one.present and one.account and class_name in (None, one.class_name)
    ]
    zone = material.view.zone
    last = [local_day(one.last_access, zone) for one in there]

    def away(days: int) -> int:
        return sum(seen is None or (view.seen - seen).days > days for seen in last)

    return (
        len(there),
        away(7),
        away(material.inputs.inactive_days),
        sum(seen is None for seen in last),
        sum(one.person not in view.active for one in there),
    )


def inactive_people(material: Material) -> Table:
    """Return who was long away, by name: for the class teachers."""
    view = material.view
    zone = material.view.zone
    rows: list[tuple[Value, ...]] = []
    for one in material.people():
        seen = local_day(one.last_access, zone)
        days = (view.seen - seen).days if seen else None
        long_ago = days is None or days > material.inputs.inactive_days
        if one.present and one.account and long_ago:
            rows.append(
                (
                    material.labels.pupil(one.person), one.class_name, seen, days,
                    view.works.get(one.person, 0),
                )
            )  # fmt: skip
    return Table(
        key="away_people",
        title=f"Не входили больше {material.inputs.inactive_days} дней",
        columns=(
            Column("Ученик", width=34),
            Column("Класс"),
            Column("Последний вход", "date"),
            Column("Дней назад", "count"),
            Column("Работ за период", "count"),
        ),
        rows=tuple(sorted(rows, key=lambda row: (class_order(str(row[1])), str(row[0])))),
        source="учётные записи Moodle: последний вход",
        people=0,
        internal=True,
    )
