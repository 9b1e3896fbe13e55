"""Facts about a course told whole: what is none of ours has a key, questions come as Moodle XML, files as bytes."""

import base64
import hashlib
import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.contract.plugin_course import PluginCourse, activity, packed, page
from tests.contract.rest_caller import RefusedError
from tests.contract.site_under_test import World
from tests.contract.test_plugin_content_types import upload
from tests.contract.test_plugin_questions import GIFT, IMPORT, Bank

TEMPLATE, FILES = "local_vsosh_get_course_template", "local_vsosh_get_course_files"
Fields = dict[str, Any]

NEWS = {
    "section": "general", "forum_type": "news", "subscription": "forced", "max_attachments": 1,
    "due": 0, "cut_off": 0, "grade": 0,
}  # fmt: skip
FORUM_FIELDS = {
    *NEWS, "name", "intro", "show_description", "visible", "group_mode", "grouping", "completion",
    "completion_expected", "availability", "grade_category", "weight",
}  # fmt: skip


@pytest.fixture
def course(plugin_world: World) -> PluginCourse:
    """An empty course on a site with the plugin."""
    return PluginCourse(plugin_world)


def whole(course: PluginCourse, name: str = "") -> Fields:
    """Return what the site tells of the course."""
    answer = course.site.call(TEMPLATE, raw=True, course=name or course.key, options="{}")
    assert (answer["status"], answer["id"]) == ("ok", course.ident)
    return dict(json.loads(answer["content"]))


def items_of(told: Fields, kind: str) -> dict[str, Fields]:
    return {one["name"]: one for one in told["items"] if one["type"] == kind}


def test_a_course_is_found_by_key_by_id_and_by_short_name(course: PluginCourse) -> None:
    told = whole(course)
    assert whole(course, f"#{course.ident}") == told
    assert whole(course, told["course"]["short_name"]) == told
    assert told["course"]["key"] == course.key
    assert set(told) == {"course", "items", "groups", "groupings", "banks", "notes"}


def test_a_course_that_is_not_there_is_missing(course: PluginCourse) -> None:
    for name in ("no-course", "#0", "", "#1"):
        answer = course.site.call(TEMPLATE, course=name)
        assert (answer["id"], answer["status"]) == (0, "missing")
        assert json.loads(answer["content"]) == {"items": []}
        assert course.site.call(FILES, course=name, hashes="[]")["status"] == "missing"


def test_options_and_hashes_are_checked(course: PluginCourse) -> None:
    for options in ('{"fields": true}', '{"known": "x"}', '{"known": [1]}', "[]x"):
        with pytest.raises(RefusedError) as refused:
            course.site.call(TEMPLATE, course=course.key, options=options)
        assert refused.value.errorcode == "invalidparameter"
    for hashes in ('["x"]', "{}", packed(["0" * 40] * 201)):
        with pytest.raises(RefusedError) as refused:
            course.site.call(FILES, course=course.key, hashes=hashes)
        assert refused.value.errorcode == "invalidparameter"


def test_every_field_of_ours_is_told_under_our_keys(course: PluginCourse) -> None:
    course.put(course.document(page("theory")))
    told = whole(course)
    live = items_of(told, "activity")["Страница theory"]
    assert (live["key"], live["module"], live["ours"], live["absent"]) == (
        "theory",
        "page",
        True,
        False,
    )
    assert live["fields"]["content"] == "<p>theory</p>"
    assert {"intro", "completion", "availability", "group_mode", "visible"} <= set(live["fields"])
    section = items_of(told, "section")["Тема 1"]
    assert (section["key"], section["fields"]["order"]) == ("one", ["theory"])
    assert items_of(told, "course")[""]["fields"]["order"] == ["one"]


def test_what_is_none_of_ours_has_a_key_of_its_id(course: PluginCourse) -> None:
    group = course.site.call(
        "core_group_create_groups",
        groups=[{"courseid": course.ident, "name": "Сильные", "description": ""}],
    )[0]["id"]
    told = whole(course)
    assert told["groups"] == [{"key": f"?{group}", "name": "Сильные"}]
    news = [one for one in told["items"] if one["fields"].get("forum_type") == "news"]
    assert [(one["key"], one["ours"], one["module"]) for one in news] == [
        (f"?{news[0]['id']}", False, "forum")
    ]
    assert {name: news[0]["fields"][name] for name in NEWS} == NEWS
    assert set(news[0]["fields"]) == FORUM_FIELDS
    order = items_of(told, "section")[_first_name(told)]["fields"]["order"]
    assert order == [news[0]["key"]]


def _first_name(told: Fields) -> str:
    return next(one["name"] for one in told["items"] if one["key"] == "general")


def test_what_was_left_out_is_marked(course: PluginCourse) -> None:
    course.put(course.document(page("a"), page("b")))
    course.put(course.document(page("a")))
    told = items_of(whole(course), "activity")
    assert told["Страница b"]["absent"]
    assert not told["Страница a"]["absent"]


def quiz(*questions: Fields) -> Fields:
    """Return a quiz with these questions."""
    return activity("quiz", "quiz", name="Тест", questions=list(questions))


def answers(question: ET.Element) -> list[tuple[str, str]]:
    """Return the answers of a question with their fractions; of pairs both sides."""
    pairs = [
        (one.findtext("text", ""), one.findtext("answer/text", ""))
        for one in question.findall("subquestion")
    ]
    return pairs or [
        (one.get("fraction", ""), one.findtext("text", "")) for one in question.findall("answer")
    ]


def test_questions_come_as_moodle_xml_that_says_the_same(course: PluginCourse) -> None:
    bank = Bank(course)
    bank.put(GIFT)
    course.put(course.document(quiz({"bank": "math/one", "count": 2, "points": 1})))
    (told,) = whole(course)["banks"]
    assert (told["key"], told["name"], told["ours"], told["status"]) == (
        "math/one", "Математика", True, "ok",
    )  # fmt: skip
    assert (told["hash"], told["count"]) == (hashlib.sha256(GIFT.encode()).hexdigest(), 5)
    root = ET.fromstring(told["source"])  # noqa: S314  what the site under test made
    found = {
        one.findtext("name/text", ""): (one.get("type"), answers(one))
        for one in root.findall("question")
        if one.get("type") != "category"
    }
    assert found == {
        "Сложение": ("multichoice", [("100", "4"), ("0", "3"), ("0", "5")]),
        "Солнце": ("truefalse", [("100", "true"), ("0", "false")]),
        "Столица": ("shortanswer", [("100", "Москва"), ("100", "москва")]),
        "Число": ("numerical", [("100", "5")]),
        "Пары": ("matching", [("раз", "1"), ("два", "2"), ("три", "3")]),
    }


def test_a_bank_the_caller_has_is_not_told_again(course: PluginCourse) -> None:
    Bank(course).put(GIFT)
    course.put(course.document(quiz({"bank": "math/one", "count": 2, "points": 1})))
    digest = hashlib.sha256(GIFT.encode()).hexdigest()
    options = packed({"known": [digest]})
    answer = course.site.call(TEMPLATE, raw=True, course=course.key, options=options)
    (told,) = json.loads(answer["content"])["banks"]
    assert (told["hash"], told["status"], told["source"], told["count"]) == (digest, "ok", "", 5)


def test_an_exported_bank_can_be_imported(course: PluginCourse) -> None:
    Bank(course).put(GIFT)
    course.put(course.document(quiz({"bank": "math/one", "count": 2, "points": 1})))
    (told,) = whole(course)["banks"]
    other = PluginCourse(course.world)
    sent = {
        "course": other.key,
        "key": "copy",
        "name": "Копия",
        "format": "xml",
        "source": told["source"],
    }
    (answer,) = course.site.call(IMPORT, document=packed({"banks": [sent]}))["banks"]
    assert (answer["status"], answer["errors"], answer["count"]) == ("ok", [], 5)


def test_only_questions_that_are_named_come_when_nothing_is_drawn(course: PluginCourse) -> None:
    Bank(course).put(GIFT)
    course.put(course.document(quiz({"bank": "math/one", "question": "Солнце", "points": 3})))
    told = whole(course)
    assert told["banks"][0]["count"] == 1
    assert "Столица" not in told["banks"][0]["source"]
    assert items_of(told, "activity")["Тест"]["fields"]["questions"] == [
        {"bank": "math/one", "question": "Солнце", "points": 3}
    ]
    assert told["notes"] == []


def test_files_that_are_handed_out_are_given(course: PluginCourse) -> None:
    content = "План на год".encode()
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    file = activity("plan", "file", name="План", files=[upload(course, "план.txt", content)])
    course.put(course.document(file))
    other = "0" * 40
    answer = course.site.call(FILES, course=course.key, hashes=packed([sha1, other, sha1]))
    assert answer == {
        "status": "ok",
        "files": [
            {"sha1": sha1, "status": "ok", "size": len(content), "content": base64.b64encode(content).decode()},
            {"sha1": other, "status": "missing", "size": 0, "content": ""},
        ],
    }  # fmt: skip


def test_events_of_the_course_are_told(course: PluginCourse) -> None:
    event = {"key": "talk", "fields": {"name": "Консультация", "start": 1796907600, "minutes": 45}}
    document = {"courses": [{"course": course.key, "events": [event]}]}
    course.site.call("local_vsosh_set_events", document=packed(document))
    told = items_of(whole(course), "event")["Консультация"]
    assert (told["key"], told["ours"]) == ("talk", True)
    assert told["fields"] == {
        "name": "Консультация", "start": 1796907600, "minutes": 45, "description": "",
    }  # fmt: skip
