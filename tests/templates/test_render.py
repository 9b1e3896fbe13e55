"""A template rendered for a year and classes."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.templates.conftest import TEMPLATE, TODAY, Check
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.language import set_language
from vsosh_moodle.problems import Place
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.courses import Activity, CourseSection
from vsosh_moodle.templates import (
    CourseTemplate,
    RenderContext,
    load_templates,
    missing_activities_html,
    render_course,
)
from vsosh_moodle.templates.markdown import render_markdown
from vsosh_moodle.templates.missing import course_outline_html
from vsosh_moodle.templates.trial import example_year

YEAR = example_year(2026)
A9, B9 = ClassName(9, "А"), ClassName(9, "Б")
CONTEXT = RenderContext(YEAR, (A9,), source=Place(file="config.yaml", line=40))


def template_of(check: Check, text: str = TEMPLATE, **pieces: str) -> CourseTemplate:
    library, problems = check(text, **pieces)
    assert problems == []
    template = library.get("demo")
    assert template is not None
    return template


def test_a_course_has_its_names_dates_and_sections(check: Check) -> None:
    course = render_course(template_of(check), replace(CONTEXT, classes=(A9, B9)))
    assert (course.key, course.full_name, course.short_name) == ("demo", "Курс 9А, 9Б", "К 9А, 9Б")
    assert (course.start, course.end, course.category) == (YEAR.start, YEAR.end, "gia")
    assert [(section.key, section.title) for section in course.sections] == [
        ("general", "Начало"), ("topic", "Тема"),
    ]  # fmt: skip
    assert course.classes == (A9, B9)
    assert course.class_groups
    page = dict(course.sections[0].activities[0].settings)
    assert page["content"] == "<p><strong>Добро</strong> пожаловать</p>"
    assert page["completion"] == {"tracking": "automatic", "view": True}
    assert course.source.file.endswith("demo.yaml")


@pytest.mark.parametrize(
    ("key", "per_class", "expected"),
    [("", False, "demo"), ("", True, "demo-9А"), ("oge-9", True, "oge-9")],
)
def test_the_course_key_follows_the_rule(
    check: Check, key: str, per_class: bool, expected: str
) -> None:
    context = replace(CONTEXT, key=key, per_class=per_class)
    assert render_course(template_of(check), context).key == expected


def test_dates_are_of_the_term_when_there_is_one(check: Check) -> None:
    text = TEMPLATE.replace(
        "count: 10}", "count: 10}\n        dates: {open: неделя 2, due: 'конец - 1 день'}"
    )
    term = YEAR.terms[1]
    course = render_course(template_of(check, text), replace(CONTEXT, term=term))
    assert (course.start, course.end) == (term.start, term.end)
    quiz = dict(course.sections[1].activities[0].settings)
    assert quiz["open"] == "2027-01-18T00:00"
    assert quiz["close"] == "2027-05-25T23:59"


def test_numbers_may_be_expressions(check: Check) -> None:
    text = TEMPLATE.replace("count: 10", 'count: "{{ params.weeks|length * 4 }}"')
    course = render_course(template_of(check, text), CONTEXT)
    quiz = dict(course.sections[1].activities[0].settings)
    assert quiz["questions"] == [{"bank": "math", "count": 8, "points": 1}]


def test_a_piece_is_repeated_for_each_value(check: Check) -> None:
    piece = """\
version: 1
piece: Неделя
params: {week: {description: Неделя, required: true}, number: {description: Номер}}
sections:
  - key: "week-{{ piece.number }}"
    title: "Неделя {{ piece.week }}"
    activities:
      - {include: inner.yaml, with: {text: "Н{{ piece.week }}"}}
"""
    inner = """\
version: 1
piece: Вложенный
params: {text: {description: Текст, required: true}}
activities:
  - {key: "{{ section.key }}-label", type: label, title: "{{ section.title }}", content: "{{ piece.text }}"}
"""
    line = '  - include: week.yaml\n    for_each: weeks\n    with: {week: "{{ item }}", number: "{{ number }}"}\n'
    template = template_of(check, TEMPLATE + line, week=piece, inner=inner)
    course = render_course(template, replace(CONTEXT, params={"weeks": [3, 7, 9]}))
    made = course.sections[2:]
    assert [(section.key, section.title) for section in made] == [
        ("week-1", "Неделя 3"), ("week-2", "Неделя 7"), ("week-3", "Неделя 9"),
    ]  # fmt: skip
    assert dict(made[1].activities[0].settings)["intro"] == "<p>Н7</p>"


def test_parameters_of_the_programme_are_checked_at_its_place(check: Check) -> None:
    with pytest.raises(InputProblems) as caught:
        render_course(template_of(check), replace(CONTEXT, params={"weks": [1]}))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("param-unknown", CONTEXT.source)
    assert "weeks" in problem.hint


def test_a_required_parameter_must_be_given(check: Check) -> None:
    text = TEMPLATE.replace("default: [2, 4]", "required: true\n    example: [1]")
    with pytest.raises(InputProblems) as caught:
        render_course(template_of(check, text), CONTEXT)
    assert caught.value.problems[0].code == "param-missing"


def test_markdown_shows_html_and_never_lets_it_through() -> None:
    html = render_markdown(
        "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![p](javascript:1)\n"
    )
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<table>" in render_markdown("| а | б |\n|---|---|\n| 1 | 2 |")
    assert render_markdown("  \n") == ""


def test_a_parameter_cannot_smuggle_html_into_a_page(check: Check) -> None:
    text = TEMPLATE.replace("**Добро** пожаловать", "{{ params.weeks }}")
    course = render_course(
        template_of(check, text), replace(CONTEXT, params={"weeks": "<img src=x onerror=1>"})
    )
    assert "<img" not in str(dict(course.sections[0].activities[0].settings)["content"])


def test_missing_activities_are_listed_with_minutes() -> None:
    section = CourseSection(
        "t", "Тема", "",
        (Activity("q", "quiz", "Дроби & <знаки>", minutes=15), Activity("p", "page", "Теория")),
    )  # fmt: skip
    html = missing_activities_html(section)
    assert "<li>Тест «Дроби &amp; &lt;знаки&gt;» (15 мин)</li>" in html
    assert "<li>Страница «Теория»</li>" in html
    assert missing_activities_html(CourseSection("t", "Тема")) == ""


def test_what_goes_into_a_course_is_russian_in_any_language(
    check: Check,
) -> None:
    text = TEMPLATE.replace("**Добро**", "{{ plural(2, '{n} тема', '{n} темы', '{n} тем') }}")
    template = template_of(check, text)
    in_russian = render_course(template, CONTEXT)
    try:
        set_language("en")
        assert render_course(template, CONTEXT) == in_russian
        assert "по плану" in missing_activities_html(in_russian.sections[0])
        assert "Что будет" in course_outline_html(in_russian.sections)
    finally:
        set_language("ru")


def test_loading_a_folder_with_errors_raises_all_of_them(check: Check, folder: Path) -> None:
    check(TEMPLATE.replace("type: page", "type: pgae").replace("count: 10", "count: x"))
    with pytest.raises(InputProblems) as caught:
        load_templates(folder, TODAY)
    assert {problem.code for problem in caught.value.problems} == {"activity-type", "bad-number"}


def test_a_missing_folder_has_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_templates(tmp_path / "course_templates")
    assert "vsosh-moodle init" in caught.value.hint


GRADED = (
    TEMPLATE
    + """
  - key: eighth
    title: Восьмой
    grades: [8]
    activities:
      - {key: eighth-page, type: page, title: Страница, content: Текст}
"""
)


@pytest.mark.parametrize(
    ("grades", "expected"), [((9,), ["general", "topic"]), ((8, 9), ["general", "topic", "eighth"])]
)
def test_a_section_of_other_grades_is_left_out(
    check: Check, grades: tuple[int, ...], expected: list[str]
) -> None:
    classes = tuple(ClassName(grade, "А") for grade in grades)
    course = render_course(template_of(check, GRADED), replace(CONTEXT, classes=classes))
    assert [section.key for section in course.sections] == expected


def test_questions_of_several_banks_are_dealt_out_evenly(check: Check) -> None:
    text = TEMPLATE.replace("count: 10", 'count: "{{ 3 + 4 }}"').replace(
        "bank: math", "bank: 'math/a, math/b,math/c'"
    )
    course = render_course(template_of(check, text), CONTEXT)
    rows = dict(course.sections[1].activities[0].settings)["questions"]
    assert [(row["bank"], row["count"]) for row in rows] == [
        ("math/a", 3), ("math/b", 2), ("math/c", 2),
    ]  # fmt: skip


def test_a_bank_named_twice_is_dealt_twice_as_many_questions(check: Check) -> None:
    text = TEMPLATE.replace("count: 10", "count: 7").replace(
        "bank: math", "bank: 'math/a, math/b, math/a'"
    )
    course = render_course(template_of(check, text), CONTEXT)
    rows = dict(course.sections[1].activities[0].settings)["questions"]
    assert [(row["bank"], row["count"]) for row in rows] == [("math/a", 5), ("math/b", 2)]
