"""Where the lists of the new year go, and where those of the old one are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.reports.new_rosters import TeacherRow
from vsosh_moodle.school.people import Role
from vsosh_moodle.workflow.project import ARCHIVE_FOLDER, CONFIG_NAME, Project
from vsosh_moodle.workflow.school import LoadedSchool

STUDENTS, TEACHERS = "students.xlsx", "teachers.xlsx"
DEPARTED, RECORD = "выпускники.xlsx", "перевод.json"


@dataclass(frozen=True, slots=True)
class RosterPlaces:
    """Names from the project's folder on: the old lists, the new ones, and the archive's folder.

    `pattern` is what `rosters` of the config has to say then, None when it may stay.
    """

    archive: str
    moved: tuple[str, ...]
    students: str
    teachers: str
    pattern: tuple[str, ...] | None = None
    problems: tuple[Problem, ...] = ()

    def archived(self, name: str) -> str:
        """Return the place in the archive of a file of the project."""
        return f"{self.archive}/{name}"

    def written(self, teachers: Sequence[TeacherRow]) -> tuple[str, ...]:
        """Return the files that are written."""
        lists = (self.students, self.teachers) if teachers else (self.students,)
        return (CONFIG_NAME, *lists, self.archived(DEPARTED))


def choose_places(
    project: Project, school: LoadedSchool, files: Iterable[Path], year: int
) -> RosterPlaces:
    """Choose the places; `files` are the lists of the old year, `year` is when the new one begins.

    A list outside the project's folder, or an archive of that name, is a problem: nothing that is
    not ours is moved, nothing that is there is written over.
    """
    problems: list[Problem] = []
    moved: list[str] = []
    for path in files:
        if path.is_relative_to(project.root):
            moved.append(path.relative_to(project.root).as_posix())
        else:
            problems.append(_outside(path))
    archive = f"{ARCHIVE_FOLDER}/{school.config.year.name.replace('/', '-')}"
    if (project.root / archive).exists():
        problems.append(_archive_there(archive))
    if project.calendar.is_file():
        moved.append(project.calendar.name)
    students = _place(project, school, Role.STUDENT, moved, year)
    teachers = _place(project, school, Role.TEACHER, moved, year)
    written = [students]
    if any(one.role is Role.TEACHER for one in school.roster.people):
        written.append(teachers)
    patterns = school.config.rosters
    found = all(_matches_any(patterns, name) for name in written)
    old_found = any(_matches_any(patterns, f"{archive}/{name}") for name in [*moved, DEPARTED])
    pattern = None if found and not old_found else tuple(written)
    return RosterPlaces(archive, tuple(moved), students, teachers, pattern, tuple(problems))


def _place(
    project: Project, school: LoadedSchool, role: Role, moved: Sequence[str], year: int
) -> str:
    """Return the name of a list: in the folder of the first list of these people, never over another file."""
    sources = [
        one.source.file for one in school.roster.people if one.role is role and one.source.file
    ]
    folder = PurePosixPath(sources[0]).parent if sources else PurePosixPath(project.rosters.name)
    if folder.is_absolute():
        folder = PurePosixPath(project.rosters.name)
    name = (folder / (STUDENTS if role is Role.STUDENT else TEACHERS)).as_posix()
    if name in moved or not (project.root / name).exists():
        return name
    return PurePosixPath(name).with_stem(f"{PurePosixPath(name).stem}-{year}").as_posix()


def is_list_of(project: Project, patterns: Sequence[str], path: Path) -> bool:
    """Tell whether a file would be read as a list of people."""
    absolute = path.resolve()
    if not absolute.is_relative_to(project.root.resolve()):
        return False
    return _matches_any(patterns, absolute.relative_to(project.root.resolve()).as_posix())


def _matches_any(patterns: Sequence[str], name: str) -> bool:
    return any(
        _matches(PurePosixPath(pattern).parts, PurePosixPath(name).parts) for pattern in patterns
    )


def _matches(pattern: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether `Path.glob` finds a name by a pattern, part by part."""
    if not pattern:
        return not name
    if pattern[0] == "**":
        return any(_matches(pattern[1:], name[at:]) for at in range(len(name) + 1))
    return bool(name) and fnmatchcase(name[0], pattern[0]) and _matches(pattern[1:], name[1:])


def _outside(path: Path) -> Problem:
    return Problem(
        Place(str(path)),
        _("список лежит вне папки школы, убрать его в архив нельзя."),
        _("скопируйте его в папку rosters, поправьте rosters в config.yaml и повторите."),
        "roster-outside",
    )


def _archive_there(archive: str) -> Problem:
    return Problem(
        Place(archive),
        _("папка архива уже есть."),
        _("переименуйте её: программа ничего не записывает поверх."),
        "archive-there",
    )
