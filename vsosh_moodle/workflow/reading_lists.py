"""Read the lists somebody points at: files and folders, by the words of a project when there is one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vsosh_moodle.config.load import read_config
from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters import Roster, read_rosters
from vsosh_moodle.school.near_names import find_near_duplicates
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.school import read_by_config

LIST_SUFFIXES = frozenset(
    {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".htm", ".html"}
)
"""What is taken from a folder; a file that is named is read whatever it is called."""


@dataclass(frozen=True, slots=True)
class ReadLists:
    """What was read of the `files`; `ignored` are files of folders that are no tables.

    `config_sound` is False when the project's config has errors, so that not every word of it is known.
    """

    roster: Roster
    files: tuple[Path, ...]
    ignored: tuple[Path, ...] = ()
    config_sound: bool = True


def read_lists(sources: Sequence[Path], project: Project | None) -> ReadLists:
    """Read files and folders with all problems, people alike between them included.

    Inside a project its classes, categories and electives are the known ones. Raises nothing for
    bad files: they are problems of the roster.
    """
    files, ignored = find_lists(sources)
    if project is None:
        roster, sound = read_rosters(files), True
    else:
        read = read_config(project.config)
        roster, sound = read_by_config(project, read, files), read.config is not None
    roster.problems += [_no_lists(folder) for folder in sources if _is_bare(folder, files)]
    roster.problems += find_near_duplicates(roster.people)
    roster.problems = list(_with_names(roster))
    return ReadLists(roster, tuple(files), tuple(ignored), sound)


def find_lists(sources: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files named and those of the folders named, each once, and what is no table there."""
    files: dict[Path, None] = {}
    ignored: dict[Path, None] = {}
    for source in sources:
        if not source.is_dir():
            files[source] = None
            continue
        for path in sorted(source.rglob("*")):
            # Excel's lock files and what a system hides.
            if path.is_file() and not path.name.startswith(("~$", ".")):
                kept = files if path.suffix.lower() in LIST_SUFFIXES else ignored
                kept[path] = None
    return list(files), list(ignored)


def _is_bare(source: Path, files: Sequence[Path]) -> bool:
    return source.is_dir() and not any(source in path.parents for path in files)


def _no_lists(folder: Path) -> Problem:
    return Problem(
        Place(str(folder)),
        _("в папке нет ни одной таблицы."),
        _("положите в неё списки (xlsx, xls, ods, csv) или укажите другую папку."),
        "folder-bare",
    )


def _with_names(roster: Roster) -> Iterator[Problem]:
    """Yield the problems; one of a whole row says who stands in it."""
    people = {
        (one.source.file, one.source.sheet, one.source.row): one.full_name for one in roster.people
    }
    for problem in roster.problems:
        place = problem.place
        who = people.get((place.file, place.sheet, place.row), "")
        yield replace(problem, read=who) if who and not (problem.read or place.cell) else problem
