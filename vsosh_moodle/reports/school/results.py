"""Results: marks by the school's scales, what schools count of them, and readiness for the exams."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from vsosh_moodle.config.reports import ScaleConfig
from vsosh_moodle.indicators.marks import (
    DEFAULT,
    MarkCounts,
    MarkScale,
    mark_text,
)
from vsosh_moodle.indicators.slices.pupils import MarkRow, course_pupils, mark_rows
from vsosh_moodle.reports.document.model import (
    Block,
    Chart,
    Column,
    Paragraph,
    Report,
    Section,
    Table,
    Value,
)
from vsosh_moodle.reports.school.appendices import know_section
from vsosh_moodle.reports.school.gia import gia_blocks
from vsosh_moodle.reports.school.material import Material, make_report
from vsosh_moodle.reports.school.missing import no_snapshot
from vsosh_moodle.reports.school.pictures import pictured
from vsosh_moodle.reports.school.wording import day, number
from vsosh_moodle.school.classes import class_order

_SOURCE = "итоговые оценки курсов Moodle в снимке; отметки — по шкале школы"
_COUNTS = (
    # Whoever knows how many pupils a course has knows this sum: as parts of it small numbers are safe.
    Column("Всего", "people", "sum", parts=(2, 3, 4, 5, 6)),
    Column("«5»", "people", "sum"),
    Column("«4»", "people", "sum"),
    Column("«3»", "people", "sum"),
    Column("«2»", "people", "sum"),
    Column("н/а", "people", "sum"),
    Column("Успеваемость", "percent"),
    Column("Качество", "percent"),
    Column("СОУ", "percent"),
    Column("Средняя", "mark"),
)


def results_section(material: Material) -> Section:
    """Return «Результаты обучения»: marks by subject and by class, readiness for the exams."""
    blocks: list[Block] = []
    if material.has_snapshot:
        rows = mark_rows(material.view, scales_of(material))
        if any(one.counts.graded for one in rows):
            blocks += [*pictured(by_subject(rows), _chart()), by_class(rows)]
        else:
            text = "Итоговых оценок курсов в снимке нет: успеваемость и качество не посчитаны."
            blocks.append(Paragraph(text, style="note"))
        blocks.append(Paragraph(scale_words(material), style="note"))
    else:
        blocks.append(no_snapshot())
    blocks += gia_blocks(material, people=False)
    return Section("results", "Результаты обучения и готовность к ГИА", tuple(blocks))


def scales_of(material: Material) -> Mapping[str, MarkScale]:
    """Return the school's scales by subject."""
    return {name: _scale(one) for name, one in material.config.marks.items()}


def _scale(config: ScaleConfig) -> MarkScale:
    return MarkScale(config.five, config.four, config.three)


def by_subject(rows: Sequence[MarkRow]) -> Table:
    """Return marks, успеваемость, качество and СОУ of each subject."""
    groups: dict[str, list[MarkRow]] = defaultdict(list)
    for one in rows:
        groups[one.subject].append(one)
    ordered = {name: groups[name] for name in sorted(groups)}
    return _table("results_subject", "Успеваемость и качество по предметам", "Предмет", ordered)


def by_class(rows: Sequence[MarkRow]) -> Table:
    """Return the same of each class."""
    groups: dict[str, list[MarkRow]] = defaultdict(list)
    for one in rows:
        groups[one.class_name].append(one)
    return _table("results_class", "Успеваемость и качество по классам", "Класс", groups)


def _table(key: str, title: str, heading: str, groups: Mapping[str, Sequence[MarkRow]]) -> Table:
    everything = [one for group in groups.values() for one in group]
    return Table(
        key=key,
        title=title,
        columns=(Column(heading, width=26), *_COUNTS),
        rows=tuple((name, *_sum_row(group)) for name, group in groups.items()),
        totals=("", *_sum_row(everything)),
        source=_SOURCE,
        note="Считаются отметки: у ученика их столько, сколько курсов. н/а — оценки нет: в процентах её "
        "нет, а 0 баллов — это «2».",
    )


def _sum_row(rows: Sequence[MarkRow]) -> tuple[Value, ...]:
    """Return the cells of marks put together, and what schools count of them."""
    given = [one.counts for one in rows]
    return counts_row(
        MarkCounts(
            sum(one.five for one in given),
            sum(one.four for one in given),
            sum(one.three for one in given),
            sum(one.two for one in given),
            sum(one.none for one in given),
        )
    )


def counts_row(counts: MarkCounts) -> tuple[Value, ...]:
    """Return the cells of the columns that every table of marks has."""
    return (
        counts.graded + counts.none,
        counts.five, counts.four, counts.three, counts.two, counts.none,
        counts.success, counts.quality, counts.learning, counts.average,
    )  # fmt: skip


def _chart() -> Chart:
    return Chart(
        key="results_chart",
        title="Успеваемость и качество по предметам",
        kind="bar",
        table="results_subject",
        labels=0,
        series=(7, 8),
        unit="%",
        alt="Две полосы на предмет: успеваемость и качество.",
    )


def scale_words(material: Material) -> str:
    """Return the scales in words, and how the percentages are counted."""
    scales = dict(scales_of(material))
    default = scales.pop(DEFAULT, MarkScale())
    words = [f"для всех предметов{', кроме названных' if scales else ''}: {_words(default)}"]
    words += [f"{subject}: {_words(scale)}" for subject, scale in sorted(scales.items())]
    running = (
        f" Период не закончен: оценки — накопленные на {day(material.period.until)}."
        if material.period.running
        else ""
    )
    return (
        f"Шкала школы — {'; '.join(words)}. Успеваемость = («5» + «4» + «3») / все отметки; качество = "
        "(«5» + «4») / все отметки; СОУ = («5» + 0,64·«4» + 0,36·«3» + 0,16·«2») / все отметки."
        f"{running}"
    )


def _words(scale: MarkScale) -> str:
    return f"«5» от {number(scale.five)} %, «4» от {number(scale.four)} %, «3» от {number(scale.three)} %"


def marks_report(material: Material) -> Report:
    """Return the class registers of marks: pupils by courses, with what schools count of them."""
    sections: list[Section] = []
    if not material.has_snapshot:
        sections.append(Section("marks", "Ведомость", (no_snapshot(),)))
    else:
        scales = scales_of(material)
        rows = mark_rows(material.view, scales)
        marks = _marks(material, scales)
        classes = sorted(
            {one.class_name for one in material.people() if one.present}, key=class_order
        )
        for place, name in enumerate(classes, start=1):
            mine = [one for one in rows if one.class_name == name]
            sections.append(_class_register(material, marks, mine, name, place))
        summary = (
            by_subject(rows),
            by_class(rows),
            Paragraph(scale_words(material), style="note"),
        )
        sections.append(Section("summary", "Итоги", summary))
    know = know_section(material)
    return make_report(
        material,
        "marks",
        "Ведомость отметок",
        (*sections, Section(know.key, know.title, know.blocks, "П1")),
        "Отметки — черновик по баллам Moodle: выставляет их учитель",
    )


def _marks(
    material: Material, scales: Mapping[str, MarkScale]
) -> dict[tuple[str, str], int | None]:
    """Return the mark by (pupil, course) of everybody enrolled at the end; None is «н/а»."""
    view = material.view
    return {
        (one.person, course.course): one.mark
        for course in view.facts.courses
        for one in course_pupils(view, course.course, scales)
        if one.enrolled
    }


def _class_register(
    material: Material,
    marks: Mapping[tuple[str, str], int | None],
    rows: Sequence[MarkRow],
    class_name: str,
    place: int,
) -> Section:
    people = [one for one in material.people() if one.present and one.class_name == class_name]
    courses = [(one.course, _heading(material, one.course)) for one in rows]
    lines = [
        (
            material.labels.pupil(one.person),
            *(_cell(marks, one.person, course) for course, _title in courses),
        )
        for one in people
    ]
    register = Table(
        key=f"marks_{place}",
        title=f"Ведомость: {class_name} класс",
        columns=(
            Column("Ученик", width=34),
            *(Column(title, "mark", width=14) for _course, title in courses),
        ),
        rows=tuple(sorted(lines, key=lambda row: str(row[0]))),
        source=_SOURCE,
        note="н/а — оценки нет; прочерк — на курс не записан.",
        people=0,
        internal=True,
    )
    counted = Table(
        key=f"marks_{place}_counts",
        title=f"Итоги: {class_name} класс",
        columns=(Column("Курс", width=34), *_COUNTS),
        rows=tuple((_heading(material, one.course), *counts_row(one.counts)) for one in rows),
        source=_SOURCE,
    )
    return Section(f"class_{place}", f"{class_name} класс", (register, counted), page=place > 1)


def _heading(material: Material, course: str) -> str:
    subject = material.view.subject(course)
    title = material.course_title(course)
    return title if subject.casefold() in title.casefold() else f"{subject}: {title}"


def _cell(marks: Mapping[tuple[str, str], int | None], person: str, course: str) -> Value:
    if (person, course) not in marks:
        return None
    mark = marks[person, course]
    return mark_text(None) if mark is None else mark
