"""Where parallel courses of a template differ: from it, and from each other; nothing is written."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.ids import CourseId
from vsosh_moodle.moodle.sections import CourseModule, get_modules_of_courses
from vsosh_moodle.plan.drift import DriftRow, DriftValue, drift_rows
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.workflow.planning import Planned, PlanOptions, Session, open_session, plan_session
from vsosh_moodle.workflow.progress import NoProgress, Progress
from vsosh_moodle.workflow.project import Project


@dataclass(frozen=True, slots=True)
class TemplateDrift:
    """The courses of a template, by key, and where they differ; `absent` are not on the site yet."""

    template: str
    courses: dict[str, CourseSpec]
    rows: tuple[DriftRow, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """All templates asked for; `titles` are what items are called, `problems` what could not be read."""

    templates: tuple[TemplateDrift, ...]
    titles: dict[tuple[str, str], str]
    timezone: str
    problems: tuple[Problem, ...]

    @property
    def differs(self) -> bool:
        """Whether any course differs from its template."""
        return any(one.rows for one in self.templates)


def find_drift(
    project: Project,
    templates: Collection[str] = (),
    courses: Collection[str] = (),
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Drift:
    """Compare the courses of these templates (all for none), or these courses, with what the files ask for.

    Raises InputProblems when the files cannot be used, ConfigError for an unknown template or course,
    MoodleError.
    """
    progress = progress or NoProgress()
    with open_session(project, progress, now) as session:
        chosen = _chosen(session, templates, courses)
        planned = plan_session(session, PlanOptions(), progress)
        keys = {spec.key: session.school.keys.course(spec.key) for spec in chosen}
        there = {
            key: planned.observed.ids[Kind.COURSE, key]
            for key in keys.values()
            if (Kind.COURSE, key) in planned.observed.ids
        }
        added = _added(session, planned, there)
    by_template: dict[str, list[CourseSpec]] = {}
    for spec in chosen:
        by_template.setdefault(spec.template, []).append(spec)
    return Drift(
        tuple(
            TemplateDrift(
                template,
                {keys[one.key]: one for one in specs},
                tuple(_rows(planned, [keys[one.key] for one in specs], there, added)),
                tuple(keys[one.key] for one in specs if keys[one.key] not in there),
            )
            for template, specs in by_template.items()
        ),
        {(keys[spec.key], key): title for spec in chosen for key, title in _titles(spec)},
        str(session.config.timezone),
        tuple(planned.observed.problems),
    )


def _rows(
    planned: Planned,
    courses: list[str],
    there: dict[str, int],
    added: dict[str, list[CourseModule]],
) -> Iterator[DriftRow]:
    yield from drift_rows(planned.plan.changes, [key for key in courses if key in there])
    named: dict[tuple[str, str], list[DriftValue]] = {}
    for course in courses:
        for one in added.get(course, ()):
            named.setdefault((one.name, one.modname), []).append(
                DriftValue(course, "", one.section)
            )
    for (name, modname), values in sorted(named.items()):
        yield DriftRow("added", None, name, "", tuple(values), modname)


def _added(
    session: Session, planned: Planned, there: dict[str, int]
) -> dict[str, list[CourseModule]]:
    """Return the activities of each course that are none of ours; what cannot be read has none."""
    own = {
        number
        for (kind, _key), number in planned.observed.ids.items()
        if kind is Kind.COURSE_ACTIVITY
    }
    read = get_modules_of_courses(session.client, [CourseId(one) for one in there.values()])
    found = {}
    for key, number in there.items():
        modules = read[CourseId(number)]
        if not isinstance(modules, MoodleError):
            found[key] = [one for one in modules if one.id not in own and not _is_usual(one)]
    return found


def _is_usual(module: CourseModule) -> bool:
    """Tell of the announcements that Moodle itself gives every course."""
    return module.modname == "forum" and module.name in ("Announcements", "Объявления")


def _chosen(
    session: Session, templates: Collection[str], courses: Collection[str]
) -> list[CourseSpec]:
    specs = session.school.programmes.courses
    known = {one.template for one in specs}
    for name in templates:
        if name not in known:
            raise ConfigError(
                _("По шаблону «{name}» курсов нет.").format(name=name[:60]),
                did_you_mean(name, known),
            )
    for key in courses:
        if key not in {one.key for one in specs}:
            raise ConfigError(
                _("Курса «{name}» нет.").format(name=key[:60]),
                did_you_mean(key, [one.key for one in specs]),
            )
    return [
        one
        for one in specs
        if not one.hidden
        and (not templates or one.template in templates)
        and (not courses or one.key in courses)
    ]


def section_title(key: str) -> str:
    """Return the name by which the title of a section is kept among those of activities."""
    return f"section:{key}"


def _titles(spec: CourseSpec) -> Iterator[tuple[str, str]]:
    for section in spec.sections:
        yield section_title(section.key), section.title
        for activity in section.all_activities:
            yield activity.key, activity.title
