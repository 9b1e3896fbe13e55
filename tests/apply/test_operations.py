"""Batches: nothing lost, order of dependencies kept, no two calls lock the same rows."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests.apply.rehearsal import small_school
from vsosh_moodle.apply.batches import Batch, count_calls, plan_batches
from vsosh_moodle.apply.operations import Operation, Stage
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import Category, Course, Enrolment, GroupMember, Kind


def created(record: object) -> Change:
    return Change(Action.CREATE, record.kind, record.key, None, record)  # type: ignore[attr-defined,arg-type]


@st.composite
def enrolments(draw: st.DrawFn) -> list[Change]:
    pairs = draw(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), unique=True, max_size=400)
    )
    return [created(Enrolment(f"c{course}", f"u{user}", "student")) for course, user in pairs]


@st.composite
def group_members(draw: st.DrawFn) -> list[Change]:
    pairs = draw(
        st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), unique=True, max_size=600)
    )
    return [created(GroupMember(f"g{group}", f"u{user}")) for group, user in pairs]


def flat(stages: list[list[Batch]]) -> list[Batch]:
    return [batch for stage in stages for batch in stage]


def owners_sharing_calls(batches: list[Batch], owner: str) -> set[str]:
    calls: Counter[str] = Counter()
    for batch in batches:
        if not batch.lane:
            calls.update({getattr(change.record, owner) for change in batch.changes})
    lanes = {batch.lane for batch in batches if batch.lane}
    return {name for name, number in calls.items() if number > 1 or name in lanes}


@given(enrolments(), st.integers(6, 900))
def test_all_enrolments_of_a_user_go_in_one_call_or_one_lane(
    changes: list[Change], limit: int
) -> None:
    batches = flat(plan_batches(changes, limit))
    assert Counter(c.key for b in batches for c in b.changes) == Counter(c.key for c in changes)
    assert owners_sharing_calls(batches, "user") == set()
    assert all(len(b.changes) * b.operation.variables <= limit for b in batches)


@given(group_members(), st.integers(4, 900))
def test_all_members_of_a_group_go_in_one_call_or_one_lane(
    changes: list[Change], limit: int
) -> None:
    batches = flat(plan_batches(changes, limit))
    assert Counter(c.key for b in batches for c in b.changes) == Counter(c.key for c in changes)
    assert owners_sharing_calls(batches, "group") == set()
    assert all(len(b.changes) * b.operation.variables <= limit for b in batches)


def test_parents_come_in_an_earlier_stage_than_their_children() -> None:
    changes = [created(record) for record in small_school()]
    stages = plan_batches(changes, 900)
    place = {c.key: number for number, s in enumerate(stages) for b in s for c in b.changes}
    deep = place["vsh:cat:gia"], place["vsh:cat:do"]
    assert deep[0] > deep[1]
    for change in changes:
        if isinstance(change.record, GroupMember):
            assert place[change.key] > place[change.record.group]
            assert place[change.key] > place[change.record.user]
            course = change.record.group.partition("|")[0]
            assert place[change.key] > place[f"{course}|{change.record.user}"]


def test_teachers_are_enrolled_last() -> None:
    changes = [created(record) for record in small_school()]
    last = plan_batches(changes, 900)[-1]
    assert {batch.stage for batch in last} == {Stage.TEACHERS}
    assert {c.kind for b in last for c in b.changes} == {Kind.ENROLMENT}


def test_kept_changes_make_no_calls() -> None:
    record = Category("vsh:cat:a", "А")
    kept = Change(Action.KEEP, record.kind, record.key, record, record)
    assert plan_batches([kept], 900) == []


def test_sections_cost_a_call_each_where_calls_cannot_be_bundled() -> None:
    changes = [created(r) for r in small_school() if r.kind is Kind.SECTION]
    stages = plan_batches(changes, 900)
    assert {b.operation for b in flat(stages)} == {Operation.NAME_SECTIONS}
    assert count_calls(stages, bundles=True) == 1
    assert count_calls(stages, bundles=False) == len(changes)


def test_courses_are_never_made_by_two_calls_at_once() -> None:
    records = [Course(f"vsh:2026:{n}", f"Курс {n}", f"К{n}", "", "", 0, 0) for n in range(200)]
    batches = flat(plan_batches([created(record) for record in records], 900))
    assert len(batches) > 1
    assert {batch.lane for batch in batches} == {"create_courses"}
