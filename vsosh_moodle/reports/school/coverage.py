"""Coverage: how many pupils learn at a distance, by class, form and category, month by month."""

from collections.abc import Iterable

from vsosh_moodle.indicators.slices.calendar import month_coverage
from vsosh_moodle.indicators.slices.groups import (
    NO_CATEGORY,
    GroupCoverage,
    GroupMovement,
    coverage_by,
    coverage_of_all,
    movement_by,
    movement_of_all,
)
from vsosh_moodle.reports.document.model import Block, Chart, Column, Section, Table, Value
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.missing import no_snapshot
from vsosh_moodle.reports.school.pictures import pictured
from vsosh_moodle.reports.school.wording import month, percent

_SOURCE = "списки школы; выполнение элементов, работы и попытки в снимках Moodle"


def coverage_section(material: Material) -> Section:
    """Return «Охват»: by class, by form of study, by category, the line of months, the way in."""
    view = material.view
    blocks: list[Block] = []
    if not material.has_snapshot:
        blocks.append(no_snapshot())
    if view.people:
        classes = coverage_by(view, "class")
        by_class = _table(material, "coverage_class", "Охват по классам", "Класс", classes)
        blocks += pictured(by_class, _class_chart(material))
        forms = coverage_by(view, "form")
        blocks.append(_table(material, "coverage_form", "Охват по формам обучения", "Форма", forms))
        blocks += [_by_category(material)] if material.categories else []
        blocks.append(_movement(material))
    if view.facts.months:
        blocks += pictured(_months(material), _months_chart(material))
    if material.has_snapshot and view.people:
        blocks += pictured(_funnel(material), _funnel_chart())
    return Section("coverage", "Охват дистанционным обучением", tuple(blocks))


def _table(
    material: Material,
    key: str,
    title: str,
    heading: str,
    groups: Iterable[GroupCoverage],
    note: str = "",
) -> Table:
    return Table(
        key=key,
        title=title,
        columns=(
            Column(heading, width=18),
            Column("Учеников за период", "people", "distinct"),
            Column("Записаны на курсы", "people", "distinct", within=(1,)),
            Column("Активны", "people", "distinct", within=(2,)),
            Column("Охват", "percent", of=(3, 1)),
            Column("Завершили курс", "people", "distinct", within=(2,)),
        ),
        rows=tuple((one.group or "не указана", *_counts(material, one)) for one in groups),
        totals=("", *_counts(material, coverage_of_all(material.view))),
        source=_SOURCE,
        note=note,
    )


def _counts(material: Material, one: GroupCoverage) -> tuple[Value, ...]:
    if not material.has_snapshot:
        return one.people, None, None, None, None
    return one.people, one.enrolled, one.active, one.percent, one.done


def _by_category(material: Material) -> Table:
    titles = {**material.categories, NO_CATEGORY: "без категории"}
    groups = [
        one._replace(group=titles.get(one.group, one.group))
        for one in coverage_by(material.view, "category")
    ]
    return _table(
        material,
        "coverage_category",
        "Охват по категориям учеников",
        "Категория",
        sorted(groups, key=lambda one: (one.group == titles[NO_CATEGORY], one.group)),
        "Ученик с двумя категориями стоит в двух строках, в итоге он один.",
    )


def _movement(material: Material) -> Table:
    view = material.view
    return Table(
        key="movement",
        title="Движение за период",
        columns=(
            Column("Класс"),
            # Not the beginning too: with it a hidden number could be worked out from the other three.
            Column("Всего за период", "people", "sum", parts=(3, 4)),
            Column("Прибыли", "people", "sum"),
            Column("Выбыли", "people", "sum"),
            Column("На конец", "people", "sum"),
        ),
        rows=tuple((one.group, *_moved(one)) for one in movement_by(view, "class")),
        totals=("", *_moved(movement_of_all(view))),
        source="списки школы в снимках",
        note="Перешедший из класса в класс считается в последнем.",
    )


def _moved(one: GroupMovement) -> tuple[Value, ...]:
    return one.start + one.joined, one.joined, one.left, one.end


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
            Column("Месяц"),
            Column("Учеников в списках", "people"),
            Column("Активны", "people"),
            Column("Охват", "percent", of=(2, 1)),
        ),
        rows=tuple(
            (month(one.month), one.contingent, one.active, one.percent)
            for one in month_coverage(material.view)
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
            Column("Ступень"),
            Column("Учеников", "people"),
            Column("От всех", "percent"),
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
