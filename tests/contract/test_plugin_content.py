"""Facts about put_courses and get_courses: three-way, order, what leaves and comes back."""

import json

import pytest

from tests.contract.plugin_course import GET, PUT, PluginCourse, packed, page, restricted
from tests.contract.site_under_test import SiteUnderTest, World


@pytest.fixture
def course(plugin_world: World) -> PluginCourse:
    """An empty course on a site with the plugin."""
    return PluginCourse(plugin_world)


def test_a_course_is_made_and_holds(course: PluginCourse) -> None:
    document = course.document(page("a"), page("b"))
    items = course.put(document)
    assert items["section:one"]["status"] == "created"
    assert items["activity:a"]["status"] == "created"
    assert items["activity:a"]["id"] == course.cmid("a")
    assert course.shown()[1] == ("Тема 1", ["Страница a", "Страница b"])
    course.settled(document)
    assert course.fields("activity:a") == document["activities"][0]["fields"]
    assert course.content()["activity:a"]["module"] == "page"


def test_a_change_is_one_field(course: PluginCourse) -> None:
    course.put(course.document(page("a"), page("b")))
    document = course.document(page("a", content="<p>Новое</p>"), page("b"))
    items = course.put(document)
    assert items["activity:a"]["status"] == "updated"
    assert items["activity:a"]["fields"] == ["content"]
    assert items["activity:b"]["status"] == "unchanged"
    assert course.fields("activity:a")["content"] == "<p>Новое</p>"
    course.settled(document)


def test_a_dry_run_writes_nothing(course: PluginCourse) -> None:
    document = course.document(page("a"))
    planned = course.put(document, dry_run=True)
    assert planned["activity:a"]["status"] == "created"
    assert "activity:a" not in course.content()
    done = course.put(document)
    assert {name: one["fields"] for name, one in planned.items()} == {
        name: one["fields"] for name, one in done.items()
    }


def test_a_hand_edit_is_kept_and_listed(course: PluginCourse) -> None:
    course.put(course.document(page("a")))
    course.rename("a", "Правка учителя")
    changed = course.document(page("a", name="Новое имя", content="<p>2</p>"))
    items = course.put(changed)
    assert items["activity:a"]["status"] == "updated"
    assert items["activity:a"]["fields"] == ["content"]
    assert items["activity:a"]["kept"] == ["name"]
    assert course.fields("activity:a")["name"] == "Правка учителя"
    assert course.content()["activity:a"]["edited"] == {"name": "Страница a"}
    again = course.put(changed)
    assert (again["activity:a"]["status"], again["activity:a"]["kept"]) == ("kept", ["name"])


@pytest.mark.parametrize("word", ["all", "activity:a", "{key}/activity:a"])
def test_overwrite_writes_over_a_hand_edit(course: PluginCourse, word: str) -> None:
    document = course.document(page("a"), page("b"))
    course.put(document)
    course.rename("a", "Правка")
    assert course.put(document, overwrite=["activity:b"])["activity:a"]["status"] == "kept"
    items = course.put(document, overwrite=[word.format(key=course.key)])
    assert items["activity:a"]["fields"] == ["name"]
    course.settled(document)


def test_an_edit_to_what_is_wanted_is_no_edit(course: PluginCourse) -> None:
    course.put(course.document(page("a")))
    course.rename("a", "Одинаково")
    document = course.document(page("a", name="Одинаково"))
    course.settled(document)
    course.put(course.document(page("a", name="Дальше")))
    assert course.fields("activity:a")["name"] == "Дальше"


def test_a_field_not_sent_is_not_managed(course: PluginCourse) -> None:
    course.put(course.document(page("a", intro="<p>1</p>")))
    less = course.document(page("a"))
    course.rename("a", "Правка")
    del less["activities"][0]["fields"]["name"]
    items = course.put(less)
    assert items["activity:a"]["status"] == "unchanged"
    assert course.fields("activity:a")["intro"] == "<p>1</p>"


def test_what_leaves_is_hidden_and_comes_back(course: PluginCourse) -> None:
    both = course.document(page("a"), page("b"))
    course.put(both)
    cmid = course.cmid("b")
    items = course.put(course.document(page("a")))
    assert items["activity:b"]["status"] == "hidden"
    assert course.fields("activity:b")["visible"] is False
    assert course.fields("section:one")["order"] == ["a"]
    course.settled(course.document(page("a")))
    items = course.put(both)
    assert items["activity:b"]["fields"] == ["visible"]
    assert course.cmid("b") == cmid
    assert course.fields("section:one")["order"] == ["a", "b"]
    course.settled(both)


def test_absent_keep_leaves_the_rest(course: PluginCourse) -> None:
    course.put(course.document(page("a", visible=True), page("b", visible=True)))
    part = {"course": course.key, "activities": [page("a", content="<p>x</p>")]}
    items = course.put(part, absent="keep")
    assert list(items) == ["course:", "activity:a"]
    assert course.fields("activity:b")["visible"] is True


def test_a_section_that_leaves_is_hidden(course: PluginCourse) -> None:
    document = course.document(page("a"))
    document["fields"]["order"] = ["one", "two"]
    document["sections"].append({"key": "two", "fields": {"name": "Тема 2"}})
    course.put(document)
    items = course.put(course.document(page("a")))
    assert items["section:two"]["status"] == "hidden"
    assert course.fields("section:two")["visible"] is False
    course.settled(course.document(page("a")))


def test_what_was_deleted_in_moodle_is_made_again(course: PluginCourse) -> None:
    document = course.document(page("a"), page("b"))
    course.put(document)
    cmid = course.cmid("a")
    if not course.site.is_namespaced:
        pytest.skip("4.1 has no such action in the course's editor")
    course.edit("cm_delete", cmid)
    assert "activity:a" not in course.content()
    items = course.put(document)
    assert items["activity:a"]["status"] == "created"
    assert course.cmid("a") != cmid
    assert course.fields("section:one")["order"] == ["a", "b"]
    course.settled(document)


def test_order_of_activities(course: PluginCourse) -> None:
    course.put(course.document(page("a"), page("b"), page("c")))
    document = course.document(page("c"), page("d"), page("a"), page("b"))
    items = course.put(document)
    assert items["section:one"]["fields"] == ["order"]
    assert course.shown()[1][1] == [f"Страница {key}" for key in "cdab"]
    course.settled(document)


def test_order_of_sections(course: PluginCourse) -> None:
    document = course.document()
    names = ["one", "two", "three", "four"]
    document["sections"] = [{"key": key, "fields": {"name": key}} for key in names]
    document["fields"]["order"] = ["general", *names]
    course.put(document)
    assert [name for name, _ in course.shown()[1:]] == names
    document["fields"]["order"] = ["four", "two", "one", "three"]
    assert course.put(document)["course:"]["fields"] == ["order"]
    assert [name for name, _ in course.shown()[1:]] == ["four", "two", "one", "three"]
    course.settled(document)


def test_an_activity_moves_to_another_section(course: PluginCourse) -> None:
    document = course.document(page("a"), page("b"))
    document["fields"]["order"] = ["one", "two"]
    document["sections"].append({"key": "two", "fields": {"name": "Тема 2", "order": []}})
    course.put(document)
    document["activities"][0]["fields"]["section"] = "two"
    document["sections"][0]["fields"]["order"] = ["b"]
    document["sections"][1]["fields"]["order"] = ["a"]
    items = course.put(document)
    assert items["activity:a"]["fields"] == ["section"]
    assert course.shown()[1:] == [("Тема 1", ["Страница b"]), ("Тема 2", ["Страница a"])]
    course.settled(document)


def test_a_move_by_hand_is_kept(course: PluginCourse) -> None:
    document = course.document(page("a"), page("b"))
    document["fields"]["order"] = ["one", "two"]
    document["sections"].append({"key": "two", "fields": {"name": "Тема 2", "order": []}})
    course.put(document)
    two = course.content()["section:two"]["id"]
    course.edit("cm_move", course.cmid("a"), targetsectionid=two)
    items = course.put(document)
    assert items["activity:a"]["kept"] == ["section"]
    assert items["section:one"]["kept"] == ["order"]
    assert course.shown()[1:] == [("Тема 1", ["Страница b"]), ("Тема 2", ["Страница a"])]
    items = course.put(document, overwrite=["all"])
    assert course.shown()[1:] == [("Тема 1", ["Страница a", "Страница b"]), ("Тема 2", [])]
    course.settled(document)


def test_hidden_sections_hide_what_is_in_them(course: PluginCourse) -> None:
    document = course.document(page("a", visible=True), page("b", visible=False))
    document["sections"][0]["fields"]["visible"] = False
    course.put(document)
    course.settled(document)
    document["activities"][1]["fields"]["visible"] = True
    document["activities"].append(page("c", visible=True))
    document["sections"][0]["fields"]["order"] = ["a", "b", "c"]
    course.put(document)
    course.settled(document)
    document["sections"][0]["fields"]["visible"] = True
    assert course.put(document)["section:one"]["fields"] == ["visible"]
    course.settled(document)


def test_hiding_by_hand_is_kept(course: PluginCourse) -> None:
    document = course.document(page("a", visible=True))
    course.put(document)
    course.edit("cm_hide", course.cmid("a"))
    assert course.put(document)["activity:a"]["kept"] == ["visible"]
    course.put(document, overwrite=["activity:a"])
    course.settled(document)


def test_a_section_of_the_same_name_or_bare_is_taken_over(course: PluginCourse) -> None:
    course.edit("section_add")
    course.edit("section_add")
    before = course.site.call("core_course_get_contents", courseid=course.ident)
    document = course.document(page("a"))
    document["fields"]["order"] = ["one", "two"]
    document["sections"].append({"key": "two", "fields": {"name": "Тема 2"}})
    items = course.put(document)
    assert items["section:one"]["status"] == "updated"
    assert [items[f"section:{key}"]["id"] for key in ("one", "two")] == [
        one["id"] for one in before[1:]
    ]
    course.settled(document)


def test_something_else_under_the_key_is_a_conflict(course: PluginCourse) -> None:
    course.put(course.document(page("a")))
    other = {"key": "a", "type": "label", "fields": {"section": "one", "intro": "<p>x</p>"}}
    items = course.put(course.document(other, page("b")))
    assert items["activity:a"]["status"] == "conflict"
    assert items["activity:a"]["fields"] == []
    assert items["activity:b"]["status"] == "created"
    assert course.content()["activity:a"]["module"] == "page"


def test_restrictions_hold(course: PluginCourse) -> None:
    group = course.world.unique("g")
    grouping = course.world.unique("gg")
    course.world.add_group(course.ident, "Группа", idnumber=group)
    course.site.call(
        "core_group_create_groupings",
        groupings=[
            {"courseid": course.ident, "name": "П", "description": "", "idnumber": grouping}
        ],
    )
    everything = restricted(
        {"type": "date", "from": 1800000000},
        {"type": "date", "until": 1900000000},
        {"type": "group", "group": group},
        {"type": "group", "group": ""},
        {"type": "grouping", "grouping": grouping},
        {"type": "grade", "activity": "f", "min": 40, "max": 90.5},
        {"type": "grade", "activity": "", "min": None, "max": 99},
        {"type": "completion", "activity": "a", "state": "complete"},
        {
            "op": "not_any",
            "conditions": [
                {"type": "completion", "activity": "a", "state": "incomplete"},
                {
                    "type": "profile",
                    "field": "city",
                    "custom": False,
                    "op": "isequalto",
                    "value": "Псков",
                },
            ],
        },
        op="any",
        show=False,
    )
    forum = {
        "key": "f",
        "type": "forum",
        "fields": {"name": "Форум", "section": "one", "intro": "", "grade": 10},
    }
    document = course.document(
        page("z", availability=everything, grouping=grouping, group_mode="visible"),
        page("a", completion={"tracking": "automatic", "view": True}),
        forum,
    )
    document["sections"][0]["fields"]["availability"] = restricted(
        {"type": "date", "from": 1700000000}, op="not_all"
    )
    course.put(document)
    assert course.fields("activity:z") == document["activities"][0]["fields"]
    course.settled(document)
    document["activities"][0]["fields"]["availability"] = None
    assert course.put(document)["activity:z"]["fields"] == ["availability"]
    course.settled(document)


def test_completion_and_grades_hold(course: PluginCourse) -> None:
    forum = {
        "key": "f",
        "type": "forum",
        "fields": {
            "name": "Форум",
            "section": "one",
            "grade": 10,
            "grade_category": "mocks",
            "weight": 2,
            "completion": {"tracking": "automatic", "grade": True, "posts": 2},
            "completion_expected": 1800000000,
        },
    }
    manual = page("m", completion={"tracking": "manual"})
    document = course.document(forum, manual)
    document["fields"] |= {
        "aggregation": "weighted_mean",
        "completion_criteria": {
            "aggregation": "all",
            "activities": ["f", "m"],
            "activities_aggregation": "any",
            "grade": 50,
            "date": 0,
            "self": True,
        },
    }
    document["grade_categories"] = [
        {
            "key": "mocks",
            "fields": {"name": "Пробники", "aggregation": "weighted_mean", "weight": 3},
        },
        {"key": "inner", "fields": {"name": "Внутри", "aggregation": "max", "parent": "mocks"}},
    ]
    course.put(document)
    course.settled(document)
    assert course.fields("activity:f") == forum["fields"]
    assert course.fields("course:") == document["fields"]
    document["fields"]["completion_criteria"] = None
    document["fields"]["aggregation"] = "natural"
    document["grade_categories"][0]["fields"]["weight"] = 25
    document["grade_categories"][1]["fields"]["parent"] = ""
    forum["fields"]["grade_category"] = ""
    forum["fields"]["weight"] = None
    forum["fields"]["completion"] = {"tracking": "automatic", "replies": 1}
    course.put(document)
    course.settled(document)


def test_courses_are_told_missing_and_in_order(course: PluginCourse) -> None:
    other = PluginCourse(course.world)
    course.put(course.document(page("a")))
    keys = [other.key, "p:none", course.key]
    found = course.site.call(GET, courses=packed(keys), options=packed({"fields": False}))
    assert [(one["course"], one["status"]) for one in found["courses"]] == [
        (other.key, "ok"),
        ("p:none", "missing"),
        (course.key, "ok"),
    ]
    items = json.loads(found["courses"][2]["content"])["items"]
    assert all("fields" not in one and one["hash"] for one in items)


def test_one_bad_course_does_not_stop_the_others(course: PluginCourse) -> None:
    other = PluginCourse(course.world)
    bad = other.document(page("a", section="nowhere"))
    sent = {"courses": [bad, course.document(page("a")), {"course": "p:none"}]}
    answer = course.site.call(PUT, document=packed(sent), options="{}")["courses"]
    assert [one["status"] for one in answer] == ["error", "ok", "error"]
    assert answer[2]["errors"][0]["code"] == "course-missing"
    assert list(other.content()) in ([], ["course:"])
    assert "activity:a" in course.content()


@pytest.mark.parametrize(
    ("document", "options"),
    [
        ("{", "{}"),
        ("[]", "{}"),
        ('{"courses": {"a": 1}}', "{}"),
        ('{"courses": [], "uploads": [1]}', "{}"),
        ('{"courses": []}', "[]"),
        ('{"courses": []}', '{"overwrite": "all"}'),
        ('{"courses": []}', '{"absent": "delete"}'),
        ('{"courses": []}', '{"strange": 1}'),
    ],
)
def test_what_is_no_document_is_refused(
    plugin_site: SiteUnderTest, document: str, options: str
) -> None:
    refusal = plugin_site.refusal(PUT, document=document, options=options)
    assert refusal == "invalidparameter"
