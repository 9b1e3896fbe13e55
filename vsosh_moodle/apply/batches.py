"""Batches: the rows of each call, cut so that no call is too large and no two lock the same rows. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from vsosh_moodle.apply.course_documents import new_files
from vsosh_moodle.apply.operations import Operation, Stage, course_of, place_of, scopes_of
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.records import (
    Category,
    CohortMember,
    CohortSync,
    Enrolment,
    GroupMember,
    Kind,
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows for one call. Two batches with the same `lane` are never under way at once.

    `background` asks the site to do the work after its answer, where it can.
    """

    stage: Stage
    operation: Operation
    changes: tuple[Change, ...]
    lane: str = ""
    depth: int = 0
    background: bool = False

    def halves(self) -> tuple["Batch", ...]:
        """Split the batch in two, to find the row that a site refuses; no halves of what is whole.

        What is inside a course goes together or not at all.
        """
        middle = self._middle()
        if not middle:
            return ()
        return (
            replace(self, changes=self.changes[:middle]),
            replace(self, changes=self.changes[middle:]),
        )

    def _middle(self) -> int:
        """Return where to cut: in the middle, or between two owners near it; 0 for nowhere."""
        middle = len(self.changes) // 2
        owner_of = WHOLE.get(self.operation)
        if owner_of is None:
            return middle
        owners = [owner_of(change) for change in self.changes]
        cuts = [place for place in range(1, len(owners)) if owners[place - 1] != owners[place]]
        return min(cuts, key=lambda place: abs(place - middle), default=0)


def plan_batches(
    changes: Iterable[Change], variables_limit: int, *, plugin: bool = False
) -> list[list[Batch]]:
    """Return the batches of a plan, a list a stage, stages in order, empty ones left out.

    Categories come in one list a depth, parents before children. `plugin` tells that the site has
    the companion plugin: accounts and memberships then go through it.
    """
    sorted_rows: dict[tuple[int, int], dict[Operation, list[Change]]] = {}
    depths = _category_depths(changes := list(changes))
    waiting = _members_by_cohort(changes) if plugin else frozenset()
    for change in changes:
        if change.writes:
            stage, operation = place_of(change, plugin=plugin)
            if change.key in waiting and change.kind is Kind.GROUP_MEMBER:
                stage = Stage.GROUP_MEMBERS
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


def _members_by_cohort(changes: list[Change]) -> frozenset[str]:
    """Return the new members of groups whom a cohort may enrol: they wait until it has.

    The plugin refuses a member of a group who is not enrolled yet, and a class enrolled as a whole is
    another row than its people.
    """
    enrolled, synced, placed = set(), set(), set()
    for change in changes:
        match change.after:
            case Enrolment(course=course, user=user):
                enrolled.add((course, user))
            case CohortSync(course=course):
                synced.add(course)
            case CohortMember(user=user):
                placed.add(user)
            case _:
                pass
    return frozenset(
        change.key
        for change in changes
        if isinstance(member := change.after, GroupMember)
        and (course := scopes_of(change)[0], member.user) not in enrolled
        and (course in synced or member.user in placed)
    )


def _cut(
    stage: Stage,
    operation: Operation,
    changes: list[Change],
    variables_limit: int,
    depth: int,
) -> Iterator[Batch]:
    size = operation.rows_per_call(variables_limit)
    lane = operation.title if operation in _ONE_AT_A_TIME else ""
    if operation in WHOLE:
        for rows in _whole_owners(changes, size, WHOLE[operation]):
            yield Batch(stage, operation, tuple(rows), lane, depth)
        return
    owner = _LOCKED_BY.get(operation)
    if owner is not None:
        yield from _cut_by_owner(stage, operation, changes, size, owner)
        return
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


def _scope_of(change: Change) -> str:
    return scopes_of(change)[0]


WHOLE: dict[Operation, Callable[[Change], str]] = {
    Operation.SET_MEMBERS: _scope_of,
    Operation.IMPORT_QUESTIONS: course_of,
    Operation.PUT_COURSES: course_of,
    Operation.SET_EVENTS: course_of,
    Operation.SET_EXCEPTIONS: course_of,
}
"""Operations whose rows of one owner (a course, a cohort) are never parted: what each row is of.

The plugin writes an owner in one transaction, and rows may refer to each other."""


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


def _whole_owners(
    changes: list[Change], size: int, owner_of: Callable[[Change], str]
) -> Iterator[list[Change]]:
    by_owner: dict[str, list[Change]] = {}
    for change in changes:
        by_owner.setdefault(owner_of(change), []).append(change)
    rows: list[Change] = []
    for own in by_owner.values():
        if rows and len(rows) + len(own) > size:
            yield rows
            rows = []
        rows.extend(own)
    if rows:
        yield rows


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
    """Return how many HTTP calls the batches take; naming a section needs one each without bundles.

    A file that the site lacks is sent once, whatever number of courses it goes into.
    """
    stages = [list(stage) for stage in stages]
    calls = len({one for stage in stages for batch in stage for one in new_files(batch.changes)})
    for stage in stages:
        for batch in stage:
            alone = batch.operation is Operation.NAME_SECTIONS and not bundles
            twice = batch.operation is Operation.MOVE_COHORT_MEMBERS
            calls += len(batch.changes) if alone else 2 if twice else 1
    return calls
