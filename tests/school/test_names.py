"""Names have one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.school.names import (
    FullName,
    clean_text,
    fold_lookalikes,
    is_mixed,
    name_key,
    normalise_name,
    parse_full_name,
)

NAME_LETTERS = (
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяӔӕæABCEHKMOPTXYaceopxy"
)
near_names = st.text(NAME_LETTERS + " -'–\u00a0\u00ad\u200b\u0306\u0308().,", max_size=25)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ДЗУГОВ", "Дзугов"),
        ("дзугов", "Дзугов"),
        ("  Дзугов\u00a0", "Дзугов"),
        ("Дзу\u00adгов\u200b", "Дзугов"),
        ("Андреи\u0306", "Андрей"),
        ("Дзyгoв", "Дзугов"),  # Latin y and o
        ("Axметова", "Ахметова"),
        ("æхсар", "\u04d4хсар"),
        ("Иванова – Петрова", "Иванова-Петрова"),
        ("ИВАНОВА-ПЕТРОВА", "Иванова-Петрова"),
        ("ЭЛЬДАР ОГЛЫ", "Эльдар оглы"),
        ("Ильгар Кызы", "Ильгар кызы"),
        ("О’КОННОР", "О'Коннор"),
        ("ЛУК'ЯНОВ", "Лук'янов"),
        ("фон Лютцов", "фон Лютцов"),
        ("Де", "Де"),
        ("Smith", "Smith"),
        ("МакДоналд", "МакДоналд"),
        ("Семёнов,", "Семёнов"),
    ],
)
def test_a_name_gets_its_one_spelling(written: str, name: str) -> None:
    assert normalise_name(written) == name


@given(st.text(max_size=30) | near_names)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise_name(text)
    assert normalise_name(once) == once
    assert clean_text(clean_text(text)) == clean_text(text)
    assert name_key(once) == name_key(text)


def test_a_word_wholly_latin_is_left_alone() -> None:
    assert fold_lookalikes("Ann Cox") == "Ann Cox"


def test_a_word_that_stays_mixed_is_told() -> None:
    assert is_mixed("Дзugов")
    assert fold_lookalikes("Дзugов") == "Дзugов"
    assert not is_mixed(fold_lookalikes("Дзyгoв"))
    assert not is_mixed("Smith Дзугов")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Дзугов Азамат Русланович", FullName("Дзугов", "Азамат", "Русланович")),
        ("Дзугова Мадина", FullName("Дзугова", "Мадина", "")),
        ("Дзугов", FullName("Дзугов", "", "")),
        ("АЛИЕВ РАШИД ЭЛЬДАР ОГЛЫ", FullName("Алиев", "Рашид", "Эльдар оглы")),
        (
            "Азамат Русланович Дзугов",
            FullName("Дзугов", "Азамат", "Русланович", reordered=True),
        ),
        ("Дзугов Азамат (заоч.)", FullName("Дзугов", "Азамат", "", note="заоч.")),
        ("фон Лютцов Карл", FullName("фон Лютцов", "Карл", "")),
        (
            "Иванова Петрова Анна Олеговна",
            FullName("Иванова", "Петрова", "Анна Олеговна", ambiguous=True),
        ),
        ("", FullName("", "", "")),
    ],
)
def test_a_full_name_is_divided(text: str, parts: FullName) -> None:
    assert parse_full_name(text) == parts


def test_a_long_dirty_cell_is_cleaned_without_delay() -> None:
    assert clean_text("а" * 9000 + "\u00a0") == "а" * 9000
    assert normalise_name("Аб-" * 3000 + "\u00a0") == ("Аб-" * 3000)[:-1]
