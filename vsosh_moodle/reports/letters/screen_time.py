"""How long a pupil may sit at a screen at home: a dated norm, kept apart from the letters that name it."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem

FILE_NAME = "screen_time.toml"


class ScreenTime(NamedTuple):
    """Minutes a day at home, and minutes at a stretch."""

    day: int
    stretch: int


class _Norm(NamedTuple):
    source: str
    valid_until: date
    limits: tuple[tuple[int, int, ScreenTime], ...]


def screen_time_of(grade: int) -> ScreenTime | None:
    """Return the norm for minors of a grade, None where there is none."""
    return next((norm for low, high, norm in _norm().limits if low <= grade <= high), None)


def screen_time_expired(today: date) -> Problem | None:
    """Return a warning when the norm is past its date."""
    norm = _norm()
    if today <= norm.valid_until:
        return None
    return Problem(
        Place(file=FILE_NAME),
        _("норма времени за экраном ({source}) действовала до {day}.").format(
            source=norm.source, day=f"{norm.valid_until:%d.%m.%Y}"
        ),
        _("сверьте её с действующей редакцией; свой текст письма — в letters/distance.j2."),
        "norm-expired",
        "warning",
    )


@cache
def _norm() -> _Norm:
    text = resources.files(__package__).joinpath(FILE_NAME).read_text(encoding="utf-8")
    data = tomllib.loads(text)
    limits = tuple(
        (one["grades"][0], one["grades"][1], ScreenTime(one["day"], one["stretch"]))
        for one in data["limit"]
    )
    return _Norm(data["meta"]["source"], data["meta"]["valid_until"], limits)
