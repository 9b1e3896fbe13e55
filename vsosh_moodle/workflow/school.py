"""Load the school from its folder: config, templates and rosters, with all their problems."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from vsosh_moodle.config.calendar_file import load_shifts
from vsosh_moodle.config.draft import Draft
from vsosh_moodle.config.levels_file import load_entry_levels
from vsosh_moodle.config.load import ReadConfig, read_config
from vsosh_moodle.config.models import Config
from vsosh_moodle.config.remote_file import load_switches
from vsosh_moodle.desired.compile import CategoryNode, LearnerCategory, SchoolFacts
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.desired.programmes import Programmes, compile_programmes
from vsosh_moodle.desired.remote import remote_events, remote_programmes, with_notices
from vsosh_moodle.errors import InputProblems
from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters import Roster, read_rosters
from vsosh_moodle.rosters.mapping_file import load_mapping
from vsosh_moodle.rosters.profiles import report_unused
from vsosh_moodle.school.courses import CourseEvent
from vsosh_moodle.school.entry_levels import with_entry_levels
from vsosh_moodle.school.levels import Level
from vsosh_moodle.templates.library import TemplateLibrary, check_templates
from vsosh_moodle.templates.markdown import render_markdown
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.roster_files import find_roster_files


@dataclass(frozen=True, slots=True)
class LoadedSchool:
    """Everything the files say. `problems` are errors and warnings of all of them.

    `inputs` is a digest of each input file by its name in the folder; `rosters_changed` the moment
    the newest roster was written (Unix seconds, 0 when there is none). `day` is the day they were read
    for.
    """

    config: Config
    library: TemplateLibrary
    programmes: Programmes
    roster: Roster
    problems: tuple[Problem, ...]
    inputs: dict[str, str]
    rosters_changed: float
    day: date

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the work."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def keys(self) -> KeyScheme:
        """The keys of this school and year."""
        return KeyScheme(self.config.key_prefix, self.config.school_year().short)

    def facts(self, today: date | None = None) -> SchoolFacts:
        """Return what the compiler needs of the config; whose last day is before `today` has left."""
        return SchoolFacts(
            keys=self.keys,
            timezone=self.config.timezone,
            classes=self.config.school_classes(),
            categories=tuple(
                CategoryNode(one.key, one.name, one.parent) for one in self.config.flat_categories()
            ),
            learner_categories=tuple(
                LearnerCategory(one.key, one.name, one.code)
                for one in self.config.learner_categories
            ),
            patronymic_in_firstname=self.config.people.patronymic == "firstname",
            whole_classes=self.config.policies.enrolment == "cohorts",
            extra_teachers=self.programmes.teachers,
            banks=self.library.banks,
            extra_time=self.config.policies.extra_time,
            levels={one.key: one.name for one in self.config.levels},
            today=today,
            events=(*self._events(), *remote_events(self.config.switches, self.day)),
        )

    def _events(self) -> Iterator[CourseEvent]:
        for number, one in enumerate(self.config.year.events):
            yield CourseEvent(
                one.key,
                one.name,
                one.start.isoformat(timespec="minutes"),
                one.minutes,
                render_markdown(one.description),
                self.config.place("year", "events", number),
            )


@dataclass(frozen=True, slots=True)
class SchoolFiles:
    """All that could be read of a project, with every problem; `school` is None without a config."""

    draft: Draft
    library: TemplateLibrary
    roster: Roster
    problems: tuple[Problem, ...]
    school: LoadedSchool | None


def load_school(project: Project, today: date | None = None) -> LoadedSchool:
    """Read all files of the project as of `today` (default: the clock's day).

    Raises InputProblems only when the config cannot be used; then it holds the problems of all files.
    Problems of templates and rosters beside a sound config are in the result: `require_sound` raises
    them.
    """
    files = read_school(project, today)
    if files.school is None:
        raise InputProblems(files.problems)
    return files.school


def read_school(project: Project, today: date | None = None) -> SchoolFiles:
    """Read config, templates and rosters, however broken; raises nothing for bad files.

    `today` (default: the clock's day) tells which switches to distance learning are over.
    """
    read = read_config(project.config)
    day = today or datetime.now().astimezone().date()
    shift_problems = _read_shifts(project, read.config)
    remote_problems = _read_switches(project, read.config)
    library, template_problems = _read_templates(project)
    programmes = _compile(project, read.config, library, day)
    paths, missing = _find_rosters(project, read)
    roster = read_by_config(project, read, paths)
    level_problems = _read_levels(project, read.config, roster)
    unused = _unused_profiles(project, roster) if paths else []
    problems = tuple(
        dict.fromkeys(
            (
                *read.problems,
                *shift_problems,
                *remote_problems,
                *template_problems,
                *programmes.problems,
                *missing,
                *roster.problems,
                *level_problems,
                *unused,
            )
        )
    )
    school = None
    if read.config is not None:
        school = LoadedSchool(
            config=read.config,
            library=library,
            programmes=programmes,
            roster=roster,
            problems=problems,
            inputs=_digests(project, paths),
            rosters_changed=max(map(_changed, paths), default=0),
            day=day,
        )
    return SchoolFiles(read.draft, library, roster, problems, school)


def _read_shifts(project: Project, config: Config | None) -> list[Problem]:
    """Let the config know the shifts of calendar.yaml; return what is wrong with that file."""
    if config is None:
        return []
    shifts, problems = load_shifts(project.calendar, config)
    config.shift_deadlines(shifts)
    return problems


def _read_switches(project: Project, config: Config | None) -> list[Problem]:
    """Let the config know the switches of remote.yaml; return what is wrong with that file."""
    if config is None:
        return []
    switches, problems = load_switches(project.remote, config)
    config.switch_to_distance(switches)
    return problems


def _read_levels(project: Project, config: Config | None, roster: Roster) -> list[Problem]:
    """Give the pupils the levels of levels.yaml; return what is wrong with that file."""
    if config is None:
        return []
    levels, problems = load_entry_levels(project.levels, config)
    roster.people[:], strangers = with_entry_levels(roster.people, levels)
    if strangers and roster.people:
        gone = plural(len(strangers), "{n} ученика", "{n} учеников", "{n} учеников")
        message = _("в списках нет {count} из этого файла: их уровни не действуют.")
        problems.append(
            Problem(
                Place(file=project.levels.name),
                message.format(count=gone),
                _("Перешли в другой класс — поправьте строки; выбыли — уберите их."),
                "level-stranger",
                "warning",
            )
        )
    return problems


def require_sound(school: LoadedSchool) -> None:
    """Raise InputProblems with every problem of the files, when one of them is an error."""
    if school.errors:
        raise InputProblems(school.problems)


def _read_templates(project: Project) -> tuple[TemplateLibrary, list[Problem]]:
    folder = project.templates
    if folder.is_dir():
        return check_templates(folder)
    missing = Problem(
        Place(),
        _("в папке школы нет папки {folder} с шаблонами курсов.").format(folder=folder.name),
        _("Верните её из копии или возьмите из новой школы: vsosh-moodle init образец"),
        code="folder-missing",
    )
    return TemplateLibrary(folder, {}), [missing]


def _compile(
    project: Project, config: Config | None, library: TemplateLibrary, today: date
) -> Programmes:
    if config is None:
        return Programmes((), {}, ())
    keys = KeyScheme(config.key_prefix, config.school_year().short)
    named = {programme.template for programme in config.programmes}
    there = {path.stem for path in project.templates.glob("*.yaml")}
    # Without the folder the one problem is told; with it, a template that is there but broken.
    told = there - set(library.keys()) if project.templates.is_dir() else named
    more = remote_programmes(config.switches, today)
    found = compile_programmes(config, library, keys, frozenset(told), more)
    return replace(found, courses=with_notices(found.courses, config.switches, today))


def _find_rosters(project: Project, read: ReadConfig) -> tuple[list[Path], list[Problem]]:
    """Return the files with people; what is wrong with the patterns themselves is told already."""
    draft = read.draft
    place = draft.yaml.place(("rosters",))
    paths, missing = find_roster_files(project.root, draft.rosters, place)
    return paths, missing if draft.yaml.readable else []


def read_by_config(project: Project, read: ReadConfig, paths: Sequence[Path]) -> Roster:
    """Read rosters by the config's words; where the config does not tell them, by any.

    The problems of rosters/mapping.yaml, which says how some of them are to be read, are among the
    roster's.
    """
    profiles, problems = load_mapping(project.mapping, project.root)
    draft, sound = read.draft, read.config is not None
    electives = {one.elective for _path, one in draft.programmes if one.elective}
    categories = {one.key: one.name for _path, one in draft.learners}
    roster = read_rosters(
        paths,
        classes=[one.name for one in draft.known_classes()] if draft.tells("classes") else None,
        learner_categories=categories
        if sound or (categories and draft.tells("learner_categories"))
        else None,
        electives=electives if sound or (electives and draft.tells("programmes")) else None,
        levels=[Level(one.key, one.name, one.min_score) for _path, one in draft.levels]
        if sound or draft.tells("levels")
        else None,
        letter_z=read.config.school.letter_z if read.config is not None else None,
        profiles=profiles,
        root=project.root,
    )
    roster.problems[:0] = problems
    return roster


def _unused_profiles(project: Project, roster: Roster) -> list[Problem]:
    profiles, _problems = load_mapping(project.mapping, project.root)
    return [report_unused(one) for one in profiles if one.name not in roster.used_profiles]


def _digests(project: Project, rosters: list[Path]) -> dict[str, str]:
    """Return the SHA-256 of every input file by its path inside the folder.

    A file that cannot be read has none: its problem is told, and stops the work.
    """
    shared = [
        path
        for path in sorted(project.templates.rglob("*"))
        if path.is_file() and path.suffix in (".yaml", ".toml", ".gift", ".xml")
    ]
    digests = {}
    for path in (
        project.config,
        project.calendar,
        project.remote,
        project.levels,
        project.mapping,
        *shared,
        *rosters,
    ):
        name = path.relative_to(project.root) if path.is_relative_to(project.root) else path
        with suppress(OSError):
            digests[name.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
