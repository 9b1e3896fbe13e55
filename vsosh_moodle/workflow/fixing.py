"""Give rosters back as the same workbooks: mended where that is safe, marked where it is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.reports.marked_copy import FileReading, mark_copy, mend_copy
from vsosh_moodle.reports.unneeded_columns import drop_columns
from vsosh_moodle.reports.workbook_copy import WorkbookCopy, copy_tables, copy_workbook
from vsosh_moodle.rosters.read import Roster, load_tables
from vsosh_moodle.rosters.repairs import Repair
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.reading_lists import read_lists
from vsosh_moodle.workflow.safe_files import require_free, write_private

_SETTLING = ("name-order", "name-digits", "name-lookalikes", "name-joined", "class-spelling")
"""Codes of repairs that are also warnings, the weightiest first: a repair names only that one."""
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A copy that was written, what was mended in it and what is left to do by hand.

    `notes` say what the copy lacks; `unneeded` are the titles of columns that are not read.
    """

    source: Path
    copy: Path
    repairs: int
    errors: int
    warnings: int
    unneeded: tuple[str, ...]
    notes: tuple[str, ...]


def fix_rosters(
    sources: Sequence[Path],
    out: Path,
    project: Project | None,
    *,
    force: bool = False,
    drop_unneeded: bool = False,
) -> tuple[list[FixedFile], list[Problem]]:
    """Write a marked and mended copy of each file; return them and the problems of unreadable files.

    One file may have a file as `out`; several go to the folder `out`, each under its own name as
    xlsx. Sources are never changed. Raises ConfigError where a copy cannot be written.
    """
    lists = read_lists(sources, project)
    targets = _targets(lists.files, out, several=len(lists.files) > 1 or sources[0].is_dir())
    for target in targets:
        require_free(target, lists.files, force=force)
    fixed: list[FixedFile] = []
    unreadable: list[Problem] = []
    for path, target in zip(lists.files, targets, strict=True):
        reading = _of_file(lists.roster, _shown(path, project))
        broken = [one for one in reading.problems if not (one.place.sheet or one.place.row)]
        copy = None if _is_unreadable(broken) else _copy(path, reading.name)
        if copy is None:
            unreadable += reading.problems
            continue
        is_text = path.suffix.lower() in _TEXT_SUFFIXES
        repairs = mend_copy(copy, reading, date.today(), note_dates=not is_text)  # noqa: DTZ011
        reading = replace(reading, problems=list(_left(reading.problems, repairs)))
        mark_copy(copy, reading, repairs)
        if drop_unneeded:
            drop_columns(copy, reading.sheets)
        write_private(target, copy.render(), force=force)
        errors = sum(one.severity == "error" for one in reading.problems)
        fixed.append(
            FixedFile(
                path,
                target,
                len(repairs),
                errors,
                len(reading.problems) - errors,
                tuple(_unneeded(lists.roster, reading.name)),
                tuple(copy.notes),
            )
        )
    return fixed, unreadable


def _left(problems: Sequence[Problem], repairs: Sequence[Repair]) -> Iterator[Problem]:
    """Yield the problems that the repairs did not settle: a warning that a cell is read otherwise."""
    mended = {(one.place.sheet, one.place.cell): one.code for one in repairs}
    for problem in problems:
        if problem.code == "macros-ignored":
            continue  # the copy has none, and a note says so
        code = mended.get((problem.place.sheet, problem.place.cell))
        if problem.severity == "error" or code not in _SETTLING or problem.code not in _SETTLING:
            yield problem
        elif _SETTLING.index(code) > _SETTLING.index(problem.code):
            yield problem  # something lesser was mended there


def _is_unreadable(problems: Sequence[Problem]) -> bool:
    """Tell whether a file gave nothing at all: even an empty list is worth a copy."""
    return any(one.code != "roster-empty" for one in problems if one.severity == "error")


def _copy(path: Path, name: str) -> WorkbookCopy:
    made = copy_workbook(path)
    if made is not None:
        return made
    copy = copy_tables(load_tables(path, name))
    copy.notes.append(_("это новая книга с той же таблицей: вид ячеек не перенесён."))
    return copy


def _of_file(roster: Roster, name: str) -> FileReading:
    return FileReading(
        name,
        [one for one in roster.problems if one.place.file == name],
        [one for one in roster.repairs if one.place.file == name],
        [one for one in roster.sheets if one.file == name],
        frozenset(
            (one.source.sheet, one.source.row) for one in roster.people if one.source.file == name
        ),
    )


def _shown(path: Path, project: Project | None) -> str:
    root = project.root if project else None
    if root is not None and path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return str(path)


def _unneeded(roster: Roster, name: str) -> Iterator[str]:
    yield from dict.fromkeys(one.title for one in roster.dropped_columns if one.file == name)


def _targets(files: Sequence[Path], out: Path, *, several: bool) -> list[Path]:
    """Return where each copy goes; two sources of one name get a number."""
    if not files:
        return []
    if not several and not out.is_dir():
        if out.suffix.lower() != ".xlsx":
            raise ConfigError(
                _("Копия сохраняется как «Книга Excel»: имя {file} не годится.").format(file=out),
                _("Укажите в --out имя с окончанием .xlsx."),
            )
        return [out]
    if out.is_file() or (several and out.suffix.lower() == ".xlsx"):
        raise ConfigError(
            _("Файлов несколько, а {file} — не папка.").format(file=out),
            _("Укажите в --out папку."),
        )
    targets: dict[Path, None] = {}
    for path in files:
        target, number = out / f"{path.stem}.xlsx", 1
        while target in targets:
            number += 1
            target = out / f"{path.stem} ({number}).xlsx"
        targets[target] = None
    return list(targets)
