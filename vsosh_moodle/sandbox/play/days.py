"""Days of the played term: which are quiet, and moments of a day in the school's time zone."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from random import Random
from zoneinfo import ZoneInfo

from vsosh_moodle.sandbox.install import SITE_TIMEZONE

_SATURDAY = 5
_WORKED = (1.0, 1.1, 1.05, 1.0, 0.7, 0.35, 0.25)
"""How much is done on a day of the week, Monday first, against an ordinary Monday."""
_QUIET = 0.12
_HOURS = (14, 15, 16, 17, 18, 19, 20, 21)
_HOUR_WEIGHTS = (1, 2, 3, 4, 5, 5, 4, 2)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are played, both included; on the day of `now` only until then."""

    start: date
    end: date
    now: int = 0

    @property
    def last_moment(self) -> int:
        """The last second that is played."""
        last = moment(self.end + timedelta(days=1)) - 1
        return self.now if self.now and day_of(self.now) == self.end else last

    def weeks(self) -> Iterator[date]:
        """Yield the Monday of every week that has a day of the span."""
        monday = self.start - timedelta(days=self.start.weekday())
        while monday <= self.end:
            yield monday
            monday += timedelta(days=7)


def moment(day: date, hour: int = 0, minute: int = 0) -> int:
    """Return Unix seconds of an hour of a day on the site's clock."""
    return _midnight(day) + hour * 3600 + minute * 60


@lru_cache(maxsize=4096)
def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(SITE_TIMEZONE)).timestamp())


def day_of(time: int) -> date:
    """Return the day of a moment on the site's clock."""
    return datetime.fromtimestamp(time, ZoneInfo(SITE_TIMEZONE)).date()


@lru_cache(maxsize=1)
def _quiet_ranges() -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    text = resources.files(__package__).joinpath("quiet_days.toml").read_text(encoding="utf-8")
    return tuple(
        ((one["from"][0], one["from"][1]), (one["to"][0], one["to"][1]))
        for one in tomllib.loads(text)["quiet"]
    )


@lru_cache(maxsize=4096)
def is_quiet(day: date) -> bool:
    """Whether the day is a holiday, or in the holidays."""
    this = (day.month, day.day)
    return any(
        start <= this <= end if start <= end else this >= start or this <= end
        for start, end in _quiet_ranges()
    )


def is_school_day(day: date) -> bool:
    """Whether teachers work: no weekend, no holiday."""
    return day.weekday() < _SATURDAY and not is_quiet(day)


@lru_cache(maxsize=4096)
def weight_of(day: date) -> float:
    """Return how much is done on this day, 1 for an ordinary Monday."""
    return _QUIET * _WORKED[day.weekday()] if is_quiet(day) else _WORKED[day.weekday()]


def draw_moments(rng: Random, monday: date, count: float) -> list[int]:
    """Return moments of a week at which somebody sits down, in order: `count` in an ordinary week."""
    found = []
    for number in range(7):
        day = monday + timedelta(days=number)
        # Seven days weigh 5.45: what is asked for is spread over them.
        if rng.random() < count * weight_of(day) / sum(_WORKED):
            hour = rng.choices(_HOURS, _HOUR_WEIGHTS)[0]
            found.append(moment(day, hour) + rng.randrange(3600))
    return found
