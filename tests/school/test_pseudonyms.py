"""A pupil's code says no name, and a slip of the pen in it is found."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.problems import Place
from vsosh_moodle.school.identity import IdentityPolicy, LedgerIndex
from vsosh_moodle.school.issuing import propose_identities
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.pseudonyms import is_pupil_code, pupil_code

CODES = IdentityPolicy(pseudonyms=True, code_prefix="v2-")
PUPILS = [
    Person(
        Role.STUDENT,
        last,
        "Мадина",
        birth_date=date(2010, 3, 14),
        source=Place("a.xlsx", "9А", row),
    )
    for row, last in enumerate(("Абаева", "Бедоева", "Гаева", "Дзугова", "Кокоева", "Плиева"), 2)
]


@given(st.integers(1, 10**7), st.data())
def test_one_wrong_digit_or_a_swap_of_two_is_found(number: int, data: st.DataObject) -> None:
    code = pupil_code(number)
    assert is_pupil_code(code)
    place = data.draw(st.integers(0, len(code) - 1))
    digit = data.draw(st.sampled_from("0123456789"))
    wrong = code[:place] + digit + code[place + 1 :]
    assert is_pupil_code(wrong) == (wrong == code)
    swapped = code[:place] + code[place : place + 2][::-1] + code[place + 2 :]
    assert is_pupil_code(swapped) == (swapped == code)


@given(st.lists(st.integers(1, 10**6), unique=True, max_size=50))
def test_no_two_people_have_one_code(numbers: list[int]) -> None:
    assert len({pupil_code(number) for number in numbers}) == len(numbers)


def test_logins_are_codes_and_do_not_follow_the_alphabet() -> None:
    proposal = propose_identities(PUPILS, LedgerIndex(()), CODES)
    given_codes = [proposal.identities[pupil] for pupil in PUPILS]
    assert {one.login for one in given_codes} == {f"v2-{pupil_code(n)}" for n in range(1, 7)}
    assert {one.number for one in given_codes} == set(range(1, 7))
    assert [one.number for one in given_codes] != sorted(one.number for one in given_codes)
    shuffled = propose_identities(PUPILS[::-1], LedgerIndex(()), CODES)
    assert shuffled.identities == proposal.identities


def test_a_taken_code_gets_a_number_and_teachers_keep_their_names() -> None:
    teacher = Person(Role.TEACHER, "Кокоева", "Ирина")
    pupil = replace(PUPILS[0])
    taken = [f"v2-{pupil_code(1)}"]
    proposal = propose_identities([teacher, pupil], LedgerIndex(()), CODES, taken)
    assert proposal.identities[pupil].login == f"v2-{pupil_code(1)}-2"
    assert proposal.identities[teacher].login == "kokoeva.i"


def test_a_number_once_given_is_not_given_again() -> None:
    index = LedgerIndex((), last_number=7)
    proposal = propose_identities(PUPILS[:1], index, CODES)
    assert proposal.identities[PUPILS[0]].number == 8
