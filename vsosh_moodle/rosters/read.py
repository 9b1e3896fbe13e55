"""Rosters -> people: the one door for lists of pupils and teachers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters.as_shown import report_hidden_column, skip_reason
from vsosh_moodle.rosters.duplicates import find_duplicates
from vsosh_moodle.rosters.files import find_list_files
from vsosh_moodle.rosters.headers import Header, is_summary_sheet
from vsosh_moodle.rosters.known import KnownWords, known_words
from vsosh_moodle.rosters.loading import load_tables
from vsosh_moodle.rosters.profiles import UNREAD_PREFIX, ReadingProfile
from vsosh_moodle.rosters.repairs import Repair
from vsosh_moodle.rosters.sheet import SheetPeople, read_sheet
from vsosh_moodle.rosters.sheet_problems import (
    hidden_sheet,
    leavers_sheet,
    no_header,
    nobody_in,
    repeated_column,
    summary_sheet,
    why_no_list,
)
from vsosh_moodle.rosters.substitutes import find_substitution_problems
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.rosters.title_years import find_school_year
from vsosh_moodle.rosters.trace import RowSpan
from vsosh_moodle.rosters.unreadable import UnreadableFile
from vsosh_moodle.school.classes import ClassName, LetterZ
from vsosh_moodle.school.levels import Level
from vsosh_moodle.school.people import Person


@dataclass(frozen=True, slots=True)
class DroppedColumn:
    """A column that was not read; `title` is its heading, or its letters when it has none.

    `reason` is "" for a column that is not needed, «столбец скрыт» for a hidden one.
    """

    file: str
    sheet: str
    title: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SkippedSheet:
    """A sheet that was not read: empty, hidden, or without the columns of a list of people."""

    file: str
    sheet: str
    reason: str


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row of a list that was not read though somebody stands in it: hidden, struck through, left.

    `code` is `row-hidden`, `row-filtered`, `row-struck` or `row-gone`; `reason` says it in Russian. No names.
    """

    file: str
    sheet: str
    row: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A list of a sheet, and how its rows were understood; a sheet may hold several.

    The positions of its `header` count from `first_column` (0 is A). `titles` are those of the
    first list as they are written; the `profile` has no name when none fits.
    """

    file: str
    sheet: str
    header: Header
    first_column: int = 0
    rows: Sequence[RowSpan] = ()
    titles: Sequence[Cell] = ()
    profile: ReadingProfile = field(default_factory=lambda: ReadingProfile(""))


@dataclass(slots=True)
class Roster:
    """The people of all files in the order of files, sheets and rows, and what was found on the way.

    `years` are the school years that names and titles of the lists mention, with their places.
    """

    people: list[Person] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    dropped_columns: list[DroppedColumn] = field(default_factory=list)
    skipped: list[SkippedSheet] = field(default_factory=list)
    years: list[tuple[Place, str]] = field(default_factory=list)
    skipped_rows: list[SkippedRow] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    sheets: list[ReadSheet] = field(default_factory=list)
    used_profiles: set[str] = field(default_factory=set)

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return _has_errors(self.problems)


def read_rosters(  # noqa: PLR0913  each is one thing the config knows
    paths: Sequence[Path],
    classes: Collection[ClassName] | None = None,
    learner_categories: Mapping[str, str] | None = None,
    electives: Collection[str] | None = None,
    *,
    levels: Collection[Level] | None = None,
    letter_z: LetterZ | None = None,
    profiles: Sequence[ReadingProfile] = (),
    with_leavers: bool = False,
    root: Path | None = None,
    today: date | None = None,
) -> Roster:
    """Read lists of pupils and teachers (xlsx, xls, ods, csv) with all their problems.

    Outside a project (without its `root`) a folder stands for the spreadsheets in it and below.

    `classes`, `learner_categories` (key to name), `electives` (titles and keys) and `levels` are what
    the config knows; with None anything is taken. `profiles` are those of mapping.yaml. `letter_z` is
    what «З» in «10 З» means. `with_leavers` reads the sheets of those who left, too. Places name files
    as `paths` do, or from `root` on. Only known columns are kept. Raises nothing for bad files: they are
    problems of the result.
    """
    words = known_words(classes, learner_categories, electives, levels, letter_z)
    known = replace(words, profiles=tuple(profiles), with_leavers=with_leavers)
    roster = Roster()
    files = paths if root is not None else find_list_files(paths, roster.problems)
    for path in files:
        file = _shown_name(path, root)
        _read_file(path, file, known, today or date.today(), roster)  # noqa: DTZ011  a local day
    roster.problems += find_duplicates(roster.people)
    roster.problems += find_substitution_problems(roster.people)
    return roster


def _shown_name(path: Path, root: Path | None) -> str:
    if root is not None and path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    return str(path)


def _read_file(path: Path, file: str, known: KnownWords, today: date, roster: Roster) -> None:
    people_before, problems_before = len(roster.people), len(roster.problems)
    named = find_school_year(path.name)
    if named is not None:
        roster.years.append((Place(file), named))
    headless: list[tuple[Table, bool]] = []
    try:
        for table in load_tables(path, file):
            roster.problems += table.problems
            sheet = read_sheet(table, known, today)
            if sheet.is_own:
                continue
            roster.people += sheet.people
            roster.problems += sheet.problems
            roster.years += sheet.years
            roster.repairs += sheet.repairs
            roster.used_profiles.add(sheet.profile.name)
            if sheet.is_unwanted:
                reason = _("не читать: так сказано в mapping.yaml")
                roster.skipped.append(SkippedSheet(table.file, table.sheet, reason))
                continue
            if sheet.header is None and not table.hidden and _promises(table, sheet):
                headless.append((table, sheet.is_empty))
            _note_sheet(table, sheet, roster)
    except UnreadableFile as error:
        roster.problems.append(error.problem)
    else:
        nobody = len(roster.people) == people_before
        roster.problems += [
            no_header(table, is_empty=is_empty, alone=nobody)
            for table, is_empty in headless
            if nobody or not table.facts.is_chart
        ]
        if nobody and not _has_errors(roster.problems[problems_before:]):
            # The empty sheets are the same news.
            told = [one for one in roster.problems[problems_before:] if one.code != "sheet-empty"]
            roster.problems[problems_before:] = [*told, nobody_in(file)]


def _promises(table: Table, sheet: SheetPeople) -> bool:
    """Tell whether a sheet without a header holds something that a reader may take for a list."""
    facts = table.facts
    if is_summary_sheet(table.sheet) and not facts.has_picture:
        return False
    return not sheet.is_empty or facts.is_chart or facts.has_picture or "" in facts.faults


def _note_sheet(table: Table, sheet: SheetPeople, roster: Roster) -> None:
    if sheet.header is None:
        reason = why_no_list(table, is_empty=sheet.is_empty)
        roster.skipped.append(SkippedSheet(table.file, table.sheet, reason))
    elif table.hidden:
        roster.skipped.append(SkippedSheet(table.file, table.sheet, _("лист скрыт")))
        roster.problems.append(hidden_sheet(table))
    elif sheet.is_pivot:
        roster.skipped.append(SkippedSheet(table.file, table.sheet, _("сводная таблица")))
        roster.problems.append(summary_sheet(table))
    elif is_summary_sheet(table.sheet):
        roster.skipped.append(SkippedSheet(table.file, table.sheet, _("сводный лист")))
        roster.problems.append(summary_sheet(table))
    elif sheet.of_leavers:
        roster.skipped.append(SkippedSheet(table.file, table.sheet, _("лист выбывших")))
        roster.problems.append(leavers_sheet(table))
    else:
        roster.sheets += [
            ReadSheet(
                table.file,
                table.sheet,
                header,
                table.first_column,
                trace.spans,
                sheet.titles if header.row == sheet.header.row else (),
                sheet.profile,
            )
            for header, trace in sheet.blocks
        ]
        roster.dropped_columns += [
            DroppedColumn(table.file, table.sheet, title.removeprefix(UNREAD_PREFIX))
            for _place, title in sheet.header.dropped
        ]
        roster.skipped_rows += [
            SkippedRow(table.file, table.sheet, row, code, skip_reason(code))
            for row, code in sheet.skipped_rows
        ]
        roster.dropped_columns += [
            DroppedColumn(table.file, table.sheet, title)
            for header in sheet.more_headers
            for _place, title in header.dropped
        ]
        for column in sheet.hidden_columns:
            roster.dropped_columns.append(
                DroppedColumn(table.file, table.sheet, column.title, _("столбец скрыт"))
            )
            if column.is_known:
                roster.problems.append(report_hidden_column(table, sheet.header, column))
        roster.problems += [
            repeated_column(table, sheet.header, *column)
            for column in sheet.header.repeated
            if not 0 < sheet.header.beside <= column[0]
        ]


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)
