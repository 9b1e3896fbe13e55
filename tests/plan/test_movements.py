"""The movement of people: its counts add up, everybody is told of once, and nobody is told of for nothing."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.schools import (
    CLASSES,
    School,
    cohort_key,
    course_key,
    lived_in,
    make_user,
    schools,
    user_key,
)
from vsosh_moodle.plan.change import Action, Change, apply_to_state
from vsosh_moodle.plan.diff import DiffPolicy, diff_states
from vsosh_moodle.plan.movement import (
    ClassProgramme,
    Event,
    Happening,
    MovementFacts,
    Movements,
    Substitution,
)
from vsosh_moodle.plan.movements import derive_movements
from vsosh_moodle.plan.records import (
    Cohort,
    CohortMember,
    Enrolment,
    Group,
    GroupMember,
    Kind,
    User,
)
from vsosh_moodle.plan.state import State
from vsosh_moodle.school.gender import gender_of

FACTS = MovementFacts(class_cohorts={cohort_key(name): name for name in CLASSES})
OGE = course_key("oge-math")


def moved(base: School | State, desired: School | State, facts: MovementFacts = FACTS) -> Movements:
    before = base.state() if isinstance(base, School) else base
    after = desired.state() if isinstance(desired, School) else desired
    return derive_movements(diff_states(after, before, before), after, before, before, facts)


def happenings(found: Movements) -> dict[str, list[Event]]:
    return {one.user: [each.event for each in one.happenings] for one in found.people}


def nine(**pupils: str) -> School:
    """Build pupils p1, p2… of classes that share one course: `nine(p1="9А", p2="9Б")`."""
    numbers = {int(name[1:]): where for name, where in pupils.items()}
    return School(numbers, {"oge-math": ("9А", "9Б"), "algebra": ("8Д",)}, {"oge-math": 101})


@given(lived_in(), st.sampled_from([DiffPolicy(), DiffPolicy(leaver_enrolments="unenrol")]))
def test_counts_of_classes_add_up_to_the_state_after_apply(
    states: tuple[State, State, State], policy: DiffPolicy
) -> None:
    desired, live, base = states
    changes = diff_states(desired, live, base, policy)
    found = derive_movements(changes, desired, live, base, FACTS)
    ours = {*base.cohort_member, *desired.cohort_member}
    after = apply_to_state(live, changes)
    members = Counter(one.cohort for key, one in after.cohort_member.items() if key in ours)
    assert {one.cohort: one.after for one in found.classes if one.after} == members
    assert sum(one.moved_in for one in found.classes) == sum(one.moved_out for one in found.classes)


@given(lived_in())
def test_everybody_is_told_of_once_and_comers_and_goers_match_the_table(
    states: tuple[State, State, State],
) -> None:
    desired, live, base = states
    changes = diff_states(desired, live, base)
    found = derive_movements(changes, desired, live, base, FACTS)
    users = [one.user for one in found.people]
    assert len(users) == len(set(users))
    for one in found.classes:
        told = [
            person
            for person in found.people
            if any(e.event is Event.MOVED and e.after == one.name for e in person.happenings)
        ]
        assert len(told) == one.moved_in


@given(schools())
def test_a_school_that_did_not_change_has_no_movement(school: School) -> None:
    found = moved(school, school)
    assert not found
    assert not any(one.changes for one in found.classes)


@given(schools(), schools())
def test_what_goes_one_way_comes_back_the_other(first: School, second: School) -> None:
    there, back = moved(first, second), moved(second, first)
    moves = [
        {
            (one.user, each.before, each.after)
            for one in found.people
            for each in one.happenings
            if each.event is Event.MOVED
        }
        for found in (there, back)
    ]
    assert moves[0] == {(user, after, before) for user, before, after in moves[1]}


def test_arrived_left_and_moved_are_one_line_each_with_what_follows() -> None:
    found = moved(nine(p1="9А", p2="9А", p3="8Д"), nine(p1="9Б", p3="9А", p4="9А"))
    by_user = {one.user: one for one in found.people}
    assert happenings(found) == {
        user_key(1): [Event.MOVED],
        user_key(2): [Event.LEFT],
        user_key(3): [Event.MOVED],
        user_key(4): [Event.ARRIVED],
    }
    shared, left, other, new = (by_user[user_key(n)] for n in (1, 2, 3, 4))
    assert shared.happenings == (Happening(Event.MOVED, "9А", "9Б"),)
    assert shared.class_name == "9Б"
    assert (shared.consequences.groups_joined, shared.consequences.groups_left) == (1, 1)
    assert (shared.consequences.enrolled, shared.consequences.suspended) == (0, 0)
    assert (other.consequences.enrolled, other.consequences.suspended) == (1, 1)
    assert left.consequences.suspended == 1
    assert left.class_name == "9А"
    assert new.consequences.enrolled == 1
    assert all(one.keeps_results for one in (shared, left, other))
    assert not new.keeps_results


def test_a_returner_is_told_from_a_newcomer() -> None:
    base = nine(p1="9А", p2="9А").state()
    gone = nine(p1="9А").state()
    leaving = diff_states(gone, base, base)
    after = apply_to_state(base, leaving)
    found = moved(after, nine(p1="9А", p2="9Б", p3="9А"))
    assert happenings(found) == {user_key(2): [Event.RETURNED], user_key(3): [Event.ARRIVED]}


def renamed(**fields: str) -> tuple[State, State]:
    base = nine(p1="9А").state()
    desired = base.copy()
    desired.add(replace(base.user[user_key(1)], **fields))
    return base, desired


def test_a_new_surname_and_a_new_name_are_told_apart() -> None:
    (one,) = moved(*renamed(lastname="Новая")).people
    assert one.happenings == (Happening(Event.SURNAME, "Бедоев-1", "Новая"),)
    (one,) = moved(*renamed(firstname="Игорь")).people
    assert one.happenings == (Happening(Event.NAME, "Иван Петрович", "Игорь Петрович"),)


def test_a_patronymic_kept_elsewhere_is_no_new_name() -> None:
    assert not moved(*renamed(firstname="Иван Петрович", middlename=""))


def test_an_account_closed_by_hand_and_a_new_address_are_no_movement() -> None:
    assert not moved(*renamed(email="other@vsosh.invalid"))


def test_a_category_is_told_by_its_cohort_and_a_swap_as_two() -> None:
    facts = replace(FACTS, categories=frozenset({"v:2026:learners:K1", "v:2026:learners:K2"}))
    base = nine(p1="9А").state()
    for code in ("K1", "K2"):
        base.add(Cohort(f"v:2026:learners:{code}", code))
    first, second = base.copy(), base.copy()
    first.add(CohortMember("v:2026:learners:K1", user_key(1)))
    second.add(CohortMember("v:2026:learners:K2", user_key(1)))
    (one,) = moved(base, first, facts).people
    assert one.happenings == (Happening(Event.CATEGORY_ADDED, keys=("v:2026:learners:K1",)),)
    assert happenings(moved(first, second, facts)) == {
        user_key(1): [Event.CATEGORY_ADDED, Event.CATEGORY_REMOVED]
    }


def test_an_elective_of_one_is_told_of_the_person_and_of_all_of_the_class() -> None:
    base = nine(p1="9А", p2="9А", p3="9А").state()
    course = replace(base.course[OGE], key="v:2026:el", shortname="el")
    base.add(course)
    one, whole = base.copy(), base.copy()
    one.add(Enrolment(course.key, user_key(1), "student"))
    for number in (1, 2, 3):
        whole.add(Enrolment(course.key, user_key(number), "student"))
    assert moved(base, one).people[0].happenings == (
        Happening(Event.PROGRAMME_ADDED, keys=(course.key,)),
    )
    found = moved(base, whole)
    assert found.people == ()
    assert found.programmes == (ClassProgramme("9А", course.key, 3),)
    assert found


def test_a_changed_level_is_one_movement_for_all_its_courses() -> None:
    base = nine(p1="9А").state()
    levels = {}
    for course in (OGE, "v:2026:other"):
        for key, title in (("base", "База"), ("core", "Профиль")):
            base.add(Group(f"{course}|{key}", course, title))
            levels[f"{course}|{key}"] = title
    first, second = base.copy(), base.copy()
    for course in (OGE, "v:2026:other"):
        first.add(GroupMember(f"{course}|base", user_key(1)))
        second.add(GroupMember(f"{course}|core", user_key(1)))
    (one,) = moved(first, second, replace(FACTS, level_groups=levels)).people
    assert one.happenings == (Happening(Event.LEVEL, "База", "Профиль", (OGE, "v:2026:other")),)


def teachers(**courses: int) -> School:
    return School({1: "9А"}, {"oge-math": ("9А",), "algebra": ("9А",)}, {
        name.replace("_", "-"): number for name, number in courses.items()
    })  # fmt: skip


def test_a_teacher_of_the_same_course_replaces_and_nobody_is_dismissed() -> None:
    found = moved(teachers(oge_math=101, algebra=102), teachers(oge_math=103, algebra=102))
    by_user = {one.user: one for one in found.people}
    assert by_user[user_key(101)].happenings == (
        Happening(Event.REPLACED, after="1", keys=(user_key(103),)),
    )
    assert [one.event for one in by_user[user_key(103)].happenings] == [Event.HIRED, Event.TEACHES]
    assert all(one.teacher for one in found.people)


def test_a_teacher_nobody_replaces_is_dismissed() -> None:
    found = moved(teachers(oge_math=101, algebra=102), teachers(algebra=102))
    assert happenings(found) == {user_key(101): [Event.DISMISSED]}


def test_a_substitute_is_told_with_the_absent_one_and_the_last_day() -> None:
    base = teachers(oge_math=101, algebra=102).state()
    desired = base.copy()
    desired.add(make_user(103))
    desired.add(Enrolment(OGE, user_key(103), "teacher", timeend=1790000000))
    last = date(2026, 11, 30)
    facts = replace(FACTS, substitutions={user_key(103): Substitution(user_key(101), last)})
    (one,) = moved(base, desired, facts).people
    assert one.happenings[-1] == Happening(
        Event.SUBSTITUTES, after="1", keys=(user_key(101),), until=last
    )
    ended = replace(FACTS, ended=frozenset({f"{OGE}|{user_key(103)}"}))
    (one,) = moved(desired, base, ended).people
    assert [each.event for each in one.happenings] == [Event.SUBSTITUTION_ENDED]


def test_the_first_plan_says_so() -> None:
    desired = nine(p1="9А").state()
    changes = diff_states(desired, State(), State())
    found = derive_movements(changes, desired, State(), State(), FACTS)
    assert found.first
    assert not moved(desired, nine(p1="9Б")).first


def test_a_narrow_plan_tells_of_its_own_changes_only() -> None:
    base, after = nine(p1="9А", p2="9Б").state(), nine(p1="9Б", p2="9А").state()
    changes: list[Change] = [
        one for one in diff_states(after, base, base) if user_key(1) in one.key
    ]
    found = derive_movements(changes, after, base, base, FACTS)
    assert list(happenings(found)) == [user_key(1)]
    assert {one.name: (one.before, one.after) for one in found.classes} == {
        "9А": (1, 0),
        "9Б": (1, 2),
    }


@pytest.mark.parametrize(
    ("patronymic", "gender"),
    [
        ("Ильинична", "f"),
        ("Петровна", "f"),
        ("Ильич", "m"),
        ("Петрович", "m"),
        ("Эльдар оглы", "m"),
        ("Ильгар кызы", "f"),
        ("", ""),
        ("Никита", ""),
        ("Саид", ""),
    ],
)
def test_gender_is_told_by_a_patronymic_only(patronymic: str, gender: str) -> None:
    assert gender_of(patronymic) == gender


def test_nobody_hidden_is_told_again() -> None:
    base = nine(p1="9А", p2="9А").state()
    gone = nine(p1="9А").state()
    away = apply_to_state(base, diff_states(gone, base, base))
    removal = next(one for one in away.group_member.values() if one.user == user_key(2))
    levels = {removal.group: "База"}
    facts = replace(FACTS, hidden=frozenset({user_key(2)}), level_groups=levels)
    change = Change(Action.REMOVE, Kind.GROUP_MEMBER, removal.key, removal, None)
    found = derive_movements([change], gone, away, away, facts)
    assert happenings(found) == {user_key(2): [Event.HIDDEN]}
    assert isinstance(away.user[user_key(2)], User)
