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
    """A kind of report: what its files are called, and which conclusions stand in it, by section.

    A section without a draft has its place in the file of conclusions all the same: for a person.
    """

    file_name: str
    concludes: tuple[tuple[str, str], ...] = ()
    named_only: bool = False


_OF_PERIOD = (
    ("goals", "Показатели эффективности"),
    ("coverage", "Охват дистанционным обучением"),
    ("demand", "Востребованность предметов"),
    ("activity", "Активность учеников и педагогов"),
    ("results", "Результаты и готовность к ГИА"),
    ("materials", "Банк учебно-методических материалов"),
)
_OF_YEAR = (
    *_OF_PERIOD[:5],
    ("staff", "Кадры"),
    _OF_PERIOD[5],
    ("equipment", "Материально-техническая база"),
    ("sanitary", "Санитарный контроль"),
    ("parents", "Работа с родителями"),
    ("risks", "Риски"),
    ("next", "Задачи на следующий год"),
)

KINDS = {
    "year": ReportKind("Годовой отчёт", concludes=_OF_YEAR),
    "period": ReportKind("Отчёт за период", concludes=_OF_PERIOD),
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
