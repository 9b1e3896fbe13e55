"""Make a report: gather files, registers and snapshots of a project, count, compose. No site is asked.

Whatever is missing or wrong is said in the report itself: a report of a school without snapshots,
without registers or with errors in its lists is made all the same.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from vsosh_moodle.config.models import Config
from vsosh_moodle.indicators.compute import compute_indicators
from vsosh_moodle.indicators.facts import ActiveRule, PersonFacts, ProgressFacts, Window, WorkKind
from vsosh_moodle.indicators.inputs import GRADES, ExamScale, Inputs, exam_scales
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.reports.school.material import Material, ReportPeriod
from vsosh_moodle.reports.school.oo1 import census_day
from vsosh_moodle.reports.school.people_labels import PeopleLabels
from vsosh_moodle.reports.school.wording import day as day_text
from vsosh_moodle.school.calendar import SchoolYear
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.store.progress_facts import load_progress
from vsosh_moodle.templates.exams import load_exams
from vsosh_moodle.templates.library import EXAMS
from vsosh_moodle.workflow.progress import NoProgress, Progress
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.registers import LoadedRegisters, load_registers
from vsosh_moodle.workflow.report_norms import find_load, named_norms, project_norms
from vsosh_moodle.workflow.report_people import ReportPeople, load_people, pupil_rows
from vsosh_moodle.workflow.report_remarks import (
    gather_remarks,
    read_registers,
    registers_without_names,
)
from vsosh_moodle.workflow.report_request import (
    ReportRequest,
    parse_year,
    previous_year,
    resolve_period,
    whole_year,
    year_of,
)
from vsosh_moodle.workflow.report_years import YearFiles, load_year
from vsosh_moodle.workflow.school import LoadedSchool, load_school

_DAYS_IN_YEAR = 364
"""Fifty-two weeks: the same weekday of the year before."""


BEFORE_ALL_SNAPSHOTS = date(2000, 1, 1)
"""The begin of a project whose begin nobody told: all that the snapshots have is of it."""


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Everything that reports of any year are made from, read once."""

    project: Project
    school: LoadedSchool
    registers: LoadedRegisters
    scales: tuple[ExamScale, ...]
    scale_problems: tuple[Problem, ...]
    people: ReportPeople
    ledger: PeopleLedger | None
    database: Database | None
    today: date

    @property
    def config(self) -> Config:
        return self.school.config


def gather_material(
    project: Project,
    request: ReportRequest,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Material:
    """Read the project and count the indicators of the period that `request` is about.

    Raises InputProblems when config.yaml cannot be used, ConfigError for a period that makes no sense.
    """
    with _gather(project, progress or NoProgress(), now) as (gathered, moment):
        return _material(gathered, request, _year(gathered, request), moment)


def _year(gathered: _Gathered, request: ReportRequest) -> str:
    """Return the school year a report is about: the one it was asked for, or that of its first day."""
    if request.year:
        return parse_year(request.year)
    first = request.start or request.end
    calendar = gathered.config.school_year()
    return year_of(first, calendar) if first is not None else calendar.name


def gather_years(
    project: Project,
    request: ReportRequest,
    years: list[str],
    progress: Progress | None = None,
    now: datetime | None = None,
) -> tuple[Material, ...]:
    """Return the material of each of these school years, the first of which comes first."""
    with _gather(project, progress or NoProgress(), now) as (gathered, moment):
        return tuple(_material(gathered, request, year, moment) for year in years)


@contextmanager
def _gather(
    project: Project, progress: Progress, now: datetime | None
) -> Iterator[tuple[_Gathered, datetime]]:
    progress.start(_("Файлы школы"), 0)
    school = load_school(project)
    moment = now or datetime.now(school.config.timezone)
    registers = load_registers(project, school, moment.date())
    exams, scale_problems = load_exams(
        project.templates / EXAMS, f"{project.templates.name}/{EXAMS}"
    )
    progress.start(_("Снимки Moodle"), 0)
    path = project.state / STATE_FILE
    database = open_database(path) if path.exists() else None
    try:
        ledger = PeopleLedger(database) if database is not None else None
        yield (
            _Gathered(
                project,
                school,
                registers,
                exam_scales(exams),
                tuple(scale_problems),
                load_people(ledger, school.roster.people),
                ledger,
                database,
                moment.date(),
            ),
            moment,
        )
    finally:
        progress.finish()
        if database is not None:
            database.close()


def _material(gathered: _Gathered, request: ReportRequest, year: str, moment: datetime) -> Material:
    files = load_year(gathered.project, gathered.school, year)
    period = resolve_period(request, year, files.calendar, gathered.today)
    config = gathered.config
    hidden = frozenset() if request.named else gathered.people.surnames
    inputs = _inputs(gathered, files, period, request)
    inputs = replace(inputs, registers=registers_without_names(inputs.registers, hidden))
    indicators = compute_indicators(inputs)
    labels = PeopleLabels(
        request.named, secrets.token_hex(16), gathered.people.pupils, gathered.people.teachers
    )
    material = Material(
        inputs=inputs,
        indicators={one.key: one for one in indicators},
        period=period,
        school=config.school.name,
        made=f"{moment:%d.%m.%Y %H:%M}",
        labels=labels,
        config=config.reports,
        categories={one.key: one.name for one in config.learner_categories},
        pupils=pupil_rows(
            files.people, files.config or config, gathered.ledger, census_day(period.year)
        ),
        registers=read_registers(gathered.registers),
        previous_title=previous_year(year),
        norms=named_norms(project_norms(gathered.project, gathered.today)),
        digest=_digest(inputs.facts),
        surnames=hidden,
    )
    problems = (*files.problems, *gathered.registers.problems, *gathered.scale_problems)
    return replace(material, remarks=gather_remarks(material, files, problems))


def _inputs(
    gathered: _Gathered, files: YearFiles, period: ReportPeriod, request: ReportRequest
) -> Inputs:
    config = gathered.config
    zone = config.school.timezone
    facts = _facts(gathered, Window(period.start, period.until, zone), period.year)
    if facts.snapshot is None and not facts.people:
        facts = replace(facts, people=_people_of_lists(gathered, files, period.until))
    before = load_year(gathered.project, gathered.school, previous_year(period.year))
    window = _previous_window(period, request, files.calendar, before.calendar)
    previous = _facts(gathered, Window(*window, zone), before.year)
    is_year = not (request.period or request.start or request.end)
    return Inputs(
        facts=facts,
        today=gathered.today,
        previous=previous if previous.snapshot is not None else None,
        registers=gathered.registers.registers,
        courses=files.courses,
        previous_courses=before.courses,
        classes=files.config.school_classes() if files.config is not None else (),
        targets=config.reports.targets.model_dump(),
        scales=gathered.scales,
        pupils=gathered.registers.pupils,
        staff=gathered.registers.staff,
        trial_margin=config.reports.trial_margin,
        inactive_days=config.reports.inactive_days,
        previous_year=int(period.year[:4]) - 1 if is_year else None,
        load=find_load(
            gathered.school,
            gathered.registers.registers,
            project_norms(gathered.project, gathered.today),
            min(period.until, gathered.today),
        ),
    )


def _facts(gathered: _Gathered, window: Window, year: str) -> ProgressFacts:
    """Return what the snapshots of a school year tell of a period of it."""
    active = gathered.config.reports.active
    rule = ActiveRule(frozenset(WorkKind(kind) for kind in active.kinds), active.least)
    if gathered.database is None:
        return ProgressFacts(window, rule, None)
    project = gathered.config.reports.project
    begun = project.start or BEFORE_ALL_SNAPSHOTS
    return load_progress(
        gathered.database,
        window,
        rule,
        prefix=gathered.config.key_prefix,
        project=Window(min(begun, window.start), window.end, window.zone),
        until=whole_year(year)[1],
        grades=GRADES,
    )


def _digest(facts: ProgressFacts) -> str:
    """Return a digest of what the snapshot told: the same figures come of the same digest alone."""
    if facts.snapshot is None:
        return ""
    told = (facts.people, facts.participations, facts.courses, facts.grades, facts.grading)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _people_of_lists(gathered: _Gathered, files: YearFiles, day: date) -> tuple[PersonFacts, ...]:
    """Return the pupils of the lists: without a snapshot they are all there is to know of them."""
    config = files.config or gathered.config
    rows = pupil_rows(files.people, config, gathered.ledger, day)
    return tuple(
        PersonFacts(
            person=row.person,
            class_name=row.class_name,
            form=row.form,
            distance=row.distance,
            categories=row.categories,
            present=True,
            joined=None,
            left=None,
            account=not row.person.startswith("?"),
            suspended=False,
            first_access=0,
            last_access=0,
        )
        for row in rows
    )


def _previous_window(
    period: ReportPeriod,
    request: ReportRequest,
    calendar: SchoolYear | None,
    before: SchoolYear | None,
) -> tuple[date, date]:
    """Return the days of last year to compare with: the same part of the year, as long as this one."""
    first = period.start - timedelta(days=_DAYS_IN_YEAR)
    if before is not None:
        term = before.term(request.period) if request.period else None
        first = term.start if term is not None else first
        if not (request.period or request.start or request.end):
            first = before.start
            if not period.running:
                return first, before.end
    elif calendar is None or not (request.period or request.start or request.end):
        year = whole_year(previous_year(period.year))
        return year if not period.running else (first, first + (period.until - period.start))
    return first, first + (period.until - period.start)


def shown_days(period: ReportPeriod) -> str:
    """Return «01.09.2026–26.11.2026»."""
    return f"{day_text(period.start)}–{day_text(period.until)}"
