"""The whole project, year by year: snapshots where there are some, the register of past years elsewhere."""

from collections.abc import Sequence
from dataclasses import replace

from vsosh_moodle.indicators.indicator import Definition
from vsosh_moodle.registers.records import PastYearRow
from vsosh_moodle.reports.document.model import (
    Block,
    Chart,
    Column,
    Hidden,
    Paragraph,
    Report,
    Section,
    Table,
    Value,
)
from vsosh_moodle.reports.school.appendices import know_section, methodology_section
from vsosh_moodle.reports.school.goals import UNITS, in_tables, plan_percent, rounded
from vsosh_moodle.reports.school.material import Material, Remark, make_report
from vsosh_moodle.reports.school.passport import passport_section
from vsosh_moodle.reports.school.pictures import pictured
from vsosh_moodle.reports.school.privacy import is_few_pupils, shown
from vsosh_moodle.reports.school.wording import listed

SNAPSHOT, REGISTER, NOTHING = "снимки", "реестр прошлых лет", "нет данных"


def years_report(materials: Sequence[Material]) -> Report:
    """Return the report of the whole project; the last year's material is that of the whole."""
    last = _whole(materials)
    blocks: list[Block] = [
        _sources(materials),
        Paragraph(
            "Цифры года берутся из снимков Moodle этого года, а где снимков нет — из реестра прошлых лет, "
            "куда школа вписала то, о чём отчиталась тогда. Что откуда — в таблице и у каждой цифры.",
            style="note",
        ),
    ]
    sections = [passport_section(last), Section("sources", "Годы проекта", tuple(blocks))]
    sections.append(_goals(materials))
    know, methodology = know_section(last), methodology_section(last)
    return make_report(
        last,
        "years",
        "Отчёт о реализации проекта дистанционного обучения за весь срок",
        (
            *sections,
            replace(methodology, number="П1", page=True),
            replace(know, number="П2"),
        ),
        last.config.project.name,
    )


def _whole(materials: Sequence[Material]) -> Material:
    """Return the last year's material with the days of all years and what is to know of each."""
    first, last = materials[0], materials[-1]
    remarks = [*_without_snapshots(materials), *last.remarks]
    for one in materials[:-1]:
        # What the files of today lack is told once; of a past year, what was said of that year alone.
        known = {remark.text for remark in last.remarks}
        remarks += [
            Remark(f"{one.period.year}: {remark.text}", remark.place, remark.hint, remark.serious)
            for remark in one.remarks
            if one.has_snapshot and remark.text not in known
        ]
    period = replace(
        last.period,
        title=f"{first.period.year}–{last.period.year} учебные годы",
        start=first.period.start,
    )
    return replace(last, period=period, remarks=tuple(dict.fromkeys(remarks)))


def _without_snapshots(materials: Sequence[Material]) -> list[Remark]:
    years = [one.period.year for one in materials[:-1] if not one.has_snapshot]
    if not years:
        return []
    return [
        Remark(
            f"Снимков Moodle нет за {listed(years)}: цифры этих лет — из реестра прошлых лет, а чего нет "
            "и там, о том сведений нет.",
            hint="Впишите то, о чём школа отчиталась тогда: vsosh-moodle registers template past_years",
        )
    ]


def _sources(materials: Sequence[Material]) -> Table:
    rows: list[tuple[Value, ...]] = []
    for one in materials:
        facts = one.inputs.facts
        has = facts.snapshot is not None
        kept = len(_past_rows(one))
        source = SNAPSHOT if has else REGISTER if kept else NOTHING
        rows.append(
            (
                one.period.year,
                source,
                facts.snapshots_in_window if has else None,
                kept or None,
                one.period.start,
                one.period.until,
            )
        )
    return Table(
        key="years",
        title="Откуда цифры каждого года",
        columns=(
            Column("Учебный год", width=14),
            Column("Источник", width=22),
            Column("Снимков", "count"),
            Column("Строк реестра", "count"),
            Column("С", "date"),
            Column("По", "date"),
        ),
        rows=tuple(rows),
        source="снимки Moodle; реестр прошлых лет",
    )


def _goals(materials: Sequence[Material]) -> Section:
    known = {key: one.definition for key, one in materials[-1].indicators.items()}
    official, others = in_tables(known.values())
    blocks: list[Block] = [
        _table(materials, "years_official", "Показатели эффективности проекта", "№", official),
        _table(materials, "years_others", "Другие показатели", "Где нужен", others),
    ]
    if "coverage" in known:
        blocks += pictured(_line(materials, known["coverage"]), _chart(materials))
    return Section("goals", "Показатели по годам", tuple(blocks))


def _table(
    materials: Sequence[Material],
    key: str,
    title: str,
    heading: str,
    found: Sequence[tuple[str, str]],
) -> Table:
    known = materials[-1].indicators
    years = [one.period.year for one in materials]
    return Table(
        key=key,
        title=title,
        columns=(
            Column(heading, width=5 if heading == "№" else 16),
            Column("Показатель", width=30),
            Column("Ед."),
            *(Column(year, "count") for year in years),
            Column("План", "count"),
            Column("% плана", "percent"),
            Column("Откуда", width=30),
        ),
        rows=tuple(_row(materials, place, known[one].definition) for place, one in found),
        source="снимки Moodle; реестр прошлых лет; реестры школы",
        note="План и процент — за последний год.",
    )


def _row(materials: Sequence[Material], place: str, definition: Definition) -> tuple[Value, ...]:
    values = [_value(one, definition) for one in materials]
    last = materials[-1].indicator(definition.key)
    done = (
        plan_percent(last) if last is not None and isinstance(values[-1][0], int | float) else None
    )
    return (
        place,
        definition.title,
        UNITS[definition.unit],
        *(rounded(value) for value, _source in values),
        definition.goal,
        rounded(done),
        _origins(
            [(one.period.year, source) for one, (_v, source) in zip(materials, values, strict=True)]
        ),
    )


def _origins(sources: Sequence[tuple[str, str]]) -> str:
    """Return «2024/25, 2025/26 — реестр прошлых лет; 2026/27 — снимки»; of a dash nothing is said."""
    words = []
    for name in (SNAPSHOT, REGISTER):
        years = [year for year, source in sources if source == name]
        if years:
            words.append(f"{listed(years)} — {name}")
    return "; ".join(words) or NOTHING


def _value(material: Material, definition: Definition) -> tuple[Value, str]:
    """Return the value of a year and where it is from."""
    indicator = material.indicator(definition.key)
    # What today's registers say (staff, rooms) is of today: of a year without snapshots it says nothing.
    if indicator is not None and indicator.value is not None and material.has_snapshot:
        return shown(indicator, material.config.small_numbers, named=material.named), SNAPSHOT
    for row in _past_rows(material):
        if _names(row, definition) and row.fact is not None:
            few = is_few_pupils(definition, row.fact, material.config.small_numbers)
            return (Hidden() if few and not material.named else row.fact), REGISTER
    return None, NOTHING


def _past_rows(material: Material) -> list[PastYearRow]:
    year = material.period.year
    return [row for row in material.inputs.registers.past_years if row.year.strip()[:4] == year[:4]]


def _names(row: PastYearRow, definition: Definition) -> bool:
    asked = row.indicator.strip().casefold()
    return asked in (definition.key, definition.title.casefold())


def _line(materials: Sequence[Material], definition: Definition) -> Table:
    return Table(
        key="years_coverage",
        title="Охват дистанционным обучением по годам",
        columns=(Column("Учебный год", width=14), Column("Охват", "percent")),
        rows=tuple((one.period.year, rounded(_value(one, definition)[0])) for one in materials),
        source="снимки Moodle; реестр прошлых лет",
    )


def _chart(materials: Sequence[Material]) -> Chart:
    goal = materials[-1].inputs.targets.get("coverage_percent")
    return Chart(
        key="years_coverage_chart",
        title="Охват по годам",
        kind="column",
        table="years_coverage",
        labels=0,
        series=(1,),
        unit="%",
        target=goal,
        alt="Столбец на учебный год: доля активных учеников; линия — план.",
    )
