"""Which reports there are, and what each is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from vsosh_moodle.reports.document.model import Report
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.one_class import class_report
from vsosh_moodle.reports.school.one_course import course_report
from vsosh_moodle.reports.school.oo1 import oo1_report
from vsosh_moodle.reports.school.period import (
    activity_report,
    gia_report,
    indicators_report,
    period_report,
    teachers_report,
)
from vsosh_moodle.reports.school.results import marks_report
from vsosh_moodle.reports.school.year import year_report


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of report: what its files are called, and whether drafts of conclusions stand in it."""

    file_name: str
    concludes: bool = False
    named_only: bool = False


KINDS = {
    "year": ReportKind("Годовой отчёт", concludes=True),
    "period": ReportKind("Отчёт за период", concludes=True),
    "class": ReportKind("Класс"),
    "course": ReportKind("Курс"),
    "gia": ReportKind("Готовность к ГИА"),
    "activity": ReportKind("Активность"),
    "teachers": ReportKind("Педагоги"),
    "oo1": ReportKind("ОО-1 черновик"),
    "marks": ReportKind("Ведомость", named_only=True),
    "indicators": ReportKind("Показатели"),
}


def compose_report(kind: str, material: Material, subject: str = "") -> Report:
    """Return a report; `subject` is the class or the course that it is about."""
    if kind == "class":
        return class_report(material, subject)
    if kind == "course":
        return course_report(material, subject)
    return _WHOLE[kind](material)


_WHOLE: dict[str, Callable[[Material], Report]] = {
    "year": year_report,
    "period": period_report,
    "gia": gia_report,
    "activity": activity_report,
    "teachers": teachers_report,
    "oo1": oo1_report,
    "marks": marks_report,
    "indicators": indicators_report,
}
