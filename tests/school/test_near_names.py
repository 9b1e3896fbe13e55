"""Names almost the same are asked about; namesakes, brothers and twins stay who they are."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from vsosh_moodle.problems import Place
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.identity import (
    IdentityPolicy,
    LedgerEntry,
    LedgerIndex,
    PersonNumber,
    question_code,
)
from vsosh_moodle.school.issuing import propose_identities
from vsosh_moodle.school.near_names import find_near_duplicates
from vsosh_moodle.school.people import Person, Role

BORN = date(2010, 3, 14)
PUPIL = Person(
    Role.STUDENT,
    "Дзугова",
    "Мадина",
    "Руслановна",
    ClassName(9, "А"),
    birth_date=BORN,
    source=Place("a.xlsx", "9А", 2),
)
ENTRY = LedgerEntry(
    PersonNumber(1),
    Role.STUDENT,
    "vsosh:p:000001",
    "dzugova.m.r",
    "dzugova.m.r@vsosh.invalid",
    "Дзугова",
    "Мадина",
    "Руслановна",
    BORN,
)
BELOW = Place("b.xlsx", "9А", 7)


@pytest.mark.parametrize(
    "other",
    [
        replace(PUPIL, last_name="Дзугава"),
        replace(PUPIL, first_name="Медина"),
        replace(PUPIL, last_name="Мадина", first_name="Дзугова", middle_name="Русланавна"),
        replace(PUPIL, last_name="Дзуггова", school_number="Д-1"),
        replace(PUPIL, middle_name="", birth_date=None),
    ],
)
def test_a_name_spelt_otherwise_in_another_file_is_noted(other: Person) -> None:
    [problem] = find_near_duplicates([PUPIL, replace(other, source=BELOW)])
    assert (problem.code, problem.severity, problem.place) == ("person-similar", "warning", BELOW)
    assert "a.xlsx" in problem.message


@pytest.mark.parametrize(
    "other",
    [
        replace(PUPIL, birth_date=date(2011, 3, 14)),
        replace(PUPIL, last_name="Дзугава", birth_date=date(2011, 3, 14)),
        replace(PUPIL, last_name="Дзугов", first_name="Мурад", middle_name="Русланович"),
        replace(PUPIL, first_name="Тамара"),
        replace(PUPIL, middle_name="", birth_date=None, class_name=ClassName(9, "Б")),
        replace(PUPIL, role=Role.TEACHER, last_name="Дзугава"),
    ],
)
def test_namesakes_and_brothers_are_not(other: Person) -> None:
    assert find_near_duplicates([PUPIL, replace(other, source=BELOW)]) == []


def test_school_numbers_tell_twins_apart() -> None:
    one = replace(PUPIL, first_name="Марина", school_number="Д-1")
    two = replace(PUPIL, first_name="Карина", school_number="Д-2", source=BELOW)
    assert find_near_duplicates([one, two]) == []
    assert find_near_duplicates([one, replace(two, school_number="")]) != []


def test_a_changed_surname_is_asked_about_and_no_account_is_made() -> None:
    married = replace(PUPIL, last_name="Плиева")
    proposal = propose_identities([married], LedgerIndex([ENTRY]), IdentityPolicy())
    assert proposal.identities == {}
    [problem] = proposal.problems
    assert problem.code == "person-doubtful"
    assert f"{question_code(married)} dzugova.m.r" in problem.hint


@pytest.mark.parametrize("number", [None, PersonNumber(1)])
def test_an_answer_settles_it(number: PersonNumber | None) -> None:
    married = replace(PUPIL, last_name="Плиева")
    index = LedgerIndex([ENTRY], {question_code(married): number})
    proposal = propose_identities([married], index, IdentityPolicy())
    assert proposal.problems == ()
    assert proposal.identities[married].number == (number or 2)


def test_a_twin_who_arrives_later_is_not_her_sister() -> None:
    twin = replace(PUPIL, first_name="Медина", source=BELOW)
    proposal = propose_identities([PUPIL, twin], LedgerIndex([ENTRY]), IdentityPolicy())
    assert [one.number for one in proposal.identities.values()] == [1, 2]
    assert [problem.code for problem in proposal.problems] == ["person-similar"]


def test_rows_of_known_accounts_are_not_noted_again() -> None:
    twin = replace(PUPIL, first_name="Медина", source=BELOW)
    other = replace(ENTRY, number=PersonNumber(2), idnumber="2", login="b", first_name="Медина")
    proposal = propose_identities([PUPIL, twin], LedgerIndex([ENTRY, other]), IdentityPolicy())
    assert proposal.problems == ()


@pytest.mark.parametrize("dated", [True, False])
def test_ten_thousand_are_compared_in_moments(dated: bool) -> None:
    firsts = ["Мадина", "Зарина", "Алан", "Аслан", "Пётр", "Анна", "Тамара", "Сослан"]
    people = [
        replace(
            PUPIL,
            last_name=f"Дз{chr(1072 + n % 30)}г{chr(1072 + n // 30 % 30)}в{chr(1072 + n // 900)}",
            first_name=firsts[n % 8],
            birth_date=BORN + timedelta(days=n % 2000) if dated else None,
        )
        for n in range(10_000)
    ]
    started = time.process_time()
    find_near_duplicates(people)
    assert time.process_time() - started < 12  # alone about 2; a quadratic way takes minutes
