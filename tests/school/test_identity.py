"""A person keeps the account; a doubt is asked about, never guessed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.problems import Place
from vsosh_moodle.school.identity import (
    DoubtfulMatch,
    IdentityPolicy,
    LedgerEntry,
    LedgerIndex,
    PersonNumber,
    Proposal,
    person_key,
    propose_identities,
    question_code,
)
from vsosh_moodle.school.people import Person, Role

BORN = date(2010, 3, 14)
POLICY = IdentityPolicy()
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


def propose(*persons: Person, entries: tuple[LedgerEntry, ...] = ()) -> Proposal:
    return propose_identities(persons, LedgerIndex(entries), POLICY)


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


def test_numbers_and_logins_go_in_the_order_of_the_list() -> None:
    namesake = replace(PUPIL, first_name="Марина", school_number="Д-18")
    teacher = Person(Role.TEACHER, "Кокоева", "Ирина", email="kokoeva@example.ru")
    proposal = propose(PUPIL, namesake, teacher)
    assert [
        (item.idnumber, item.login, item.email, item.is_new)
        for item in proposal.identities.values()
    ] == [
        ("vsosh:p:000001", "dzugova.m.r", "dzugova.m.r@vsosh.invalid", True),
        ("vsosh:p:000002", "dzugova.m.r2", "dzugova.m.r2@vsosh.invalid", True),
        ("vsosh:p:000003", "kokoeva.i", "kokoeva@example.ru", True),
    ]
    assert proposal.problems == ()


def test_a_known_person_keeps_the_account_and_new_ones_come_after() -> None:
    married = replace(PUPIL, last_name="Плиева")
    other = replace(PUPIL, first_name="Алана", school_number="Д-18")
    proposal = propose(other, married, entries=(ENTRY,))
    assert proposal.identities[married].login == "dzugova.m.r"
    assert not proposal.identities[married].is_new
    assert proposal.identities[other].idnumber == "vsosh:p:000002"


def test_logins_of_the_site_are_not_taken() -> None:
    proposal = propose_identities([PUPIL], LedgerIndex([]), POLICY, {"Dzugova.M.R", "dzugova.m.r2"})
    assert proposal.identities[PUPIL].login == "dzugova.m.r3"


@pytest.mark.parametrize(
    ("second", "repeated"),
    [
        (replace(PUPIL, source=Place("a.xlsx", "9А", 3)), True),
        (replace(PUPIL, source=Place("a.xlsx", "9А", 3), school_number=""), True),
        (replace(PUPIL, source=Place("a.xlsx", "9А", 3), school_number="Д-18"), False),
        (replace(PUPIL, last_name="Плиева", birth_date=None), True),
        (replace(PUPIL, school_number="", birth_date=date(2011, 1, 1)), False),
    ],
)
def test_a_person_twice_in_the_list_gets_one_identity(second: Person, repeated: bool) -> None:
    proposal = propose(PUPIL, second)
    assert [problem.code for problem in proposal.problems] == ["person-twice"] * repeated
    assert len(proposal.identities) == 2 - repeated


def test_an_entry_claimed_by_two_rows_goes_to_the_one_with_its_number() -> None:
    namesake = replace(PUPIL, school_number="Д-55", source=Place("a.xlsx", "9А", 9))
    proposal = propose(namesake, PUPIL, entries=(ENTRY,))
    assert list(proposal.identities) == [PUPIL]
    [problem] = proposal.problems
    assert (problem.code, problem.place.row) == ("person-doubtful", 9)


def test_a_namesake_in_place_of_another_is_told() -> None:
    other = replace(PUPIL, school_number="", birth_date=date(2010, 3, 15))
    proposal = propose(other, entries=(ENTRY,))
    assert proposal.identities[other].is_new
    [problem] = proposal.problems
    assert (problem.severity, problem.code) == ("warning", "person-namesake")
    assert propose(other, PUPIL, entries=(ENTRY,)).problems == ()


def test_the_key_is_the_school_number_or_the_name_with_the_date() -> None:
    assert person_key(PUPIL) == "student|№д-17"
    assert person_key(replace(PUPIL, school_number="")) == (
        "student|дзугова мадина руслановна|2010-03-14"
    )


people = st.builds(
    Person,
    role=st.sampled_from(Role),
    last_name=st.sampled_from(["Дзугов", "Плиев", "Семёнов"]),
    first_name=st.sampled_from(["Азамат", "Алан", "Семён"]),
    middle_name=st.sampled_from(["", "Русланович"]),
    birth_date=st.none() | st.dates(date(2009, 1, 1), date(2009, 1, 5)),
    school_number=st.sampled_from(["", "1", "2", "3"]),
    source=st.builds(Place, file=st.just("a.xlsx"), row=st.integers(2, 999)),
)


def as_entries(proposal: Proposal) -> tuple[LedgerEntry, ...]:
    return tuple(
        LedgerEntry(
            identity.number,
            person.role,
            identity.idnumber,
            identity.login,
            identity.email,
            person.last_name,
            person.first_name,
            person.middle_name,
            person.birth_date,
            person.school_number,
        )
        for person, identity in proposal.identities.items()
    )


@given(st.lists(people, max_size=12))
def test_a_list_agreed_with_itself_proposes_nothing_new(persons: list[Person]) -> None:
    first = propose(*persons)
    assert first == propose(*persons)
    logins = [identity.login for identity in first.identities.values()]
    assert len(set(logins)) == len(logins)
    settled = list(first.identities)
    again = propose(*settled, entries=as_entries(first))
    for person, identity in again.identities.items():
        assert (identity.is_new, identity.login) == (False, first.identities[person].login)
