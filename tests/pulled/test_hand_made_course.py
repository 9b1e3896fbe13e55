"""A course that a teacher made by hand on Moodle 4.5.6, as the plugin told it, becomes a template."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pulled.facts import facts
from vsosh_moodle.moodle.plugin_template import parse_course_template
from vsosh_moodle.pulled.course import PulledTemplate, pull_course
from vsosh_moodle.school.classes import ClassName

DATA = Path(__file__).parents[1] / "data" / "pulled"
OTHERWISE = "вопрос № {number}: выбирается по меткам, из нескольких категорий или удалён"
NINE_A = ClassName(9, "А")


def told(**fields: Any) -> dict[str, Any]:
    """Return the plugin's answer; `fields` by activity name and field replace what it tells."""
    answer: dict[str, Any] = json.loads((DATA / "hand_made.json").read_text("utf-8"))
    for item in answer["content"]["items"]:
        item["fields"] |= fields.get(item["name"], {})
    return answer


def pulled(answer: dict[str, Any] | None = None, **changes: Any) -> PulledTemplate:
    """Return the template of the course."""
    given = answer or told()
    course = parse_course_template({**given, "content": json.dumps(given["content"])})
    return pull_course(course, facts(classes=(NINE_A,), **changes))


def lefts(template: PulledTemplate) -> list[tuple[str, str]]:
    return [(one.item, one.what) for one in template.left]


def activity(template: PulledTemplate, key: str) -> dict[str, Any]:
    found = [
        one
        for section in template.data["sections"]
        for one in section.get("activities", ())
        if one["key"] == key
    ]
    (only,) = found
    return dict(only)


def test_the_file_reads_as_if_a_methodist_had_written_it() -> None:
    assert pulled().text == (DATA / "hand_made.yaml").read_text("utf-8")


def test_what_is_left_out_is_told_with_its_place() -> None:
    assert lefts(pulled()) == [
        ("Сумма углов", "цвет, размер или выравнивание букв"),
        ("Сумма углов", "картинка или файл внутри текста: треугольник"),
        ("Словарик", "такого элемента в шаблоне не бывает: Глоссарий"),
    ]


def test_questions_come_as_moodle_xml_and_files_by_their_digest() -> None:
    template = pulled()
    assert list(template.banks) == ["geom/ugly", "geom/ugly-2"]
    assert "<name>" in template.banks["geom/ugly"]
    assert list(template.files) == ["geom/Конспект урока.txt"]


def test_a_file_that_lies_here_already_is_not_fetched_again() -> None:
    (sha1,) = pulled().files.values()
    template = pulled(files={sha1: ("разное/Конспект урока.txt", "geom/другое.txt")})
    assert template.files == {}
    assert activity(template, "konspekt")["path"] == "разное/Конспект урока.txt"


def test_a_restriction_by_what_did_not_come_along_is_told() -> None:
    tree = {
        "op": "all",
        "show": False,
        "conditions": [
            {"type": "completion", "activity": "?106", "state": "complete"},
            {"type": "grade", "activity": "?109", "min": 49.6, "max": None},
            {"type": "date", "until": 1796907600},
            {"type": "other", "json": "{}"},
        ],
    }
    template = pulled(told(Опрос={"availability": tree}))
    assert activity(template, "opros")["restrict"] == {
        "all": [
            {"grade": {"activity": "test-ugly", "min": 50}},
            {"until": "неделя 15, чт 16:00"},
        ],
        "show": False,
    }
    assert ("Опрос", "ограничение доступа: условие, которого в шаблоне не бывает") in lefts(
        template
    )


def test_a_choice_of_conditions_with_one_unknown_is_left_out_whole() -> None:
    known = {"type": "completion", "activity": "?103", "state": "complete"}
    tree = {"op": "any", "show": True, "conditions": [known, {"type": "other", "json": "{}"}]}
    template = pulled(told(Опрос={"availability": tree}))
    assert "restrict" not in activity(template, "opros")


def test_a_question_drawn_otherwise_is_told_with_its_number() -> None:
    answer = told()
    answer["content"]["notes"] = [{"item": "?109", "code": "question-other", "detail": "3"}]
    assert ("Тест: углы", OTHERWISE.format(number=3)) in lefts(pulled(answer))


def test_a_quiz_without_questions_waits_for_a_bank_of_its_own() -> None:
    template = pulled(told(**{"Тест: углы": {"questions": []}}))
    assert activity(template, "test-ugly")["questions"] == [{"bank": "geom/test-ugly", "count": 10}]
    assert ("Тест: углы", "вопросов нет: положите их в questions/geom/test-ugly.gift") in lefts(
        template
    )


@pytest.mark.parametrize(
    ("change", "key", "field", "value", "what"),
    [
        ({"grade": 7.5}, "zadacha-na-okruzhnost", "grade", 8, "наибольший балл: 7,5 округлено до 8"),
        ({"rubric": {"method": "guide"}}, "zadacha-na-okruzhnost", "rubric", None,
         "оценивание не по рубрике, а другим способом Moodle"),
    ],
)  # fmt: skip
def test_what_a_template_says_otherwise_is_told(
    change: dict[str, Any], key: str, field: str, value: object, what: str
) -> None:
    template = pulled(told(**{"Задача на окружность": change}))
    assert activity(template, key).get(field) == value
    assert ("Задача на окружность", what) in lefts(template)


def test_an_unknown_review_stays_the_usual_one_and_is_told() -> None:
    template = pulled(told(**{"Тест: углы": {"review": "other", "time_limit": 90}}))
    assert activity(template, "test-ugly")["time_limit"] == 2
    assert "review" not in activity(template, "test-ugly")
    assert {what for item, what in lefts(template) if item == "Тест: углы"} == {
        "время на попытку: 90 с, в шаблоне 2 мин",
        "настройка «когда видны ошибки»: в шаблоне такой не бывает, будет обычная",
    }


def test_a_lesson_page_that_a_template_cannot_have_is_passed_over() -> None:
    answer = told()
    (lesson,) = [one for one in answer["content"]["items"] if one["name"] == "Лекция"]
    lesson["fields"]["pages"][1]["kind"] = "other"
    template = pulled(answer)
    (page,) = activity(template, "lektsiya")["pages"]
    assert page["answers"] == [{"text": "К вопросу"}]
    assert ("Лекция", "страница лекции «Вопрос»") in lefts(template)
