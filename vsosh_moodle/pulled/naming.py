"""Keys for what a person made on the site: from its title, one on the whole course."""

import re
from collections.abc import Collection, Sequence

from vsosh_moodle.moodle.plugin_template import FOREIGN, WholeItem
from vsosh_moodle.school.logins import transliterate
from vsosh_moodle.templates.fields import is_key

MAX_STEM = 40
_NO_WORD = re.compile(r"\W+")
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(title: str) -> str:
    """Return a title as a key: «Сумма углов» is `summa-uglov`; "" when nothing of it is left."""
    apart = _NO_WORD.sub(" ", title)
    words = _OTHER.sub("-", transliterate(apart, "yandex").lower()).strip("-")
    if len(words) <= MAX_STEM:
        return words
    cut = words[: MAX_STEM + 1]
    return (cut.rpartition("-")[0] or cut[:MAX_STEM]).strip("-")


class Keys:
    """Gives keys, none twice: those that are ours already stay as they are."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self._taken = set(taken)

    def give(self, title: str, otherwise: str) -> str:
        """Return a free key for a title; `otherwise` is the stem when nothing of the title is left."""
        stem = slug(title) or otherwise
        key, number = stem, 1
        while key in self._taken:
            number += 1
            key = f"{stem}-{number}"
        self._taken.add(key)
        return key


def new_keys(items: Sequence[WholeItem], otherwise: str) -> dict[str, str]:
    """Return a key for each item: its own, or one of its title where it has none that a template takes."""
    own = [one.key for one in items if not one.key.startswith(FOREIGN) and is_key(one.key)]
    keys = Keys(own)
    return {
        one.key: one.key
        if one.key in own
        else keys.give(one.name, otherwise or one.module or "item")
        for one in items
    }
