"""Conclusions and tasks: drafts from the figures, or what a person wrote over them."""

from collections.abc import Iterable

from vsosh_moodle.reports.document.model import Block, Paragraph, Section
from vsosh_moodle.reports.school.conclusions_file import Conclusion
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


def tasks_section(material: Material, keys: Iterable[str]) -> Section:
    """Return «Выводы и задачи»: the conclusions that belong to no other section."""
    blocks: list[Block] = []
    for key in keys:
        found: Iterable[Conclusion] = (one for one in material.conclusions if one.key == key)
        for one in found:
            if one.items:
                blocks.append(Paragraph(f"{one.title}:", style="plain"))
                blocks += conclusion_blocks(material, key)
    if not blocks:
        blocks.append(Paragraph("Выводов по этим цифрам программа не предлагает.", style="note"))
    return Section("tasks", "Выводы и задачи", tuple(blocks))
