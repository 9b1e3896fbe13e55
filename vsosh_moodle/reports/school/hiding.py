"""What may be seen of a report without names: no table of single pupils, no numbers of few."""

from dataclasses import replace

from vsosh_moodle.reports.document.model import Block, Chart, Report, Section, Table
from vsosh_moodle.reports.document.suppression import Link, suppress_together


def hide_small_numbers(report: Report) -> Report:
    """Return the report as it may be shown: as it is where names are printed anyway.

    Tables of single people are taken out whole, with their charts; in the others numbers of few pupils
    are hidden, with all that would give them away, over the whole report.
    """
    if report.named:
        return report
    tables = [one for one in report.tables() if not one.internal and one.people is None]
    safe = {
        one.key: one for one in suppress_together(tables, report.small_numbers, _exam_links(tables))
    }
    return replace(
        report, sections=tuple(_safe_section(section, safe) for section in report.sections)
    )


def _exam_links(tables: list[Table]) -> list[Link]:
    """Return what ties the two tables of trial exams: who is ready has a mark of «3» or better."""
    known = {one.key: one for one in tables}
    ready, marks = known.get("readiness"), known.get("readiness_marks")
    if ready is None or marks is None:
        return []
    rows = {row[0]: at for at, row in enumerate(ready.rows)}
    at_ready = next(at for at, one in enumerate(ready.columns) if one.title == "Готовы")
    links = []
    for number, row in enumerate(marks.rows):
        passing = tuple(
            (marks.key, number, at)
            for at, one in enumerate(marks.columns)
            if at > 1 and one.title != "«2»" and row[at] is not None
        )
        if row[0] in rows:
            links.append(Link(passing, (ready.key, rows[row[0]], at_ready)))
    return links


def _safe_section(section: Section, safe: dict[str, Table]) -> Section:
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Table):
            blocks += [safe[block.key]] if block.key in safe else []
        elif not isinstance(block, Chart) or block.table in safe:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))
