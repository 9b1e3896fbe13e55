"""Facts about get_state: which rows, which columns, and that pages lose nothing."""

import json

import pytest

from tests.contract.plugin_school import (
    GET_STATE,
    PluginSchool,
    learner,
    packed,
    read_tables,
)
from tests.contract.site_under_test import SiteUnderTest, World

COLUMNS = {
    "categories": ["id", "key", "name", "parent"],
    "cohorts": ["id", "key", "name"],
    "courses": [
        "id", "key", "fullname", "shortname", "category", "summary", "startdate", "enddate",
        "visible", "groupmode", "format",
    ],
    "users": [
        "id", "key", "username", "firstname", "lastname", "middlename", "email", "suspended",
    ],
    "cohort_members": ["cohort", "user"],
    "groups": ["id", "course", "key", "name"],
    "groupings": ["id", "course", "key", "name"],
    "grouping_groups": ["grouping", "group"],
    "enrolments": ["course", "user", "suspended", "start", "end"],
    "roles": ["course", "user", "role"],
    "group_members": ["group", "user"],
    "cohort_syncs": ["id", "course", "cohort", "role", "group", "suspended"],
}  # fmt: skip
ALWAYS = ("categories", "cohorts")
"""Parts that tell everything of the site, not only ours."""


@pytest.fixture
def school(plugin_world: World) -> PluginSchool:
    """A school with nobody in it."""
    return PluginSchool(plugin_world)


def fill(school: PluginSchool) -> tuple[str, list[str], str]:
    """Make two people in a course with a group, a grouping and a cohort; return their keys."""
    course, people, cohort = school.course("9А"), school.people(2), school.cohort()
    ident = school.state("courses")["courses"][0]["id"]
    grouping = school.site.call(
        "core_group_create_groupings",
        groupings=[
            {
                "courseid": ident,
                "name": "Потоки",
                "description": "",
                "idnumber": f"{course}|grouping",
            }
        ],
    )[0]["id"]
    group = school.state("groups")["groups"][0]["id"]
    school.site.call(
        "core_group_assign_grouping", assignments=[{"groupingid": grouping, "groupid": group}]
    )
    members = [learner(people[0], join=[f"{course}|9А"]), learner(people[1], status="suspended")]
    results = school.set(
        [{"course": course, "members": members}], [{"cohort": cohort, "join": people, "leave": []}]
    )
    assert {one["status"] for one in results.values()} == {"ok"}
    return course, people, cohort


def test_parts_come_with_their_columns(school: PluginSchool) -> None:
    answer = school.site.call(GET_STATE, prefix="no such prefix", options="{}", after="", limit=0)
    assert {part["name"]: part["columns"] for part in answer["parts"]} == COLUMNS
    assert [part["name"] for part in answer["parts"]] == list(COLUMNS)
    assert {part["name"] for part in answer["parts"] if part["rows"] != "[]"} <= set(ALWAYS)
    assert answer["next"] == ""
    assert answer["time"] > 1_600_000_000


def test_everything_of_ours_is_told(school: PluginSchool) -> None:
    course, people, cohort = fill(school)
    tables = school.state()
    users = {row["key"]: row for row in tables["users"]}
    assert set(users) == set(people)
    assert users[people[0]]["username"] == people[0]
    assert users[people[0]]["suspended"] == 0
    assert users[people[0]]["middlename"] == ""
    (course_row,) = tables["courses"]
    assert course_row["key"] == course
    assert course_row["fullname"] == "Курс"
    assert course_row["visible"] == 1
    assert course_row["category"] in {row["id"] for row in tables["categories"]}
    (group,), (grouping,) = tables["groups"], tables["groupings"]
    assert (group["key"], group["course"]) == (f"{course}|9А", course_row["id"])
    assert tables["grouping_groups"] == [{"grouping": grouping["id"], "group": group["id"]}]
    first, second = users[people[0]]["id"], users[people[1]]["id"]
    here = {"course": course_row["id"]}
    assert tables["enrolments"] == [
        {**here, "user": first, "suspended": 0, "start": 0, "end": 0},
        {**here, "user": second, "suspended": 1, "start": 0, "end": 0},
    ]
    assert [row["user"] for row in tables["roles"]] == [first, second]
    assert tables["group_members"] == [{"group": group["id"], "user": first}]
    mine = next(row["id"] for row in tables["cohorts"] if row["key"] == cohort)
    assert tables["cohort_members"] == [
        {"cohort": mine, "user": first},
        {"cohort": mine, "user": second},
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 1000])
def test_pages_hold_each_row_once(school: PluginSchool, limit: int) -> None:
    fill(school)
    parts = [name for name in COLUMNS if name not in ALWAYS]
    whole = school.state(*parts)
    tables, pages = read_tables(
        school.site, GET_STATE, prefix=school.prefix, parts=parts, options="{}", limit=limit
    )
    assert tables == whole
    sizes = [sum(len(json.loads(part["rows"])) for part in page["parts"]) for page in pages]
    assert max(sizes) <= limit
    assert sizes[:-1] == [limit] * (len(sizes) - 1)


def test_rows_that_come_between_pages_move_none(school: PluginSchool) -> None:
    school.people(3)
    page = school.site.call(
        GET_STATE, prefix=school.prefix, parts=["users"], options="{}", after="", limit=2
    )
    school.people(1)
    after = school.site.call(
        GET_STATE, prefix=school.prefix, parts=["users"], options="{}", after=page["next"], limit=9
    )
    seen = [
        row[0] for one in (page, after) for part in one["parts"] for row in json.loads(part["rows"])
    ]
    assert len(seen) == len(set(seen)) == 4


def test_others_are_told_when_they_are_asked_for(school: PluginSchool) -> None:
    user = school.world.user(idnumber="")
    (ident,) = school.world.add_users(user)
    other = school.world.course(idnumber="")
    school.site.call("core_course_create_courses", courses=[other])
    assert school.state("users", "courses") == {"users": [], "courses": []}
    for told in (
        school.state("users", logins=[user["username"]]),
        school.state("users", emails=[user["email"].upper()]),
    ):
        assert [(row["id"], row["key"]) for row in told["users"]] == [(ident, "")]
    rows = school.state("courses", shortnames=[other["shortname"]])["courses"]
    assert [row["key"] for row in rows] == [""]


def test_a_prefix_is_no_pattern(school: PluginSchool) -> None:
    (key,) = school.people(1)
    for prefix in (key[:-2] + "__", "%" + key[1:], "___", "%%%"):
        answer = school.site.call(
            GET_STATE, prefix=prefix, parts=["users"], options="{}", after="", limit=0
        )
        assert answer["parts"][0]["rows"] == "[]"


def test_courses_narrow_what_is_inside_them(school: PluginSchool) -> None:
    course, people, _cohort = fill(school)
    other = school.course("9Б")
    school.set_course(other, learner(people[0], join=[f"{other}|9Б"]))
    ident = {row["key"]: row["id"] for row in school.state("courses")["courses"]}[other]
    tables = school.state(courses=[other])
    assert len(tables["courses"]) == 2
    assert len(tables["users"]) == 2
    assert [row["key"] for row in tables["groups"]] == [f"{other}|9Б"]
    assert {row["course"] for row in tables["enrolments"] + tables["roles"]} == {ident}
    assert len(tables["group_members"]) == 1
    assert tables["groupings"] == tables["grouping_groups"] == []
    assert course != other


@pytest.mark.parametrize(
    "changed",
    [
        {"prefix": "ct"},
        {"parts": ["nothing"]},
        {"options": "{"},
        {"options": "[]"},
        {"options": '{"logins": "ivanov"}'},
        {"options": '{"logins": [1]}'},
        {"options": '{"unknown": []}'},
        {"after": "users"},
        {"after": "nothing:0-1"},
    ],
)
def test_what_is_no_question_is_refused(
    plugin_site: SiteUnderTest, changed: dict[str, object]
) -> None:
    asked = {"prefix": "ct-none", "options": packed({}), "after": "", "limit": 0, **changed}
    assert plugin_site.refusal(GET_STATE, **asked) == "invalidparameter"
