"""The name columns of a row -> surname, given name and patronymic in their one spelling."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from vsosh_moodle.rosters import name_problems as told
from vsosh_moodle.rosters.dates import looks_like_date
from vsosh_moodle.rosters.full_names import NameOrder, judge_order, parse_full_name
from vsosh_moodle.rosters.given_names import word_kind
from vsosh_moodle.rosters.headers import Column, Header
from vsosh_moodle.rosters.repairs import name_repair
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.rosters.table import Cell
from vsosh_moodle.school.names import (
    FullName,
    clean_text,
    fold_digits,
    fold_latin_words,
    fold_lookalikes,
    normalise_name,
)

_PARTS = (Column.LAST_NAME, Column.FIRST_NAME, Column.MIDDLE_NAME)
_RUSSIAN = re.compile(r"[А-яЁё -]*")
_BRACKET = re.compile(r"[(\[]")


def read_names(row: Row, order: NameOrder | None = None) -> FullName | None:
    """Return a row's name, or None (with a problem) when the surname or given name is missing.

    `order` is that of the column with whole names, judged over all of it.
    """
    column = full_name_column(row.header.columns)
    if column is None:
        name, moved = _from_parts(row, order)
    else:
        name, moved = _from_one_cell(row, column, order), False
    if not (name.last and name.first):
        told.report_missing(row, name, column)
        return None
    told.report_part(row, column or Column.LAST_NAME, name.last)
    told.report_part(row, column or Column.FIRST_NAME, name.first)
    told.report_part(row, column or Column.MIDDLE_NAME, name.middle)
    told.report_initials(row, column or Column.FIRST_NAME, name)
    if not moved:
        for written_column, now in _written(row, column, name):
            was = row.cell(written_column)
            if was != now and isinstance(was, str):
                _note_repair(row, written_column, name, was, now)
    return name


def judge_names(header: Header, rows: Iterable[Sequence[Cell]]) -> NameOrder | None:
    """Return the order in which a list has its names, by all of its rows.

    With surname and given name in columns of their own FIRST_LAST means that most of them stand in
    each other's.
    """
    column = full_name_column(header.columns)
    if column is not None:
        return judge_order(spell_name(text) for text in _texts(rows, header.columns[column]))
    last, first = header.columns[Column.LAST_NAME], header.columns[Column.FIRST_NAME]
    votes = 0
    for row in rows:
        if max(last, first) < len(row):
            before, after = row[last], row[first]
            if isinstance(before, str) and isinstance(after, str):
                votes += _swapped(before, after) - _swapped(after, before)
    return NameOrder.FIRST_LAST if votes > 1 else None


def _texts(rows: Iterable[Sequence[Cell]], place: int) -> Iterator[str]:
    for row in rows:
        cell = row[place] if place < len(row) else ""
        if isinstance(cell, str) and cell:
            yield cell


def full_name_column(columns: Collection[Column]) -> Column | None:
    """Return the column with whole names, None when surname and given name stand apart."""
    if Column.LAST_NAME in columns and Column.FIRST_NAME in columns:
        return None
    return Column.FULL_NAME if Column.FULL_NAME in columns else Column.LAST_NAME


def is_birth_note(row: Row, note: str) -> bool:
    """Tell whether a note beside a name is its birth date, which no other column has."""
    return not row.text(Column.BIRTH_DATE) and looks_like_date(note)


@lru_cache(maxsize=65536)
def spell_name(text: str) -> str:
    """Return the text of a name cell with its letters right: digits and Latin look-alikes folded."""
    if _RUSSIAN.fullmatch(text):  # most cells of most lists
        return clean_text(text)
    return fold_latin_words(fold_lookalikes(fold_digits(clean_text(text))))


def _from_one_cell(row: Row, column: Column, order: NameOrder | None) -> FullName:
    name = parse_full_name(spell_name(row.text(column)), order)
    if not name.middle and Column.MIDDLE_NAME in row.header.columns:
        name = replace(name, middle=normalise_name(spell_name(row.text(Column.MIDDLE_NAME))))
    told.report_division(row, column, name, told=order is NameOrder.FIRST_LAST)
    if name.note and not is_birth_note(row, name.note):
        told.report_note(row, column, name.note)
    return name


def _from_parts(row: Row, order: NameOrder | None) -> tuple[FullName, bool]:
    """Return the name of three columns, and whether its words had to be moved between them."""
    written = [row.text(column) for column in _PARTS]
    last, first, middle = (normalise_name(part) for part in _spell_parts(written))
    plain = FullName(last, first, middle)
    if not first and " " in last:
        whole = parse_full_name(last)
        if whole.first and not whole.ambiguous:
            told.report_one_cell(row, Column.LAST_NAME)
            return whole, True
    if not middle and " " in first:
        given, _space, patronymic = first.partition(" ")
        if word_kind(patronymic).patronymic:
            told.report_one_cell(row, Column.FIRST_NAME)
            return FullName(last, given, patronymic), True
    if any(map(_BRACKET.search, written)):
        return _without_notes(row, written), False
    if order is not NameOrder.FIRST_LAST and _swapped(last, first):
        told.report_swapped(row)
    return plain, False


def _spell_parts(written: list[str]) -> list[str]:
    """Return the parts with their letters right; a foreign word in one keeps all of them Latin."""
    if all(map(_RUSSIAN.fullmatch, written)):
        return written
    return fold_latin_words(
        "\n".join(fold_lookalikes(fold_digits(part)) for part in written)
    ).split("\n")


def _without_notes(row: Row, written: list[str]) -> FullName:
    parts, notes = [], []
    for column, part in zip(_PARTS, written, strict=True):
        bare, _bracket, note = re.sub(r"[)\]]", "", part).replace("[", "(").partition("(")
        parts.append(normalise_name(spell_name(bare)))
        if note.strip():
            told.report_note(row, column, note)
            notes.append(note.strip())
    return FullName(parts[0], parts[1], parts[2], note="; ".join(notes))


def _swapped(last: str, first: str) -> bool:
    """Tell whether a surname stands for a given name and a given name for a surname."""
    before, after = word_kind(last), word_kind(first)
    return before.given and not before.also_surname and after.surname and not after.given


def _written(row: Row, column: Column | None, name: FullName) -> tuple[tuple[Column, str], ...]:
    """Return the name as its column, or its columns, should hold it."""
    if column is None:
        return tuple(zip(_PARTS, (name.last, name.first, name.middle), strict=True))
    apart = Column.MIDDLE_NAME in row.header.columns and row.text(Column.MIDDLE_NAME)
    middle = "" if apart else name.middle
    note = name.note and f"({name.note})"
    return ((column, " ".join(filter(None, (name.last, name.first, middle, note)))),)


def _note_repair(row: Row, column: Column, name: FullName, was: str, now: str) -> None:
    """Note what was mended in a cell; wrong letters are a problem besides."""
    clean = clean_text(was)
    mended = fold_digits(clean)
    if mended != clean:
        told.report_digits(row, column)
    if spell_name(clean) != mended:
        told.report_lookalikes(row, column)
    if name.ambiguous or (name.note and column is not Column.FULL_NAME):
        return
    known = ["name-order"] * name.reordered + ["name-digits"] * (mended != clean)
    code, why = name_repair(was, now, *known)
    row.repair(column, was, now, why, code)
