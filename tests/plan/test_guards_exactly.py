"""What each guard says, word for word, and where exactly it begins to speak.

These hold what mutants of the guards got away with: see docs/mutation.md.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.plan.schools import School
from tests.plan.test_guards import FACTS, last_year, pupils_of, renamed, school, verdicts
from vsosh_moodle.plan.guards import ClassThreshold, Verdict, check_guards
from vsosh_moodle.plan.records import Enrolment


def told(found: Sequence[Verdict]) -> list[tuple[str, str, str, str]]:
    return [(one.guard, one.subject, one.override, one.message) for one in found]


def test_a_loss_is_told_with_its_threshold_class_by_class() -> None:
    base = school(c9А=20, c9Б=20, c8Д=9)
    found = verdicts(school(c9А=12, c9Б=20, c8Д=5), base)
    assert told(found) == [
        ("class-loss", name, f"class-loss:{name}", text)
        for name, text in (
            ("9А", "Из класса 9А выбывает 8 из 20 (порог: 10 % или 3 человека)."),
            ("8Д", "Из класса 8Д выбывает 4 из 9 (порог: 10 % или 3 человека)."),
        )
    ]


def test_a_missing_class_is_told_by_its_name_of_the_config_or_of_the_site() -> None:
    base = school(c9А=3, c9Б=9, c8Д=5)
    found = verdicts(school(c9Б=9), base)
    assert [(one.guard, one.subject, one.override) for one in found] == [
        ("class-missing", "9А", "class-missing:9А"),
        ("class-missing", "8Д", "class-missing:8Д"),
    ]
    assert found[0].message.startswith("Класса 9А в списках больше нет (было: 3 человека).")
    cohorts = {name: key for name, key in FACTS.class_cohorts.items() if name != "9А"}
    (gone,) = verdicts(school(c9Б=9, c8Д=5), base, class_cohorts=cohorts)
    state = base.state()
    assert gone.subject == state.cohort[FACTS.class_cohorts["9А"]].name


@pytest.mark.parametrize(("left", "speaks"), [(18, False), (17, True)])
def test_a_loss_of_just_the_per_cent_is_silent_and_one_more_is_not(left: int, speaks: bool) -> None:
    limits = {"9А": ClassThreshold(percent=10, people=99)}
    assert bool(verdicts(school(c9А=left), school(c9А=20), thresholds=limits)) == speaks


@pytest.mark.parametrize(("left", "speaks"), [(37, False), (36, True)])
def test_a_loss_of_just_so_many_people_is_silent_and_one_more_is_not(
    left: int, speaks: bool
) -> None:
    limits = {"9А": ClassThreshold(percent=99, people=3)}
    assert bool(verdicts(school(c9А=left), school(c9А=40), thresholds=limits)) == speaks


def test_teachers_taken_away_are_told_course_by_course() -> None:
    base = School({1: "9А"}, {"alg": ("9А",), "oge-math": ("9А",)}, {"alg": 902, "oge-math": 901})
    found = verdicts(replace(base, teachers={}), base)
    assert [(one.guard, one.subject, one.override) for one in found] == [
        ("teacher-removed", "alg", "teacher-removed:alg"),
        ("teacher-removed", "oge-math", "teacher-removed:oge-math"),
    ]
    title = base.state().course["vsosh:2026:oge-math"].fullname
    assert f"«{title}»" in found[1].message


@pytest.mark.parametrize(("until", "asked"), [(0, True), (1, False), (2000, False), (2001, True)])
def test_a_substitute_is_over_from_the_second_his_days_end(until: int, asked: bool) -> None:
    desired = School({1: "9А"}, {"oge-math": ("9А",)}, {"oge-math": 901})
    base = desired.state()
    base.add(Enrolment("vsosh:2026:oge-math", "vsosh:p:000902", "teacher", timeend=until))
    assert bool(check_guards(desired.state(), base, replace(FACTS, now=2000))) == asked


def test_many_names_are_told_with_their_share() -> None:
    (found,) = check_guards(*renamed(3, 10), FACTS)
    message = (
        "В классе 9А сразу 3 человека из 10 получают другое имя (порог: 20 %). Не сдвинулись ли "
        "столбцы? Проверьте фамилии и имена в списке."
    )
    assert told([found]) == [("mass-rename", "9А", "mass-rename:9А", message)]


@pytest.mark.parametrize(("count", "of", "asked"), [(3, 12, False), (3, 11, True)])
def test_just_the_share_of_names_is_silent(count: int, of: int, asked: bool) -> None:
    limits = {"9А": ClassThreshold(rename_percent=25)}
    assert bool(check_guards(*renamed(count, of), replace(FACTS, thresholds=limits))) == asked


@pytest.mark.parametrize(
    ("moved", "of", "asked"), [(4, 8, False), (5, 9, True), (4, 7, True), (2, 2, False)]
)
def test_most_of_a_class_out_of_its_grade_is_asked_about(moved: int, of: int, asked: bool) -> None:
    base = School(dict.fromkeys(range(1, moved + 1), "10Д") | {50: "9А", 51: "10Д"})
    now = dict.fromkeys(range(1, moved + 1), "9А") | dict.fromkeys(range(20, 20 + of - moved), "9А")
    found = verdicts(School(now | {51: "10Д"}), base)
    assert ("roster-year:9А" in {one.override for one in found}) == asked


@pytest.mark.parametrize(
    ("changed", "asked"), [(1.0, True), (1.1e9 - 1, True), (1.1e9, False), (0.0, False)]
)
def test_lists_older_by_a_second_are_old(changed: float, asked: bool) -> None:
    one = school(c9А=3)
    found = verdicts(one, one, sources_changed=changed, last_sources_changed=1.1e9)
    assert [v.guard for v in found] == (["source-old"] if asked else [])
    assert all("против 09.11.2004 11:33" in v.message for v in found)


def test_another_site_is_told_with_both_addresses() -> None:
    one = school(c9А=3)
    (found,) = verdicts(one, one, last_site="https://old.example.ru")
    assert found.message.startswith(
        "Раньше эта папка применялась к сайту https://old.example.ru, а сейчас в config.yaml указан "
        "https://sdo.example.ru."
    )


@pytest.mark.parametrize(
    ("keys", "words"),
    [(1, "1 учётная запись на сайте уже носит номер"), (2, "2 учётные записи на сайте уже носят номера"),
     (5, "5 учётных записей на сайте уже носят номера")],
)  # fmt: skip
def test_accounts_nobody_remembers_are_counted(keys: int, words: str) -> None:
    one = school(c9А=3)
    claimed = tuple(f"vsosh:p:{number}" for number in range(keys))
    (found,) = verdicts(one, one, claimed_keys=claimed)
    assert words in found.message
    assert "верните .vsosh из копии" in found.message


def test_a_new_year_is_told_by_its_guard_and_counts_enrolments_rightly() -> None:
    for count, words in ((1, "2 зачисления"), (4, "5 зачислений")):
        base = last_year(school(c9А=count).state(), lower=True)
        found = next(v for v in verdicts(school(c9А=3), base) if v.override == "new-year")
        assert found.guard == "new-year"
        assert words in found.message
        assert found.message.startswith("Это первый план нового учебного года: ")


@pytest.mark.parametrize(
    ("new", "old", "asked"), [(3, 2, True), (3, 3, False), (2, 1, False), (4, 3, True)]
)
def test_a_new_year_mostly_of_unknown_people_is_asked_about(
    new: int, old: int, asked: bool
) -> None:
    base = last_year(pupils_of("9А", *range(1, old + 1)).state(), lower=True)
    desired = pupils_of("9А", *range(1, old + 1), *range(20, 20 + new))
    fresh = frozenset(f"vsosh:p:{number:06}" for number in range(20, 20 + new))
    found = [v for v in verdicts(desired, base, new_users=fresh) if v.override == "mass-new"]
    assert bool(found) == asked
    for one in found:
        assert one.guard == "mass-new"
        assert one.message.startswith(
            f"Из учеников школы {new} из {new + old} — новые люди (порог: 50 %)"
        )
        assert one.message.endswith("в списках сменились номера личных дел или даты рождения.")
