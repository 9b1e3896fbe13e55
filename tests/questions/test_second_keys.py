"""Every question that somebody wrote by hand was answered by somebody else who did not see the key."""

import pytest

from tests.questions.second_keys import agrees, load_second_keys
from vsosh_moodle.questions.banks import load_question_banks
from vsosh_moodle.questions.gift import read_gift
from vsosh_moodle.sources.shipped import shipped

BANKS, PROBLEMS = load_question_banks(shipped("course_templates") / "questions", "questions")
KEYS = load_second_keys()
MATHEMATICS = {"arithmetic", "math", "algebra", "geometry", "oge-math", "ege-math-base"}


def test_no_second_key_is_of_a_bank_that_is_gone() -> None:
    assert PROBLEMS == []
    assert KEYS.keys() <= BANKS.keys()


@pytest.mark.parametrize("key", KEYS)
def test_the_bank_and_its_second_key_agree(key: str) -> None:
    bank = BANKS[key]
    assert bank is not None
    asked = {one.name: one for one in read_gift(bank.text).questions}
    assert KEYS[key].keys() <= asked.keys()
    wrong = {name: answer for name, answer in KEYS[key].items() if not agrees(asked[name], answer)}
    assert wrong == {}
    unsolved = asked.keys() - KEYS[key].keys() - bank.computed
    assert unsolved == set(), "questions answered by hand that nobody has solved"


def test_every_answer_a_person_gave_is_given_a_second_time() -> None:
    by_hand = {
        key
        for key, bank in BANKS.items()
        if bank is not None
        # tests/templates/question_keys.py solves these anew
        and not (key.partition("/")[0] in MATHEMATICS and bank.path.suffix == ".gift")
        and {one.name for one in read_gift(bank.text).questions} - bank.computed
    }
    assert by_hand <= KEYS.keys()
