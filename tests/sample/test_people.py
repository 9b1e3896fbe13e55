"""Made-up people look like a real evening school's list."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from vsosh_moodle.sample.layout import SampleSize, lay_out
from vsosh_moodle.sample.names import make_name, surname
from vsosh_moodle.sample.people import StudentRow, iter_students

SIZE = SampleSize(students=3000, classes=30, courses=40, seed=7)


@pytest.fixture(scope="module")
def students() -> list[StudentRow]:
    return list(iter_students(lay_out(SIZE), SIZE, 2026, ("А", "Б")))


def test_the_same_seed_makes_the_same_school(students: list[StudentRow]) -> None:
    again = list(iter_students(lay_out(SIZE), SIZE, 2026, ("А", "Б")))
    other = SampleSize(SIZE.students, SIZE.classes, SIZE.courses, seed=8)
    assert again == students
    assert list(iter_students(lay_out(other), other, 2026)) != students


@pytest.mark.parametrize(
    ("masculine", "feminine"),
    [
        ("Лугов", "Лугова"),
        ("Ковылёв", "Ковылёва"),
        ("Рябинин", "Рябинина"),
        ("Ольховский", "Ольховская"),
        ("Озерецкий", "Озерецкая"),
        ("Луговой", "Луговая"),
        ("Приречный", "Приречная"),
        ("Хосати", "Хосати"),
        ("Арданян", "Арданян"),
        ("Полевко", "Полевко"),
        ("Седых-Луговых", "Седых-Луговых"),
    ],
)
def test_a_surname_agrees_in_gender(masculine: str, feminine: str) -> None:
    assert surname(masculine, "f") == feminine
    assert surname(masculine, "m") == masculine


def test_surname_and_patronymic_agree() -> None:
    rng = Random(1)
    for _number in range(2000):
        name = make_name(rng)
        woman = name.middle.endswith(("вна", "чна", "кызы"))
        if name.middle and name.last.endswith(("ов", "ев", "ёв", "ова", "ева", "ёва")):
            assert woman == name.last.endswith("а"), name


def test_nobody_shares_both_name_and_birth_date(students: list[StudentRow]) -> None:
    people = Counter((row.name, row.birth_date) for row in students)
    assert max(people.values()) == 1
    assert len({row.file_number for row in students}) == len(students)


def test_the_oddities_of_a_real_list_are_there(students: list[StudentRow]) -> None:
    names = [row.name for row in students]
    assert any(not name.middle for name in names)
    assert any(name.middle.endswith(" оглы") for name in names)
    assert any(name.middle.endswith(" кызы") for name in names)
    assert any("-" in name.last for name in names)
    assert any("ё" in "".join(name).lower() for name in names)
    assert max(Counter(names).values()) > 1, "namesakes"
    assert any(row.birth_date < date(2008, 1, 1) for row in students), "adults"
    assert any(len(row.categories) > 1 for row in students)
    assert {row.electives for row in students} == {("А",), ("Б",)}


def test_a_birth_date_fits_the_grade_unless_the_pupil_is_grown_up(
    students: list[StudentRow],
) -> None:
    for row in students:
        age = 2026 - row.birth_date.year
        grown_up = row.class_name.grade >= 9 and 18 <= age <= 45
        assert grown_up or row.class_name.grade + 7 <= age <= row.class_name.grade + 9


def test_one_class_after_another(students: list[StudentRow]) -> None:
    order = list(dict.fromkeys(row.class_name for row in students))
    assert order == list(lay_out(SIZE).classes)
