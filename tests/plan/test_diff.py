"""The laws of the three-way diff, on random small schools and by example."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.schools import (
    EDITS,
    School,
    cohort_key,
    course_key,
    edited,
    hand_edits,
    lived_in,
    make_user,
    schools,
    user_key,
)
from vsosh_moodle.plan.change import Action, Change, apply_to_state, remember_changes
from vsosh_moodle.plan.diff import Adoption, DiffPolicy, LeaverEnrolments, diff_states
from vsosh_moodle.plan.records import (
    Category,
    Cohort,
    CohortMember,
    Course,
    Enrolment,
    Kind,
    User,
)
from vsosh_moodle.plan.state import State

POLICIES: list[LeaverEnrolments] = ["keep", "suspend", "suspend_and_drop_groups", "unenrol"]

policies = st.builds(
    DiffPolicy,
    suspend_accounts=st.booleans(),
    leaver_enrolments=st.sampled_from(POLICIES),
)


def writes(changes: list[Change]) -> list[Change]:
    return [change for change in changes if change.writes]


def nine_a(*numbers: int) -> School:
    return School(dict.fromkeys(numbers, "9А"), {"oge-math": ("9А",)}, {"oge-math": 101})


@given(schools())
def test_what_is_as_it_should_be_needs_no_change(school: School) -> None:
    state = school.state()
    assert diff_states(state, state, state) == []


@given(schools())
def test_an_empty_site_gets_every_record_and_nothing_else(school: School) -> None:
    desired = school.state()
    changes = diff_states(desired, State(), State())
    assert {(c.kind, c.key) for c in changes} == {(r.kind, r.key) for r in desired}
    assert {c.action for c in changes} <= {Action.CREATE}
    assert apply_to_state(State(), changes) == desired


@given(lived_in(), policies)
def test_a_second_plan_after_apply_writes_nothing(
    states: tuple[State, State, State], policy: DiffPolicy
) -> None:
    desired, live, base = states
    changes = diff_states(desired, live, base, policy)
    after = apply_to_state(live, changes)
    remembered = remember_changes(base, changes)
    assert writes(diff_states(desired, after, remembered, policy)) == []


@given(lived_in(), policies)
def test_a_third_plan_still_keeps_what_people_edited(
    states: tuple[State, State, State], policy: DiffPolicy
) -> None:
    desired, live, base = states
    changes = diff_states(desired, live, base, policy)
    after, remembered = apply_to_state(live, changes), remember_changes(base, changes)
    second = diff_states(desired, after, remembered, policy)
    assert {c.key for c in changes if not c.writes} <= {c.key for c in second if not c.writes}


@given(st.data(), schools())
def test_hand_edits_survive_an_apply(data: st.DataObject, school: School) -> None:
    state = school.state()
    live = data.draw(hand_edits(state))
    changes = diff_states(state, live, state)
    assert writes(changes) == []
    assert len(changes) == sum(live.get(record.kind, record.key) != record for record in state)


@given(st.data(), schools())
def test_overwrite_brings_back_what_the_files_say(data: st.DataObject, school: School) -> None:
    state = school.state()
    live = data.draw(hand_edits(state))
    policy = DiffPolicy(overwrite=lambda _kind, _key: True)
    changes = diff_states(state, live, state, policy)
    assert apply_to_state(live, changes) == state


@given(lived_in(), schools(), policies)
def test_what_we_neither_made_nor_ask_for_is_never_touched(
    states: tuple[State, State, State], foreign: School, policy: DiffPolicy
) -> None:
    desired, live, base = states
    alien = State.of(
        record
        for record in foreign.state()
        if (record.kind, record.key) not in desired and (record.kind, record.key) not in base
    )
    crowded = live.copy()
    for record in alien:
        crowded.add(record)
    changes = diff_states(desired, crowded, base, policy)
    after = apply_to_state(crowded, changes)
    assert all(after.get(record.kind, record.key) == record for record in alien)


@given(lived_in())
def test_by_default_nobody_loses_an_account_or_an_enrolment(
    states: tuple[State, State, State],
) -> None:
    desired, live, base = states
    changes = diff_states(desired, live, base)
    removed = {change.kind for change in changes if change.action is Action.REMOVE}
    assert removed <= {Kind.COHORT_MEMBER, Kind.GROUP_MEMBER}
    after = apply_to_state(live, changes)
    assert after.user.keys() >= live.user.keys()
    assert after.enrolment.keys() >= live.enrolment.keys()


@given(lived_in())
def test_every_leaver_with_an_account_is_suspended(states: tuple[State, State, State]) -> None:
    desired, live, base = states
    after = apply_to_state(live, diff_states(desired, live, base))
    leavers = base.user.keys() - desired.user.keys()
    assert all(after.user[key].suspended for key in leavers & after.user.keys())


@given(schools(), schools())
def test_returners_get_their_account_and_places_back(first: School, second: School) -> None:
    base = first.state()
    gone = diff_states(second.state(), base, base)
    live, base = apply_to_state(base, gone), remember_changes(base, gone)
    back = diff_states(first.state(), live, base)
    after = apply_to_state(live, back)
    wanted = first.state()
    assert all(after.get(record.kind, record.key) == record for record in wanted)
    returned = wanted.user.keys() - second.state().user.keys()
    assert {
        c.key for c in back if c.action is Action.REACTIVATE and c.kind is Kind.USER
    } == returned


@given(schools(), schools())
def test_a_pupil_of_another_class_is_moved_once(first: School, second: School) -> None:
    base, desired = first.state(), second.state()
    changes = diff_states(desired, base, base)
    transferred = {
        user_key(number)
        for number, name in second.pupils.items()
        if first.pupils.get(number, name) != name
    }
    members = [c for c in changes if c.kind is Kind.COHORT_MEMBER]
    moved = {
        c.after.user
        for c in members
        if c.action is Action.MOVE and isinstance(c.after, CohortMember)
    }
    assert moved == transferred
    assert apply_to_state(base, changes).cohort_member == desired.cohort_member


@pytest.mark.parametrize("kind", sorted(EDITS))
def test_an_edit_of_each_kind_is_listed_with_its_field(kind: Kind) -> None:
    state = replace(nine_a(1, 2), activities=2).state()
    record = next(iter(state.table(kind).values()))
    live = state.copy()
    live.add(edited(record))
    (change,) = diff_states(state, live, state)
    assert change.action is Action.KEEP
    assert change.key == record.key
    assert change.before == edited(record)
    assert change.after == record
    assert change.reason.startswith("изменено в Moodle вручную")


def test_an_edited_record_keeps_the_edit_and_takes_the_rest() -> None:
    base = nine_a(1).state()
    course = base.course[course_key("oge-math")]
    live = base.copy()
    live.add(replace(course, shortname="МОЁ"))
    desired = base.copy()
    desired.add(replace(course, shortname="ОГЭ-М-27", fullname="ОГЭ: математика"))
    update, kept = diff_states(desired, live, base)
    assert (update.action, update.changed_fields()) == (Action.UPDATE, ("fullname",))
    assert (kept.action, kept.changed_fields()) == (Action.KEEP, ("shortname",))


def test_memory_of_an_update_does_not_learn_the_edit_it_kept() -> None:
    base = nine_a(1).state()
    course = base.course[course_key("oge-math")]
    live = base.copy()
    live.add(replace(course, shortname="МОЁ"))
    desired = base.copy()
    desired.add(replace(course, shortname="ОГЭ-М-27", fullname="ОГЭ: математика"))
    remembered = remember_changes(base, diff_states(desired, live, base))
    assert remembered.course[course.key] == replace(course, fullname="ОГЭ: математика")


def test_a_membership_taken_out_by_hand_is_not_put_back() -> None:
    state = nine_a(1).state()
    live = state.copy()
    live.discard(Kind.ENROLMENT, f"{course_key('oge-math')}|{user_key(1)}")
    (change,) = diff_states(state, live, state)
    assert change.action is Action.KEEP
    assert change.reason == "убрано в Moodle вручную"


def test_memberships_of_a_course_deleted_on_the_site_come_back_with_it() -> None:
    state = nine_a(1, 2).state()
    course = course_key("oge-math")
    live = State.of(record for record in state if not record.key.startswith(course))
    changes = diff_states(state, live, state)
    assert {c.action for c in changes} == {Action.CREATE}
    assert apply_to_state(live, changes) == state


@pytest.mark.parametrize(
    ("policy", "enrolled", "suspended", "grouped"),
    [
        ("keep", True, False, True),
        ("suspend", True, True, True),
        ("suspend_and_drop_groups", True, True, False),
        ("unenrol", False, False, False),
    ],
)
def test_each_policy_leaves_a_leaver_where_it_says(
    policy: LeaverEnrolments, enrolled: bool, suspended: bool, grouped: bool
) -> None:
    base = nine_a(1, 2).state()
    changes = diff_states(nine_a(1).state(), base, base, DiffPolicy(leaver_enrolments=policy))
    after = apply_to_state(base, changes)
    enrolment = after.enrolment.get(f"{course_key('oge-math')}|{user_key(2)}")
    assert (enrolment is not None) == enrolled
    assert bool(enrolment and enrolment.suspended) == suspended
    assert (f"{course_key('oge-math')}|9А|{user_key(2)}" in after.group_member) == grouped
    assert f"{cohort_key('9А')}|{user_key(2)}" not in after.cohort_member


def test_a_leaver_whose_account_may_stay_is_not_suspended() -> None:
    base = nine_a(1, 2).state()
    changes = diff_states(nine_a(1).state(), base, base, DiffPolicy(suspend_accounts=False))
    assert not apply_to_state(base, changes).user[user_key(2)].suspended


def test_a_pupil_of_another_class_changes_groups_in_a_shared_course() -> None:
    first = School({1: "9А", 2: "9Б"}, {"oge-math": ("9А", "9Б")})
    second = School({1: "9Б", 2: "9Б"}, {"oge-math": ("9А", "9Б")})
    base = first.state()
    after = apply_to_state(base, diff_states(second.state(), base, base))
    assert after.group_member == second.state().group_member


def test_a_foreign_course_is_adopted_when_asked() -> None:
    desired = State.of([Course("vsosh:2026:x", "Новый", "Н", "", "", 0, 0)])
    foreign = Course("", "Старый", "С", "", "", 0, 0)
    adoptions = {(Kind.COURSE, "vsosh:2026:x"): Adoption(77, foreign)}
    (change,) = diff_states(desired, State(), State(), adoptions=adoptions)
    assert (change.action, change.moodle_id, change.before) == (Action.ADOPT, 77, foreign)


def test_a_course_in_another_category_is_moved() -> None:
    base = nine_a().state()
    course = base.course[course_key("oge-math")]
    desired = base.copy()
    desired.add(Category("vsosh:cat:el", "Элективы"))
    desired.add(replace(course, category="vsosh:cat:el"))
    actions = {c.kind: c.action for c in diff_states(desired, base, base)}
    assert actions == {Kind.CATEGORY: Action.CREATE, Kind.COURSE: Action.MOVE}


def test_what_the_files_no_longer_name_stays_and_is_listed() -> None:
    base = nine_a().state()
    desired = State.of(record for record in base if record.kind is not Kind.CATEGORY)
    changes = diff_states(desired, base, base)
    assert {c.kind for c in changes} == {Kind.CATEGORY}
    assert all(not c.writes and c.reason.startswith("в файлах больше нет") for c in changes)


def test_a_corrected_surname_is_an_update_of_the_same_account() -> None:
    base = State.of([make_user(1)])
    desired = State.of([replace(make_user(1), lastname="Исправлена")])
    (change,) = diff_states(desired, base, base)
    assert (change.action, change.changed_fields()) == (Action.UPDATE, ("lastname",))
    assert isinstance(change.after, User)
    assert change.after.username == make_user(1).username


def test_a_leaver_whose_account_is_gone_is_not_created_again() -> None:
    base = State.of([make_user(1), Enrolment("c", user_key(1), "student")])
    assert diff_states(State(), State(), base) == []


@pytest.mark.parametrize("policy", POLICIES)
def test_a_class_of_another_year_keeps_its_people(policy: LeaverEnrolments) -> None:
    """Emptied, a cohort that enrols by itself would take last year's results out of sight."""
    base = nine_a(1, 2).state()
    old = cohort_key("9А")
    desired = State.of(record for record in base if not isinstance(record, CohortMember | Cohort))
    desired.add(CohortMember("vsosh:2027:class:10А", user_key(1)))
    left = DiffPolicy(leaver_enrolments=policy)
    gone = [one for one in diff_states(desired, base, base, left) if one.action is Action.REMOVE]
    assert {one.key for one in gone if one.kind is Kind.COHORT_MEMBER} == {
        f"{old}|{user_key(1)}", f"{old}|{user_key(2)}"
    }  # fmt: skip
    kept = replace(left, past=lambda cohort: cohort == old)
    changes = diff_states(desired, base, base, kept)
    assert [one for one in changes if one.kind is Kind.COHORT_MEMBER] == [
        one for one in changes if one.action is Action.CREATE
    ]


def test_who_comes_back_to_a_class_gets_the_groups_that_moodle_took_meanwhile() -> None:
    base = nine_a(1, 2).state()
    gone = diff_states(nine_a(1).state(), base, base)
    live, remembered = apply_to_state(base, gone), remember_changes(base, gone)
    group = f"{course_key('oge-math')}|9А|{user_key(2)}"
    live.discard(Kind.GROUP_MEMBER, group)  # as a class enrolled whole loses its leavers
    back = diff_states(nine_a(1, 2).state(), live, remembered)
    (change,) = [one for one in back if one.key == group]
    assert change.action is Action.CREATE
