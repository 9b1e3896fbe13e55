"""Guards where a school is not as usual: odd names, courses nobody remembers, a year of nobody."""

from dataclasses import replace

import pytest

from tests.plan.schools import School, cohort_key, user_key
from tests.plan.test_guards import FACTS, last_year, pupils_of, school, verdicts
from vsosh_moodle.plan.guards import check_guards
from vsosh_moodle.plan.records import CohortMember, Kind
from vsosh_moodle.plan.state import State

MATHS = School({1: "9А"}, {"oge-math": ("9А",)}, {"oge-math": 901})


@pytest.mark.parametrize(("left", "override"), [(12, "class-loss"), (0, "class-missing")])
def test_a_class_is_called_as_in_the_config_whatever_it_is_called_on_the_site(
    left: int, override: str
) -> None:
    base = school(c9А=20, c9Б=3).state()
    base.add(replace(base.cohort[cohort_key("9А")], name="Девятый А"))
    (verdict,) = verdicts(school(c9А=left, c9Б=3), base)
    assert (verdict.override, verdict.subject) == (f"{override}:9А", "9А")
    assert "9А" in verdict.message
    assert "Девятый" not in verdict.message


def test_a_course_that_nobody_remembers_is_named_by_its_key() -> None:
    base = MATHS.state()
    base.discard(Kind.COURSE, "vsosh:2026:oge-math")
    (verdict,) = verdicts(replace(MATHS, teachers={}), base)
    assert verdict.override == "teacher-removed:oge-math"
    assert "«vsosh:2026:oge-math»" in verdict.message


def test_a_teacher_who_was_suspended_is_not_missed_and_does_not_hide_the_next_one() -> None:
    both = replace(
        MATHS,
        courses={"algebra": ("9А",), "oge-math": ("9А",)},
        teachers={"algebra": 902, "oge-math": 901},
    )
    base = both.state()
    away = base.enrolment[f"vsosh:2026:algebra|{user_key(902)}"]
    base.add(replace(away, suspended=True))
    found = verdicts(replace(both, teachers={}), base)
    assert [one.override for one in found] == ["teacher-removed:oge-math"]


def test_a_teacher_who_comes_back_replaces_and_a_suspended_one_does_not() -> None:
    desired = replace(MATHS, teachers={}).state()
    base = MATHS.state()
    other = replace(base.enrolment[f"vsosh:2026:oge-math|{user_key(901)}"], user=user_key(902))
    desired.add(replace(other, suspended=True))
    assert [one.guard for one in check_guards(desired, base, FACTS)] == ["teacher-removed"]
    base.add(replace(other, suspended=True))
    desired.add(other)
    assert check_guards(desired, base, FACTS) == []


def test_a_new_year_of_nobody_says_so() -> None:
    base = State.of([CohortMember("vsosh:2025:class:Экстернат", user_key(1))])
    found = [one for one in check_guards(State(), base, FACTS) if one.guard == "new-year"]
    message = (
        "Это первый план нового учебного года: учеников нет. С прошлогодними курсами поступят как с "
        "курсами выбывших (0 зачислений)."
    )
    assert [one.message for one in found] == [message]


def test_a_class_without_a_grade_in_its_name_is_of_no_wrong_grade() -> None:
    name = "Экстернат"
    pupils = range(1, 9)
    now = State.of(CohortMember(cohort_key(name), user_key(one)) for one in pupils)
    base = State.of(CohortMember(cohort_key("8Д"), user_key(one)) for one in pupils)
    for number in range(20, 30):
        now.add(CohortMember(cohort_key("9А"), user_key(number)))
        base.add(CohortMember(cohort_key("10Д"), user_key(number)))
    facts = replace(FACTS, class_cohorts={one: cohort_key(one) for one in (name, "8Д", "9А")})
    found = [one for one in check_guards(now, base, facts) if one.guard == "roster-year"]
    assert [one.subject for one in found] == ["9А"]


def test_new_people_of_a_school_that_had_no_class_are_no_question() -> None:
    desired = pupils_of("9А", *range(11, 16))
    new = frozenset(desired.state().user)
    base = State.of([CohortMember("vsosh:2025:learners:K1", user_key(1))])
    assert verdicts(desired, base, new_users=new) == []
    former = last_year(pupils_of("9А", 1).state(), lower=True)
    found = [one.override for one in verdicts(desired, former, new_users=new)]
    assert "mass-new" in found
