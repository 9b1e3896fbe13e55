"""Whom a register means: found by whatever tells a person for certain, and never guessed."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.registers.books import PUPILS, known
from vsosh_moodle.registers.initials import parse_initials
from vsosh_moodle.registers.people import KnownPerson, PeopleIndex, Unmatched, index_people
from vsosh_moodle.sample.layout import SampleSize, lay_out
from vsosh_moodle.sample.people import iter_students
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.people import Person, Role

NINE_A, NINE_B = ClassName(9, "А"), ClassName(9, "Б")


@pytest.fixture
def index() -> PeopleIndex:
    """The pupils of a small school."""
    return index_people(known(*one) for one in PUPILS)


def key(found: KnownPerson | Unmatched) -> str:
    return found.idnumber if isinstance(found, KnownPerson) else found.doubt


@pytest.mark.parametrize(
    "name",
    [
        "Тестов Иван Петрович", "ТЕСТОВ  иван петрович", "Иван Петрович Тестов", "Тестов Иван",
        "Иван Тестов", "Тeстoв Ивaн Петрович", "Тестов И. П.", "И.П. Тестов", "тестов и.",
        "Тестов Иван Петрович (заоч.)",
    ],
)  # fmt: skip
def test_one_pupil_is_found_however_the_name_is_written(index: PeopleIndex, name: str) -> None:
    assert key(index.find(name)) == "key:Д-1"
    assert key(index.find(name, NINE_A)) == "key:Д-1"


def test_a_pupil_who_changed_the_class_is_found(index: PeopleIndex) -> None:
    assert key(index.find("Тестов Иван Петрович", NINE_B)) == "key:Д-1"


def test_yo_and_e_are_one_letter(index: PeopleIndex) -> None:
    assert key(index.find("Тезкин Олег Ильич", NINE_B)) == "key:9Б"


def test_namesakes_are_told_by_class_or_number_and_never_guessed(index: PeopleIndex) -> None:
    assert key(index.find("Тёзкин Олег Ильич")) == "namesakes"
    assert key(index.find("Тёзкин Олег Ильич", NINE_A)) == "namesakes"
    assert key(index.find("Тёзкин Олег Ильич", NINE_A, "Д-5")) == "key:Д-5"
    assert key(index.find("Тёзкин О. И.", NINE_A)) == "initials"


def test_a_number_decides_unless_the_name_speaks_against_it(index: PeopleIndex) -> None:
    assert key(index.find("", None, "Д-2")) == "key:Д-2"
    assert key(index.find("Замужняя Мария Олеговна", None, "№ д-2")) == "key:Д-2"
    assert key(index.find("Тестов Иван Петрович", None, "Д-2")) == "number-other-name"
    assert key(index.find("Тестов Иван Петрович", None, "Д-99")) == "number-unknown"


def test_somebody_unknown_is_unknown_and_the_like_is_offered(index: PeopleIndex) -> None:
    found = index.find("Тестовв Иван Петрович")
    assert isinstance(found, Unmatched)
    assert (found.doubt, [one.idnumber for one in found.candidates]) == ("unknown", ["key:Д-1"])
    assert key(index.find("Незнакомец Пётр")) == "unknown"


def test_a_patronymic_that_differs_is_another_person(index: PeopleIndex) -> None:
    assert key(index.find("Тестов Иван Семёнович")) == "unknown"


def test_namesakes_get_their_number_in_the_label(index: PeopleIndex) -> None:
    labels = [index.label(known(*one)) for one in PUPILS]
    assert labels[0] == "Тестов Иван Петрович"
    assert labels[3:6] == [
        "Тёзкин Олег Ильич (№ Д-4)", "Тёзкин Олег Ильич (№ Д-5)", "Тёзкин Олег Ильич",
    ]  # fmt: skip


@given(seed=st.integers(0, 10_000), data=st.data())
def test_whoever_is_alone_with_a_name_is_found_in_any_order_of_its_words(
    seed: int, data: st.DataObject
) -> None:
    size = SampleSize(40, 2, 4, seed)
    people = [
        KnownPerson(
            Person(Role.STUDENT, *row.name, row.class_name, school_number=row.file_number),
            row.file_number,
        )
        for row in iter_students(lay_out(size), size, 2026)
    ]
    index = index_people(people)
    one = data.draw(st.sampled_from(people))
    words = [
        part
        for part in (one.person.last_name, one.person.first_name, one.person.middle_name)
        if part
    ]
    name = " ".join(data.draw(st.sampled_from(list(permutations(words)))))
    same = [other for other in people if other.person.full_name == one.person.full_name]
    found = index.find(name)
    if len(same) == 1:
        assert found == one
    else:
        assert isinstance(found, Unmatched)
        assert found.doubt == "namesakes"
    assert index.find(name, number=one.person.school_number) == one


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Кокоев А. Т.", "кокоев ат"), ("Кокоев А.Т.", "кокоев ат"), ("А. Т. Кокоев", "кокоев ат"),
        ("Кокоев А", "кокоев а"), ("Кокоев Алан Тимурович", ""), ("Кокоев", ""), ("", ""),
    ],
)  # fmt: skip
def test_initials_are_told_from_names(name: str, read: str) -> None:
    assert parse_initials(name) == read
