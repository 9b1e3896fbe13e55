"""What is told of people in odd company: hidden ones, unknown ones, two things at once."""

from dataclasses import replace
from datetime import date

import pytest

from tests.plan.schools import School, cohort_key, course_key, make_user, user_key
from tests.plan.test_movements import FACTS, OGE, happenings, moved, nine, renamed, teachers
from vsosh_moodle.plan.change import Action, Change, apply_to_state
from vsosh_moodle.plan.diff import diff_states
from vsosh_moodle.plan.movement import ClassProgramme, Event, Happening
from vsosh_moodle.plan.movements import derive_movements
from vsosh_moodle.plan.records import CohortSync, Enrolment
from vsosh_moodle.plan.state import State

ELECTIVE = "v:2026:el"


def with_elective(state: State, *numbers: int) -> State:
    result = state.copy()
    result.add(replace(state.course[OGE], key=ELECTIVE, shortname="el"))
    for number in numbers:
        result.add(Enrolment(ELECTIVE, user_key(number), "student"))
    return result


def test_of_a_hidden_leaver_only_what_is_taken_away_is_told() -> None:
    base, gone = nine(p1="9А", p2="9А").state(), nine(p1="9А").state()
    away = apply_to_state(base, diff_states(gone, base, base))
    facts = replace(FACTS, hidden=frozenset({user_key(2)}))
    place = away.enrolment[f"{OGE}|{user_key(2)}"]
    open_again = replace(place, suspended=False)
    shut = Change(Action.SUSPEND, place.kind, place.key, open_again, place)
    assert derive_movements([shut], gone, away, away, facts).people == ()
    assert happenings(derive_movements([shut], gone, away, away, FACTS)) == {
        user_key(2): [Event.PROGRAMME_REMOVED]
    }
    drop = Change(Action.REMOVE, place.kind, place.key, place, None)
    assert happenings(derive_movements([shut, drop], gone, away, away, facts)) == {
        user_key(2): [Event.HIDDEN]
    }


def test_a_new_surname_and_an_elective_of_one_are_told_together() -> None:
    before, after = renamed(lastname="Новая")
    (one,) = moved(with_elective(before), with_elective(after, 1)).people
    assert one.happenings == (
        Happening(Event.SURNAME, "Бедоев-1", "Новая"),
        Happening(Event.PROGRAMME_ADDED, keys=(ELECTIVE,)),
    )


def test_a_new_surname_stays_told_where_the_elective_is_of_the_whole_class() -> None:
    before = nine(p1="9А", p2="9А", p3="9А").state()
    after = before.copy()
    after.add(replace(before.user[user_key(1)], lastname="Новая"))
    found = moved(with_elective(before), with_elective(after, 1, 2, 3))
    assert happenings(found) == {user_key(1): [Event.SURNAME]}
    assert found.programmes == (ClassProgramme("9А", ELECTIVE, 3),)
    back = moved(with_elective(after, 1, 2, 3), with_elective(after))
    assert back.programmes == (ClassProgramme("9А", ELECTIVE, 3, added=False),)


def test_an_elective_of_just_half_a_class_is_told_of_each() -> None:
    before = nine(p1="9А", p2="9А", p3="9А", p4="9А").state()
    found = moved(with_elective(before), with_elective(before, 1, 2))
    assert found.programmes == ()
    assert happenings(found) == {user_key(one): [Event.PROGRAMME_ADDED] for one in (1, 2)}


def test_an_elective_of_the_only_pupil_of_a_class_is_told_of_the_pupil() -> None:
    before = nine(p1="9А").state()
    found = moved(with_elective(before), with_elective(before, 1))
    assert found.programmes == ()
    assert happenings(found) == {user_key(1): [Event.PROGRAMME_ADDED]}


def test_somebody_whose_account_is_nowhere_is_called_by_key() -> None:
    place = Enrolment(ELECTIVE, user_key(7), "student")
    change = Change(Action.REMOVE, place.kind, place.key, place, None)
    (one,) = derive_movements([change], State(), State(), State(), FACTS).people
    assert (one.name, one.gender, one.class_name) == (user_key(7), "", "")
    named = replace(FACTS, names={user_key(7): "Абаев Иван Петрович"})
    (one,) = derive_movements([change], State(), State(), State(), named).people
    assert one.name == "Абаев Иван Петрович"


@pytest.mark.parametrize(
    ("fields", "name", "gender"),
    [
        ({}, "Бедоев-1 Иван Петрович", "m"),
        ({"middlename": ""}, "Бедоев-1 Иван", ""),
        ({"firstname": "Анна Петровна", "middlename": ""}, "Бедоев-1 Анна Петровна", "f"),
        ({"firstname": "", "middlename": ""}, "Бедоев-1", ""),
    ],
)
def test_a_newcomer_is_called_in_full_and_the_gender_is_of_the_patronymic(
    fields: dict[str, str], name: str, gender: str
) -> None:
    base = nine(p2="9А").state()
    desired = nine(p1="9А", p2="9А").state()
    desired.add(replace(desired.user[user_key(1)], **fields))  # type: ignore[arg-type]
    (one,) = moved(base, desired).people
    assert (one.name, one.gender, one.class_name) == (name, gender, "9А")


def test_the_day_to_be_hidden_is_told_of_leavers_only() -> None:
    day = date(2026, 12, 1)
    facts = replace(FACTS, hide_on=dict.fromkeys(map(user_key, (1, 2)), day))
    found = moved(nine(p1="9А", p2="9А"), nine(p1="9Б"), facts)
    assert {one.user: one.hide_on for one in found.people} == {user_key(1): None, user_key(2): day}


def test_a_late_joiner_is_told_with_the_last_moment_of_the_courses() -> None:
    base = with_elective(nine(p2="9А").state())
    desired = with_elective(nine(p1="9А", p2="9А").state(), 1)
    for course, start in ((OGE, 200), (ELECTIVE, 100)):
        place = desired.enrolment[f"{course}|{user_key(1)}"]
        desired.add(replace(place, timestart=start))
    (one,) = moved(base, desired).people
    assert one.starts == 200
    (left,) = moved(desired, base).people
    assert left.starts == 0


def test_a_class_enrolled_whole_and_one_that_leaves_are_told_once_each() -> None:
    before = nine(p1="9А", p2="9А").state()
    sync = CohortSync(OGE, cohort_key("9А"), "student", f"{OGE}|9А")
    after = before.copy()
    after.add(sync)
    assert moved(before, after).programmes == (ClassProgramme("9А", OGE, 2),)
    (gone,) = moved(after, before).programmes
    assert gone == ClassProgramme("9А", OGE, 2, added=False)
    other = before.copy()
    other.add(replace(sync, group=""))
    assert moved(after, other).programmes == ()
    other.add(replace(sync, suspended=True))
    assert moved(other, after).programmes == (ClassProgramme("9А", OGE, 2),)


def test_a_teacher_of_two_courses_is_replaced_in_one_and_dismissed_from_the_other() -> None:
    found = moved(teachers(oge_math=101, algebra=101), teachers(oge_math=103))
    by_user = {one.user: one for one in found.people}
    algebra = course_key("algebra")
    assert set(by_user[user_key(101)].happenings) == {
        Happening(Event.REPLACED, after="1", keys=(user_key(103),)),
        Happening(Event.DISMISSED, after="1", keys=(algebra,)),
    }
    assert by_user[user_key(103)].happenings[1] == Happening(Event.TEACHES, keys=(OGE,))


def test_a_teacher_without_lessons_whose_account_closes_is_dismissed() -> None:
    base = School({1: "9А"}).state()
    base.add(make_user(101))
    facts = replace(FACTS, teachers=frozenset({user_key(101)}))
    found = moved(base, School({1: "9А"}), facts)
    assert found.people[0].happenings == (Happening(Event.DISMISSED),)
    assert found.people[0].teacher
    back = moved(
        apply_to_state(base, diff_states(School({1: "9А"}).state(), base, base)), base, facts
    )
    assert back.people[0].happenings == (Happening(Event.RETURNED),)
