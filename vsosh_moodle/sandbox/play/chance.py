"""Where chance comes from: a generator of its own for every question, named by what it decides."""

from random import Random


def chance(*parts: object) -> Random:
    """Return a generator that draws the same for the same parts: a seed, a person's key, a purpose."""
    return Random("|".join(map(str, parts)))  # noqa: S311  a made-up term, not secrets
