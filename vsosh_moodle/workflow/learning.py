"""What is known of the pupils' learning today: the newest snapshot, exams, and who everybody is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from vsosh_moodle.config.models import Config
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.indicators.facts import ActiveRule, ProgressFacts, Window, WorkKind
from vsosh_moodle.indicators.inputs import Inputs, exam_scales
from vsosh_moodle.indicators.view import View
from vsosh_moodle.indicators.watch import WatchEntry, WatchRule, find_watched
from vsosh_moodle.indicators.watch_exams import trial_results
from vsosh_moodle.language import _, plural
from vsosh_moodle.school.calendar import SchoolYear
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.progress_facts import load_progress
from vsosh_moodle.templates.exams import load_exams
from vsosh_moodle.templates.library import EXAMS
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.registers import LoadedRegisters, load_registers
from vsosh_moodle.workflow.report_courses import school_courses
from vsosh_moodle.workflow.school import LoadedSchool, load_school

OLD_SNAPSHOT = 7
"""Days after which it is told that the figures are not of today."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included, and what they are called."""

    title: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Learning:
    """A project with what its newest snapshot shows. `database` is open while `open_learning` is."""

    project: Project
    school: LoadedSchool
    database: Database
    registers: LoadedRegisters
    now: datetime

    @property
    def config(self) -> Config:
        """The project's config."""
        return self.school.config

    @property
    def today(self) -> date:
        """The day it is in the school."""
        return self.now.date()

    def facts(self, period: Period) -> ProgressFacts:
        """Return what learners did in a period; raises ConfigError when nothing was pulled for it."""
        config = self.config
        active = config.reports.active
        rule = ActiveRule(frozenset(WorkKind(kind) for kind in active.kinds), active.least)
        window = Window(period.start, min(period.end, self.today), config.school.timezone)
        facts = load_progress(self.database, window, rule, prefix=config.key_prefix)
        if facts.snapshot is None:
            raise ConfigError(
                _("из Moodle ещё ничего не прочитано за эти дни ({title}).").format(
                    title=period.title
                ),
                _("сначала выполните: vsosh-moodle pull"),
            )
        return facts

    def remarks(self, facts: ProgressFacts | None) -> list[str]:
        """Return what to know: mistakes of the lists, how old the figures are, what could not be read."""
        wrong = len(self.school.errors)
        told = []
        if wrong:
            told = [
                _(
                    "в файлах школы {count}: кого-то могло не быть. Проверьте: vsosh-moodle check"
                ).format(count=plural(wrong, "{n} ошибка", "{n} ошибки", "{n} ошибок"))
            ]
        return [*told, *(remarks_on(facts, self.today) if facts is not None else ())]

    def watched(self, facts: ProgressFacts) -> tuple[WatchEntry, ...]:
        """Return the watch lists of the period of `facts`; the exams are those of the whole year."""
        config = self.config
        year = config.school_year()
        whole = self.facts(Period(year.name, year.start, year.end))
        exams, _told_by_check = load_exams(self.project.templates / EXAMS, EXAMS)
        view = View(
            Inputs(
                facts=whole,
                today=self.today,
                registers=self.registers.registers,
                courses=school_courses(
                    config, self.school.programmes.courses, self.school.library, self.school.keys
                ),
                classes=config.school_classes(),
                scales=exam_scales(exams),
                pupils=self.registers.pupils,
                staff=self.registers.staff,
                trial_margin=config.reports.trial_margin,
                inactive_days=config.reports.inactive_days,
            )
        )
        rule = WatchRule(
            snapshot_day(facts),
            config.reports.inactive_days,
            config.reports.nearly_done_percent,
        )
        return find_watched(facts, rule, trial_results(view))


@contextmanager
def open_learning(project: Project, now: datetime | None = None) -> Iterator[Learning]:
    """Read the files and open the state; raises InputProblems when config.yaml cannot be used."""
    school = load_school(project, None if now is None else now.date())
    moment = (now or datetime.now().astimezone()).astimezone(school.config.timezone)
    registers = load_registers(project, school, moment.date())
    with open_database(project.state / STATE_FILE) as database:
        yield Learning(project, school, database, registers, moment)


def snapshot_day(facts: ProgressFacts) -> date:
    """Return the day Moodle was read, never after the period's end."""
    taken = date.fromisoformat(facts.snapshot.taken[:10]) if facts.snapshot else facts.window.end
    return min(taken, facts.window.end)


def remarks_on(facts: ProgressFacts, today: date) -> list[str]:
    """Return what to know about the figures: how old they are, and what could not be read."""
    days = (today - snapshot_day(facts)).days
    old = []
    if days >= OLD_SNAPSHOT:
        old = [
            _("Moodle прочитан {ago} назад: обновите данные командой vsosh-moodle pull.").format(
                ago=plural(days, "{n} день", "{n} дня", "{n} дней")
            )
        ]
    return [*old, *(facts.snapshot.gaps if facts.snapshot else ())]


def current_term(year: SchoolYear, today: date) -> Period:
    """Return the term that lasts or was the last to begin; the first one before the year has begun."""
    begun = [term for term in year.terms if term.start <= today]
    term = begun[-1] if begun else year.terms[0]
    return Period(f"{term.name} {year.name}", term.start, term.end)


def named_term(year: SchoolYear, key: str, today: date) -> Period:
    """Return the term with this key, the current one for ""; raises ConfigError for an unknown one."""
    if not key:
        return current_term(year, today)
    term = year.term(key)
    if term is None:
        raise ConfigError(
            _("Периода «{key}» в {year} учебном году нет.").format(key=key[:40], year=year.name),
            did_you_mean(key, [one.key for one in year.terms]),
        )
    return Period(f"{term.name} {year.name}", term.start, term.end)


def chosen_classes(config: Config, names: tuple[str, ...]) -> tuple[ClassName, ...]:
    """Return the classes named, all of the config's for none; raises ConfigError for an unknown one."""
    known = config.class_names()
    if not names:
        return known
    chosen = []
    for text in (part.strip() for value in names for part in value.split(",")):
        name = parse_class_name(text)
        if name is None or name not in known:
            raise ConfigError(
                _("Класса «{name}» нет в config.yaml.").format(name=text[:40]),
                did_you_mean(text, [str(one) for one in known]),
            )
        chosen.append(name)
    return tuple(name for name in known if name in chosen)


def names_of(facts: ProgressFacts) -> Mapping[str, str]:
    """Return the names by idnumber; who has none there is called by the key."""
    return {one.person: facts.names.get(one.person, one.person) for one in facts.people}
