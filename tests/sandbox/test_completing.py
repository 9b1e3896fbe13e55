"""What completes a course, and which activities a stranger is shown."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.rest_caller import RestCaller
from vsosh_moodle.sandbox import Sandbox, hand_edits
from vsosh_moodle.sandbox.store import Store

ADMIN = 2


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox(plugin=True) as made:
        yield made


def make_course(store: Store, count: int, **criteria: Any) -> tuple[int, list[int]]:
    """Make the front page a course with so many assignments, completed by `criteria`."""
    section = store.insert("course_sections", {"course": 1, "section": 1})
    cmids = [hand_edits.add_activity(store, section, "assign", "Работа") for _ in range(count)]
    for cmid in cmids:
        store.update("course_modules", cmid, {"settings": '{"grade": 10}', "completion": 1})
    rules = {
        "aggregation": "all", "activities": cmids, "activities_aggregation": "all", "grade": None,
        "date": 0, "self": False, **criteria,
    }  # fmt: skip
    store.update("course", 1, {"completioncriteria": json.dumps(rules), "enablecompletion": 1})
    return 1, cmids


def completed(store: Store) -> int | None:
    row = store.row("SELECT timecompleted FROM course_completions WHERE userid = ?", ADMIN)
    return None if row is None else row["timecompleted"]


def test_all_activities_complete_a_course_when_the_last_is_done(site: Sandbox) -> None:
    with site.edit() as store:
        _course, (first, second) = make_course(store, 2)
        hand_edits.complete_activity(store, first, ADMIN, 1, 10)
        assert completed(store) is None
        store.update("course_modules", second, {"completionpassgrade": 1})
        hand_edits.complete_activity(store, second, ADMIN, 3, 20)
        assert completed(store) is None  # failed, and a pass is asked for
        hand_edits.complete_activity(store, second, ADMIN, 2, 30)
        assert completed(store) == 30
        hand_edits.complete_activity(store, second, ADMIN, 1, 40)
        assert completed(store) == 30  # never changed again


def test_a_failure_will_do_where_no_pass_is_asked_for(site: Sandbox) -> None:
    with site.edit() as store:
        _course, (first,) = make_course(store, 1)
        hand_edits.complete_activity(store, first, ADMIN, 3, 20)
        assert completed(store) == 20


def test_any_activity_may_do(site: Sandbox) -> None:
    with site.edit() as store:
        _course, (first, _second) = make_course(store, 2, activities_aggregation="any")
        hand_edits.complete_activity(store, first, ADMIN, 1, 10)
        assert completed(store) == 10


def test_a_grade_completes_a_course_with_or_instead_of_its_activities(site: Sandbox) -> None:
    with site.edit() as store:
        _course, (first,) = make_course(store, 1, grade=5)
        hand_edits.complete_activity(store, first, ADMIN, 1, 10)
        assert completed(store) is None
        hand_edits.grade_activity(store, first, ADMIN, 4, 15)
        hand_edits.complete_activity(store, first, ADMIN, 1, 16)
        assert completed(store) is None
        hand_edits.grade_activity(store, first, ADMIN, 6, 20)
        hand_edits.complete_activity(store, first, ADMIN, 1, 18)
        assert completed(store) == 20


def test_a_course_that_is_not_tracked_is_not_completed(site: Sandbox) -> None:
    with site.edit() as store:
        _course, (first,) = make_course(store, 1)
        store.update("course", 1, {"enablecompletion": 0})
        hand_edits.complete_activity(store, first, ADMIN, 1, 10)
        assert completed(store) is None


DATE = {"type": "date", "d": ">=", "t": 10}
FAR = {"type": "date", "d": ">=", "t": 4_000_000_000}
GROUP = {"type": "group", "id": 5}


@pytest.mark.parametrize(
    ("restriction", "shown", "there"),
    [
        ({"op": "&", "c": [DATE], "showc": [False]}, True, True),
        ({"op": "&", "c": [DATE, GROUP], "showc": [False, False]}, False, False),
        ({"op": "&", "c": [DATE, GROUP], "showc": [True, True]}, True, False),
        ({"op": "|", "c": [DATE, GROUP], "show": False}, True, True),
        ({"op": "|", "c": [FAR, GROUP], "show": False}, False, False),
        ({"op": "!|", "c": [FAR, GROUP], "showc": [False, False]}, True, True),
        ({"op": "!&", "c": [DATE], "show": True}, True, False),
        ({"op": "&", "c": [{"op": "|", "c": [FAR, DATE]}], "showc": [False]}, True, True),
    ],
)
def test_a_restricted_activity_is_told_as_its_restriction_says(
    site: Sandbox, restriction: dict[str, Any], shown: bool, there: bool
) -> None:
    with site.edit() as store:
        section = store.insert("course_sections", {"course": 1, "section": 1})
        cmid = hand_edits.add_activity(store, section, "page", "Страница")
        store.update("course_modules", cmid, {"availability": json.dumps(restriction)})
    token = site.add_token(capabilities=["moodle/course:view"])
    sections = RestCaller(site.url, token).call("core_course_get_contents", courseid=1)
    found = [one for part in sections for one in part["modules"] if one["id"] == cmid]
    assert bool(found) is shown
    assert [one["uservisible"] for one in found] == [there] * len(found)
