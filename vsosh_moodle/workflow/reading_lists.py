"""Read the lists somebody points at: files and folders, by the words of a project when there is one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vsosh_moodle.config.load import read_config
from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters import Roster, read_rosters
from vsosh_moodle.rosters.files import find_list_files
from vsosh_moodle.school.near_names import find_near_duplicates
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.school import read_by_config


@dataclass(frozen=True, slots=True)
class ReadLists:
    """What was read of the `files`.

    `config_sound` is False when the project's config has errors, so that not every word of it is known.
    """

    roster: Roster
    files: tuple[Path, ...]
    config_sound: bool = True


def read_lists(sources: Sequence[Path], project: Project | None) -> ReadLists:
    """Read files and folders with all problems, people alike between them included.

    Inside a project its classes, categories and electives are the known ones. Raises nothing for
    bad files: they are problems of the roster.
    """
    missed: list[Problem] = []
    files = find_list_files(sources, missed)
    if project is None:
        roster, sound = read_rosters(files), True
    else:
        read = read_config(project.config)
        roster, sound = read_by_config(project, read, files), read.config is not None
    roster.problems[:0] = missed
    roster.problems += find_near_duplicates(roster.people)
    roster.problems = list(_with_names(roster))
    return ReadLists(roster, tuple(files), sound)


def _with_names(roster: Roster) -> Iterator[Problem]:
    """Yield the problems; one of a whole row says who stands in it."""
    people = {
        (one.source.file, one.source.sheet, one.source.row): one.full_name for one in roster.people
    }
    for problem in roster.problems:
        place = problem.place
        who = people.get((place.file, place.sheet, place.row), "")
        yield replace(problem, read=who) if who and not (problem.read or place.cell) else problem
