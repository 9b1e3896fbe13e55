"""TOML that people bring: read within bounds of size and depth, with one error for all that is wrong."""

import tomllib
from pathlib import Path
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.sources.file_bytes import read_file_bytes

MAX_BYTES = 500_000
MAX_LINE = 4_000
"""`a.a.a…` of one line takes tomllib time that grows with the square of its length."""


def load_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises OSError, UnicodeDecodeError, and tomllib.TOMLDecodeError for all else.
    """
    raw = read_file_bytes(path, MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise _too_big()
    return parse_toml(raw.decode("utf-8").replace("\r\n", "\n"))


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables of a text; raises tomllib.TOMLDecodeError for whatever is wrong with it."""
    if len(text) > MAX_BYTES:
        raise _too_big()
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            message = _("строка длиннее {limit} знаков").format(limit=MAX_LINE)
            raise tomllib.TOMLDecodeError(f"{message} (at line {number}, column {MAX_LINE})")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise tomllib.TOMLDecodeError(_("слишком глубокая вложенность")) from None
    except ValueError as error:  # a number of thousands of digits
        raise tomllib.TOMLDecodeError(_("число слишком длинное")) from error


def _too_big() -> tomllib.TOMLDecodeError:
    return tomllib.TOMLDecodeError(_("файл больше {size} КБ").format(size=MAX_BYTES // 1000))
