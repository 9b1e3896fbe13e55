"""Jinja in templates: what is filled in, and what is kept out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.templates.expressions import (
    MAX_OUTPUT,
    ExpressionError,
    check_syntax,
    format_date,
    render_text,
)

VARIABLES = {
    "course": {"classes": ["9А", "9Б"], "grade": 9},
    "params": {"items": ["Климат", "Реки"], "n": 21, "keys": 5},
    "day": date(2027, 6, 2),
}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("без выражений", "без выражений"),
        ("{{ course.grade }} класс", "9 класс"),
        ("{{ course.classes|join(', ') }}", "9А, 9Б"),
        ("{{ course['classes'][1] }}", "9Б"),
        (
            "{% for item in params.items %}{{ loop.index }}. {{ item }} {% endfor %}",
            "1. Климат 2. Реки ",
        ),
        ("{{ params.keys }}", "5"),
        ("{{ day|date }}", "2 июня 2027 года"),
        ("{{ plural(params.n, '{n} тема', '{n} темы', '{n} тем') }}", "21 тема"),
        ("{{ plural(112, '{n} тема', '{n} темы', '{n} тем') }}", "112 тем"),
        ("{{ plural(3, '{n} тема', '{n} темы', '{n} тем') }}", "3 темы"),
        ("{{ params.n // 2 * 3 - 1 }}", "29"),
        ("{% if course.grade in [9, 10] %}да{% else %}нет{% endif %}", "да"),
        ("{{ params.absent|default('нет') }}", "нет"),
    ],
)
def test_expressions_are_filled_in(source: str, text: str) -> None:
    assert render_text(source, VARIABLES) == text


@pytest.mark.parametrize(
    "source",
    [
        "{{ course.__class__ }}",
        "{{ course['__class__'] }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ course|attr('__class__') }}",
        "{{ [].append(1) }}",
        "{{ params.items.append(1) }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ '%99999999d' % 1 }}",
        "{{ 'а' * 999999 }}",
        "{{ [1] * 999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ range(1000000)|list }}",
        "{% for a in range(100000) %}{% endfor %}",
        "{% for a in [1] %}{% for b in [1] %}{% for c in [1] %}{% endfor %}{% endfor %}{% endfor %}",
        "{% set a = 'x' %}{{ a }}",
        "{% include 'x' %}",
        "{% import 'os' as os %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{{ self }}",
        "{{ lipsum }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ course.classes|map('upper')|list }}",
        "{{ 'a'|center(99999999) }}",
        "{{ 'a'|replace('a', 'b') }}",
        "{{ range(200)|join('" + "а" * 2000 + "') }}",
        "{{ plural.__globals__ }}",
    ],
)
def test_what_could_harm_is_kept_out(source: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        render_text(source, VARIABLES)
    assert caught.value.code in {"jinja-forbidden", "jinja-undefined"}


def test_a_plural_form_is_not_a_format_string() -> None:
    assert render_text("{{ plural(1, '{n.__class__} {n:999999d}', '', '') }}", {}) == (
        "{n.__class__} {n:999999d}"
    )


def test_an_attribute_of_an_object_is_not_a_variable() -> None:
    with pytest.raises(ExpressionError, match="upper"):
        render_text("{{ course.classes[0].upper }}", VARIABLES)


def test_an_undefined_variable_is_named_with_its_line_and_those_there_are() -> None:
    with pytest.raises(ExpressionError) as caught:
        render_text("раз\nдва {{ parms.n }}\n", VARIABLES)
    assert (caught.value.code, caught.value.line) == ("jinja-undefined", 2)
    assert "parms" in caught.value.message
    assert "course, day, params" in caught.value.hint


def test_a_broken_expression_is_found_without_rendering() -> None:
    with pytest.raises(ExpressionError) as caught:
        check_syntax("раз\n\n{{ course.grade")
    assert (caught.value.code, caught.value.line) == ("jinja-syntax", 3)


def test_a_value_is_not_rendered_again() -> None:
    assert render_text("{{ x }}", {"x": "{{ course.grade }}"}) == "{{ course.grade }}"


def test_an_endless_text_is_cut_off() -> None:
    loop = (
        "{% for a in range(200) %}{% for b in range(200) %}" + "а" * 20 + "{% endfor %}{% endfor %}"
    )
    with pytest.raises(ExpressionError, match=str(MAX_OUTPUT)):
        render_text(loop, {})


@given(st.text(st.characters(exclude_characters="{"), max_size=80))
def test_text_without_braces_stays_as_it_is(text: str) -> None:
    assert render_text(text, {}) == text


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_date_is_written_with_its_month_in_words(day: date) -> None:
    number, month, year, word = format_date(day).split()
    assert (int(number), int(year), word) == (day.day, day.year, "года")
    assert month.endswith(("я", "а"))
