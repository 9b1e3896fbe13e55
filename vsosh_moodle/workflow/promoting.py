"""Promote the school to the next year: read its files, decide, show; see `promotion_files` for writing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from vsosh_moodle.config.models import Config
from vsosh_moodle.config.next_year import (
    NextConfig,
    NextYear,
    changed_lines,
    dated_params,
    next_school_year,
    rewrite_config,
)
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.desired.programmes import compile_programmes
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.reports.new_rosters import RosterWords, TeacherRow
from vsosh_moodle.reports.promotion_report import (
    FileChanges,
    Norm,
    PromotionReport,
    TeacherCounts,
)
from vsosh_moodle.rosters.decisions import read_decisions
from vsosh_moodle.school.classes import MAX_GRADE, ClassName
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.placing import promote_school
from vsosh_moodle.school.promotion import Decisions, Promotion, PromotionRules
from vsosh_moodle.school.year_turn import carry_classes, follow_classes
from vsosh_moodle.workflow.project import CONFIG_NAME, Project
from vsosh_moodle.workflow.promotion_places import RosterPlaces, choose_places
from vsosh_moodle.workflow.roster_files import find_roster_files
from vsosh_moodle.workflow.school import LoadedSchool, load_school, require_sound

_SCHOOL_ENDS = 11


@dataclass(frozen=True, slots=True)
class PromoteOptions:
    """What the command line says: the year `to`, the file of decisions, and how lists are carried.

    `last_grade` None is 11, or the highest grade of the school above it.
    """

    to: str
    decisions: Path | None = None
    last_grade: int | None = None
    class_limit: int = 25
    teachers: Literal["keep", "follow"] = "keep"
    programmes: Literal["keep", "follow"] = "keep"
    electives: Literal["clear", "keep"] = "clear"


@dataclass(slots=True)
class PreparedYear:
    """A turn of the year thought through, with everything that is to be written."""

    report: PromotionReport
    config_text: str
    config: Config | None
    students: list[Person]
    teachers: list[TeacherRow]
    words: RosterWords
    places: RosterPlaces
    decisions: Path | None
    patterns: tuple[str, ...] = ()
    inputs: dict[str, str] = field(default_factory=dict)


def prepare_promotion(project: Project, options: PromoteOptions) -> PreparedYear:
    """Read the school and work out its next year; nothing is written.

    Raises InputProblems when the school's files have errors, ConfigError when `to` is not the next
    year. What is wrong with the decisions or the result is in the report.
    """
    school = load_school(project)
    require_sound(school)
    year = next_school_year(school.config)
    _require_next(options.to, school.config.year.name, year.name)
    problems: list[Problem] = []
    promotion = _decide(school, options, problems)
    files, _missing = find_roster_files(project.root, school.config.rosters, Place())
    places = choose_places(project, school, files, year.start.year)
    problems += places.problems
    text = _config_text(project)
    made = rewrite_config(
        text,
        school.config,
        NextYear(
            promotion,
            follow_programmes=options.programmes == "follow",
            rosters=places.pattern,
            template_keys=frozenset(school.library.keys()),
        ),
    )
    problems += made.problems
    problems += _check_courses(school, made)
    teachers = _teachers(school, promotion, follow=options.teachers == "follow")
    students, dropped = _students(promotion, made.config, keep=options.electives == "keep")
    if not students and school.roster.people:
        problems.append(_nobody_left())
    return PreparedYear(
        report=PromotionReport(
            old_year=school.config.school_year(),
            new_year=year,
            promotion=promotion,
            programmes=made.programmes,
            untaught=made.untaught,
            config_lines=changed_lines(text, made.text),
            teachers=_count(school, teachers),
            teachers_follow=options.teachers == "follow",
            electives_dropped=dropped,
            categories_kept=sum(bool(one.categories) for one in students),
            norms=_norms(school, made),
            dated_params=_dated(made),
            files=FileChanges(
                places.archive, (CONFIG_NAME, *places.moved), places.written(teachers),
                places.pattern,
            ),
            problems=tuple(dict.fromkeys(problems)),
        ),
        config_text=made.text,
        config=made.config,
        students=students,
        teachers=teachers,
        words=_words(school, promotion, made.config),
        places=places,
        decisions=options.decisions,
        patterns=school.config.rosters,
        inputs=school.inputs,
    )  # fmt: skip


def _require_next(asked: str, current: str, following: str) -> None:
    if asked.replace("-", "/") == following:
        return
    raise ConfigError(
        _("Из {current} школа переходит только в {following}, а указано {asked}.").format(
            current=current, following=following, asked=asked
        ),
        _("Выполните: vsosh-moodle promote --to {year}").format(year=following),
    )


def _decide(school: LoadedSchool, options: PromoteOptions, problems: list[Problem]) -> Promotion:
    decisions = Decisions(place=Place(CONFIG_NAME, line=school.config.place("classes").line))
    if options.decisions is not None:
        read = read_decisions(options.decisions, date.today())  # noqa: DTZ011  a local day
        problems += read.problems
        decisions = read.decisions
    highest = max(name.grade for name in school.config.class_names())
    year = next_school_year(school.config)
    rules = PromotionRules(
        old_year_end=school.config.school_year().end,
        new_year_start=year.start,
        last_grade=options.last_grade or min(max(_SCHOOL_ENDS, highest), MAX_GRADE),
        class_limit=options.class_limit,
    )
    promotion = promote_school(
        school.config.school_classes(), school.roster.people, decisions, rules
    )
    problems += promotion.problems
    return promotion


def _config_text(project: Project) -> str:
    """Return the config's text with its own line ends; it was read once, so it is there and UTF-8."""
    return project.config.read_bytes().decode("utf-8")


def _students(
    promotion: Promotion, config: Config | None, *, keep: bool
) -> tuple[list[Person], int]:
    """Return the pupils of the new year and how many lose an elective."""
    offered = (
        {one.elective.casefold() for one in config.programmes if one.elective}
        if keep and config
        else set()
    )
    students, dropped = [], 0
    for placement in promotion.placements:
        if not placement.stays:
            continue
        person = placement.person
        electives = tuple(one for one in person.electives if one.casefold() in offered)
        dropped += electives != person.electives
        students.append(replace(person, class_name=placement.target, electives=electives))
    return students, dropped


def _teachers(school: LoadedSchool, promotion: Promotion, *, follow: bool) -> list[TeacherRow]:
    """Return the teachers' rows of the new year.

    A row that named classes and is left with none loses its subjects too: without classes it would
    stand for all of them.
    """
    old = school.config.class_names()
    new = [one.name for one in promotion.classes]
    rows = []
    for person in school.roster.people:
        if person.role is not Role.TEACHER:
            continue
        classes: Sequence[ClassName] = (
            follow_classes(person.classes, promotion.moves())
            if follow
            else carry_classes(person.classes, old, new)
        )
        if set(classes) == set(person.classes):
            classes = person.classes
        if person.classes and not classes:
            was = f"{', '.join(person.subjects)}: {', '.join(map(str, person.classes))}"
            rows.append(TeacherRow(replace(person, subjects=(), classes=()), was))
        else:
            rows.append(TeacherRow(replace(person, classes=tuple(classes))))
    return rows


def _count(school: LoadedSchool, rows: Sequence[TeacherRow]) -> TeacherCounts:
    before = [one for one in school.roster.people if one.role is Role.TEACHER]
    changed = sum(
        one.classes != row.teacher.classes and not row.was
        for one, row in zip(before, rows, strict=True)
    )
    return TeacherCounts(len(rows), changed, sum(bool(row.was) for row in rows))


def _words(school: LoadedSchool, promotion: Promotion, config: Config | None) -> RosterWords:
    programmes = (config or school.config).programmes
    return RosterWords(
        tuple(one.name for one in promotion.classes),
        {one.key: one.name for one in school.config.learner_categories},
        tuple(dict.fromkeys(one.elective for one in programmes if one.elective)),
    )


def _check_courses(school: LoadedSchool, made: NextConfig) -> Iterable[Problem]:
    """Yield what is wrong with the courses of the new year, above all names taken by last year's."""
    if made.config is None:
        return
    keys = KeyScheme(made.config.key_prefix, made.year.short)
    compiled = compile_programmes(made.config, school.library, keys)
    known = {(one.code, one.message) for one in school.problems}
    yield from (one for one in compiled.problems if (one.code, one.message) not in known)
    taken = {course.short_name.casefold() for course in school.programmes.courses}
    clashing = Counter(
        course.source for course in compiled.courses if course.short_name.casefold() in taken
    )
    for place in clashing:
        yield Problem(
            place,
            _(
                "краткое название курса то же, что в прошлом году, а Moodle двух таких не допускает."
            ),
            _("добавьте год в short_name шаблона: {name}.").format(name="{{ year.name }}"),
            "short-name-last-year",
            "warning",
        )


def _norms(school: LoadedSchool, made: NextConfig) -> tuple[Norm, ...]:
    """Return the dated facts that courses of the new year use and that end before it does."""
    found: dict[str, date] = {}
    for programme in made.config.programmes if made.config else ():
        template = school.library.get(programme.template)
        if template is None or template.exam is None or template.model.exam is None:
            continue
        until = template.exam["valid_until"]
        if isinstance(until, date) and until < made.year.end:
            found[f"{school.library.folder.name}/exams/{template.model.exam.file}.toml"] = until
    return tuple(Norm(file, until) for file, until in sorted(found.items()))


def _dated(made: NextConfig) -> tuple[tuple[str, str], ...]:
    if made.config is None:
        return ()
    programmes = made.config.programmes
    return tuple(
        (programmes[number].key or programmes[number].template, day)
        for number, day in dated_params(made.config, made.year)
    )


def _nobody_left() -> Problem:
    return Problem(
        Place(CONFIG_NAME),
        _("в новом году не остаётся ни одного ученика."),
        _("проверьте решения: все классы выпускаются или все ученики выбывают."),
        "nobody-left",
    )
