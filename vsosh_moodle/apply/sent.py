"""Batches under way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vsosh_moodle.apply.batches import Batch, plan_batches
from vsosh_moodle.apply.operations import Operation, Stage
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_info import has_plugin
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.records import Kind

MOST_LOSSES = 3
"""How often a change may be sent without an answer before it is given up."""

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


def sent_again(
    left: Sequence[tuple[Change, int]],
    losses: Mapping[tuple[Kind, str], int],
    client: MoodleClient,
) -> list[Sent]:
    """Return batches of changes the site does not have, lost for whatever reason.

    What was lost for the second time is asked to be done in the background, where that is possible.
    """
    numbers = {(change.kind, change.key): number for change, number in left}
    stages = plan_batches(
        [change for change, _number in left], client.variables_limit, plugin=has_plugin(client)
    )
    return [
        Sent(
            replace(batch, background=_is_patient(batch, losses)),
            tuple(numbers[one.kind, one.key] for one in batch.changes),
        )
        for stage in stages
        for batch in stage
    ]


def _is_patient(batch: Batch, losses: Mapping[tuple[Kind, str], int]) -> bool:
    lost = max(losses[one.kind, one.key] for one in batch.changes)
    return batch.operation in IN_BACKGROUND and lost >= MOST_LOSSES - 1
