"""Answers of get_progress by plugins older and newer than this program."""

import json
from typing import Any

import pytest
import responses

from tests.moodle.canned import make_client, reply, sent_fields
from vsosh_moodle.moodle.errors import BadAnswer
from vsosh_moodle.moodle.plugin_progress import (
    FULL_VERSION,
    ActivityRow,
    GradeRow,
    PersonRow,
    ProgressCourseRow,
    ProgressQuery,
    get_progress,
    missing_parts,
)

QUERY = ProgressQuery(["vsosh:c"], "vsosh:")
Parts = dict[str, tuple[list[str], list[list[Any]]]]
OLD: Parts = {
    "people": (["user", "key"], [[7, "vsosh:p1"]]),
    "activities": (
        ["activity", "course", "key", "module", "name", "section", "completion", "grade_max",
         "grade_pass"],
        [[5, 2, "", "page", "Страница", 1, 0, None, None]],
    ),
    "courses": (["course", "key"], [[2, "vsosh:c"]]),
    "grades": (
        ["activity", "course", "user", "grade", "raw", "has_feedback", "time"],
        [[5, 2, 7, 4.5, None, 0, 99]],
    ),
}  # fmt: skip


def answer(parts: Parts) -> dict[str, object]:
    return {
        "parts": [
            {"name": name, "columns": columns, "rows": json.dumps(rows)}
            for name, (columns, rows) in parts.items()
        ],
        "denied": [],
        "next": "",
        "time": 1234,
    }


@responses.activate
def test_what_an_old_plugin_does_not_tell_has_its_default() -> None:
    reply(answer(OLD))
    (page,) = get_progress(make_client(), QUERY)
    assert page.time == 1234
    assert page.parts["people"] == [PersonRow(7, "vsosh:p1", 0, 0, suspended=False)]
    assert page.parts["activities"] == [
        ActivityRow(5, 2, "", "page", "Страница", 1, 0, None, None, visible=True, added=0, due=0)
    ]
    assert page.parts["courses"] == [ProgressCourseRow(2, "vsosh:c", "", True, True)]
    assert page.parts["grades"] == [GradeRow(5, 2, 7, 4.5, None, has_feedback=False, time=99)]
    assert "enrolments" not in page.parts


@responses.activate
def test_parts_and_columns_of_a_newer_plugin_are_passed_over() -> None:
    told: Parts = {
        "people": (["key", "shoe_size", "user"], [["vsosh:p1", 43, 7]]),
        "dreams": (["user"], [[7]]),
    }
    reply(answer(told))
    (page,) = get_progress(make_client(), QUERY)
    assert page.parts == {"people": [PersonRow(7, "vsosh:p1")]}


@responses.activate
def test_a_column_that_was_always_there_may_not_be_missing() -> None:
    reply(answer({"people": (["key"], [["vsosh:p1"]])}))
    with pytest.raises(BadAnswer):
        list(get_progress(make_client(), QUERY))


@responses.activate
def test_parts_are_asked_for_by_name() -> None:
    reply(answer({}))
    list(get_progress(make_client(), ProgressQuery(["vsosh:c"], "vsosh:", ["posts"], since=5)))
    asked = json.loads(dict(sent_fields())["options"])
    assert asked == {"parts": ["posts"], "since": 5, "prefix": "vsosh:"}


def test_the_parts_an_old_plugin_lacks_are_named() -> None:
    assert missing_parts(FULL_VERSION - 1) == ("enrolments", "posts")
    assert missing_parts(FULL_VERSION) == ()
