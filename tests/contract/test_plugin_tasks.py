"""Facts about assignments, questionnaires, lessons and packages: every field is kept and changed."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from tests.contract.plugin_course import PluginCourse, activity
from tests.contract.site_under_test import World

Fields = dict[str, Any]

OPEN, CLOSE = 1780000000, 1790000000

RUBRIC = [
    {
        "criterion": "Содержание",
        "levels": [{"points": 0, "text": "Нет"}, {"points": 2.5, "text": "Полно & точно"}],
    },
    {
        "criterion": "Язык",
        "levels": [
            {"points": 0, "text": "Много ошибок"},
            {"points": 1, "text": "Есть ошибки"},
            {"points": 3, "text": "Нет ошибок"},
        ],
    },
]

ITEMS = [
    {"question": "Что понравилось?", "answer": "text", "options": [], "required": True},
    {"question": "Сколько часов?", "answer": "number", "options": [], "required": False},
    {"question": "Одно", "answer": "one", "options": ["Да", "Нет"], "required": True},
    {"question": "Несколько", "answer": "many", "options": ["а", "б", "в"], "required": False},
    {"question": "Оценка", "answer": "rating", "options": [], "required": True},
    {"question": "Словами", "answer": "rating", "options": ["Плохо", "Хорошо"], "required": True},
]


def button(text: str, jump: str = "next", **fields: Any) -> Fields:
    """Return an answer of a page."""
    return {"text": text, "response": "", "jump": jump, "score": 0, **fields}


def screen(key: str, kind: str, *answers: Fields) -> Fields:
    """Return a page of a lesson."""
    return {
        "key": key,
        "title": f"Страница {key}",
        "content": f"<p>{key} &amp; текст</p>",
        "kind": kind,
        "answers": list(answers),
    }


PAGES = [
    screen("start", "content", button("Дальше"), button("В конец", "last")),
    screen(
        "choose",
        "multichoice",
        button("4", "last", response="<p>Верно</p>", score=2),
        button("5", "start", response="<p>Неверно</p>"),
        button("6", "this"),
    ),
    screen("truth", "truefalse", button("Верно", score=1), button("Неверно", "this")),
    screen("number", "numerical", button("4:6", score=1)),
    screen("word", "shortanswer", button("Москва", score=1)),
    screen("last", "content", button("Конец", "end")),
]

COMMON = {
    "intro": "<p>Описание &amp; <b>текст</b></p>",
    "show_description": True,
    "visible": False,
    "group_mode": "separate",
    "completion_expected": 1800000000,
}
GRADED = {"weight": None, "grade_category": ""}

WHOLE = {
    "assign": COMMON
    | GRADED
    | {
        "name": "Сочинение",
        "submission": ["file", "text"],
        "max_files": 3,
        "word_limit": 250,
        "open": OPEN,
        "due": OPEN + 86400,
        "cut_off": CLOSE,
        "grade": 12,
        "pass_grade": 5.5,
        "attempts": 3,
        "group_work": True,
        "rubric": RUBRIC,
        "completion": {
            "tracking": "automatic",
            "view": True,
            "grade": True,
            "pass_grade": True,
            "submit": True,
        },
    },
    "feedback": COMMON
    | {
        "name": "Анкета",
        "anonymous": False,
        "repeat": True,
        "open": OPEN,
        "close": CLOSE,
        "items": ITEMS,
        "completion": {"tracking": "automatic", "view": True, "submit": True},
    },
    "lesson": COMMON
    | GRADED
    | {
        "name": "Лекция",
        "pages": PAGES,
        "grade": 20,
        "pass_grade": 11,
        "attempts": 1,
        "time_limit": 1500,
        "open": OPEN,
        "close": CLOSE,
        "completion": {"tracking": "automatic", "end_reached": True, "time_spent": 60},
    },
    "h5pactivity": COMMON
    | GRADED
    | {
        "name": "Задание H5P",
        "grade": 30,
        "pass_grade": 15,
        "completion": {"tracking": "automatic", "view": True, "grade": True, "pass_grade": True},
    },
}

MANUAL = {"tracking": "manual"}
CHANGES: list[tuple[str, Fields]] = [
    ("assign", {"name": "Другое", "intro": ""}),
    ("assign", {"submission": ["text"], "max_files": 7, "word_limit": 0}),
    ("assign", {"submission": ["file"], "max_files": 1}),
    ("assign", {"open": 0, "due": 0, "cut_off": 0}),
    ("assign", {"grade": 50}),
    ("assign", {"pass_grade": 7}),
    ("assign", {"attempts": 1}),
    ("assign", {"attempts": 0, "group_work": False}),
    ("assign", {"rubric": None}),
    ("assign", {"rubric": list(reversed(RUBRIC))}),
    ("assign", {"rubric": [{**RUBRIC[0], "criterion": "Смысл"}]}),
    ("assign", {"rubric": [RUBRIC[0], {**RUBRIC[1], "levels": RUBRIC[1]["levels"][1:]}]}),
    ("assign", {"completion": {"tracking": "automatic", "submit": True}}),
    ("assign", {"completion": MANUAL, "submission": []}),
    ("feedback", {"anonymous": True, "repeat": False}),
    ("feedback", {"open": 0, "close": 0, "completion": MANUAL}),
    ("feedback", {"items": list(reversed(ITEMS))}),
    ("feedback", {"items": ITEMS[:2]}),
    ("feedback", {"items": [*ITEMS, {**ITEMS[0], "question": "Ещё?", "required": False}]}),
    ("lesson", {"grade": 0, "completion": MANUAL, "pass_grade": 0}),
    ("lesson", {"grade": 40, "pass_grade": 0}),
    ("lesson", {"attempts": 0, "time_limit": 0}),
    ("lesson", {"open": 0, "close": 0}),
    ("lesson", {"completion": {"tracking": "automatic", "view": True, "grade": True}}),
    ("lesson", {"pages": [PAGES[2], *PAGES[:2], *PAGES[3:]]}),
    ("lesson", {"pages": [screen("new", "content", button("К концу", "last")), *PAGES]}),
    ("lesson", {"pages": [{**PAGES[0], "title": "Иначе", "answers": [button("Всё", "end")]}]}),
    ("h5pactivity", {"grade": 10, "pass_grade": 3}),
    ("h5pactivity", {"name": "Иначе", "completion": MANUAL}),
]

BAD: list[tuple[str, Fields, str, str]] = [
    ("assign", {"submission": ["letter"]}, "submission", "field-invalid"),
    ("assign", {"due": OPEN, "open": CLOSE}, "due", "field-invalid"),
    ("assign", {"due": CLOSE, "cut_off": OPEN}, "cut_off", "field-invalid"),
    ("assign", {"attempts": -1}, "attempts", "field-invalid"),
    ("assign", {"rubric": []}, "rubric", "field-invalid"),
    ("assign", {"rubric": [{"criterion": "x", "levels": []}]}, "rubric", "field-invalid"),
    ("assign", {"rubric": RUBRIC, "grade": 0}, "rubric", "field-invalid"),
    (
        "assign",
        {"submission": [], "completion": {"tracking": "automatic", "submit": True}},
        "completion",
        "completion-impossible",
    ),
    ("feedback", {"open": CLOSE, "close": OPEN}, "close", "field-invalid"),
    ("feedback", {"items": [{**ITEMS[0], "answer": "photo"}]}, "items", "field-invalid"),
    ("feedback", {"items": [{**ITEMS[2], "options": ["одно"]}]}, "items", "field-invalid"),
    ("feedback", {"items": [{**ITEMS[2], "options": ["а|б", "в"]}]}, "items", "field-invalid"),
    (
        "feedback",
        {"completion": {"tracking": "automatic", "grade": True}},
        "completion",
        "completion-unsupported",
    ),
    ("lesson", {"open": CLOSE, "close": OPEN}, "close", "field-invalid"),
    ("lesson", {"attempts": 3}, "attempts", "field-invalid"),
    ("lesson", {"pages": [PAGES[1]]}, "pages", "field-invalid"),
    ("lesson", {"pages": [PAGES[5], PAGES[5]]}, "pages", "field-invalid"),
    ("lesson", {"pages": [{**PAGES[5], "key": "next"}]}, "pages", "field-invalid"),
    ("lesson", {"pages": [{**PAGES[5], "kind": "essay"}]}, "pages", "field-invalid"),
    ("h5pactivity", {"files": []}, "files", "field-invalid"),
    ("h5pactivity", {"files": [{"name": "a.h5p", "sha1": "0" * 40}]}, "files", "file-missing"),
]


@pytest.fixture
def course(plugin_world: World) -> PluginCourse:
    """An empty course on a site with the plugin."""
    return PluginCourse(plugin_world)


def package(title: str = "Пакет") -> bytes:
    """Return the bytes of a package, the same for the same title."""
    out = io.BytesIO()
    said = {
        "title": title,
        "language": "ru",
        "mainLibrary": "H5P.Blanks",
        "embedTypes": ["iframe"],
        "preloadedDependencies": [
            {"machineName": "H5P.Blanks", "majorVersion": 1, "minorVersion": 14}
        ],
    }
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (("h5p.json", said), ("content/content.json", {"text": title})):
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(info, json.dumps(content))
    return out.getvalue()


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


def whole(course: PluginCourse, kind: str) -> Fields:
    """Return all fields of a type; its files are uploaded."""
    if kind == "h5pactivity":
        return {**WHOLE[kind], "files": [upload(course, "task.h5p", package())]}
    return WHOLE[kind]


def test_every_type_has_its_persisted_test() -> None:
    assert {kind for kind, _ in CHANGES} == set(WHOLE)


@pytest.mark.parametrize("kind", list(WHOLE))
def test_every_field_is_kept(course: PluginCourse, kind: str) -> None:
    fields = whole(course, kind)
    document = course.document(activity("x", kind, **fields))
    course.put(document)
    assert course.fields("activity:x") == {"section": "one", **fields}
    course.settled(document)


@pytest.mark.parametrize("kind", list(WHOLE))
def test_the_least_is_enough(course: PluginCourse, kind: str) -> None:
    needed = {"name", "files"} if kind == "h5pactivity" else {"name"}
    fields = {name: value for name, value in whole(course, kind).items() if name in needed}
    document = course.document(activity("x", kind, **fields))
    course.put(document)
    course.settled(document)


@pytest.mark.parametrize(("kind", "change"), CHANGES, ids=str)
def test_every_field_can_be_changed(course: PluginCourse, kind: str, change: Fields) -> None:
    before = whole(course, kind)
    course.put(course.document(activity("x", kind, **before)))
    fields = before | change
    document = course.document(activity("x", kind, **fields))
    items = course.put(document)
    assert sorted(items["activity:x"]["fields"]) == sorted(change)
    assert course.fields("activity:x") == {"section": "one", **fields}
    course.settled(document)
    course.put(course.document(activity("x", kind, **before)))
    assert course.fields("activity:x") == {"section": "one", **before}


@pytest.mark.parametrize(("kind", "change", "field", "code"), BAD, ids=str)
def test_what_cannot_be_is_refused(
    course: PluginCourse, kind: str, change: Fields, field: str, code: str
) -> None:
    course.put(course.document())
    fields = {"name": "x", **({"files": []} if kind == "h5pactivity" else {}), **change}
    document = course.document(activity("x", kind, **fields))
    assert course.refused(document) == [("activity", "x", field, code)]


@pytest.mark.parametrize("kind", ["assign", "feedback", "lesson"])
def test_a_hand_edit_is_kept(course: PluginCourse, kind: str) -> None:
    course.put(course.document(activity("x", kind, **WHOLE[kind])))
    course.rename("x", "Правка учителя")
    fields = WHOLE[kind] | {"name": "Новое имя", "intro": "<p>2</p>"}
    items = course.put(course.document(activity("x", kind, **fields)))
    assert items["activity:x"]["fields"] == ["intro"]
    assert items["activity:x"]["kept"] == ["name"]
    assert course.fields("activity:x") == {"section": "one", **fields, "name": "Правка учителя"}


def test_levels_of_a_rubric_are_sorted(course: PluginCourse) -> None:
    turned = [{**RUBRIC[1], "levels": list(reversed(RUBRIC[1]["levels"]))}]
    document = course.document(activity("x", "assign", name="x", grade=5, rubric=turned))
    course.put(document)
    course.settled(document)


def test_a_package_is_exchanged(course: PluginCourse) -> None:
    first = upload(course, "task.h5p", package())
    course.put(course.document(activity("x", "h5pactivity", name="x", files=[first])))
    course.uploads.clear()
    course.settled(course.document(activity("x", "h5pactivity", name="x", files=[first])))
    second = upload(course, "task.h5p", package("Другой"))
    document = course.document(activity("x", "h5pactivity", name="x", files=[second]))
    assert course.put(document)["activity:x"]["fields"] == ["files"]
    assert course.fields("activity:x")["files"] == [second]
    course.settled(document)
