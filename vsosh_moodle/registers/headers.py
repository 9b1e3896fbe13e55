"""Which register a sheet holds, and where its columns stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import compile as compiled

from vsosh_moodle.registers.columns import RegisterColumn, RegisterDefinition, ValueKind
from vsosh_moodle.registers.records import RegisterKind
from vsosh_moodle.rosters.table import Cell, column_letters
from vsosh_moodle.school.names import clean_text, fold_lookalikes

HEADER_ROWS = 60
"""How far down a header is looked for."""

POINTS_OF = "Баллы: "
"""How the title of a column with the points of a group of tasks begins in the template."""

_SHORTEST_INSIDE = 5
_BRACKETS = compiled(r"\([^)]*\)?")
_NO_LETTERS = compiled(r"[^\w]+|_")
_GROUP = compiled(r"(?:балл|баллы|баллов)(?: за)? (.+)")


@dataclass(frozen=True, slots=True)
class RegisterHeader:
    """A header found: its row (from 1) and where columns stand (from 0), by their keys.

    `groups` are the columns with points of a group: (group as the scale names it, position).
    `unknown` are (position, title) of columns that are not read, `repeated` of those met twice,
    `strange` of groups that no scale asks about.
    """

    definition: RegisterDefinition
    row: int
    columns: Mapping[str, int]
    groups: tuple[tuple[str, int], ...] = ()
    unknown: tuple[tuple[int, str], ...] = ()
    repeated: tuple[tuple[int, str], ...] = ()
    strange: tuple[tuple[int, str], ...] = ()

    @property
    def missing(self) -> tuple[RegisterColumn, ...]:
        """The required columns that are not there."""
        there = set(self.columns)
        if {"last", "first"} <= there:
            there.add("person")
        if "number" in there and "person" not in there:
            there.add("person")
        return tuple(
            one for one in self.definition.columns if one.required and one.key not in there
        )

    @property
    def tells(self) -> bool:
        """Whether the columns alone tell the kind."""
        telling = self.definition.telling
        return not self.missing and (not telling or any(key in self.columns for key in telling))

    @property
    def titles(self) -> int:
        """How many titles were understood."""
        return len(self.columns) + len(self.groups)


def find_register_header(
    definition: RegisterDefinition,
    rows: Sequence[Sequence[Cell]],
    groups: Sequence[str] = (),
    first_column: int = 0,
) -> RegisterHeader | None:
    """Return the row among the first ones with most titles of a register, None for fewer than two.

    A register of one required column needs that one and one more.
    """
    best: RegisterHeader | None = None
    for number, row in enumerate(rows[:HEADER_ROWS], start=1):
        columns = _columns(definition, row)
        if len(columns) < 2 or (best is not None and len(columns) <= len(best.columns)):
            continue
        best = _header(definition, number, row, columns, groups, first_column)
    return best


@lru_cache(maxsize=4096)
def fold_title(title: str) -> str:
    """Return a title as titles are compared: without case, punctuation, brackets."""
    plain = fold_lookalikes(clean_text(title)).lower().replace("ё", "е")
    return " ".join(_NO_LETTERS.sub(" ", _BRACKETS.sub(" ", plain)).split())


def kind_of_name(definitions: Sequence[RegisterDefinition], name: str) -> RegisterKind | None:
    """Return the kind of register that the name of a sheet or a file tells, None for none or several.

    «Техника 2026-27» names devices: words beside the name do not matter, unless it is very short.
    """
    folded = fold_title(name)
    best: dict[RegisterKind, int] = {}
    for definition in definitions:
        for one in (definition.kind, definition.title, *definition.names):
            words = fold_title(one)
            inside = len(words) >= _SHORTEST_INSIDE and f" {words} " in f" {folded} "
            if words == folded or inside:
                best[definition.kind] = max(best.get(definition.kind, 0), len(words))
    longest = [kind for kind, length in best.items() if length == max(best.values())]
    return longest[0] if len(longest) == 1 else None


def _columns(definition: RegisterDefinition, row: Sequence[Cell]) -> dict[str, int]:
    titles = _titles(definition.columns)
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        key = titles.get(_squeezed(cell)) if isinstance(cell, str) and cell else None
        if key is not None:
            found.setdefault(key, place)
    return found


def _titles(columns: tuple[RegisterColumn, ...]) -> dict[str, str]:
    # A column's own title stands before another column's synonym.
    known = {_squeezed(name): one.key for one in columns for name in one.names}
    return known | {_squeezed(one.title): one.key for one in columns}


@lru_cache(maxsize=4096)
def _squeezed(title: str) -> str:
    # «К л а с с» is typed for beauty, «Дата рож-дения» is cut at the end of a line.
    return fold_title(title).replace(" ", "")


def _header(
    definition: RegisterDefinition,
    number: int,
    row: Sequence[Cell],
    columns: Mapping[str, int],
    groups: Sequence[str],
    first_column: int,
) -> RegisterHeader:
    titles = _titles(definition.columns)
    with_groups = any(one.kind is ValueKind.SUBJECT for one in definition.columns)
    found: list[tuple[str, int]] = []
    unknown: list[tuple[int, str]] = []
    repeated: list[tuple[int, str]] = []
    strange: list[tuple[int, str]] = []
    taken = set(columns.values())
    for place, cell in enumerate(row):
        title = clean_text(str(cell))
        if not title or place in taken or _is_number_of_row(title):
            continue
        group = _group(title, groups) if with_groups else None
        if group:
            found.append((group, place))
        elif group == "":
            strange.append((place, title))
        elif _squeezed(title) in titles:
            repeated.append((place, title))
        else:
            unknown.append((place, title or column_letters(first_column + place)))
    return RegisterHeader(
        definition, number, columns, tuple(found), tuple(unknown), tuple(repeated), tuple(strange)
    )


def _is_number_of_row(title: str) -> bool:
    return fold_title(title) in {"", "п п", "пп", "n", "n п п", "no"}


def _group(title: str, groups: Sequence[str]) -> str | None:
    """Return the group whose points a column holds, "" for one nobody knows, None for another column."""
    by_words = {_squeezed(group): group for group in groups}
    if known := by_words.get(_squeezed(title)):
        return known
    inside = title.partition("(")[2].rstrip(") ") if title.casefold().startswith("балл") else ""
    named = _GROUP.fullmatch(fold_title(title))
    text = inside or (named[1] if named else "")
    return by_words.get(_squeezed(text), "") if text else None
