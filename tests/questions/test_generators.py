"""Generators: the same seed makes the same questions, all different, each right by a second solution."""

import subprocess
import sys
from fractions import Fraction

import pytest

from tests.questions.second_solutions import CHOSEN, NUMERIC
from vsosh_moodle.questions.generator import Dice, NotEnough, counted, told
from vsosh_moodle.questions.generators import GENERATORS
from vsosh_moodle.questions.gift import read_gift
from vsosh_moodle.questions.gift_text import decimal_text, is_decimal, render_gift
from vsosh_moodle.questions.question import Drawn, Question

LISTS = {"missing-letter", "which-word", "stress", "wrong-stress", "together", "sorted", "facts"}
"""Generators whose answers stand in the bank itself."""

COUNTED = sorted(GENERATORS.keys() - LISTS)


def drawn(kind: str, seed: int, count: int = 40) -> list[tuple[str, Drawn]]:
    """Return so many questions, or as many as there are."""
    try:
        return list(GENERATORS[kind](kind=kind, count=count).questions(seed))
    except NotEnough as error:
        return list(GENERATORS[kind](kind=kind, count=error.found).questions(seed))


def test_every_generator_has_a_second_solution() -> None:
    assert NUMERIC.keys() | CHOSEN.keys() == set(COUNTED)


@pytest.mark.parametrize("kind", COUNTED)
def test_answers_are_those_of_a_second_solution(kind: str) -> None:
    checked = 0
    for seed in (1, 2, 3):
        for key, one in drawn(kind, seed):
            said = f"{key}: {one.text}"
            checked += 1
            if one.kind == "choice":
                assert CHOSEN[kind](one.text, (*one.right, *one.wrong)) == one.right[0], said
            elif one.kind == "short":
                assert NUMERIC[kind](one.text) in one.right, said
            else:
                assert NUMERIC[kind](one.text) == one.number, said
    assert checked >= 45


@pytest.mark.parametrize("kind", COUNTED)
def test_questions_are_different_explained_and_fit_gift(kind: str) -> None:
    rows = drawn(kind, 5)
    assert len(rows) >= 15
    assert len({(one.text, one.right) for _key, one in rows}) == len(rows)
    assert [key for key, _one in rows] == [
        f"{kind}-{place:03d}" for place in range(1, len(rows) + 1)
    ]
    for _key, one in rows:
        assert one.why
        assert one.fault == ""
        assert one.kind != "number" or is_decimal(one.number)
    text = render_gift("Банк", [Question(key, one) for key, one in rows])
    read = read_gift(text)
    assert read.faults == ()
    assert [one.name for one in read.questions] == [key for key, _one in rows]
    for (_key, asked), found in zip(rows, read.questions, strict=True):
        if asked.kind == "number":
            assert found.right == (f"{decimal_text(asked.number)}:0",)
        else:
            assert found.right == asked.right


@pytest.mark.parametrize("kind", COUNTED)
def test_a_longer_row_begins_as_a_shorter_one(kind: str) -> None:
    rows = drawn(kind, 7, 18)
    assert drawn(kind, 7, 15) == rows[:15]
    assert drawn(kind, 8, 15) != rows[:15]


def test_chance_is_the_same_in_every_process() -> None:
    code = "from vsosh_moodle.questions.generator import Dice; print([Dice('a').number(1, 10**9), Dice('b').shuffled(range(9))])"
    said = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        for _turn in range(2)
    }
    assert said == {f"{[Dice('a').number(1, 10**9), Dice('b').shuffled(range(9))]}\n"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(-5, 2), "−2,5"),
        (Fraction(3, 7), "3/7"),
        (4, "4"),
        (Fraction(1, 8), "0,125"),
        (0, "0"),
    ],
)
def test_numbers_are_written_as_in_school(value: Fraction, text: str) -> None:
    assert told(value) == text


def test_things_are_counted_in_russian() -> None:
    forms = ("деталь", "детали", "деталей")
    assert [counted(one, *forms) for one in (1, 2, 5, 11, 12, 21, 111, 104)] == [
        "1 деталь", "2 детали", "5 деталей", "11 деталей", "12 деталей", "21 деталь", "111 деталей", "104 детали",
    ]  # fmt: skip
