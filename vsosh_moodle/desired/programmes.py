"""From the config's programmes and the templates to the courses of the year. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vsosh_moodle.config.models import Config, PlannedCourse
from vsosh_moodle.config.programmes import ProgrammeConfig
from vsosh_moodle.desired.audience import check_audience
from vsosh_moodle.desired.keys import MAX_KEY, KeyScheme
from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.templates.context import RenderContext
from vsosh_moodle.templates.library import TemplateLibrary
from vsosh_moodle.templates.render import CourseTemplate, check_course


@dataclass(frozen=True, slots=True)
class Programmes:
    """The courses of the year, the teachers their programmes name, and the problems found."""

    courses: tuple[CourseSpec, ...]
    teachers: dict[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A programme, the place that asks for it, and whether its courses are kept out of sight."""

    programme: ProgrammeConfig
    place: Place
    hidden: bool = False


def compile_programmes(
    config: Config,
    library: TemplateLibrary,
    keys: KeyScheme,
    broken: frozenset[str] = frozenset(),
    more: Iterable[Asked] = (),
) -> Programmes:
    """Render every course the programmes ask for; all problems of all programmes come together.

    `broken` are keys of templates that are there but could not be read: told already. `more` are
    programmes from elsewhere than config.yaml.
    """
    asked = [
        Asked(one, config.place("programmes", number))
        for number, one in enumerate(config.programmes)
    ]
    courses: list[CourseSpec] = []
    problems: list[Problem] = []
    teachers: dict[str, tuple[str, ...]] = {}
    for one in (*asked, *more):
        programme = one.programme
        template = library.get(programme.template)
        if template is None and programme.template in broken:
            continue
        if template is None:
            problems.append(_template_missing(config, library, one))
            continue
        for planned in config.planned_courses(programme):
            course, found = _render(config, one, template, planned)
            problems += [problem for problem in found if problem not in problems]
            if course is not None:
                courses.append(course)
                teachers[course.key] = tuple(str(name) for name in programme.teachers)
                problems += _check_names(config, keys, course, one.place)
                categories = [each.key for each in config.learner_categories]
                problems += [
                    problem
                    for problem in check_audience(course, categories, config.school_classes())
                    if problem not in problems
                ]
    problems += _shared_short_names(courses)
    return Programmes(tuple(courses), teachers, tuple(problems))


def _render(
    config: Config, asked: Asked, template: CourseTemplate, planned: PlannedCourse
) -> tuple[CourseSpec | None, list[Problem]]:
    year = config.school_year()
    programme = asked.programme
    per_class = programme.course == "per_class"
    context = RenderContext(
        year=year,
        classes=planned.classes,
        term=year.term(programme.term) if programme.term else None,
        school=config.school.short_name or config.school.name,
        params=programme.params,
        key=planned.key,
        per_class=per_class,
        source=asked.place,
        distance_days=config.distance_days(planned.classes),
        moves_deadlines=config.policies.deadlines_on_free_days == "next",
    )
    course, problems = check_course(template, context)
    if course is None:
        return None, problems
    grouped = course.class_groups and not per_class
    return (
        replace(
            course,
            class_groups=grouped,
            elective=programme.elective or "",
            categories=programme.categories,
            hidden=asked.hidden,
        ),
        problems,
    )


def _template_missing(config: Config, library: TemplateLibrary, asked: Asked) -> Problem:
    name = asked.programme.template
    own = next((n for n, one in enumerate(config.programmes) if one is asked.programme), None)
    return Problem(
        asked.place if own is None else config.place("programmes", own, "template"),
        _("шаблона «{name}» нет в папке {folder}.").format(name=name, folder=library.folder.name),
        did_you_mean(name, library.keys()),
        code="template-unknown",
    )


def _check_names(
    config: Config, keys: KeyScheme, course: CourseSpec, place: Place
) -> list[Problem]:
    known = [category.key for category in config.flat_categories()]
    problems = []
    if course.category and course.category not in known:
        problems.append(
            Problem(
                config.place("categories") if not known else course.source,
                _("курсу «{title}» нужна категория «{key}», а в config.yaml её нет.").format(
                    title=course.full_name, key=course.category
                ),
                did_you_mean(course.category, known) or _("Добавьте её в categories: config.yaml."),
                code="category-unknown",
            )
        )
    longest = max((len(str(name)) for name in course.classes), default=0) + len("|=classes")
    if len(keys.course(course.key)) + longest > MAX_KEY:
        problems.append(
            Problem(
                place,
                _("ключ курса «{key}» слишком длинный.").format(key=course.key),
                _("Дайте программе короткий key: не длиннее 60 знаков."),
                code="key-too-long",
            )
        )
    return problems


def _shared_short_names(courses: Sequence[CourseSpec]) -> list[Problem]:
    """Moodle refuses two courses with one short name, and the whole batch with them."""
    first: dict[str, CourseSpec] = {}
    problems = []
    for course in courses:
        other = first.setdefault(course.short_name.casefold(), course)
        if other is not course:
            problems.append(
                Problem(
                    course.source,
                    _("у курсов «{one}» и «{two}» одно краткое название: {name}.").format(
                        one=other.key, two=course.key, name=course.short_name
                    ),
                    _("Добавьте в short_name шаблона класс: {{ course.class_names }}."),
                    code="short-name-twice",
                )
            )
    return problems
