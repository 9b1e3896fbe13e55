"""Courses of the templates as documents the plugin takes."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.desired.document_checker import Document
from vsosh_moodle.desired.content import ContentFacts, CourseContentRecords, compile_content
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.plan.records import (
    ContentSection,
    CourseActivity,
    CourseContent,
    GradeCategory,
    QuestionBank,
)
from vsosh_moodle.plan.settings import settings_to_json
from vsosh_moodle.school.audience import audience_groups
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.sources.shipped import shipped
from vsosh_moodle.templates import load_templates, render_course
from vsosh_moodle.templates.context import RenderContext
from vsosh_moodle.templates.library import check_templates
from vsosh_moodle.templates.trial import ANY_GRADES, example_context, example_year

TODAY = date(2026, 11, 23)
KEYS = KeyScheme("vsosh:", "2026")
ZONE = ZoneInfo("Europe/Moscow")
SHIPPED = load_templates(shipped("course_templates"), TODAY)

COURSE = """\
version: 1
kind: gia
subject: Математика
title: Курс
short_name: К
groups:
  named: [{key: base, title: База}, {key: high, title: Пять}]
grading:
  aggregation: weighted_mean
  categories:
    - {key: mocks, title: Пробники, aggregation: mean, weight: 2}
completion: {all_activities: true, grade: 50}
sections:
  - key: general
    title: Начало
    activities:
      - {key: intro, type: page, title: Введение, content: "**Да**"}
      - {key: note, type: label, title: Надпись, content: Текст}
  - key: topic
    title: Тема
    restrict: [{done: intro}]
    activities:
      - key: trainer
        type: quiz
        title: Тренажёр
        questions: [{bank: math/sums, count: 1, points: 2}, {bank: math/sums, question: Два}, {bank: none, count: 3}]
        pass_grade: 60
        completion: {view: true, pass_grade: true}
        time_limit: 20
        feedback: [{from: 0, text: Ещё раз}, {from: 80, text: Хорошо}]
        dates: {open: "неделя 2, пн", due: "неделя 3, пт", cut_off: "неделя 4, пт"}
      - key: more
        type: subsection
        title: Подробнее
        restrict: {any: [{class: 9А}, {grade: {activity: trainer, min: 60}}], show: false}
        activities:
          - {key: plan, type: file, title: План, path: plan.txt}
          - {key: game, type: h5p, title: Игра, path: game.h5p, grade: 10, grade_category: mocks}
      - key: walk
        type: lesson
        title: Лекция
        grade: 5
        weight: 3
        completion: {end_reached: true, time_spent: 5}
        pages:
          - {key: start, title: Начало, content: Читаем}
          - key: ask
            title: Вопрос
            content: Сколько?
            kind: numerical
            answers: [{text: "4", score: 1, jump: end}, {text: "5", response: Нет}]
      - key: essay
        type: assign
        title: Работа
        submission: [paper]
        audience: {levels: [base, high], categories: [sport]}
        restrict: {not_any: [{until: "неделя 3"}, {field: {name: city, is: Липецк}}]}
        group_mode: visible
      - key: later
        type: url
        title: Ссылка
        url: https://example.org
        restrict: [{passed: trainer}, {from: "неделя 5, пн 9:00"}, {group: any}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "course_templates"
    for name in ("files", "questions/math"):
        (made / name).mkdir(parents=True)
    (made / "files" / "plan.txt").write_text("План", encoding="utf-8")
    (made / "files" / "game.h5p").write_bytes(b"PK")
    bank = "// title: Суммы\n\n::Один:: 1 + 1 {#2}\n\n::Два:: 1 + 2 {#3}\n"
    (made / "questions" / "math" / "sums.gift").write_text(bank, encoding="utf-8")
    (made / "demo.yaml").write_text(COURSE, encoding="utf-8")
    return made


def compiled(folder: Path, modules: frozenset[str] | None = None) -> CourseContentRecords:
    library, problems = check_templates(folder, TODAY)
    assert [str(problem) for problem in problems] == []
    spec = render_course(
        library.templates["demo"],
        RenderContext(example_year(2026), (ClassName(9, "А"), ClassName(9, "Б"))),
    )
    made = compile_content(spec, ContentFacts(KEYS, ZONE, modules, library.banks))
    assert list(document_of(spec, made).faults()) == []
    return made


def document_of(spec: CourseSpec, made: CourseContentRecords) -> Document:
    course: dict[str, Any] = {}
    categories, sections, activities = [], [], []
    for record in made.records:
        fields = settings_to_json(record.settings)
        match record:
            case CourseContent():
                course = fields
            case GradeCategory(item=item):
                categories.append((item, fields))
            case ContentSection(item=item):
                sections.append((item, fields))
            case CourseActivity(item=item, module=module):
                activities.append((item, module, fields))
            case QuestionBank():
                assert fields.keys() == {"name", "hash"}
    key = KEYS.course(spec.key)
    groups = {KEYS.group(key, str(name)) for name in spec.classes}
    groups |= {KEYS.group(key, group.key) for group in spec.groups}
    groups |= {KEYS.group(key, name) for name in audience_groups(spec)}
    groups.add(KEYS.grouping(key, "classes"))
    return Document(course, categories, sections, activities, groups)


def fields_of(made: CourseContentRecords, item: str, kind: type = CourseActivity) -> dict[str, Any]:
    (record,) = [
        one for one in made.records if isinstance(one, kind) and getattr(one, "item", "") == item
    ]
    return settings_to_json(record.settings)


@pytest.mark.parametrize("key", SHIPPED.keys())
@pytest.mark.parametrize("modules", [None, frozenset({"page", "label", "quiz", "assign", "forum"})])
def test_a_shipped_template_makes_a_document_the_plugin_takes(
    key: str, modules: frozenset[str] | None
) -> None:
    template = SHIPPED.templates[key]
    grade = (template.model.grades or ANY_GRADES)[0]
    for letters in ("А", "АБ"):
        classes = tuple(ClassName(grade, letter) for letter in letters)
        spec = render_course(template, example_context(template, *classes))
        facts = ContentFacts(KEYS, ZONE, modules, SHIPPED.banks)
        made = compile_content(spec, facts)
        assert list(document_of(spec, made).faults()) == []
        assert compile_content(spec, facts) == made
        assert bool(made.notes) == (modules is not None and key_needs_more(spec, modules))


def key_needs_more(spec: CourseSpec, modules: frozenset[str]) -> bool:
    return not {one.kind for one in spec.all_activities} <= modules


def test_the_course_and_its_grades(folder: Path) -> None:
    made = compiled(folder)
    course = settings_to_json(made.records[0].settings)
    assert course == {
        "completion": True,
        "aggregation": "weighted_mean",
        "order": ["topic"],
        "completion_criteria": {
            "aggregation": "all", "activities_aggregation": "all", "grade": 50, "date": 0,
            "self": False, "activities": ["game", "intro", "later", "plan", "trainer", "walk"],
        },
    }  # fmt: skip
    assert fields_of(made, "mocks", GradeCategory) == {
        "name": "Пробники", "aggregation": "mean", "parent": "", "weight": 2,
    }  # fmt: skip
    assert fields_of(made, "walk")["weight"] == 3
    assert "weight" not in fields_of(made, "trainer")  # Moodle's own in a weighted mean
    assert "weight" not in fields_of(made, "game")  # a mean has none


def test_a_quiz_draws_from_its_banks(folder: Path) -> None:
    made = compiled(folder)
    quiz = fields_of(made, "trainer")
    assert quiz["questions"] == [
        {"bank": "math/sums", "count": 1, "points": 2},
        {"bank": "math/sums", "question": "Два", "points": 1},
    ]
    assert (quiz["time_limit"], quiz["grade"], quiz["pass_grade"]) == (1200, 100, 60)
    assert quiz["feedback"] == [
        {"from": 80, "text": "<p>Хорошо</p>"},
        {"from": 0, "text": "<p>Ещё раз</p>"},
    ]
    assert quiz["completion"] == {
        "tracking": "automatic", "view": True, "grade": True, "pass_grade": True,
    }  # fmt: skip
    bank = made.banks["math/sums"]
    assert fields_of(made, "math/sums", QuestionBank) == {"name": "Суммы", "hash": bank.sha256}
    assert bank.sha256 == hashlib.sha256(bank.text.encode()).hexdigest()
    assert made.empty_banks == {"none"}


def test_moments_are_seconds_of_the_school(folder: Path) -> None:
    quiz = fields_of(compiled(folder), "trainer")
    assert quiz["open"] == 1757278800 + 364 * 86400  # Monday 7 September 2026, midnight in Moscow
    assert quiz["close"] == quiz["open"] + 18 * 86400 + (23 * 60 + 59) * 60
    assert quiz["completion_expected"] == quiz["close"] - 7 * 86400


def test_groups_of_a_shared_course(folder: Path) -> None:
    made = compiled(folder)
    course = KEYS.course("demo")
    assert fields_of(made, "trainer")["group_mode"] == "separate"
    assert fields_of(made, "trainer")["grouping"] == f"{course}|=classes"
    assert fields_of(made, "essay")["group_mode"] == "visible"
    assert fields_of(made, "later")["group_mode"] == "none"


def test_restrictions_name_what_the_site_has(folder: Path) -> None:
    made = compiled(folder)
    course = KEYS.course("demo")
    assert fields_of(made, "more")["availability"] == {
        "op": "any",
        "show": False,
        "conditions": [
            {"type": "group", "group": f"{course}|9А"},
            {"type": "grade", "activity": "trainer", "min": 60, "max": None},
        ],
    }
    essay = fields_of(made, "essay")["availability"]
    assert essay["op"] == "all"
    assert essay["conditions"][0]["op"] == "not_any"
    assert essay["conditions"][0]["conditions"][1] == {
        "type": "profile", "field": "city", "custom": False, "op": "isequalto", "value": "Липецк",
    }  # fmt: skip
    assert [one["group"] for one in essay["conditions"][1]["conditions"]] == [
        f"{course}|base", f"{course}|high",
    ]  # fmt: skip
    later = fields_of(made, "later")["availability"]["conditions"]
    assert later[0] == {"type": "completion", "activity": "trainer", "state": "pass"}
    assert later[2] == {"type": "group", "group": ""}
    assert fields_of(made, "topic", ContentSection)["availability"]["conditions"] == [
        {"type": "completion", "activity": "intro", "state": "complete"}
    ]


def test_files_are_named_by_their_bytes(folder: Path) -> None:
    made = compiled(folder)
    digest = hashlib.sha1("План".encode(), usedforsecurity=False).hexdigest()
    assert fields_of(made, "plan")["files"] == [{"name": "plan.txt", "sha1": digest}]
    assert made.files[digest].read_text(encoding="utf-8") == "План"


def test_a_lesson_has_a_button_and_jumps(folder: Path) -> None:
    pages = fields_of(compiled(folder), "walk")["pages"]
    assert pages[0]["answers"] == [{"text": "Дальше", "response": "", "jump": "next", "score": 0}]
    assert [answer["jump"] for answer in pages[1]["answers"]] == ["end", "this"]


def test_work_on_paper_waits_for_the_teachers_grade(folder: Path) -> None:
    essay = fields_of(compiled(folder), "essay")
    assert essay["submission"] == []
    assert essay["completion"] == {"tracking": "automatic", "grade": True}
    assert essay.keys().isdisjoint({"max_files", "word_limit"})


def test_what_the_site_lacks_is_left_out_with_all_that_names_it(folder: Path) -> None:
    everything = frozenset({"page", "label", "quiz", "resource", "lesson", "assign", "url"})
    made = compiled(folder, everything)
    items = [record.item for record in made.records if isinstance(record, CourseActivity)]
    assert items == ["intro", "note", "trainer", "plan", "walk", "essay", "later"]
    (note,) = made.notes
    assert note.missing == (("Тема", ("Подробнее", "Игра")),)
    plan = fields_of(made, "plan")
    assert plan["section"] == "topic"
    assert (plan["availability"]["op"], plan["availability"]["show"]) == ("any", False)
    criteria = settings_to_json(made.records[0].settings)["completion_criteria"]
    assert "game" not in criteria["activities"]
    without_quiz = compiled(folder, everything - {"quiz"})
    assert fields_of(without_quiz, "later")["availability"]["conditions"][0]["type"] == "date"
    assert without_quiz.banks == {}


def test_every_item_has_its_place_in_the_templates(folder: Path) -> None:
    made = compiled(folder)
    places = {record.key: made.places.get(record.key) for record in made.records[1:]}
    assert all(place is not None and place.line for place in places.values())
    trainer = places[f"{KEYS.course('demo')}|trainer"]
    assert trainer is not None
    assert COURSE.splitlines()[trainer.line - 1].strip() == "- key: trainer"
    assert made.labels == {f"{KEYS.course('demo')}|note": "Надпись"}
