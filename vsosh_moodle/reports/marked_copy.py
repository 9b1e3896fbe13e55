"""Repairs made and problems marked in the copy of a roster file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem, sentence
from vsosh_moodle.reports.cell_marks import (
    MOST_COMMENTS,
    CellNote,
    Mark,
    anchor_of,
    mark_cell,
    mark_word,
    unmark_workbook,
)
from vsosh_moodle.reports.check_sheet import Finding, add_check_sheet, remove_check_sheets
from vsosh_moodle.reports.sheet_cells import existing_cells, widen_column, write_cell
from vsosh_moodle.reports.workbook_copy import WorkbookCopy
from vsosh_moodle.rosters import Repair
from vsosh_moodle.rosters.dates import is_year, parse_date
from vsosh_moodle.rosters.headers import Column
from vsosh_moodle.rosters.read import ReadSheet
from vsosh_moodle.rosters.values import cell_text
from vsosh_moodle.school.names import clean_text

_DAYS_TO_1904 = 1462
_DATE_WIDTH = 11.5
_DATES = (Column.BIRTH_DATE, Column.START, Column.END)
_Notes = dict[Worksheet, dict[str, CellNote]]


@dataclass(frozen=True, slots=True)
class FileReading:
    """What the reading of one file found; `rows` are those of people, as (sheet, row)."""

    name: str
    problems: Sequence[Problem]
    repairs: Sequence[Repair]
    sheets: Sequence[ReadSheet]
    rows: frozenset[tuple[str, int]]


def mend_copy(
    copy: WorkbookCopy, reading: FileReading, today: date, *, note_dates: bool = True
) -> list[Repair]:
    """Write the repairs of a reading into the copy, dates as real dates, and return them all.

    `note_dates` is False where dates cannot be but text (CSV): they are mended and not told.
    """
    remove_check_sheets(copy.book)
    unmark_workbook(copy.book)
    tried = [_make(copy.sheets[one.place.sheet], one, today) for one in reading.repairs]
    made = [one for one in tried if one is not None]
    told = {(one.place.sheet, one.place.cell) for one in made}
    for sheet in reading.sheets:
        rows = [row for title, row in sorted(reading.rows) if title == sheet.sheet]
        dates = list(_make_dates(copy.sheets[sheet.sheet], sheet, rows, today))
        if note_dates:
            made += [one for one in dates if (one.place.sheet, one.place.cell) not in told]
    return made


def mark_copy(copy: WorkbookCopy, reading: FileReading, repairs: Sequence[Repair]) -> None:
    """Colour and comment the cells of problems and repairs, and put the sheet «Проверка» in front."""
    notes: _Notes = {sheet: {} for sheet in copy.sheets.values()}
    findings: list[Finding] = []
    first_cells = {name: _first_cells(sheet) for name, sheet in copy.sheets.items()}
    for problem in reading.problems:
        mark = Mark.ERROR if problem.severity == "error" else Mark.WARNING
        cell = _problem_cell(copy, first_cells, problem.place)
        place = problem.place
        address = cell.coordinate if cell is not None else ""
        findings.append(
            Finding(mark, place.sheet, address, problem.read, problem.message, problem.hint)
        )
        if cell is not None:
            note = notes[copy.sheets[place.sheet]].setdefault(address, CellNote())
            note.add(mark, _problem_text(mark, problem))
    for repair in repairs:
        cell = anchor_of(copy.sheets[repair.place.sheet], repair.place.cell)
        change = f"«{repair.was}» → «{repair.now}»"
        findings.append(
            Finding(
                Mark.REPAIR, repair.place.sheet, cell.coordinate, change, sentence(repair.why), ""
            )
        )
        text = f"{mark_word(Mark.REPAIR)}: {change} ({repair.why})."
        sheet = copy.sheets[repair.place.sheet]
        notes[sheet].setdefault(cell.coordinate, CellNote()).add(Mark.REPAIR, text)
    _mark_all(notes)
    # A sheet of the book is called otherwise than the reader does when the file has no sheets.
    titles = {name: sheet.title for name, sheet in copy.sheets.items()}
    named = [replace(one, sheet=titles.get(one.sheet, "")) for one in findings]
    order = list(Mark)
    add_check_sheet(copy.book, reading.name, sorted(named, key=lambda one: order.index(one.mark)))


def _make(sheet: Worksheet, repair: Repair, today: date) -> Repair | None:
    """Make a repair; None when what was read does not stand in this one cell and all of it."""
    cell = anchor_of(sheet, repair.place.cell)
    formula = str(cell.value) if cell.data_type == "f" else ""
    if not formula and _text_of(cell) != clean_text(repair.was):
        return None
    day = parse_date(repair.now, today) if repair.code.startswith("date") else None
    write_cell(cell, repair.now if day is None else day)
    if day is not None:
        widen_column(sheet, cell.column, _DATE_WIDTH)
    if not formula:
        return repair
    why = _("{why}; здесь была формула {formula}").format(why=repair.why, formula=formula)
    return replace(repair, why=why)


def _text_of(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, (int, float)):
        return cell_text(value)
    return clean_text("" if value is None else str(value))


def _make_dates(
    sheet: Worksheet, read: ReadSheet, rows: Iterable[int], today: date
) -> Iterator[Repair]:
    """Make dates of texts and of bare numbers in the date columns; yield a repair for each."""
    since_1904 = sheet.parent is not None and sheet.parent.epoch == CALENDAR_MAC_1904
    columns = [
        read.first_column + read.header.columns[column] + 1
        for column in _DATES
        if column in read.header.columns
    ]
    for row in rows:
        for column in columns:
            cell = anchor_of(sheet, f"{get_column_letter(column)}{row}")
            day = _hidden_date(cell, today, since_1904=since_1904)
            if day is not None:
                was_cell = cell.value
                was = cell_text(was_cell) if isinstance(was_cell, float) else str(was_cell)
                write_cell(cell, day)
                widen_column(sheet, column, _DATE_WIDTH)
                place = Place(read.file, read.sheet, row, cell.coordinate)
                why = (
                    _("дата записана текстом")
                    if isinstance(was_cell, str)
                    else _("дата записана числом")
                )
                yield Repair(place, was, f"{day:%d.%m.%Y}", why, "date-text")


def _hidden_date(cell: Cell, today: date, *, since_1904: bool) -> date | None:
    value = cell.value
    if cell.data_type in {"f", "e"} or isinstance(value, (bool, date)) or value is None:
        return None
    if isinstance(value, (int, float)) and since_1904:
        value += _DAYS_TO_1904
    plain = value if isinstance(value, (int, float)) else str(value)
    return None if is_year(plain) else parse_date(plain, today)


def _problem_cell(
    copy: WorkbookCopy, first_cells: Mapping[str, Mapping[int, Cell]], place: Place
) -> Cell | None:
    """Return the cell of a problem; of a row its first that says something."""
    sheet = copy.sheets.get(place.sheet)
    if sheet is None or not (place.cell or place.row):
        return None
    if place.cell:
        return anchor_of(sheet, place.cell)
    return first_cells[place.sheet].get(place.row)


def _first_cells(sheet: Worksheet) -> dict[int, Cell]:
    """Return the first cell that says something of every row that has one."""
    first: dict[int, Cell] = {}
    for cell in existing_cells(sheet):
        if isinstance(cell, Cell) and cell.value not in (None, ""):
            known = first.get(cell.row)
            if known is None or cell.column < known.column:
                first[cell.row] = cell
    return first


def _problem_text(mark: Mark, problem: Problem) -> str:
    text = f"{mark_word(mark)}: {problem.message}"
    return f"{text}\n{_('Что сделать')}: {problem.hint}" if problem.hint else text


def _mark_all(notes: _Notes) -> None:
    order = list(Mark)
    for sheet, of_sheet in notes.items():
        weighty = sorted(of_sheet.items(), key=lambda item: order.index(item[1].weightiest))
        for number, (address, note) in enumerate(weighty):
            mark_cell(anchor_of(sheet, address), note, with_comment=number < MOST_COMMENTS)
