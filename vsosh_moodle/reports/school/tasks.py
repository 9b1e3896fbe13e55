"""Conclusions and tasks: drafts from the figures, or what a person wrote over them."""

from collections.abc import Collection

from vsosh_moodle.reports.document.model import Block, Paragraph, Section
from vsosh_moodle.reports.school.material import Material


def conclusion_blocks(material: Material, key: str) -> tuple[Block, ...]:
    """Return the conclusions of a section: drafts are marked, a person's text is not."""
    return tuple(
        Paragraph(item, draft=not one.edited, style="item")
        for one in material.conclusions
        if one.key == key
        for item in one.items
    )


def with_conclusions(material: Material, section: Section) -> Section:
    """Return a section with its conclusions at the end."""
    blocks = conclusion_blocks(material, section.key)
    if not blocks:
        return section
    return Section(
        section.key, section.title, (*section.blocks, *blocks), section.number, section.page
    )


def tasks_section(material: Material, told: Collection[str]) -> Section:
    """Return «Выводы и задачи»: the conclusions of no section in `told`."""
    blocks: list[Block] = []
    for one in material.conclusions:
        if one.key in told or not one.items:
            continue
        blocks.append(Paragraph(one.title, style="lead"))
        blocks += conclusion_blocks(material, one.key)
    if not blocks:
        text = "Выводы стоят в конце каждого раздела. "
        text += (
            "Задачи программа предлагает, когда период закончен; свои впишите в файл выводов."
            if material.period.running
            else "Невыполненных планов нет: задачи впишите в файл выводов."
        )
        blocks.append(Paragraph(text, style="note"))
    return Section("tasks", "Выводы и задачи", tuple(blocks))
