"""What may be seen of a report without names: no table of single pupils, no numbers of few."""

from dataclasses import replace

from vsosh_moodle.indicators.readiness import MIDDLE_END
from vsosh_moodle.reports.document.model import Block, Chart, Report, Section, Table
from vsosh_moodle.reports.document.suppression import Link, suppress_together
from vsosh_moodle.reports.school.material import grade_of


def hide_small_numbers(report: Report) -> Report:
    """Return the report as it may be shown: as it is where names are printed anyway.

    Tables of single people are taken out whole, with their charts; in the others numbers of few pupils
    are hidden, with all that would give them away, over the whole report.
    """
    if report.named:
        return report
    tables = [one for one in report.tables() if not one.internal and one.people is None]
    counting = [one for one in tables if any(column.kind == "people" for column in one.columns)]
    links = [*_exam_links(counting), *_class_links(counting)]
    hidden = suppress_together(counting, report.small_numbers, links)
    safe = {one.key: one for one in (*tables, *hidden)}
    return replace(
        report, sections=tuple(_safe_section(section, safe) for section in report.sections)
    )


def _exam_links(tables: list[Table]) -> list[Link]:
    """Return what ties the two tables of trial exams: whose work was checked, wrote; who is ready passed."""
    known = {one.key: one for one in tables}
    ready, marks = known.get("readiness"), known.get("readiness_marks")
    if ready is None or marks is None:
        return []
    rows = {row[0]: at for at, row in enumerate(ready.rows)}
    titles = [one.title for one in ready.columns]
    at_wrote, at_ready = titles.index("Писали"), titles.index("Готовы")
    links = []
    for number, row in enumerate(marks.rows):
        passing = tuple(
            (marks.key, number, at)
            for at, one in enumerate(marks.columns)
            if at > 1 and one.title != "«2»" and row[at] is not None
        )
        if row[0] in rows:
            links.append(Link(((marks.key, number, 1),), (ready.key, rows[row[0]], at_wrote)))
            links.append(Link(passing, (ready.key, rows[row[0]], at_ready)))
    return links


def _class_links(tables: list[Table]) -> list[Link]:
    """Return where classes of a level together make a number of an exam: one subject decides there."""
    known = {one.key: one for one in tables}
    ready, classes = known.get("readiness"), known.get("readiness_class")
    if ready is None or classes is None:
        return []
    levels: dict[bool, list[int]] = {}
    for number, row in enumerate(classes.rows):
        levels.setdefault(grade_of(str(row[0])) <= MIDDLE_END, []).append(number)
    links = []
    for numbers in levels.values():
        for at in (at for at, one in enumerate(classes.columns) if one.kind == "people"):
            parts = [classes.rows[number][at] for number in numbers]
            made = sum(part for part in parts if isinstance(part, int))
            links += [
                Link(tuple((classes.key, one, at) for one in numbers), (ready.key, number, column))
                for number, row in enumerate(ready.rows)
                for column, value in enumerate(row)
                if value == made and made and ready.columns[column].kind == "people"
            ]
    return links


def _safe_section(section: Section, safe: dict[str, Table]) -> Section:
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Table):
            blocks += [safe[block.key]] if block.key in safe else []
        elif not isinstance(block, Chart) or block.table in safe:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks))
