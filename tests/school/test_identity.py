"""A person keeps the account; a doubt is asked about, never guessed."""

from dataclasses import replace
from datetime import date

import pytest

from vsosh_moodle.problems import Place
from vsosh_moodle.school.identity import (
    DoubtfulMatch,
    LedgerEntry,
    LedgerIndex,
    PersonNumber,
    person_key,
    question_code,
)
from vsosh_moodle.school.people import Person, Role

BORN = date(2010, 3, 14)
PUPIL = Person(
    Role.STUDENT,
    "Дзугова",
    "Мадина",
    "Руслановна",
    birth_date=BORN,
    school_number="Д-17",
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
    "Д-17",
)


@pytest.mark.parametrize(
    "person",
    [
        PUPIL,
        replace(PUPIL, last_name="Плиева"),
        replace(PUPIL, last_name="Плиева", birth_date=None),
        replace(PUPIL, birth_date=date(2010, 4, 13)),
        replace(PUPIL, birth_date=None, middle_name=""),
        replace(PUPIL, school_number=""),
        replace(PUPIL, school_number="д-17"),
        replace(PUPIL, school_number="Д-99"),
        replace(PUPIL, last_name="ДЗУГОВА", school_number=""),
    ],
)
def test_the_same_person_is_found_in_spite_of_a_correction(person: Person) -> None:
    assert LedgerIndex([ENTRY]).match(person) == ENTRY


def test_yo_and_a_corrected_given_name_do_not_make_another_person() -> None:
    entry = replace(ENTRY, last_name="Семенова", first_name="Наталия")
    person = replace(PUPIL, last_name="Семёнова", first_name="Наталья")
    assert LedgerIndex([entry]).match(person) == entry


@pytest.mark.parametrize(
    ("person", "doubt"),
    [
        (replace(PUPIL, first_name="Карина"), "number-other-name"),
        (replace(PUPIL, last_name="Плиева", birth_date=date(2011, 1, 1)), "number-other-name"),
        (replace(PUPIL, birth_date=None, school_number=""), "birth-date-missing"),
        (replace(PUPIL, middle_name="", school_number=""), "patronymic-missing"),
    ],
)
def test_a_doubt_is_returned_with_the_entry(person: Person, doubt: str) -> None:
    found = LedgerIndex([ENTRY]).match(person)
    assert isinstance(found, DoubtfulMatch)
    assert (found.doubt, found.entries) == (doubt, (ENTRY,))
    problem = found.problem()
    assert problem.place == person.source
    assert f"roster confirm {question_code(person)} dzugova.m.r" in problem.hint
    assert "Дзугова" not in str(problem)


@pytest.mark.parametrize(
    "person",
    [
        replace(PUPIL, school_number="", birth_date=date(2009, 1, 1)),
        replace(PUPIL, school_number="", first_name="Карина"),
        replace(PUPIL, role=Role.TEACHER),
    ],
)
def test_namesakes_twins_and_other_roles_are_new_people(person: Person) -> None:
    assert LedgerIndex([ENTRY]).match(person) is None


def test_two_entries_alike_are_a_doubt() -> None:
    twin = replace(ENTRY, number=PersonNumber(2), idnumber="vsosh:p:000002", school_number="")
    found = LedgerIndex([ENTRY, twin]).match(replace(PUPIL, school_number=""))
    assert isinstance(found, DoubtfulMatch)
    assert found.doubt == "several-candidates"


def test_people_without_dates_and_numbers_are_told_by_name() -> None:
    teacher = Person(Role.TEACHER, "Кокоева", "Ирина", "Олеговна")
    entry = replace(
        ENTRY,
        role=Role.TEACHER,
        last_name="Кокоева",
        first_name="Ирина",
        middle_name="Олеговна",
        birth_date=None,
        school_number="",
    )
    assert LedgerIndex([entry]).match(teacher) == entry


def test_an_answer_settles_the_doubt() -> None:
    person = replace(PUPIL, birth_date=None, school_number="")
    code = question_code(person)
    assert LedgerIndex([ENTRY], {code: ENTRY.number}).match(person) == ENTRY
    assert LedgerIndex([ENTRY], {code: None}).match(person) is None


def test_the_key_is_the_school_number_or_the_name_with_the_date() -> None:
    assert person_key(PUPIL) == "student|№д-17"
    assert person_key(replace(PUPIL, school_number="")) == (
        "student|дзугова мадина руслановна|2010-03-14"
    )
