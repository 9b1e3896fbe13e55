"""The lists of an order on distance learning: classes and days, who teaches what where, pupils, a memo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vsosh_moodle.norms.models import Norms
from vsosh_moodle.reports.document.model import Block, Column, Paragraph, Report, Section, Table
from vsosh_moodle.reports.load_report import norm_blocks
from vsosh_moodle.reports.school.wording import day as day_text
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.remote import RemoteSwitch


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """Where a class has a subject: its course and its teachers, "" for none."""

    class_name: ClassName
    subject: str
    teachers: str
    course: str


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the document is of; `pupils` are names by class, in the order of the list, None for no names."""

    school: str
    switches: Sequence[RemoteSwitch]
    counts: dict[ClassName, int]
    places: Sequence[LessonPlace]
    norms: Norms
    made: date
    pupils: dict[ClassName, tuple[str, ...]] | None = None


def order_report(facts: OrderFacts) -> Report:
    """Return the document, in Russian in any language; with names it says for whose eyes it is."""
    sections = [_classes(facts), _places(facts)]
    if facts.pupils is not None:
        sections.append(_pupils(facts.pupils))
    grades = sorted({name.grade for name in facts.counts})
    sections.append(
        Section("memo", "Памятка о времени за экраном", tuple(norm_blocks(facts.norms, grades)))
    )
    return Report(
        kind="remote-order",
        title="Переход на дистанционное обучение",
        school=facts.school,
        period=_period(facts.switches),
        as_of=day_text(facts.made),
        sections=tuple(
            Section(one.key, one.title, one.blocks, number=str(number))
            for number, one in enumerate(sections, 1)
        ),
        lead=("Приложение к приказу о дистанционном обучении (проект)",),
        signatures=(("Заместитель директора по УВР", ""),),
        made=day_text(facts.made),
        named=facts.pupils is not None,
    )


def _period(switches: Sequence[RemoteSwitch]) -> str:
    first, last = min(one.start for one in switches), max(one.last for one in switches)
    return f"с {day_text(first)} по {day_text(last)}"


def _classes(facts: OrderFacts) -> Section:
    rows = tuple(
        (
            str(name), facts.counts[name], day_text(one.start), day_text(one.last), one.reason or "—",
            one.order or "—",
        )
        for one in facts.switches
        for name in one.classes
    )  # fmt: skip
    table = Table(
        key="classes",
        title="Классы, которые переходят на дистанционное обучение",
        columns=(
            Column("Класс", width=8),
            Column("Учеников", "count", width=10),
            Column("С какого дня", width=18),
            Column("По какой день", width=18),
            Column("Причина", width=16),
            Column("Приказ", width=22),
        ),
        rows=rows,
        source="Файл remote.yaml и списки учеников.",
    )
    return Section("classes", "Классы и дни", (table,))


def _places(facts: OrderFacts) -> Section:
    rows = tuple(
        (str(one.class_name), one.subject, one.teachers or "не назначен", one.course or "нет курса")
        for one in facts.places
    )
    table = Table(
        key="places",
        title="Предметы, учителя и курсы",
        columns=(
            Column("Класс", width=8),
            Column("Предмет", width=24),
            Column("Учитель", width=34),
            Column("Курс на сайте", width=40),
        ),
        rows=rows,
        source="Учебный план, списки учителей, шаблоны курсов.",
    )
    empty = Paragraph(
        "Предметы классов неизвестны: заполните реестр «Учебный план».", style="warning"
    )
    blocks: tuple[Block, ...] = (table,) if rows else (empty,)
    return Section("places", "Кто и где ведёт предметы", blocks)


def _pupils(pupils: dict[ClassName, tuple[str, ...]]) -> Section:
    rows = tuple(
        (str(name), number, full_name)
        for name, names in pupils.items()
        for number, full_name in enumerate(names, 1)
    )
    table = Table(
        key="pupils",
        title="Ученики, которые переходят на дистанционное обучение",
        columns=(
            Column("Класс", width=8),
            Column("№", "count", width=6),
            Column("Фамилия, имя, отчество", width=44),
        ),
        rows=rows,
        source="Списки учеников.",
        people=2,
    )
    return Section("pupils", "Список учеников", (table,))
