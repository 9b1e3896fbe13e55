"""Identities are given once, in the order of the list, and nobody gets two."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.problems import Place
from vsosh_moodle.school.identity import (
    IdentityPolicy,
    LedgerEntry,
    LedgerIndex,
    PersonNumber,
    Proposal,
)
from vsosh_moodle.school.issuing import propose_identities
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
    ("second", "code"),
    [
        (replace(PUPIL, source=Place("a.xlsx", "9А", 3)), "person-twice"),
        (replace(PUPIL, source=Place("a.xlsx", "9А", 3), school_number=""), "person-twice"),
        (replace(PUPIL, source=Place("a.xlsx", "9А", 3), school_number="Д-18"), ""),
        (replace(PUPIL, last_name="Плиева", birth_date=None), "school-number-twice"),
        (replace(PUPIL, school_number="", birth_date=date(2011, 1, 1)), ""),
    ],
)
def test_a_pupil_twice_in_the_list_gets_one_identity(second: Person, code: str) -> None:
    proposal = propose(PUPIL, second)
    assert [problem.code for problem in proposal.problems] == [code] * bool(code)
    assert len(proposal.identities) == 2 - bool(code)


def test_two_teachers_with_one_number_are_not_made_one() -> None:
    first = Person(Role.TEACHER, "Кокоева", "Ирина", school_number="7")
    proposal = propose(first, replace(first, last_name="Плиева"))
    assert [problem.code for problem in proposal.problems] == ["school-number-twice"]
    assert list(proposal.identities) == [first]


def test_rows_of_one_teacher_get_one_identity() -> None:
    maths = Person(Role.TEACHER, "Кокоева", "Ирина", subjects=("Математика",))
    physics = replace(maths, subjects=("Физика",), source=Place("t.xlsx", "Учителя", 3))
    first = propose(maths, physics)
    assert first.problems == ()
    assert first.identities[maths] == first.identities[physics]
    again = propose(maths, physics, entries=as_entries(first)[:1])
    assert again.problems == ()
    assert again.identities[maths] == again.identities[physics]
    assert not again.identities[maths].is_new


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
    logins = {identity.number: identity.login for identity in first.identities.values()}
    assert len(set(logins.values())) == len(logins)
    settled = list(first.identities)
    again = propose(*settled, entries=as_entries(first))
    for person, identity in again.identities.items():
        assert (identity.is_new, identity.login) == (False, first.identities[person].login)
