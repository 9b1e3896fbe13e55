"""The report of a course for its teachers: who works, which activities are done, who is behind."""

from collections import defaultdict

from vsosh_moodle.indicators.facts import CourseFacts, Participation
from vsosh_moodle.indicators.materials import kind_title
from vsosh_moodle.reports.document.model import (
    Block,
    Column,
    Paragraph,
    Report,
    Section,
    Table,
    Value,
)
from vsosh_moodle.reports.school.appendices import know_section
from vsosh_moodle.reports.school.material import Material, focused, make_report
from vsosh_moodle.reports.school.missing import no_snapshot
from vsosh_moodle.school.calendar import local_day
from vsosh_moodle.school.classes import class_order


def course_report(material: Material, key: str) -> Report:
    """Return the report of one course by its key in Moodle."""
    course = next((one for one in material.inputs.facts.courses if one.course == key), None)
    pairs = [one for one in material.inputs.facts.participations if one.course == key]
    blocks: list[Block] = []
    if course is None:
        blocks.append(no_snapshot())
    else:
        blocks += [_classes(material, pairs), _activities(material, course), _list(material, pairs)]
        if not course.tracks_completion:
            text = "В этом курсе выполнение элементов не отслеживается: считаются только работы и попытки."
            blocks.insert(0, Paragraph(text, style="warning"))
        if not material.named:
            text = "Список учеников — только в отчёте с именами: добавьте --named."
            blocks.append(Paragraph(text, style="note"))
    title = material.course_title(key)
    know = know_section(focused(material))
    return make_report(
        material,
        "course",
        f"Курс «{title}»",
        (
            Section("course", title, tuple(blocks)),
            Section(know.key, know.title, know.blocks, "П1"),
        ),
    )


def _classes(material: Material, pairs: list[Participation]) -> Table:
    class_of = {one.person: one.class_name for one in material.inputs.facts.people}
    groups: dict[str, list[Participation]] = defaultdict(list)
    for one in pairs:
        groups[class_of.get(one.person, "не в списках")].append(one)
    return Table(
        key="course_classes",
        title="Кто работает в курсе",
        columns=(
            Column("Класс"),
            Column("Записаны", "people", "sum"),
            Column("Активны", "people", "sum"),
            Column("Доля активных", "percent", of=(2, 1)),
            Column("Работ", "count", "sum", by=2),
            Column("Просрочено заданий", "count", "sum", by=1),
            Column("Завершили", "people", "sum"),
        ),
        rows=tuple(
            (name, *_counts(material, groups[name])) for name in sorted(groups, key=class_order)
        ),
        totals=("", *_counts(material, pairs)),
        source="участники курса и их работы в снимках Moodle",
    )


def _counts(material: Material, pairs: list[Participation]) -> tuple[Value, ...]:
    rule = material.inputs.facts.rule
    works = [one.works(rule) for one in pairs]
    active = sum(done >= rule.least for done in works)
    return (
        len(pairs), active, 100 * active / len(pairs) if pairs else None, sum(works),
        sum(one.overdue for one in pairs), sum(bool(one.completed) for one in pairs),
    )  # fmt: skip


def _activities(material: Material, course: CourseFacts) -> Table:
    known = material.course(course.course)
    sections = known.sections if known is not None else ()
    zone = material.view.zone
    return Table(
        key="course_activities",
        title="Элементы курса",
        columns=(
            Column("Раздел", width=28),
            Column("Элемент", width=30),
            Column("Вид"),
            Column("Виден"),
            Column("Выполнение отслеживается", width=12),
            Column("Срок", "date"),
            Column("Добавлен", "date"),
        ),
        rows=tuple(
            (
                sections[one.section] if one.section < len(sections) else str(one.section),
                one.title,
                kind_title(one.module),
                one.visible,
                one.tracked,
                local_day(one.due, zone),
                local_day(one.added, zone) or one.first_seen,
            )
            for one in course.activities
            if not one.gone
        ),
        source="содержимое курса в снимке; разделы — по шаблону",
    )


def _list(material: Material, pairs: list[Participation]) -> Table:
    class_of = {one.person: one.class_name for one in material.inputs.facts.people}
    zone = material.view.zone
    rows = [
        (
            material.labels.pupil(one.person), class_of.get(one.person), one.active,
            local_day(one.last_access, zone), one.done_ever, one.submitted, one.attempts, one.overdue,
            one.grade, local_day(one.completed, zone),
        )
        for one in pairs
    ]  # fmt: skip
    return Table(
        key="course_list",
        title="Ученики курса",
        columns=(
            Column("Ученик", width=34),
            Column("Класс"),
            Column("Записан сейчас"),
            Column("Был в курсе", "date"),
            Column("Выполнено элементов", "count"),
            Column("Сдано заданий", "count"),
            Column("Попыток", "count"),
            Column("Просрочено", "count"),
            Column("Балл курса", "percent"),
            Column("Завершил", "date"),
        ),
        rows=tuple(sorted(rows, key=lambda row: (class_order(str(row[1] or "")), str(row[0])))),
        source="снимки Moodle",
        people=0,
        internal=True,
    )
