"""Write the lists of an order on distance learning, for the switches that are not over."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, speaking
from vsosh_moodle.norms.models import norms_on
from vsosh_moodle.reports.document.model import Report
from vsosh_moodle.reports.remote_order import LessonPlace, OrderFacts, order_report
from vsosh_moodle.reports.render.report_docx import render_report_docx
from vsosh_moodle.reports.render.report_html import render_report_html
from vsosh_moodle.reports.render.report_xlsx import render_report_xlsx
from vsosh_moodle.school.people import Role
from vsosh_moodle.school.remote import RemoteSwitch
from vsosh_moodle.workflow.class_subjects import class_subjects
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.registers import load_registers
from vsosh_moodle.workflow.remote_switch import sound_school
from vsosh_moodle.workflow.report_making import REPORTS_FOLDER
from vsosh_moodle.workflow.report_norms import load_project_norms
from vsosh_moodle.workflow.safe_files import require_free, write_private
from vsosh_moodle.workflow.school import LoadedSchool

_FORMS: dict[str, Callable[[Report], str | bytes]] = {
    ".docx": render_report_docx,
    ".html": render_report_html,
    ".xlsx": render_report_xlsx,
}


def write_order(
    project: Project,
    out: Path | None = None,
    today: date | None = None,
    *,
    named: bool = False,
    force: bool = False,
) -> Path:
    """Write the lists (0600) in the form that the file's ending names, Word by default; return the file.

    Raises ConfigError where no class learns or is to learn from home, for another ending, and when the
    file is there and not `force`.
    """
    day = today or date.today()  # noqa: DTZ011  the school's own calendar day
    school = sound_school(project, day)
    switches = [one for one in school.config.switches if not one.is_over(day)]
    if not switches:
        raise ConfigError(
            _("Никто не на дистанте, и переходов впереди нет: списки не о ком."),
            _("Сначала: vsosh-moodle remote on --from ДАТА --to ДАТА"),
        )
    path = out or project.root / REPORTS_FOLDER / f"Дистант с {switches[0].start:%Y-%m-%d}.docx"
    render = _FORMS.get(path.suffix.lower())
    if render is None:
        raise ConfigError(
            _("Списки не пишутся в файл {file}.").format(file=path),
            _("Назовите его приказ.docx, приказ.html или приказ.xlsx."),
        )
    require_free(path, project.sources(), force=force)
    write_private(path, _render(render, project, school, switches, day, named=named), force=force)
    return path


@speaking("ru")
def _render(
    render: Callable[[Report], str | bytes],
    project: Project,
    school: LoadedSchool,
    switches: list[RemoteSwitch],
    day: date,
    *,
    named: bool,
) -> str | bytes:
    names = [name for one in switches for name in one.classes]
    registers = load_registers(project, school, day).registers
    files, _problems = load_project_norms(project)
    pupils = {
        name: tuple(
            one.full_name
            for one in school.roster.people
            if one.role is Role.STUDENT and one.class_name == name
        )
        for name in names
    }
    facts = OrderFacts(
        school.config.school.name,
        switches,
        {name: len(listed) for name, listed in pupils.items()},
        tuple(
            LessonPlace(
                one.class_name,
                one.subject,
                ", ".join(one.teachers),
                one.course.full_name if one.course else "",
            )
            for one in class_subjects(school, registers, names)
        ),
        norms_on(day, files),
        day,
        {name: tuple(sorted(listed)) for name, listed in pupils.items()} if named else None,
    )
    return render(order_report(facts))
