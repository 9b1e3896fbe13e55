"""A narrow plan is a part of the whole one, and never takes the rest of the school for leavers."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.schools import CLASSES, COURSES, School, course_key, lived_in, schools, user_key
from vsosh_moodle.plan.change import Change, apply_to_state
from vsosh_moodle.plan.diff import diff_states
from vsosh_moodle.plan.parents import parents_of
from vsosh_moodle.plan.records import CohortMember, Kind
from vsosh_moodle.plan.scope import AREAS, Scope, ScopeIndex, narrow_changes, split_ready
from vsosh_moodle.plan.state import State

scopes = st.builds(
    Scope,
    st.sets(st.sampled_from(sorted(AREAS)), max_size=2).map(frozenset),
    st.sets(st.sampled_from(CLASSES), max_size=2).map(frozenset),
    st.sets(st.sampled_from(COURSES), max_size=2).map(frozenset),
)


def index_of(state: State) -> ScopeIndex:
    user_class = {
        member.user: member.cohort.rpartition(":")[2] for member in state.cohort_member.values()
    }
    return ScopeIndex(
        user_class=user_class,
        cohort_class={key: cohort.name for key, cohort in state.cohort.items()},
        group_class={key: group.name for key, group in state.group.items()},
        course_classes={
            course: frozenset(g.name for g in state.group.values() if g.course == course)
            for course in state.course
        },
        course_name={key: key.rpartition(":")[2] for key in state.course},
        group_course={key: group.course for key, group in state.group.items()},
    )


@given(lived_in(), scopes)
def test_narrowing_leaves_a_part_of_the_plan_in_its_order(
    states: tuple[State, State, State], scope: Scope
) -> None:
    changes = diff_states(*states)
    narrowed = narrow_changes(changes, scope, index_of(states[0]))
    remaining = iter(changes)
    assert all(change in remaining for change in narrowed)
    if not scope.narrows:
        assert narrowed == changes


@given(lived_in())
def test_the_four_areas_make_up_the_whole_plan(states: tuple[State, State, State]) -> None:
    changes = diff_states(*states)
    parts = [
        narrow_changes(changes, Scope(frozenset({area})), index_of(states[0])) for area in AREAS
    ]
    assert sorted(map(key_of, itertools.chain(*parts))) == sorted(map(key_of, changes))


def test_every_kind_belongs_to_one_area() -> None:
    assert sorted(itertools.chain(*AREAS.values())) == sorted(Kind)


@given(schools(), st.sampled_from(CLASSES))
def test_a_class_brings_its_own_people_only(school: School, name: str) -> None:
    state = school.state()
    changes = diff_states(state, State(), State())
    narrowed = narrow_changes(changes, Scope(classes=frozenset({name})), index_of(state))
    users = {change.key for change in narrowed if change.kind is Kind.USER}
    assert users == {user_key(n) for n, where in school.pupils.items() if where == name}


@given(schools(), st.sampled_from(COURSES))
def test_a_course_brings_itself_and_what_hangs_on_it(school: School, name: str) -> None:
    state = school.state()
    changes = diff_states(state, State(), State())
    narrowed = narrow_changes(changes, Scope(courses=frozenset({name})), index_of(state))
    expected = {c.key for c in changes if c.key.partition("|")[0] == course_key(name)}
    assert {change.key for change in narrowed} == expected


def test_who_leaves_a_class_belongs_to_the_class_left() -> None:
    base, desired = School({1: "9А"}).state(), School({1: "9Б"}).state()
    (move,) = (c for c in diff_states(desired, base, base) if isinstance(c.after, CohortMember))
    for name in ("9А", "9Б"):
        scope = Scope(classes=frozenset({name}))
        assert narrow_changes([move], scope, index_of(desired)) == [move]
    assert narrow_changes([move], Scope(classes=frozenset({"8Д"})), index_of(desired)) == []


@given(lived_in(), scopes)
def test_what_is_ready_never_lacks_a_parent(
    states: tuple[State, State, State], scope: Scope
) -> None:
    desired, live, base = states
    narrowed = narrow_changes(diff_states(desired, live, base), scope, index_of(desired))
    ready, waiting = split_ready(narrowed, live)
    assert sorted(map(key_of, [*ready, *waiting])) == sorted(map(key_of, narrowed))
    after = apply_to_state(live, ready)
    written = [c.after for c in ready if c.writes and c.after is not None]
    assert all(parent in after for record in written for parent in parents_of(record))


@given(lived_in())
def test_a_whole_plan_waits_for_nothing(states: tuple[State, State, State]) -> None:
    desired, live, base = states
    _ready, waiting = split_ready(diff_states(desired, live, base), live)
    assert waiting == []


@pytest.mark.parametrize(
    ("scope", "narrows"),
    [
        (Scope(), False),
        (Scope(areas=frozenset({"people"})), True),
        (Scope(classes=frozenset({"9А"})), True),
        (Scope(courses=frozenset({"oge-math"})), True),
    ],
)
def test_only_an_empty_scope_is_the_whole_school(scope: Scope, narrows: bool) -> None:
    assert scope.narrows == narrows


def key_of(change: Change) -> tuple[str, str, str]:
    return change.kind, change.key, change.action
