"""What a letter must not say: in which category of learners the pupil is."""

import re
from collections.abc import Iterable


def said_label(text: str, labels: Iterable[str]) -> str:
    """Return the label that stands in a text as a word of its own, in any case of letters; "" for none."""
    folded = " ".join(text.casefold().replace("ё", "е").split())
    for label in labels:
        plain = " ".join(label.casefold().replace("ё", "е").split())
        if plain and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", folded):
            return label
    return ""


def without_labels(title: str, labels: Iterable[str], instead: str) -> str:
    """Return the title of a course or task, or `instead` when it would give a category away."""
    return instead if said_label(title, labels) else title
