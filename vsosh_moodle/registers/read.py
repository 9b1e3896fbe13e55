"""Registers' files -> rows: the one door for the spreadsheets with what Moodle does not know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.registers.build import BuiltRow, Record
from vsosh_moodle.registers.cells import Reading
from vsosh_moodle.registers.definitions import definitions
from vsosh_moodle.registers.records import RegisterKind, Registers
from vsosh_moodle.registers.repeats import check_devices, check_training, leave_out_repeated
from vsosh_moodle.registers.sheet import SheetRows, read_register_sheet
from vsosh_moodle.registers.words import RegisterWords
from vsosh_moodle.rosters.loading import load_tables
from vsosh_moodle.rosters.unreadable import UnreadableFile


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet with a register: how many rows are used, left out for an error, not filled in yet."""

    kind: RegisterKind
    file: str
    sheet: str
    rows: int
    left_out: int
    unfilled: int


@dataclass(frozen=True, slots=True)
class DroppedColumn:
    """A column that was not read, by its title."""

    file: str
    sheet: str
    title: str


@dataclass(slots=True)
class RegisterReading:
    """Everything the files gave: the rows, what is wrong, what was not read, whose the rows are.

    `pupils` gives the idnumber of (person, class) as the rows have them, `staff` that of a name.
    """

    registers: Registers = field(default_factory=Registers)
    problems: list[Problem] = field(default_factory=list)
    sheets: list[ReadSheet] = field(default_factory=list)
    dropped: list[DroppedColumn] = field(default_factory=list)
    pupils: dict[tuple[str, str], str] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.severity == "error" for problem in self.problems)


def read_registers(
    paths: Sequence[Path],
    words: RegisterWords,
    today: date,
    *,
    year_start: date | None = None,
    root: Path | None = None,
) -> RegisterReading:
    """Read files of registers, several kinds or several files of one kind, with all their problems.

    A row that cannot be used is left out and told. Dates are judged as of `today`; a class that the
    config does not have is no mistake in a row of a day before `year_start`. Places name files from
    `root` on. Raises nothing for bad files: they are problems of the result.
    """
    result = RegisterReading()
    reading = Reading(words, today, year_start)
    rows: dict[RegisterKind, list[BuiltRow]] = {}
    files = [
        path.relative_to(root).as_posix() if root and path.is_relative_to(root) else str(path)
        for path in paths
    ]
    for path, file in zip(paths, files, strict=True):
        _read_file(path, file, reading, result, rows)
    order: dict[tuple[str, str], int] = {}
    for problem in result.problems:
        order.setdefault((problem.place.file, problem.place.sheet), len(order))
    _join(result, rows, words)
    result.problems.sort(key=partial(_place_in, order))
    return result


def _place_in(order: Mapping[tuple[str, str], int], problem: Problem) -> tuple[int, int]:
    """Return where a problem stands: that of a row told after the reading goes to its sheet."""
    place = problem.place
    return order.get((place.file, place.sheet), len(order)), place.row


def _read_file(
    path: Path,
    file: str,
    reading: Reading,
    result: RegisterReading,
    rows: dict[RegisterKind, list[BuiltRow]],
) -> None:
    known = definitions()
    said = False
    try:
        for table in load_tables(path, file):
            sheet = read_register_sheet(table, known, reading)
            result.problems += (*table.problems, *sheet.problems)
            said |= sheet.header is not None or bool(sheet.problems)
            if sheet.header is not None:
                _note(file, table.sheet, sheet, result)
                rows.setdefault(sheet.header.definition.kind, []).extend(sheet.rows)
    except UnreadableFile as error:
        result.problems.append(error.problem)
        return
    if not said:
        result.problems.append(_nothing_in(file))


def _note(file: str, name: str, sheet: SheetRows, result: RegisterReading) -> None:
    if sheet.header is None:
        return
    kind = sheet.header.definition.kind
    result.sheets.append(
        ReadSheet(kind, file, name, len(sheet.rows), sheet.left_out, sheet.unfilled)
    )
    result.dropped += [DroppedColumn(file, name, title) for title in sheet.dropped]


def _join(
    result: RegisterReading, rows: Mapping[RegisterKind, Sequence[BuiltRow]], words: RegisterWords
) -> None:
    """Put the rows of all files together, each once, and check them against each other."""
    joined: dict[str, tuple[Record, ...]] = {}
    for definition in definitions():
        if definition.kind not in rows:
            continue
        kept = leave_out_repeated(definition, rows[definition.kind])
        result.problems += kept.problems
        result.sheets = [
            _without(sheet, kept.repeated) if sheet.kind == definition.kind else sheet
            for sheet in result.sheets
        ]
        joined[definition.kind] = tuple(row.record for row in kept.rows)
        _note_people(kept.rows, result)
    given = frozenset(one.kind for one in result.sheets if one.rows or one.left_out)
    result.registers = Registers(given, **joined)  # type: ignore[arg-type]
    result.problems += check_devices(result.registers.devices)
    result.problems += check_training(
        result.registers.training, result.registers.staff, result.staff if words.staff else ()
    )


def _without(sheet: ReadSheet, repeated: Sequence[Place]) -> ReadSheet:
    """Return a sheet whose repeated rows count among those left out."""
    count = sum((one.file, one.sheet) == (sheet.file, sheet.sheet) for one in repeated)
    return replace(sheet, rows=sheet.rows - count, left_out=sheet.left_out + count)


def _note_people(rows: Iterable[BuiltRow], result: RegisterReading) -> None:
    for row in rows:
        whom = row.whom
        if whom is None or not whom.idnumber:
            continue
        if whom.class_name is not None:
            result.pupils[whom.name, str(whom.class_name)] = whom.idnumber
        else:
            result.staff[whom.name] = whom.idnumber


def _nothing_in(file: str) -> Problem:
    return Problem(
        Place(file),
        _("в файле нет ни одного реестра: листы пусты."),
        _("проверьте, тот ли это файл, или уберите его из папки."),
        "register-empty",
        "warning",
    )
