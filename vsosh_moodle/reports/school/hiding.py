"""What may be seen of a report without names: no table of single pupils, no numbers of few."""

from dataclasses import replace

from vsosh_moodle.reports.document.model import Block, Chart, Report, Section, Table
from vsosh_moodle.reports.document.suppression import suppress_together


def hide_small_numbers(report: Report) -> Report:
    """Return the report as it may be shown: as it is where names are printed anyway.

    Tables of single people are taken out whole, with their charts; in the others numbers of few pupils
    are hidden, with all that would give them away, over the whole report.
    """
    if report.named:
        return report
    tables = [one for one in report.tables() if not one.internal and one.people is None]
    counting = [one for one in tables if any(column.kind == "people" for column in one.columns)]
    safe = {one.key: one for one in tables}
    safe |= {one.key: one for one in suppress_together(counting, report.small_numbers)}
    return replace(
        report, sections=tuple(_safe_section(section, safe) for section in report.sections)
    )


def _safe_section(section: Section, safe: dict[str, Table]) -> Section:
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Table):
            blocks += [safe[block.key]] if block.key in safe else []
        elif not isinstance(block, Chart) or block.table in safe:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))
