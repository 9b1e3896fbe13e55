"""The dated norms of the project as reports name them, and what a week of lessons breaks of them."""

from collections.abc import Sequence
from datetime import date

from vsosh_moodle.config.load import TEMPLATE_FOLDER
from vsosh_moodle.norms.load import NORMS, expired_norms, load_norms
from vsosh_moodle.norms.models import LessonNorms, Norms, ScreenNorms, norms_on
from vsosh_moodle.problems import Problem
from vsosh_moodle.registers.records import Registers
from vsosh_moodle.reports.school.material import Norm
from vsosh_moodle.sources.shipped import shipped
from vsosh_moodle.timetable.check import check_timetable
from vsosh_moodle.timetable.findings import Finding
from vsosh_moodle.timetable.lessons import typical_days
from vsosh_moodle.workflow.class_load import class_facts
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.school import LoadedSchool


def load_project_norms(project: Project) -> tuple[list[ScreenNorms | LessonNorms], list[Problem]]:
    """Return the norms of the project's folder, or those shipped where it has none, with their problems."""
    folder = project.templates / NORMS
    if not folder.is_dir():
        folder = shipped(TEMPLATE_FOLDER) / NORMS
    return load_norms(folder, f"{project.templates.name}/{NORMS}")


def project_norms(project: Project, day: date) -> Norms:
    """Return the norms a day is judged by; files that cannot be read are told by `check load`."""
    files, _problems = load_project_norms(project)
    return norms_on(day, files)


def check_norms(project: Project, today: date) -> list[Problem]:
    """Return what is wrong with the school's own files of norms, and which are past their date."""
    files, problems = load_norms(project.templates / NORMS, f"{project.templates.name}/{NORMS}")
    return [*problems, *expired_norms(files, today)]


def named_norms(norms: Norms) -> tuple[Norm, ...]:
    """Return the norms as a report names them."""
    return tuple(Norm(one.title, one.source, one.valid_until) for one in norms.sources)


def find_load(
    school: LoadedSchool, registers: Registers, norms: Norms, day: date
) -> tuple[Finding, ...] | None:
    """Return what an ordinary week of lessons breaks, None without a register of lessons."""
    if "timetable" not in registers.given:
        return None
    facts = class_facts(school, registers.devices, day)
    known: Sequence[object] = school.config.class_names()
    rows = [one for one in registers.timetable if one.class_name in known]
    return check_timetable(typical_days(rows), norms, facts)
