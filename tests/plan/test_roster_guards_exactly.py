"""What the guards of lists say, word for word, and where exactly they begin to speak.

These hold what mutants of the guards got away with: see docs/mutation.md.
"""

from dataclasses import replace

import pytest

from tests.plan.schools import School, cohort_key, user_key
from tests.plan.test_guards import FACTS, school, verdicts
from tests.plan.test_guards_exactly import told
from vsosh_moodle.plan.guards import ClassThreshold, check_guards
from vsosh_moodle.plan.records import CohortMember
from vsosh_moodle.plan.state import State

OFTEN = ClassThreshold(percent=100, people=99, new_percent=50)


def test_lists_of_another_year_are_told_with_their_places() -> None:
    one = school(c9А=3)
    years = (("9а.xlsx", "2025/26"), ("9б.xlsx", "2025/26"))
    assert told(verdicts(one, one, roster_years=years, year_name="2026/27")) == [
        (
            "wrong-term", "2025/26", "wrong-term:2025/26",
            ("Список составлен на 2025/26 учебный год, а в config.yaml — 2026/27: 9а.xlsx; 9б.xlsx. "
            "Возьмите нынешний список или исправьте его заголовок."),
        )
    ]  # fmt: skip


def test_a_class_of_another_grade_is_told_with_its_share() -> None:
    base = School(dict.fromkeys(range(1, 9), "10Д") | {20: "9А"})
    old = School(dict.fromkeys(range(1, 8), "9А") | {20: "9А", 8: "10Д"})
    assert told(verdicts(old, base)) == [
        (
            "roster-year", "9А", "roster-year:9А",
            ("В списке класса 9А 7 из 8 — те, кому сейчас место в другой параллели: похоже, это "
            "прошлогодний список. Возьмите нынешний список."),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "overrides"), [(3, ["5А", "6А", "7А"]), (4, [""])])
def test_of_more_than_three_classes_one_question_is_asked_for_all(
    count: int, overrides: list[str]
) -> None:
    before = dict(list({"5А": "6Б", "6А": "7Б", "7А": "8Б", "8А": "9Б"}.items())[:count])
    now, base = State(), State()
    for place, (name, former) in enumerate(before.items()):
        for number in range(100 * place + 1, 100 * place + 9):
            now.add(CohortMember(cohort_key(name), user_key(number)))
            base.add(CohortMember(cohort_key(former), user_key(number)))
    facts = replace(FACTS, class_cohorts={name: cohort_key(name) for name in before})
    found = [one for one in check_guards(now, base, facts) if one.guard == "roster-year"]
    assert [one.subject for one in found] == overrides
    if count == 4:
        assert told(found) == [
            (
                "roster-year", "", "roster-year",
                ("Похоже, это прошлогодние списки: в классах 5А, 6А, 7А, 8А — те, кому сейчас место в "
                "другой параллели. Возьмите нынешние списки."),
            )
        ]  # fmt: skip


def test_a_class_mostly_of_new_people_is_told_with_its_share() -> None:
    now = school(c9А=10)
    new = frozenset(user_key(number) for number in range(101, 107))
    assert told(verdicts(now, now, new_users=new, default_threshold=OFTEN)) == [
        (
            "mass-new", "9А", "mass-new:9А",
            ("В классе 9А 6 из 10 — новые люди (порог: 50 %). Если ученики те же, в списке сменились "
            "номера личных дел или даты рождения: верните прежние, иначе каждому будет заведена "
            "вторая учётная запись."),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("new", "of", "percent", "asked"),
    [
        (2, 3, 50, False),  # two are few
        (3, 5, 50, True),
        (5, 10, 50, False),  # just the share
        (3, 20, 50, False),
        (50, 101, 49.6, False),  # 49.5 %
        (6, 10, 60, False),
        (7, 10, 60, True),
    ],
)
def test_a_class_is_asked_about_from_one_more_than_its_share(
    new: int, of: int, percent: float, asked: bool
) -> None:
    now = School(dict.fromkeys(range(1, of + 1), "9А"))
    people = frozenset(user_key(number) for number in range(1, new + 1))
    limits = {"9А": replace(OFTEN, new_percent=percent)}
    found = verdicts(now, now, new_users=people, thresholds=limits)
    assert [one.override for one in found] == (["mass-new:9А"] if asked else [])


def test_of_a_missing_class_it_is_told_how_many_are_elsewhere() -> None:
    others = dict.fromkeys(range(1, 6), "9Б")
    base = School(dict.fromkeys(range(101, 109), "9А") | others)
    now = School({101: "9Б", 102: "9Б"} | others)
    (gone,) = [one for one in verdicts(now, base) if one.guard == "class-missing"]
    assert gone.message == (
        "Класса 9А в списках больше нет (было: 8 человек). Из них в других классах: 2 человека."
    )


def test_only_classes_of_the_scope_are_asked_about() -> None:
    now = school(c9А=10, c9Б=10)
    people = frozenset(one.user for one in now.state().cohort_member.values())
    found = verdicts(
        now, now, new_users=people, class_scope=frozenset({"9А"}), default_threshold=OFTEN
    )
    assert [one.override for one in found] == ["mass-new:9А"]
