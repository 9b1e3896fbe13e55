"""The project's passport: goal, days, stages as planned and as they went."""

from datetime import date

from vsosh_moodle.config.reports import StageConfig
from vsosh_moodle.reports.document.model import Block, Column, Paragraph, Section, Table
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.privacy import without_few
from vsosh_moodle.reports.school.wording import counted, day, span

_NO_PROJECT = (
    "Паспорт проекта в config.yaml не заполнен: раздел reports → project "
    "(название, цель, сроки, этапы)."
)


def passport_section(material: Material) -> Section:
    """Return «Паспорт проекта»; what the config does not tell is told as missing."""
    project = material.config.project
    blocks: list[Block] = []
    if not (project.name or project.goal or project.start or project.stages):
        blocks.append(Paragraph(_NO_PROJECT, style="note"))
    if project.name:
        blocks.append(Paragraph(f"Название: {project.name}"))
    if project.goal:
        blocks.append(Paragraph(f"Цель: {project.goal}"))
    if project.start or project.end:
        blocks.append(Paragraph(f"Сроки: {_days(project.start, project.end)}"))
    if project.stages:
        blocks.append(_stages(material, project.stages))
    blocks.append(Paragraph(_scope(material)))
    return Section("passport", "Паспорт проекта", tuple(blocks))


def _days(start: date | None, end: date | None) -> str:
    if start and end:
        return span(start, end)
    return f"с {day(start)}" if start else f"по {day(end)}" if end else ""


def _scope(material: Material) -> str:
    people = material.people()
    classes = {one.class_name for one in people}
    low, high = material.inputs.grades
    if not people:
        return f"Списков учеников {low}–{high} классов за период нет."
    text = (
        f"В периоде отчёта: {counted(len(people), 'ученик', 'ученика', 'учеников')} {low}–{high} классов, "
        f"{counted(len(classes), 'класс', 'класса', 'классов')}, "
        f"{counted(len(material.inputs.facts.courses), 'курс', 'курса', 'курсов')} в Moodle."
    )
    return text if material.named else without_few(text, material.config.small_numbers)


def _stages(material: Material, stages: tuple[StageConfig, ...]) -> Table:
    until = material.period.until
    snapshots = [_snapshots(material, one) for one in stages]
    known = any(one is not None for one in snapshots)
    return Table(
        key="stages",
        title="Этапы проекта: план и факт",
        columns=(
            Column("Этап", width=30),
            Column("Начало, план", "date"),
            Column("Конец, план", "date"),
            Column("Состояние", width=24),
            *([Column("Снимков Moodle", "count")] if known else []),
            Column("Мероприятий", "count"),
        ),
        rows=tuple(
            (
                one.name,
                one.start,
                one.end,
                _state(one, until),
                *([found] if known else []),
                _events(material, one),
            )
            for one, found in zip(stages, snapshots, strict=True)
        ),
        source="config.yaml, reports → project; снимки Moodle; реестр мероприятий",
        note="Состояние — по дням плана и дню данных; мероприятия — из реестра.",
    )


def _state(stage: StageConfig, until: date) -> str:
    if until < stage.start:
        return "не начат"
    if until <= stage.end:
        return f"идёт на {day(until)}"
    return f"закончен {day(stage.end)}"


def _snapshots(material: Material, stage: StageConfig) -> int | None:
    """Return how many snapshots the period has, for a stage that covers it; else it is not known."""
    facts = material.inputs.facts
    covers = stage.start <= facts.window.start and stage.end >= facts.window.end
    return facts.snapshots_in_window if covers else None


def _events(material: Material, stage: StageConfig) -> int | None:
    registers = material.inputs.registers
    if "events" not in registers.given:
        return None
    return sum(stage.start <= one.day <= stage.end for one in registers.events)
