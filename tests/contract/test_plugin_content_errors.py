"""Facts about bad documents: a typed error names course, item and field, and nothing is written."""

from typing import Any

import pytest

from tests.contract.plugin_course import PUT, PluginCourse, activity, packed, page, restricted
from tests.contract.site_under_test import World

Fields = dict[str, Any]
Row = tuple[str, str, str, str]

FORUM = {"name": "Форум", "intro": ""}


@pytest.fixture
def course(plugin_world: World) -> PluginCourse:
    """A course with one page, on a site with the plugin."""
    course = PluginCourse(plugin_world)
    course.put(course.document(page("old")))
    return course


def waiting(key: str) -> Fields:
    """Return a page that waits for another to be completed."""
    done = {"tracking": "automatic", "view": True}
    condition = {"type": "completion", "activity": key, "state": "complete"}
    return {"completion": done, "availability": restricted(condition)}


BAD_ACTIVITIES: list[tuple[Fields, list[Row]]] = [
    (page("A"), [("activity", "A", "", "key-invalid")]),
    (page("a" * 61), [("activity", "a" * 60, "", "key-invalid")]),
    (activity("x", "wiki", name="x"), [("activity", "x", "type", "type-unknown")]),
    (page("x", strange=1), [("activity", "x", "strange", "field-unknown")]),
    (page("x", name=""), [("activity", "x", "name", "field-invalid")]),
    (page("x", name="я" * 256), [("activity", "x", "name", "field-invalid")]),
    (page("x", name=5), [("activity", "x", "name", "field-invalid")]),
    (page("x", visible=1), [("activity", "x", "visible", "field-invalid")]),
    (page("x", group_mode="some"), [("activity", "x", "group_mode", "field-invalid")]),
    (
        page("x", completion_expected=-1),
        [("activity", "x", "completion_expected", "field-invalid")],
    ),
    (page("x", section="nowhere"), [("activity", "x", "section", "section-unknown")]),
    (page("x", section="old"), [("activity", "x", "section", "section-unknown")]),
    (page("x", grouping="g"), [("activity", "x", "grouping", "reference-unknown")]),
    (page("x", weight=1), [("activity", "x", "weight", "field-unknown")]),
    (activity("x", "page"), [("activity", "x", "name", "field-missing")]),
    (activity("x", "url", name="x"), [("activity", "x", "url", "field-missing")]),
    (activity("x", "url", name="x", url="x y"), [("activity", "x", "url", "field-invalid")]),
    (
        activity("x", "url", name="x", url="javascript:alert(1)"),
        [("activity", "x", "url", "field-invalid")],
    ),
    (activity("x", "label", name="x", intro="x"), [("activity", "x", "name", "field-unknown")]),
    (
        activity("x", "choice", name="x", options=[]),
        [("activity", "x", "options", "field-invalid")],
    ),
    (
        activity("x", "choice", name="x", options=["a", "a"]),
        [("activity", "x", "options", "field-invalid")],
    ),
    (
        activity("x", "choice", name="x", options=["a"], open=10, close=5),
        [("activity", "x", "close", "field-invalid")],
    ),
    (
        activity("x", "forum", **FORUM, forum_type="news"),
        [("activity", "x", "forum_type", "field-invalid")],
    ),
    (
        activity("x", "forum", **FORUM, forum_type="single"),
        [("activity", "x", "intro", "field-missing")],
    ),
    (
        activity("x", "forum", **FORUM, due=20, cut_off=10),
        [("activity", "x", "cut_off", "field-invalid")],
    ),
    (
        activity("x", "forum", **FORUM, grade_category="none"),
        [("activity", "x", "grade_category", "reference-unknown")],
    ),
    (
        activity("x", "folder", name="x", files=[{"name": "../x", "sha1": "0" * 40}]),
        [("activity", "x", "files", "field-invalid")],
    ),
    (
        activity("x", "file", name="x", files=[]),
        [("activity", "x", "files", "field-invalid")],
    ),
]

BAD_COMPLETION: list[tuple[Fields, str]] = [
    (page("x", completion="automatic"), "field-invalid"),
    (page("x", completion={"tracking": "some"}), "field-invalid"),
    (page("x", completion={"tracking": "automatic"}), "completion-impossible"),
    (page("x", completion={"tracking": "automatic", "grade": True}), "completion-unsupported"),
    (page("x", completion={"tracking": "automatic", "posts": 1}), "completion-unsupported"),
    (
        activity("x", "label", intro="x", completion={"tracking": "automatic", "view": True}),
        "completion-unsupported",
    ),
    (
        activity("x", "forum", **FORUM, completion={"tracking": "automatic", "grade": True}),
        "completion-impossible",
    ),
    (
        activity("x", "forum", **FORUM, completion={"tracking": "automatic", "posts": True}),
        "field-invalid",
    ),
    (
        activity(
            "x", "folder", name="x", inline=True, completion={"tracking": "automatic", "view": True}
        ),
        "completion-impossible",
    ),
]

BAD_RESTRICTIONS: list[tuple[Any, str]] = [
    ({}, "field-invalid"),
    ([], "field-invalid"),
    (restricted(), "field-invalid"),
    (restricted({"type": "date", "from": 1, "until": 2}), "field-invalid"),
    (restricted({"type": "date", "from": 1}, op="none"), "field-invalid"),
    (restricted({"type": "other", "json": "{}"}), "field-invalid"),
    (restricted({"type": "grade", "activity": "", "min": None, "max": None}), "field-invalid"),
    (restricted({"type": "group", "group": "none"}), "reference-unknown"),
    (restricted({"type": "grouping", "grouping": "none"}), "reference-unknown"),
    (
        restricted({"type": "completion", "activity": "none", "state": "complete"}),
        "reference-unknown",
    ),
    (
        restricted({"type": "completion", "activity": "old", "state": "complete"}),
        "completion-impossible",
    ),
    (
        restricted({"type": "grade", "activity": "old", "min": 1, "max": None}),
        "reference-unknown",
    ),
    (
        restricted(
            {
                "type": "profile",
                "field": "nothing",
                "custom": True,
                "op": "isempty",
                "value": "",
            }
        ),
        "reference-unknown",
    ),
]


RUBRIC = [{"criterion": "К", "levels": [{"points": 100_000, "text": "да"}]}]
ANSWER = {"text": "да", "jump": "next", "score": 100_000}
QUESTION = {"key": "q", "title": "В", "content": "В?", "kind": "multichoice", "answers": [ANSWER]}
DRAWS = [{"bank": "b", "count": 50, "points": 2000}]
TOO_LARGE: list[tuple[Fields, str]] = [
    (activity("x", "assign", name="x", grade=100_000), "grade"),
    (activity("x", "assign", name="x", pass_grade=99_999.5), "pass_grade"),
    (activity("x", "assign", name="x", rubric=RUBRIC), "rubric"),
    (activity("x", "assign", name="x", max_files=1001), "max_files"),
    (activity("x", "quiz", name="x", grade=100_000), "grade"),
    (activity("x", "quiz", name="x", time_limit=2**31), "time_limit"),
    (activity("x", "quiz", name="x", questions=DRAWS), "questions"),
    (activity("x", "forum", **FORUM, grade=100_000), "grade"),
    (activity("x", "lesson", name="x", grade=100_000), "grade"),
    (activity("x", "lesson", name="x", attempts=2), "attempts"),
    (activity("x", "lesson", name="x", pages=[QUESTION]), "pages"),
    (
        activity("x", "forum", **FORUM, completion={"tracking": "automatic", "posts": 2**31}),
        "completion",
    ),
]


@pytest.mark.parametrize(("bad", "field"), TOO_LARGE, ids=str)
def test_numbers_that_moodle_cannot_keep(course: PluginCourse, bad: Fields, field: str) -> None:
    document = course.document(page("old"), bad)
    assert course.refused(document) == [("activity", "x", field, "field-invalid")]


def test_the_largest_grades(course: PluginCourse) -> None:
    most = {"name": "x", "grade": 99_999, "pass_grade": 99_999}
    works = (activity(kind, kind, **most) for kind in ("assign", "quiz"))
    forum = activity("forum", "forum", **FORUM, grade=99_999)
    document = course.document(page("old"), *works, forum)
    document["fields"]["aggregation"] = "mean"
    course.put(document)
    course.settled(document)


def test_what_moodle_itself_refuses_is_taken_back(course: PluginCourse) -> None:
    # Each grade can be kept; their sum, which is the course's total, cannot.
    works = [activity(key, "assign", name=key, grade=99_999, section="two") for key in ("a", "b")]
    document = course.document(page("old", content="<p>Иначе</p>"), *works)
    document["sections"].append({"key": "two", "fields": {"name": "Тема 2"}})
    document["grade_categories"] = [{"key": "c", "fields": {"name": "К"}}]
    before = course.shown()
    assert course.refused(document) == [("course", "", "", "moodle-refused")]
    assert course.shown() == before
    other = PluginCourse(course.world)
    sent = {"courses": [document, other.document(page("new"))]}
    answer = course.site.call(PUT, document=packed(sent), options="{}")["courses"]
    assert [one["status"] for one in answer] == ["error", "ok"]
    works[0]["fields"]["grade"] = 100
    works[1]["fields"]["grade_category"] = "c"
    document["grade_categories"][0]["fields"]["aggregation"] = "mean"
    assert course.put(document)["activity:b"]["status"] == "created"
    course.settled(document)


@pytest.mark.parametrize(("bad", "errors"), BAD_ACTIVITIES, ids=str)
def test_bad_activities(course: PluginCourse, bad: Fields, errors: list[Row]) -> None:
    document = course.document(page("old"), bad)
    document["sections"][0]["fields"]["order"] = ["old"]
    assert course.refused(document) == errors


@pytest.mark.parametrize(("bad", "code"), BAD_COMPLETION, ids=str)
def test_completion_that_cannot_be(course: PluginCourse, bad: Fields, code: str) -> None:
    document = course.document(page("old"), bad)
    assert course.refused(document) == [("activity", "x", "completion", code)]


@pytest.mark.parametrize(("bad", "code"), BAD_RESTRICTIONS, ids=str)
def test_bad_restrictions(course: PluginCourse, bad: Any, code: str) -> None:
    document = course.document(page("old"), page("x", availability=bad))
    assert course.refused(document) == [("activity", "x", "availability", code)]
    document = course.document(page("old"))
    document["sections"][0]["fields"]["availability"] = bad
    assert ("section", "one", "availability", code) in course.refused(document)


def test_completion_without_tracking_in_the_course(course: PluginCourse) -> None:
    document = course.document(
        page("old"), page("x", completion={"tracking": "manual"}, completion_expected=9)
    )
    document["fields"]["completion"] = False
    assert course.refused(document) == [
        ("activity", "x", "completion", "completion-unsupported"),
        ("activity", "x", "completion_expected", "completion-unsupported"),
    ]


def test_circles(course: PluginCourse) -> None:
    document = course.document(page("old"), page("x", **waiting("y")), page("y", **waiting("x")))
    errors = course.refused(document)
    assert [error[2:] for error in errors] == [("availability", "reference-cycle")]
    document = course.document(page("old"), page("x", **waiting("x")))
    assert [error[3] for error in course.refused(document)] == ["reference-cycle"]
    document = course.document(
        page("old"), page("x", completion={"tracking": "automatic", "view": True})
    )
    document["sections"][0]["fields"]["availability"] = waiting("x")["availability"]
    assert course.refused(document) == [("section", "one", "availability", "reference-cycle")]
    document = course.document(page("old"))
    document["grade_categories"] = [
        {"key": "a", "fields": {"name": "a", "parent": "b"}},
        {"key": "b", "fields": {"name": "b", "parent": "a"}},
    ]
    assert [error[2:] for error in course.refused(document)] == [("parent", "reference-cycle")]


def test_all_errors_are_told_together(course: PluginCourse) -> None:
    document = course.document(
        page("old"), page("x", visible=1), page("x"), page("y", section="none"), order=["one"]
    )
    document["sections"][0]["fields"] = {"name": 1, "order": ["old", "none"]}
    document["fields"] = {"order": ["one", "two"], "aggregation": "sum"}
    assert set(course.refused(document)) == {
        ("course", "", "", "bad-document"),
        ("course", "", "aggregation", "field-invalid"),
        ("course", "", "order", "reference-unknown"),
        ("section", "one", "name", "field-invalid"),
        ("section", "one", "order", "reference-unknown"),
        ("activity", "x", "visible", "field-invalid"),
        ("activity", "x", "", "key-twice"),
        ("activity", "y", "section", "section-unknown"),
    }


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"completion": 1}, ("completion", "field-invalid")),
        ({"order": ["one", "one"]}, ("order", "field-invalid")),
        ({"strange": 1}, ("strange", "field-unknown")),
        ({"completion_criteria": {}}, ("completion_criteria", "field-invalid")),
        ({"completion_criteria": {"grade": 100_000}}, ("completion_criteria", "field-invalid")),
        (
            {"completion_criteria": {"activities": ["none"]}},
            ("completion_criteria", "reference-unknown"),
        ),
        (
            {"completion_criteria": {"activities": ["old"]}},
            ("completion_criteria", "completion-impossible"),
        ),
    ],
    ids=str,
)
def test_bad_fields_of_the_course(
    course: PluginCourse, fields: Fields, error: tuple[str, str]
) -> None:
    document = course.document(page("old"), fields=fields)
    assert course.refused(document) == [("course", "", *error)]


def test_a_weight_where_there_are_none(course: PluginCourse) -> None:
    forum = activity("f", "forum", **FORUM, grade=5, weight=3)
    document = course.document(page("old"), forum)
    document["fields"]["aggregation"] = "mean"
    assert course.refused(document) == [("activity", "f", "weight", "field-invalid")]


def test_a_course_twice(course: PluginCourse) -> None:
    sent = {"courses": [course.document(page("old")), course.document(page("old"))]}
    answer = course.site.call(PUT, document=packed(sent), options="{}")["courses"]
    assert [one["status"] for one in answer] == ["unchanged", "error"]
    assert answer[1]["errors"][0]["code"] == "key-twice"
