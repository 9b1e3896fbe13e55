"""Give rosters back as the same workbooks: mended where that is safe, marked where it is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.reports.marked_copy import FileReading, mark_copy, mend_copy
from vsosh_moodle.reports.unneeded_columns import drop_columns
from vsosh_moodle.reports.workbook_copy import WorkbookCopy, copy_tables, copy_workbook, dress_lists
from vsosh_moodle.rosters.loading import load_tables
from vsosh_moodle.rosters.read import Roster
from vsosh_moodle.rosters.repairs import Repair
from vsosh_moodle.rosters.trace import ClassSource
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.reading_lists import read_lists
from vsosh_moodle.workflow.safe_files import require_free, write_private

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
    mended: list[_Mended] = []
    unreadable: list[Problem] = []
    for path, target in zip(lists.files, targets, strict=True):
        reading = _of_file(lists.roster, _shown(path, project))
        broken = [one for one in reading.problems if not (one.place.sheet or one.place.row)]
        copy = None if _is_unreadable(broken) else _copy(path, reading)
        if copy is None:
            unreadable += reading.problems
            continue
        is_text = path.suffix.lower() in _TEXT_SUFFIXES
        repairs = mend_copy(copy, reading, date.today(), note_dates=not is_text)  # noqa: DTZ011
        if _named_by_file(reading) and path.stem != target.stem:
            copy.notes.append(
                _("класс взят из имени файла «{name}»: назовите копию так же.").format(
                    name=path.stem
                )
            )
        mended.append(_Mended(path, target, copy, reading, repairs))
    left = _problems_left(mended, project)
    fixed = []
    for one, problems in zip(mended, left, strict=True):
        mark_copy(one.copy, replace(one.reading, problems=problems), one.repairs)
        if drop_unneeded:
            drop_columns(one.copy, one.reading.sheets)
        write_private(one.target, one.copy.render(), force=force)
        fixed.append(_summary(one, problems, lists.roster))
    return fixed, unreadable


def _named_by_file(reading: FileReading) -> bool:
    return any(span.detail == ClassSource.FILE for sheet in reading.sheets for span in sheet.rows)


@dataclass(frozen=True, slots=True)
class _Mended:
    path: Path
    target: Path
    copy: WorkbookCopy
    reading: FileReading
    repairs: list[Repair]


def _summary(one: _Mended, problems: Sequence[Problem], roster: Roster) -> FixedFile:
    errors = sum(problem.severity == "error" for problem in problems)
    return FixedFile(
        one.path,
        one.target,
        len(one.repairs),
        errors,
        len(problems) - errors,
        tuple(_unneeded(roster, one.reading.name)),
        tuple(one.copy.notes),
    )


def _problems_left(mended: Sequence[_Mended], project: Project | None) -> list[list[Problem]]:
    """Return for each copy the problems that its repairs did not settle, found by reading it.

    They are told as they were found in the sources, for places and other files' names are right there.
    """
    with TemporaryDirectory(prefix="vsosh-") as name:  # mode 0700, gone with the last name in it
        copies = []
        for number, one in enumerate(mended):
            folder = Path(name, str(number))
            folder.mkdir()
            copies.append(folder / f"{one.path.stem}.xlsx")
            copies[-1].write_bytes(one.copy.render())
        again = read_lists(copies, project).roster.problems if copies else []
    left = []
    for one, path in zip(mended, copies, strict=True):
        titles = {sheet.title: reader for reader, sheet in one.copy.sheets.items()}
        found = [
            replace(
                problem,
                place=replace(
                    problem.place,
                    file=one.reading.name,
                    sheet=titles.get(problem.place.sheet, problem.place.sheet),
                ),
            )
            for problem in again
            if problem.place.file == str(path)
        ]
        left.append(_as_told_before(found, one.reading.problems))
    return left


def _as_told_before(found: Sequence[Problem], before: Sequence[Problem]) -> list[Problem]:
    told: dict[tuple[str, Place], list[Problem]] = {}
    for problem in before:
        told.setdefault((problem.code, problem.place), []).append(problem)
    return [
        known.pop(0) if (known := told.get((one.code, one.place), [])) else one for one in found
    ]


def _is_unreadable(problems: Sequence[Problem]) -> bool:
    """Tell whether a file gave nothing at all: even an empty list is worth a copy."""
    return any(one.code != "roster-empty" for one in problems if one.severity == "error")


def _copy(path: Path, reading: FileReading) -> WorkbookCopy:
    made = copy_workbook(path)
    if made is not None:
        return made
    copy = copy_tables(load_tables(path, reading.name))
    dress_lists(copy, reading.sheets)
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
