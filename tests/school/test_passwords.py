"""First passwords: easy to read, hard to guess, and such as the site takes."""

import math
import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.school.password_policy import PasswordPolicy, longest_row
from vsosh_moodle.school.passwords import (
    LEAST_BITS,
    PasswordKind,
    PasswordKindRefused,
    hint_for,
    kind_of,
    shape_for,
    spells_rudeness,
    split_syllables,
)

NO_LETTERS = PasswordPolicy(lower=0, upper=0)
KINDS: list[tuple[PasswordKind, PasswordPolicy]] = [
    ("readable", PasswordPolicy()), ("random", PasswordPolicy()), ("digits", NO_LETTERS),
]  # fmt: skip
TWINS = set("acekmnopxyuАВЕКМНОРСТХ") | set("ABCEHKMOPTXY")
SAME_KEY_SIGNS = set("!*()_+-=%0123456789")

policies = st.builds(
    PasswordPolicy,
    min_length=st.integers(0, 60),
    digits=st.integers(0, 8),
    lower=st.integers(0, 12),
    upper=st.integers(0, 6),
    signs=st.integers(0, 6),
    most_identical=st.integers(0, 3),
)


@given(policies, st.sampled_from(["readable", "random"]), st.integers(0, 40), st.integers())
def test_every_policy_is_met(
    policy: PasswordPolicy, kind: PasswordKind, least: int, seed: int
) -> None:
    shape = shape_for(kind, policy, least)
    password = shape.draw(random.Random(seed).choice)
    assert policy.find_shortfalls(password) == []
    assert len(password) == len(shape.places) >= max(least, policy.min_length)
    assert longest_row(password) == 1


@given(policies, st.integers(0, 40), st.integers())
def test_digits_are_refused_only_where_letters_are_wanted(
    policy: PasswordPolicy, least: int, seed: int
) -> None:
    if policy.lower or policy.upper:
        with pytest.raises(PasswordKindRefused) as refused:
            shape_for("digits", policy, least)
        assert len(refused.value.lacking) == bool(policy.lower) + bool(policy.upper)
        return
    password = shape_for("digits", policy, least).draw(random.Random(seed).choice)
    assert policy.find_shortfalls(password) == []
    assert set(password) <= SAME_KEY_SIGNS


@pytest.mark.parametrize(("kind", "policy"), KINDS)
def test_the_entropy_said_is_that_of_the_choices_made(
    kind: PasswordKind, policy: PasswordPolicy
) -> None:
    shape = shape_for(kind, policy)
    assert shape.bits >= LEAST_BITS
    for _n in range(300):
        bits: list[float] = []

        def choose(alphabet: str, bits: list[float] = bits) -> str:
            bits.append(math.log2(len(alphabet)))
            return secrets.choice(alphabet)

        shape.draw(choose)
        # The last draw is the one kept; what is drawn again for its words costs less than 0.2 bits.
        assert sum(bits[-len(shape.places) :]) - 0.2 >= shape.bits - 1e-9


@pytest.mark.parametrize(("kind", "policy"), KINDS)
def test_few_passwords_are_drawn_again_for_their_words(
    kind: PasswordKind, policy: PasswordPolicy
) -> None:
    shape = shape_for(kind, policy)
    chance = random.Random(20)
    draws = 0

    def choose(alphabet: str) -> str:
        nonlocal draws
        draws += 1
        return chance.choice(alphabet)

    for _n in range(2000):
        assert not spells_rudeness(shape.draw(choose))
    assert math.log2(draws / len(shape.places) / 2000) < 0.2


@pytest.mark.parametrize(("kind", "policy"), KINDS)
def test_nothing_on_paper_is_mixed_up(kind: PasswordKind, policy: PasswordPolicy) -> None:
    shape = shape_for(kind, policy)
    for _n in range(300):
        password = shape.draw(secrets.choice)
        letters = [one for one in password if one.isalpha()]
        if letters:
            assert not set(password) & set("lIoO01q")
            assert password[0].isupper()
            assert not any(one.isupper() for one in password[1:])
        assert all(one in SAME_KEY_SIGNS for one in password if not one.isalpha())
        assert password[0].isalnum()  # a cell that begins with a sign is a formula
        for part in split_syllables(password) if kind == "readable" else ():
            if part.isalpha():
                assert set(part) - TWINS, f"{part} could be Russian"


def test_a_password_is_parted_by_syllables_and_joins_again() -> None:
    assert split_syllables("Rifan-dewut-7384") == ("Ri", "fan", "-", "de", "wut", "-", "7384")
    for kind, policy in KINDS:
        password = shape_for(kind, policy).draw(secrets.choice)
        assert "".join(split_syllables(password)) == password
    assert split_syllables("") == ()


def test_the_hint_is_about_the_keys_the_password_needs() -> None:
    assert "АНГЛИЙСКАЯ" in hint_for(kind_of("Rifan-dewut-7384"))
    assert "не важна" in hint_for(kind_of("7384-2659+4837"))


@pytest.mark.parametrize("word", ["Suka-1234", "su-ka", "Difuj-hares", "fa-g"])
def test_rude_words_are_seen_across_signs(word: str) -> None:
    assert spells_rudeness(word)
