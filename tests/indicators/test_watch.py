"""Who comes into which watch list, at the very edges of each."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.watch_facts import AS_OF, course, facts, moment, pupil, takes
from vsosh_moodle.indicators.watch import (
    GiaRisk,
    TrialResult,
    WatchEntry,
    WatchKind,
    WatchRule,
    find_watched,
)

RULE = WatchRule(AS_OF, inactive_days=14, nearly_done_percent=80)


def kinds(entries: tuple[WatchEntry, ...]) -> list[tuple[str, str]]:
    return [(one.kind.value, one.person) for one in entries]


@pytest.mark.parametrize(("days", "listed"), [(13, False), (14, False), (15, True), (200, True)])
def test_the_fourteenth_day_is_the_first_on_the_list(days: int, listed: bool) -> None:
    last = AS_OF - timedelta(days=days)
    found = find_watched(facts((pupil("p1", last),)), RULE)
    assert [(one.kind, one.number, one.since) for one in found] == (
        [(WatchKind.INACTIVE, days, last)] if listed else []
    )


def test_who_was_never_there_is_a_list_of_its_own() -> None:
    joined = date(2026, 11, 3)
    found = find_watched(facts((pupil("p1", None, joined=joined),), takes("p1", "c", done=0)), RULE)
    assert kinds(found) == [("never", "p1")]
    assert found[0].since == joined


@pytest.mark.parametrize("changes", [{"present": False}, {"account": False}, {"suspended": True}])
def test_who_cannot_come_is_on_no_list(changes: dict[str, bool]) -> None:
    assert find_watched(facts((pupil("p1", None, **changes),)), RULE) == ()


def test_idle_is_nothing_done_in_all_courses_together() -> None:
    nothing = takes("p1", "c", done=0), takes("p1", "d", done=0)
    assert kinds(find_watched(facts((pupil("p1"),), *nothing), RULE)) == [("idle", "p1")]
    one = takes("p1", "c", done=0), takes("p1", "d", done=0, submitted=1)
    assert find_watched(facts((pupil("p1"),), *one), RULE) == ()
    assert find_watched(facts((pupil("p1"),)), RULE) == ()  # in no course: nothing was to be done


def test_overdue_counts_by_course() -> None:
    found = find_watched(
        facts((pupil("p1"),), takes("p1", "c", overdue=3), takes("p1", "d", overdue=1)), RULE
    )
    assert [(one.kind, one.course, one.number) for one in found] == [
        (WatchKind.OVERDUE, "c", 3),
        (WatchKind.OVERDUE, "d", 1),
    ]


@pytest.mark.parametrize(
    ("done", "listed"), [(7, False), (8, True), (9, True), (10, False), (12, False)]
)
def test_nearly_done_is_from_the_threshold_to_the_last_but_one(done: int, listed: bool) -> None:
    found = find_watched(facts((pupil("p1"),), takes("p1", "c", done_ever=done)), RULE)
    assert [(one.number, one.whole) for one in found] == ([(done, 10)] if listed else [])


def test_a_course_without_completion_has_no_nearly_done() -> None:
    some = facts((pupil("p1"),), takes("p1", "c", done_ever=5), courses=(course("c", 0),))
    assert find_watched(some, RULE) == ()


def test_a_suspended_enrolment_does_not_count() -> None:
    away = takes("p1", "c", active=False, overdue=4, done_ever=9, done=0)
    assert find_watched(facts((pupil("p1"),), away), RULE) == ()


@pytest.mark.parametrize(
    ("points", "ready", "last", "risk"),
    [
        (None, False, AS_OF, GiaRisk.NO_TRIAL),
        (7.0, False, AS_OF, GiaRisk.BELOW),
        (8.0, True, AS_OF, None),
        (8.0, True, AS_OF - timedelta(days=20), GiaRisk.NOT_WORKING),
        (9.0, False, AS_OF, GiaRisk.BELOW),  # enough points, but a condition of the scale fails
    ],
)
def test_the_early_warning(
    points: float | None, ready: bool, last: date, risk: GiaRisk | None
) -> None:
    part = takes("p1", "oge", last=moment(last), last_access=moment(last))
    trial = TrialResult("p1", "Математика", "oge", points, 8.0, ready, date(2026, 11, 2))
    found = find_watched(facts((pupil("p1"),), part), RULE, [trial])
    assert [one.risk for one in found if one.kind is WatchKind.GIA] == ([risk] if risk else [])


def test_a_trial_of_somebody_who_left_warns_of_nobody() -> None:
    trial = TrialResult("p9", "Математика", "oge", None, 8.0, False)
    assert find_watched(facts((pupil("p1"),)), RULE, [trial]) == ()


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=12),
    st.integers(1, 40),
    st.integers(1, 40),
)
def test_a_shorter_patience_lists_no_fewer(days: list[int], one: int, other: int) -> None:
    people = tuple(pupil(f"p{n}", AS_OF - timedelta(days=ago)) for n, ago in enumerate(days))
    short, long = sorted((one, other))

    def listed(patience: int) -> set[str]:
        found = find_watched(facts(people), WatchRule(AS_OF, patience))
        return {entry.person for entry in found if entry.kind is WatchKind.INACTIVE}

    assert listed(long) <= listed(short)
