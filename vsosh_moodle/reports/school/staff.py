"""Teachers: who takes part, who is trained, how quickly work is checked."""

from collections import Counter

from vsosh_moodle.indicators.facts import GradingFacts
from vsosh_moodle.reports.document.model import (
    Block,
    Column,
    Hidden,
    Paragraph,
    Section,
    Table,
    Value,
)
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.missing import register_missing
from vsosh_moodle.reports.school.wording import day
from vsosh_moodle.school.calendar import local_day

_SHARE = 100


def staff_section(material: Material) -> Section:
    """Return «Кадры»: participation, training, seminars."""
    blocks: list[Block] = [staff_summary(material)]
    registers = material.inputs.registers
    if "staff" not in registers.given:
        blocks.append(register_missing("кадров", "staff"))
    if "training" in registers.given:
        blocks.append(_training(material))
        blocks.append(_training_named(material))
    else:
        blocks.append(register_missing("повышения квалификации", "training"))
    if "events" in registers.given:
        blocks.append(events_table(material, "staff_events", "Семинары, конкурсы, публикации"))
    else:
        blocks.append(register_missing("мероприятий", "events"))
    return Section("staff", "Кадры", tuple(blocks))


def staff_summary(material: Material) -> Table:
    """Return the figures of the staff in one table."""
    keys = ("teachers", "trained", "trained_share", "staffing", "teacher_activity")
    rows: list[tuple[Value, ...]] = []
    for key in keys:
        indicator = material.indicator(key)
        if indicator is None:
            continue
        value = indicator.value
        rows.append(
            (
                indicator.definition.title,
                "%" if indicator.definition.unit == "percent" else "чел.",
                None if value is None else round(value, 1),
                indicator.part,
                indicator.whole,
                indicator.why,
            )
        )
    unknown = any(row[-1] for row in rows)
    return Table(
        key="staff_summary",
        title="Педагоги в проекте",
        columns=(
            Column("Показатель", width=30),
            Column("Ед."),
            Column("Значение", "count"),
            Column("Сколько", "count"),
            Column("Из скольких", "count"),
            *([Column("Почему нет данных", width=28)] if unknown else []),
        ),
        rows=tuple(rows if unknown else [row[:-1] for row in rows]),
        source="преподаватели курсов Moodle; реестры кадров и повышения квалификации",
    )


def _training(material: Material) -> Table:
    programmes: dict[tuple[str, bool], list[int]] = {}
    until = material.period.until
    for one in material.inputs.registers.training:
        valid = one.valid_until is None or one.valid_until >= until
        counts = programmes.setdefault((one.programme, one.distance), [0, 0, 0])
        counts[0] += 1
        counts[1] += valid
        counts[2] = max(counts[2], one.hours or 0)
    return Table(
        key="training",
        title="Повышение квалификации",
        columns=(
            Column("Программа", width=34),
            Column("По ДОТ"),
            Column("Часов", "count"),
            Column("Документов", "count", "sum"),
            Column(f"Действуют на {day(until)}", "count", "sum", width=14),
        ),
        rows=tuple(
            (programme, distance, hours or None, total, valid)
            for (programme, distance), (total, valid, hours) in sorted(programmes.items())
        ),
        totals=("", None, None, None, None),
        source="реестр повышения квалификации",
    )


def _training_named(material: Material) -> Table:
    return Table(
        key="training_people",
        title="Повышение квалификации: по педагогам",
        columns=(
            Column("Педагог", width=32),
            Column("Программа", width=30),
            Column("По ДОТ"),
            Column("Часов", "count"),
            Column("Документ", width=16),
            Column("Выдан", "date"),
            Column("Действует до", "date"),
        ),
        rows=tuple(
            (
                one.name,
                one.programme,
                one.distance,
                one.hours,
                one.document,
                one.issued,
                one.valid_until,
            )
            for one in sorted(
                material.inputs.registers.training, key=lambda one: (one.name, one.programme)
            )
        ),
        source="реестр повышения квалификации",
        people=0,
        internal=True,
    )


def events_table(material: Material, key: str, title: str) -> Table:
    """Return the events of the period from the register; meetings of parents are told elsewhere."""
    window = material.inputs.facts.window
    events = sorted(
        (
            one
            for one in material.inputs.registers.events
            if one.parents is None and window.start <= one.day <= window.end
        ),
        key=lambda one: (one.day, one.title),
    )
    return Table(
        key=key,
        title=title,
        columns=(
            Column("Дата", "date"),
            Column("Вид"),
            Column("Название", width=26),
            Column("Уровень"),
            Column("Педагогов", "count"),
            Column("Учеников", "people"),
            Column("Результат", width=18),
        ),
        rows=tuple(
            (
                one.day,
                one.kind,
                one.title,
                one.level or None,
                one.teachers,
                one.pupils,
                one.result or None,
            )
            for one in events
        ),
        source="реестр мероприятий, строки периода отчёта",
    )


def grading_table(material: Material) -> Table:
    """Return how quickly the work of each course is checked: no teacher is named."""
    rows = sorted(material.inputs.facts.grading, key=lambda one: material.course_title(one.course))
    few = _courses_of_few(material, [one.course for one in rows])
    return Table(
        key="grading",
        title="Проверка работ по курсам",
        columns=(
            Column("Курс", width=30),
            Column("Сдано работ", "count", "sum"),
            Column("Проверено", "count", "sum"),
            Column("За 7 дней", "count", "sum"),
            Column("За 7 дней, % сданных", "percent", of=(3, 1)),
            Column("Ждут проверки", "count", "sum"),
        ),
        rows=tuple(
            (
                material.course_title(one.course),
                *(
                    [Hidden(small=False)] * 5
                    if one.course in few
                    else [
                        one.submitted,
                        one.graded,
                        one.in_time,
                        _percent(one.in_time, one.submitted),
                        one.waiting,
                    ]
                ),
            )
            for one in rows
        ),
        totals=("", None, None, None, _total_percent(rows), None),
        source="работы и оценки заданий Moodle в снимках",
    )


def _courses_of_few(material: Material, courses: list[str]) -> set[str]:
    """Return the courses of few pupils, and as many more as it takes to keep them out of the total."""
    if material.named:
        return set()
    pupils = Counter(one.course for one in material.view.participations)
    small, hidden = material.config.small_numbers, set[str]()
    for course in sorted(pupils.keys() & set(courses), key=lambda one: (pupils[one], one)):
        if pupils[course] >= small and not 0 < sum(pupils[one] for one in hidden) < small:
            break
        hidden.add(course)
    return hidden


def teachers_table(material: Material) -> Table:
    """Return teachers with their courses and last visits: for internal use."""
    zone = material.view.zone
    rows = [
        (
            material.labels.teacher(one.person),
            material.course_title(one.course),
            one.active,
            local_day(one.last_access, zone),
            one.posts,
        )
        for one in material.inputs.facts.teachers
    ]
    return Table(
        key="teachers_courses",
        title="Педагоги и их курсы",
        columns=(
            Column("Педагог", width=32),
            Column("Курс", width=30),
            Column("Ведёт на конец периода"),
            Column("Последний вход в курс", "date"),
            Column("Сообщений в форумах", "count"),
        ),
        rows=tuple(sorted(rows, key=lambda row: (row[0], row[1]))),
        source="преподаватели курсов Moodle в снимке",
        people=0,
        internal=True,
    )


def teachers_note() -> Paragraph:
    """Return where the list of teachers is."""
    return Paragraph(
        "Список педагогов с датами входа — только в отчёте с именами (параметр --named).",
        style="note",
    )


def _percent(part: int, whole: int) -> float | None:
    return _SHARE * part / whole if whole else None


def _total_percent(rows: list[GradingFacts]) -> float | None:
    return _percent(sum(one.in_time for one in rows), sum(one.submitted for one in rows))
