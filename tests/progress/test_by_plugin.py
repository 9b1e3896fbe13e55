"""Reading through the plugin: pages cut anywhere, an old plugin, a site that breaks down on one course."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar
from urllib.parse import parse_qs

import pytest
import responses

from tests.moodle.canned import ENDPOINT, make_client, site_info
from vsosh_moodle.moodle.errors import BadAnswer, MoodleError
from vsosh_moodle.moodle.plugin_progress import FULL_VERSION
from vsosh_moodle.progress.by_plugin import PluginWay, fetch_by_plugin
from vsosh_moodle.progress.reading import Batch, Read, Rows
from vsosh_moodle.school.learning import AccountRow, ActivityRow, CompletionRow, EnrolmentRow

Value = TypeVar("Value")
Table = tuple[str, str, Sequence[Sequence[Any]]]
OLD_ACTIVITY = "activity course key module name section completion grade_max grade_pass"
PEOPLE: Table = ("people", "user key", [[5, "v:p1"], [6, "v:p2"]])
ACTIVITIES: Table = ("activities", OLD_ACTIVITY, [[11, 3, "k", "page", "Дроби", 1, 2, None, None]])
COURSES: Table = ("courses", "course key", [[3, "v:a"]])
COMPLETION: Table = (
    "completion",
    "activity user state time",
    [[11, 5, 1, 100], [11, 99, 1, 100]],  # of somebody who is no longer there
)


class Here:
    """A pool that reads at once, in this thread."""

    def start(self, read: Callable[[], Value]) -> Future[Value]:
        future: Future[Value] = Future()
        try:
            future.set_result(read())
        except MoodleError as error:
            future.set_exception(error)
        return future


def page(*tables: Table, after: str = "", denied: Sequence[str] = ()) -> dict[str, Any]:
    parts = [
        {"name": name, "columns": columns.split(), "rows": json.dumps(rows)}
        for name, columns, rows in tables
    ]
    return {"parts": parts, "next": after, "time": 1_800_000_000, "denied": list(denied)}


def serve(answers: dict[str, list[Any]]) -> None:
    """Answer calls by function, the answers of each in their order, the last of them for ever."""

    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        body = request.body
        fields = parse_qs(body.decode() if isinstance(body, bytes) else str(body))
        told = answers[fields["wsfunction"][0]]
        value = told.pop(0) if len(told) > 1 else told[0]
        return 200, {}, json.dumps(value(fields) if callable(value) else value)

    responses.add_callback(responses.POST, ENDPOINT, answer)


def read(
    version: int, courses: Sequence[str] = ("v:a",), since: int = 0
) -> tuple[list[Read], dict[str, list[Any]]]:
    taken: dict[str, list[Any]] = {}

    def take(rows: Rows) -> None:
        for part, told in rows.items():
            taken.setdefault(part, []).extend(told)

    way = PluginWay(make_client(), "v:", version)
    batches = [Batch(tuple(courses), since)]
    return list(fetch_by_plugin(way, Here(), batches, take, lambda: False)), taken


@responses.activate
def test_a_page_may_end_between_activities_and_their_courses() -> None:
    serve({
        "local_vsosh_get_progress": [
            page(PEOPLE, ACTIVITIES, after="activities:11"),
            page(COURSES, COMPLETION),
        ]
    })  # fmt: skip
    [outcome], taken = read(FULL_VERSION)
    assert outcome.read == {"v:a"}
    assert [(one.activity, one.course, one.key) for one in taken["activities"]] == [
        (11, "v:a", "k")
    ]
    assert isinstance(taken["activities"][0], ActivityRow)
    assert taken["completion"] == [CompletionRow(11, "v:p1", 1, 100)]
    assert taken["accounts"] == [AccountRow("v:p1", 0, 0, False), AccountRow("v:p2", 0, 0, False)]


@responses.activate
def test_changes_are_not_the_whole() -> None:
    serve({"local_vsosh_get_progress": [page(PEOPLE, COURSES)]})
    [changes], _taken = read(FULL_VERSION, since=500)
    [whole], _taken = read(FULL_VERSION)
    assert changes.whole == {"activities", "enrolments", "course_completion"}
    assert whole.whole > changes.whole
    assert "completion" in whole.whole


@responses.activate
def test_an_old_plugin_is_helped_out_by_core() -> None:
    def enrolled(fields: dict[str, list[str]]) -> list[dict[str, Any]]:
        options = {
            fields[name][0]: fields[name.replace("name", "value")][0]
            for name in fields
            if name.startswith("options") and name.endswith("[name]")
        }
        if "withcapability" in options:
            return [{"id": 6}]
        if "onlysuspended" in options:
            return [{"id": 5}]
        return [
            {"id": 5, "idnumber": "v:p1", "lastcourseaccess": 77},
            {"id": 6, "idnumber": "v:p2"},
        ]

    serve({
        "core_webservice_get_site_info": [site_info("core_enrol_get_enrolled_users")],
        "local_vsosh_get_progress": [page(PEOPLE, ACTIVITIES, COURSES, COMPLETION)],
        "core_enrol_get_enrolled_users": [enrolled],
    })  # fmt: skip
    [outcome], taken = read(FULL_VERSION - 300)
    assert taken["enrolments"] == [
        EnrolmentRow("v:a", "v:p1", False, False, 0, 0),
        EnrolmentRow("v:a", "v:p2", True, True, 0, 0),
    ]
    assert "accounts" not in taken  # an old plugin does not know when they were used
    assert "posts" not in outcome.parts
    assert [(gap.code, gap.detail) for gap in outcome.gaps] == [("part-unread", "posts")]


@responses.activate
def test_the_course_the_site_breaks_down_on_is_found() -> None:
    broken = {"exception": "dml_read_exception", "errorcode": "dmlreadexception", "message": "x"}

    def answer(fields: dict[str, list[str]]) -> dict[str, Any]:
        return broken if "v:b" in fields["courses"][0] else page(PEOPLE, COURSES)

    serve({"local_vsosh_get_progress": [answer]})
    outcomes, _taken = read(FULL_VERSION, courses=("v:a", "v:b"))
    assert [one.read for one in outcomes] == [{"v:a"}, set()]
    assert [one.failed for one in outcomes] == [{}, {"v:b": "dmlreadexception"}]


@responses.activate
def test_somebody_with_two_accounts_is_told_and_keeps_both_their_attempts() -> None:
    twice: Table = ("people", "user key", [[5, "v:p1"], [6, "v:p1"]])
    attempts: Table = (
        "attempts",
        "activity user attempt state started finished grade",
        [[11, 5, 1, "finished", 1, 2, 0.5], [11, 6, 1, "finished", 3, 4, 1]],
    )
    serve({"local_vsosh_get_progress": [page(twice, ACTIVITIES, COURSES, attempts)]})
    [outcome], taken = read(FULL_VERSION)
    assert [(gap.code, gap.detail) for gap in outcome.gaps] == [("person-twice", "v:p1")]
    assert {(one.person, one.attempt) for one in taken["attempts"]} == {("v:p1", 1), ("v:p1", 1001)}


@responses.activate
@pytest.mark.parametrize(
    "table",
    [
        ("access", "course user time", [[77, 5, 100]]),
        ("access", "course user time", [[3, 5, 10**15]]),
        ("access", "course user time", [[3, 5, 10**30]]),
        ("access", "course user time", [[3, 5, "вчера"]]),
        ("access", "course user", [[3, 5]]),
        ("grades", "activity course user grade raw has_feedback time",
         [[0, 3, 5, float("nan"), 1.0, False, 100]]),
    ],
)  # fmt: skip
def test_a_page_that_makes_no_sense_is_refused_in_words(table: Table) -> None:
    serve({"local_vsosh_get_progress": [page(PEOPLE, COURSES, table)]})
    with pytest.raises(BadAnswer, match="не того вида"):
        read(FULL_VERSION)
