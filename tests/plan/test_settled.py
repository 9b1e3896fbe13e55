"""What a run that was cut short did to leavers is remembered as done, and nothing else is."""

from dataclasses import replace

import pytest

from tests.plan.schools import School, cohort_key, course_key, user_key
from vsosh_moodle.plan.diff import DiffPolicy
from vsosh_moodle.plan.records import CohortSync, Kind, Record, with_fields
from vsosh_moodle.plan.settled import Settled, find_settled
from vsosh_moodle.plan.state import State

POLICY = DiffPolicy()
COURSE = course_key("oge-math")
PLACE = (Kind.COHORT_MEMBER, f"{cohort_key('9А')}|{user_key(2)}")


def two(*numbers: int) -> State:
    state = School(dict.fromkeys(numbers, "9А"), {"oge-math": ("9А",)}).state()
    if 2 in numbers:
        state.add(CohortSync(COURSE, cohort_key("9А"), "student"))
    return state


def of_leaver() -> tuple[Record, ...]:
    state = two(1, 2)
    return (
        state.user[user_key(2)],
        state.enrolment[f"{COURSE}|{user_key(2)}"],
        *state.cohort_sync.values(),
    )


def closed(record: Record) -> Record:
    return with_fields(record, {"suspended": True})


@pytest.mark.parametrize("record", of_leaver(), ids=lambda one: one.kind)
def test_a_leaver_closed_on_the_site_is_remembered_as_closed(record: Record) -> None:
    base, live = two(1, 2), two(1, 2)
    live.add(closed(record))
    assert find_settled(two(1), live, base, POLICY) == Settled(closed=(closed(record),))


@pytest.mark.parametrize("record", of_leaver(), ids=lambda one: one.kind)
def test_who_is_in_the_files_or_open_or_remembered_so_is_not_settled(record: Record) -> None:
    base, live, done = two(1, 2), two(1, 2), two(1, 2)
    live.add(closed(record))
    done.add(closed(record))
    assert find_settled(two(1, 2), live, base, POLICY) == Settled()
    assert find_settled(two(1), base, base, POLICY) == Settled()
    assert find_settled(two(1), live, done, POLICY) == Settled()
    gone = two(1, 2)
    gone.discard(record.kind, record.key)
    assert find_settled(two(1), gone, base, POLICY).closed == ()


@pytest.mark.parametrize("record", of_leaver(), ids=lambda one: one.kind)
def test_what_the_policy_leaves_open_and_a_person_closed_is_not_settled(record: Record) -> None:
    base, live = two(1, 2), two(1, 2)
    live.add(closed(record))
    policy = DiffPolicy(suspend_accounts=False, leaver_enrolments="keep")
    assert find_settled(two(1), live, base, policy) == Settled()


def test_only_whether_an_account_is_closed_is_taken_from_the_site() -> None:
    base, live = two(1, 2), two(1, 2)
    user = base.user[user_key(2)]
    live.add(replace(user, firstname="Иоанн", suspended=True))
    assert find_settled(two(1), live, base, POLICY).closed == (closed(user),)


def test_an_account_opened_again_where_the_policy_changed_is_remembered_as_open() -> None:
    """An account closed by us and opened by hand is not asked to be open: it stays remembered."""
    base, live = two(1, 2), two(1, 2)
    base.add(closed(base.user[user_key(2)]))
    assert find_settled(two(1), live, base, DiffPolicy(suspend_accounts=False)) == Settled()


def without_place(state: State) -> State:
    result = state.copy()
    result.discard(*PLACE)
    return result


def test_a_place_in_a_class_that_is_taken_away_is_forgotten() -> None:
    base = two(1, 2)
    assert find_settled(two(1), without_place(base), base, POLICY) == Settled(gone=(PLACE,))


def test_a_place_that_is_there_or_that_the_files_ask_for_is_not_forgotten() -> None:
    base = two(1, 2)
    assert find_settled(two(1), base, base, POLICY) == Settled()
    assert find_settled(two(1, 2), without_place(base), base, POLICY) == Settled()


@pytest.mark.parametrize(
    "parent", [(Kind.USER, user_key(2)), (Kind.COHORT, cohort_key("9А"))], ids=["account", "class"]
)
def test_a_place_of_whom_or_what_is_deleted_is_not_forgotten(parent: tuple[Kind, str]) -> None:
    base = two(1, 2)
    live = without_place(base)
    live.discard(*parent)
    assert PLACE not in find_settled(two(1), live, base, POLICY).gone


def test_a_place_in_a_class_of_another_year_is_not_forgotten() -> None:
    base = two(1, 2)
    past = DiffPolicy(past=lambda cohort: cohort == cohort_key("9А"))
    assert find_settled(two(1), without_place(base), base, past) == Settled()


def test_what_is_not_forgotten_does_not_hide_what_comes_after_it() -> None:
    base = two(1, 2)
    group = f"{COURSE}|9А|{user_key(2)}"
    live = without_place(base)
    live.discard(Kind.GROUP_MEMBER, group)
    past = DiffPolicy(
        leaver_enrolments="suspend_and_drop_groups", past=lambda one: one == cohort_key("9А")
    )
    assert find_settled(two(1), live, base, past).gone == ((Kind.GROUP_MEMBER, group),)
