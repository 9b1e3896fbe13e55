"""What we wrote last, as a state and the ids Moodle gave: read from the store, kept up to date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vsosh_moodle.plan.records import (
    CONTENT_KINDS,
    MEMBERSHIPS,
    SEPARATOR,
    CohortMember,
    CohortSync,
    Enrolment,
    GroupMember,
    Kind,
    Record,
    Section,
    compared_fields,
    field_names,
    record_from_json,
    record_to_json,
)
from vsosh_moodle.plan.state import State
from vsosh_moodle.store.applied import Applied, AppliedState
from vsosh_moodle.store.exported import ExportedState

Ids = dict[tuple[Kind, str], int]


@dataclass(slots=True)
class Memory:
    """The last applied state and Moodle's ids of its objects."""

    state: State = field(default_factory=State)
    ids: Ids = field(default_factory=dict)


def load_memory(applied: AppliedState) -> Memory:
    """Read the whole last applied state."""
    memory = Memory()
    for kind in Kind:
        if kind in CONTENT_KINDS:
            continue  # the plugin remembers what it wrote into courses
        for key, row in applied.load_kind(kind.value).items():
            memory.state.add(record_of_row(kind, key, row))
            if row.moodle_id is not None:
                memory.ids[kind, key] = row.moodle_id
    return memory


def load_exported(exported: ExportedState) -> State:
    """Read what the files for Moodle's upload pages asked for last."""
    state = State()
    for (kind, key), row in exported.load_exported().items():
        state.add(record_of_row(Kind(kind), key, row))
    return state


def expecting(memory: Memory, exported: State) -> Memory:
    """Return the memory with what was exported beside it: what to look for on the site."""
    if not len(exported):
        return memory
    state = exported.copy()
    for record in memory.state:
        state.add(record)
    return Memory(state, memory.ids)


def caught_up(memory: Memory, exported: State, live: State) -> Memory:
    """Return the memory as if what was exported, and is seen on the site, had been applied.

    What is not seen was not uploaded; what is seen with other values was not uploaded either, or
    came from elsewhere: it is ours as the site has it. A membership that the files took away and
    the site has no more was taken out by hand, as the checklist asked.
    """
    if not len(exported):
        return memory
    state = memory.state.copy()
    for record in exported:
        have, last = live.get(record.kind, record.key), state.get(record.kind, record.key)
        if have is not None and (last is None or have == record):
            state.add(have)
    for record in memory.state:
        known = live.get(record.kind, record.key) or exported.get(record.kind, record.key)
        if record.kind in MEMBERSHIPS and known is None:
            state.discard(record.kind, record.key)
    return Memory(state, memory.ids)


def row_of_record(
    record: Record, moodle_id: int | None
) -> tuple[str, str, Mapping[str, object], int | None]:
    """Return the record as a row of the applied state; a membership keeps only what is not its key."""
    if record.kind in _KEYED_BY_PARTS:
        names = compared_fields(record.kind)
        fields: dict[str, object] = {name: getattr(record, name) for name in names}
    else:
        fields = {k: v for k, v in record_to_json(record).items() if k != "key"}
    return record.kind.value, record.key, fields, moodle_id


def record_of_row(kind: Kind, key: str, row: Applied) -> Record:
    """Rebuild the record of a row."""
    values = dict(row.fields)
    parts = _KEYED_BY_PARTS.get(kind)
    if parts:
        head, _separator, tail = key.rpartition(SEPARATOR)
        values |= {parts[0]: head, parts[1]: int(tail) if kind is Kind.SECTION else tail}
    elif "key" in field_names(kind):
        values["key"] = key
    return record_from_json(kind, values)


_KEYED_BY_PARTS: dict[Kind, tuple[str, ...]] = {
    Kind.SECTION: Section.identity,
    Kind.COHORT_MEMBER: CohortMember.identity,
    Kind.COHORT_SYNC: CohortSync.identity,
    Kind.ENROLMENT: Enrolment.identity,
    Kind.GROUP_MEMBER: GroupMember.identity,
}
"""Kinds whose key is «first|second» with no separator in the second part."""


def remember(
    applied: AppliedState,
    run_id: int,
    written: Iterable[tuple[Record, int | None]],
    removed: Iterable[Record] = (),
) -> None:
    """Write down records as they are on the site now, and forget those removed."""
    applied.record(
        (row_of_record(record, moodle_id) for record, moodle_id in written),
        ((record.kind.value, record.key) for record in removed),
        run_id,
    )
