"""Facts about enrolments: behaviour.md M5, "Enrolment", and rules 6 and 7."""

import time

import pytest

from tests.contract.site_under_test import EDITING_TEACHER, STUDENT, SiteUnderTest, World

ENROL, UNENROL = "enrol_manual_enrol_users", "enrol_manual_unenrol_users"
ENROLLED = "core_enrol_get_enrolled_users"


def test_enrolling_answers_null_and_gives_the_role(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    row = {"roleid": STUDENT, "userid": userid, "courseid": courseid}
    assert site.call(ENROL, enrolments=[row]) is None
    users = world.enrolled(courseid, userfields="id,roles")
    assert [user["id"] for user in users] == [userid]
    assert [role["shortname"] for role in users[0]["roles"]] == ["student"]


def test_one_bad_enrolment_keeps_all_out(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    good = {"roleid": STUDENT, "userid": userid, "courseid": courseid}
    assert site.refusal(ENROL, enrolments=[good, {**good, "roleid": 99}]) == "wsusercannotassign"
    assert world.enrolled_ids(courseid) == []


def test_an_unknown_user_is_told_by_release(site: SiteUnderTest, world: World) -> None:
    row = {"roleid": STUDENT, "userid": 10**8, "courseid": world.add_course()}
    expected = "invaliduser" if site.release >= (4, 5) else "codingerror"
    assert site.refusal(ENROL, enrolments=[row]) == expected


def test_an_unknown_course_is_invalidparameter(site: SiteUnderTest, world: World) -> None:
    row = {"roleid": STUDENT, "userid": world.add_user(), "courseid": 10**8}
    assert site.refusal(ENROL, enrolments=[row]) == "invalidparameter"


def test_the_same_pair_twice_in_a_batch_is_fine(world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid, userid)
    assert world.enrolled_ids(courseid) == [userid]


def test_another_role_is_added_to_the_first(world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid)
    world.enrol(courseid, userid, roleid=EDITING_TEACHER)
    roles = world.enrolled(courseid, userfields="id,roles")[0]["roles"]
    assert {role["roleid"] for role in roles} == {STUDENT, EDITING_TEACHER}


def test_a_suspended_enrolment_is_in_the_plain_list_and_in_onlysuspended(world: World) -> None:
    courseid = world.add_course()
    active, suspended = world.add_users(world.user(), world.user())
    world.enrol(courseid, active)
    world.enrol(courseid, suspended, suspend=1)
    assert world.enrolled_ids(courseid) == [active, suspended]
    assert world.enrolled_ids(courseid, onlyactive="1") == [active]
    assert world.enrolled_ids(courseid, onlysuspended="1") == [suspended]


def test_an_ended_enrolment_counts_as_suspended(world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid, timestart=1, timeend=int(time.time()) - 86400)
    assert world.enrolled_ids(courseid, onlyactive="1") == []
    assert world.enrolled_ids(courseid, onlysuspended="1") == [userid]


def test_a_suspended_account_still_counts_as_active(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    site.call("core_user_update_users", users=[{"id": userid, "suspended": 1}])
    world.enrol(courseid, userid)
    assert world.enrolled_ids(courseid, onlyactive="1") == [userid]


def test_enrolling_again_reactivates_and_resets_the_dates(world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid, suspend=1, timeend=1)
    world.enrol(courseid, userid)
    assert world.enrolled_ids(courseid, onlyactive="1") == [userid]


def test_users_courses_hides_a_suspended_enrolment(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid, suspend=1)
    assert site.call("core_enrol_get_users_courses", userid=userid) == []
    world.enrol(courseid, userid)
    courses = site.call("core_enrol_get_users_courses", userid=userid)
    assert [course["id"] for course in courses] == [courseid]


def test_the_status_of_an_enrolment_is_not_told(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid, suspend=1)
    user = site.call(ENROLLED, courseid=courseid)[0]
    assert {"id", "username", "email", "idnumber"} <= set(user)
    assert not {"suspended", "status", "enrol"} & set(user)


def test_unenrolling_takes_roles_and_groups_away(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid)
    groupid = world.add_group(courseid)
    member = {"groupid": groupid, "userid": userid}
    site.call("core_group_add_group_members", members=[member])
    assert site.call(UNENROL, enrolments=[{"userid": userid, "courseid": courseid}]) is None
    assert world.enrolled_ids(courseid) == []
    assert world.members(groupid) == []


def test_unenrolling_the_unenrolled_is_fine(site: SiteUnderTest, world: World) -> None:
    pair = {"userid": world.add_user(), "courseid": world.add_course()}
    assert site.call(UNENROL, enrolments=[pair, pair]) is None


def test_unenrolling_ignores_the_role(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid)
    site.call(
        UNENROL,
        enrolments=[{"userid": userid, "courseid": courseid, "roleid": EDITING_TEACHER}],
    )
    assert world.enrolled_ids(courseid) == []


def test_an_unknown_option_is_ignored(world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid)
    assert world.enrolled_ids(courseid, nobodyhasit="1") == [userid]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("userfields", "id,nobody", "invaliduserfield"),
        ("sortby", "nobody", "invalidparameter"),
        ("sortdirection", "nobody", "invalidparameter"),
    ],
)
def test_bad_options_are_refused(
    site: SiteUnderTest, world: World, name: str, value: str, code: str
) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid)
    options = [{"name": name, "value": value}]
    assert site.refusal(ENROLLED, courseid=courseid, options=options) == code


def test_only_active_and_only_suspended_at_once_is_a_coding_error(
    site: SiteUnderTest, world: World
) -> None:
    options = [{"name": "onlyactive", "value": "1"}, {"name": "onlysuspended", "value": "1"}]
    courseid = world.add_course()
    assert site.refusal(ENROLLED, courseid=courseid, options=options) == "codingerror"


def test_pages_and_sorting_of_the_list(world: World) -> None:
    courseid = world.add_course()
    ids = world.add_users(*(world.user(lastname=name) for name in ("В", "А", "Б")))
    world.enrol(courseid, *ids)
    assert world.enrolled_ids(courseid, limitfrom="1", limitnumber="1") == [ids[1]]
    by_name = world.enrolled_ids(courseid, sortby="lastname", sortdirection="desc")
    assert by_name == [ids[0], ids[2], ids[1]]


def test_the_list_can_be_narrowed_to_a_group(site: SiteUnderTest, world: World) -> None:
    courseid = world.add_course()
    first, second = world.add_users(world.user(), world.user())
    world.enrol(courseid, first, second)
    groupid = world.add_group(courseid)
    site.call("core_group_add_group_members", members=[{"groupid": groupid, "userid": second}])
    assert world.enrolled_ids(courseid, groupid=str(groupid)) == [second]


def test_the_list_can_be_narrowed_to_a_capability(world: World) -> None:
    courseid = world.add_course()
    student, teacher = world.add_users(world.user(), world.user())
    world.enrol(courseid, student)
    world.enrol(courseid, teacher, roleid=EDITING_TEACHER)
    assert world.enrolled_ids(courseid, withcapability="moodle/course:update") == [teacher]


def test_an_unknown_course_has_no_list(site: SiteUnderTest) -> None:
    assert site.refusal(ENROLLED, courseid=10**8) == "invalidrecord"


def test_an_empty_course_has_an_empty_list(site: SiteUnderTest, world: World) -> None:
    assert site.call(ENROLLED, courseid=world.add_course()) == []


def test_a_role_may_be_assigned_without_an_enrolment(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    role = {"roleid": EDITING_TEACHER, "userid": userid}
    place = {"contextlevel": "course", "instanceid": courseid}
    assert site.call("core_role_assign_roles", assignments=[{**role, **place}]) is None
    assert world.enrolled_ids(courseid) == []
    world.enrol(courseid, userid)
    assert len(world.enrolled(courseid, userfields="id,roles")[0]["roles"]) == 2
    site.call("core_role_unassign_roles", unassignments=[{**role, **place}])
    assert len(world.enrolled(courseid, userfields="id,roles")[0]["roles"]) == 1


def test_a_role_is_not_assigned_where_it_does_not_belong(site: SiteUnderTest, world: World) -> None:
    assignment = {
        "roleid": STUDENT,
        "userid": world.add_user(),
        "contextlevel": "system",
        "instanceid": 0,
    }
    assert site.refusal("core_role_assign_roles", assignments=[assignment]) == "invalidparameter"
