"""What a run that was cut short has done to leavers: seen on the site, and not yet remembered. Pure.

The files name leavers no more, so nobody asks about them again; but whoever comes back is compared
with what is remembered, and would count as shut out by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vsosh_moodle.plan.diff import DiffPolicy, with_leavers
from vsosh_moodle.plan.parents import parents_of
from vsosh_moodle.plan.records import (
    MEMBERSHIPS,
    CohortSync,
    Enrolment,
    Kind,
    Record,
    User,
)
from vsosh_moodle.plan.state import State


@dataclass(frozen=True, slots=True)
class Settled:
    """Records to be remembered as closed or open, and the places of memberships to be forgotten."""

    closed: tuple[Record, ...] = ()
    gone: tuple[tuple[Kind, str], ...] = ()


def find_settled(desired: State, live: State, base: State, policy: DiffPolicy) -> Settled:
    """Return what the site has of leavers as the files' policy asks, unlike what is remembered.

    `base` is what was applied last. The law: a plan made after it is remembered is the plan made
    before; and for whoever comes back it is as if the run had not been cut short.
    """
    wanted = with_leavers(desired, live, base, policy)
    return Settled(
        tuple(_closed(desired, live, base, wanted)), tuple(_gone(live, base, wanted, policy))
    )


def _closed(desired: State, live: State, base: State, wanted: State) -> Iterator[Record]:
    """Only whether it is suspended is taken from the site: a name may be changed by hand."""
    known: tuple[User | Enrolment | CohortSync, ...] = (
        *base.user.values(),
        *base.enrolment.values(),
        *base.cohort_sync.values(),
    )
    for last in known:
        if (last.kind, last.key) in desired:
            continue
        have, want = live.get(last.kind, last.key), wanted.get(last.kind, last.key)
        if (
            isinstance(have, User | Enrolment | CohortSync)
            and isinstance(want, User | Enrolment | CohortSync)
            and want.suspended == have.suspended != last.suspended
        ):
            yield replace(last, suspended=have.suspended)


def _gone(
    live: State, base: State, wanted: State, policy: DiffPolicy
) -> Iterator[tuple[Kind, str]]:
    for record in base:
        place = (record.kind, record.key)
        if record.kind not in MEMBERSHIPS or place in wanted or place in live:
            continue
        parents = parents_of(record)
        if all(parent in live for parent in parents) and not any(
            policy.past(key) for _kind, key in parents
        ):
            yield place
