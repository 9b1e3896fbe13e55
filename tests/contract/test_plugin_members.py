"""Facts about set_members: who comes in, who leaves, what is refused, what is left alone."""

from typing import Any

import pytest

from tests.contract.plugin_school import SET_MEMBERS, PluginSchool, codes, learner, packed
from tests.contract.site_under_test import EDITING_TEACHER, STUDENT, SiteUnderTest, World

NON_EDITING_TEACHER = 4


@pytest.fixture
def school(plugin_world: World) -> PluginSchool:
    """A school with nobody in it."""
    return PluginSchool(plugin_world)


def test_people_are_enrolled_with_role_and_groups(school: PluginSchool) -> None:
    course, (first, second) = school.course("9А", "9Б"), school.people(2)
    group = f"{course}|9А"
    result = school.set_course(
        course,
        learner(first, join=[group]),
        learner(second, role=EDITING_TEACHER, status="suspended", start=1000, end=2_000_000_000),
    )
    assert (result["status"], result["errors"]) == ("ok", [])
    assert result["counts"] == {"enrolled": 2, "joined": 1}
    there = school.enrolled(course)
    assert there[first]["groups"] == {group}
    assert there[first]["roles"] == {STUDENT}
    assert (there[first]["suspended"], there[first]["start"], there[first]["end"]) == (0, 0, 0)
    assert (there[second]["suspended"], there[second]["roles"]) == (1, {EDITING_TEACHER})
    assert (there[second]["start"], there[second]["end"]) == (1000, 2_000_000_000)


def test_a_repeated_document_changes_nothing(school: PluginSchool) -> None:
    course, people, cohort = school.course("9А"), school.people(2), school.cohort()
    members = [learner(user, join=[f"{course}|9А"]) for user in people]
    document = [{"course": course, "members": members}]
    cohorts = [{"cohort": cohort, "join": people, "leave": []}]
    school.set(document, cohorts)
    again = school.set(document, cohorts)
    assert [one["status"] for one in again.values()] == ["unchanged", "unchanged"]
    assert [one["counts"] for one in again.values()] == [{"unchanged": 2}, {"unchanged": 2}]


def test_what_is_left_out_stays(school: PluginSchool) -> None:
    course, (user,) = school.course("9А", "9Б"), school.people(1)
    school.set_course(course, learner(user, start=1000, end=2_000_000_000, join=[f"{course}|9А"]))
    result = school.set_course(course, {"user": user})
    assert (result["status"], result["counts"]) == ("unchanged", {"unchanged": 1})
    result = school.set_course(course, {"user": user, "end": 0})
    assert (result["status"], result["counts"]) == ("ok", {"updated": 1})
    result = school.set_course(course, {"user": user, "join": [f"{course}|9Б"]})
    assert result["counts"] == {"joined": 1}
    there = school.enrolled(course)[user]
    assert (there["start"], there["end"], there["roles"]) == (1000, 0, {STUDENT})
    assert there["groups"] == {f"{course}|9А", f"{course}|9Б"}


def test_people_are_suspended_and_come_back(school: PluginSchool) -> None:
    course, (user,) = school.course("9А"), school.people(1)
    group = f"{course}|9А"
    school.set_course(course, learner(user, join=[group]))
    result = school.set_course(course, {"user": user, "status": "suspended"})
    assert result["counts"] == {"suspended": 1}
    there = school.enrolled(course)[user]
    assert (there["suspended"], there["groups"], there["roles"]) == (1, {group}, {STUDENT})
    result = school.set_course(course, {"user": user, "status": "active", "leave": [group]})
    assert result["counts"] == {"reactivated": 1, "left": 1}
    there = school.enrolled(course)[user]
    assert (there["suspended"], there["groups"]) == (0, set())


def test_people_are_unenrolled(school: PluginSchool) -> None:
    course, (user, other) = school.course("9А"), school.people(2)
    group = f"{course}|9А"
    school.set_course(course, learner(user, join=[group]), learner(other, join=[group]))
    result = school.set_course(course, {"user": user, "status": "none"})
    assert result["counts"] == {"unenrolled": 1}
    assert set(school.enrolled(course)) == {other}
    tables = school.state("roles", "group_members")
    assert [len(rows) for rows in tables.values()] == [1, 1]
    result = school.set_course(course, {"user": user, "status": "none"})
    assert (result["status"], result["counts"]) == ("unchanged", {"unchanged": 1})


def test_a_role_is_replaced_among_those_of_the_document(school: PluginSchool) -> None:
    course, (user, teacher) = school.course(), school.people(2)
    school.set_course(course, learner(user, role=NON_EDITING_TEACHER))
    result = school.set_course(course, learner(user))
    assert result["counts"] == {"roles": 1}
    # The document named no other role: the one given before is nobody's business.
    assert school.enrolled(course)[user]["roles"] == {NON_EDITING_TEACHER, STUDENT}
    result = school.set_course(course, learner(user), learner(teacher, role=NON_EDITING_TEACHER))
    assert result["counts"] == {"roles": 1, "enrolled": 1}
    there = school.enrolled(course)
    assert there[user]["roles"] == {STUDENT}
    assert there[teacher]["roles"] == {NON_EDITING_TEACHER}


def test_a_document_may_name_the_roles_it_takes_away(school: PluginSchool) -> None:
    course, (user,) = school.course(), school.people(1)
    school.set_course(course, learner(user, role=NON_EDITING_TEACHER))
    roles = [STUDENT, NON_EDITING_TEACHER]
    document = [{"course": course, "members": [{"user": user, "role": STUDENT}]}]
    assert school.set(document, roles=roles)[course]["counts"] == {"roles": 1}
    assert school.enrolled(course)[user]["roles"] == {STUDENT}
    assert school.set(document, roles=roles)[course]["status"] == "unchanged"
    sent = packed({"courses": [], "roles": ["5"]})
    assert school.site.refusal(SET_MEMBERS, document=sent) == "invalidparameter"


def test_members_of_cohorts_join_and_leave(school: PluginSchool) -> None:
    cohort, (first, second, third) = school.cohort(), school.people(3)
    done = school.set(cohorts=[{"cohort": cohort, "join": [first, second], "leave": []}])[cohort]
    assert (done["status"], done["counts"]) == ("ok", {"joined": 2})
    done = school.set(cohorts=[{"cohort": cohort, "join": [second, third], "leave": [first]}])
    assert done[cohort]["counts"] == {"joined": 1, "left": 1, "unchanged": 1}
    tables = school.state("users", "cohort_members")
    keys = {row["id"]: row["key"] for row in tables["users"]}
    assert {keys[row["user"]] for row in tables["cohort_members"]} == {second, third}


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"user": "nobody-has-this-key"}, "user", "user-missing"),
        ({"role": 987654}, "role", "role-unknown"),
        ({"role": "5"}, "role", "role-unknown"),
        ({"role": None}, "role", "role-unknown"),
        ({"join": ["no-such-group"]}, "join", "group-missing"),
        ({"leave": ["no-such-group"]}, "leave", "group-missing"),
        ({"status": "gone"}, "status", "bad-document"),
        ({"start": -1}, "start", "bad-document"),
        ({"end": "tomorrow"}, "end", "bad-document"),
    ],
)
def test_a_course_with_an_error_is_left_as_it_was(
    school: PluginSchool, changed: dict[str, Any], field: str, code: str
) -> None:
    course, other, (first, second) = school.course("9А"), school.course(), school.people(2)
    bad = {**learner(second), **changed}
    results = school.set(
        [
            {"course": course, "members": [learner(first, join=[f"{course}|9А"]), bad]},
            {"course": other, "members": [learner(first)]},
        ]
    )
    assert codes(results[course]) == [("member", bad["user"], field, code)]
    assert results[course]["errors"][0]["course"] == course
    assert (results[course]["status"], results[course]["counts"]) == ("error", {})
    assert results[other]["status"] == "ok"
    assert school.enrolled(course) == {}
    assert school.state("group_members")["group_members"] == []
    assert set(school.enrolled(other)) == {first}


def test_all_error_rows_of_a_course_are_told(school: PluginSchool) -> None:
    course, (user,) = school.course(), school.people(1)
    result = school.set_course(
        course, learner("no-1"), learner(user, join=["no-2"], leave=["no-3"]), learner("no-4")
    )
    assert codes(result) == [
        ("member", "no-1", "user", "user-missing"),
        ("member", user, "join", "group-missing"),
        ("member", user, "leave", "group-missing"),
        ("member", "no-4", "user", "user-missing"),
    ]


def test_a_group_takes_only_the_enrolled(school: PluginSchool) -> None:
    course, (user,) = school.course("9А"), school.people(1)
    group = f"{course}|9А"
    result = school.set_course(course, {"user": user, "join": [group]})
    assert codes(result) == [("member", user, "join", "not-enrolled")]
    result = school.set_course(course, {"user": user, "leave": [group]})
    assert result["status"] == "unchanged"
    school.set_course(course, learner(user))
    result = school.set_course(course, {"user": user, "status": "none", "join": [group]})
    assert codes(result) == [("member", user, "join", "not-enrolled")]
    assert set(school.enrolled(course)) == {user}


def test_a_group_of_another_course_is_missing(school: PluginSchool) -> None:
    course, other, (user,) = school.course(), school.course("9А"), school.people(1)
    result = school.set_course(course, learner(user, join=[f"{other}|9А"]))
    assert codes(result) == [("member", user, "join", "group-missing")]


def test_a_course_or_cohort_that_is_not_there(school: PluginSchool) -> None:
    (user,) = school.people(1)
    results = school.set(
        [{"course": "no-course", "members": [learner(user)]}],
        [{"cohort": "no-cohort", "join": [user], "leave": []}],
    )
    assert codes(results["no-course"]) == [("", "", "", "course-missing")]
    assert codes(results["no-cohort"]) == [("", "", "", "cohort-missing")]
    assert results["no-course"]["errors"][0]["course"] == "no-course"


def test_a_cohort_with_a_stranger_is_left_as_it_was(school: PluginSchool) -> None:
    cohort, (user,) = school.cohort(), school.people(1)
    done = school.set(cohorts=[{"cohort": cohort, "join": [user, "no-1"], "leave": ["no-2"]}])
    assert codes(done[cohort]) == [
        ("member", "no-1", "join", "user-missing"),
        ("member", "no-2", "leave", "user-missing"),
    ]
    assert school.state("cohort_members")["cohort_members"] == []


def test_a_cohort_is_synced(school: PluginSchool) -> None:
    course, cohort, (first, second) = school.course("9А"), school.cohort(), school.people(2)
    group = f"{course}|9А"
    school.set(cohorts=[{"cohort": cohort, "join": [first], "leave": []}])
    sync = {"cohort": cohort, "role": STUDENT, "group": group, "status": "active"}
    result = school.set_course(course, cohort_syncs=[sync])
    assert (result["status"], result["counts"]) == ("ok", {"syncs": 1})
    tables = school.state("cohort_syncs", "groups", "users", "courses", "group_members", "roles")
    (row,) = tables["cohort_syncs"]
    assert (row["role"], row["group"], row["suspended"]) == (STUDENT, tables["groups"][0]["id"], 0)
    users = {row["key"]: row["id"] for row in tables["users"]}
    ident = tables["courses"][0]["id"]
    assert school.world.enrolled_ids(ident) == [users[first]]
    assert [row["user"] for row in tables["group_members"]] == [users[first]]
    assert tables["roles"] == []  # Those that a method gave are not told.
    # Whoever joins the cohort later joins the course.
    school.set(cohorts=[{"cohort": cohort, "join": [second], "leave": []}])
    assert sorted(school.world.enrolled_ids(ident)) == sorted(users.values())
    assert len(school.state("group_members")["group_members"]) == 2
    again = school.set_course(course, cohort_syncs=[sync])
    assert (again["status"], again["counts"]) == ("unchanged", {"unchanged": 1})


def test_who_leaves_a_synced_cohort_is_out_of_every_group(school: PluginSchool) -> None:
    course, cohort, (user,) = school.course("9А", "level"), school.cohort(), school.people(1)
    own, level = f"{course}|9А", f"{course}|level"
    early = school.set_course(course, {"user": user, "join": [level]})
    assert codes(early) == [("member", user, "join", "not-enrolled")]
    school.set(cohorts=[{"cohort": cohort, "join": [user], "leave": []}])
    sync = {"cohort": cohort, "role": STUDENT, "group": own, "status": "active"}
    school.set_course(course, cohort_syncs=[sync])
    assert school.set_course(course, {"user": user, "join": [level]})["counts"] == {"joined": 1}
    assert len(school.state("group_members")["group_members"]) == 2
    school.set(cohorts=[{"cohort": cohort, "join": [], "leave": [user]}])
    assert school.state("group_members")["group_members"] == []
    # Back in the cohort the sync gives its own group again; nobody gives the other one.
    school.set(cohorts=[{"cohort": cohort, "join": [user], "leave": []}])
    tables = school.state("group_members", "groups")
    named = {row["id"]: row["key"] for row in tables["groups"]}
    assert [named[row["group"]] for row in tables["group_members"]] == [own]


def test_a_sync_is_changed_and_removed(school: PluginSchool) -> None:
    course, cohort, (user,) = school.course("9А", "9Б"), school.cohort(), school.people(1)
    school.set(cohorts=[{"cohort": cohort, "join": [user], "leave": []}])
    sync = {"cohort": cohort, "role": STUDENT, "group": f"{course}|9А", "status": "active"}
    school.set_course(course, cohort_syncs=[sync])
    before = school.state("cohort_syncs", "group_members")
    moved = {**sync, "group": f"{course}|9Б", "role": NON_EDITING_TEACHER}
    assert school.set_course(course, cohort_syncs=[moved])["counts"] == {"syncs": 1}
    after = school.state("cohort_syncs", "group_members")
    assert after["cohort_syncs"][0]["id"] == before["cohort_syncs"][0]["id"]
    assert after["cohort_syncs"][0]["role"] == NON_EDITING_TEACHER
    assert after["group_members"] != before["group_members"]
    assert len(after["group_members"]) == 1
    paused = {"cohort": cohort, "status": "suspended"}
    assert school.set_course(course, cohort_syncs=[paused])["counts"] == {"syncs": 1}
    assert school.state("cohort_syncs")["cohort_syncs"][0]["suspended"] == 1
    gone = {"cohort": cohort, "status": "none"}
    assert school.set_course(course, cohort_syncs=[gone])["counts"] == {"syncs": 1}
    assert school.state("cohort_syncs", "group_members") == {
        "cohort_syncs": [],
        "group_members": [],
    }
    assert school.set_course(course, cohort_syncs=[gone])["status"] == "unchanged"


def test_errors_of_a_sync(school: PluginSchool) -> None:
    course, cohort = school.course(), school.cohort()
    wrong = [
        {"cohort": "no-cohort", "role": STUDENT},
        {"cohort": cohort, "role": 987654},
        {"cohort": cohort, "role": STUDENT, "group": "no-group"},
    ]
    result = school.set_course(course, cohort_syncs=wrong)
    assert codes(result) == [
        ("cohort_sync", "no-cohort", "cohort", "cohort-missing"),
        ("cohort_sync", cohort, "role", "role-unknown"),
        ("cohort_sync", cohort, "group", "group-missing"),
    ]
    assert school.state("cohort_syncs")["cohort_syncs"] == []


@pytest.mark.parametrize(
    "document",
    ["", "[]", '{"courses": {"a": 1}}', '{"people": []}', '{"courses": [{"members": []}]}'],
)
def test_what_is_no_document_is_refused(plugin_site: SiteUnderTest, document: str) -> None:
    assert plugin_site.refusal(SET_MEMBERS, document=document) == "invalidparameter"


@pytest.mark.parametrize(
    "course",
    [
        {"members": {"user": "a"}},
        {"members": [{"role": 5}]},
        {"members": [5]},
        {"members": "x"},
    ],
)
def test_a_course_of_the_wrong_shape_is_refused(school: PluginSchool, course: Any) -> None:
    key = school.course()
    result = school.set([{"course": key, **course}])[key]
    assert codes(result) == [("", "", "", "bad-document")]


def test_an_empty_document_is_no_mistake(plugin_site: SiteUnderTest) -> None:
    answer = plugin_site.call(SET_MEMBERS, document=packed({}))
    assert answer == {"courses": [], "cohorts": []}
