"""Facts about what get_progress tells of people who did something."""

import time

import pytest

from tests.contract.learning import CLOSE, DEADLINE, DUE, EXPECTED, FORUM_DUE, Learning
from tests.contract.plugin_school import PluginSchool, learner
from tests.contract.site_under_test import STUDENT, World


@pytest.fixture
def learning(plugin_world: World) -> Learning:
    """A course with four people."""
    return Learning(PluginSchool(plugin_world))


def test_activities_have_their_dates_points_and_visibility(learning: Learning) -> None:
    told = learning.progress()["activities"]
    keys = {learning.cmid(key): key for key in ("read", "hidden", "work", "test", "talk", "lesson")}
    found = {keys[row["activity"]]: row for row in told if row["activity"] in keys}
    assert {key: row["due"] for key, row in found.items()} == {
        "read": EXPECTED, "hidden": 0, "work": DUE, "test": CLOSE, "talk": FORUM_DUE,
        "lesson": DEADLINE,
    }  # fmt: skip
    assert {key: (row["grade_max"], row["grade_pass"]) for key, row in found.items()} == {
        "read": (None, None), "hidden": (None, None), "work": (20, 10), "test": (10, 0),
        "talk": (5, 0), "lesson": (7, 0),
    }  # fmt: skip
    assert [key for key, row in found.items() if not row["visible"]] == ["hidden"]
    assert all(abs(row["added"] - time.time()) < 120 for row in found.values())


def test_enrolments_tell_teachers_and_who_is_active(learning: Learning) -> None:
    first, suspended, teacher, ended = learning.ids
    course = learning.course.ident
    told = learning.progress(since=int(time.time()) + 1000)["enrolments"]
    assert {tuple(row.values()) for row in told} == {
        (course, first, 0, 1, 0, 0),
        (course, suspended, 0, 0, 0, 0),
        (course, teacher, 1, 1, 5, 0),
        (course, ended, 0, 0, 10, 20),
    }


def test_an_enrolment_to_come_is_not_active(plugin_world: World) -> None:
    school = PluginSchool(plugin_world)
    course, (person,) = school.course(), school.people(1)
    moment = int(time.time()) + 10_000
    school.set_course(course, learner(person, start=moment))
    (row,) = Learning.tables(school, course)["enrolments"]
    assert (row["active"], row["start"]) == (0, moment)


def test_of_two_enrolments_the_active_one_counts(plugin_world: World) -> None:
    school = PluginSchool(plugin_world)
    course, cohort, people = school.course(), school.cohort(), school.people(2)
    school.set_course(
        course,
        learner(people[0], status="suspended", end=20),
        learner(people[1], end=2_000_000_000),
        cohort_syncs=[{"cohort": cohort, "role": STUDENT, "status": "active"}],
    )
    school.set(cohorts=[{"cohort": cohort, "join": people, "leave": []}])
    tables = Learning.tables(school, course)
    keys = {row["user"]: row["key"] for row in tables["people"]}
    found = {keys[row["user"]]: (row["active"], row["end"]) for row in tables["enrolments"]}
    assert len(tables["enrolments"]) == 2
    assert found == {people[0]: (1, 0), people[1]: (1, 2_000_000_000)}


def test_a_suspended_account_is_told(plugin_world: World) -> None:
    school = PluginSchool(plugin_world)
    course, people = school.course(visible=0), school.people(2)
    school.set_course(course, *map(learner, people))
    school.put({"key": people[1], "suspended": True})
    tables = Learning.tables(school, course)
    told = {row.pop("key"): row for row in tables["people"]}
    assert {key: row["suspended"] for key, row in told.items()} == {people[0]: 0, people[1]: 1}
    assert {row["first_access"] + row["last_access"] for row in told.values()} == {0}
    assert tables["courses"][0]["visible"] == 0
    # An account that may not log in is in the course all the same.
    assert [row["active"] for row in tables["enrolments"]] == [1, 1]


def test_grades_are_out_of_what_was_graded(learning: Learning) -> None:
    first, suspended, _teacher, _ended = learning.ids
    learning.grade("work", "assign", first, 15.5)
    learning.grade("talk", "forum", first, 4)
    learning.grade("work", "assign", suspended, 30)
    told = learning.progress()["grades"]
    assert {
        (row["activity"], row["user"], row["grade"], row["raw"], row["grade_max"]) for row in told
    } == {
        (learning.cmid("work"), first, 15.5, 15.5, 20),
        (learning.cmid("talk"), first, 4, 4, 5),
        (0, first, 19.5, None, 25),
        (learning.cmid("work"), suspended, 20, 30, 20),
        (0, suspended, 20, None, 20),
    }
    moment = max(row["time"] for row in told)
    assert learning.progress(since=moment)["grades"] == []
    assert learning.progress(since=moment - 1000)["grades"] == told


def test_a_course_is_completed_by_its_activities(learning: Learning) -> None:
    first, _suspended, _teacher, _ended = learning.ids
    learning.complete("read", first)
    tables = learning.progress()
    (half,) = tables["course_completion"]
    assert (half["course"], half["user"], half["completed"]) == (learning.course.ident, first, 0)
    assert half["started"] > 0
    learning.complete("work", first)
    tables = learning.progress()
    assert {(row["activity"], row["user"], row["state"]) for row in tables["completion"]} == {
        (learning.cmid("read"), first, 1),
        (learning.cmid("work"), first, 1),
    }
    (whole,) = tables["course_completion"]
    assert whole["completed"] >= whole["started"] > 0
    future = learning.progress(since=int(time.time()) + 1000)
    # Cron may date a completion back: it always comes.
    assert (future["completion"], future["course_completion"]) == ([], [whole])


def test_what_is_taken_back_is_state_none(learning: Learning) -> None:
    first = learning.ids[0]
    learning.complete("read", first)
    learning.complete("read", first, 0)
    (row,) = learning.progress()["completion"]
    assert (row["user"], row["state"]) == (first, 0)
    assert row["time"] > 0
