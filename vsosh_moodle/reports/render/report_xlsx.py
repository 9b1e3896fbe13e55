"""A report as a workbook: a first sheet to find one's way, the texts, and a sheet for each table."""

import io
from collections import defaultdict

from openpyxl import Workbook

from vsosh_moodle.language import _
from vsosh_moodle.reports.document.model import Report
from vsosh_moodle.reports.formula_values import add_results
from vsosh_moodle.reports.render.layout import (
    NumberedTable,
    lay_out,
)
from vsosh_moodle.reports.render.table_width import density_of
from vsosh_moodle.reports.render.xlsx_cells import (
    cell_text,
    describe_book,
    set_up_page,
)
from vsosh_moodle.reports.render.xlsx_chart import place_charts
from vsosh_moodle.reports.render.xlsx_front import BEHIND, write_front, write_texts
from vsosh_moodle.reports.render.xlsx_table import HEAD_ROW, TableSheet, fill_sheet

_FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
_LONGEST_NAME = 31
_PAGE = 24
"""Rows that surely fit a page."""
_GREY = "FFB0B0B0"
"""The tabs of the sheets that are there to check by, not to print."""
_PORTRAIT = 95
"""Signs that fit an upright page without being made small."""


def render_report_xlsx(report: Report) -> bytes:
    """Return the report as the bytes of an .xlsx file.

    Percentages and totals are formulas where all their numbers are there; their results stand beside
    them, so that a reader that does not count shows them too.
    """
    layout = lay_out(report)
    book = Workbook()
    front = book["Sheet"]
    front.title = _("Отчёт")
    texts = write_texts(book, layout)
    charts = defaultdict(list)
    for chart in layout.charts():
        charts[chart.chart.table].append(chart)
    made: list[TableSheet] = []
    for part, numbered in layout.tables():
        sheet = book.create_sheet(sheet_name(numbered))
        one = fill_sheet(sheet, part, numbered, report, front.title)
        beside = place_charts(one, charts[numbered.table.key])
        wide = one.width > _PORTRAIT or density_of(numbered.table, report.small_numbers).wide
        # Where a table fits one page, the pages after it are charts: no heads there.
        long = len(numbered.table.rows) > _PAGE or not charts[numbered.table.key]
        set_up_page(sheet, report, landscape=wide or beside, head_row=HEAD_ROW if long else 0)
        if part.section.key == BEHIND:
            sheet.sheet_properties.tabColor = _GREY
        made.append(one)
    write_front(front, layout, texts, made)
    describe_book(book, report)
    written = io.BytesIO()
    book.save(written)
    results = {one.sheet.title: one.results for one in made}
    return add_results(written.getvalue(), book, results)


def sheet_name(numbered: NumberedTable) -> str:
    """Return the name of a table's sheet: its number and as much of its title as Excel allows."""
    title = cell_text(numbered.table.title).translate(_FORBIDDEN).replace("\n", " ")
    name = f"{numbered.number}. {title}"
    if len(name) <= _LONGEST_NAME:
        return name.strip()
    whole, _space, _rest = name[:_LONGEST_NAME].rpartition(" ")
    return (whole if len(whole) > 12 else name[: _LONGEST_NAME - 1] + "…").rstrip(" ,.—-")
