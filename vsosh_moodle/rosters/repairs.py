"""What was mended while reading: what stood in a cell, what it was read as, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place
from vsosh_moodle.school.names import clean_text, fold_lookalikes


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell that was read otherwise than it is written; nothing in the file was changed.

    `was` is the cell's text as it stands, `now` what may safely be written there instead. `code` is
    the weightiest reason (`name-order`, `name-digits`, `name-lookalikes`,
    `name-hyphen`, `name-case`, `name-spaces`, `class-spelling`, `date-spelling`); `why` tells all of them.
    """

    place: Place
    was: str
    now: str
    why: str
    code: str


def name_repair(was: str, now: str, *known: str) -> tuple[str, str]:
    """Return the code and the words for reading the name `was` as `now`.

    `known` are codes of reasons the reader already knows, the weightiest first.
    """
    codes = tuple(dict.fromkeys([*known, *_spelling_reasons(was, now)])) or ("name-hyphen",)
    return codes[0], ", ".join(_words(code) for code in codes)


@lru_cache(maxsize=4096)
def _spelling_reasons(was: str, now: str) -> tuple[str, ...]:
    return tuple(_spelling_steps(was, now))


def _spelling_steps(was: str, now: str) -> Iterator[str]:
    clean = clean_text(was)
    folded = fold_lookalikes(clean)
    if folded != clean:
        yield "name-lookalikes"
    if _signs(folded) != _signs(now):
        yield "name-hyphen"
    letters, kept = _letters(folded), _letters(now)
    if letters != kept and _letters(folded.lower()) == _letters(now.lower()):
        yield "name-case"
    if clean != was:
        yield "name-spaces"


def _signs(text: str) -> list[str]:
    return [char for char in text if not (char.isalpha() or char.isspace())]


def _letters(text: str) -> list[str]:
    return sorted(char for char in text if char.isalpha())


def _words(code: str) -> str:
    return {
        "name-order": _("порядок слов: сначала фамилия"),
        "name-digits": _("цифры вместо похожих букв"),
        "name-lookalikes": _("латинские буквы вместо русских"),
        "name-hyphen": _("дефисы и знаки"),
        "name-case": _("заглавные и строчные буквы"),
        "name-spaces": _("лишние пробелы и невидимые знаки"),
    }[code]
