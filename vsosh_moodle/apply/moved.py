"""What somebody changed in Moodle while a long run was under way: kept, not overwritten. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from vsosh_moodle.apply.batches import Batch
from vsosh_moodle.apply.outcome import KeptChange
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.records import CONTENT_KINDS, field_values
from vsosh_moodle.plan.state import State

STALE_SECONDS = 5.0
"""Age of an observation after which the site is read again before anything on it is changed."""


def can_be_forestalled(change: Change) -> bool:
    """Tell whether a change replaces values somebody may have replaced meanwhile.

    The plugin itself looks after what is inside courses: it knows what it wrote last.
    """
    return (
        change.before is not None
        and change.after is not None
        and change.before.key == change.after.key
        and change.kind not in CONTENT_KINDS
    )


def find_moved(changes: Iterable[Change], live: State) -> list[KeptChange]:
    """Return the changes whose fields the site has neither as they were planned upon nor as they shall be."""
    moved: list[KeptChange] = []
    for change in filter(can_be_forestalled, changes):
        have = live.get(change.kind, change.key)
        if have is None or change.before is None or change.after is None:
            continue  # the site itself refuses what is gone
        was, wanted, now = map(field_values, (change.before, change.after, have))
        fields = tuple(
            name
            for name in change.changed_fields()
            if name in was and now.get(name) not in (was[name], wanted[name])
        )
        if fields:
            moved.append(KeptChange(change, fields))
    return moved


def without_kept(stage: Sequence[Batch], moved: Sequence[KeptChange]) -> list[Batch]:
    """Return the batches of a stage without the changes that somebody forestalled."""
    kept = {(one.change.kind, one.change.key) for one in moved}
    parts = (
        (batch, tuple(one for one in batch.changes if (one.kind, one.key) not in kept))
        for batch in stage
    )
    return [replace(batch, changes=left) for batch, left in parts if left]
