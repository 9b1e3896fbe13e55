"""Facts about quizzes: questions of banks, by chance and by name, and every field."""

from typing import Any

import pytest

from tests.contract.plugin_course import PluginCourse, activity, packed
from tests.contract.site_under_test import World

IMPORT = "local_vsosh_import_questions"
Fields = dict[str, Any]

OPEN, CLOSE = 1780000000, 1790000000
NUMBERS = "".join(f"::Вопрос {number}:: Сколько? {{#{number}}}\n\n" for number in range(1, 7))
WORDS = "::Слово:: Да или нет? {=да ~нет}\n\n::Пояснение:: Это не вопрос.\n"

QUESTIONS = [
    {"bank": "numbers", "question": "Вопрос 1", "points": 2.5},
    {"bank": "numbers", "count": 3, "points": 1},
    {"bank": "words", "question": "Слово", "points": 4},
    {"bank": "numbers", "count": 1, "points": 2},
]
FEEDBACK = [
    {"from": 85, "text": "<p>Отлично</p>"},
    {"from": 60, "text": "<p>Хорошо &amp; верно</p>"},
    {"from": 0, "text": "<p>Повторите</p>"},
]

QUIZ = {
    "name": "Контрольная",
    "intro": "<p>Описание</p>",
    "show_description": True,
    "visible": False,
    "group_mode": "visible",
    "completion_expected": 1800000000,
    "weight": None,
    "grade_category": "",
    "open": OPEN,
    "close": CLOSE,
    "time_limit": 2700,
    "attempts": 2,
    "grading": "average",
    "grade": 40,
    "pass_grade": 20,
    "review": "after_close",
    "behaviour": "deferredfeedback",
    "shuffle": False,
    "per_page": 2,
    "questions": QUESTIONS,
    "feedback": FEEDBACK,
    "completion": {
        "tracking": "automatic",
        "grade": True,
        "pass_grade": True,
        "min_attempts": 1,
        "attempts_exhausted": True,
    },
}

CHANGES: list[Fields] = [
    {"name": "Другая", "intro": ""},
    {"open": 0, "close": 0, "time_limit": 0},
    {"attempts": 5, "grading": "last"},
    {"attempts": 3, "grading": "first"},
    {"grading": "highest"},
    {"grade": 100},
    {"grade": 12.5, "pass_grade": 7.25},
    {"pass_grade": 0, "completion": {"tracking": "automatic", "view": True, "grade": True}},
    {"completion": {"tracking": "automatic", "min_attempts": 2}},
    {"completion": {"tracking": "none"}},
    {"review": "immediately"},
    {"review": "never"},
    {"behaviour": "immediatefeedback"},
    {"behaviour": "adaptive", "shuffle": True},
    {"per_page": 0},
    {"per_page": 5},
    {"questions": []},
    {"questions": list(reversed(QUESTIONS))},
    {"questions": QUESTIONS[1:2]},
    {"questions": [{**row, "points": 7} for row in QUESTIONS]},
    {"questions": [*QUESTIONS, {"bank": "numbers", "question": "Вопрос 2", "points": 1}]},
    {"feedback": []},
    {"feedback": [{"from": 0, "text": "<p>Всем</p>"}]},
    {"feedback": [{"from": 33.33, "text": "<p>1</p>"}, {"from": 0, "text": ""}], "grade": 70},
]

BAD: list[tuple[Fields, str, str]] = [
    ({"open": CLOSE, "close": OPEN}, "close", "field-invalid"),
    ({"behaviour": "nosuch"}, "behaviour", "field-invalid"),
    ({"grading": "best"}, "grading", "field-invalid"),
    ({"review": "other"}, "review", "field-invalid"),
    ({"feedback": [{"from": 50, "text": "x"}]}, "feedback", "field-invalid"),
    (
        {"feedback": [{"from": 0, "text": "x"}, {"from": 50, "text": "x"}]},
        "feedback",
        "field-invalid",
    ),
    ({"questions": [{"bank": "numbers", "points": 1}]}, "questions", "field-invalid"),
    ({"questions": [{"bank": "", "count": 1, "points": 1}]}, "questions", "field-invalid"),
    ({"questions": [QUESTIONS[0], QUESTIONS[0]]}, "questions", "field-invalid"),
    ({"questions": [{"bank": "none", "count": 1, "points": 1}]}, "questions", "bank-missing"),
    ({"questions": [{"bank": "numbers", "count": 7, "points": 1}]}, "questions", "bank-too-small"),
    (
        {"questions": [QUESTIONS[0], {"bank": "numbers", "count": 6, "points": 1}]},
        "questions",
        "bank-too-small",
    ),
    (
        {"questions": [{"bank": "words", "question": "Нет такого", "points": 1}]},
        "questions",
        "reference-unknown",
    ),
    (
        {"completion": {"tracking": "automatic", "attempts_exhausted": True}, "attempts": 2},
        "completion",
        "completion-impossible",
    ),
    (
        {"completion": {"tracking": "automatic", "min_attempts": 3}, "attempts": 2},
        "completion",
        "completion-impossible",
    ),
]


def fill(course: PluginCourse, key: str, source: str) -> None:
    """Import a bank into the course."""
    bank = {"course": course.key, "key": key, "name": key, "format": "gift", "source": source}
    answer = course.site.call(IMPORT, document=packed({"banks": [bank]}))
    assert answer["banks"][0]["errors"] == []


@pytest.fixture
def course(plugin_world: World) -> PluginCourse:
    """A course with two banks, on a site with the plugin."""
    made = PluginCourse(plugin_world)
    fill(made, "numbers", NUMBERS)
    fill(made, "words", WORDS)
    return made


def test_every_field_is_kept(course: PluginCourse) -> None:
    document = course.document(activity("x", "quiz", **QUIZ))
    course.put(document)
    assert course.fields("activity:x") == {"section": "one", **QUIZ}
    assert course.content()["activity:x"]["locked"] == []
    course.settled(document)


def test_the_least_is_enough(course: PluginCourse) -> None:
    document = course.document(activity("x", "quiz", name="x"))
    course.put(document)
    course.settled(document)


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_every_field_can_be_changed(course: PluginCourse, change: Fields) -> None:
    course.put(course.document(activity("x", "quiz", **QUIZ)))
    fields = QUIZ | change
    document = course.document(activity("x", "quiz", **fields))
    items = course.put(document)
    assert sorted(items["activity:x"]["fields"]) == sorted(change)
    assert course.fields("activity:x") == {"section": "one", **fields}
    course.settled(document)
    course.put(course.document(activity("x", "quiz", **QUIZ)))
    assert course.fields("activity:x") == {"section": "one", **QUIZ}


@pytest.mark.parametrize(("change", "field", "code"), BAD, ids=str)
def test_what_cannot_be_is_refused(
    course: PluginCourse, change: Fields, field: str, code: str
) -> None:
    course.put(course.document())
    document = course.document(activity("x", "quiz", name="x", **change))
    assert course.refused(document) == [("activity", "x", field, code)]


def test_a_description_is_not_drawn(course: PluginCourse) -> None:
    course.put(course.document())
    questions = [{"bank": "words", "count": 2, "points": 1}]
    document = course.document(activity("x", "quiz", name="x", questions=questions))
    assert course.refused(document) == [("activity", "x", "questions", "bank-too-small")]


def test_neighbouring_draws_are_one(course: PluginCourse) -> None:
    parts = [{"bank": "numbers", "count": 2, "points": 1}, {"bank": "numbers", "count": 1}]
    document = course.document(activity("x", "quiz", name="x", questions=parts))
    course.put(document)
    course.settled(document)
    joined = [{"bank": "numbers", "count": 3, "points": 1}]
    course.settled(course.document(activity("x", "quiz", name="x", questions=joined)))


def test_a_question_that_changes_stays_in_its_quiz(course: PluginCourse) -> None:
    document = course.document(activity("x", "quiz", **QUIZ))
    course.put(document)
    fill(course, "numbers", NUMBERS.replace("Сколько?", "Чему равно?"))
    course.settled(document)


def test_a_hand_edit_is_kept(course: PluginCourse) -> None:
    course.put(course.document(activity("x", "quiz", **QUIZ)))
    course.rename("x", "Правка учителя")
    fields = QUIZ | {"name": "Новое имя", "questions": QUESTIONS[:1], "grade": 50}
    items = course.put(course.document(activity("x", "quiz", **fields)))
    assert sorted(items["activity:x"]["fields"]) == ["grade", "questions"]
    assert items["activity:x"]["kept"] == ["name"]
    assert course.fields("activity:x") == {"section": "one", **fields, "name": "Правка учителя"}
