"""Each guard speaks when it should, stays silent when it should, and is lifted by its own override."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from tests.plan.schools import CLASSES, School, cohort_key, schools
from vsosh_moodle.plan.guards import ClassThreshold, GuardFacts, Verdict, check_guards
from vsosh_moodle.plan.records import Enrolment, record_from_json, record_to_json
from vsosh_moodle.plan.state import State
from vsosh_moodle.plan.year_movement import YearMovement, count_movement

FACTS = GuardFacts(
    today=date(2026, 10, 1),
    year_start=date(2026, 9, 1),
    year_end=date(2027, 5, 26),
    site="https://sdo.example.ru",
    class_cohorts={name: cohort_key(name) for name in CLASSES},
    students=20,
)


def school(**classes: int) -> School:
    """Build a school with so many pupils in a class: `school(c9А=10)`."""
    pupils: dict[int, str] = {}
    for name, count in classes.items():
        first = CLASSES.index(name[1:]) * 100 + 1
        pupils |= dict.fromkeys(range(first, first + count), name[1:])
    return School(pupils, {"oge-math": ("9А",)}, {"oge-math": 901})


def verdicts(
    desired: School, base: School | State, allowed: tuple[str, ...] = (), **facts: Any
) -> list[Verdict]:
    last = base.state() if isinstance(base, School) else base
    return check_guards(desired.state(), last, replace(FACTS, **facts), allowed)


CASES: list[tuple[str, School, School, dict[str, Any], str]] = [
    ("wrong-site", school(c9А=3), school(c9А=3), {"last_site": "https://old.example.ru"}, "old.example.ru"),
    ("people-memory-lost", school(c9А=3), school(c9А=3), {"claimed_keys": ("vsosh:p:1",)}, ".vsosh"),
    ("source-empty", school(), school(c9А=3), {"students": 0}, "ни одного ученика"),
    ("source-old", school(c9А=3), school(c9А=3), {"sources_changed": 1e9, "last_sources_changed": 1.1e9}, "09.09.2001"),
    ("wrong-year", school(c9А=3), school(c9А=3), {"today": date(2028, 1, 1)}, "01.01.2028"),
    ("class-missing:9А", school(c9Б=9), school(c9А=3, c9Б=9), {}, "Класса 9А в списках больше нет"),
    ("class-loss:9А", school(c9А=16), school(c9А=20), {}, "из 20"),
    ("teacher-removed:oge-math", replace(school(c9А=3), teachers={}), school(c9А=3), {}, "снимается учитель"),
]  # fmt: skip


@pytest.mark.parametrize(("override", "desired", "base", "facts", "says"), CASES)
def test_each_guard_speaks_and_names_its_override(
    override: str, desired: School, base: School, facts: dict[str, Any], says: str
) -> None:
    (verdict,) = verdicts(desired, base, **facts)
    assert verdict.override == override
    assert verdict.guard == override.partition(":")[0]
    assert says in verdict.message
    assert not verdict.lifted


@pytest.mark.parametrize(("override", "desired", "base", "facts", "says"), CASES)
def test_each_guard_is_lifted_by_its_own_override_only(
    override: str, desired: School, base: School, facts: dict[str, Any], says: str
) -> None:
    (lifted,) = verdicts(desired, base, (override,), **facts)
    assert lifted.lifted
    others = {case[0] for case in CASES} - {override} | {"class-loss", "class-loss:8Д", "all"}
    (still,) = verdicts(desired, base, tuple(others), **facts)
    assert not still.lifted


@given(schools())
def test_a_school_that_did_not_change_is_safe(one: School) -> None:
    assert verdicts(one, one) == []


@given(schools())
def test_a_first_apply_is_safe(one: School) -> None:
    assert verdicts(one, State()) == []


def test_a_loss_within_both_thresholds_is_silent() -> None:
    assert verdicts(school(c9А=38), school(c9А=40)) == []


def test_a_loss_over_either_threshold_is_asked_about() -> None:
    assert verdicts(school(c9А=96), school(c9А=100))[0].guard == "class-loss"
    assert verdicts(school(c9А=7), school(c9А=8))[0].guard == "class-loss"


def test_a_class_may_have_a_threshold_of_its_own() -> None:
    generous = {"9А": ClassThreshold(percent=60, people=10)}
    assert verdicts(school(c9А=10), school(c9А=20), thresholds=generous) == []


def test_a_transfer_to_another_class_is_no_loss() -> None:
    base = School(dict.fromkeys(range(1, 9), "9А") | {9: "9Б"})
    moved = School(dict.fromkeys(range(1, 5), "9А") | dict.fromkeys(range(5, 10), "9Б"))
    assert verdicts(moved, base) == []


def test_a_narrow_plan_is_asked_about_its_own_classes_only() -> None:
    base, desired = school(c9А=20, c9Б=20), school(c9А=10, c9Б=20)
    assert verdicts(desired, base, class_scope=frozenset({"9Б"})) == []
    assert verdicts(desired, base, class_scope=frozenset({"9А"})) != []


@pytest.mark.parametrize(
    ("today", "safe"),
    [
        (FACTS.year_start - timedelta(days=92), True),
        (FACTS.year_start - timedelta(days=93), False),
        (FACTS.year_end + timedelta(days=92), True),
        (FACTS.year_end + timedelta(days=93), False),
    ],
)
def test_a_year_is_right_from_three_months_before_to_three_after(today: date, safe: bool) -> None:
    assert (verdicts(school(c9А=3), school(c9А=3), today=today) == []) == safe


def test_newer_lists_and_unknown_ages_are_silent() -> None:
    one = school(c9А=3)
    assert verdicts(one, one, sources_changed=2e9, last_sources_changed=1e9) == []
    assert verdicts(one, one, sources_changed=0, last_sources_changed=1e9) == []


def last_year(
    state: State, year: str = "2026", before: str = "2025", *, lower: bool = False
) -> State:
    """Return the state as it was applied a year before: keys carry the year, 9А may have been 8А."""
    grade = (":class:9", ":class:8" if lower else ":class:9")
    return State.of(
        record_from_json(
            record.kind,
            {
                name: value.replace(f"vsosh:{year}:", f"vsosh:{before}:").replace(*grade)
                if isinstance(value, str)
                else value
                for name, value in record_to_json(record).items()
            },
        )
        for record in state
    )


def test_a_new_year_is_asked_about_once() -> None:
    base = last_year(school(c9А=20, c9Б=20, c8Д=9).state(), lower=True)
    (verdict,) = verdicts(school(c9А=3, c9Б=18), base)
    assert verdict.override == "new-year"
    assert "21 зачисление" in verdict.message
    assert "переведены в следующий класс — 21" in verdict.message
    assert "выбыли из других классов — 28" in verdict.message


def test_the_movement_of_a_year_is_counted_by_grade() -> None:
    base = last_year(School({1: "8Д", 2: "8Д", 3: "9А", 4: "9Б", 5: "8Д"}, {}, {}).state())
    desired = School({1: "9А", 2: "8Д", 6: "8Д"}, {}, {}).state()
    moved = count_movement(desired, base, FACTS.class_cohorts)
    assert moved == YearMovement(moved=1, repeated=1, finished=2, left=1, new=1)
    assert str(YearMovement()) == ""


def test_only_the_newest_year_counts() -> None:
    base = last_year(School({1: "8Д"}, {}, {}).state())
    for record in last_year(base, "2025", "2024"):
        base.add(record)
    moved = count_movement(School({1: "9А"}, {}, {}).state(), base, FACTS.class_cohorts)
    assert moved == YearMovement(moved=1)


def test_last_year_is_no_question_once_this_year_was_applied() -> None:
    this = school(c9А=20)
    base = last_year(school(c9Б=20).state())
    for record in this.state():
        base.add(record)
    assert verdicts(this, base) == []


def pupils_of(name: str, *numbers: int) -> School:
    return School(dict.fromkeys(numbers, name))


def test_last_years_file_is_asked_about_in_the_middle_of_a_year() -> None:
    base = School(dict.fromkeys(range(1, 9), "10Д") | {20: "9А"})
    old = School(dict.fromkeys(range(1, 8), "9А") | {20: "9А", 8: "10Д"})
    (verdict,) = verdicts(old, base)
    assert verdict.override == "roster-year:9А"
    assert "7 из 8" in verdict.message
    assert "прошлогодний" in verdict.message


def test_next_years_file_is_asked_about_too() -> None:
    base = School(dict.fromkeys(range(1, 9), "9А") | {20: "10Д"})
    coming = School(dict.fromkeys(range(1, 8), "10Д") | {8: "9А"})
    found = [v for v in verdicts(coming, base) if v.guard == "roster-year"]
    assert [v.override for v in found] == ["roster-year:10Д"]
    assert "следующего" in found[0].message


def test_last_years_file_in_a_new_year_is_asked_about() -> None:
    base = last_year(
        School(dict.fromkeys(range(1, 9), "9А")).state(), lower=True
    )  # they are in 8А there
    assert [v.override for v in verdicts(pupils_of("9А", *range(1, 9)), base)] == ["new-year"]
    stale = last_year(School(dict.fromkeys(range(1, 9), "8Д")).state(), lower=True)
    overrides = [v.override for v in verdicts(pupils_of("8Д", *range(1, 9)), stale)]
    assert overrides == ["new-year", "roster-year:8Д"]


def test_a_few_who_repeat_a_year_are_no_question() -> None:
    base = last_year(School(dict.fromkeys(range(1, 9), "9А")).state(), lower=True)
    for member in last_year(School({30: "8Д", 31: "8Д"}).state(), lower=True):
        base.add(member)
    mixed = School(dict.fromkeys(range(1, 9), "9А") | {30: "8Д", 31: "8Д"})
    assert [v.override for v in verdicts(mixed, base)] == ["new-year"]


def renamed(count: int, of: int) -> tuple[State, State]:
    base = pupils_of("9А", *range(1, of + 1)).state()
    desired = base.copy()
    for user in list(base.user.values())[:count]:
        desired.add(replace(user, lastname=user.firstname, firstname=user.lastname))
    return desired, base


@pytest.mark.parametrize(("count", "of", "asked"), [(3, 10, True), (2, 4, False), (4, 20, False)])
def test_many_new_names_in_a_class_are_asked_about(count: int, of: int, asked: bool) -> None:
    desired, base = renamed(count, of)
    found = check_guards(desired, base, FACTS)
    assert [v.override for v in found] == (["mass-rename:9А"] if asked else [])
    assert all("столбцы" in v.message for v in found)
    assert all(v.lifted for v in check_guards(desired, base, FACTS, ("mass-rename:9А",)))


def test_a_class_may_have_a_threshold_of_names_of_its_own() -> None:
    own = {"9А": ClassThreshold(rename_percent=40)}
    assert check_guards(*renamed(3, 10), replace(FACTS, thresholds=own)) == []


def test_a_class_mostly_of_new_people_is_asked_about() -> None:
    base = pupils_of("9А", 1, 2)
    desired = pupils_of("9А", 1, 2, 10, 11, 12)
    new = frozenset(f"vsosh:p:{number:06}" for number in (10, 11, 12))
    (verdict,) = verdicts(desired, base, new_users=new)
    assert verdict.override == "mass-new:9А"
    assert "3 из 5" in verdict.message
    assert "вторая учётная запись" in verdict.message
    assert verdicts(desired, base, ("mass-new:9А",), new_users=new)[0].lifted


def test_a_class_that_joins_later_and_a_few_newcomers_are_no_question() -> None:
    new = frozenset(f"vsosh:p:{number:06}" for number in (10, 11, 12))
    base = pupils_of("9А", 1, 2)
    joined = School({1: "9А", 2: "9А", 10: "9Б", 11: "9Б", 12: "9Б"})
    assert verdicts(joined, base, new_users=new) == []
    assert verdicts(pupils_of("9А", 1, 2, 10, 11), base, new_users=new) == []


def test_a_new_year_of_nobody_known_is_asked_about() -> None:
    base = last_year(pupils_of("9А", *range(1, 6)).state(), lower=True)
    desired = pupils_of("9А", *range(11, 16))
    new = frozenset(desired.state().user)
    overrides = [v.override for v in verdicts(desired, base, new_users=new)]
    assert "mass-new" in overrides


def test_a_list_of_another_year_is_named_with_its_place() -> None:
    one = school(c9А=3)
    years = (("rosters/9А.xlsx, лист «9А», B1", "2025/26"), ("rosters/9Б.xlsx", "2026/27"))
    (verdict,) = verdicts(one, one, year_name="2026/27", roster_years=years)
    assert verdict.override == "wrong-term:2025/26"
    assert "rosters/9А.xlsx, лист «9А», B1" in verdict.message
    assert verdicts(one, one, ("wrong-term:2025/26",), year_name="2026/27", roster_years=years)[
        0
    ].lifted


def test_a_replaced_teacher_is_no_question_and_an_absent_one_is() -> None:
    base = School({1: "9А"}, {"oge-math": ("9А",)}, {"oge-math": 901})
    assert verdicts(replace(base, teachers={"oge-math": 902}), base) == []
    (verdict,) = verdicts(replace(base, teachers={}), base)
    assert verdict.override == "teacher-removed:oge-math"


def test_a_substitute_whose_days_are_over_leaves_quietly_if_the_teacher_is_there() -> None:
    desired = School({1: "9А"}, {"oge-math": ("9А",)}, {"oge-math": 901})
    base = desired.state()
    course = "vsosh:2026:oge-math"
    base.add(Enrolment(course, "vsosh:p:000902", "teacher", timeend=1000))
    assert check_guards(desired.state(), base, replace(FACTS, now=2000)) == []
    (early,) = check_guards(desired.state(), base, replace(FACTS, now=500))
    assert early.guard == "teacher-removed"
    alone = replace(desired, teachers={}).state()
    overrides = {v.override for v in check_guards(alone, base, replace(FACTS, now=2000))}
    assert overrides == {"teacher-removed:oge-math"}


def test_a_class_dissolved_into_others_says_how_many_are_there() -> None:
    base = School(dict.fromkeys(range(1, 5), "9А") | {9: "9Б"})
    merged = School(dict.fromkeys((1, 2, 3, 9), "9Б"))
    found = {v.override: v.message for v in verdicts(merged, base)}
    assert "Из них в других классах: 3 человека." in found["class-missing:9А"]
