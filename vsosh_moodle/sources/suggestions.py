"""A word the reader mistyped, and the known word it stands for."""

from collections.abc import Iterable
from difflib import get_close_matches

from vsosh_moodle.language import _

_SHOWN = 12


def closest(word: str, known: Iterable[str]) -> str:
    """Return the one of `known` that looks most like `word`, or "" when none is near."""
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a Russian hint: the nearest known word, and the list of those that are allowed.

    A long list is cut after twelve words, so that the hint stays a sentence; "" when nothing is known.
    """
    words = list(dict.fromkeys(known))
    if not words:
        return ""
    shown = ", ".join(f"«{name}»" for name in words[:_SHOWN])
    if len(words) > _SHOWN:
        shown = _("{names} и ещё {count}").format(names=shown, count=len(words) - _SHOWN)
    allowed = _("Допустимо: {names}.").format(names=shown)
    near = closest(word, words)
    if not near or near == word:
        return allowed
    return " ".join((_("Возможно, имелось в виду «{name}».").format(name=near), allowed))
