"""Which files hold the people: what the config's patterns find in the project folder."""

from collections.abc import Sequence
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem


def find_roster_files(
    root: Path, patterns: Sequence[str], place: Place
) -> tuple[list[Path], list[Problem]]:
    """Return the files the patterns name, each once in order; what is not found is a problem.

    A pattern with a star may find nothing as long as another finds something; `place` is where the
    patterns stand.
    """
    files: dict[Path, None] = {}
    problems: list[Problem] = []
    for pattern in patterns:
        found = matching_files(root, pattern)
        files |= dict.fromkeys(found or ())
        if found is None:
            problems.append(_unusable(pattern, place))
        elif not found and "*" not in pattern:
            problems.append(_missing(pattern, place))
    if not files and not problems:
        problems.append(_none_at_all(patterns, place))
    return list(files), problems


def matching_files(root: Path, pattern: str) -> list[Path] | None:
    """Return the sorted matches of a pattern, without lock files; None when it is no pattern."""
    try:
        absolute = Path(pattern)
        if absolute.is_absolute():
            root, pattern = Path(absolute.anchor), str(absolute.relative_to(absolute.anchor))
        found = sorted(root.glob(pattern))
    except (ValueError, NotImplementedError, IndexError):
        return None
    # Excel keeps a lock file «~$name.xlsx» beside an open workbook.
    return [path for path in found if not path.name.startswith("~$")]


def _unusable(pattern: str, place: Place) -> Problem:
    return Problem(
        place,
        _("путь «{pattern}» не годится.").format(pattern=pattern[:80]),
        _("Пишите путь от папки школы, например rosters/*.xlsx."),
        code="roster-pattern",
    )


def _missing(pattern: str, place: Place) -> Problem:
    return Problem(
        place,
        _("файла {pattern} нет.").format(pattern=pattern),
        _("Положите файл на место или исправьте rosters в config.yaml."),
        code="roster-missing",
    )


def _none_at_all(patterns: Sequence[str], place: Place) -> Problem:
    return Problem(
        place,
        _("нет ни одного файла со списками ({patterns}).").format(patterns=", ".join(patterns)),
        _("Положите списки в папку rosters и проверьте: vsosh-moodle check."),
        code="roster-missing",
    )
