"""Titles name their classes, however many there are."""

from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.templates.context import render_class_names

LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШ"


def classes(grades: tuple[int, ...], letters: int) -> list[ClassName]:
    return [ClassName(grade, letter) for grade in grades for letter in LETTERS[:letters]]


def test_a_few_classes_are_spelt_out() -> None:
    assert render_class_names(classes((9, 11), 2)) == "9А, 9Б, 11А, 11Б"


def test_many_classes_are_grouped_by_grade() -> None:
    assert render_class_names(classes((11, 9), 6)) == "9АБВГДЕ, 11АБВГДЕ"


def test_very_many_classes_are_counted() -> None:
    assert render_class_names(classes((7, 8, 9), 20)) == "7–9 классы (60)"
    assert render_class_names([ClassName(9, LETTERS[n % 24]) for n in range(41)]) == "9 классы (41)"


def test_no_classes_give_no_words() -> None:
    assert render_class_names([]) == ""
