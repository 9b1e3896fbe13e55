"""Each guard speaks when it should, stays silent when it should, and is lifted by its own override."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from tests.plan.schools import CLASSES, School, cohort_key, schools
from vsosh_moodle.plan.guards import ClassThreshold, GuardFacts, Verdict, check_guards
from vsosh_moodle.plan.records import record_from_json, record_to_json
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


def last_year(state: State, year: str = "2026", before: str = "2025") -> State:
    """Return the state as it was applied a year before: its keys carry the year."""
    return State.of(
        record_from_json(
            record.kind,
            {
                name: value.replace(f"vsosh:{year}:", f"vsosh:{before}:")
                if isinstance(value, str)
                else value
                for name, value in record_to_json(record).items()
            },
        )
        for record in state
    )


def test_a_new_year_is_asked_about_once() -> None:
    base = last_year(school(c9А=20, c9Б=20, c8Д=9).state())
    (verdict,) = verdicts(school(c9А=3, c9Б=18), base)
    assert verdict.override == "new-year"
    assert "21 зачисление" in verdict.message
    assert "остались в той же параллели — 21" in verdict.message
    assert "выпуск (9, 11, 12 классы) — 19, выбыли из других классов — 9" in verdict.message


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
