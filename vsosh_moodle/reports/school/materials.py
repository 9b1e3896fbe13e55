"""The bank of teaching materials: what was made, of which kinds, in which courses."""

from collections import Counter

from vsosh_moodle.indicators.materials import NOT_MATERIALS, kind_title, new_materials
from vsosh_moodle.indicators.view import visible_activities
from vsosh_moodle.reports.document.model import Block, Chart, Column, Paragraph, Section, Table
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.missing import no_snapshot
from vsosh_moodle.reports.school.pictures import pictured
from vsosh_moodle.reports.school.wording import number

_SOURCE = "содержимое курсов Moodle в снимках"


def materials_section(material: Material) -> Section:
    """Return «Банк учебно-методических материалов»: growth by kind and by course."""
    title = "Банк учебно-методических материалов"
    blocks: list[Block] = []
    if material.has_snapshot:
        blocks += [*pictured(_by_kind(material), _chart()), _by_course(material)]
        blocks.append(_per_month(material))
    else:
        blocks.append(no_snapshot())
    if "resources" in material.inputs.registers.given:
        blocks.append(_resources(material))
    return Section("materials", title, tuple(blocks))


def _by_kind(material: Material) -> Table:
    bank: Counter[str] = Counter()
    for course in material.inputs.facts.courses:
        if course.visible:
            bank.update(
                kind_title(one.module)
                for one in visible_activities(course)
                if one.module not in NOT_MATERIALS
            )
    new = Counter(kind_title(one.module) for _course, one in new_materials(material.view))
    kinds = sorted({*bank, *new}, key=lambda kind: (-bank[kind], kind))
    return Table(
        key="materials_kind",
        title="Материалы по видам",
        columns=(
            Column("Вид"),
            Column("В банке на конец периода", "count", "sum"),
            Column("Добавлено за период", "count", "sum"),
        ),
        rows=tuple((kind, bank[kind], new[kind]) for kind in kinds),
        totals=("", None, None),
        source=_SOURCE,
        note="Видимые учебные элементы открытых курсов; пояснения, форумы и опросы не считаются.",
    )


def _chart() -> Chart:
    return Chart(
        key="materials_chart",
        title="Материалы по видам",
        kind="bar",
        table="materials_kind",
        labels=0,
        series=(1, 2),
        unit="шт.",
        alt="Полосы на вид материала: сколько в банке и сколько добавлено за период.",
    )


def _by_course(material: Material) -> Table:
    new = Counter(course.course for course, _one in new_materials(material.view))
    rows = [
        (
            material.course_title(course.course),
            sum(one.module not in NOT_MATERIALS for one in visible_activities(course)),
            new[course.course],
        )
        for course in material.inputs.facts.courses
    ]
    return Table(
        key="materials_course",
        title="Материалы по курсам",
        columns=(
            Column("Курс", width=30),
            Column("Материалов", "count", "sum"),
            Column("Добавлено за период", "count", "sum"),
        ),
        rows=tuple(sorted(rows)),
        totals=("", None, None),
        source=_SOURCE,
    )


def _per_month(material: Material) -> Paragraph:
    made = len(new_materials(material.view))
    period = material.period
    months = max(1.0, ((period.until - period.start).days + 1) / 30.4375)
    teachers = {one.person for one in material.inputs.facts.teachers if one.active}
    each = f", на одного преподавателя — {number(made / len(teachers))}" if teachers else ""
    return Paragraph(
        f"За период добавлено материалов: {number(made, 0)}; в среднем за месяц — "
        f"{number(made / months)}{each}."
    )


def _resources(material: Material) -> Table:
    by_subject = Counter(
        one.subject or "без предмета" for one in material.inputs.registers.resources
    )
    return Table(
        key="resources",
        title="Электронные ресурсы школы",
        columns=(Column("Предмет", width=32), Column("Ресурсов", "count", "sum")),
        rows=tuple(sorted(by_subject.items())),
        totals=("", None),
        source="реестр электронных ресурсов",
    )
