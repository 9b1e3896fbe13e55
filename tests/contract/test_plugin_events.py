"""Facts about events of courses in the calendar: made by key, changed, removed, refused whole."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.contract.plugin_course import GET, PluginCourse, packed
from tests.contract.rest_caller import RefusedError
from tests.contract.site_under_test import World

SET = "local_vsosh_set_events"
MOCK = {
    "name": "Пробный экзамен",
    "start": 1_800_000_000,
    "minutes": 235,
    "description": "<p>Кабинет 12</p>",
}
DAY = {"name": "Итоговое сочинение", "start": 1_796_158_800}
Fields = dict[str, Any]


@dataclass
class Events:
    """The events of a test's course."""

    course: PluginCourse

    def send(
        self, events: dict[str, Fields], remove: tuple[str, ...] = (), **options: Any
    ) -> Fields:
        """Set events and return the course's row of the answer."""
        rows = [{"key": key, "fields": fields} for key, fields in events.items()]
        sent = {"course": self.course.key, "events": rows, "remove": list(remove)}
        answer = self.course.site.call(SET, document=packed({"courses": [sent], **options}))
        (row,) = answer["courses"]
        assert row["course"] == self.course.key
        return dict(row)

    def put(self, events: dict[str, Fields], remove: tuple[str, ...] = ()) -> dict[str, str]:
        """Set events that must be taken; return the status of each, and "" for the course's."""
        row = self.send(events, remove)
        assert row["errors"] == []
        return {"": row["status"], **{one["key"]: one["status"] for one in row["items"]}}

    def refused(self, events: dict[str, Fields]) -> set[tuple[str, str, str]]:
        """Set events that must be refused; return key, field and code of each error."""
        row = self.send(events)
        assert (row["status"], row["items"]) == ("error", [])
        assert all(
            (one["course"], one["type"]) == (self.course.key, "event") for one in row["errors"]
        )
        return {(one["key"], one["field"], one["code"]) for one in row["errors"]}

    def live(self) -> dict[str, Fields]:
        """Return the events as get_courses has them, by key."""
        items = self.course.content()
        return {one["key"]: one for one in items.values() if one["type"] == "event"}


@pytest.fixture
def events(plugin_world: World) -> Events:
    """A course without events on a site with the plugin."""
    return Events(PluginCourse(plugin_world))


def test_events_are_made_and_hold(events: Events) -> None:
    assert events.put({"mock": MOCK, "day": DAY}) == {"": "ok", "mock": "created", "day": "created"}
    live = events.live()
    assert {key: one["fields"] for key, one in live.items()} == {"mock": MOCK, "day": DAY}
    assert all(one["edited"] == {} and one["module"] == "" for one in live.values())
    again = events.put({"mock": MOCK, "day": DAY})
    assert again == {"": "unchanged", "mock": "unchanged", "day": "unchanged"}
    assert {key: one["id"] for key, one in events.live().items()} == {
        key: one["id"] for key, one in live.items()
    }


def test_only_what_is_named_is_changed(events: Events) -> None:
    events.put({"mock": MOCK, "day": DAY})
    row = events.send({"mock": {"start": MOCK["start"] + 3600, "minutes": 235}})
    (item,) = row["items"]
    assert (item["status"], item["fields"], item["kept"]) == ("updated", ["start"], [])
    assert events.live()["mock"]["fields"] == {**MOCK, "start": MOCK["start"] + 3600}
    assert events.live()["day"]["fields"] == DAY


def test_an_event_is_removed_and_may_come_back(events: Events) -> None:
    events.put({"mock": MOCK})
    assert events.put({}, ("mock", "never")) == {
        "": "ok", "mock": "removed", "never": "unchanged",
    }  # fmt: skip
    assert events.live() == {}
    assert events.put({}, ("mock",)) == {"": "unchanged", "mock": "unchanged"}
    assert events.put({"mock": DAY}) == {"": "ok", "mock": "created"}
    assert events.live()["mock"]["fields"] == DAY


def test_all_faults_of_a_course_are_told_and_nothing_is_written(events: Events) -> None:
    assert events.refused(
        {
            "Mock 1": MOCK,
            "late": {"name": "Поздно"},
            "tag": {**DAY, "name": "<b>Сбор</b>"},
            "long": {**DAY, "minutes": 525_601},
            "text": {**DAY, "start": "завтра"},
            "other": {**DAY, "place": "зал"},
            "good": DAY,
        }
    ) == {
        ("Mock 1", "", "key-invalid"),
        ("late", "start", "field-missing"),
        ("tag", "name", "field-invalid"),
        ("long", "minutes", "field-invalid"),
        ("text", "start", "field-invalid"),
        ("other", "place", "field-unknown"),
    }
    assert events.live() == {}


def test_events_of_the_whole_site_are_told_apart_by_whose_they_are(events: Events) -> None:
    site, mark = events.course.site, events.course.key.rpartition(":")[2].lower()
    ours, theirs = f"@a{mark}"[:39], f"@b{mark}"[:39]

    def send(place: str, *keys: str, remove: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        rows = [{"key": key, "fields": DAY} for key in keys]
        sent = {"courses": [{"course": place, "events": rows, "remove": list(remove)}]}
        (row,) = site.call(SET, document=packed(sent))["courses"]
        assert (row["course"], row["errors"]) == (place, [])
        return [(one["key"], one["status"]) for one in row["items"]]

    def live(place: str) -> dict[str, Fields]:
        (row,) = site.call(GET, courses=packed([place]), options="{}")["courses"]
        assert row["status"] == "ok"
        return {one["key"]: one["fields"] for one in json.loads(row["content"])["items"]}

    assert send(ours, "day", "late") == [("day", "created"), ("late", "created")]
    assert send(theirs, "day") == [("day", "created")]
    assert live(ours) == {"day": DAY, "late": DAY}
    assert send(ours, "day") == [("day", "unchanged")]
    assert send(ours, remove=("day", "late")) == [("day", "removed"), ("late", "removed")]
    assert (live(ours), live(theirs)) == ({}, {"day": DAY})
    send(theirs, remove=("day",))


def test_a_course_that_is_not_there_is_told(events: Events) -> None:
    site = events.course.site
    sent = {"courses": [{"course": "vsosh:none", "events": [], "remove": []}]}
    (row,) = site.call(SET, document=packed(sent))["courses"]
    assert (row["id"], row["status"]) == (0, "error")
    assert [one["code"] for one in row["errors"]] == ["course-missing"]


@pytest.mark.parametrize(
    "document", ['{"courses": 1}', "[]", '{"courses": [{"events": []}]}', '{"course": []}']
)
def test_another_shape_is_refused(events: Events, document: str) -> None:
    with pytest.raises(RefusedError, match="invalidparameter"):
        events.course.site.call(SET, document=document)
