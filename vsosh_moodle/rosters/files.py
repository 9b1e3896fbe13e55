"""The files that hold lists: what is named, and what stands in the folders that are."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.problems import Place, Problem

SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"}
LOCK_PREFIX = "~$"
"""Excel keeps such a file beside an open workbook."""


def find_list_files(paths: Sequence[Path], problems: list[Problem]) -> list[Path]:
    """Return the files to read, each once; adds the `problems` of folders.

    A folder stands for the spreadsheets in it and below, by name; hidden and lock files are left
    out, also when a shell's star named them beside others.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        found = list(_below(path, problems)) if path.is_dir() else [path]
        for one in found:
            if not one.name.startswith(LOCK_PREFIX) or len(paths) == 1:
                files.setdefault(_true_path(one), one)
        if path.is_dir() and not found:
            problems.append(_nothing_in(path))
    return list(files.values())


def _below(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        problems.append(_closed(str(error.filename or folder), reason_of(error)))

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith((".", LOCK_PREFIX)):
                yield path


def _true_path(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _nothing_in(folder: Path) -> Problem:
    return Problem(
        Place(str(folder)),
        _("в папке нет ни одной таблицы (xlsx, xls, ods, csv)."),
        _("проверьте, та ли это папка."),
        "folder-empty",
    )


def _closed(folder: str, why: str) -> Problem:
    return Problem(
        Place(folder),
        _("папка не открывается: {why}.").format(why=why),
        _("проверьте права доступа."),
        "folder-unreadable",
    )
