"""Hold the timetable and the courses of a project against the norms; no site is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.norms.load import expired_norms
from vsosh_moodle.norms.models import Norms, norms_on
from vsosh_moodle.problems import Problem
from vsosh_moodle.registers.records import TimetableRow
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.timetable.check import DayLoad, check_timetable, day_loads
from vsosh_moodle.timetable.course_load import CourseWeek, check_course_weeks, course_weeks
from vsosh_moodle.timetable.findings import ClassFacts, Finding
from vsosh_moodle.timetable.lessons import days_of_week, learnt_at_home, typical_days
from vsosh_moodle.workflow.class_load import class_facts
from vsosh_moodle.workflow.learning import chosen_classes
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.registers import load_registers
from vsosh_moodle.workflow.report_norms import load_project_norms
from vsosh_moodle.workflow.school import LoadedSchool, load_school


@dataclass(frozen=True, slots=True)
class LoadCheck:
    """What the check found: `loads` are the days in numbers, `course_weeks` what courses ask of each week.

    `problems` are those of the files of norms and of the register of lessons; `has_timetable` tells
    whether there is one. `monday` is the week judged, None the ordinary one.
    """

    school: str
    norms: Norms
    classes: tuple[ClassName, ...]
    monday: date | None
    all_at_home: bool
    has_timetable: bool
    loads: tuple[DayLoad, ...]
    course_weeks: tuple[CourseWeek, ...]
    findings: tuple[Finding, ...]
    facts: Mapping[ClassName, ClassFacts]
    problems: tuple[Problem, ...]
    today: date

    @property
    def violations(self) -> tuple[Finding, ...]:
        """What breaks a norm for minors."""
        return tuple(one for one in self.findings if one.severity == "violation")


def check_load(
    project: Project,
    classes: tuple[str, ...] = (),
    day: date | None = None,
    *,
    all_at_home: bool = False,
    today: date | None = None,
) -> LoadCheck:
    """Judge the week of `day` (None: the ordinary week) of these classes (all for none).

    `all_at_home`: as if everybody learnt at home, lessons at school by video. Raises InputProblems when
    config.yaml cannot be used, ConfigError for an unknown class or a day outside the school year.
    """
    school = load_school(project)
    today = today or date.today()  # noqa: DTZ011  the school's own calendar day
    monday = _monday(school, day)
    files, problems = load_project_norms(project)
    problems += expired_norms(files, day or today)
    norms = norms_on(day or today, files)
    loaded = load_registers(project, school, today)
    problems += [one for one in loaded.problems if _is_of(one, loaded.registers.timetable)]
    chosen = tuple(chosen_classes(school.config, classes))
    rows = [one for one in loaded.registers.timetable if one.class_name in chosen]
    year = school.config.school_year()
    days = typical_days(rows) if monday is None else days_of_week(rows, monday, year.is_school_day)
    if all_at_home:
        days = [learnt_at_home(one, norms.screen) for one in days]
    facts = class_facts(school, loaded.registers.devices, day or today)
    found = list(check_timetable(days, norms, facts))
    weeks = [
        one
        for one in course_weeks(school.programmes.courses)
        if one.class_name in chosen and monday in (None, one.monday)
    ]
    if norms.screen is not None:
        titles = {one.key: one.short_name for one in school.programmes.courses}
        found += check_course_weeks(weeks, norms.screen, facts, titles)
    return LoadCheck(
        school.config.school.name,
        norms,
        chosen,
        monday,
        all_at_home,
        "timetable" in loaded.registers.given,
        tuple(day_loads(days, norms, found)),
        tuple(weeks),
        tuple(found),
        facts,
        tuple(problems),
        today,
    )


def _monday(school: LoadedSchool, day: date | None) -> date | None:
    if day is None:
        return None
    year = school.config.school_year()
    if not year.start <= day <= year.end:
        raise ConfigError(
            _("{day} — не в учебном году {year}.").format(day=f"{day:%d.%m.%Y}", year=year.name),
            _("Год идёт с {start} по {end}: выберите день из него.").format(
                start=f"{year.start:%d.%m.%Y}", end=f"{year.end:%d.%m.%Y}"
            ),
        )
    return day - timedelta(days=day.weekday())


def _is_of(problem: Problem, rows: Sequence[TimetableRow]) -> bool:
    """Tell whether a problem of the registers is of a sheet with lessons."""
    sheets = {(one.source.file, one.source.sheet) for one in rows}
    codes = {"day-unreadable", "time-unreadable", "screen-over-lesson", "screen-offline"}
    return (problem.place.file, problem.place.sheet) in sheets or problem.code in codes
