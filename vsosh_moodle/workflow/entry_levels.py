"""Levels of pupils from an entry test that was pulled: a preview, then levels.yaml; no site is asked."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from vsosh_moodle.config.levels_file import load_entry_levels, render_entry_levels
from vsosh_moodle.desired.levels import is_subject, level_groups_of
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.indicators.facts import ActivityFacts, ProgressFacts
from vsosh_moodle.language import _
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.school.entry_levels import EntryLevel, level_of_percent
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.store.progress_facts import load_grades
from vsosh_moodle.workflow.learning import Learning, Period, open_learning
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import write_private
from vsosh_moodle.workflow.school import load_school

_Whom = tuple[ClassName | None, str, str]
ENTRY_TEST = "diagnostics-quiz"
"""The key of the entry test in the shipped courses for exams."""


@dataclass(frozen=True, slots=True)
class ProposedLevel:
    """A pupil's level by the test; `before` the one that stood there, `listed` that of the list, "" for none.

    A level of the list stays: the test does not change it.
    """

    new: EntryLevel
    before: str
    listed: str


@dataclass(frozen=True, slots=True)
class LevelsPreview:
    """What a test gives: `absent` are pupils of the course without a grade, `kept` all other levels."""

    course: CourseSpec
    proposed: tuple[ProposedLevel, ...]
    absent: tuple[str, ...]
    kept: tuple[EntryLevel, ...]
    remarks: tuple[str, ...]

    @property
    def changed(self) -> tuple[ProposedLevel, ...]:
        """Those whose level becomes another one."""
        return tuple(one for one in self.proposed if not one.listed and one.before != one.new.level)


def preview_levels(
    project: Project,
    course: str,
    test: str = ENTRY_TEST,
    thresholds: Mapping[str, float] | None = None,
    now: datetime | None = None,
) -> LevelsPreview:
    """Return the levels by the grades of a test in the newest snapshot; nothing is written.

    `thresholds` are the least per cent of each level's key; None: `min_percent` of the config's levels.
    Raises ConfigError for an unknown course, test or level, without thresholds, where nothing was pulled.
    """
    with open_learning(project, now) as learning:
        spec = _course(learning, course)
        least = _thresholds(learning, spec, thresholds)
        year = learning.config.school_year()
        facts = learning.facts(Period(year.name, year.start, year.end))
        key = learning.school.keys.course(spec.key)
        activity = _activity(facts, key, test, spec)
        grades = load_grades(learning.database, [key], facts.window)
        percents = {
            one.person: round(100 * one.grade / one.grade_max, 1)
            for one in grades
            if one.activity == activity.activity and one.grade_max
        }
        known, problems = load_entry_levels(project.levels, learning.config)
        if problems:
            raise InputProblems(problems)
        told = _("{test}, прочитано {day}").format(
            test=activity.title, day=f"{facts.snapshot.taken[:10]}" if facts.snapshot else ""
        )
        found, absent = _by_person(learning, facts, spec, percents, least, told)
        remarks = learning.remarks(facts)
    before: dict[_Whom, str] = {
        (one.class_name, one.full_name, one.subject): one.level for one in known
    }
    people = {
        (one.class_name, one.full_name): one
        for one in learning.school.roster.people
        if one.role is Role.STUDENT
    }
    proposed = tuple(
        ProposedLevel(
            one,
            before.get((one.class_name, one.full_name, one.subject), ""),
            _listed(people.get((one.class_name, one.full_name)), spec, before),
        )
        for one in found
    )
    new = {(one.class_name, one.full_name, one.subject) for one in found}
    kept = tuple(one for one in known if (one.class_name, one.full_name, one.subject) not in new)
    return LevelsPreview(spec, proposed, absent, kept, tuple(remarks))


def write_levels(project: Project, preview: LevelsPreview) -> None:
    """Write levels.yaml (0600) with the levels of the preview besides all it had."""
    levels = [*preview.kept, *(one.new for one in preview.proposed)]
    write_private(project.levels, render_entry_levels(levels), force=True)


def forget_levels(project: Project, names: Collection[str]) -> None:
    """Take the rows of people out of levels.yaml; a file that cannot be read stays as it is.

    `names` are full names as `name_key` makes them.
    """
    with suppress(InputProblems, ConfigError):
        config = load_school(project).config
        known, problems = load_entry_levels(project.levels, config)
        kept = [one for one in known if name_key(one.full_name) not in names]
        if not problems and len(kept) < len(known):
            write_private(project.levels, render_entry_levels(kept), force=True)


def _course(learning: Learning, name: str) -> CourseSpec:
    known = {one.key: one for one in learning.school.programmes.courses}
    if name not in known:
        raise ConfigError(
            _("Курса «{name}» нет.").format(name=name[:60]), did_you_mean(name, known)
        )
    return known[name]


def _thresholds(
    learning: Learning, spec: CourseSpec, given: Mapping[str, float] | None
) -> Mapping[str, float]:
    levels = {one.key: one.name for one in learning.config.levels}
    groups = level_groups_of(spec, levels)
    if not groups:
        raise ConfigError(
            _("В курсе «{course}» нет групп уровней.").format(course=spec.short_name),
            _("Ключи groups.named шаблона и levels в config.yaml должны совпадать."),
        )
    least = given or {
        one.key: one.min_percent for one in learning.config.levels if one.min_percent is not None
    }
    if not least:
        raise ConfigError(
            _("Не сказано, с какого процента какой уровень."),
            _("Впишите min_percent в levels config.yaml или назовите: --thresholds base:0,core:50"),
        )
    for key in least:
        if key not in groups:
            raise ConfigError(
                _("Уровня «{key}» в курсе «{course}» нет.").format(
                    key=key[:40], course=spec.short_name
                ),
                did_you_mean(key, groups),
            )
    return least


def _activity(facts: ProgressFacts, course: str, test: str, spec: CourseSpec) -> ActivityFacts:
    own = [one for one in facts.courses if one.course == course]
    activities = {one.key: one for found in own for one in found.activities if one.key}
    if test not in activities:
        raise ConfigError(
            _("В курсе «{course}» на сайте нет элемента «{key}».").format(
                course=spec.short_name, key=test[:60]
            ),
            did_you_mean(test, activities) or _("Сначала выполните apply и pull."),
        )
    return activities[test]


def _by_person(
    learning: Learning,
    facts: ProgressFacts,
    spec: CourseSpec,
    percents: Mapping[str, float],
    least: Mapping[str, float],
    told: str,
) -> tuple[list[EntryLevel], tuple[str, ...]]:
    key = learning.school.keys.course(spec.key)
    enrolled = {one.person for one in facts.participations if one.course == key and one.active}
    found, absent = [], []
    for one in facts.people:
        name = parse_class_name(one.class_name)
        full_name = facts.names.get(one.person, "")
        if one.person not in enrolled or name is None or not full_name:
            continue
        if one.person not in percents:
            absent.append(full_name)
        elif level := level_of_percent(least, percents[one.person]):
            found.append(
                EntryLevel(name, full_name, spec.subject, level, percents[one.person], told)
            )
    return sorted(found, key=lambda one: (one.class_name, one.full_name)), tuple(sorted(absent))


def _listed(person: Person | None, spec: CourseSpec, before: Mapping[_Whom, str]) -> str:
    """Return the level that the list of pupils itself names for the course, "" for none."""
    if person is None:
        return ""
    written = before.get((person.class_name, person.full_name, spec.subject))
    for subject, level in person.levels:
        own = not subject or is_subject(subject, spec)
        if own and not (subject == spec.subject and level == written):
            return level
    return ""
