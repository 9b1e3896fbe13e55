"""Everything that is wrong with a snapshot, a register or a year's files is said in the report."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from tests.reports.school.invented import invented_inputs, invented_material
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.registers.records import Registers
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.workflow.report_remarks import gather_remarks
from vsosh_moodle.workflow.report_years import YearFiles


def with_snapshot(material: Material, **fields: Any) -> Material:
    facts = material.inputs.facts
    assert facts.snapshot is not None
    changed = replace(facts, snapshot=replace(facts.snapshot, **fields))
    return replace(material, inputs=replace(material.inputs, facts=changed))


def told(material: Material, *problems: Problem) -> Iterator[str]:
    for one in gather_remarks(material, YearFiles("2026/27"), problems):
        yield f"{'!' if one.serious else ''}{one.place}: {one.text} {one.hint}"


def text(material: Material, *problems: Problem) -> str:
    return "\n".join(told(material, *problems))


def test_a_snapshot_half_taken_and_its_gaps() -> None:
    material = with_snapshot(
        invented_material(), complete=False, gaps=("Курс «Химия»: нет журнала.",)
    )
    lines = list(told(material))
    assert any(line.startswith("!") and "снят не до конца" in line for line in lines)
    assert any("снимок № 7: Курс «Химия»: нет журнала." in line for line in lines)


def test_an_old_snapshot_and_one_that_began_late() -> None:
    material = with_snapshot(invented_material(), taken="2026-11-01T10:00:00+03:00")
    assert "старше конца данных на 59\u00a0дней" in text(material)
    assert "Первый снимок сделан 10.09.2026, позже начала периода" in text(material)
    assert "старше конца данных" not in text(invented_material())


def test_pupils_without_an_account() -> None:
    inputs = invented_inputs(20)
    people = tuple(
        one._replace(person=f"?{number}", account=False) if number < 7 else one
        for number, one in enumerate(inputs.facts.people)
    )
    inputs = replace(inputs, facts=replace(inputs.facts, people=people))
    assert "Без учётной записи в Moodle: 7\u00a0учеников" in text(invented_material(inputs))


def test_every_problem_of_a_register_with_its_cell() -> None:
    problem = Problem(
        Place("registers/техника.xlsx", "Техника", 5, "B5"), "класса 15Я нет.", "Исправьте класс."
    )
    lines = list(told(invented_material(), problem))
    assert any(
        line.startswith("!файл registers/техника.xlsx") and "Класса 15Я нет. Исправьте" in line
        for line in lines
    )


def test_missing_registers_are_named() -> None:
    material = invented_material()
    material = replace(material, inputs=replace(material.inputs, registers=Registers()))
    assert "«Учебный план», «Кадры»" in text(material)


def test_an_expired_scale_is_serious_and_a_living_one_is_silent() -> None:
    lines = [line for line in told(invented_material()) if "Шкала ГИА" in line]
    assert len(lines) == 1
    assert lines[0].startswith("!")
    assert "Русский язык" in lines[0]
    assert "Математика" not in lines[0]


def test_an_expired_norm() -> None:
    material = invented_material()
    facts = material.inputs.facts
    running = replace(facts, window=replace(facts.window, end=date(2027, 3, 2)))
    late = replace(material, inputs=replace(material.inputs, today=date(2027, 3, 2), facts=running))
    assert "Норма просрочена" in text(late)
    # A report of days when it held says so later too.
    later = replace(material, inputs=replace(material.inputs, today=date(2027, 3, 2)))
    assert "Норма просрочена" not in text(later)
    assert "Норма просрочена" not in text(material)


def test_each_thing_is_said_once() -> None:
    problem = Problem(Place("a.xlsx"), "нет класса.")
    lines = list(told(invented_material(), problem, problem))
    assert len(lines) == len(set(lines))


def test_from_when_on_the_whole_project_is_counted() -> None:
    material = invented_material()
    first = material.inputs.facts.first_snapshot
    assert first is not None

    def of_project(start: date | None) -> str:
        project = material.config.project.model_copy(update={"start": start})
        config = material.config.model_copy(update={"project": project})
        return text(replace(material, config=config))

    assert "Начало проекта не задано" in of_project(None)
    assert "Проект начат 01.10.2020, а первый снимок сделан 10.09.2026" in of_project(
        date(2020, 10, 1)
    )
    silent = of_project(first)
    assert "Начало проекта" not in silent
    assert "Проект начат" not in silent


def test_a_year_with_neither_snapshots_nor_lists_says_both() -> None:
    material = invented_material()
    facts = replace(material.inputs.facts, snapshot=None, people=())
    told_of_none = text(replace(material, inputs=replace(material.inputs, facts=facts)))
    assert "списков тоже нет" in told_of_none
