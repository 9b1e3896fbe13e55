"""The report of a class for its class teacher: the list with names, or the class in numbers."""

from collections import defaultdict

from vsosh_moodle.indicators.facts import Participation, PersonFacts
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
from vsosh_moodle.reports.school.wording import day
from vsosh_moodle.school.calendar import local_day


def class_report(material: Material, class_name: str) -> Report:
    """Return the report of one class; the lists of pupils are printed only where names may be."""
    people = [one for one in material.inputs.facts.people if one.class_name == class_name]
    blocks: list[Block] = [_numbers(material, people)]
    if material.has_snapshot:
        blocks += [_courses(material, people), _list(material, people)]
    else:
        blocks.append(no_snapshot())
    if not material.named:
        text = "Список учеников — только в отчёте с именами: добавьте --named."
        blocks.append(Paragraph(text, style="note"))
    know = know_section(focused(material))
    return make_report(
        material,
        "class",
        f"{class_name} класс: работа в дистанционных курсах",
        (
            Section("class", f"{class_name} класс", tuple(blocks)),
            Section(know.key, know.title, know.blocks, "П1"),
        ),
    )


def _participations(material: Material, people: list[PersonFacts]) -> list[Participation]:
    persons = {one.person for one in people}
    return [one for one in material.inputs.facts.participations if one.person in persons]


def _works(material: Material, people: list[PersonFacts]) -> dict[str, int]:
    works: dict[str, int] = defaultdict(int)
    for one in _participations(material, people):
        works[one.person] += one.works(material.inputs.facts.rule)
    return works


def _numbers(material: Material, people: list[PersonFacts]) -> Table:
    works = _works(material, people)
    least = material.inputs.facts.rule.least
    zone = material.view.zone
    seen = material.view.seen
    there = [one for one in people if one.present and one.account]
    last = [local_day(one.last_access, zone) for one in there]
    limit = material.inputs.inactive_days
    rows: list[tuple[Value, ...]] = [
        ("Были в классе за период", len(people)),
        ("В классе на конец периода", sum(one.present for one in people)),
        ("Прибыли за период", sum(one.joined is not None for one in people)),
        ("Выбыли за период", sum(one.left is not None for one in people)),
    ]
    if material.has_snapshot:
        rows += [
            ("Записаны на курсы", len(works)),
            ("Активны", sum(done >= least for done in works.values())),
            (
                f"Не входили больше {limit} дней (на {day(seen)})",
                sum(one is None or (seen - one).days > limit for one in last),
            ),
            ("Не входили ни разу", sum(one is None for one in last)),
        ]
    return Table(
        key="class_numbers",
        title="Класс в числах",
        columns=(Column("Что", width=30), Column("Учеников", "people")),
        rows=tuple(rows),
        source="списки школы; снимки Moodle",
    )


def _courses(material: Material, people: list[PersonFacts]) -> Table:
    by_course: dict[str, list[Participation]] = defaultdict(list)
    for one in _participations(material, people):
        by_course[one.course].append(one)
    least = material.inputs.facts.rule.least
    rows: list[tuple[Value, ...]] = []
    for key, pairs in by_course.items():
        works = [one.works(material.inputs.facts.rule) for one in pairs]
        active = sum(done >= least for done in works)
        rows.append(
            (
                material.course_title(key), len(pairs), active, 100 * active / len(pairs),
                sum(works), sum(one.overdue for one in pairs),
                sum(bool(one.completed) for one in pairs),
            )
        )  # fmt: skip
    return Table(
        key="class_courses",
        title="Курсы класса",
        columns=(
            Column("Курс", width=30),
            Column("Записаны", "people"),
            Column("Активны", "people"),
            Column("Доля активных", "percent", of=(2, 1)),
            Column("Работ", "count", by=2),
            Column("Просрочено заданий", "count", by=1),
            Column("Завершили", "people"),
        ),
        rows=tuple(sorted(rows, key=lambda row: str(row[0]))),
        source="участники курсов и их работы в снимках Moodle",
    )


def _list(material: Material, people: list[PersonFacts]) -> Table:
    works = _works(material, people)
    zone = material.view.zone
    overdue: dict[str, int] = defaultdict(int)
    grades: dict[str, list[float]] = defaultdict(list)
    for one in _participations(material, people):
        overdue[one.person] += one.overdue
        if one.grade is not None:
            grades[one.person].append(one.grade)
    rows = []
    for person in people:
        own = grades[person.person]
        rows.append(
            (
                material.labels.pupil(person.person), local_day(person.last_access, zone),
                works.get(person.person, 0), overdue[person.person],
                sum(own) / len(own) if own else None, person.joined, person.left,
            )
        )  # fmt: skip
    return Table(
        key="class_list",
        title="Ученики класса",
        columns=(
            Column("Ученик", width=34),
            Column("Последний вход", "date"),
            Column("Работ за период", "count"),
            Column("Просрочено", "count"),
            Column("Средний балл курсов, %", "percent"),
            Column("Прибыл", "date"),
            Column("Выбыл", "date"),
        ),
        rows=tuple(sorted(rows, key=lambda row: str(row[0]))),
        source="снимки Moodle",
        people=0,
        internal=True,
    )
