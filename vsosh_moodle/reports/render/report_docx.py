"""A report as a Word document, in the school's own template if it has one."""

from pathlib import Path

from vsosh_moodle.reports.document.model import Report


def render_report_docx(report: Report, template: Path | None = None) -> bytes:
    """Return the report as the bytes of a .docx file. Raises InputProblems for a wrong template."""
    raise NotImplementedError(report.kind, template)


def default_docx_template() -> bytes:
    """Return the shipped template, for a school to restyle and bring back."""
    raise NotImplementedError
