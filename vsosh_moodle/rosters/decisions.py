"""Read what the school decided about the turn of the year: xlsx, xls, ods, csv or yaml."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters.dates import parse_date
from vsosh_moodle.rosters.decision_words import (
    CLASS_WORDS,
    COLUMNS,
    PERSON_WORDS,
    DecisionColumn,
    shown_words,
)
from vsosh_moodle.rosters.delimited import decode
from vsosh_moodle.rosters.known import fold
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.rosters.unreadable import UnreadableFile, unreadable
from vsosh_moodle.rosters.values import cell_list, cell_text
from vsosh_moodle.rosters.workbook import load_workbook
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.promotion import (
    ClassDecision,
    ClassFate,
    Decisions,
    Fate,
    PersonDecision,
)
from vsosh_moodle.sources import load_yaml
from vsosh_moodle.sources.suggestions import did_you_mean

_HEADER_ROWS = 15
_TEXT, _YAML = {".csv", ".tsv", ".txt"}, {".yaml", ".yml"}


@dataclass(slots=True)
class ReadDecisions:
    """The decisions of a file and what is wrong with it."""

    decisions: Decisions = field(default_factory=Decisions)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row by its columns, with the place of each cell."""

    cells: Mapping[DecisionColumn, Cell]
    places: Mapping[DecisionColumn, Place]
    place: Place

    def text(self, column: DecisionColumn) -> str:
        return cell_text(self.cells.get(column, ""))

    def at(self, column: DecisionColumn) -> Place:
        return self.places.get(column, self.place)


def read_decisions(path: Path, today: date, shown: str = "") -> ReadDecisions:
    """Read a file of decisions; what is wrong becomes problems with their cells, never an exception.

    A row with a pupil is about the pupil, one without about the class. A row without a decision and
    without a new class says nothing.
    """
    file = shown or str(path)
    read = ReadDecisions()
    classes: list[ClassDecision] = []
    people: list[PersonDecision] = []
    try:
        rows = list(_load_rows(path, file, read.problems))
    except UnreadableFile as error:
        read.problems.append(error.problem)
        return read
    except OSError as error:
        message = _("файл не открывается: {why}.").format(why=reason_of(error))
        hint = _("файл решений пишет promote … --save-decisions ФАЙЛ.")
        read.problems.append(Problem(Place(file), message, hint, "file-unreadable"))
        return read
    for row in rows:
        if row.text(DecisionColumn.PERSON):
            person = _person(row, today, read.problems)
            people += [person] if person else []
        else:
            made = _class(row, read.problems)
            classes += [made] if made else []
    read.decisions = Decisions(tuple(classes), tuple(people), Place(file))
    return read


def _load_rows(path: Path, file: str, problems: list[Problem]) -> Iterator[_Row]:
    suffix = path.suffix.lower()
    if suffix in _YAML:
        yield from _yaml_rows(path, file, problems)
        return
    tables = [_text_table(path, file)] if suffix in _TEXT else _workbook_tables(path, file)
    found = False
    for table in tables:
        rows = _table_rows(table)
        if rows is not None:
            found = True
            yield from rows
    if not found:
        raise unreadable(
            file,
            "header-missing",
            _("это не файл решений: нет столбцов «Класс» и «Решение»."),
            _("возьмите файл, который пишет promote … --save-decisions ФАЙЛ."),
        )


def _workbook_tables(path: Path, file: str) -> Iterator[Table]:
    with path.open("rb") as stream:
        magic = stream.read(4)
    if not magic.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise unreadable(
            file,
            "not-a-spreadsheet",
            _("это не таблица Excel, хотя имя файла так обещает."),
            _("сохраните его как «Книга Excel (.xlsx)» или CSV."),
        )
    yield from load_workbook(path, file)


def _text_table(path: Path, file: str) -> Table:
    text = decode(path.read_bytes(), file)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=lambda mark: len(_columns(first.split(mark))))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return Table(file, "", ([*row] for row in rows))


def _table_rows(table: Table) -> Iterator[_Row] | None:
    """Return the rows under the header, None when the sheet has none and is not about decisions."""
    head = list(islice(table.rows, _HEADER_ROWS))
    for number, cells in enumerate(head, start=1):
        columns = _columns(cells)
        if {DecisionColumn.CLASS, DecisionColumn.DECISION} <= columns.keys():
            return _below(table, columns, head[number:], number + 1)
    return None


def _below(
    table: Table, columns: Mapping[DecisionColumn, int], head: Sequence[list[Cell]], first: int
) -> Iterator[_Row]:
    number = first
    for rows in (iter(head), table.rows):
        for cells in rows:
            if any(cell != "" for cell in cells):
                yield _Row(
                    {name: cells[at] for name, at in columns.items() if at < len(cells)},
                    {name: table.place(number, at) for name, at in columns.items()},
                    table.place(number),
                )
            number += 1


def _columns(cells: Sequence[Cell]) -> dict[DecisionColumn, int]:
    found: dict[DecisionColumn, int] = {}
    for at, cell in enumerate(cells):
        column = COLUMNS.get(fold(cell).strip(' "')) if isinstance(cell, str) else None
        if column is not None:
            found.setdefault(column, at)
    return found


def _yaml_rows(path: Path, file: str, problems: list[Problem]) -> Iterator[_Row]:
    yaml = load_yaml(path)
    problems += [
        Problem(Place(file, line=one.place.line), one.message, one.hint, one.code)
        for one in yaml.problems
    ]
    if not yaml.readable:
        return
    if not isinstance(yaml.data, list) or not all(isinstance(one, dict) for one in yaml.data):
        message = _("файл решений YAML — это список: «- {класс: 9А, решение: выпуск}».")
        hint = _("образец пишет promote … --save-decisions решения.yaml.")
        problems.append(Problem(Place(file, line=1), message, hint, "decisions-shape"))
        return
    for number, entry in enumerate(yaml.data):
        place = Place(file, line=yaml.line((number,)))
        cells: dict[DecisionColumn, Cell] = {}
        for key, value in entry.items():
            column = COLUMNS.get(fold(str(key)))
            if column is None:
                message = _("ключ «{key}» не известен.").format(key=key)
                hint = did_you_mean(str(key), [str(one) for one in DecisionColumn])
                line = Place(file, line=yaml.line((number, key)))
                problems.append(Problem(line, message, hint, "unknown-key"))
            elif value is not None:
                many = isinstance(value, list)
                cells[column] = ", ".join(map(str, value)) if many else value
        yield _Row(cells, {}, place)


def _class(row: _Row, problems: list[Problem]) -> ClassDecision | None:
    word = row.text(DecisionColumn.DECISION)
    targets = _targets(row, problems)
    if not word and not targets:
        return None
    name = _class_name(row, problems)
    fate = ClassFate.MOVES if not word else CLASS_WORDS.get(fold(word))
    if fate is None:
        problems.append(_unknown_word(row, word, shown_words(CLASS_WORDS)))
    if fate is ClassFate.NEW and name is None and len(targets) == 1:
        name, targets = targets[0], ()
    if fate is ClassFate.NEW and targets == (name,):
        targets = ()
    if name is None and fate is not None and not row.text(DecisionColumn.CLASS):
        problems.append(
            Problem(
                row.at(DecisionColumn.CLASS),
                _("не указан класс."),
                _("впишите класс, например 9А."),
                "class-missing",
            )
        )
    if name is None or fate is None:
        return None
    return ClassDecision(name, fate, targets, row.at(DecisionColumn.DECISION))


def _person(row: _Row, today: date, problems: list[Problem]) -> PersonDecision | None:
    word = row.text(DecisionColumn.DECISION)
    targets = _targets(row, problems)
    if not word and not targets:
        return None
    fate = Fate.MOVES if not word else PERSON_WORDS.get(fold(word))
    if fate is None:
        problems.append(_unknown_word(row, word, shown_words(PERSON_WORDS)))
        return None
    if len(targets) > 1:
        problems.append(
            Problem(
                row.at(DecisionColumn.TARGET),
                _("у ученика может быть только один новый класс."),
                _("оставьте один."),
                "decision-classes",
            )
        )
        return None
    cell = row.cells.get(DecisionColumn.BIRTH_DATE, "")
    return PersonDecision(
        row.text(DecisionColumn.PERSON),
        _class_name(row, problems) if row.text(DecisionColumn.CLASS) else None,
        fate,
        targets[0] if targets else None,
        parse_date(cell, today) if cell != "" else None,
        row.text(DecisionColumn.NUMBER).lstrip("№ "),
        row.at(DecisionColumn.DECISION),
    )


def _class_name(row: _Row, problems: list[Problem]) -> ClassName | None:
    text = row.text(DecisionColumn.CLASS)
    name = parse_class_name(text) if text else None
    if text and name is None:
        problems.append(_no_class(row.at(DecisionColumn.CLASS), text))
    return name


def _targets(row: _Row, problems: list[Problem]) -> tuple[ClassName, ...]:
    found: dict[ClassName, None] = {}
    for text in cell_list(row.cells.get(DecisionColumn.TARGET, "")):
        name = parse_class_name(text)
        if name is None:
            problems.append(_no_class(row.at(DecisionColumn.TARGET), text))
        else:
            found[name] = None
    return tuple(found)


def _no_class(place: Place, text: str) -> Problem:
    return Problem(
        place,
        _("«{text}» не похоже на класс.").format(text=text[:40]),
        _("пишите номер и букву, например 9А."),
        "class-unreadable",
    )


def _unknown_word(row: _Row, word: str, known: Sequence[str]) -> Problem:
    return Problem(
        row.at(DecisionColumn.DECISION),
        _("решение «{word}» не понято.").format(word=word[:40]),
        did_you_mean(word, known),
        "decision-unknown",
    )
