"""Titles of a course with the classes and the year as a template says them."""

import re
from collections.abc import Mapping

from vsosh_moodle.pulled.facts import PullFacts
from vsosh_moodle.templates.context import render_class_names

CLASSES = "{{ course.class_names }}"
YEAR = "{{ year.name }}"
_SIGNS = re.compile(r"\{(?=[{%#])")


class Expression(str):
    """A text that is Jinja on purpose; any other is taken for plain words."""

    __slots__ = ()


def plain(data: Mapping[str, object]) -> dict[str, object]:
    """Return data of a template whose plain texts hold no Jinja: what looks like it is spelt out."""
    return {key: _plain(value) for key, value in data.items()}


def _plain(value: object) -> object:
    if isinstance(value, Expression):
        return str(value)
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def escape(text: str) -> str:
    """Return a text that Jinja renders as it is."""
    return _SIGNS.sub('{{ "{" }}', text) if "{" in text else text


def titles(full: str, short: str, facts: PullFacts) -> tuple[Expression, Expression]:
    """Return the full and the short name with the classes and the year said by the course.

    The short name of a course made by hand gets what it does not say: every course needs one of its own.
    """
    full_name, short_name = _generalised(full, facts), _generalised(short, facts)
    if not facts.prefix and CLASSES not in short_name:
        short_name = f"{short_name} {CLASSES}"
    if not facts.prefix and YEAR not in short_name:
        short_name = f"{short_name} {YEAR}"
    return Expression(full_name), Expression(short_name)


def _generalised(title: str, facts: PullFacts) -> str:
    text = escape(" ".join(title.split()))
    names = render_class_names(facts.classes)
    if names:
        text = re.sub(rf"(?<!\w){re.escape(names)}(?!\w)", lambda _found: CLASSES, text, count=1)
    if facts.year_name:
        text = text.replace(facts.year_name, YEAR, 1)
    return text
