"""Write where courses differ from their templates as a page, a workbook or a document."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, speaking
from vsosh_moodle.reports.document.model import Block, Column, Paragraph, Report, Section, Table
from vsosh_moodle.reports.drift_words import drift_lines
from vsosh_moodle.reports.render.report_docx import render_report_docx
from vsosh_moodle.reports.render.report_html import render_report_html
from vsosh_moodle.reports.render.report_xlsx import render_report_xlsx
from vsosh_moodle.workflow.drifting import Drift, TemplateDrift
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import require_free, write_private
from vsosh_moodle.workflow.school import load_school

_FORMS: dict[str, Callable[[Report], str | bytes]] = {
    ".docx": render_report_docx,
    ".html": render_report_html,
    ".xlsx": render_report_xlsx,
}
_KINDS = {
    "edited": "изменено на сайте",
    "waiting": "ждёт apply",
    "missing": "ещё не создано",
    "extra": "уйдёт при apply",
    "added": "добавил учитель",
}


def write_drift(
    project: Project, drift: Drift, path: Path, today: date | None = None, *, force: bool = False
) -> None:
    """Write the differences in the form that the file's ending names.

    Raises ConfigError for another ending, and when the file is there and not `force`.
    """
    render = _FORMS.get(path.suffix.lower())
    if render is None:
        raise ConfigError(
            _("Таблица не пишется в файл {file}.").format(file=path),
            _("Назовите его отличия.html, отличия.xlsx или отличия.docx."),
        )
    require_free(path, project.sources(), force=force)
    school = load_school(project).config.school.name
    day = f"{today or date.today():%d.%m.%Y}"  # noqa: DTZ011  the school's own calendar day
    write_private(path, _render(render, drift, school, day), force=force)


@speaking("ru")
def _render(
    render: Callable[[Report], str | bytes], drift: Drift, school: str, day: str
) -> str | bytes:
    sections = tuple(
        Section(f"t{number}", one.template, (_block(one, drift, number),), number=str(number))
        for number, one in enumerate(drift.templates, 1)
    )
    return render(
        Report(
            kind="drift",
            title="Чем курсы отличаются от шаблонов",
            school=school,
            period="",
            as_of=day,
            sections=sections,
            made=day,
        )
    )


def _block(one: TemplateDrift, drift: Drift, number: int) -> Block:
    names = {key: spec.short_name for key, spec in one.courses.items()}
    lines = [
        line for row in one.rows for line in drift_lines(row, names, drift.titles, drift.timezone)
    ]
    if not lines:
        return Paragraph("Отличий нет.")
    return Table(
        key=f"drift-{number}",
        title=f"Отличия курсов шаблона {one.template}",
        columns=(
            Column("Что", width=40),
            Column("Какое отличие", width=18),
            Column("В шаблоне", width=40),
            Column("Курс", width=24),
            Column("В курсе", width=40),
        ),
        rows=tuple(
            (line.what, _KINDS[line.kind], line.wanted, line.courses, line.live) for line in lines
        ),
        source="Сравнение файлов школы с сайтом.",
    )
