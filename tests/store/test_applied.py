"""The last applied state comes back as it was recorded."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.database import open_database


@pytest.fixture
def applied(tmp_path: Path) -> Iterator[AppliedState]:
    with open_database(tmp_path / "state.sqlite") as database:
        yield AppliedState(database)


def test_what_was_recorded_is_loaded(applied: AppliedState) -> None:
    applied.record([("user", "vsosh:p:000001", {"lastname": "Дзугов"}, 7)])
    applied.record([("group_member", "course|user", {}, None)])
    assert applied.load_applied() == {
        ("user", "vsosh:p:000001"): ({"lastname": "Дзугов"}, 7),
        ("group_member", "course|user"): ({}, None),
    }
    assert applied.load_kind("user") == {"vsosh:p:000001": ({"lastname": "Дзугов"}, 7)}
    assert applied.counts() == {"user": 1, "group_member": 1}


def test_recording_again_replaces_fields_and_keeps_the_id(applied: AppliedState) -> None:
    applied.record([("course", "algebra", {"fullname": "Алгебра"}, 12)])
    applied.record([("course", "algebra", {"fullname": "Алгебра 8"}, None)])
    assert applied.load_kind("course") == {"algebra": ({"fullname": "Алгебра 8"}, 12)}


def test_removed_objects_are_forgotten(applied: AppliedState) -> None:
    applied.record([("cohort", "a", {}, 1), ("cohort", "b", {}, 2)])
    applied.record(removals=[("cohort", "a"), ("cohort", "never was")])
    assert set(applied.load_kind("cohort")) == {"b"}


def test_fields_json_cannot_hold_leave_nothing_behind(applied: AppliedState) -> None:
    with pytest.raises(TypeError):
        applied.record([("user", "a", {}, 1), ("user", "b", {"odd": object()}, 2)])
    assert applied.load_applied() == {}


def test_equal_fields_are_shared_in_memory(applied: AppliedState) -> None:
    applied.record([("enrolment", str(n), {"role": "student"}, None) for n in range(3)])
    rows = list(applied.load_kind("enrolment").values())
    assert rows[0] is rows[1] is rows[2]


plain = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
json_values = (
    plain | st.lists(plain, max_size=3) | st.dictionaries(st.text(max_size=5), plain, max_size=3)
)
objects = st.dictionaries(
    st.tuples(st.sampled_from(["user", "course", "enrolment"]), st.text(min_size=1, max_size=30)),
    st.tuples(
        st.dictionaries(st.text(max_size=9), json_values, max_size=5),
        st.none() | st.integers(1, 2**40),
    ),
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=objects)
def test_any_state_survives_the_disk(applied: AppliedState, state: dict) -> None:  # type: ignore[type-arg]
    applied.record(removals=list(applied.load_applied()))
    applied.record((kind, key, fields, number) for (kind, key), (fields, number) in state.items())
    assert applied.load_applied() == state
