"""How a list was understood, row by row, in as few words as it takes: for `roster show --explain`."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class RowKind(StrEnum):
    """What a row below the header was taken for."""

    PERSON = "person"
    NAMELESS = "nameless"
    BLANK = "blank"
    CLASS_HEADING = "class-heading"
    FOOTER = "footer"
    HEADER_AGAIN = "header-again"
    SKIPPED = "skipped"


class ClassSource(StrEnum):
    """Where the class of a person was found."""

    COLUMN = "column"
    HEADING = "heading"
    SHEET = "sheet"
    FILE = "file"
    PROFILE = "profile"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class RowSpan:
    """Rows `first` to `last` (from 1) that were understood alike.

    `detail` is of people where their class comes from (ClassSource), of a class heading the class,
    of skipped rows the code of the reason; `row` is the row of the heading a class comes from.
    """

    first: int
    last: int
    kind: RowKind
    detail: str = ""
    row: int = 0


class RowTrace:
    """Collects spans: a hundred thousand rows of one kind weigh as much as one."""

    __slots__ = ("_spans",)

    def __init__(self) -> None:
        self._spans: list[RowSpan] = []

    def add(self, row: int, kind: RowKind, detail: str = "", heading: int = 0) -> None:
        """Note what a row was taken for; rows are noted in their order."""
        last = self._spans[-1] if self._spans else None
        same = last is not None and (last.kind, last.detail, last.row) == (kind, detail, heading)
        if last is not None and same and last.last == row - 1:
            self._spans[-1] = RowSpan(last.first, row, kind, detail, heading)
        else:
            self._spans.append(RowSpan(row, row, kind, detail, heading))

    @property
    def spans(self) -> Sequence[RowSpan]:
        """The spans in the order of rows."""
        return tuple(self._spans)
