"""Facts about simple activities: every field of each type is kept and changed."""

import hashlib
import io
from typing import Any

import pytest

from tests.contract.plugin_course import PluginCourse, activity, page
from tests.contract.site_under_test import World

Fields = dict[str, Any]

COMMON = {
    "intro": "<p>Описание &amp; <b>текст</b></p>",
    "show_description": True,
    "visible": False,
    "group_mode": "separate",
    "completion": {"tracking": "manual"},
    "completion_expected": 1800000000,
}

WHOLE = {
    "page": COMMON | {"name": "Страница", "content": "<h3>Текст</h3><p>A &amp; B</p>"},
    "url": COMMON
    | {"name": "Ссылка", "url": "https://example.org/path?a=1&b=%D1%8F#x", "display": "open"},
    "folder": COMMON | {"name": "Папка", "inline": True, "files": []},
    "forum": COMMON
    | {
        "name": "Форум",
        "forum_type": "qanda",
        "subscription": "forced",
        "max_attachments": 3,
        "due": 1790000000,
        "cut_off": 1790086400,
        "grade": 20,
        "weight": None,
        "grade_category": "",
        "completion": {"tracking": "automatic", "view": True, "grade": True, "discussions": 1},
    },
    "choice": COMMON
    | {
        "name": "Опрос",
        "options": ["Да", "Нет", "Не знаю"],
        "limit": 7,
        "multiple": True,
        "update": True,
        "results": "closed",
        "open": 1780000000,
        "close": 1790000000,
        "completion": {"tracking": "automatic", "view": True, "submit": True},
    },
    "label": {
        key: value for key, value in COMMON.items() if key not in ("show_description", "visible")
    }
    | {"visible": True},
}

CHANGES: list[tuple[str, Fields]] = [
    ("page", {"name": "Другая"}),
    ("page", {"intro": ""}),
    ("page", {"content": "<p>2</p>"}),
    ("page", {"show_description": False, "group_mode": "none"}),
    ("page", {"completion": {"tracking": "automatic", "view": True}}),
    ("page", {"completion": {"tracking": "none"}, "completion_expected": 0}),
    ("page", {"visible": True}),
    ("url", {"url": "mailto:a@example.org", "display": "popup"}),
    ("url", {"display": "embed", "name": "Иначе"}),
    ("folder", {"inline": False, "name": "Иначе"}),
    ("forum", {"forum_type": "blog", "subscription": "disabled", "max_attachments": 0}),
    ("forum", {"due": 0, "cut_off": 0}),
    ("forum", {"grade": 5}),
    ("forum", {"completion": {"tracking": "automatic", "posts": 2, "replies": 1}}),
    ("forum", {"grade": 0, "completion": {"tracking": "automatic", "posts": 1}}),
    ("choice", {"options": ["Нет", "Да"], "limit": 0}),
    ("choice", {"options": ["1", "2", "3", "4"], "limit": 2}),
    ("choice", {"multiple": False, "update": False, "results": "never"}),
    ("choice", {"open": 0, "close": 0, "completion": {"tracking": "automatic", "submit": True}}),
    ("label", {"intro": "<p>Иначе</p>"}),
    ("label", {"visible": False, "completion": {"tracking": "none"}}),
]


@pytest.fixture
def course(plugin_world: World) -> PluginCourse:
    """An empty course on a site with the plugin."""
    return PluginCourse(plugin_world)


def upload(course: PluginCourse, name: str, content: bytes) -> Fields:
    """Upload a file to a new draft area and return how a document names it."""
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    response = course.site.session.post(
        f"{course.site.url}/webservice/upload.php",
        data={"token": course.site.token, "itemid": "0", "filearea": "draft"},
        files={"file_1": (name, io.BytesIO(content), "application/octet-stream")},
        timeout=60,
    )
    course.uploads[sha1] = int(response.json()[0]["itemid"])
    return {"name": name, "sha1": sha1}


def test_every_type_has_its_persisted_test() -> None:
    assert {kind for kind, _ in CHANGES} == set(WHOLE)


@pytest.mark.parametrize("kind", list(WHOLE))
def test_every_field_is_kept(course: PluginCourse, kind: str) -> None:
    document = course.document(activity("x", kind, **WHOLE[kind]))
    course.put(document)
    assert course.fields("activity:x") == {"section": "one", **WHOLE[kind]}
    course.settled(document)


@pytest.mark.parametrize("kind", list(WHOLE))
def test_the_least_is_enough(course: PluginCourse, kind: str) -> None:
    needed = {"url": ["name", "url"], "choice": ["name", "options"], "label": ["intro"]}
    names = needed.get(kind, ["name"])
    document = course.document(activity("x", kind, **{name: WHOLE[kind][name] for name in names}))
    course.put(document)
    course.settled(document)


@pytest.mark.parametrize(("kind", "change"), CHANGES, ids=str)
def test_every_field_can_be_changed(course: PluginCourse, kind: str, change: Fields) -> None:
    course.put(course.document(activity("x", kind, **WHOLE[kind])))
    fields = WHOLE[kind] | change
    document = course.document(activity("x", kind, **fields))
    items = course.put(document)
    assert sorted(items["activity:x"]["fields"]) == sorted(change)
    assert course.fields("activity:x") == {"section": "one", **fields}
    course.settled(document)


@pytest.mark.parametrize("kind", ["general", "eachuser", "single", "qanda", "blog"])
def test_forums_of_each_type(course: PluginCourse, kind: str) -> None:
    forum = activity("f", "forum", name="Форум", intro="<p>Тема</p>", forum_type=kind)
    document = course.document(forum)
    course.put(document)
    course.settled(document)
    forum["fields"]["intro"] = "<p>Иначе</p>"
    assert course.put(document)["activity:f"]["fields"] == ["intro"]
    course.settled(document)


def test_files_come_once_and_stay(course: PluginCourse) -> None:
    one, two = upload(course, "б.pdf", b"%PDF-1"), upload(course, "а.txt", b"text")
    document = course.document(
        activity("p", "page", name="П", content='<img src="@@PLUGINFILE@@/x.png">', files=[two]),
        activity("f", "file", name="Ф", files=[one, two], display="download"),
        activity("d", "folder", name="Д", files=[two, one]),
    )
    course.put(document)
    course.uploads.clear()
    course.settled(document)
    assert course.fields("activity:f")["files"] == [one, two]
    assert course.fields("activity:p")["content"] == '<img src="@@PLUGINFILE@@/x.png">'
    document["activities"][1]["fields"]["files"] = [two, one]
    renamed = {"name": "новое.pdf", "sha1": one["sha1"]}
    document["activities"][2]["fields"]["files"] = [renamed]
    items = course.put(document)
    assert items["activity:f"]["fields"] == ["files"]
    assert items["activity:d"]["fields"] == ["files"]
    assert items["activity:p"]["status"] == "unchanged"
    course.settled(document)


def test_a_file_changes_its_content(course: PluginCourse) -> None:
    document = course.document(
        activity("f", "file", name="Ф", files=[upload(course, "a.txt", b"1")])
    )
    course.put(document)
    document["activities"][0]["fields"]["files"] = [upload(course, "a.txt", b"22")]
    course.put(document)
    course.settled(document)
    contents = course.site.call("core_course_get_contents", raw=True, courseid=course.ident)
    found = contents[1]["modules"][0]["contents"]
    assert [(one["filename"], one["filesize"]) for one in found] == [("a.txt", 2)]


def test_a_file_that_was_not_uploaded(course: PluginCourse) -> None:
    lost = {"name": "a.txt", "sha1": "0" * 40}
    document = course.document(activity("f", "file", name="Ф", files=[lost]))
    assert course.refused(document) == [("activity", "f", "files", "file-missing")]


def test_a_file_larger_than_the_course_takes(course: PluginCourse) -> None:
    change = [{"id": course.ident, "maxbytes": 10240}]
    course.site.call("core_course_update_courses", courses=change)
    large = upload(course, "a.bin", b"x" * 10241)
    document = course.document(activity("f", "file", name="Ф", files=[large]))
    assert course.refused(document) == [("activity", "f", "files", "file-too-large")]


def test_subsections_hold_activities(course: PluginCourse) -> None:
    inner = page("in", section="sub")
    document = course.document(
        page("a"), activity("sub", "subsection", name="Внутри", order=["in", "b"]), inner
    )
    document["activities"].append(page("b", section="sub"))
    if not course.site.is_namespaced:
        assert ("activity", "sub", "type", "type-absent") in course.refused(document)
        return
    course.put(document)
    course.settled(document)
    document["activities"][1]["fields"] |= {"name": "Иначе", "order": ["b", "in"]}
    items = course.put(document)
    assert sorted(items["activity:sub"]["fields"]) == ["name", "order"]
    course.settled(document)
    assert ("Иначе", ["Страница b", "Страница in"]) in course.shown()
    inner["fields"]["section"] = "one"
    document["activities"][1]["fields"] |= {"order": ["b"], "visible": False}
    document["sections"][0]["fields"]["order"] = ["in", "a", "sub"]
    course.put(document)
    course.settled(document)
    document["activities"][1]["fields"]["availability"] = {
        "op": "all",
        "show": False,
        "conditions": [{"type": "date", "from": 1800000000}],
    }
    document["activities"][1]["fields"]["visible"] = True
    course.put(document)
    course.settled(document)
