"""Facts about core's functions for results: behaviour.md M6, and what a pull without the plugin gets."""

from typing import Any

import pytest

from tests.contract.learning import CLOSE, DEADLINE, DUE, EXPECTED, FORUM_DUE, OPEN, Learning
from tests.contract.plugin_school import PluginSchool
from tests.contract.site_under_test import SiteUnderTest, World

ACTIVITIES = "core_completion_get_activities_completion_status"
COURSE = "core_completion_get_course_completion_status"
GRADES = "gradereport_user_get_grade_items"
SUBMISSIONS = "mod_assign_get_submissions"
MODULE = "core_course_get_course_module"
NOBODY = 10**8


@pytest.fixture
def learning(plugin_world: World) -> Learning:
    """A course with four people."""
    return Learning(PluginSchool(plugin_world))


def contents(learning: Learning) -> dict[int, dict[str, Any]]:
    """Return the modules of the course by id."""
    sections = learning.course.site.call(
        "core_course_get_contents",
        raw=True,
        courseid=learning.course.ident,
        options=[{"name": "excludecontents", "value": "1"}],
    )
    return {module["id"]: module for section in sections for module in section["modules"]}


def statuses(learning: Learning, user: int) -> dict[int, tuple[int, bool]]:
    """Return state and whether it has a moment, by activity."""
    answer = learning.course.site.call(ACTIVITIES, courseid=learning.course.ident, userid=user)
    return {row["cmid"]: (row["state"], row["timecompleted"] > 0) for row in answer["statuses"]}


def test_contents_tell_dates_and_who_may_see_hidden_ones_sees_them(learning: Learning) -> None:
    told = contents(learning)
    dates = {
        key: {one["dataid"]: one["timestamp"] for one in told[learning.cmid(key)]["dates"]}
        for key in ("read", "work", "test", "talk", "lesson")
    }
    assert dates == {
        "read": {},
        "work": {"allowsubmissionsfromdate": OPEN, "duedate": DUE},
        "test": {"timeclose": CLOSE},
        "talk": {"duedate": FORUM_DUE},
        "lesson": {"deadline": DEADLINE},
    }
    assert told[learning.cmid("hidden")]["visible"] == 0
    assert learning.cmid("later") in told
    assert told[learning.cmid("work")]["completion"] == 2
    assert told[learning.cmid("read")]["modname"] == "page"


def test_states_of_activities(learning: Learning) -> None:
    first, suspended, teacher, _ended = learning.ids
    learning.complete("read", first)
    tracked = {learning.cmid(key) for key in ("read", "hidden", "later", "work")}
    assert statuses(learning, first) == {
        cmid: (1, True) if cmid == learning.cmid("read") else (0, False) for cmid in tracked
    }
    for other in (suspended, teacher):
        assert statuses(learning, other) == dict.fromkeys(tracked, (0, False))


def test_a_course_is_completed_when_its_criteria_are_met(learning: Learning) -> None:
    first = learning.ids[0]
    site, courseid = learning.course.site, learning.course.ident
    learning.complete("read", first)
    status = site.call(COURSE, courseid=courseid, userid=first)["completionstatus"]
    assert (status["completed"], status["aggregation"]) == (False, 1)
    assert [(one["type"], one["complete"]) for one in status["completions"]] == [
        (4, True),
        (4, False),
    ]
    learning.complete("work", first)
    status = site.call(COURSE, courseid=courseid, userid=first)["completionstatus"]
    assert status["completed"] is True
    assert all(one["timecompleted"] > 1_600_000_000 for one in status["completions"])
    (row,) = learning.progress()["course_completion"]
    assert row["completed"] == max(one["timecompleted"] for one in status["completions"])


def test_only_an_active_learner_has_a_completion_of_the_course(learning: Learning) -> None:
    _first, suspended, teacher, ended = learning.ids
    for other in (suspended, teacher, ended):
        refusal = learning.course.site.refusal(COURSE, courseid=learning.course.ident, userid=other)
        assert refusal == "usernotenroled"


def test_a_course_that_is_not_tracked_tells_so(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(enablecompletion=0), world.add_user()
    world.enrol(courseid, userid)
    assert site.refusal(COURSE, courseid=courseid, userid=userid) == "cannotviewreport"
    assert site.call(ACTIVITIES, courseid=courseid, userid=userid)["statuses"] == []


@pytest.mark.parametrize("function", [ACTIVITIES, COURSE, GRADES])
def test_who_or_what_is_not_there(site: SiteUnderTest, world: World, function: str) -> None:
    courseid, userid = world.add_course(), world.add_user()
    assert site.refusal(function, courseid=courseid, userid=NOBODY) == "invaliduser"
    assert site.refusal(function, courseid=NOBODY, userid=userid) == "invalidrecord"


def grades(learning: Learning, **params: int) -> dict[tuple[int, int], tuple[Any, Any]]:
    """Return grade and what it is out of, by user and course module (0: the course)."""
    answer = learning.course.site.call(GRADES, courseid=learning.course.ident, **params)
    return {
        (user["userid"], item.get("cmid") or 0): (item["graderaw"], item["grademax"])
        for user in answer["usergrades"]
        for item in user["gradeitems"]
        if item["itemtype"] in ("mod", "course")
    }


def test_grades_of_all_who_are_active(learning: Learning) -> None:
    first, suspended, _teacher, _ended = learning.ids
    learning.grade("work", "assign", first, 15.5)
    learning.grade("talk", "forum", first, 4)
    learning.grade("work", "assign", suspended, 11)
    cmids = {key: learning.cmid(key) for key in ("work", "test", "talk", "lesson")}
    assert grades(learning) == {
        (first, cmids["work"]): (15.5, 20),
        (first, cmids["test"]): (None, 10),
        (first, cmids["talk"]): (4, 5),
        (first, cmids["lesson"]): (None, 7),
        (first, 0): (19.5, 25),
    }
    # Whoever is suspended is told when asked for alone.
    assert grades(learning, userid=suspended)[suspended, 0] == (11, 20)


def test_grades_carry_the_day_they_were_given(learning: Learning) -> None:
    first = learning.ids[0]
    learning.grade("work", "assign", first, 12)
    answer = learning.course.site.call(GRADES, courseid=learning.course.ident, userid=first)
    (user,) = answer["usergrades"]
    times = {item.get("cmid") or 0: item["gradedategraded"] for item in user["gradeitems"]}
    told = {row["activity"]: row["time"] for row in learning.progress()["grades"]}
    assert times[learning.cmid("work")] == told[learning.cmid("work")]
    assert times[learning.cmid("test")] is None
    assert user["useridnumber"] == learning.people[0]


def test_submissions_of_unknown_assignments_are_passed_over(learning: Learning) -> None:
    site = learning.course.site
    instance = contents(learning)[learning.cmid("work")]["instance"]
    answer = site.call(SUBMISSIONS, assignmentids=[instance, NOBODY])
    assert answer["assignments"] == [{"assignmentid": instance, "submissions": []}]
    assert [(one["itemid"], one["warningcode"]) for one in answer["warnings"]] == [(instance, "3")]
    assert site.refusal(SUBMISSIONS, assignmentids=[]) == "invalidparameter"


def test_a_module_is_told_whole_to_its_manager(learning: Learning) -> None:
    site = learning.course.site
    told = site.call(MODULE, cmid=learning.cmid("work"))["cm"]
    if "idnumber" not in told:
        pytest.skip("this token may not manage activities")
    assert (told["idnumber"], told["grade"], float(told["gradepass"])) == ("vsosh:work", 20, 10)
    read = site.call(MODULE, cmid=learning.cmid("read"))["cm"]
    assert read["completionexpected"] == EXPECTED
    assert "grade" not in read
    added = {row["activity"]: row["added"] for row in learning.progress()["activities"]}
    assert told["added"] == added[learning.cmid("work")]
    assert site.refusal(MODULE, cmid=NOBODY) == "invalidrecordunknown"
