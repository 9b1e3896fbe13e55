"""Logins are made of Latin letters only, by the standard the school chose."""

import re
from itertools import islice
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.school.logins import (
    LoginRules,
    Transliteration,
    login_candidates,
    longer_logins,
    transliterate,
)
from vsosh_moodle.school.people import Person, Role

RULES = LoginRules()
NAME_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБЁӔӕabcxyÆæÜé"
near_names = st.text(NAME_LETTERS + " -'–\u00a0\u00ad\u200b\u0306\u0308().,", max_size=25)


def person(last: str, first: str, middle: str = "") -> Person:
    return Person(Role.STUDENT, last, first, middle)


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Щёголева Юлия", "shchegoleva-iuliia"),
        ("Хетаг", "khetag"),
        ("Подъячев", "podieiachev"),
        ("Дзӕрӕссӕ", "dzaeraessae"),
        ("Лук'янов", "lukianov"),
        ("Müller", "muller"),
        ("გიორგი", ""),
    ],
)
def test_names_are_written_as_in_passports(name: str, latin: str) -> None:
    assert transliterate(name) == latin


def test_initials_may_take_two_letters_and_missing_parts_leave_no_separator() -> None:
    assert next(login_candidates(person("Дзугов", "Хетаг", "Юрьевич"), RULES)) == "dzugov.kh.iu"
    assert next(login_candidates(person("Дзугов", "Хетаг"), RULES)) == "dzugov.kh"


def test_later_candidates_are_numbered_from_two() -> None:
    rules = LoginRules("{last}.{f}")
    logins = list(islice(login_candidates(person("Дзугов", "Азамат"), rules), 3))
    assert logins == ["dzugov.a", "dzugov.a2", "dzugov.a3"]
    assert next(login_candidates(person("Дзугов", "Азамат"), rules, start=3)) == "dzugov.a3"


@pytest.mark.parametrize("pattern", ["{surname}", "{last!r}", "{last:>9}", "{last} {f}", "Ученик"])
def test_a_pattern_with_anything_else_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        next(login_candidates(person("Дзугов", "Азамат"), LoginRules(pattern)))


@given(
    last=st.text(max_size=40) | near_names,
    first=st.text(max_size=40) | near_names,
    middle=near_names,
    pattern=st.sampled_from(["{last}.{f}.{m}", "{f}{m}-{last}", "{first}_{last}", "v2-{l}{f}", ""]),
    length=st.integers(8, 60),
    scheme=st.sampled_from(get_args(Transliteration)),
)
def test_every_login_is_one_moodle_takes(
    last: str, first: str, middle: str, pattern: str, length: int, scheme: Transliteration
) -> None:
    someone = person(last, first, middle)
    rules = LoginRules(pattern, length, scheme, "letters")
    logins = list(islice(login_candidates(someone, rules), 12))
    longer = list(longer_logins(someone, rules))
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.@_-]*", login) for login in [*logins, *longer])
    assert all(len(login) <= length for login in [*logins, *longer])
    assert len(set(logins)) == len(logins)
    assert len({logins[0], *longer}) == len(longer) + 1
    assert logins == list(islice(login_candidates(someone, rules), 12))


@pytest.mark.parametrize(
    ("scheme", "latin"),
    [
        ("icao", "shchegoleva-iuliia podieiachev tsoi eldar dzagoev"),
        ("gost-52535", "shchegoleva-iuliia podiachev tcoi eldar dzagoev"),
        ("gost-7.79", "shhyogoleva-yuliya podyachev czoj eldar dzagoev"),
        ("mvd-782", "shchegoleva-yuliya podyachev tsoy eldar dzagoyev"),
        ("yandex", "schyogoleva-yuliya podyachev tsoy eldar dzagoyev"),
    ],
)
def test_each_standard_has_its_own_spelling(scheme: Transliteration, latin: str) -> None:
    names = ("Щёголева Юлия", "Подъячев", "Цой", "Эльдар", "Дзагоев")
    assert " ".join(transliterate(name, scheme) for name in names) == latin


def test_a_taken_login_may_take_more_letters_of_the_given_name_then_of_the_patronymic() -> None:
    rules = LoginRules(collision="letters")
    assert list(longer_logins(person("Цой", "Ян", "Ли"), rules)) == ["tsoi.ian.l", "tsoi.ian.li"]
    assert list(longer_logins(person("Цой", "Ян", "Ли"), RULES)) == []
    only_names = LoginRules("{last}.{first}", collision="letters")
    assert list(longer_logins(person("Цой", "Ян"), only_names)) == []
