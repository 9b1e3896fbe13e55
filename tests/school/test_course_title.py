"""Titles of courses without years and classes."""

import pytest

from vsosh_moodle.school.course_title import short_title


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("ОГЭ по математике: подготовка, 9А, 9Б, 9Д, 2026/27", "ОГЭ по математике: подготовка"),
        ("Алгебра, 8Д, 2026/27", "Алгебра"),
        ("Первый вход: учимся, 2026/27", "Первый вход: учимся"),
        ("Алгебра, геометрия, 9 «А»", "Алгебра, геометрия"),
        ("Древность, Средние века", "Древность, Средние века"),
        ("Алгебра", "Алгебра"),
        ("История, XX век", "История, XX век"),
        ("2026/27", "2026/27"),
        ("Физика, 7 тем", "Физика, 7 тем"),
        ("", ""),
    ],
)
def test_only_years_and_classes_go(title: str, short: str) -> None:
    assert short_title(title) == short
