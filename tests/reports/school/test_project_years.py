"""The whole project year by year: snapshots where there are some, the register elsewhere, said which."""

from dataclasses import replace
from datetime import date

from tests.reports.school.invented import invented_inputs, invented_material, without_snapshot
from tests.reports.school.test_year import texts
from vsosh_moodle.registers.records import PastYearRow
from vsosh_moodle.reports.document.model import Table
from vsosh_moodle.reports.school.material import Material, ReportPeriod
from vsosh_moodle.reports.school.project_years import years_report


def year(first: int, *, snapshot: bool) -> Material:
    inputs = invented_inputs()
    rows = (
        PastYearRow("2024/25", "coverage", 40, 31.5),
        PastYearRow("2025-26", "Охват дистанционным обучением", 45, 38.2),
    )
    inputs = replace(inputs, registers=replace(inputs.registers, past_years=rows))
    end = date(first + 1, 5, 31)
    name = f"{first}/{(first + 1) % 100}"
    return invented_material(
        inputs if snapshot else without_snapshot(inputs),
        period=ReportPeriod(f"{name} учебный год", date(first, 9, 1), end, end, name),
    )


def coverage(table: Table) -> tuple[object, ...]:
    return next(row for row in table.rows if row[1] == "Охват дистанционным обучением")


def test_each_years_figure_is_from_where_there_is_one() -> None:
    materials = [year(first, snapshot=first == 2026) for first in (2023, 2024, 2025, 2026)]
    report = years_report(materials)
    row = coverage(report.table("years_others"))
    assert row[3:7] == (None, 31.5, 38.2, 66.7)
    assert row[-1] == "2026/27 — снимки; 2024/25, 2025/26 — реестр прошлых лет"
    assert [one[1] for one in report.table("years").rows] == [
        "нет данных", "реестр прошлых лет", "реестр прошлых лет", "снимки",
    ]  # fmt: skip
    assert "Снимков Moodle нет за 2023/24, 2024/25, 2025/26" in texts(report)
    assert report.period == "2023/24–2026/27 учебные годы"


def test_what_registers_say_today_is_not_told_of_a_year_without_snapshots() -> None:
    report = years_report([year(2025, snapshot=False), year(2026, snapshot=True)])
    rooms = next(
        row for row in report.table("years_others").rows if str(row[1]).startswith("Кабинетов")
    )
    assert rooms[3:5] == (None, 50)


def test_keys_of_tables_are_unique_and_sourced() -> None:
    report = years_report([year(2025, snapshot=True), year(2026, snapshot=True)])
    keys = [one.key for one in report.tables()]
    assert len(keys) == len(set(keys))
    assert all(one.source for one in report.tables())
