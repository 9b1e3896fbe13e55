"""A sheet of a roster -> people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain, islice

from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters import fields
from vsosh_moodle.rosters.as_shown import (
    HiddenColumn,
    find_shown_header,
    header_end,
    hidden_columns,
    is_half_struck,
    is_pivot,
    name_places,
    report_fault,
    report_half_struck,
    report_skipped,
    report_struck_by_rule,
    show_columns,
    since_1900,
    why_skipped,
)
from vsosh_moodle.rosters.blocks import Block, divide_blocks
from vsosh_moodle.rosters.class_cells import ClassCells, class_column
from vsosh_moodle.rosters.class_headings import (
    MOST_CELLS,
    Heading,
    class_of_separator,
    first_heading,
)
from vsosh_moodle.rosters.full_names import NameOrder
from vsosh_moodle.rosters.headers import (
    HEADER_ROWS,
    Column,
    Header,
    is_footer,
    is_gone,
    is_leavers_heading,
    is_leavers_sheet,
    is_nobody,
    is_summary_sheet,
)
from vsosh_moodle.rosters.known import KnownWords
from vsosh_moodle.rosters.levels import read_levels
from vsosh_moodle.rosters.list_problems import (
    class_of_file,
    no_class_column,
    no_people,
    report_header,
    report_order,
    unknown_status,
)
from vsosh_moodle.rosters.merged import title_spans, unmerge
from vsosh_moodle.rosters.own_sheets import is_own_sheet
from vsosh_moodle.rosters.person_names import is_birth_note, judge_names, read_names
from vsosh_moodle.rosters.profiles import ReadingProfile, fitting_profiles, report_clash
from vsosh_moodle.rosters.repairs import Repair
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.rosters.title_years import title_years
from vsosh_moodle.rosters.trace import ClassSource, RowKind, RowTrace
from vsosh_moodle.rosters.values import cell_text
from vsosh_moodle.school.names import FullName
from vsosh_moodle.school.people import Person, Role


@dataclass(slots=True)
class SheetPeople:
    """What a sheet gave: `header` is None when it is no list of people, `is_empty` when it is bare.

    `is_own` says that this program wrote it, for people to read; `is_unwanted` that its profile
    says not to read it.
    """

    header: Header | None
    people: list[Person] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    is_empty: bool = False
    years: list[tuple[Place, str]] = field(default_factory=list)
    is_own: bool = False
    is_unwanted: bool = False
    is_pivot: bool = False
    of_leavers: bool = False
    hidden_columns: list[HiddenColumn] = field(default_factory=list)
    skipped_rows: list[tuple[int, str]] = field(default_factory=list)
    """Rows with people who were not read, each with the code of why_skipped()."""
    more_headers: list[Header] = field(default_factory=list)
    """Headers of further lists below the first one."""
    profile: ReadingProfile = field(default_factory=lambda: ReadingProfile(""))
    """The profile it was read by; one without a name when none fits."""
    titles: Sequence[Cell] = ()
    """The titles of the first list as they are written."""
    blocks: list[tuple[Header, RowTrace]] = field(default_factory=list)
    """Every list of the sheet: its header, and how its rows were understood."""


@dataclass(slots=True)
class _Repeated:
    """Something wrong in many cells: the first of them, and how many."""

    place: Place
    count: int = 0


def read_sheet(table: Table, known: KnownWords, today: date) -> SheetPeople:
    """Read the people of a sheet; ages and years are judged as of `today`."""
    head = list(islice(table.rows, HEADER_ROWS + 1))
    if is_own_sheet(head):
        return SheetPeople(None, is_own=True)
    fitting = fitting_profiles(known.profiles, table.file, head)
    profile = fitting[0] if fitting else ReadingProfile("")
    clash = [report_clash(table, fitting)] if len(fitting) > 1 else []
    rule = profile.rule_for(table.sheet)
    written = head
    if fitting:
        head, below = profile.rename(head, table.rows)
        table = replace(table, rows=below)
    header = None if rule.skip else find_shown_header(table, _header_rows(head, profile))
    if header is None:
        is_empty = not any(map(_says_something, head))
        return SheetPeople(
            None, problems=clash, is_empty=is_empty, profile=profile, is_unwanted=rule.skip
        )
    of_leavers = is_leavers_sheet(table.sheet) and not known.with_leavers
    if table.hidden or is_summary_sheet(table.sheet) or of_leavers or is_pivot(table, header):
        return SheetPeople(
            header, is_pivot=is_pivot(table, header), of_leavers=of_leavers, profile=profile
        )
    titles = show_columns(table, head[header.row - 1])
    header = _without_spans(header, title_spans(table, header, titles))
    sheet = SheetPeople(
        header,
        problems=clash,
        hidden_columns=hidden_columns(table, head, header.row),
        profile=profile,
        titles=written[header.row - 1],
        years=title_years(table, head[: header.row - 1]),
    )
    heading, differs = first_heading(table, head[: header.row - 1])
    if rule.class_name is not None:
        heading, differs = Heading(rule.class_name, source=ClassSource.PROFILE), None
    sheet.problems += [differs] if differs else []
    sheet.problems += report_header(table, header)
    rows: Iterator[list[Cell]] = chain(head[header.row :], table.rows)
    if table.facts.hidden_columns:
        rows = map(partial(show_columns, table), rows)
    classes = ClassCells(known)
    for block in divide_blocks(table, header, titles, rows):
        reader = _reader(table, block, known, today, sheet, heading, classes)
        people = list(reader.people())
        reader.report_list(people)
        sheet.people += people
        if block.header is not header:
            sheet.more_headers.append(block.header)
    sheet.problems += classes.problems()
    return sheet


def _header_rows(head: Sequence[list[Cell]], profile: ReadingProfile) -> Sequence[list[Cell]]:
    """Return the rows a header may be among: one alone when the profile knows which."""
    row = profile.header_row
    return [*[[]] * (row - 1), *head[row - 1 : row]] if row else head


def _reader(
    table: Table,
    block: Block,
    known: KnownWords,
    today: date,
    sheet: SheetPeople,
    heading: Heading,
    classes: ClassCells,
) -> "_Reader":
    spans = title_spans(table, block.header, block.titles)
    header = _without_spans(block.header, spans)
    rows = iter(block.rows)
    if table.facts.starts_in_1904:
        rows = since_1900(header, rows)
    shown = list(unmerge(table, header, spans, rows, sheet.problems))
    names = name_places(header, spans)
    order = sheet.profile.name_order or judge_names(header, shown)
    if sheet.profile.name_order is None:
        sheet.problems += report_order(table, header, order)
    trace = RowTrace()
    sheet.blocks.append((header, trace))
    return _Reader(
        table,
        header,
        known,
        today,
        sheet,
        block.titles,
        names,
        shown,
        order,
        heading,
        classes,
        trace,
    )


def _without_spans(header: Header, spans: Mapping[int, range]) -> Header:
    """Return the header without the untitled columns that stand under a merged title."""
    under = {place for span in spans.values() for place in span}
    dropped = tuple(one for one in header.dropped if one[0] not in under)
    return replace(header, dropped=dropped)


def _says_something(row: Sequence[Cell]) -> bool:
    return any(cell != "" for cell in row)


@dataclass(slots=True)
class _Reader:
    table: Table
    header: Header
    known: KnownWords
    today: date
    sheet: SheetPeople
    titles: Sequence[Cell]
    names: list[int]
    rows: list[list[Cell]]
    order: NameOrder | None
    heading: Heading
    classes: ClassCells
    trace: RowTrace
    below_leavers: bool = False
    faults: dict[tuple[Column, str], _Repeated] = field(default_factory=dict)
    statuses: dict[str, _Repeated] = field(default_factory=dict)
    skipped: dict[str, list[int]] = field(default_factory=dict)
    half_struck: list[int] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        return self.sheet.problems

    def people(self) -> Iterator[Person]:
        below = header_end(self.table, self.header)
        for number, cells in enumerate(self.rows, start=self.header.row + 1):
            if number <= below:
                continue
            row = self._row(number, cells)
            if self._is_aside(row):
                self._trace_aside(row)
                continue
            reason = why_skipped(self.table, number, cells, self.names) or self._why_gone(row)
            if reason:
                self.skipped.setdefault(reason, []).append(number)
                self.sheet.skipped_rows.append((number, reason))
                self.trace.add(number, RowKind.SKIPPED, reason)
                continue
            if is_half_struck(self.table, number, cells, self.names):
                self.half_struck.append(number)
            self._note_faults(row)
            person = self._person(row)
            self._trace_person(row, person)
            if person is not None:
                yield person

    def _trace_aside(self, row: Row) -> None:
        filled = [cell for cell in row.cells if cell != ""]
        if filled and self.heading.row == row.number:
            self.trace.add(row.number, RowKind.CLASS_HEADING, str(self.heading.name))
        elif filled and row.cells == self.titles:
            self.trace.add(row.number, RowKind.HEADER_AGAIN)
        elif filled and is_footer(cell_text(filled[0])):
            self.trace.add(row.number, RowKind.FOOTER)
        elif any(row.text(column) for column in self.header.columns):
            self.trace.add(row.number, RowKind.NAMELESS)
        else:
            self.trace.add(row.number, RowKind.BLANK)

    def _trace_person(self, row: Row, person: Person | None) -> None:
        if person is None:
            self.trace.add(row.number, RowKind.NAMELESS)
        elif person.role is Role.TEACHER:
            self.trace.add(row.number, RowKind.PERSON)
        elif row.text(class_column(row)):
            self.trace.add(row.number, RowKind.PERSON, ClassSource.COLUMN)
        elif person.class_name is None:
            self.trace.add(row.number, RowKind.PERSON, ClassSource.NOWHERE)
        else:
            self.trace.add(row.number, RowKind.PERSON, self.heading.source, self.heading.row)

    def _why_gone(self, row: Row) -> str:
        if self.below_leavers:
            return "row-gone"
        if Column.STATUS not in self.header.columns:
            return ""
        status = row.text(Column.STATUS)
        gone = is_gone(status)
        if gone is None:
            place = row.place(Column.STATUS)
            self.statuses.setdefault(status, _Repeated(place)).count += 1
        return "row-gone" if gone else ""

    def _row(self, number: int, cells: list[Cell]) -> Row:
        faulty: dict[Column, str] = {}
        if self.table.facts.faults:
            for column, place in self.header.columns.items():
                reason = self.table.fault(number, place)
                if reason is not None and not self.table.is_hidden_column(place):
                    faulty[column] = reason
        return Row(
            self.table, self.header, number, cells, self.problems, self.sheet.repairs, faulty
        )

    def _note_faults(self, row: Row) -> None:
        for column in row.faulty:
            reason = row.faulty[column]
            self.faults.setdefault((column, reason), _Repeated(row.place(column))).count += 1

    def _is_aside(self, row: Row) -> bool:
        """Tell whether a row is no person: blank, a footer, a class heading, the header again."""
        filled = [cell for cell in row.cells if cell != ""]
        if 0 < len(filled) <= MOST_CELLS and (name := class_of_separator(row.cells, self.names)):
            self.heading.name, self.heading.is_guess = name, False
            self.heading.source, self.heading.row = ClassSource.HEADING, row.number
            self.below_leavers = False
            return True
        if len(filled) == 1 and is_leavers_heading(cell_text(filled[0])):
            self.below_leavers = True
            return True
        if not any(row.text(column) for column in self.header.columns):
            # A formula drawn down below the list is nobody, unless a name should stand there.
            return not any(self.header.columns[column] in self.names for column in row.faulty)
        first = cell_text(filled[0])
        return is_footer(first) or row.cells == self.titles or is_nobody(filled, first)

    def _person(self, row: Row) -> Person | None:
        name = read_names(row, self.order)
        read = self._student if self.header.role is Role.STUDENT else self._teacher
        # A row without a name is no person, but its other cells are checked in the same run.
        person = read(row, name or FullName("", "", ""))
        return None if name is None else person

    def _student(self, row: Row, name: FullName) -> Person:
        class_name = self.classes.of_pupil(row, self.heading.name, is_guess=self.heading.is_guess)
        start, end = fields.read_period(row, self.today)
        birth = name.note if is_birth_note(row, name.note) else ""
        return Person(
            Role.STUDENT,
            name.last,
            name.first,
            name.middle,
            class_name,
            fields.read_birth_date(row, self.today, birth),
            fields.read_number(row),
            categories=fields.read_words(row, Column.CATEGORIES, self.known.categories),
            electives=fields.read_words(row, Column.ELECTIVES, self.known.electives),
            start=start,
            end=end,
            levels=read_levels(row, self.known.levels),
            sex=fields.read_sex(row, name.middle),
            source=row.place(),
        )

    def _teacher(self, row: Row, name: FullName) -> Person:
        classes = self.classes.of_teacher(row)
        start, end = fields.read_period(row, self.today)
        return Person(
            Role.TEACHER,
            name.last,
            name.first,
            name.middle,
            birth_date=fields.read_birth_date(row, self.today),
            school_number=fields.read_number(row),
            email=fields.read_email(row),
            subjects=fields.read_words(row, Column.SUBJECTS, None),
            classes=classes,
            start=start,
            end=end,
            substitutes=row.text(Column.SUBSTITUTES),
            source=row.place(),
        )

    def report_list(self, people: Sequence[Person]) -> None:
        """Report what is wrong with a list as a whole, once and not in every row."""
        self.problems.extend(report_skipped(self.table, self.skipped))
        if self.half_struck:
            self.problems.append(report_half_struck(self.table, self.half_struck))
        if self.table.facts.struck_by_rule:
            self.problems.append(report_struck_by_rule(self.table))
        for (_column, reason), fault in self.faults.items():
            self.problems.append(report_fault(fault.place, reason, fault.count))
        for status, found in self.statuses.items():
            self.problems.append(unknown_status(found.place, status, found.count))
        if not people and not self.problems:
            self.problems.append(no_people(self.table.place(self.header.row)))
        if self.header.role is Role.STUDENT and not (
            self.header.columns.keys() & {Column.CLASS, Column.GRADE}
        ):
            place = self.table.place(self.header.row)
            if any(person.class_name is None for person in people):
                self.problems.append(no_class_column(place))
            elif people and self.heading.is_guess and self.heading.name is not None:
                self.problems.append(class_of_file(place, self.heading.name))
