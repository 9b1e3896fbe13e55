"""Batches under way."""

from dataclasses import dataclass

from vsosh_moodle.apply.batches import Batch
from vsosh_moodle.apply.operations import Operation, Stage

IN_BACKGROUND = frozenset(
    {
        Operation.IMPORT_QUESTIONS,
        Operation.PUT_COURSES,
        Operation.SET_EVENTS,
        Operation.SET_EXCEPTIONS,
        Operation.SET_MEMBERS,
    }
)
"""What the site may do after its answer; accounts are not, for their passwords would lie in a queue."""

Work = tuple[Stage, Operation]


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch under way, with the journal's number of each change."""

    batch: Batch
    numbers: tuple[int, ...]
    again: bool = False


def work_of(batch: Batch) -> Work:
    """Return what needs one right: teachers are enrolled with another role than pupils."""
    return batch.stage, batch.operation


def is_foreign(key: str) -> bool:
    """Tell whether a key is an id of Moodle: of something that is none of ours."""
    return key.startswith("#")
