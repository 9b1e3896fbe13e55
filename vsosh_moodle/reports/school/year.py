"""«Отчёт о реализации проекта ДО»: the year report, in the order a founder reads it."""

from vsosh_moodle.reports.document.model import Report
from vsosh_moodle.reports.school.activity import activity_section
from vsosh_moodle.reports.school.appendices import appendices
from vsosh_moodle.reports.school.coverage import coverage_section
from vsosh_moodle.reports.school.demand import demand_section
from vsosh_moodle.reports.school.equipment import equipment_section, sanitary_section
from vsosh_moodle.reports.school.goals import goals_section
from vsosh_moodle.reports.school.material import Material, make_report
from vsosh_moodle.reports.school.materials import materials_section
from vsosh_moodle.reports.school.parents import parents_section
from vsosh_moodle.reports.school.passport import passport_section
from vsosh_moodle.reports.school.results import results_section
from vsosh_moodle.reports.school.risks import risks_section
from vsosh_moodle.reports.school.staff import staff_section
from vsosh_moodle.reports.school.tasks import tasks_section, with_conclusions

TITLE = "Отчёт о реализации проекта дистанционного обучения"

_SECTIONS = (
    passport_section,
    goals_section,
    coverage_section,
    demand_section,
    activity_section,
    results_section,
    staff_section,
    materials_section,
    equipment_section,
    sanitary_section,
    parents_section,
    risks_section,
)


def year_report(material: Material) -> Report:
    """Return the year report."""
    sections = [with_conclusions(material, section(material)) for section in _SECTIONS]
    sections.append(tasks_section(material, {one.key for one in sections}))
    return make_report(
        material,
        "year",
        TITLE,
        (*sections, *appendices(material)),
        material.config.project.name,
    )
