"""The files of a school year: those of the folder, or those `promote` put into the archive."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vsosh_moodle.config.models import Config
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.desired.programmes import compile_programmes
from vsosh_moodle.indicators.inputs import SchoolCourse
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.calendar import SchoolYear
from vsosh_moodle.school.people import Person
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.report_courses import school_courses
from vsosh_moodle.workflow.report_request import archived_project
from vsosh_moodle.workflow.school import LoadedSchool, read_school

_OF_TEMPLATES = frozenset({"folder-missing", "template-unknown"})


@dataclass(frozen=True, slots=True)
class YearFiles:
    """What the files say of one school year; `config` is None when nobody kept them."""

    year: str
    config: Config | None = None
    courses: Mapping[str, SchoolCourse] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def calendar(self) -> SchoolYear | None:
        """The terms of the year, None when nobody knows them."""
        return self.config.school_year() if self.config is not None else None


def load_year(project: Project, school: LoadedSchool, year: str) -> YearFiles:
    """Return the files of a year: the current one's are loaded already, a past one's are in the archive."""
    if year == school.config.year.name:
        return YearFiles(
            year,
            school.config,
            school_courses(school.config, school.programmes.courses, school.library, school.keys),
            tuple(school.roster.people),
            school.problems,
        )
    kept = archived_project(project, year)
    files = read_school(kept) if kept is not None else None
    if kept is None or files is None or files.school is None:
        return YearFiles(year)
    config = files.school.config
    keys = KeyScheme(config.key_prefix, config.school_year().short)
    # Templates are not archived: last year's courses are those of today's templates.
    specs = compile_programmes(config, school.library, keys).courses
    return YearFiles(
        year,
        config,
        school_courses(config, specs, school.library, keys),
        tuple(files.roster.people),
        tuple(one for one in files.problems if one.code not in _OF_TEMPLATES),
    )
