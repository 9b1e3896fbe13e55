"""A class is one class however it is written, and what is no class is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.school.classes import (
    ClassName,
    ClassSpelling,
    find_class_in_title,
    parse_class_name,
    parse_class_spelling,
)

LETTERS = "АБВГДЕЖИКЛМНОПРСТУФХЦ"
LATIN = str.maketrans("АВЕКМНОРСТХУ", "ABEKMHOPCTXY")
FORMS = ["о/з", "з/о", "ОЗО", "заоч.", "(заоч.)", "веч.", "дист.", "ДО", "очно-заочная"]
names = st.builds(ClassName, st.integers(1, 12), st.sampled_from([*LETTERS, ""]))


@pytest.mark.parametrize(
    ("text", "name", "suffix"),
    [
        ("9а", "9А", ""),
        ("9 «А»", "9А", ""),
        ("9-А", "9А", ""),
        ("9A", "9А", ""),  # Latin
        ("10 З", "10З", ""),
        ("10З", "10З", ""),
        ("11 «Б» класс", "11Б", ""),
        ("9 кл.", "9", ""),
        ("12", "12", ""),
        ("09А", "9А", ""),
        ("9.0", "9", ""),
        ("IX А", "9А", ""),
        ("ХI А", "11А", ""),  # a Russian Х
        ("9 А дист", "9А", "ДИСТ"),
        ("10–Б", "10Б", ""),
        ("7 «В»", "7В", ""),
        ("класс 8 а", "8А", ""),
        ("Класс: 8А", "8А", ""),
        ("9А (заоч.)", "9А", "ЗАОЧ"),
        ("11 з/о", "11", "З/О"),
        ('9"А"', "9А", ""),
        ("10-й А", "10А", ""),
        ("8 a", "8А", ""),  # Latin
        ("9", "9", ""),
        ("10 озо", "10", "ОЗО"),
        ("10 о/з", "10", "О/З"),
        ("10А веч.", "10А", "ВЕЧ"),
        ("9А ДО", "9А", "ДО"),
        ("10 ДО", "10", "ДО"),
        ("10До", "10", "ДО"),
    ],
)
def test_a_class_is_read_in_any_spelling(text: str, name: str, suffix: str) -> None:
    spelling = parse_class_spelling(text)
    assert spelling is not None
    assert (str(spelling.name), spelling.suffix) == (name, suffix)
    assert parse_class_name(text) == spelling.name


@pytest.mark.parametrize(
    "text",
    ["9а/9б", "1А2", "13А", "Выпуск", "", "А", "9АБ", "0", "Дзугов", "9А (2026)", "Х", "I А"],
)
def test_what_is_no_class_is_refused(text: str) -> None:
    assert parse_class_name(text) is None


@given(
    names,
    st.sampled_from(
        ["{g}{l}", "{g} {l}", "{g}-{l}", "{g} – {l}", "0{g}{l}", "{g}-й {l}", " {g}. {l} "]
    ),
    st.sampled_from(["{}", "{} класс", "класс {}", "{} кл.", "Класс: {}", "{}\u00a0"]),
    st.sampled_from(["", *FORMS]),
    st.booleans(),
    st.booleans(),
)
def test_a_class_dressed_in_any_way_is_the_same_class(
    name: ClassName, joint: str, words: str, form: str, latin: bool, lower: bool
) -> None:
    if name.grade > 9:
        joint = joint.removeprefix("0")
    letter = name.letter.translate(LATIN) if latin else name.letter
    text = words.format(joint.format(g=name.grade, l=letter.lower() if lower else letter))
    spelling = parse_class_spelling(f"{text} {form}" if form else text)
    assert spelling is not None
    assert spelling.name == name
    assert bool(spelling.suffix) is bool(form)
    assert parse_class_spelling(str(name)) == ClassSpelling(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Список обучающихся 9 «А» класса на 01.09.2026", "9А"),
        ("Список учащихся 9А класса МБОУ ВСОШ № 2", "9А"),
        ("9А класс (кл. рук. Кокоева И. О.)", "9А"),
        ("Класс: 9А", "9А"),
        ("класс 9 Б, 2026/27 учебный год", "9Б"),
        ("Список 12 класса", "12"),
        ("10-Б класс", "10Б"),
        ("Списки 9–11 классов", None),
        ("9, 10 классы", None),
        ("9А класс и 9Б класс", None),
        ("МБОУ ВСОШ № 2 г. Владикавказ", None),
        ("на 01.09.2026 г. 24 чел.", None),
        ("Дзугов Азамат", None),
    ],
)
def test_a_title_names_a_class_by_the_word(text: str, name: str | None) -> None:
    found = find_class_in_title(text)
    assert (str(found) if found else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ученики 9А", "9А"),
        ("9А (2026)", "9А"),
        ("9А — 24 чел.", "9А"),
        ("список_9а_2026", "9А"),
        ("9А-9Б", None),
        ("Школа №2 г", None),
        ("Лист1", None),
        ("2026", None),
    ],
)
def test_a_short_name_needs_no_word(text: str, name: str | None) -> None:
    found = find_class_in_title(text, bare=True)
    assert (str(found) if found else None) == name


@given(st.text(max_size=40))
def test_any_text_is_looked_at_without_an_error(text: str) -> None:
    parse_class_spelling(text)
    find_class_in_title(text)
    find_class_in_title(text, bare=True)
