"""How many people each class had, gains, loses and will have by a plan. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.records import CohortMember, Kind
from vsosh_moodle.plan.state import State


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class in a plan: `before + arrived + moved_in - left - moved_out == after`."""

    cohort: str
    name: str
    before: int
    arrived: int = 0
    moved_in: int = 0
    left: int = 0
    moved_out: int = 0

    @property
    def after(self) -> int:
        """How many people the class will have."""
        return self.before + self.arrived + self.moved_in - self.left - self.moved_out

    @property
    def changes(self) -> bool:
        """Whether anybody comes or goes."""
        return bool(self.arrived or self.moved_in or self.left or self.moved_out)


def count_classes(
    changes: Iterable[Change], live: State, ours: Collection[str], names: Mapping[str, str]
) -> tuple[ClassCount, ...]:
    """Return the count of every class that has or gets people.

    `ours` are the keys of the memberships that the files or our memory name: who else was put into a
    cohort by hand is not counted. `names` gives the classes by their cohorts.
    """
    before = Counter(
        member.cohort
        for key, member in live.cohort_member.items()
        if key in ours and member.cohort in names
    )
    came: dict[str, str] = {}
    went: dict[str, str] = {}
    for change in changes:
        if not change.writes or change.kind is not Kind.COHORT_MEMBER:
            continue
        if isinstance(change.after, CohortMember) and change.after.cohort in names:
            came[change.after.user] = change.after.cohort
        if isinstance(change.before, CohortMember) and change.before.cohort in names:
            went[change.before.user] = change.before.cohort
    arrived = Counter(cohort for user, cohort in came.items() if user not in went)
    moved_in = Counter(cohort for user, cohort in came.items() if user in went)
    left = Counter(cohort for user, cohort in went.items() if user not in came)
    moved_out = Counter(cohort for user, cohort in went.items() if user in came)
    met = {*before, *came.values(), *went.values()}
    return tuple(
        ClassCount(
            cohort, names[cohort], before[cohort],
            arrived[cohort], moved_in[cohort], left[cohort], moved_out[cohort],
        )
        for cohort in sorted(met)
    )  # fmt: skip
