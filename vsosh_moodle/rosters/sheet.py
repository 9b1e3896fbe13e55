"""A sheet of a roster -> people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters import fields
from vsosh_moodle.rosters.headers import (
    HEADER_ROWS,
    Column,
    Header,
    find_header,
    is_footer,
    is_summary_sheet,
)
from vsosh_moodle.rosters.known import KnownWords
from vsosh_moodle.rosters.own_sheets import is_own_sheet
from vsosh_moodle.rosters.person_names import is_birth_note, read_names
from vsosh_moodle.rosters.repairs import Repair
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.rosters.table import Cell, Table
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


@dataclass(slots=True)
class _UnknownClass:
    place: Place
    count: int = 0


def read_sheet(table: Table, known: KnownWords, today: date) -> SheetPeople:
    """Read the people of a sheet; ages and years are judged as of `today`."""
    head = list(islice(table.rows, HEADER_ROWS + 1))
    if is_own_sheet(head):
        return SheetPeople(None, is_own=True)
    header = find_header(head, table.sheet, table.first_column)
    if header is None:
        return SheetPeople(None, is_empty=not any(map(_says_something, head)))
    if table.hidden or is_summary_sheet(table.sheet):
        return SheetPeople(header)
    sheet = SheetPeople(header)
    reader = _Reader(table, header, known, today, sheet, head[header.row - 1])
    sheet.people = list(reader.people(chain(head, table.rows)))
    reader.report_sheet(sheet.people)
    return sheet


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
    heading: ClassName | None = None
    unknown: dict[ClassName, _UnknownClass] = field(default_factory=dict)

    def people(self, rows: Iterator[list[Cell]]) -> Iterator[Person]:
        self.heading = parse_class_name(self.table.sheet)
        for number, cells in enumerate(rows, start=1):
            if number > self.header.row:
                row = self._row(number, cells)
                person = None if self._is_aside(row) else self._person(row)
                if person is not None:
                    yield person

    def _row(self, number: int, cells: Sequence[Cell]) -> Row:
        return Row(self.table, self.header, number, cells, self.sheet.problems, self.sheet.repairs)

    def _is_aside(self, row: Row) -> bool:
        """Tell whether a row is no person: blank, a footer, a class heading, the header again."""
        filled = [cell for cell in row.cells if cell != ""]
        if len(filled) == 1 and self._is_class_heading(cell_text(filled[0])):
            return True
        if not any(row.text(column) for column in self.header.columns):
            return True
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
            self.unknown.setdefault(name, _UnknownClass(row.place(column))).count += 1

    def report_sheet(self, people: Sequence[Person]) -> None:
        """Report what is wrong with the sheet as a whole, once and not in every row."""
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

    def _unknown_class(self, name: ClassName, found: _UnknownClass) -> Problem:
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
