"""What the guards look at, and what they say. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a guard says: `override` is the value `apply --allow` takes to lift it."""

    guard: str
    message: str
    override: str
    subject: str = ""
    lifted: bool = False


@dataclass(frozen=True, slots=True)
class ClassThreshold:
    """How much of a class may change at once without a question.

    More than `percent` % or more than `people` leaving is asked about; so are more than
    `rename_percent` % of new names and more than `new_percent` % of people nobody knows.
    """

    percent: float = 10
    people: int = 3
    rename_percent: float = 20
    new_percent: float = 50


@dataclass(frozen=True, slots=True)
class GuardFacts:
    """What the guards need to know beside the two states.

    `class_cohorts` maps a class name to the key of its cohort. `sources_changed` and
    `last_sources_changed` are the moments the newest roster was written, now and at the last
    apply (Unix seconds, 0 unknown). `new_users` are the keys of people the ledger does not know yet;
    `roster_years` the school years that titles of lists name, with their places; `now` is in Unix
    seconds.
    """

    today: date
    year_start: date
    year_end: date
    site: str
    last_site: str = ""
    class_cohorts: Mapping[str, str] = field(default_factory=dict)
    default_threshold: ClassThreshold = field(default_factory=ClassThreshold)
    thresholds: Mapping[str, ClassThreshold] = field(default_factory=dict)
    sources_changed: float = 0
    last_sources_changed: float = 0
    students: int = 0
    claimed_keys: tuple[str, ...] = ()
    class_scope: frozenset[str] = frozenset()
    new_users: frozenset[str] = frozenset()
    roster_years: tuple[tuple[str, str], ...] = ()
    year_name: str = ""
    now: float = 0
