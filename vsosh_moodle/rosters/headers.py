"""Which row of a table is its header, and what its columns hold: an allow-list of titles."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from vsosh_moodle.rosters.dates import looks_like_date
from vsosh_moodle.rosters.table import Cell, column_letters
from vsosh_moodle.rosters.values import cell_text
from vsosh_moodle.school.names import clean_text, fold_lookalikes
from vsosh_moodle.school.people import Role

HEADER_ROWS = 60
"""How far down a header is looked for."""

USUAL_HEADER_ROWS = 25
"""How far down a header usually stands; one below that is told."""

_BRACKETS = re.compile(r"\([^)]*\)?")
_NO_LETTERS = re.compile(r"[^\w]+|_")


class Column(StrEnum):
    """A column that is read; all others are dropped."""

    FULL_NAME = "full_name"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    CLASS = "class"
    GRADE = "grade"
    LETTER = "letter"
    CLASSES = "classes"
    FILE_NUMBER = "file_number"
    STAFF_NUMBER = "staff_number"
    CATEGORIES = "categories"
    ELECTIVES = "electives"
    SUBJECTS = "subjects"
    EMAIL = "email"
    START = "start"
    END = "end"
    LEVEL = "level"
    ENTRY_SCORE = "entry_score"
    SUBSTITUTES = "substitutes"
    STATUS = "status"


_NAMES = frozenset(
    {Column.FULL_NAME, Column.LAST_NAME, Column.FIRST_NAME, Column.MIDDLE_NAME, Column.BIRTH_DATE}
)
_KEPT: Mapping[Role, frozenset[Column]] = {
    Role.STUDENT: _NAMES
    | {
        Column.SEX,
        Column.CLASS,
        Column.GRADE,
        Column.LETTER,
        Column.FILE_NUMBER,
        Column.CATEGORIES,
        Column.ELECTIVES,
        Column.START,
        Column.END,
        Column.LEVEL,
        Column.ENTRY_SCORE,
        Column.STATUS,
    },
    Role.TEACHER: _NAMES
    | {Column.CLASS, Column.CLASSES, Column.STAFF_NUMBER, Column.SUBJECTS, Column.EMAIL}
    | {Column.START, Column.END, Column.SUBSTITUTES},
}
_OF_SUBJECT = re.compile(r"(.+?)\s*(?:[:(\[–—]|\s-)\s*([^\W\d_][\w -]*?)\s*[)\]]?")


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its row (from 1), whose list it is, and where each column stands (from 0).

    `dropped` are (position, title) of the columns that are not read, `repeated` those with the
    title of a column already found. `levels` are the columns of one subject («Уровень: математика»):
    which of the two columns of levels, the subject, the position. `beside` is the position of a second
    list on the right, 0 when there is none.
    """

    row: int
    role: Role
    columns: Mapping[Column, int]
    dropped: tuple[tuple[int, str], ...] = ()
    repeated: tuple[tuple[int, str], ...] = ()
    levels: tuple[tuple[Column, str, int], ...] = ()
    beside: int = 0


def find_header(
    rows: Sequence[Sequence[Cell]], sheet: str = "", first_column: int = 0
) -> Header | None:
    """Return the header among the first rows: the row with most known titles, the upper of equals.

    An upper row with fewer is the header when people stand between the two: then the lower one
    begins a second list. A header needs the surname or the full name and one more known title; a
    full name alone will do.
    """
    found = [
        _Candidate(number, titles, columns)
        for number, row in enumerate(rows[:HEADER_ROWS])
        for titles in [_join_levels(rows[number - 1], row) if number else [*row]]
        if _is_header(columns := _columns(titles))
    ]
    if not found:
        return None
    best = max(found, key=lambda one: len(one.columns))
    above = [one for one in found if one.row < best.row and len(one.columns) > 1]
    chosen = next((one for one in above if _has_people(rows[one.row + 1 : best.row], one)), best)
    return _header(rows, chosen, sheet, first_column)


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    titles: Sequence[Cell]
    columns: Mapping[Column, int]


def _has_people(rows: Sequence[Sequence[Cell]], above: _Candidate) -> bool:
    """Tell whether a row between two headers holds a name, and not one more line of titles."""
    places = [above.columns[column] for column in _NAMES if column in above.columns]
    return any(
        sum(cell != "" for cell in row) > 1
        and any(
            place < len(row) and isinstance(row[place], str) and _is_word(str(row[place]))
            for place in places
        )
        and not _columns(row)
        for row in rows
    )


def _is_word(text: str) -> bool:
    return any(char.isalpha() for char in text) and not is_footer(text)


def _header(
    rows: Sequence[Sequence[Cell]], chosen: _Candidate, sheet: str, first_column: int
) -> Header:
    role = _role(chosen.columns, sheet)
    kept = {column: place for column, place in chosen.columns.items() if column in _KEPT[role]}
    levels = _subject_levels(chosen.titles) if role is Role.STUDENT else {}
    dropped, repeated, beside = [], [], 0
    for place, cell in enumerate(chosen.titles):
        title = clean_text(str(cell))
        if place in levels:
            kept = {one: where for one, where in kept.items() if where != place}
            continue
        if place in kept.values():
            continue
        named = title or column_letters(first_column + place)
        column = _column(title)
        if column in kept:
            if column in {Column.FULL_NAME, Column.LAST_NAME}:
                beside = beside or place
            if not beside:
                repeated.append((place, named))
        if title or _has_data(rows[chosen.row + 1 :], place):
            dropped.append((place, named))
    by_subject = tuple((column, subject, place) for place, (column, subject) in levels.items())
    return Header(chosen.row + 1, role, kept, tuple(dropped), tuple(repeated), by_subject, beside)


def has_titles(row: Sequence[Cell]) -> bool:
    """Tell whether a row may be a header below the first one; quick, for every row of a list."""
    return any(
        isinstance(cell, str) and cell[:2].lower() in _title_starts() and _column(cell) in _NAMES
        for cell in row
    )


def is_footer(text: str) -> bool:
    """Tell whether a row that begins with `text` closes the list («Всего: 24»)."""
    folded = text.casefold().replace("ё", "е")
    words = _footer_words()
    return folded.startswith(words) and any(
        folded.startswith(word) and not folded[len(word) :][:1].isalpha() for word in words
    )


def is_nobody(filled: Sequence[Cell], first: str) -> bool:
    """Tell whether the cells of a row name nobody: a line to sign on, a date alone, columns' numbers.

    `first` is the text of the first of the `filled` cells.
    """
    if len(filled) == 1:
        return "__" in first or looks_like_date(first) or not any(map(str.isalpha, first))
    if not first[:1].isdigit() and first[:1].isalnum():
        return False
    if all(not any(map(str.isalpha, str(cell))) for cell in filled):
        numbers = [cell_text(cell) for cell in filled]
        counted = [str(number) for number in range(1, len(filled) + 1)]
        return (len(filled) > 2 and numbers == counted) or not any(map(str.isdigit, first))
    return False


def is_gone(status: str) -> bool | None:
    """Tell whether a status means that a pupil has left, None when it says neither yes nor no."""
    word = status.casefold().replace("ё", "е").lstrip(" -–—")
    statuses = _titles()["statuses"]
    if not word or word.startswith(tuple(statuses["here"])):
        return False
    return True if word.startswith(tuple(statuses["gone"])) else None


def is_leavers_heading(text: str) -> bool:
    """Tell whether a row of its own says that those below have left («Выбыли:»)."""
    return _words(text).partition(" ")[0] in _titles()["statuses"]["headings"]


def is_list_sheet(sheet: str) -> bool:
    """Tell whether a sheet's name promises a list of people."""
    sheets = _titles()["sheets"]
    return _words(sheet) in {*sheets["students"], *sheets["teachers"]}


def is_summary_sheet(sheet: str) -> bool:
    """Tell whether a sheet's name promises sums over other sheets («Свод»)."""
    return _words(sheet).partition(" ")[0] in _titles()["sheets"]["summaries"]


def is_leavers_sheet(sheet: str) -> bool:
    """Tell whether a sheet's name says that its people are no longer here («Выбывшие»)."""
    return _words(sheet).partition(" ")[0] in _titles()["sheets"]["leavers"]


def _is_header(columns: Mapping[Column, int]) -> bool:
    if Column.FULL_NAME in columns:
        return True
    return Column.LAST_NAME in columns and len(columns) > 1


def _role(columns: Mapping[Column, int], sheet: str) -> Role:
    if Column.FILE_NUMBER in columns or Column.ELECTIVES in columns:
        return Role.STUDENT
    if columns.keys() & {Column.SUBJECTS, Column.STAFF_NUMBER, Column.SUBSTITUTES}:
        return Role.TEACHER
    if Column.CLASSES in columns and Column.CLASS not in columns:
        return Role.TEACHER
    return Role.TEACHER if _words(sheet) in _titles()["sheets"]["teachers"] else Role.STUDENT


def _subject_levels(titles: Sequence[Cell]) -> dict[int, tuple[Column, str]]:
    found: dict[int, tuple[Column, str]] = {}
    for place, cell in enumerate(titles):
        parts = _OF_SUBJECT.fullmatch(clean_text(str(cell)))
        column = _column(parts[1]) if parts else None
        if not parts or parts[2].casefold() in _titles()["no_subjects"]:
            continue
        if column in (Column.LEVEL, Column.ENTRY_SCORE):
            found[place] = (column, parts[2])
    return found


def _columns(row: Sequence[Cell]) -> dict[Column, int]:
    found: dict[Column, int] = {}
    for place, cell in enumerate(row):
        column = _column(cell) if isinstance(cell, str) and cell else None
        if column is None:
            continue
        if column not in found or (_is_doubtful(row[found[column]]) and not _is_doubtful(cell)):
            found[column] = place
    return found


def _is_doubtful(title: Cell) -> bool:
    return _words(str(title)) in _titles()["doubtful"]["titles"]


def _join_levels(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    """Return the titles of a row, with those of the row above it when both are one header.

    Below a title that stands for itself («Класс») nothing may stand then; what stands below the
    parents' title is theirs, and gets it in front.
    """
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    known = _columns(above)
    grouped = known.get(Column.FULL_NAME)
    parents = [isinstance(cell, str) and _is_of_parents(cell) for cell in above]
    alone = [place for column, place in known.items() if place != grouped]
    if not (known or any(parents)) or not _columns(below) or any(below[n] != "" for n in alone):
        return [*lower]
    joined, group, of_parents = list[Cell](), "", False
    for title, own, starts_parents in zip(above, below, parents, strict=True):
        if title != "":
            group, of_parents = str(title), starts_parents
        joined.append(f"{group} {own}" if of_parents and own != "" else own or title)
    return joined


def _is_of_parents(title: str) -> bool:
    words = _words(title).split()
    return any(word.startswith(start) for word in words for start in _titles()["parent_words"])


def _has_data(rows: Sequence[Sequence[Cell]], place: int) -> bool:
    return any(place < len(row) and row[place] != "" for row in rows)


def column_of_title(title: str) -> Column | None:
    """Return the column a title names, None when it is not among the known ones."""
    return _column(title)


def fold_title(title: str) -> str:
    """Return a title as titles are compared: without case, punctuation, brackets, owner words."""
    return _words(title)


@lru_cache(maxsize=1024)
def _column(title: str) -> Column | None:
    words = _words(title)
    # «К л а с с» is typed for beauty, «Дата рож-дения» is cut at the end of a line.
    return _synonyms().get(words) or _squeezed().get(words.replace(" ", ""))


def _words(title: str) -> str:
    plain = fold_lookalikes(clean_text(title)).lower().replace("ё", "е")
    words = _NO_LETTERS.sub(" ", _BRACKETS.sub(" ", plain)).split()
    own = [word for word in words if word not in _titles()["owner_words"]]
    return " ".join(own or words)


@cache
def _synonyms() -> Mapping[str, Column]:
    return {
        title: Column(column) for column, titles in _titles()["columns"].items() for title in titles
    }


@cache
def _squeezed() -> Mapping[str, Column]:
    return {title.replace(" ", ""): column for title, column in _synonyms().items() if title}


@cache
def _footer_words() -> tuple[str, ...]:
    return tuple(_titles()["sheets"]["footer_words"])


@cache
def _title_starts() -> frozenset[str]:
    return frozenset(title[:2] for title, column in _synonyms().items() if column in _NAMES) | {
        "ф."
    }


@cache
def _titles() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("headers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
