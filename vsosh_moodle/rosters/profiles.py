"""How the lists of one source are to be read, where their own titles do not tell it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import PurePath

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.rosters.column_names import column_name
from vsosh_moodle.rosters.full_names import NameOrder
from vsosh_moodle.rosters.headers import HEADER_ROWS, Column, fold_title
from vsosh_moodle.rosters.table import Cell, Table
from vsosh_moodle.school.classes import ClassName

UNREAD_PREFIX = "не читать: "
"""Put before a title that is not to be read: such words name no column."""


@dataclass(frozen=True, slots=True)
class SheetRule:
    """What is known of a sheet beforehand: not to be read, or the class of its pupils."""

    skip: bool = False
    class_name: ClassName | None = None


@dataclass(frozen=True, slots=True)
class ReadingProfile:
    """A source of lists: which files and headers are its own, and what their columns hold.

    `files` is a pattern of file names ("" for any), `titles` those of the header that tell the
    source (none for any); one of the two is there, and both must fit when both are. `columns` maps
    a title to its column, None for one that is not read. `header_row` counts from 1, 0 when unknown.
    """

    name: str
    files: str = ""
    titles: tuple[str, ...] = ()
    columns: Mapping[str, Column | None] = field(default_factory=dict)
    sheets: Mapping[str, SheetRule] = field(default_factory=dict)
    header_row: int = 0
    name_order: NameOrder | None = None
    place: Place = field(default_factory=Place)

    def fits(self, file: str, head: Sequence[Sequence[Cell]]) -> bool:
        """Tell whether a sheet is of this source, by its file's name and its first rows."""
        name = PurePath(file).name.casefold()
        if self.files and not fnmatchcase(name, self.files.casefold()):
            return False
        wanted = {_key(title) for title in self.titles}
        return not wanted or any(wanted <= {_key(cell) for cell in row} for row in head)

    def rule_for(self, sheet: str) -> SheetRule:
        """Return what is known of a sheet; its name counts without case and spaces around."""
        known = {name.strip().casefold(): rule for name, rule in self.sheets.items()}
        return known.get(sheet.strip().casefold(), SheetRule())

    def rename(
        self, head: Sequence[list[Cell]], rows: Iterator[list[Cell]]
    ) -> tuple[list[list[Cell]], Iterator[list[Cell]]]:
        """Return the first rows of a sheet and those below with titles as the reader knows them."""
        known = {_key(title): column for title, column in self.columns.items()}
        written: set[Cell] = set()
        renamed = []
        for number, row in enumerate(head, start=1):
            is_titles = number == self.header_row if self.header_row else self._is_titles(row)
            if is_titles:
                written |= {cell for cell in row if _key(cell) in known}
            renamed.append([_renamed(cell, known) for cell in row] if is_titles else row)
        # The header again, as on each printed page, is told by its very words: quick for any list.
        again = (
            [_renamed(cell, known) for cell in row]
            if written and written <= {cell for cell in row if isinstance(cell, str)}
            else row
            for row in rows
        )
        return renamed, again

    def _is_titles(self, row: Sequence[Cell]) -> bool:
        # A person's row may hold the word of one title («Группа»), hardly those of most.
        here = {_key(cell) for cell in row if cell != ""}
        mapped = {_key(title) for title in self.columns}
        return len(mapped & here) * 2 >= len(mapped) > 0


def fitting_profiles(
    profiles: Iterable[ReadingProfile], file: str, head: Sequence[Sequence[Cell]]
) -> list[ReadingProfile]:
    """Return the profiles that fit a sheet; the first counts, more than one is a contradiction."""
    return [profile for profile in profiles if profile.fits(file, head)]


def report_clash(table: Table, fitting: Sequence[ReadingProfile]) -> Problem:
    """Return that more than one profile fits a sheet."""
    names = ", ".join(f"«{profile.name}»" for profile in fitting)
    return Problem(
        fitting[1].place,
        _("к списку ({place}) подходят сразу несколько источников: {names}.").format(
            place=table.place(), names=names
        ),
        _("Уточните files или titles так, чтобы подходил один."),
        "mapping-ambiguous",
    )


def report_unused(profile: ReadingProfile) -> Problem:
    """Return that a profile fits no list any more."""
    return Problem(
        profile.place,
        _("источник «{name}» не подошёл ни к одному списку.").format(name=profile.name),
        _("Если такие файлы ещё будут, ничего не делайте; иначе удалите его."),
        "mapping-unused",
        "warning",
    )


def _key(title: Cell) -> str:
    text = title if isinstance(title, str) else ""
    return fold_title(text) or text.strip().casefold()


def _renamed(cell: Cell, known: Mapping[str, Column | None]) -> Cell:
    key = _key(cell)
    if not key or key not in known:
        return cell
    column = known[key]
    return f"{UNREAD_PREFIX}{cell}" if column is None else column_name(column)


MAX_HEADER_ROW = HEADER_ROWS
"""The lowest row a header may be said to stand in."""
