"""Problems found in the school's files, each with its place and its way out."""

from dataclasses import dataclass, field
from typing import Literal

from vsosh_moodle.language import _

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a line of a text file, or a cell of a sheet.

    `row` and `line` are counted from 1; `cell` is an address such as «C14». `via` is the place that
    includes a shared file; one mistake of a shared file is one problem, however many include it.
    """

    file: str = ""
    sheet: str = ""
    row: int = 0
    cell: str = ""
    line: int = 0
    via: str = field(default="", compare=False)

    def __str__(self) -> str:
        parts = []
        if self.file:
            parts.append(_("файл {file}").format(file=self.file))
        if self.line:
            parts.append(_("строка {line}").format(line=self.line))
        if self.sheet:
            parts.append(_("лист «{sheet}»").format(sheet=self.sheet))
        if self.cell:
            parts.append(_("ячейка {cell}").format(cell=self.cell))
        elif self.row:
            parts.append(_("строка {row}").format(row=self.row))
        if self.via:
            parts.append(_("подключён отсюда: {place}").format(place=self.via))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: where it is, what is wrong, what to do.

    `code` is a short stable English name (`unknown-key`, `class-unknown`) for tests and JSON.
    Message and hint are sentences: their first Russian letter is made a capital one. `read` is what
    stands at the place, when that is one cell or a person; equal problems may differ in it, and it
    is not part of `as_json`, which is also kept in plans.
    """

    place: Place
    message: str
    hint: str = ""
    code: str = "problem"
    severity: Severity = field(default="error")
    read: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", sentence(self.message))
        object.__setattr__(self, "hint", sentence(self.hint))

    def __str__(self) -> str:
        where = str(self.place)
        text = f"{where[:1].upper()}{where[1:]}: {self.message}" if where else self.message
        return f"{text} {_('Что сделать')}: {self.hint}" if self.hint else text

    def as_json(self) -> dict[str, object]:
        """Return the problem as it stands in every `--format json` output."""
        return {
            "severity": self.severity,
            "code": self.code,
            "file": self.place.file,
            "sheet": self.place.sheet,
            "row": self.place.row or None,
            "cell": self.place.cell,
            "line": self.place.line or None,
            "via": self.place.via,
            "message": self.message,
            "hint": self.hint,
        }


def sentence(text: str) -> str:
    """Return `text` with a capital first letter; a key, a file name or «…» in front stays as it is."""
    first = text[:1]
    return first.upper() + text[1:] if "а" <= first <= "я" or first == "ё" else text
