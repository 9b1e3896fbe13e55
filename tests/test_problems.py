"""A problem as a person reads it: place, sentence, way out."""

import pytest

from vsosh_moodle.problems import Place, Problem, sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("файла нет.", "Файла нет."),
        ("ёлки нет.", "Ёлки нет."),
        ("short_name: ключа нет.", "short_name: ключа нет."),
        ("«9Ж» не похоже на класс.", "«9Ж» не похоже на класс."),
        ("", ""),
    ],
)
def test_only_a_russian_first_letter_becomes_a_capital(text: str, said: str) -> None:
    assert sentence(text) == said


def test_message_and_hint_are_sentences_wherever_they_are_shown() -> None:
    problem = Problem(Place("a.csv", row=2), "нет фамилии.", "впишите её.")
    assert str(problem) == "Файл a.csv, строка 2: Нет фамилии. Что сделать: Впишите её."
    assert problem.as_json()["hint"] == "Впишите её."
