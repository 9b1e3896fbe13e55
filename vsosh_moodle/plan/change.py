"""One change of a plan: what is done to which record, from what to what, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vsosh_moodle.plan.records import (
    CohortMember,
    Enrolment,
    GroupMember,
    Kind,
    Record,
    field_values,
    with_fields,
)
from vsosh_moodle.plan.state import State


class Action(StrEnum):
    """What a change does. `keep` writes nothing: it tells what is left as Moodle has it."""

    CREATE = "create"
    ADOPT = "adopt"
    UPDATE = "update"
    MOVE = "move"
    HIDE = "hide"
    SUSPEND = "suspend"
    REACTIVATE = "reactivate"
    REMOVE = "remove"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Change:
    """`before` is the live record (None at creation), `after` the record that should be.

    A removal has no `after`; a kept record has as `after` what the files ask for. `moodle_id` is
    set for an adoption only: the numeric id of the object that gets our key.
    """

    action: Action
    kind: Kind
    key: str
    before: Record | None
    after: Record | None
    reason: str = ""
    moodle_id: int = 0

    @property
    def writes(self) -> bool:
        """Whether the change asks Moodle to write."""
        return self.action is not Action.KEEP

    @property
    def record(self) -> Record:
        """The record the change is about: what it will be, else what it was."""
        found = self.after or self.before
        if found is None:
            msg = f"a change without records: {self.key}"
            raise ValueError(msg)
        return found

    def changed_fields(self) -> tuple[str, ...]:
        """Return the names of compared fields that differ between before and after."""
        if self.before is None or self.after is None:
            return ()
        before = field_values(self.before)
        return tuple(
            name for name, value in field_values(self.after).items() if before.get(name) != value
        )


def count_changes(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """Count changes by kind and action: {"user": {"create": 12}}, kinds in plan order."""
    counts: dict[str, dict[str, int]] = {}
    for change in changes:
        by_action = counts.setdefault(change.kind.value, {})
        by_action[change.action.value] = by_action.get(change.action.value, 0) + 1
    return {kind.value: counts[kind.value] for kind in Kind if kind.value in counts}


def apply_to_state(state: State, changes: Iterable[Change]) -> State:
    """Return the state the site would have once the changes are done: the law the tests hold to."""
    result = state.copy()
    for change in changes:
        if not change.writes:
            continue
        if change.action in (Action.REMOVE, Action.MOVE) and change.before is not None:
            result.discard(change.kind, change.before.key)
        if change.after is not None:
            result.add(change.after)
    return result


def remember_changes(base: State, changes: Iterable[Change]) -> State:
    """Return what is applied last once the changes are done: `base` and what they wrote."""
    result = base.copy()
    for change in changes:
        if not change.writes:
            continue
        if change.action in (Action.REMOVE, Action.MOVE) and change.before is not None:
            result.discard(change.kind, change.before.key)
        if change.after is not None:
            result.add(remembered_record(change, base.get(change.kind, change.key)))
    return result


def remembered_record(change: Change, last: Record | None) -> Record:
    """Return the record to remember as applied: `last` with the fields this change wrote.

    A field kept as a person edited it was not written by us: to remember Moodle's value of it would
    make the next plan take the edit for ours and overwrite it.
    """
    if last is None or change.before is None or change.after is None:
        return change.record
    after = field_values(change.after)
    return with_fields(last, {name: after[name] for name in change.changed_fields()})


def makes_account(change: Change) -> bool:
    """Tell whether a change makes an account: then a password is handed out."""
    return change.kind is Kind.USER and change.action is Action.CREATE


def touched_users(change: Change) -> str:
    """Return the key of the user a change is about, "" when it is about no single user."""
    match change.record:
        case CohortMember(user=user) | Enrolment(user=user) | GroupMember(user=user):
            return user
        case _:
            return change.key if change.kind is Kind.USER else ""
