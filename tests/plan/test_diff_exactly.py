"""Why a plan changes a thing or leaves it, word for word, and whose enrolments end for good.

These hold what mutants of the diff got away with: see docs/mutation.md.
"""

from dataclasses import replace

import pytest

from tests.plan.schools import School, cohort_key, course_key, user_key
from vsosh_moodle.plan.change import Action, Change, apply_to_state
from vsosh_moodle.plan.diff import DiffPolicy, Hiding, diff_states
from vsosh_moodle.plan.records import Cohort, CohortMember, Enrolment, Kind, with_fields
from vsosh_moodle.plan.settings import LOCKED
from vsosh_moodle.plan.state import State

COURSE = course_key("oge-math")
LEAVER = user_key(2)
ENROLMENT = f"{COURSE}|{LEAVER}"
GROUP = f"{COURSE}|9А|{LEAVER}"


def school(*numbers: int, activities: int = 0) -> State:
    pupils = dict.fromkeys(numbers, "9А")
    return School(pupils, {"oge-math": ("9А",)}, activities=activities).state()


def members(changes: list[Change]) -> list[tuple[Action, str]]:
    return [(one.action, one.reason) for one in changes if one.kind is Kind.COHORT_MEMBER]


def test_what_a_person_edited_is_told_field_by_field() -> None:
    state = school(1)
    live = state.copy()
    live.add(replace(state.user[user_key(1)], firstname="Иоанн", lastname="Новая"))
    (kept,) = diff_states(state, live, state)
    assert kept.reason == "изменено в Moodle вручную: имя, фамилия"


def test_what_pupils_began_and_what_a_person_edited_are_told_apart() -> None:
    desired = school(1, activities=1)
    page = next(iter(desired.course_activity.values()))
    live, base = desired.copy(), desired.copy()
    live.add(with_fields(page, {"name": '"Н"', "content": '"Т"', "visible": "false"}))
    base.add(with_fields(page, {"name": LOCKED, "visible": LOCKED}))
    edited, begun = diff_states(desired, live, base)
    assert (edited.action, edited.changed_fields()) == (Action.KEEP, ("content",))
    assert edited.reason == "изменено в Moodle вручную: текст"
    assert (begun.action, set(begun.changed_fields())) == (Action.KEEP, {"name", "visible"})
    assert begun.reason == "ученики уже начали, менять нельзя: название, видимость"


def test_a_move_is_told_with_both_classes() -> None:
    base = School({1: "9А"}).state()
    changes = diff_states(School({1: "9Б"}).state(), base, base)
    assert members(changes) == [(Action.MOVE, "перевод: 9А → 9Б")]


def test_two_who_change_places_are_each_moved_to_their_own() -> None:
    base = School({1: "9А", 2: "9Б"}).state()
    changes = diff_states(School({1: "9Б", 2: "9А"}).state(), base, base)
    moves = {
        (one.before.user, one.before.cohort, one.after.user, one.after.cohort)
        for one in changes
        if isinstance(one.before, CohortMember) and isinstance(one.after, CohortMember)
    }
    first, second = cohort_key("9А"), cohort_key("9Б")
    assert moves == {
        (user_key(1), first, user_key(1), second),
        (user_key(2), second, user_key(2), first),
    }


def test_a_class_left_and_a_category_entered_are_no_move() -> None:
    base = School({1: "9А"}).state()
    category = Cohort("vsosh:2026:learners:K1", "Спортсмены")
    base.add(category)
    desired = State.of(one for one in base if not isinstance(one, CohortMember))
    desired.add(CohortMember(category.key, user_key(1)))
    assert sorted(members(diff_states(desired, base, base))) == [
        (Action.CREATE, ""),
        (Action.REMOVE, "по спискам больше не входит"),
    ]


def test_what_somebody_deleted_is_made_again_and_that_is_told() -> None:
    state = school(1)
    live = state.copy()
    live.discard(Kind.COHORT, cohort_key("9Б"))
    (again,) = diff_states(state, live, state)
    assert (again.action, again.reason) == (
        Action.CREATE,
        "создавалось раньше, но в Moodle больше нет",
    )


def test_a_section_that_left_the_template_says_why_it_is_hidden() -> None:
    before, after = school(1, activities=2), school(1, activities=1)
    hidden = [one for one in diff_states(after, before, before) if one.action is Action.HIDE]
    assert {one.reason for one in hidden} == {
        "в файлах скрыто, или там его больше нет; ничего не удаляется"
    }


@pytest.mark.parametrize(
    ("hide", "time_has_come", "ends"),
    [
        ("unenrol", True, True),
        ("unenrol", False, False),
        ("drop_groups", True, False),
        ("drop_groups", False, False),
    ],
)
def test_an_enrolment_ends_for_good_when_its_time_has_come_and_the_policy_says_so(
    hide: Hiding, time_has_come: bool, ends: bool
) -> None:
    hidden = frozenset({LEAVER} if time_has_come else ())
    base = school(1, 2)
    changes = diff_states(school(1), base, base, DiffPolicy(hide=hide, hidden=hidden))
    after = apply_to_state(base, changes)
    assert (ENROLMENT not in after.enrolment) == ends
    assert ends or after.enrolment[ENROLMENT].suspended
    assert (GROUP not in after.group_member) == time_has_come
    reasons = {one.reason for one in changes if one.key in {ENROLMENT, GROUP} and not one.after}
    assert reasons == ({"выбыл давно: пора скрыть"} if time_has_come else set())


def test_whoever_is_still_in_the_school_loses_no_enrolment_whatever_the_clock_says() -> None:
    base = school(1, 2)
    desired = base.copy()
    desired.discard(Kind.ENROLMENT, ENROLMENT)
    policy = DiffPolicy(leaver_enrolments="unenrol", hide="unenrol", hidden=frozenset({LEAVER}))
    after = apply_to_state(base, diff_states(desired, base, base, policy))
    assert after.enrolment[ENROLMENT].suspended


def test_a_leaver_without_an_enrolment_gets_none_to_suspend() -> None:
    away = Enrolment(COURSE, user_key(1), "student", suspended=True)
    desired = school(1)
    desired.add(away)
    live = school(1)
    live.discard(away.kind, away.key)
    assert diff_states(desired, live, State()) == []
