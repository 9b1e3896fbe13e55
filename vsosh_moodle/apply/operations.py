"""Which Moodle call a change needs, in which stage, and how many rows fit one call. Pure.

The order of stages is the order of dependencies; teachers come last, because from Moodle 4.5 on a
course with a teacher mails a welcome to everybody enrolled after (behaviour.md, M5).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import Category, CohortMember, Enrolment, GroupMember, Kind


class Stage(Enum):
    """The stages of a run; all of a stage ends before the next begins."""

    CATEGORIES = 0
    OBJECTS = 1
    CONTENTS = 2
    ENROLMENTS = 3
    GROUP_MEMBERS = 4
    DEPARTURES = 5
    TEACHERS = 6


class Operation(Enum):
    """A sort of Moodle call. Values: variables per row at most, rows per call at most.

    The variables are those the rows of `moodle/` send; `max_input_vars` bounds their sum. Rows are
    bounded so that a call stays within seconds (behaviour.md, M3): a refused or lost call then
    costs little, and Ctrl-C is answered soon.
    """

    CREATE_CATEGORIES = ("create_categories", 4, 200)
    UPDATE_CATEGORIES = ("update_categories", 4, 200)
    CREATE_COHORTS = ("create_cohorts", 5, 180)
    UPDATE_COHORTS = ("update_cohorts", 6, 150)
    CREATE_USERS = ("create_users", 9, 100)
    UPDATE_USERS = ("update_users", 7, 120)
    CREATE_COURSES = ("create_courses", 14, 60)
    UPDATE_COURSES = ("update_courses", 11, 80)
    NAME_SECTIONS = ("name_sections", 3, 100)
    CREATE_GROUPS = ("create_groups", 4, 225)
    UPDATE_GROUPS = ("update_groups", 3, 225)
    CREATE_GROUPINGS = ("create_groupings", 4, 225)
    UPDATE_GROUPINGS = ("update_groupings", 3, 225)
    ASSIGN_GROUPINGS = ("assign_groupings", 2, 400)
    ADD_COHORT_MEMBERS = ("add_cohort_members", 4, 225)
    MOVE_COHORT_MEMBERS = ("move_cohort_members", 4, 225)
    REMOVE_COHORT_MEMBERS = ("remove_cohort_members", 2, 400)
    ENROL = ("enrol", 3, 300)
    ENROL_DATED = ("enrol_dated", 6, 150)
    UNENROL = ("unenrol", 2, 300)
    ADD_GROUP_MEMBERS = ("add_group_members", 2, 400)
    REMOVE_GROUP_MEMBERS = ("remove_group_members", 2, 400)

    def __init__(self, title: str, variables: int, most_rows: int) -> None:
        self.title = title
        self.variables = variables
        self.most_rows = most_rows

    def rows_per_call(self, variables_limit: int) -> int:
        """Return how many rows one call may carry on a site that takes `variables_limit` fields."""
        return max(1, min(self.most_rows, variables_limit // self.variables))


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows for one call. Two batches with the same `lane` are never under way at once."""

    stage: Stage
    operation: Operation
    changes: tuple[Change, ...]
    lane: str = ""
    depth: int = 0

    def halves(self) -> tuple["Batch", "Batch"]:
        """Split the batch in two, to find the row that a site refuses."""
        middle = len(self.changes) // 2
        first, second = self.changes[:middle], self.changes[middle:]
        return (
            Batch(self.stage, self.operation, first, self.lane, self.depth),
            Batch(self.stage, self.operation, second, self.lane, self.depth),
        )


def plan_batches(changes: Iterable[Change], variables_limit: int) -> list[list[Batch]]:
    """Return the batches of a plan, a list a stage, stages in order, empty ones left out.

    Categories come in one list a depth, parents before children.
    """
    sorted_rows: dict[tuple[int, int], dict[Operation, list[Change]]] = {}
    depths = _category_depths(changes := list(changes))
    for change in changes:
        if change.writes:
            stage, operation = _place_of(change)
            depth = depths.get(change.key, 0) if stage is Stage.CATEGORIES else 0
            rows = sorted_rows.setdefault((stage.value, depth), {})
            rows.setdefault(operation, []).append(change)
    stages = []
    for (number, depth), by_operation in sorted(sorted_rows.items()):
        stage = Stage(number)
        stages.append(
            [
                batch
                for operation in sorted(by_operation, key=list(Operation).index)
                for batch in _cut(stage, operation, by_operation[operation], variables_limit, depth)
            ]
        )
    return stages


def _place_of(change: Change) -> tuple[Stage, Operation]:
    record = change.record
    if isinstance(record, Enrolment):
        return _place_of_enrolment(change, record)
    create = change.action is Action.CREATE
    if change.action is Action.REMOVE:
        removal = {
            Kind.COHORT_MEMBER: Operation.REMOVE_COHORT_MEMBERS,
            Kind.GROUP_MEMBER: Operation.REMOVE_GROUP_MEMBERS,
        }
        return Stage.DEPARTURES, removal[change.kind]
    if change.action is Action.SUSPEND and change.kind is Kind.USER:
        return Stage.DEPARTURES, Operation.UPDATE_USERS
    if change.kind is Kind.COHORT_MEMBER:
        added = Operation.ADD_COHORT_MEMBERS if create else Operation.MOVE_COHORT_MEMBERS
        return Stage.CONTENTS, added
    stage, creating, updating = _OBJECT_PLACES[change.kind]
    return stage, creating if create else updating


_OBJECT_PLACES: dict[Kind, tuple[Stage, Operation, Operation]] = {
    Kind.CATEGORY: (Stage.CATEGORIES, Operation.CREATE_CATEGORIES, Operation.UPDATE_CATEGORIES),
    Kind.COHORT: (Stage.OBJECTS, Operation.CREATE_COHORTS, Operation.UPDATE_COHORTS),
    Kind.USER: (Stage.OBJECTS, Operation.CREATE_USERS, Operation.UPDATE_USERS),
    Kind.COURSE: (Stage.OBJECTS, Operation.CREATE_COURSES, Operation.UPDATE_COURSES),
    Kind.SECTION: (Stage.CONTENTS, Operation.NAME_SECTIONS, Operation.NAME_SECTIONS),
    Kind.GROUP: (Stage.CONTENTS, Operation.CREATE_GROUPS, Operation.UPDATE_GROUPS),
    Kind.GROUPING: (Stage.CONTENTS, Operation.CREATE_GROUPINGS, Operation.UPDATE_GROUPINGS),
    Kind.GROUPING_GROUP: (
        Stage.ENROLMENTS,
        Operation.ASSIGN_GROUPINGS,
        Operation.ASSIGN_GROUPINGS,
    ),
    Kind.GROUP_MEMBER: (
        Stage.GROUP_MEMBERS,
        Operation.ADD_GROUP_MEMBERS,
        Operation.ADD_GROUP_MEMBERS,
    ),
}


def _place_of_enrolment(change: Change, record: Enrolment) -> tuple[Stage, Operation]:
    if change.action is Action.REMOVE:
        return Stage.DEPARTURES, Operation.UNENROL
    dated = record.timestart or record.timeend or record.suspended
    operation = Operation.ENROL_DATED if dated else Operation.ENROL
    if change.action is Action.SUSPEND:
        return Stage.DEPARTURES, operation
    return (Stage.ENROLMENTS if record.role == "student" else Stage.TEACHERS), operation


def _cut(
    stage: Stage,
    operation: Operation,
    changes: list[Change],
    variables_limit: int,
    depth: int,
) -> Iterator[Batch]:
    size = operation.rows_per_call(variables_limit)
    owner = _LOCKED_BY.get(operation)
    if owner is not None:
        yield from _cut_by_owner(stage, operation, changes, size, owner)
        return
    lane = operation.title if operation in _ONE_AT_A_TIME else ""
    for start in range(0, len(changes), size):
        yield Batch(stage, operation, tuple(changes[start : start + size]), lane, depth)


_ONE_AT_A_TIME = frozenset(
    {
        Operation.CREATE_CATEGORIES,
        Operation.UPDATE_CATEGORIES,
        Operation.CREATE_COURSES,
        Operation.UPDATE_COURSES,
    }
)
"""Calls that renumber the order of categories and courses: two at once fail with
`dmlwriteexception` (measured on 4.1.1 and 4.5.6)."""


def _group_of(change: Change) -> str:
    return change.record.group if isinstance(change.record, GroupMember) else ""


def _user_of(change: Change) -> str:
    return change.record.user if isinstance(change.record, Enrolment) else ""


_LOCKED_BY: dict[Operation, Callable[[Change], str]] = {
    Operation.ADD_GROUP_MEMBERS: _group_of,
    Operation.ENROL: _user_of,
    Operation.ENROL_DATED: _user_of,
    Operation.UNENROL: _user_of,
}
"""What each row of an operation locks until the whole call ends.

Adding a member updates the group's row (behaviour.md, M3); enrolling updates the user's row of
`cache_flags` (role assignments mark the user's access as stale; deadlocks measured on 4.5.6 with
PostgreSQL when two calls enrolled the same users in different orders). So all rows of one owner go
in one call, or in one lane, and owners come in the same order everywhere.
"""


def _cut_by_owner(
    stage: Stage,
    operation: Operation,
    changes: list[Change],
    size: int,
    owner_of: Callable[[Change], str],
) -> Iterator[Batch]:
    by_owner: dict[str, list[Change]] = {}
    for change in changes:
        by_owner.setdefault(owner_of(change), []).append(change)
    rows: list[Change] = []
    for owner in sorted(by_owner):
        own = by_owner[owner]
        if rows and len(rows) + len(own) > size:
            yield Batch(stage, operation, tuple(rows))
            rows = []
        if len(own) > size:
            for start in range(0, len(own), size):
                yield Batch(stage, operation, tuple(own[start : start + size]), lane=owner)
        else:
            rows.extend(own)
    if rows:
        yield Batch(stage, operation, tuple(rows))


def _category_depths(changes: Iterable[Change]) -> dict[str, int]:
    """Return how deep below the categories that exist each changed category stands."""
    parents = {
        change.key: change.after.parent
        for change in changes
        if isinstance(change.after, Category) and change.writes
    }

    def depth(key: str, seen: frozenset[str] = frozenset()) -> int:
        parent = parents.get(key, "")
        return 0 if parent not in parents or key in seen else 1 + depth(parent, seen | {key})

    return {key: depth(key) for key in parents}


def count_calls(stages: Iterable[Iterable[Batch]], *, bundles: bool) -> int:
    """Return how many HTTP calls the batches take; naming a section needs one each without bundles."""
    calls = 0
    for stage in stages:
        for batch in stage:
            alone = batch.operation is Operation.NAME_SECTIONS and not bundles
            twice = batch.operation is Operation.MOVE_COHORT_MEMBERS
            calls += len(batch.changes) if alone else 2 if twice else 1
    return calls


def member_cohorts(change: Change) -> tuple[str, str]:
    """Return the cohort a moved member leaves and the one it joins, "" where there is none."""
    before = change.before.cohort if isinstance(change.before, CohortMember) else ""
    after = change.after.cohort if isinstance(change.after, CohortMember) else ""
    return before, after
