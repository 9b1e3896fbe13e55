"""A full name is divided by what its words look like; nothing is guessed silently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.rosters.full_names import NameOrder, judge_order, parse_full_name
from vsosh_moodle.rosters.given_names import word_kind
from vsosh_moodle.school.names import FullName

SURNAMES = ["Дзугов", "Кокоева", "Плиев", "Гогичаишвили", "Арданян", "Цой", "Мызурти", "Полевко"]
GIVEN = ["Азамат", "Марина", "Залина", "Алан", "Рашад", "Анна-Мария", "Нино", "Ким", "Алёна"]
MIDDLE = ["Русланович", "Казбековна", "Ильич", "Ильинична", "Эльдар оглы", "Эльдар кызы"]


def parts(name: FullName) -> tuple[str, str, str]:
    return name.last, name.first, name.middle


@pytest.mark.parametrize(
    ("text", "last", "first", "middle"),
    [
        ("Дзугов Азамат Русланович", "Дзугов", "Азамат", "Русланович"),
        ("Дзугова Мадина", "Дзугова", "Мадина", ""),
        ("АЛИЕВ РАШИД ЭЛЬДАР ОГЛЫ", "Алиев", "Рашид", "Эльдар оглы"),
        ("фон Лютцов Карл", "фон Лютцов", "Карл", ""),
        ("Ким Илья", "Ким", "Илья", ""),
        ("Давид Георгий", "Давид", "Георгий", ""),
        ("Абрамович Роман Аркадьевич", "Абрамович", "Роман", "Аркадьевич"),
        ("Дзугова, Мадина Руслановна", "Дзугова", "Мадина", "Руслановна"),
        ("Дзугов А.Р.", "Дзугов", "А.", "Р."),
        ("12. Дзугов Азамат", "Дзугов", "Азамат", ""),
        ("Марина Анна", "Марина", "Анна", ""),  # both may be given names: as written
        ("Хххх Уууу", "Хххх", "Уууу", ""),
    ],
)
def test_a_name_surname_first_is_read_as_written(
    text: str, last: str, first: str, middle: str
) -> None:
    assert parse_full_name(text) == FullName(last, first, middle)


@pytest.mark.parametrize(
    ("text", "last", "first", "middle"),
    [
        ("Азамат Дзугов", "Дзугов", "Азамат", ""),
        ("Марина Кокоева", "Кокоева", "Марина", ""),
        ("Рашад Эльдар оглы Алиев", "Алиев", "Рашад", "Эльдар оглы"),
        ("Азамат Русланович Дзугов", "Дзугов", "Азамат", "Русланович"),
        ("Алиев Эльдар оглы Рашад", "Алиев", "Рашад", "Эльдар оглы"),
        ("Азамат Дзугов Русланович", "Дзугов", "Азамат", "Русланович"),
        ("Илья Ким", "Ким", "Илья", ""),
        ("А. Р. Дзугов", "Дзугов", "А.", "Р."),
    ],
)
def test_a_name_given_name_first_is_turned_and_told(
    text: str, last: str, first: str, middle: str
) -> None:
    assert parse_full_name(text) == FullName(last, first, middle, reordered=True)


@pytest.mark.parametrize(
    ("text", "last", "first", "middle"),
    [
        ("Хетагурова Дзугаева Залина Казбековна", "Хетагурова Дзугаева", "Залина", "Казбековна"),
        ("Дзугов Плиев Азамат Русланович", "Дзугов Плиев", "Азамат", "Русланович"),
        ("Кокоева Анна Мария Олеговна", "Кокоева", "Анна Мария", "Олеговна"),
        ("Кокоева Анна Мария", "Кокоева", "Анна Мария", ""),
    ],
)
def test_several_words_of_one_part_are_joined_and_told(
    text: str, last: str, first: str, middle: str
) -> None:
    assert parse_full_name(text) == FullName(last, first, middle, joined=True)


@pytest.mark.parametrize(
    "text", ["Аааа Бббб Вввв Русланович", "А Б В Г Д Е", "Дзугов Хххх Олег Плиев"]
)
def test_words_that_no_one_can_divide_are_told(text: str) -> None:
    assert parse_full_name(text).ambiguous


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Дзугов", ("Дзугов", "", "")),
        ("", ("", "", "")),
        ("Дзугов Русланович", ("Дзугов", "", "Русланович")),
        ("Азамат Русланович", ("", "Азамат", "Русланович")),
        ("Алиев Эльдар оглы", ("Алиев", "", "Эльдар оглы")),
    ],
)
def test_a_missing_part_stays_missing(text: str, expected: tuple[str, str, str]) -> None:
    assert parts(parse_full_name(text)) == expected


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Дзугов Азамат (заоч.)", "заоч."),
        ("Дзугов Азамат, заоч.", "заоч."),
        ("Дзугов Азамат — выбыл 12.10", "выбыл 12.10"),
        ("Дзугов Азамат выбыл 12.10", "выбыл 12.10"),
        ("ДЗУГОВ АЗАМАТ ВЫБЫЛ", "ВЫБЫЛ"),
        ("Дзугов Азамат - переведён в 9Б", "переведён в 9Б"),
        ("Дзугов Азамат на дому", "на дому"),
        ("Дзугов Азамат, 14.03.2009", "14.03.2009"),
        ("Дзугов Азамат 14 марта 2009 г.", "14 марта 2009 г."),
        ("Дзугов Азамат, д.р. 14.03.2009", "д.р. 14.03.2009"),
        ("Дзугов Азамат [повторно] (заоч.)", "повторно; заоч."),
    ],
)
def test_a_note_beside_a_name_is_cut_off(text: str, note: str) -> None:
    name = parse_full_name(text)
    assert (name.last.title(), name.first.title(), name.note) == ("Дзугов", "Азамат", note)


@pytest.mark.parametrize(
    "text", ["Очнев Иван", "Иван Очнев", "Вечеров Иван", "Родов Иван", "иван очнев"]
)
def test_a_surname_like_a_note_is_a_surname(text: str) -> None:
    assert parse_full_name(text).note == ""
    assert parse_full_name(text).last


def test_a_columns_order_is_that_of_most_of_its_names() -> None:
    straight, turned = ["Дзугов Азамат", "Плиева Анна"], ["Азамат Дзугов", "Анна Плиева"]
    assert judge_order([*straight, turned[0]]) is NameOrder.LAST_FIRST
    assert judge_order([*turned, straight[0]]) is NameOrder.FIRST_LAST
    assert judge_order(turned[:1]) is None
    assert judge_order([*turned, *straight]) is None
    assert judge_order(["Хххх Уууу", ""]) is None


def test_the_order_of_the_column_decides_where_words_do_not() -> None:
    first_last = NameOrder.FIRST_LAST
    assert parts(parse_full_name("Хххх Уууу", first_last)) == ("Уууу", "Хххх", "")
    assert parts(parse_full_name("Марина Анна", first_last)) == ("Анна", "Марина", "")
    assert not parse_full_name("Марина Анна", first_last).doubtful


def test_a_name_against_its_column_is_a_doubt() -> None:
    turned = parse_full_name("Азамат Дзугов", NameOrder.LAST_FIRST)
    assert parts(turned) == ("Дзугов", "Азамат", "")
    assert turned.doubtful
    straight = parse_full_name("Дзугов Азамат Русланович", NameOrder.FIRST_LAST)
    assert parts(straight) == ("Дзугов", "Азамат", "Русланович")
    assert straight.doubtful
    # Weak evidence yields to the column.
    assert parts(parse_full_name("Тимур Хххх", NameOrder.LAST_FIRST)) == ("Тимур", "Хххх", "")


@given(
    st.sampled_from([name for name in SURNAMES if name != "Цой"]),
    st.sampled_from([name for name in GIVEN if name != "Ким"]),
    st.sampled_from(["", *MIDDLE]),
    st.sampled_from([None, *NameOrder]),
)
def test_a_name_comes_back_from_either_order(
    last: str, first: str, middle: str, order: NameOrder | None
) -> None:
    straight = " ".join(filter(None, (last, first, middle)))
    turned = " ".join(filter(None, (first, middle, last)))
    assert parts(parse_full_name(straight, order)) == (last, first, middle)
    assert parts(parse_full_name(turned, order)) == (last, first, middle)
    assert parts(parse_full_name(straight.upper(), order)) == (last, first, middle)
    assert parts(parse_full_name(f"3) {turned.lower()} (заоч.)", order)) == (last, first, middle)


@given(st.text(max_size=40))
def test_any_text_is_divided_without_an_error(text: str) -> None:
    for order in (None, *NameOrder):
        assert isinstance(parse_full_name(text, order), FullName)


def test_the_dictionary_knows_names_of_many_peoples() -> None:
    for name in (
        "Азамат",
        "Дзерасса",
        "Магомед",
        "Патимат",
        "Гиорги",
        "Нино",
        "Арам",
        "Анаит",
        "Фируза",
    ):
        assert word_kind(name).given, name
    assert word_kind("Мадина").female
    assert not word_kind("Мадина").surname
    assert word_kind("Ким").also_surname
    assert word_kind("АЛЁНА") == word_kind("Алена")
    assert not word_kind("Мкртич").patronymic
