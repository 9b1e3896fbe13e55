"""The shipped question banks: sound, explained, and right."""

import ast
import operator
import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from tests.templates.conftest import TODAY
from tests.templates.question_keys import NUMBERS, WORDS
from vsosh_moodle.questions.gift import read_gift
from vsosh_moodle.sources.shipped import shipped
from vsosh_moodle.templates.library import load_templates

LIBRARY = load_templates(shipped("course_templates"), TODAY)
BANKS = {key: read_gift(bank.text) for key, bank in LIBRARY.banks.items() if bank is not None}
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
OPERATORS: dict[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


def value_of(node: ast.expr) -> Fraction:
    match node:
        case ast.BinOp(left, op, right):
            return OPERATORS[type(op)](value_of(left), value_of(right))
        case ast.Constant(int(number)):
            return Fraction(number)
    raise AssertionError(ast.dump(node))


def calculate(text: str) -> Fraction:
    """Return the value of «84 : 4 · 3» by the rules of arithmetic."""
    plain = text.translate(str.maketrans({"·": "*", ":": "/", "−": "-"}))
    return value_of(ast.parse(plain, mode="eval").body)


def told_sum(text: str) -> Fraction:
    """Return the value of what a question of arithmetic asks for."""
    if share := re.fullmatch(r"Сколько будет (\d+) % от (\d+)\?", text):
        return Fraction(int(share[1]) * int(share[2]), 100)
    if plain := re.fullmatch(r"Запишите (\d+/\d+) десятичной дробью\.", text):
        return Fraction(plain[1])
    plain_sum = text.removeprefix("Вычислите: ").removeprefix("Сколько будет ").removesuffix("?")
    return calculate(plain_sum)


def test_every_bank_is_read_and_has_a_title() -> None:
    assert None not in LIBRARY.banks.values()
    for key, bank in BANKS.items():
        assert CYRILLIC.search(bank.title), key
        assert bank.faults == ()
        assert len(bank.questions) >= 5


@pytest.mark.parametrize("key", BANKS)
def test_questions_are_explained_and_have_one_right_answer(key: str) -> None:
    bank = LIBRARY.banks[key]
    assert bank is not None
    by_hand = bank.path.suffix == ".gift"
    for question in BANKS[key].questions:
        options = [answer.text for answer in question.answers]
        assert question.name.startswith(key.rpartition("/")[2]) or not by_hand
        assert CYRILLIC.search(question.text)
        assert question.feedback.endswith((".", "?"))
        assert len(question.right) == 1
        assert len(set(options)) == len(options)
        assert "  " not in question.text
        assert question.kind != "multichoice" or len(options) >= (3 if by_hand else 2)


def test_texts_do_not_repeat_in_a_bank() -> None:
    for key, bank in BANKS.items():
        seen = [
            (one.text, tuple(sorted(answer.text for answer in one.answers)))
            for one in bank.questions
        ]
        assert len(set(seen)) == len(seen), key


@pytest.mark.parametrize("key", [key for key in BANKS if key.startswith("arithmetic/")])
def test_sums_are_right(key: str) -> None:
    for question in BANKS[key].questions:
        assert question.kind == "numerical"
        assert Fraction(question.right[0].removesuffix(":0")) == told_sum(question.text), (
            question.text
        )


@pytest.mark.parametrize("key", NUMBERS)
def test_mathematics_agrees_with_the_second_key(key: str) -> None:
    for question, second in zip(BANKS[key].questions, NUMBERS[key], strict=True):
        (first,) = question.right
        if isinstance(second, bool):
            assert first == str(second).lower(), question.text
        elif isinstance(second, str):
            assert first == second
        else:
            assert abs(float(first) - float(str(float(Fraction(str(second)))))) < 1e-9, (
                question.text
            )


@pytest.mark.parametrize("key", WORDS)
def test_russian_agrees_with_the_second_key(key: str) -> None:
    for question, second in zip(BANKS[key].questions, WORDS[key], strict=True):
        (first,) = question.right
        if isinstance(second, int):
            assert float(first) == second, question.text
        else:
            assert fits(first, str(second)), (first, second)


def fits(gapped: str, word: str) -> bool:
    """Tell whether a word fills the gap («бе…полезный», «(по)новому») of an answer."""
    text = gapped.casefold().replace("(", "").replace(")", "").replace("-", "")
    plain = word.casefold().replace("-", "")
    parts = [re.escape(part.strip(".,")).replace("…", ".{0,2}") for part in text.split()]
    return plain in text or any(re.fullmatch(part, plain) for part in parts)


def test_every_mathematical_bank_has_a_second_key() -> None:
    told = {*NUMBERS, *WORDS}
    apart = {"school/first-login", "project/sources"}
    by_hand = {
        key
        for key, bank in LIBRARY.banks.items()
        if bank is not None and bank.path.suffix == ".gift" and not key.startswith("arithmetic/")
    }
    assert by_hand == told | apart
