"""Keys and titles of what was pulled."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.pulled.facts import facts
from vsosh_moodle.pulled.names import escape, titles
from vsosh_moodle.pulled.naming import MAX_STEM, Keys, slug
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.templates.expressions import render_text


def test_a_key_is_read_as_the_title_is() -> None:
    assert slug("Сумма углов, часть 2") == "summa-uglov-chast-2"


@given(st.lists(st.text(max_size=80), max_size=12))
def test_keys_are_good_and_none_is_twice(names: list[str]) -> None:
    keys = Keys(["item", "page"])
    given_keys = [keys.give(name, "item") for name in names]
    assert len({*given_keys, "item", "page"}) == len(given_keys) + 2
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", key) for key in given_keys)
    assert all(len(key) <= MAX_STEM + 4 for key in given_keys)


@given(st.text(alphabet="{}%#а \"'\n", max_size=30))
def test_words_that_look_like_jinja_stay_words(text: str) -> None:
    shown = text.rstrip("\n")
    assert render_text(escape(shown), {}) == shown


def test_classes_and_year_of_a_title_are_said_by_the_course() -> None:
    known = facts(classes=(ClassName(9, "А"), ClassName(9, "Б")))
    full, short = titles("Геометрия, 9А, 9Б, 2026/27", "ГЕОМ 9А, 9Б", known)
    assert full == "Геометрия, {{ course.class_names }}, {{ year.name }}"
    assert short == "ГЕОМ {{ course.class_names }} {{ year.name }}"


def test_a_class_inside_a_word_is_no_class() -> None:
    full, _short = titles("Тема 19А", "Т", facts(classes=(ClassName(9, "А"),)))
    assert full == "Тема 19А"
