"""Read back the memberships that were written: their calls return nothing (behaviour.md, M4)."""

from collections.abc import Iterable, Mapping, Sequence

from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.observe.courses import observe_course_contents
from vsosh_moodle.observe.objects import observe_cohort_members
from vsosh_moodle.observe.observed import Observed, Question
from vsosh_moodle.observe.pool import ReadPool
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.parents import parents_of
from vsosh_moodle.plan.records import (
    MEMBERSHIPS,
    SEPARATOR,
    Enrolment,
    GroupMember,
    Kind,
)
from vsosh_moodle.plan.state import State


def find_unwritten(
    client: MoodleClient,
    ids: Mapping[tuple[Kind, str], int],
    changes: Iterable[Change],
    roles: Mapping[str, int],
    now: int,
    group_course: Mapping[str, str] | None = None,
) -> list[Change]:
    """Return those of the written memberships that the site does not show, or shows although removed.

    Only the courses, groups and cohorts of the changes are read. `group_course` gives the course of
    a group: a new enrolment whose user was then taken into a group of the course needs no reading,
    for Moodle takes only the enrolled (behaviour.md, M5). Raises MoodleError when a read fails.
    """
    written = [one for one in changes if one.kind in MEMBERSHIPS and one.writes]
    proven = _proven_enrolments(written, group_course or {})
    written = [one for one in written if one.key not in proven or not _is_new_enrolment(one)]
    if not written:
        return []
    live = _observe_memberships(client, ids, written, roles, now)
    return [one for one in written if not _shows(live, one)]


def _proven_enrolments(written: Iterable[Change], group_course: Mapping[str, str]) -> set[str]:
    return {
        f"{group_course[one.after.group]}{SEPARATOR}{one.after.user}"
        for one in written
        if isinstance(one.after, GroupMember) and one.after.group in group_course
    }


def _is_new_enrolment(change: Change) -> bool:
    return change.action is Action.CREATE and change.kind is Kind.ENROLMENT


def _observe_memberships(
    client: MoodleClient,
    ids: Mapping[tuple[Kind, str], int],
    written: Sequence[Change],
    roles: Mapping[str, int],
    now: int,
) -> State:
    wanted = State.of(
        record for one in written for record in (one.before, one.after) if record is not None
    )
    parents = {parent for record in wanted for parent in parents_of(record)}
    known = {parent: ids[parent] for parent in parents if parent in ids}
    observed = Observed(ids=known)
    question = Question(
        wanted=wanted,
        remembered=State(),
        roles=roles,
        now=now,
        presence_only=True,
        # Whoever was to be let in again is enrolled already: only the suspension tells.
        suspensions=frozenset(
            one.before.course for one in written if isinstance(one.before, Enrolment)
        ),
    )
    with ReadPool(client) as pool:
        observe_cohort_members(pool, observed)
        observe_course_contents(pool, question, observed)
    return observed.state


def _shows(live: State, change: Change) -> bool:
    """Tell whether the site is as a change made it: what was left or removed is there no more."""
    before, want = change.before, change.after
    if before is not None and (want is None or before.key != want.key):
        if live.get(before.kind, before.key) is not None:
            return False
        if want is None:
            return True
    found = live.get(change.kind, change.key)
    if isinstance(found, Enrolment) and isinstance(want, Enrolment):
        return found.suspended == want.suspended or bool(want.timestart or want.timeend)
    return found is not None
