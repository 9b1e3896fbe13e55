"""Demand: which subjects pupils work in, and in which courses."""

from collections import defaultdict

from vsosh_moodle.indicators.demand import subject_demand
from vsosh_moodle.indicators.facts import Participation
from vsosh_moodle.reports.document.model import Block, Chart, Column, Section, Table, Value
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.missing import no_snapshot
from vsosh_moodle.reports.school.pictures import pictured

KIND_TITLES = {
    "class": "предмет",
    "gia": "подготовка к ГИА",
    "elective": "электив",
    "project": "проект",
    "remedial": "ликвидация пробелов",
    "school": "общешкольный",
}
_SOURCE = "участники курсов и их работы в снимках Moodle; предмет — по шаблону курса"


def demand_section(material: Material) -> Section:
    """Return «Востребованность предметов»: the ranking with its bars, and the courses behind it."""
    if not material.has_snapshot:
        return Section("demand", "Востребованность предметов", (no_snapshot(),))
    blocks: list[Block] = [*pictured(subjects_table(material), _chart()), courses_table(material)]
    return Section("demand", "Востребованность предметов", tuple(blocks))


def subjects_table(material: Material) -> Table:
    """Return the subjects, the one with the greatest share of active pupils first."""
    return Table(
        key="demand",
        title="Востребованность предметов",
        columns=(
            Column("Предмет", width=30),
            Column("Курсов", "count"),
            Column("Записаны", "people"),
            Column("Активны", "people"),
            Column("Доля активных", "percent", of=(3, 2)),
            Column("Работ на активного", "decimal"),
        ),
        rows=tuple(
            (one.subject, one.courses, one.enrolled, one.active, one.percent, one.works_each)
            for one in subject_demand(material.view)
        ),
        source=_SOURCE,
        note="Ученик, который учится на двух курсах одного предмета, считается один раз.",
    )


def _chart() -> Chart:
    return Chart(
        key="demand_chart",
        title="Востребованность предметов: доля активных среди записанных",
        kind="bar",
        table="demand",
        labels=0,
        series=(4,),
        unit="%",
        alt="Полоса на предмет, сверху самые востребованные: доля активных среди записанных.",
    )


def courses_table(material: Material) -> Table:
    """Return every course of the period: who is enrolled, who works, who is through."""
    view = material.view
    rows: list[tuple[Value, ...]] = []
    by_course: dict[str, list[Participation]] = defaultdict(list)
    for one in view.participations:
        by_course[one.course].append(one)
    for course in material.inputs.facts.courses:
        pairs = by_course[course.course]
        known = material.course(course.course)
        active = sum(view.is_active_in(one) for one in pairs)
        completed = sum(bool(one.completed) for one in pairs)
        rows.append(
            (
                material.course_title(course.course),
                KIND_TITLES.get(known.kind, known.kind) if known else None,
                course.visible,
                len(course.teachers),
                len(pairs),
                active,
                100 * active / len(pairs) if pairs else None,
                completed,
            )
        )
    rows.sort(key=lambda row: str(row[0]))
    return Table(
        key="courses",
        title="Курсы",
        columns=(
            Column("Курс", width=30),
            Column("Вид"),
            Column("Открыт"),
            Column("Преподавателей", "count"),
            Column("Записаны", "people"),
            Column("Активны", "people"),
            Column("Доля активных", "percent", of=(5, 4)),
            Column("Завершили", "people"),
        ),
        rows=tuple(rows),
        source="курсы Moodle в снимке; вид — по шаблону курса",
        note="Прочерк в столбце «Вид»: файлы школы такого курса не знают.",
    )
