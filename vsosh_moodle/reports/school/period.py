"""Short reports: of a term or any days, of activity, of readiness, of teachers, of the indicators."""

from vsosh_moodle.reports.document.model import Block, Paragraph, Report, Section
from vsosh_moodle.reports.school.activity import activity_section
from vsosh_moodle.reports.school.appendices import appendices, definitions_table
from vsosh_moodle.reports.school.coverage import coverage_section
from vsosh_moodle.reports.school.demand import demand_section
from vsosh_moodle.reports.school.gia import gia_section
from vsosh_moodle.reports.school.goals import goals_section
from vsosh_moodle.reports.school.material import Material, focused, make_report
from vsosh_moodle.reports.school.materials import materials_section
from vsosh_moodle.reports.school.missing import no_snapshot
from vsosh_moodle.reports.school.results import results_section
from vsosh_moodle.reports.school.staff import grading_table, staff_section, teachers_table
from vsosh_moodle.reports.school.tasks import with_conclusions


def period_report(material: Material) -> Report:
    """Return the report of a term: what moved since, without passport, means and registers' chapters."""
    sections = [
        with_conclusions(material, one(material))
        for one in (
            goals_section,
            coverage_section,
            demand_section,
            activity_section,
            results_section,
            materials_section,
        )
    ]
    return _report(material, "period", "Отчёт за период", sections)


def activity_report(material: Material) -> Report:
    """Return the report of activity: weeks, classes, who was long away."""
    material = focused(material, "coverage", "pupil_activity", "funnel", "teacher_activity")
    sections = [activity_section(material)]
    return _report(material, "activity", "Активность в дистанционном обучении", sections)


def gia_report(material: Material) -> Report:
    """Return the report of readiness for the final exams."""
    material = focused(material, "readiness", "gia_courses")
    sections = [gia_section(material)]
    return _report(material, "gia", "Готовность к ГИА", sections)


def teachers_report(material: Material) -> Report:
    """Return the report of teachers: participation, training, how quickly work is checked."""
    material = focused(
        material,
        "teachers",
        "trained",
        "trained_share",
        "staffing",
        "teacher_activity",
        "materials",
    )
    work: list[Block] = []
    if material.has_snapshot:
        work += [grading_table(material), teachers_table(material)]
    else:
        work.append(no_snapshot())
    if not material.named:
        text = "Поимённо — только в отчёте с именами (параметр --named)."
        work.append(Paragraph(text, style="note"))
    sections = [staff_section(material), Section("grading", "Работа в курсах", tuple(work))]
    return _report(material, "teachers", "Педагоги проекта", sections)


def indicators_report(material: Material) -> Report:
    """Return all indicators with their definitions, values and the rows behind them."""
    definitions = Section(
        "definitions",
        "Определения",
        (definitions_table(material.indicators.values()),),
    )
    return _report(material, "indicators", "Показатели", [goals_section(material), definitions])


def _report(material: Material, kind: str, title: str, sections: list[Section]) -> Report:
    ends = appendices(material)
    if kind == "indicators":
        ends = tuple(one for one in ends if one.key != "methodology")
    return make_report(material, kind, title, (*sections, *ends))
