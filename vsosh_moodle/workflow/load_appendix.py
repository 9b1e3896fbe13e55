"""Write the check of load as the appendix of an order."""

from collections.abc import Callable
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, speaking
from vsosh_moodle.reports.document.model import Report
from vsosh_moodle.reports.load_report import LoadFigures, load_report
from vsosh_moodle.reports.render.report_docx import render_report_docx
from vsosh_moodle.reports.render.report_html import render_report_html
from vsosh_moodle.reports.render.report_xlsx import render_report_xlsx
from vsosh_moodle.workflow.load_checking import LoadCheck
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import require_free, write_private

_FORMS: dict[str, Callable[[Report], str | bytes]] = {
    ".docx": render_report_docx,
    ".html": render_report_html,
    ".xlsx": render_report_xlsx,
}


def write_load_appendix(
    project: Project, check: LoadCheck, path: Path, *, force: bool = False
) -> Path:
    """Write the appendix in the form that the file's ending names; return the file.

    Raises ConfigError for another ending, and when the file is there and not `force`.
    """
    render = _FORMS.get(path.suffix.lower())
    if render is None:
        raise ConfigError(
            _("Приложение не пишется в файл {file}.").format(file=path),
            _("Назовите его приложение.docx, приложение.html или приложение.xlsx."),
        )
    require_free(path, project.sources(), force=force)
    write_private(path, _render(render, check), force=force)
    return path


@speaking("ru")
def _render(render: Callable[[Report], str | bytes], check: LoadCheck) -> str | bytes:
    period = "обычная неделя"
    if check.monday is not None:
        period = f"неделя с {check.monday:%d.%m.%Y}"
    if check.all_at_home:
        period += ", все учатся из дома"
    return render(
        load_report(
            LoadFigures(
                check.school,
                check.norms,
                check.classes,
                check.loads,
                check.findings,
                check.facts,
                period,
                check.today,
            )
        )
    )
