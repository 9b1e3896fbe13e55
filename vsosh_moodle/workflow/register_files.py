"""Where the registers of a project lie."""

from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.roster_files import matching_files
from vsosh_moodle.workflow.school import LoadedSchool


def find_register_files(project: Project, school: LoadedSchool) -> tuple[list[Path], list[Problem]]:
    """Return the files the config's patterns name; a pattern that is none is a problem, no file is none."""
    found: dict[Path, None] = {}
    problems = []
    for number, pattern in enumerate(school.config.reports.registers):
        paths = matching_files(project.root, pattern)
        if paths is None:
            place = school.config.place("reports", "registers", number)
            problems.append(_unusable(pattern, place))
        found |= dict.fromkeys(paths or ())
    return list(found), problems


def _unusable(pattern: str, place: Place) -> Problem:
    return Problem(
        place,
        _("путь «{pattern}» не годится.").format(pattern=pattern[:80]),
        _("Пишите путь от папки школы, например registers/*.xlsx."),
        code="register-pattern",
    )
