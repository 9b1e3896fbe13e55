"""What a broken expression is told in."""

import re

import pytest

from vsosh_moodle.templates.expressions import ExpressionError, check_syntax
from vsosh_moodle.templates.jinja_messages import say_syntax_error


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ a ", "Выражение не закрыто."),
        ("{% if a %}x", "Команда не закрыта: нет «{% endif %}»."),
        ("{% for a in b %}", "Команда не закрыта: нет «{% endfor %}»."),
        ("{# о чём", "Пояснение «{#» не закрыто."),
        ("{{ }}", "Выражение пустое."),
        ("{{ a b }}", "Лишнее в выражении: «b»."),
        ("{{ a! }}", "Лишнее в выражении: «!»."),
        ("{% endif %}", "Команды «endif» нет или она не на месте."),
        ("{{ a.}}", "После точки нет имени."),
    ],
)
def test_jinjas_complaint_is_russian(source: str, said: str) -> None:
    with pytest.raises(ExpressionError, match=f"^{re.escape(said)}$"):
        check_syntax(source)


def test_a_rare_complaint_keeps_its_english() -> None:
    assert say_syntax_error("odd thing.") == "Выражение не читается: odd thing."
