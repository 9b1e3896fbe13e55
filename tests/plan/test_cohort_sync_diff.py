"""The three-way diff of classes that are enrolled as a whole."""

import pytest

from tests.plan.schools import School, cohort_key, course_key
from vsosh_moodle.plan.change import Action, apply_to_state
from vsosh_moodle.plan.diff import DiffPolicy, LeaverEnrolments, diff_states
from vsosh_moodle.plan.records import CohortSync, Kind
from vsosh_moodle.plan.state import State

COURSE = course_key("oge-math")


def school(*classes: str) -> State:
    state = School({}, {"oge-math": ("9А", "9Б")}).state()
    for name in classes:
        state.add(CohortSync(COURSE, cohort_key(name), "student", f"{COURSE}|{name}"))
    return state


def test_a_class_is_enrolled_once() -> None:
    desired, live = school("9А"), school()
    (change,) = diff_states(desired, live, live)
    assert (change.action, change.kind) == (Action.CREATE, Kind.COHORT_SYNC)
    after = apply_to_state(live, [change])
    assert diff_states(desired, after, after) == []


@pytest.mark.parametrize(
    ("policy", "action"),
    [
        ("suspend", Action.SUSPEND),
        ("suspend_and_drop_groups", Action.SUSPEND),
        ("unenrol", Action.REMOVE),
    ],
)
def test_a_class_that_left_the_course_goes_as_the_policy_says(
    policy: LeaverEnrolments, action: Action
) -> None:
    base = school("9А", "9Б")
    (change,) = diff_states(school("9А"), base, base, DiffPolicy(leaver_enrolments=policy))
    assert (change.action, change.key) == (action, f"{COURSE}|{cohort_key('9Б')}")


def test_a_class_that_may_stay_is_not_touched() -> None:
    base = school("9А", "9Б")
    assert diff_states(school("9А"), base, base, DiffPolicy(leaver_enrolments="keep")) == []


def test_a_class_that_comes_back_is_let_in_again() -> None:
    base = school("9А", "9Б")
    away = apply_to_state(base, diff_states(school("9А"), base, base))
    (change,) = diff_states(base, away, away)
    assert change.action is Action.REACTIVATE


def test_an_enrolment_of_a_class_taken_out_by_hand_is_not_put_back() -> None:
    base = school("9А")
    (change,) = diff_states(base, school(), base)
    assert change.action is Action.KEEP
