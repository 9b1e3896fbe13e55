"""Descriptions of parameters and results, written as indented outlines.

users[]                       a list of objects
  username username           name and PARAM type, required
  city? text, phone1? notags  `?` optional; a comma separates fields of one level
  auth auth!=manual           `!` null is refused; `=` a default (null, "", [] as in JSON)
  visibility int=0@4.5        `@` since this Moodle release
ids[] int                     a list of scalars
context{}                     an object
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from vsosh_moodle.sandbox.releases import Release

REQUIRED: Final = object()
OPTIONAL: Final = object()


@dataclass(frozen=True, slots=True)
class Value:
    """A scalar of a PARAM type."""

    kind: str
    null: bool = True
    default: Any = REQUIRED


@dataclass(frozen=True, slots=True)
class Record:
    """An object with named fields, in the order of declaration."""

    fields: tuple[tuple[str, "Description"], ...]
    default: Any = REQUIRED


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of equal items."""

    item: "Description"
    default: Any = REQUIRED


Description = Value | Record | Listing

_FIELD = re.compile(
    r"""(?P<name>\w+)(?P<shape>\[\]|\{\})?(?P<optional>\?)?
        (?:\s+(?P<kind>\w+)(?P<notnull>!)?)?
        (?:=(?P<default>[^@]*))?
        (?:@(?P<since>[\d.]+))?$""",
    re.VERBOSE,
)
_DEFAULTS: dict[str, Any] = {"null": None, '""': "", "[]": []}


@dataclass(slots=True)
class _Line:
    depth: int
    text: str


def names(text: str) -> tuple[str, ...]:
    """Split a text of names separated by blanks: a long list of columns that stays readable."""
    return tuple(text.split())


def parse_params(outline: str, release: Release) -> Record:
    """Parse the outline of a function's parameters as `release` declares them."""
    return Record(_fields(_lines(outline), 0, release))


def parse_returns(outline: str | None, release: Release) -> Description | None:
    """Parse the outline of a result: fields, `[]` a list of objects, `= raw` a scalar, or None."""
    if outline is None:
        return None
    lines = _lines(outline)
    if lines and lines[0].text == "[]":
        return Listing(Record(_fields(lines[1:], 1, release)))
    if lines and lines[0].text.startswith("= "):
        return Value(lines[0].text[2:])
    return Record(_fields(lines, 0, release))


def _lines(outline: str) -> list[_Line]:
    lines: list[_Line] = []
    for raw in outline.splitlines():
        text = raw.strip()
        if text:
            depth = (len(raw) - len(raw.lstrip())) // 2
            lines.extend(_Line(depth, part.strip()) for part in text.split(",") if part.strip())
    return lines


def _fields(
    lines: list[_Line], depth: int, release: Release
) -> tuple[tuple[str, Description], ...]:
    found = []
    index = 0
    while index < len(lines):
        end = index + 1
        while end < len(lines) and lines[end].depth > depth:
            end += 1
        match = _FIELD.match(lines[index].text)
        if match is None or lines[index].depth != depth:
            msg = f"bad outline line: {lines[index].text!r}"
            raise ValueError(msg)
        if release.has(match["since"] or "0"):
            found.append((match["name"], _field(match, lines[index + 1 : end], depth, release)))
        index = end
    return tuple(found)


def _field(
    match: re.Match[str], children: list[_Line], depth: int, release: Release
) -> Description:
    default: Any = OPTIONAL if match["optional"] else REQUIRED
    if match["default"] is not None:
        default = _DEFAULTS.get(match["default"], match["default"])
    scalar = Value(match["kind"] or "raw", null=match["notnull"] is None)
    if match["shape"] is None:
        return Value(scalar.kind, scalar.null, default)
    if match["kind"]:
        return Listing(scalar, default)
    record = Record(_fields(children, depth + 1, release), default)
    return record if match["shape"] == "{}" else Listing(Record(record.fields), default)
