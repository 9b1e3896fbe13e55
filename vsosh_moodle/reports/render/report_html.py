"""A report as one HTML page: read on a screen or a phone, printed on A4, without a network."""

from vsosh_moodle.reports.document.model import Report


def render_report_html(report: Report) -> str:
    """Return the report as an HTML page."""
    raise NotImplementedError(report.kind)
