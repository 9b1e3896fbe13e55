"""The kinds of fields a document has: which values they take, and the canonical form of those."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from vsosh_moodle.sandbox.plugin import canonical

Check = Callable[[Any], str]
Form = Callable[[Any], Any]
LAST_MOMENT = 253402300799  # the last second of the year 9999
MOST_WHOLE = 2147483647
MOST_POINTS = 99_999  # grades are numeric(10,5)


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `check` tells in English what is wrong with a value, "" when nothing."""

    kind: Literal["text", "html", "bool", "int", "number", "choice", "list", "json"]
    least: float = 0
    most: float = 0
    words: tuple[str, ...] = ()
    check: Check | None = None
    form: Form | None = None
    required: bool = False
    nullable: bool = False

    def needed(self) -> Self:
        """Return the same field as one that a new item cannot be made without."""
        return replace(self, required=True)

    def or_null(self) -> Self:
        """Return the same field as one that also takes null."""
        return replace(self, nullable=True)

    def wrong(self, value: Any) -> str:
        """Say what is wrong with the value, "" when it is good."""
        if value is None:
            return "" if self.nullable else "null is not a value of this field"
        if self.kind in {"text", "html"}:
            return self._wrong_text(value)
        if self.kind == "bool":
            return "" if isinstance(value, bool) else "true or false is expected"
        if self.kind in {"int", "number"}:
            return self._wrong_number(value)
        if self.kind == "choice":
            known = isinstance(value, str) and value in self.words
            return "" if known else f"one of {', '.join(self.words)} is expected"
        if self.kind == "list" and not isinstance(value, list):
            return "a list is expected"
        return self.check(value) if self.check else ""

    def canonical(self, value: Any) -> Any:
        """Return the canonical form of a good value."""
        if value is None:
            return None
        if self.kind in {"int", "number"}:
            return canonical.number(value)
        return self.form(value) if self.form else value

    def _wrong_text(self, value: Any) -> str:
        if not isinstance(value, str):
            return "a text is expected"
        if self.required and not value.strip():
            return "the text is empty"
        if "\0" in value:
            return "the text has a zero byte"
        if self.kind == "text" and len(value) > self.most:
            return f"longer than {self.most:g} characters"
        if self.kind == "text" and value != value.strip(" \t\n\r\0\x0b"):
            return "begins or ends with a space"
        return ""

    def _wrong_number(self, value: Any) -> str:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            return "a number is expected"
        if self.kind == "int" and value != int(value):
            return "a whole number is expected"
        if not self.least <= value <= self.most:
            return f"not between {self.least:g} and {self.most:g}"
        return ""


def text(most: int = 255) -> Field:
    """Return a line of text."""
    return Field("text", most=most)


def html() -> Field:
    """Return a text with markup."""
    return Field("html")


def flag() -> Field:
    """Return true or false."""
    return Field("bool")


def integer(least: int = 0, most: int = MOST_WHOLE) -> Field:
    """Return a whole number."""
    return Field("int", least=least, most=most)


def decimal(least: float = 0, most: float = 1_000_000) -> Field:
    """Return a number with at most five decimals."""
    return Field("number", least=least, most=most)


def moment() -> Field:
    """Return Unix seconds, 0 for none."""
    return integer(0, LAST_MOMENT)


def choice(*words: str) -> Field:
    """Return one of several words."""
    return Field("choice", words=words)


def listing(check: Check, form: Form | None = None) -> Field:
    """Return a list that `check` looks through."""
    return Field("list", check=check, form=form)


def value_of(check: Check, form: Form | None = None) -> Field:
    """Return any value that `check` looks through."""
    return Field("json", check=check, form=form)


def has_only(value: Any, *names: str) -> bool:
    """Whether the value is an object without other names than these."""
    return isinstance(value, dict) and not value.keys() - set(names)


def is_whole(value: Any) -> bool:
    """Whether the value is a whole number: a JSON one, not a truth value."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Whether the value is a JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


_FILE_NAME = re.compile(r"[^\x00-\x1f\x7f&<>\"`|':\\/]+")
_SHA1 = re.compile(r"[0-9a-f]{40}")
_LONGEST_NAME = 200


def order() -> Field:
    """Return a list of keys."""
    return listing(wrong_keys)


def wrong_keys(keys: list[Any]) -> str:
    """Say what is wrong with a list of keys."""
    if not all(isinstance(key, str) for key in keys):
        return "a list of keys is expected"
    return "" if len(set(keys)) == len(keys) else "a key stands in it twice"


def files(most: int = 0, *, main_first: bool = False) -> Field:
    """Return files by name and SHA-1, sorted by name; `main_first` leaves the first where it is."""

    def check(value: list[Any]) -> str:
        wrong = next(filter(None, map(_wrong_file, value)), "")
        if wrong:
            return wrong
        if len({file["name"] for file in value}) < len(value):
            return "two files have one name"
        return f"no more than {most} here" if most and len(value) > most else ""

    def form(value: list[Any]) -> list[Any]:
        main = value[:1] if main_first else []
        return main + sorted(value[len(main) :], key=lambda file: str(file["name"]))

    return listing(check, form)


def _wrong_file(file: Any) -> str:
    if not has_only(file, "name", "sha1") or not all(
        isinstance(file.get(name), str) for name in ("name", "sha1")
    ):
        return 'a file has "name" and "sha1"'
    if not _SHA1.fullmatch(file["sha1"]):
        return '"sha1" is 40 hexadecimal digits'
    if len(file["name"]) > _LONGEST_NAME:
        return "a file's name is longer than 200 characters"
    if any(
        not _FILE_NAME.fullmatch(part) or part in {".", ".."} for part in file["name"].split("/")
    ):
        return f"not the name of a file: {file['name']}"
    return ""
