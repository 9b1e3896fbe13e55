"""Where people were before, and what a change is called: held exactly, also in odd company.

These hold what mutants of the guards and of the diff got away with: see docs/mutation.md.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest

from tests.plan.schools import School, cohort_key, user_key
from tests.plan.test_guards import FACTS, pupils_of, school, verdicts
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.diff import action_of, diff_states
from vsosh_moodle.plan.guards import check_guards
from vsosh_moodle.plan.records import (
    Category,
    Cohort,
    CohortMember,
    CohortSync,
    ContentSection,
    CourseActivity,
    Enrolment,
    Record,
    User,
    with_fields,
)
from vsosh_moodle.plan.settings import settings_of
from vsosh_moodle.plan.state import State

EIGHT = range(1, 9)


def in_cohorts(*cohorts: str) -> list[CohortMember]:
    return [CohortMember(cohort, user_key(number)) for cohort in cohorts for number in EIGHT]


def asked(now: School, *cohorts: str) -> list[str]:
    """The questions about grades when eight pupils were in these cohorts, in this order."""
    base = State.of(in_cohorts(*cohorts))
    found = check_guards(now.state(), base, replace(FACTS, now=1))
    return [one.override for one in found if one.guard == "roster-year"]


@pytest.mark.parametrize(
    "order", list(permutations(("vsosh:2024:class:8А", "vsosh:2025:class:8А")))
)
def test_of_classes_of_two_years_the_later_one_counts(order: tuple[str, ...]) -> None:
    assert asked(pupils_of("9А", *EIGHT), *order) == []
    assert asked(pupils_of("9А", *EIGHT), "vsosh:2024:class:8А") == ["roster-year:9А"]


def test_of_two_classes_of_one_year_the_first_counts() -> None:
    assert asked(pupils_of("9А", *EIGHT), "vsosh:2025:class:8А", "vsosh:2025:class:7Б") == []
    assert asked(pupils_of("9А", *EIGHT), "vsosh:2025:class:7Б", "vsosh:2025:class:8А") != []


@pytest.mark.parametrize("other", ["vsosh:2025:club", "vsosh:2025:class:Экстернат"])
def test_a_cohort_that_is_no_class_of_a_grade_says_nothing_about_one(other: str) -> None:
    assert asked(pupils_of("9А", *EIGHT), other) == []
    assert asked(pupils_of("9А", *EIGHT), other, "vsosh:2025:class:8А") == []
    assert asked(pupils_of("9А", *EIGHT), other, "vsosh:2025:class:6А") == ["roster-year:9А"]


def test_as_many_classes_above_as_below_are_not_called_last_years_lists() -> None:
    names = ("5А", "6А", "10А", "11А")
    before = {"5А": "6Б", "6А": "7Б", "10А": "9Б", "11А": "10Б"}
    now, base = State(), State()
    for place, name in enumerate(names):
        for number in range(100 * place + 1, 100 * place + 9):
            now.add(CohortMember(cohort_key(name), user_key(number)))
            base.add(CohortMember(cohort_key(before[name]), user_key(number)))
    facts = replace(FACTS, class_cohorts={name: cohort_key(name) for name in names})
    (verdict,) = [one for one in check_guards(now, base, facts) if one.guard == "roster-year"]
    assert "прошлогодние" not in verdict.message


def test_a_cohort_that_is_no_class_does_not_hide_the_classes_after_it() -> None:
    base = State.of([Cohort("vsosh:2026:club", "Кружок"), *in_cohorts("vsosh:2026:club")])
    for record in school(c9А=20).state():
        base.add(record)
    found = verdicts(school(c9А=12), base)
    assert [one.override for one in found] == ["class-loss:9А"]


def test_a_missing_class_does_not_hide_a_loss_after_it() -> None:
    found = verdicts(school(c9А=10), school(c8Д=5, c9А=20))
    assert [one.override for one in found] == ["class-missing:8Д", "class-loss:9А"]


def test_whoever_is_no_teacher_any_more_does_not_hide_the_next_one() -> None:
    base = School({1: "9А"}, {"alg": ("9А",), "oge-math": ("9А",)}, {"alg": 902, "oge-math": 901})
    replaced = replace(base, teachers={"alg": 903})
    found = verdicts(replaced, base)
    assert [one.override for one in found] == ["teacher-removed:oge-math"]
    older = State.of([Enrolment("vsosh:2025:alg", user_key(901), "teacher")])
    for record in base.state():
        older.add(record)
    found = verdicts(replace(base, teachers={"alg": 902}), older)
    assert [one.override for one in found if one.guard == "teacher-removed"] == [
        "teacher-removed:oge-math"
    ]


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("far_away")
def test_the_age_of_lists_is_told_alike_on_every_computer() -> None:
    one = school(c9А=3)
    (verdict,) = verdicts(one, one, sources_changed=1e9, last_sources_changed=1.1e9)
    assert "09.09.2001 01:46" in verdict.message


USER = User(user_key(1), "p1", "Имя", "Фамилия", "", "p1@school.invalid")
ENROLMENT = Enrolment("vsosh:2026:alg", USER.key, "student")
SYNC = CohortSync("vsosh:2026:alg", cohort_key("9А"), "student")
SHOWN = settings_of({"name": "А", "visible": True})
SECTION = ContentSection("vsosh:2026:alg", "one", SHOWN)
ACTIVITY = CourseActivity("vsosh:2026:alg", "a", "page", SHOWN)
CATEGORY = Category("vsosh:cat:gia", "ГИА", "vsosh:cat:do")
COURSE = next(iter(School({}, {"alg": ()}).state().course.values()))


@pytest.mark.parametrize("record", [USER, ENROLMENT, SYNC], ids=lambda one: one.kind)
def test_closing_and_opening_are_called_so(record: Record) -> None:
    closed = with_fields(record, {"suspended": True})
    assert action_of(record, closed) is Action.SUSPEND
    assert action_of(closed, record) is Action.REACTIVATE
    assert action_of(record, record) is Action.UPDATE
    assert action_of(closed, closed) is Action.UPDATE


@pytest.mark.parametrize("record", [SECTION, ACTIVITY], ids=lambda one: one.kind)
def test_hiding_is_called_so_and_showing_is_a_change_of_fields(record: Record) -> None:
    hidden = with_fields(record, dict(settings_of({"visible": False})))
    assert action_of(record, hidden) is Action.HIDE
    assert action_of(hidden, record) is Action.UPDATE
    assert action_of(hidden, hidden) is Action.UPDATE


def test_another_category_is_a_move_and_another_name_is_none() -> None:
    assert action_of(CATEGORY, replace(CATEGORY, parent="")) is Action.MOVE
    assert action_of(CATEGORY, replace(CATEGORY, name="ОГЭ")) is Action.UPDATE
    assert action_of(COURSE, replace(COURSE, category="vsosh:cat:do")) is Action.MOVE
    assert action_of(COURSE, replace(COURSE, visible=False)) is Action.UPDATE


def test_each_change_says_why() -> None:
    closed = replace(USER, suspended=True)
    renamed = replace(USER, firstname="Имена", lastname="Фамильная")
    for before, after, reason in (
        (USER, closed, "в списках больше нет"),
        (closed, USER, "снова есть в списках"),
        (USER, renamed, "в файлах другое: имя, фамилия"),
    ):
        (change,) = diff_states(State.of([after]), State.of([before]), State.of([before]))
        assert change.reason == reason


def test_a_leaver_who_is_not_there_needs_nothing() -> None:
    leaver = replace(USER, suspended=True)
    assert diff_states(State.of([leaver]), State(), State()) == []
