"""Levels of pupils: by name, or by the score of an entry test. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the config; `min_score` is the least score that gives it, None: by name only."""

    key: str
    name: str
    min_score: float | None = None


def level_of_score(levels: Iterable[Level], score: float) -> Level | None:
    """Return the highest level a score reaches, None when it reaches none."""
    reached = [one for one in levels if one.min_score is not None and one.min_score <= score]
    return max(reached, key=lambda one: one.min_score or 0, default=None)
