"""Names in cases, against a table read by eye; whose gender nobody tells is not declined."""

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.school.declension import decline_name
from vsosh_moodle.school.name_forms import (
    CASES,
    DeclinedName,
    Doubt,
    NameOverrides,
    OwnForms,
    PersonOverride,
)
from vsosh_moodle.school.names import name_key

TABLE = [
    tuple(line.split(" | "))
    for line in (Path(__file__).parents[1] / "data/declined-names.txt")
    .read_text(encoding="utf-8")
    .splitlines()
]
"""nominative | genitive | dative | accusative | instrumental: invented names of the region's kinds."""

_LATIN = str.maketrans("АВСЕНКМОРТХасеорху", "ABCEHKMOPTXaceopxy")


def declined(name: str, overrides: NameOverrides | None = None) -> DeclinedName:
    last, first, *middle = name.split(" ", 2)
    return decline_name(last, first, *middle, overrides=overrides or NameOverrides())


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len({row[0] for row in TABLE}) >= 60


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_names_of_the_region_are_declined_rightly(row: tuple[str, ...]) -> None:
    full = declined(row[0]).full()
    assert tuple(full.of(case) for case in CASES) == row


@given(st.sampled_from(TABLE))
def test_capitals_and_lower_case_make_no_difference(row: tuple[str, ...]) -> None:
    assert declined(row[0].upper()) == declined(row[0])
    assert declined(row[0].lower()) == declined(row[0])


@given(st.sampled_from(TABLE), st.integers(0, 60))
def test_a_latin_letter_in_a_name_is_no_obstacle(row: tuple[str, ...], place: int) -> None:
    name = row[0]
    spoiled = name[:place] + name[place : place + 1].translate(_LATIN) + name[place + 1 :]
    assert declined(spoiled) == declined(name)


def test_a_surname_in_aya_is_a_noun_unless_it_is_surely_an_adjective() -> None:
    assert declined("Берая Залина Мурадовна").last.gen == "Бераи"
    assert Doubt.NOUN_OR_ADJECTIVE in declined("Берая Залина Мурадовна").doubts
    assert declined("Полевая Анна Ильинична").last.gen == "Полевой"
    assert declined("Полевая Анна Ильинична").doubts == ()


@pytest.mark.parametrize(
    ("name", "gender", "source"),
    [
        ("Ким Саша", "", ""),
        ("Хосати Женя", "", ""),
        ("Ким Виктория", "f", "name"),
        ("Дзугаров Никита", "m", "name"),
        ("Дзугарова Саша", "f", "name"),
        ("Ким Саша Юрьевна", "f", "patronymic"),
        ("Алиев Рашад Эльдар оглы", "m", "patronymic"),
        ("Голова Иван", "m", "name"),
        ("Дубина Иван Петрович", "m", "patronymic"),
    ],
)
def test_the_gender_and_who_told_it(name: str, gender: str, source: str) -> None:
    found = declined(name)
    assert (found.gender, found.gender_source) == (gender, source)


def test_without_a_gender_nothing_is_declined_and_it_is_told() -> None:
    found = declined("Ким Саша")
    assert not found.full().changes
    assert found.doubts == (Doubt.GENDER_UNKNOWN,)


def test_a_surname_against_the_patronymic_is_not_guessed_about() -> None:
    found = declined("Таугаева Сослан Русланович")
    assert found.gender == ""
    assert found.doubts == (Doubt.GENDER_CONFLICT,)


def test_the_list_tells_the_gender_before_the_name_does() -> None:
    assert decline_name("Ким", "Саша", roster_gender="f").full().gen == "Ким Саши"
    assert decline_name("Ким", "Саша", roster_gender="m").full().gen == "Кима Саши"


def test_a_gender_that_surname_and_given_name_both_tell_is_no_guess() -> None:
    assert declined("Хосонов Сергей").doubts == ()
    assert declined("Ким Виктория").doubts == (Doubt.GENDER_GUESSED,)


def test_a_dictionary_of_given_names_goes_before_the_look_of_the_name() -> None:
    assert decline_name("Хосати", "Зарема", given_name_gender="f").full().gen == "Хосати Заремы"
    assert decline_name("Хосати", "Зарема", given_name_gender="f").doubts == ()
    assert decline_name("Таугаев", "Зарема", given_name_gender="f").doubts == (
        Doubt.GENDER_CONFLICT,
    )
    assert declined("Луговая Зарема").full().dat == "Луговой Зареме"


def test_doubtful_forms_are_told() -> None:
    assert declined("Стрелец Иван Ильич").doubts == (Doubt.FLEETING_VOWEL,)
    assert declined("Мисикова Адель Юрьевна").doubts == (Doubt.SOFT_FEMALE,)
    assert declined("Weber Мария Юрьевна").doubts == (Doubt.NOT_CYRILLIC,)
    assert declined("Гвидзе Шота Отарович").doubts == (Doubt.UNDECLINED,)
    assert declined("Гвидзе Зураб Отар").doubts == (
        Doubt.GENDER_GUESSED,
        Doubt.STRANGE_PATRONYMIC,
    )


def test_own_forms_go_before_rules_for_the_word_and_for_the_person() -> None:
    overrides = NameOverrides(
        people={
            name_key("Ким Саша"): PersonOverride("f", {"last": OwnForms(gen="Кимы")}),
        },
        words={
            ("last", name_key("Стрелец"), "m"): OwnForms(gen="Стрельца", dat="Стрельцу"),
            ("first", name_key("Шота"), ""): OwnForms(decline=False),
        },
    )
    assert declined("Ким Саша", overrides).full().gen == "Кимы Саши"
    assert declined("Ким Саша", overrides).gender_source == "overrides"
    archer = declined("Стрелец Иван Ильич", overrides)
    assert (archer.last.gen, archer.last.dat, archer.last.acc) == (
        "Стрельца", "Стрельцу", "Стрелеца",
    )  # fmt: skip
    assert archer.doubts == ()
    assert declined("Стрелец Анна Ильинична", overrides).last.gen == "Стрелец"
    assert declined("Гвидзе Шота Отарович", overrides).doubts == ()


def test_no_name_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        declined("Дзугаров Анна")
        declined("Ким Саша")
    assert caplog.records == []


def test_initials_are_for_signatures() -> None:
    assert declined("Дзугарова Мадина Казбековна").initials() == "Дзугарова М. К."
    assert declined("Ким Саша").initials() == "Ким С."
