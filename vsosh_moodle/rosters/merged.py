"""Merged cells of a list: what stands once in a block is said of each of its rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters.full_names import parse_full_name
from vsosh_moodle.rosters.headers import Column, Header
from vsosh_moodle.rosters.table import Cell, CellRange, Table
from vsosh_moodle.rosters.values import cell_text
from vsosh_moodle.school.people import Role

MOST_ROWS = 50
"""A name merged over more rows than this is no person with several rows."""

_LISTS = {Column.CATEGORIES, Column.ELECTIVES, Column.SUBJECTS, Column.CLASSES}
# A number or an address is of one person only.
_FILLED_DOWN = _LISTS | {
    Column.LAST_NAME,
    Column.BIRTH_DATE,
    Column.CLASS,
    Column.GRADE,
    Column.LETTER,
    Column.START,
    Column.END,
}
_NAME_PARTS = (Column.LAST_NAME, Column.FIRST_NAME, Column.MIDDLE_NAME)


def title_spans(table: Table, header: Header, titles: Sequence[Cell]) -> dict[int, range]:
    """Return the columns under each title that is merged over several, by the title's position.

    «ФИО» over three columns without titles of their own (`titles` are those of the header's row)
    stands for all three.
    """
    spans = {}
    taken = set(header.columns.values())
    for one in table.facts.merged:
        start = one.first_column - table.first_column
        stop = one.last_column - table.first_column + 1
        if (
            start in taken
            and stop - start > 1
            and _is_title(one, header.row, titles[start] == "")
            and not any(place in taken for place in range(start + 1, stop))
            and not any(titles[start + 1 : stop])
        ):
            spans[start] = range(start, stop)
    return spans


def _is_title(one: CellRange, header_row: int, title_is_above: bool) -> bool:
    """Tell whether a merged range holds a title, and not a line of text above the header."""
    if one.first_row <= header_row <= one.last_row:
        return True
    return title_is_above and one.last_row + 1 == header_row


def unmerge(
    table: Table,
    header: Header,
    spans: Mapping[int, range],
    rows: Iterator[list[Cell]],
    problems: list[Problem],
) -> Iterator[list[Cell]]:
    """Yield the `rows` below the header with the values of merged cells where they are meant.

    A class merged over several rows is that of each; a person merged over several rows is one row,
    and blank ones after it. `spans` are those of title_spans(). What cannot be one is a problem.
    """
    if not spans and not any(one.last_row > header.row for one in table.facts.merged):
        return rows
    return _Unmerged(table, header, spans, problems).rows(rows)


@dataclass(slots=True)
class _Unmerged:
    table: Table
    header: Header
    spans: Mapping[int, range]
    problems: list[Problem]
    columns: dict[int, Column] = field(init=False)
    name_places: list[int] = field(init=False)
    starting: dict[int, list[CellRange]] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)
    """First row of a person with several -> how many they are."""
    active: list[tuple[int, int, Cell]] = field(default_factory=list)
    """Last row, position and value of the blocks being filled down."""

    def __post_init__(self) -> None:
        columns = self.header.columns
        self.columns = {place: column for column, place in columns.items()}
        self.name_places = [
            columns[column] for column in (Column.FULL_NAME, *_NAME_PARTS) if column in columns
        ]
        for one in self.table.facts.merged:
            if one.first_row > self.header.row:
                self.starting.setdefault(one.first_row, []).append(one)
                height = one.last_row - one.first_row + 1
                if (
                    not self._are_teachers
                    and 1 < height <= MOST_ROWS
                    and self._covers(one, self._naming_place())
                ):
                    self.people[one.first_row] = height

    @property
    def _are_teachers(self) -> bool:
        """A teacher's rows say what is taught to whom: joined, they would say more than they do."""
        return self.header.role is Role.TEACHER

    def _naming_place(self) -> int:
        """Return where a person is told from another: brothers may share a merged surname."""
        columns = self.header.columns
        if Column.LAST_NAME in columns and Column.FIRST_NAME in columns:
            return columns[Column.FIRST_NAME]
        return self.name_places[0]

    def _covers(self, one: CellRange, place: int) -> bool:
        return one.first_column <= self.table.first_column + place <= one.last_column

    def rows(self, rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
        number = self.header.row + 1
        for cells in rows:
            group = [self._fill(number, cells)]
            more = islice(rows, self.people.get(number, 1) - 1)
            group += [self._fill(number + n, cells) for n, cells in enumerate(more, 1)]
            yield group[0] if len(group) == 1 else self._one_row(number, group)
            for _blank in group[1:]:
                yield []
            number += len(group)

    def _fill(self, number: int, cells: list[Cell]) -> list[Cell]:
        for place, span in self.spans.items():
            cells = _join(cells, place, span)
        starting = self.starting.pop(number, ())
        for one in starting:
            cells = self._divide_name(one, cells)
        self.active = [block for block in self.active if block[0] >= number]
        telling = self.columns if self._are_teachers else self.name_places
        if any(place < len(cells) and cells[place] != "" for place in telling):
            for _last, place, value in self.active:
                cells = self._fill_cell(cells, place, value)
        self.active += self._blocks(starting, cells)
        return cells

    def _fill_cell(self, cells: list[Cell], place: int, value: Cell) -> list[Cell]:
        cells = [*cells, *[""] * (place + 1 - len(cells))]
        is_surname = self.columns[place] is Column.LAST_NAME and not self._are_teachers
        first_name = self.header.columns.get(Column.FIRST_NAME, place)
        if cells[place] == "" and not (is_surname and not any(cells[first_name : first_name + 1])):
            cells[place] = value
        return cells

    def _blocks(
        self, starting: Iterable[CellRange], cells: Sequence[Cell]
    ) -> Iterator[tuple[int, int, Cell]]:
        for one in starting:
            place = one.first_column - self.table.first_column
            value = cells[place] if 0 <= place < len(cells) else ""
            column = self.columns.get(place)
            if one.last_row > one.first_row and value != "" and self._is_filled_down(column):
                yield one.last_row, place, value

    def _is_filled_down(self, column: Column | None) -> bool:
        return column is not None and (self._are_teachers or column in _FILLED_DOWN)

    def _divide_name(self, one: CellRange, cells: list[Cell]) -> list[Cell]:
        """Put a name typed over the merged cells of its parts into each of them."""
        places = [self.header.columns.get(column) for column in _NAME_PARTS]
        last, first, middle = places
        if last is None or first is None or not self._covers(one, last):
            return cells
        text = cells[last] if last < len(cells) else ""
        if not self._covers(one, first) or not isinstance(text, str):
            return cells
        name = parse_full_name(text)
        if name.ambiguous or name.reordered or (name.middle and middle is None):
            return cells
        divided = [*cells, *[""] * (max(last, first, middle or 0) + 1 - len(cells))]
        divided[last], divided[first] = name.last, name.first
        if middle is not None and name.middle:
            divided[middle] = name.middle
        return divided

    def _one_row(self, number: int, group: Sequence[list[Cell]]) -> list[Cell]:
        """Return the rows of one person as one."""
        width = max(map(len, group))
        one: list[Cell] = [*group[0], *[""] * (width - len(group[0]))]
        for place, column in self.columns.items():
            found = {
                cell_text(row[place]): row[place]
                for row in group
                if place < len(row) and row[place] != ""
            }
            if len(found) > 1 and column in _LISTS:
                one[place] = "; ".join(found)
            elif len(found) > 1:
                self.problems.append(self._differs(number, place, len(group)))
            elif found:
                [one[place]] = found.values()
        return one

    def _differs(self, number: int, place: int, height: int) -> Problem:
        return Problem(
            self.table.place(number, place),
            _("имя объединено на строки {first}–{last}, а здесь в этих строках разное.").format(
                first=number, last=number + height - 1
            ),
            _("оставьте одно значение или разъедините ячейки."),
            "merged-differs",
        )


def _join(cells: list[Cell], place: int, span: range) -> list[Cell]:
    filled = [cell for cell in cells[span.start : span.stop] if cell != ""]
    if not filled or (len(filled) == 1 and cells[place] != ""):
        return cells
    joined = [*cells]
    joined[place] = filled[0] if len(filled) == 1 else " ".join(map(cell_text, filled))
    return joined
