"""Facts about get_progress: which courses, which columns, and that pages lose nothing."""

import json
import time
from typing import Any

import pytest

from tests.contract.plugin_course import PluginCourse, page
from tests.contract.plugin_school import (
    GET_PROGRESS,
    PluginSchool,
    Tables,
    learner,
    packed,
    read_tables,
)
from tests.contract.site_under_test import SiteUnderTest, World

COLUMNS = {
    "people": ["user", "key", "first_access", "last_access", "suspended"],
    "activities": [
        "activity", "course", "key", "module", "name", "section", "completion", "grade_max",
        "grade_pass", "visible", "added", "due",
    ],
    "courses": ["course", "key", "title", "visible", "completion"],
    "completion": ["activity", "user", "state", "time"],
    "course_completion": ["course", "user", "started", "completed"],
    "grades": [
        "activity", "course", "user", "grade", "raw", "has_feedback", "time", "grade_max",
    ],
    "access": ["course", "user", "time"],
    "submissions": ["activity", "user", "status", "time", "attempt"],
    "attempts": ["activity", "user", "attempt", "state", "started", "finished", "grade"],
    "enrolments": ["course", "user", "teaches", "active", "start", "end"],
    "posts": ["post", "activity", "user", "time"],
}  # fmt: skip


@pytest.fixture
def school(plugin_world: World) -> PluginSchool:
    """A school with nobody in it."""
    return PluginSchool(plugin_world)


def progress(school: PluginSchool, *courses: str, limit: int = 0, **options: Any) -> Tables:
    """Return the tables of some courses."""
    return read_tables(
        school.site,
        GET_PROGRESS,
        courses=packed(list(courses)),
        options=packed({"prefix": school.prefix, **options}),
        limit=limit,
    )[0]


def test_parts_come_with_their_columns(plugin_site: SiteUnderTest) -> None:
    answer = plugin_site.call(GET_PROGRESS, courses="[]", options="{}", after="", limit=0)
    assert {part["name"]: part["columns"] for part in answer["parts"]} == COLUMNS
    assert [part["name"] for part in answer["parts"]] == list(COLUMNS)
    assert {part["rows"] for part in answer["parts"]} == {"[]"}
    assert (answer["denied"], answer["next"]) == ([], "")
    assert answer["time"] > 1_600_000_000


def test_courses_and_people_are_told(school: PluginSchool) -> None:
    first, second, people = school.course(), school.course(), school.people(3)
    strange = school.world.user(idnumber="")
    (stranger,) = school.world.add_users(strange)
    school.set_course(first, learner(people[0]), learner(people[1], status="suspended"))
    school.set_course(second, learner(people[2]))
    tables = progress(school, first)
    ids = {row["key"]: row["id"] for row in school.state("courses")["courses"]}
    school.world.enrol(ids[first], stranger)
    tables = progress(school, first)
    assert tables["courses"] == [
        {"course": ids[first], "key": first, "title": "Курс", "visible": 1, "completion": 1}
    ]
    assert [row["key"] for row in tables["people"]] == people[:2]
    tables = progress(school, second, first, second)
    assert [row["key"] for row in tables["people"]] == people
    assert {row["key"] for row in tables["courses"]} == {first, second}


def test_activities_are_told(school: PluginSchool) -> None:
    course = PluginCourse(school.world)
    done = {"tracking": "manual"}
    course.put(course.document(page("a", completion=done), page("b")))
    told = progress(school, course.key, prefix="vsosh:")["activities"]
    ours = {row["key"]: row for row in told if row["key"]}
    assert set(ours) == {"a", "b"}
    assert abs(ours["a"].pop("added") - time.time()) < 120
    assert ours["a"] == {
        "activity": course.cmid("a"),
        "course": course.ident,
        "key": "a",
        "module": "page",
        "name": "Страница a",
        "section": 1,
        "completion": 1,
        "grade_max": None,
        "grade_pass": None,
        "visible": 1,
        "due": 0,
    }
    assert ours["b"]["completion"] == 0
    # What put_courses wrote keeps its key whatever the people's prefix is.
    other = progress(school, course.key, prefix="other:")["activities"]
    assert other == progress(school, course.key, prefix="vsosh:")["activities"]


def test_courses_that_are_not_there_are_denied(school: PluginSchool) -> None:
    course = school.course()
    answer = school.site.call(
        GET_PROGRESS, courses=packed([course, "no-course"]), options="{}", after="", limit=0
    )
    assert answer["denied"] == ["no-course"]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_hold_each_row_once(school: PluginSchool, limit: int) -> None:
    courses, people = [school.course(), school.course()], school.people(3)
    for course in courses:
        school.set_course(course, *map(learner, people))
    whole = progress(school, *courses)
    tables, pages = read_tables(
        school.site,
        GET_PROGRESS,
        courses=packed(courses),
        options=packed({"prefix": school.prefix}),
        limit=limit,
    )
    assert tables == whole
    sizes = [sum(len(json.loads(part["rows"])) for part in one["parts"]) for one in pages]
    assert max(sizes) <= limit


def test_only_the_parts_asked_for_come(school: PluginSchool) -> None:
    course = school.course()
    tables = progress(school, course, parts=["courses", "grades"], since=1_000_000_000)
    assert list(tables) == ["courses", "grades"]
    assert len(tables["courses"]) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"courses": "{}"},
        {"courses": "[1]"},
        {"options": "[]"},
        {"options": '{"parts": ["nothing"]}'},
        {"options": '{"parts": "grades"}'},
        {"options": '{"since": "yesterday"}'},
        {"options": '{"since": -1}'},
        {"options": '{"prefix": ""}'},
        {"options": '{"unknown": 1}'},
        {"after": "grades"},
    ],
)
def test_what_is_no_question_is_refused(
    plugin_site: SiteUnderTest, changed: dict[str, str]
) -> None:
    asked = {"courses": "[]", "options": "{}", "after": "", "limit": 0, **changed}
    assert plugin_site.refusal(GET_PROGRESS, **asked) == "invalidparameter"
