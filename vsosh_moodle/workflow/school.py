"""Load the school from its folder: config, templates and rosters, with all their problems."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from vsosh_moodle.config.load import load_config
from vsosh_moodle.config.models import Config
from vsosh_moodle.desired.compile import CategoryNode, LearnerCategory, SchoolFacts
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.desired.programmes import Programmes, compile_programmes
from vsosh_moodle.errors import InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters import Roster, read_rosters
from vsosh_moodle.templates.library import TemplateLibrary, check_templates
from vsosh_moodle.workflow.project import Project


@dataclass(frozen=True, slots=True)
class LoadedSchool:
    """Everything the files say. `problems` are errors and warnings of all of them.

    `inputs` is a digest of each input file by its name in the folder; `rosters_changed` the moment
    the newest roster was written (Unix seconds, 0 when there is none).
    """

    config: Config
    library: TemplateLibrary
    programmes: Programmes
    roster: Roster
    problems: tuple[Problem, ...]
    inputs: dict[str, str]
    rosters_changed: float

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the work."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def keys(self) -> KeyScheme:
        """The keys of this school and year."""
        return KeyScheme(self.config.key_prefix, self.config.school_year().short)

    def facts(self) -> SchoolFacts:
        """Return what the compiler needs of the config."""
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
            extra_teachers=self.programmes.teachers,
        )


def load_school(project: Project) -> LoadedSchool:
    """Read all files of the project; raises InputProblems only when the config cannot be used.

    Problems of templates and rosters are in the result, so that `check` can show all together.
    """
    config = load_config(project.config)
    library, template_problems = check_templates(project.templates)
    keys = KeyScheme(config.key_prefix, config.school_year().short)
    broken = {path.stem for path in project.templates.glob("*.yaml")} - set(library.keys())
    programmes = compile_programmes(config, library, keys, frozenset(broken))
    files, missing = _roster_files(project, config)
    roster = read_rosters(
        files,
        classes=config.class_names(),
        learner_categories={one.key: one.name for one in config.learner_categories},
        electives={programme.elective for programme in config.programmes if programme.elective},
        root=project.root,
    )
    problems = (*template_problems, *programmes.problems, *missing, *roster.problems)
    return LoadedSchool(
        config=config,
        library=library,
        programmes=programmes,
        roster=roster,
        problems=tuple(dict.fromkeys(problems)),
        inputs=_digests(project, files),
        rosters_changed=max((file.stat().st_mtime for file in files), default=0),
    )


def require_sound(school: LoadedSchool) -> None:
    """Raise InputProblems with every problem of the files, when one of them is an error."""
    if school.errors:
        raise InputProblems(school.problems)


def _roster_files(project: Project, config: Config) -> tuple[list[Path], list[Problem]]:
    """Return the files the config's patterns name, each once; a pattern without any is a problem."""
    files: dict[Path, None] = {}
    empty = []
    for pattern in config.rosters:
        # Excel keeps a lock file «~$name.xlsx» beside an open workbook.
        found = [one for one in sorted(project.root.glob(pattern)) if not one.name.startswith("~$")]
        files |= dict.fromkeys(found)
        if not found and "*" not in pattern:
            empty.append(
                Problem(
                    config.place("rosters"),
                    _("файла {pattern} нет.").format(pattern=pattern),
                    _("Положите файл в эту папку или исправьте rosters в config.yaml."),
                    code="roster-missing",
                )
            )
    if not files and not empty:
        empty.append(
            Problem(
                config.place("rosters"),
                _("нет ни одного файла со списками ({patterns}).").format(
                    patterns=", ".join(config.rosters)
                ),
                _("Положите списки в папку rosters и проверьте: vsosh-moodle check."),
                code="roster-missing",
            )
        )
    return list(files), empty


def _digests(project: Project, rosters: list[Path]) -> dict[str, str]:
    """Return the SHA-256 of every input file by its path inside the folder."""
    shared = [
        path
        for path in sorted(project.templates.rglob("*"))
        if path.is_file() and path.suffix in (".yaml", ".toml", ".gift", ".xml")
    ]
    digests = {}
    for path in (project.config, *shared, *rosters):
        name = path.relative_to(project.root) if path.is_relative_to(project.root) else path
        digests[name.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digests
