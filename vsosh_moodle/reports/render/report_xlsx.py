"""A report as a workbook: a sheet for each table, with live charts and formulas."""

from vsosh_moodle.reports.document.model import Report


def render_report_xlsx(report: Report) -> bytes:
    """Return the report as the bytes of an .xlsx file."""
    raise NotImplementedError(report.kind)
