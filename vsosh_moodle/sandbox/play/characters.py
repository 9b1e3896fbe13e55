"""What a pupil is like: how often there, how quick, how able; drawn from the seed and the person's key."""

from dataclasses import dataclass, replace
from random import Random

from vsosh_moodle.sandbox.play.chance import chance

_KINDS = ("steady", "strong", "slow", "late", "stopped", "never")
_SHARES = (0.36, 0.1, 0.18, 0.1, 0.12, 0.14)
_BY_APP = 0.12


@dataclass(frozen=True, slots=True)
class Character:
    """A pupil's way of learning.

    `sessions` a week in front of the screen, `courses` opened in one of them, `things` done in a
    course then. `lag` in days: how long after its day an activity is begun. `skips`: the share of
    activities never done. `ability` 0-1: the share of points at a first attempt. `stops_after`: weeks
    until nothing more is done, None for never. `by_app`: comes through Moodle's app alone, so that the
    site notes when the person was there last but never a first access.
    """

    kind: str
    sessions: float
    courses: int
    things: int
    lag: float
    skips: float
    ability: float
    stops_after: int | None = None
    by_app: bool = False


def draw_character(seed: int, person: str) -> Character:
    """Return the character of a person, the same for the same seed."""
    by_app = chance(seed, "app", person).random() < _BY_APP
    return replace(_draw(chance(seed, "character", person)), by_app=by_app)


def _draw(rng: Random) -> Character:
    kind = rng.choices(_KINDS, _SHARES)[0]
    ability = min(0.97, max(0.25, rng.gauss(0.64, 0.14)))
    if kind == "never":
        return Character(kind, 0, 0, 0, 0, 1, ability)
    if kind == "strong":
        return Character(kind, 3.2, 3, 3, rng.uniform(-6, 1), 0.03, min(0.98, ability + 0.18))
    if kind == "slow":
        return Character(kind, 1.3, 2, 2, rng.uniform(10, 25), 0.25, ability - 0.08)
    if kind == "late":
        return Character(kind, 0.7, 4, 5, rng.uniform(5, 14), 0.15, ability)
    if kind == "stopped":
        return Character(
            kind, 1.8, 2, 2, rng.uniform(0, 8), 0.15, ability - 0.05, rng.randrange(3, 9)
        )
    return Character(kind, 2.2, 3, 2, rng.uniform(0, 5), 0.08, ability)


@dataclass(frozen=True, slots=True)
class Grader:
    """How a teacher grades: days it takes, and the share of works that wait longer or for good."""

    days: tuple[int, int]
    waits: float
    forgets: float


def draw_grader(seed: int, person: str) -> Grader:
    """Return how a teacher grades: three of four within days."""
    rng = chance(seed, "grader", person)
    if rng.random() < 0.75:
        return Grader((1, 4), 0.08, 0.03)
    return Grader((6, 16), 0.3, 0.1)
