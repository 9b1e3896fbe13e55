"""Families: who was told, which meetings there were."""

from collections import defaultdict

from vsosh_moodle.reports.document.model import Block, Column, Paragraph, Section, Table
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.missing import register_missing


def parents_section(material: Material) -> Section:
    """Return «Родители»: letters by kind, meetings."""
    registers = material.inputs.registers
    blocks: list[Block] = []
    if "letters" in registers.given:
        blocks.append(_letters(material))
    else:
        blocks.append(register_missing("писем", "letters"))
    if "events" in registers.given:
        blocks.append(_meetings(material))
    else:
        blocks.append(register_missing("мероприятий", "events"))
    blocks.append(
        Paragraph(
            "Входы родителей в Moodle не считаются: учётных записей родителей школа не заводит.",
            style="note",
        )
    )
    return Section("parents", "Работа с родителями", tuple(blocks))


def _letters(material: Material) -> Table:
    window = material.inputs.facts.window
    written: dict[str, int] = defaultdict(int)
    handed: dict[str, int] = defaultdict(int)
    families: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in material.inputs.registers.letters:
        if one.handed is not None and not window.start <= one.handed <= window.end:
            continue
        written[one.kind] += 1
        if one.handed is not None:
            handed[one.kind] += 1
            families[one.kind].add((one.person, str(one.class_name)))
    everybody = set().union(*families.values()) if families else set()
    return Table(
        key="letters",
        title="Письма семьям",
        columns=(
            Column("Вид письма", width=28),
            # A letter is to one family: a number of letters is one of families.
            Column("Писем в реестре", "people", "sum"),
            Column("Вручено", "people", "sum"),
            Column("Семей", "people", "distinct"),
        ),
        rows=tuple(
            (kind, written[kind], handed[kind], len(families[kind])) for kind in sorted(written)
        ),
        totals=("", sum(written.values()), sum(handed.values()), len(everybody)),
        source="реестр писем, строки периода отчёта",
        note="Семья считается один раз, сколько бы писем ей ни вручили.",
    )


def _meetings(material: Material) -> Table:
    window = material.inputs.facts.window
    meetings = sorted(
        (
            one
            for one in material.inputs.registers.events
            if one.parents is not None and window.start <= one.day <= window.end
        ),
        key=lambda one: (one.day, one.title),
    )
    return Table(
        key="meetings",
        title="Собрания и встречи с родителями",
        columns=(
            Column("Дата", "date"),
            Column("Название", width=34),
            Column("Родителей", "count", "sum"),
        ),
        rows=tuple((one.day, one.title, one.parents) for one in meetings),
        totals=("", None, None),
        source="реестр мероприятий: строки, где указано число родителей",
    )
