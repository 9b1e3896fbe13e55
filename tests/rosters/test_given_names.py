"""Whose a given name is, by the dictionary that also tells given names from surnames."""

import pytest

from vsosh_moodle.rosters.given_names import gender_of_given_name


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Зарема", "f"), ("ДЗЕРАССА", "f"), ("Любовь", "f"), ("Анна-Мария", "f"),
        ("Хетаг", "m"), ("Никита", "m"), ("Пётр", "m"), ("Петр", "m"),
        ("Дзугаров", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_dictionary_tells_or_is_silent(name: str, gender: str) -> None:
    assert gender_of_given_name(name) == gender
