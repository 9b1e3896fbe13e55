"""A sheet of a roster -> people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain, islice

from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters import fields
from vsosh_moodle.rosters.as_shown import (
    HiddenColumn,
    find_shown_header,
    hidden_columns,
    is_pivot,
    name_places,
    report_fault,
    report_skipped,
    report_struck_by_rule,
    show_columns,
    since_1900,
    why_skipped,
)
from vsosh_moodle.rosters.headers import (
    HEADER_ROWS,
    Column,
    Header,
    is_footer,
    is_summary_sheet,
)
from vsosh_moodle.rosters.known import KnownWords
from vsosh_moodle.rosters.merged import title_spans, unmerge
from vsosh_moodle.rosters.own_sheets import is_own_sheet
from vsosh_moodle.rosters.person_names import is_birth_note, read_names
from vsosh_moodle.rosters.repairs import Repair
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.rosters.trace import ClassSource, RowKind, RowTrace
from vsosh_moodle.rosters.values import cell_text
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.names import FullName
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.sources.suggestions import did_you_mean


@dataclass(slots=True)
class SheetPeople:
    """What a sheet gave: `header` is None when it is no list of people, `is_empty` when it is bare.

    `is_own` says that this program wrote it, for people to read.
    """

    header: Header | None
    people: list[Person] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    is_empty: bool = False
    is_own: bool = False
    is_pivot: bool = False
    hidden_columns: list[HiddenColumn] = field(default_factory=list)
    skipped_rows: list[tuple[int, str]] = field(default_factory=list)
    """Rows with people who were not read, each with the code of why_skipped()."""
    trace: RowTrace = field(default_factory=RowTrace)


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
    header = find_shown_header(table, head)
    if header is None:
        return SheetPeople(None, is_empty=not any(map(_says_something, head)))
    if table.hidden or is_summary_sheet(table.sheet) or is_pivot(table, header):
        return SheetPeople(header, is_pivot=is_pivot(table, header))
    titles = show_columns(table, head[header.row - 1])
    spans = title_spans(table, header, titles)
    header = _without_spans(header, spans)
    sheet = SheetPeople(header, hidden_columns=hidden_columns(table, head, header.row))
    rows: Iterator[list[Cell]] = chain(head[header.row :], table.rows)
    if table.facts.hidden_columns:
        rows = map(partial(show_columns, table), rows)
    if table.facts.starts_in_1904:
        rows = since_1900(header, rows)
    reader = _Reader(table, header, known, today, sheet, titles, name_places(header, spans))
    sheet.people = list(reader.people(unmerge(table, header, spans, rows, sheet.problems)))
    reader.report_sheet(sheet.people)
    return sheet


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
    titles: list[Cell]
    names: list[int]
    heading: ClassName | None = None
    heading_row: int = 0
    unknown: dict[ClassName, _Repeated] = field(default_factory=dict)
    faults: dict[tuple[Column, str], _Repeated] = field(default_factory=dict)
    skipped: dict[str, list[int]] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        return self.sheet.problems

    def people(self, rows: Iterator[list[Cell]]) -> Iterator[Person]:
        self.heading = parse_class_name(self.table.sheet)
        for number, cells in enumerate(rows, start=self.header.row + 1):
            row = self._row(number, cells)
            if self._is_aside(row):
                self._trace_aside(row)
                continue
            if reason := why_skipped(self.table, number, cells, self.names):
                self.skipped.setdefault(reason, []).append(number)
                self.sheet.skipped_rows.append((number, reason))
                self.sheet.trace.add(number, RowKind.SKIPPED, reason)
                continue
            self._note_faults(row)
            person = self._person(row)
            self._trace_person(row, person)
            if person is not None:
                yield person

    def _trace_aside(self, row: Row) -> None:
        filled = [cell for cell in row.cells if cell != ""]
        if not filled:
            kind, detail = RowKind.BLANK, ""
        elif len(filled) == 1 and parse_class_name(cell_text(filled[0])) is not None:
            kind, detail, self.heading_row = RowKind.CLASS_HEADING, str(self.heading), row.number
        elif row.cells == self.titles:
            kind, detail = RowKind.HEADER_AGAIN, ""
        else:
            kind, detail = (
                (RowKind.FOOTER if is_footer(cell_text(filled[0])) else RowKind.BLANK),
                "",
            )
        self.sheet.trace.add(row.number, kind, detail)

    def _trace_person(self, row: Row, person: Person | None) -> None:
        if person is None:
            self.sheet.trace.add(row.number, RowKind.NAMELESS)
        elif person.role is Role.TEACHER:
            self.sheet.trace.add(row.number, RowKind.PERSON)
        elif row.text(fields.class_column(row)):
            self.sheet.trace.add(row.number, RowKind.PERSON, ClassSource.COLUMN)
        elif person.class_name is None:
            self.sheet.trace.add(row.number, RowKind.PERSON, ClassSource.NOWHERE)
        elif self.heading_row:
            heading = (RowKind.PERSON, ClassSource.HEADING, self.heading_row)
            self.sheet.trace.add(row.number, *heading)
        else:
            self.sheet.trace.add(row.number, RowKind.PERSON, ClassSource.SHEET)

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
        if len(filled) == 1 and self._is_class_heading(cell_text(filled[0])):
            return True
        if not any(row.text(column) for column in self.header.columns):
            # A formula drawn down below the list is nobody, unless a name should stand there.
            return not any(self.header.columns[column] in self.names for column in row.faulty)
        return is_footer(cell_text(filled[0])) or row.cells == self.titles

    def _is_class_heading(self, text: str) -> bool:
        # A bare number is the number of an unfilled row.
        heading = None if text.isdigit() else parse_class_name(text)
        self.heading = heading or self.heading
        return heading is not None

    def _person(self, row: Row) -> Person | None:
        name = read_names(row)
        read = self._student if self.header.role is Role.STUDENT else self._teacher
        # A row without a name is no person, but its other cells are checked in the same run.
        person = read(row, name or FullName("", "", ""))
        return None if name is None else person

    def _student(self, row: Row, name: FullName) -> Person:
        class_name = fields.read_class(row, self.heading)
        if class_name is not None:
            self._check_class(class_name, row, fields.class_column(row))
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
            source=row.place(),
        )

    def _teacher(self, row: Row, name: FullName) -> Person:
        classes = fields.read_classes(row)
        for taught in classes:
            self._check_class(taught, row, Column.CLASSES)
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
            source=row.place(),
        )

    def _check_class(self, name: ClassName, row: Row, column: Column) -> None:
        if self.known.classes is not None and name not in self.known.classes:
            self.unknown.setdefault(name, _Repeated(row.place(column))).count += 1

    def report_sheet(self, people: Sequence[Person]) -> None:
        """Report what is wrong with the sheet as a whole, once and not in every row."""
        self.problems.extend(report_skipped(self.table, self.skipped))
        if self.table.facts.struck_by_rule:
            self.problems.append(report_struck_by_rule(self.table))
        for (_column, reason), fault in self.faults.items():
            self.problems.append(report_fault(fault.place, reason, fault.count))
        for name, found in self.unknown.items():
            self.sheet.problems.append(self._unknown_class(name, found))
        if not people and not self.sheet.problems:
            self.sheet.problems.append(_no_people(self.table.place(self.header.row)))
        if self.header.role is Role.STUDENT and not (
            self.header.columns.keys() & {Column.CLASS, Column.GRADE}
        ):
            classless = [person for person in people if person.class_name is None]
            if classless:
                self.sheet.problems.append(_no_class_column(self.table.place(self.header.row)))

    def _unknown_class(self, name: ClassName, found: _Repeated) -> Problem:
        message = _("класса {name} нет в config.yaml.").format(name=name)
        if found.count > 1:
            more = plural(found.count - 1, "{n} строке", "{n} строках", "{n} строках")
            message += " " + _("Он стоит ещё в {rows} списка.").format(rows=more)
        near = did_you_mean(str(name), map(str, sorted(self.known.classes or ())))
        new = _("Новый класс впишите в classes config.yaml.")
        return Problem(
            found.place,
            message,
            f"{near} {new}".strip(),
            "class-unknown",
        )


def _no_class_column(place: Place) -> Problem:
    return Problem(
        place,
        _("на листе не видно, какой это класс."),
        _("добавьте столбец «Класс» или назовите лист по классу, например «9А»."),
        "class-column-missing",
    )


def _no_people(place: Place) -> Problem:
    return Problem(
        place,
        _("под строкой заголовков нет ни одного человека."),
        _("заполните лист или удалите его."),
        "sheet-empty",
        "warning",
    )
