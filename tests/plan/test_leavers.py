"""The clock of leavers: which day counts, when somebody is hidden, and that coming back undoes it all."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.schools import School, course_key, schools, user_key
from vsosh_moodle.plan.change import Action, apply_to_state, remember_changes
from vsosh_moodle.plan.diff import DiffPolicy, Hiding, diff_states
from vsosh_moodle.plan.leavers import Leavers, LeaversClock, find_leavers
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.plan.state import State

TODAY = date(2026, 11, 25)
CLOCK = LeaversClock(TODAY, ZoneInfo("Europe/Moscow"), hide_after_days=30)
OGE = course_key("oge-math")
HIDINGS: list[Hiding] = ["drop_groups", "unenrol"]


def two(*numbers: int) -> State:
    return School(dict.fromkeys(numbers, "9А"), {"oge-math": ("9А",)}).state()


def left(base: State | None = None, **facts: Any) -> Leavers:
    return find_leavers(two(1), base or two(1, 2), replace(CLOCK, **facts))


def with_last_day(moment: int) -> State:
    base = two(1, 2)
    key = f"{OGE}|{user_key(2)}"
    base.add(replace(base.enrolment[key], timeend=moment))
    return base


def test_the_day_is_the_told_one_else_the_remembered_else_the_last_of_access_else_today() -> None:
    gone = user_key(2)
    ended = with_last_day(1_794_000_000)  # 07.11.2026 in Moscow
    told, remembered = {gone: date(2026, 11, 1)}, {gone: date(2026, 11, 3)}
    assert left(ended, told=told, remembered=remembered).since == told
    assert left(ended, remembered=remembered).since == remembered
    assert left(ended).since == {gone: date(2026, 11, 7)}
    assert left(with_last_day(1_800_000_000)).since == {gone: TODAY}
    assert left().since == {gone: TODAY}


@pytest.mark.parametrize(("waited", "hidden"), [(29, False), (30, True), (31, True)])
def test_somebody_is_hidden_when_the_days_are_over(waited: int, hidden: bool) -> None:
    gone = user_key(2)
    found = left(remembered={gone: TODAY - timedelta(days=waited)})
    assert found.hidden == (frozenset({gone}) if hidden else frozenset())
    assert found.hide_on == {gone: TODAY + timedelta(days=30 - waited)}


def test_without_a_policy_nobody_is_ever_hidden() -> None:
    found = left(hide_after_days=None, remembered={user_key(2): date(2020, 1, 1)})
    assert (found.hide_on, found.hidden) == ({}, frozenset())


def step(desired: State, live: State, base: State, policy: DiffPolicy) -> tuple[State, State]:
    changes = diff_states(desired, live, base, policy)
    return apply_to_state(live, changes), remember_changes(base, changes)


@given(schools(), schools(), st.sampled_from(HIDINGS), st.booleans())
def test_coming_back_before_or_after_hiding_restores_everything(
    first: School, second: School, hide: Hiding, hidden: bool
) -> None:
    full, fewer = first.state(), second.state()
    live, base = step(fewer, full, full, DiffPolicy())
    if hidden:
        gone = frozenset(base.user.keys() - fewer.user.keys())
        policy = DiffPolicy(hidden=gone, hide=hide)
        live, base = step(fewer, live, base, policy)
        assert not any(one.user in gone for one in live.group_member.values())
        assert all(live.user[key].suspended for key in gone)
        assert [one for one in diff_states(fewer, live, base, policy) if one.writes] == []
    live, base = step(full, live, base, DiffPolicy())
    assert all(live.get(record.kind, record.key) == record for record in full)


@given(schools(), schools())
def test_hiding_touches_nobody_who_is_in_the_school(first: School, second: School) -> None:
    full, fewer = first.state(), second.state()
    live, base = step(fewer, full, full, DiffPolicy())
    gone = frozenset(base.user.keys() - fewer.user.keys())
    changes = diff_states(fewer, live, base, DiffPolicy(hidden=gone, hide="unenrol"))
    assert {one.action for one in changes if one.writes} <= {Action.REMOVE}
    assert {one.kind for one in changes if one.writes} <= {Kind.ENROLMENT, Kind.GROUP_MEMBER}
    assert all(one.key.rpartition("|")[2] in gone for one in changes if one.writes)
