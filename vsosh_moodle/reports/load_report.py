"""The check of load as a document: norms, days in numbers, what to change; the appendix of an order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vsosh_moodle.norms.models import Norms, ScreenNorms
from vsosh_moodle.reports.document.model import (
    Block,
    Chart,
    Column,
    Paragraph,
    Report,
    Section,
    Table,
)
from vsosh_moodle.reports.school.wording import day as day_text
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.timetable.check import DayLoad
from vsosh_moodle.timetable.findings import ClassFacts, Finding

WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_SEVERITY = {"violation": "нарушение", "note": "взрослый класс", "hint": "совет"}


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """What the document is of."""

    school: str
    norms: Norms
    classes: tuple[ClassName, ...]
    loads: Sequence[DayLoad]
    findings: Sequence[Finding]
    facts: Mapping[ClassName, ClassFacts]
    period: str
    made: date


def load_report(figures: LoadFigures) -> Report:
    """Return the document: an appendix to an order, in Russian in any language."""
    sections = [_order_section(figures)]
    if figures.loads:
        sections.append(_days_section(figures))
    sections.append(_findings_section(figures))
    return Report(
        kind="load",
        title="Нагрузка и время за экраном",
        school=figures.school,
        period=figures.period,
        as_of=day_text(figures.made),
        sections=tuple(sections),
        lead=("Приложение к приказу о дистанционном обучении (проект)",),
        signatures=(("Заместитель директора по УВР", ""),),
        made=day_text(figures.made),
    )


def day_title(day: date | int | None) -> str:
    """Return how a day is called in the document."""
    if day is None:
        return "неделя"
    return WEEKDAYS[day] if isinstance(day, int) else day_text(day)


def _order_section(figures: LoadFigures) -> Section:
    grades = sorted({name.grade for name in figures.classes})
    return Section(
        "order", "Нормы и порядок", tuple(norm_blocks(figures.norms, grades)), number="1"
    )


def norm_blocks(norms: Norms, grades: Sequence[int]) -> list[Block]:
    """Return the limits of these grades as a table and sentences of an order, with their sources."""
    blocks: list[Block] = []
    screen = norms.screen
    if screen is not None:
        blocks.append(_limits_table(screen, grades))
        blocks += [Paragraph(text, style="item") for text in _rules(screen, grades)]
    else:
        blocks.append(Paragraph("Норм экранного времени в папке norms нет.", style="warning"))
    blocks += [
        Paragraph(
            f"{one.title}: {one.source}; действует до {day_text(one.valid_until)}, сверено "
            f"{day_text(one.checked_on)}. Проверьте действующую редакцию.",
            style="note",
        )
        for one in norms.sources
    ]
    return blocks


def _limits_table(screen: ScreenNorms, grades: Iterable[int]) -> Table:
    rows = []
    for grade in grades:
        limit = screen.limit(grade, ["pc"])
        if limit is None:
            continue
        home = limit.home_day
        rows.append((
            f"{grade}-е классы", limit.lesson, limit.school_day, home,
            home // limit.lesson if home else None, screen.stretch(grade),
        ))  # fmt: skip
    return Table(
        key="limits",
        title="Время за компьютером и ноутбуком, минут",
        columns=(
            Column("Классы", width=16),
            Column("За урок", "count"),
            Column("В школе за день", "count"),
            Column("Дома за день", "count", width=12),
            Column("Уроков за экраном дома", "count"),
            Column("Подряд", "count"),
        ),
        rows=tuple(rows),
        source=screen.source.source,
        note="Дома — вместе с домашним заданием и отдыхом; уроков за экраном — если каждый идёт всё "
        "разрешённое время; подряд — если ученики ещё и пишут в тетради.",
    )


def _rules(screen: ScreenNorms, grades: Sequence[int]) -> list[str]:
    """Return the sentences of the order: the grades of one limit together."""
    texts = []
    by_limit: dict[tuple[int, int], list[int]] = {}
    for grade in grades:
        limit = screen.limit(grade, ["pc"])
        if limit is not None and limit.home_day is not None:
            by_limit.setdefault((limit.lesson, limit.home_day), []).append(grade)
    for (lesson, home), covered in by_limit.items():
        named = f"{covered[0]}–{covered[-1]}-х" if len(covered) > 1 else f"{covered[0]}-х"
        texts.append(
            f"В {named} классах урок за экраном длится не более {lesson} минут, за день дома — не более "
            f"{home} минут, поэтому за экраном проводят не более {home // lesson} уроков в день; "
            "остальные — по учебнику, в тетради, по телефону с учителем."
        )
    texts += [
        (
            "Через каждые 20–25 минут за экраном — перерыв и упражнения для глаз; перемены между уроками "
            "за экраном — не менее 15 минут (рекомендация)."
        ),
        "Домашнее задание по возможности не требует экрана.",
        (
            "Ученикам, у которых нет техники или интернета, задания выдают на бумаге или технику — "
            "во временное пользование."
        ),
        "Совершеннолетним ученикам нормы сообщаются как рекомендация.",
    ]
    return texts


def _days_section(figures: LoadFigures) -> Section:
    rows = tuple(
        (
            f"{one.class_name}{f', {one.group}' if one.group else ''}", day_title(one.day), one.lessons,
            one.school, one.school_limit, one.home, one.home_limit, one.broken,
        )
        for one in figures.loads
    )  # fmt: skip
    table = Table(
        key="days",
        title="Уроки и минуты за экраном по дням",
        columns=(
            Column("Класс", width=12),
            Column("День", width=18),
            Column("Уроков", "count"),
            Column("За экраном в школе", "count"),
            Column("можно", "count"),
            Column("За экраном дома", "count", note="уроки и домашнее задание"),
            Column("можно", "count"),
            Column("Нарушений", "count", "sum"),
        ),
        rows=rows,
        totals=("", *[None] * 6, sum(one.broken for one in figures.loads)),
        source="реестр «Расписание»",
    )
    most = _most_by_class(figures.loads)
    picture = Table(
        key="most",
        title="Самый загруженный день класса, минут за экраном",
        columns=(Column("Класс"), Column("В школе", "count"), Column("Дома", "count")),
        rows=tuple(most),
        source="реестр «Расписание»",
    )
    worst = max(most, key=lambda one: one[2], default=("", 0, 0))
    chart = Chart(
        key="most_chart",
        title="Самый загруженный день класса, минут за экраном",
        kind="column",
        table="most",
        labels=0,
        series=(1, 2),
        unit="мин",
        alt=f"Больше всего дома за экраном — {worst[2]} минут за день, класс {worst[0]}.",
    )
    return Section("days", "Нагрузка по дням", (chart, picture, table), number="2")


def _most_by_class(loads: Iterable[DayLoad]) -> list[tuple[str, int, int]]:
    found: dict[ClassName, tuple[int, int]] = {}
    for one in loads:
        school, home = found.get(one.class_name, (0, 0))
        found[one.class_name] = max(school, one.school), max(home, one.home)
    return [(str(name), *minutes) for name, minutes in found.items()]


def _findings_section(figures: LoadFigures) -> Section:
    number = "3" if figures.loads else "2"
    if not figures.findings:
        text = "Нарушений не найдено." if figures.loads else "Расписания нет: проверять нечего."
        return Section("findings", "Что изменить", (Paragraph(text),), number=number)
    rows = tuple(
        (
            str(one.class_name), day_title(one.day), _SEVERITY[one.severity], one.message, one.advice,
            one.norm,
        )
        for one in figures.findings
    )  # fmt: skip
    table = Table(
        key="findings",
        title="Что не по норме и что сделать",
        columns=(
            Column("Класс", width=9),
            Column("День", width=16),
            Column("Вид", width=14),
            Column("Что найдено", width=46),
            Column("Что сделать", width=46),
            Column("Норма", width=28),
        ),
        rows=rows,
    )
    adults = [
        str(name) for name in figures.classes if figures.facts.get(name, ClassFacts()).is_adult
    ]
    blocks: list[Block] = [table]
    if adults:
        blocks.append(
            Paragraph(
                f"В классах {', '.join(adults)} все совершеннолетние: детские нормы для них — "
                "рекомендация.",
                style="note",
            )
        )
    return Section("findings", "Что изменить", tuple(blocks), number=number)
