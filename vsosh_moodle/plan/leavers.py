"""The clock of the leavers' policy: since when somebody is away, and when that leads to hiding. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from vsosh_moodle.plan.state import State


@dataclass(frozen=True, slots=True)
class Leavers:
    """Who is away: `since` when, and `hide_on` which day each is hidden (empty: never)."""

    since: Mapping[str, date] = field(default_factory=dict)
    hide_on: Mapping[str, date] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LeaversClock:
    """What the clock is read from: today in the school's zone, and the policy's days (None: never).

    `told` are days of leaving from the lists of now, `remembered` those of earlier applies.
    """

    today: date
    timezone: ZoneInfo
    hide_after_days: int | None = None
    told: Mapping[str, date] = field(default_factory=dict)
    remembered: Mapping[str, date] = field(default_factory=dict)


def find_leavers(desired: State, base: State, clock: LeaversClock) -> Leavers:
    """Return everybody applied before whom the files no longer name, with their days.

    The day is the one the lists tell; else the one remembered; else the last day of access that was
    written to Moodle, when it is over; else today, the day the plan suspends the account.
    """
    left = base.user.keys() - desired.user.keys()
    ended = _last_days(base, left, clock)
    since = {
        user: clock.told.get(user) or clock.remembered.get(user) or ended.get(user) or clock.today
        for user in sorted(left)
    }
    if clock.hide_after_days is None:
        return Leavers(since)
    wait = timedelta(days=clock.hide_after_days)
    hide_on = {user: day + wait for user, day in since.items()}
    hidden = frozenset(user for user, day in hide_on.items() if day <= clock.today)
    return Leavers(since, hide_on, hidden)


def _last_days(base: State, left: set[str], clock: LeaversClock) -> dict[str, date]:
    ends: dict[str, int] = {}
    for enrolment in base.enrolment.values():
        if enrolment.user in left and enrolment.timeend:
            ends[enrolment.user] = max(enrolment.timeend, ends.get(enrolment.user, 0))
    days = {
        user: datetime.fromtimestamp(moment, clock.timezone).date() for user, moment in ends.items()
    }
    return {user: day for user, day in days.items() if day <= clock.today}
