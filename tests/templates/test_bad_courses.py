"""Mistakes that show only when parts of a course are laid side by side, and those of question banks."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.templates.conftest import Check
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.templates.context import RenderContext
from vsosh_moodle.templates.render import check_course
from vsosh_moodle.templates.trial import example_year

RICH = """\
version: 1
kind: gia
subject: Математика
title: "Курс {{ course.class_names }}"
short_name: "К {{ course.class_names }}"
grades: [9]
groups:
  named: [{key: base, title: База}]
grading:
  aggregation: mean
  categories: [{key: mocks, title: Пробники}]
completion: [page]
sections:
  - key: general
    title: Начало
    activities:
      - {key: page, type: page, title: Введение, content: Текст}
  - key: topic
    title: Тема
    restrict: [{done: page}]
    activities:
      - {key: trainer, type: quiz, title: Тест, questions: {bank: sums, count: 2}, pass_grade: 60}
      - key: task
        type: assign
        title: Задание
        restrict: {all: [{passed: trainer}, {group: base}, {until: "неделя 9"}], show: false}
        grade_category: mocks
      - key: walk
        type: lesson
        title: Лекция
        pages:
          - {key: one, title: Один, content: Текст}
          - {key: two, title: Два, content: "2 + 2?", kind: numerical, answers: [{text: "4", score: 1}]}
      - key: inner
        type: subsection
        title: Ещё
        activities:
          - {key: talk, type: forum, title: Форум, completion: {posts: 2, replies: 1}}
"""
FORUM = "type: forum, title: Форум, completion: {posts: 2, replies: 1}"
WITHOUT_ANSWER = """\
<quiz><question type="multichoice"><name><text>А</text></name><answer fraction="0"/></question></quiz>
"""
BANK = "::А:: 1 + 1 {#2}\n\n::Б:: 1 + 2 {#3}\n"


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


@pytest.fixture
def banks(folder: Path) -> Path:
    made = folder / "questions"
    made.mkdir()
    (made / "sums.gift").write_text(BANK, encoding="utf-8")
    return made


def test_the_rich_template_is_sound(check: Check, banks: Path) -> None:
    library, problems = check(RICH)
    assert [str(problem) for problem in problems] == []
    assert library.keys() == ("demo",)


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "words"),
    [
        ("completion: [page]", "completion: [pgae]", 12, "reference-unknown", "page"),
        ("completion: [page]", "completion: {all: [page], any: [task]}", 12, "course-completion", "all_activities"),
        ("restrict: [{done: page}]", "restrict: [{done: nothing}]", 20, "reference-unknown", "nothing"),
        ("restrict: [{done: page}]", "restrict: [{done: trainer}]", 20, "reference-cycle", "trainer"),
        ("restrict: [{done: page}]", "restrict: [{done: talk}]", 20, "reference-cycle", "inner"),
        ("restrict: [{done: page}]", "restrict: [{grade: {activity: page, min: 5}}]", 20, "reference-ungraded", "page"),
        ("restrict: [{done: page}]", "restrict: [{passed: page}]", 20, "reference-ungraded", "pass_grade"),
        ("restrict: [{done: page}]", "restrict: [{grade: {min: 500}}]", 20, "restrict-grade", "100"),
        ("restrict: [{done: page}]", "restrict: [{done: page, group: base}]", 20, "condition-keys", "один ключ"),
        ("restrict: [{done: page}]", "restrict: []", 20, "restrict-lists", "all"),
        ("restrict: [{done: page}]", "restrict: [{from: потом}]", 20, "date", "потом"),
        ("restrict: [{done: page}]", "restrict: [{field: {name: city}}]", 20, "field-condition", "одно"),
        ("restrict: [{done: page}]", "restrict: [{dnoe: page}]", 20, "unknown-key", "dnoe"),
        ("{group: base}", "{group: top}", 26, "level-unknown", "top"),
        ('{until: "неделя 9"}', '{until: "неделя 59"}', 26, "date-outside", "за пределами"),
        ("{passed: trainer}", "{any: [{done: task}]}", 26, "reference-cycle", "task"),
        ("grade_category: mocks", "grade_category: mock", 27, "grade-category-unknown", "mocks"),
        ("grade_category: mocks", "weight: 2", 27, "weight-unused", "mean"),
        ("count: 2", "count: 3", 22, "bank-too-small", "3 вопроса"),
        ("count: 2}", "question: В}", 22, "question-unknown", "В"),
        (", count: 2}", "}", 22, "missing-key", "count"),
        ("score: 1}", "score: 0}", 33, "lesson-answers", "score"),
        ("score: 1}", "score: 1, jump: three}", 28, "lesson-jump", "three"),
        ("key: two", "key: one", 28, "lesson-pages", "один ключ"),
        ("{posts: 2, replies: 1}", "{submit: true}", 38, "completion", "replies"),
        ("{posts: 2, replies: 1}", "{rule: view, posts: 2}", 38, "completion-twice", "rule"),
        ("{posts: 2, replies: 1}", "{discussions: 2}, forum_type: eachuser", 38, "completion", "eachuser"),
        ("type: forum", "type: subsection", 38, "subsection-inside", "рядом"),
        ("pass_grade: 60}", "review: after_close}", 22, "review-never", "cut_off"),
        ("pass_grade: 60}", "pass_grade: 60, feedback: [{from: 50, text: Да}]}", 22, "quiz-feedback", "от 0"),
        ("pass_grade: 60}", "pass_grade: 60, completion: {attempts_exhausted: true}}", 22, "completion", "attempts"),
        ("pages:", "attempts: 3\n        pages:", 28, "lesson-attempts", "один раз"),
        ("{bank: sums, count: 2}", "[{bank: sums, question: А}, {bank: sums, question: А}]", 22, "question-twice", "дважды"),
        (FORUM, "type: feedback, title: О, items: [{question: О, options: [а]}]", 38, "options-extra", "one"),
        (FORUM, "type: feedback, title: О, items: [{question: О, answer: one, options: [а, б|в]}]", 38, "options-sign", "|"),
        (FORUM, "type: choice, title: О, options: [а, б], dates: {open: 'неделя 2', due: 'неделя 2 0:00'}", 38, "date-order", "open"),
        ("title: Форум,", "title: Форум, forum_type: single,", 38, "forum-single", "description"),
        (FORUM, "type: choice, title: О, options: [а, а]", 38, "options-twice", "разными"),
        ("content: Текст}", "content: Текст, dates: {open: неделя 2}}", 17, "date-unused", "restrict"),
        ("title: Начало\n", "title: Начало\n    visible: false\n", 16, "general-restrict", "general"),
    ],
)  # fmt: skip
def test_a_mistake_about_other_parts_of_the_course_is_named(
    check: Check, banks: Path, old: str, new: str, line: int, code: str, words: str
) -> None:
    assert old in RICH
    text = RICH.replace(old, new, 1)
    if "pass_grade: 60" not in text:
        text = text.replace("{passed: trainer}, ", "")
    _library, problems = check(text)
    problem = only(problems)
    assert (problem.code, problem.place.line) == (code, line)
    assert words in f"{problem.message} {problem.hint}"


def test_a_class_that_is_not_in_the_course_is_refused(check: Check, banks: Path) -> None:
    library, problems = check(RICH.replace("{group: base}", "{class: 9В}"))
    assert problems == []  # a template is tried out on classes that are made up
    template = library.templates["demo"]
    of_two = RenderContext(example_year(2026), (ClassName(9, "А"), ClassName(9, "В")))
    assert check_course(template, of_two)[1] == []
    problem = only(check_course(template, replace(of_two, classes=(ClassName(9, "А"),)))[1])
    assert (problem.code, problem.place.line) == ("restrict-class", 26)
    alone = replace(of_two, classes=(ClassName(9, "В"),), per_class=True)
    course, problems = check_course(template, alone)
    assert problems == []
    assert course is not None
    task = next(one for one in course.all_activities if one.key == "task")
    assert "9В" not in str(task.settings)


@pytest.mark.parametrize(
    ("name", "text", "line", "code"),
    [
        ("a.gift", "", 1, "bank-empty"),
        ("a.gift", "1 + 1 {#2}", 1, "gift-name"),
        ("a.gift", "// слово\n\n::А:: 1 + 1 {#2\n", 3, "gift-braces"),
        ("a.gift", "::А:: 1 + 1 {#2}}", 1, "gift-braces"),
        ("a.gift", "::А:: 1 + 1 {#два}", 1, "gift-number"),
        ("a.gift", "::А:: 1 + 1 {#0,5}", 1, "gift-number"),
        ("a.gift", "::А:: Да? {~да ~нет}", 1, "gift-right"),
        ("a.gift", "::А:: Да? {~да}", 1, "gift-answers"),
        ("a.gift", "::А:: Пары {=а -> б}", 1, "gift-match"),
        ("a.gift", "::А:: Да? {=да}\n\n::А:: Нет? {=нет}", 3, "question-twice"),
        ("Ж.gift", BANK, 1, "bank-key"),
        ("sums.xml", "<quiz/>", 1, "bank-twice"),
        ("a.xml", "<quiz/>", 1, "bank-empty"),
        ("a.xml", "<quiz>\n<question>", 2, "xml-syntax"),
        ("a.xml", '<!DOCTYPE q [<!ENTITY a "b">]><quiz/>', 1, "xml-refused"),
        ("a.xml", '<quiz>\n<question type="essay"></question></quiz>', 2, "xml-name"),
        ("a.xml", WITHOUT_ANSWER, 1, "xml-right"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_bank_is_named_with_its_line(
    check: Check, banks: Path, name: str, text: str, line: int, code: str
) -> None:
    (banks / name).write_text(text, encoding="utf-8")
    _library, problems = check(RICH)
    problem = only(problems)
    assert problem.place.file == f"course_templates/questions/{name}"
    assert (problem.code, problem.place.line) == (code, line)


def test_a_bank_must_be_text(check: Check, banks: Path) -> None:
    (banks / "a.gift").write_bytes("::А:: один {=да}".encode("cp1251"))
    _library, problems = check(RICH)
    assert only(problems).code == "bank-unreadable"
