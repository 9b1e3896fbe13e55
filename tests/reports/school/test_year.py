"""The year report: its order, its figures against hand-counted ones, what it says of gaps."""

from dataclasses import replace
from datetime import date

import pytest

from tests.reports.school.invented import (
    invented_inputs,
    invented_material,
    without_snapshot,
)
from vsosh_moodle.indicators.facts import ProgressFacts
from vsosh_moodle.indicators.inputs import Inputs
from vsosh_moodle.registers.records import Registers
from vsosh_moodle.reports.document.model import Paragraph, Report, Table, Value
from vsosh_moodle.reports.school.appendices import with_rows
from vsosh_moodle.reports.school.conclusions_file import Conclusion
from vsosh_moodle.reports.school.kinds import KINDS, compose_report
from vsosh_moodle.reports.school.material import Material, Remark
from vsosh_moodle.reports.school.privacy import without_few
from vsosh_moodle.reports.school.year import year_report


def texts(report: Report) -> str:
    """Every word a report prints."""
    words: list[str] = [report.title, *report.lead, report.as_of]
    for section in report.sections:
        words.append(section.title)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                words.append(block.text)
            elif isinstance(block, Table):
                words += [block.title, block.note, block.source]
                words += [one.title for one in block.columns]
                words += [str(value) for row in block.rows for value in row]
            else:
                words += [block.title, block.alt]
    return "\n".join(words)


def row(table: Table, first: str) -> tuple[Value, ...]:
    return next(one for one in table.rows if one[0] == first)


@pytest.fixture(scope="module")
def material() -> Material:
    return invented_material()


@pytest.fixture(scope="module")
def report(material: Material) -> Report:
    return year_report(material)


def test_the_order_is_that_a_founder_reads(report: Report) -> None:
    assert [f"{one.number} {one.title}" for one in report.sections] == [
        "1 Паспорт проекта",
        "2 Показатели эффективности",
        "3 Охват дистанционным обучением",
        "4 Востребованность предметов",
        "5 Активность учеников и педагогов",
        "6 Результаты обучения и готовность к ГИА",
        "7 Кадры",
        "8 Банк учебно-методических материалов",
        "9 Материально-техническая база",
        "10 Санитарный контроль",
        "11 Работа с родителями",
        "12 Риски",
        "13 Выводы и задачи",
        "П1 Реестры",
        "П2 Методика",
        "П3 Что нужно знать об этих цифрах",
        "П4 Строки за показателями",
    ]


def test_coverage_by_class_is_counted(report: Report, material: Material) -> None:
    table = report.table("coverage_class")
    # Pupils 1, 7, 13… are in 9А: none of these numbers is divisible by three, so all ten work.
    assert row(table, "9А")[:5] == ("9А", 10, 10, 10, 100.0)
    assert row(table, "8Д")[:5] == ("8Д", 10, 10, 0, 0.0)
    assert table.totals is not None
    assert table.totals[1:5] == (60, 60, 40, pytest.approx(200 / 3))
    assert material.indicators["coverage"].part == 40


def test_plan_fact_and_last_year_stand_side_by_side(report: Report) -> None:
    coverage = next(
        one
        for one in report.table("goals_others").rows
        if one[1] == "Охват дистанционным обучением"
    )
    assert coverage[3:7] == (50, 38.2, 66.7, 133.3)
    assert coverage[7] == "План выполнен, рост на 28,5\u00a0п. п. к прошлому году."


def test_the_early_warning_counts_each_graduate_once_for_a_reason(material: Material) -> None:
    table = compose_report("gia", material).table("early_warning")
    assert [one.title for one in table.columns][1:] == [
        "Ниже порога", "Пробного не писали", "Готовы, но давно не работают",
    ]  # fmt: skip
    ninth = [one for one in material.people() if one.present and one.class_name.startswith("9")]
    for line in table.rows:
        assert all(isinstance(cell, int) and cell <= len(ninth) for cell in line[1:])
    assert table.totals is not None
    assert table.totals[1:] == tuple(
        sum(int(str(line[at])) for line in table.rows) for at in (1, 2, 3)
    )


def test_no_grade_is_not_a_nought(material: Material) -> None:
    table = year_report(material).table("results_class")
    # Nobody of 8Д worked, so Moodle has no grade of them: н/а, and no percentage at all.
    lazy = row(table, "8Д")
    there = sum(one.present for one in material.people() if one.class_name == "8Д")
    assert lazy[1:7] == (there * 8, 0, 0, 0, 0, there * 8)
    assert lazy[7:] == (None, None, None, None)


def test_every_table_says_where_its_rows_are_from(report: Report) -> None:
    assert [table.key for table in report.tables() if not table.source] == []


def test_keys_of_tables_are_unique_and_charts_have_their_tables(report: Report) -> None:
    keys = [table.key for table in report.tables()]
    assert len(keys) == len(set(keys))
    for section in report.sections:
        for block in section.blocks:
            if not isinstance(block, Paragraph | Table):
                assert block.table in keys


def test_rows_have_as_many_cells_as_the_table_has_columns() -> None:
    for named in (False, True):
        material = invented_material(named=named)
        for kind in KINDS:
            subject = {"class": "9А", "course": "vsosh:2026:course-0"}.get(kind, "")
            for table in compose_report(kind, material, subject).tables():
                lines = [*table.rows, *([table.totals] if table.totals else [])]
                assert {len(line) for line in lines} <= {len(table.columns)}, table.key


def test_an_indicator_can_be_counted_again_from_its_rows(
    report: Report, material: Material
) -> None:
    # In the table without names the counted column alone stands beside the codes.
    table = report.table("rows_coverage")
    active = next(at for at, one in enumerate(table.columns) if one.title == "Активен")
    assert sum(bool(line[active]) for line in table.rows) == material.indicators["coverage"].part
    assert len(table.rows) == material.indicators["coverage"].whole


def test_on_paper_the_rows_are_left_out_and_their_place_is_told(material: Material) -> None:
    full = year_report(material)
    page, paper = with_rows(full, 40, "в книге"), with_rows(full, 0, "в книге")
    assert all(not table.key.startswith("rows_") for table in paper.tables())
    long = {table.key for table in full.tables() if len(table.rows) > 40 and "rows_" in table.key}
    assert long
    assert {one.key for one in full.tables()} - {one.key for one in page.tables()} == long
    for cut in (page, paper):
        assert "— в книге." in texts(cut)
    assert with_rows(full, 10**6, "") == full


def test_without_a_snapshot_the_registers_are_still_told(material: Material) -> None:
    given = without_snapshot(material.inputs)
    report = year_report(invented_material(given))
    text = texts(report)
    assert "vsosh-moodle pull" in text
    assert report.table("coverage_class").totals == ("", 60, None, None, None, None)
    assert row(report.table("training"), "Цифровая дидактика")[3] == 1
    assert "Без снимка Moodle не посчитаны" in text
    assert report.table("rooms").rows[0][:2] == ("101", True)


def test_an_empty_school_has_a_report() -> None:
    inputs = invented_inputs()
    window, rule = inputs.facts.window, inputs.facts.rule
    empty = Inputs(ProgressFacts(window, rule, None), today=inputs.today, registers=Registers())
    for kind in KINDS:
        subject = {"class": "9А", "course": "vsosh:2026:course-0"}.get(kind, "")
        for named in (True, False):
            report = compose_report(kind, invented_material(empty, named=named), subject)
            assert report.sections


def test_everything_to_know_is_told(material: Material) -> None:
    remarks = (
        Remark(
            "Класс «15Я» не похож на класс.", "файл rosters/a.xlsx, строка 4", "Исправьте.", True
        ),
        Remark("Снимок № 7 снят не до конца.", "", "vsosh-moodle pull", True),
        Remark("План не задан: «Готовность к ГИА».", "config.yaml"),
    )
    conclusion = Conclusion("coverage", "3. Охват", ("Мой вывод.",), edited=True, stale=True)
    report = year_report(replace(material, remarks=remarks, conclusions=(conclusion,)))
    told = report.table("know").rows
    for one in remarks:
        assert (one.text, one.place or None, one.hint or None) in told
    told_texts = "\n".join(str(line[0]) for line in told)
    for indicator in material.indicators.values():
        for text in indicator.remarks:
            assert without_few(text, 5) in told_texts
    assert "правлен человеком раньше" in told_texts
    know = next(one for one in report.sections if one.key == "know")
    warnings = [one for one in know.blocks if isinstance(one, Paragraph) and one.style == "warning"]
    assert len(warnings) == 2


def test_drafts_are_marked_and_a_persons_text_is_not(material: Material) -> None:
    conclusions = (
        Conclusion("coverage", "3. Охват", ("Черновик.",)),
        Conclusion("risks", "12. Риски", ("Моё.",), edited=True),
        Conclusion("next", "Задачи на следующий год", ("Задача.",)),
    )
    report = year_report(replace(material, conclusions=conclusions))
    drafts = {
        block.text: block.draft
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Paragraph) and block.style == "item"
    }
    assert drafts == {"Черновик.": True, "Моё.": False, "Задача.": True}
    tasks = next(one for one in report.sections if one.key == "tasks")
    assert [one.text for one in tasks.blocks if isinstance(one, Paragraph)] == [
        "Задачи на следующий год",
        "Задача.",
    ]


def test_an_expired_document_does_not_count_as_valid(material: Material) -> None:
    row_ = material.inputs.registers.training[0]
    late = replace(row_, valid_until=date(2026, 1, 1))
    registers = replace(material.inputs.registers, training=(late,))
    report = year_report(invented_material(replace(material.inputs, registers=registers)))
    assert row(report.table("training"), "Цифровая дидактика")[3:] == (1, 0)
