"""Facts about groups and groupings: behaviour.md M5, "Groups, cohorts, courses"."""

import pytest

from tests.contract.site_under_test import SiteUnderTest, World

CREATE, UPDATE = "core_group_create_groups", "core_group_update_groups"
ADD, REMOVE = "core_group_add_group_members", "core_group_delete_group_members"
BAD = "invalidparameter"


def _names(site: SiteUnderTest, courseid: int, *, raw: bool = True) -> list[str]:
    groups = site.call("core_group_get_course_groups", raw=raw, courseid=courseid)
    return [group["name"] for group in groups]


def test_a_description_is_compulsory(site: SiteUnderTest, world: World) -> None:
    group = {"courseid": world.add_course(), "name": "5А"}
    assert site.refusal(CREATE, groups=[group]) == BAD


def test_one_bad_group_keeps_all_out(site: SiteUnderTest, world: World) -> None:
    courseid = world.add_course()
    group = {"courseid": courseid, "name": "5А", "description": ""}
    assert site.refusal(CREATE, groups=[group, group]) == BAD
    assert _names(site, courseid) == []


def test_a_name_is_compared_before_it_is_trimmed(site: SiteUnderTest, world: World) -> None:
    courseid = world.add_course()
    for name in ("5Б", "5Б ", "5б"):
        world.add_group(courseid, name)
    assert sorted(_names(site, courseid)) == ["5Б", "5Б", "5б"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " "}, BAD),
        ({"name": "<b>5А"}, BAD),
        ({"name": "Я" * 255}, "dmlwriteexception"),
        ({"descriptionformat": 9}, "formatnotsupported"),
        ({"courseid": 10**8}, "errorcoursecontextnotvalid"),
    ],
    ids=str,
)
def test_bad_groups_are_refused(
    site: SiteUnderTest, world: World, fields: dict[str, str | int], code: str
) -> None:
    group = {"courseid": world.add_course(), "name": "5А", "description": "", **fields}
    assert site.refusal(CREATE, groups=[group]) == code


def test_an_idnumber_is_unique_in_its_course(site: SiteUnderTest, world: World) -> None:
    first, second = world.add_course(), world.add_course()
    world.add_group(first, "5А", idnumber="5a")
    world.add_group(second, "5А", idnumber="5a")
    group = {"courseid": first, "name": "5Б", "description": "", "idnumber": "5a"}
    assert site.refusal(CREATE, groups=[group]) == "idnumbertaken"


def test_names_are_escaped_since_45_unless_asked_for_raw(site: SiteUnderTest, world: World) -> None:
    courseid = world.add_course()
    world.add_group(courseid, "5А & 5 < 6")
    assert _names(site, courseid) == ["5А & 5 < 6"]
    shown = "5А &amp; 5 &lt; 6" if site.release >= (4, 5) else "5А & 5 < 6"
    assert _names(site, courseid, raw=False) == [shown]


def test_only_enrolled_users_may_be_members(site: SiteUnderTest, world: World) -> None:
    courseid = world.add_course()
    inside, outside = world.add_users(world.user(), world.user())
    world.enrol(courseid, inside)
    groupid = world.add_group(courseid)
    members = [{"groupid": groupid, "userid": userid} for userid in (inside, outside)]
    assert site.refusal(ADD, members=members) == BAD
    assert world.members(groupid) == []


def test_a_suspended_enrolment_is_enough_for_a_group(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid, suspend=1)
    groupid = world.add_group(courseid)
    site.call(ADD, members=[{"groupid": groupid, "userid": userid}])
    assert world.members(groupid) == [userid]


def test_adding_and_removing_again_is_fine(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid)
    member = {"groupid": world.add_group(courseid), "userid": userid}
    assert site.call(ADD, members=[member, member]) is None
    assert site.call(ADD, members=[member]) is None
    assert site.call(REMOVE, members=[member, member]) is None
    assert world.members(member["groupid"]) == []


@pytest.mark.parametrize("function", [ADD, REMOVE])
def test_unknown_groups_and_users_fail_the_call(
    site: SiteUnderTest, world: World, function: str
) -> None:
    groupid, userid = world.add_group(world.add_course()), world.add_user()
    ghost_group = [{"groupid": 10**8, "userid": userid}]
    assert site.refusal(function, members=ghost_group) == "invalidrecord"
    ghost_user = [{"groupid": groupid, "userid": 10**8}]
    assert site.refusal(function, members=ghost_user) == "invaliduser"


def test_one_unknown_group_fails_the_reading(site: SiteUnderTest, world: World) -> None:
    groupid = world.add_group(world.add_course())
    for function in ("core_group_get_group_members", "core_group_get_groups"):
        assert site.refusal(function, groupids=[groupid, 10**8]) == "invalidrecord"


def test_deleting_an_unknown_group_is_fine(site: SiteUnderTest, world: World) -> None:
    courseid = world.add_course()
    groupid = world.add_group(courseid)
    assert site.call("core_group_delete_groups", groupids=[groupid, 10**8]) is None
    assert _names(site, courseid) == []


def test_renaming_to_a_taken_name_is_refused(site: SiteUnderTest, world: World) -> None:
    courseid = world.add_course()
    world.add_group(courseid, "5А")
    groupid = world.add_group(courseid, "5Б")
    assert site.refusal(UPDATE, groups=[{"id": groupid, "name": "5А"}]) == BAD
    assert site.call(UPDATE, groups=[{"id": groupid, "name": "5В"}]) is None
    assert _names(site, courseid) == ["5А", "5В"]


def test_members_are_listed_by_last_name(site: SiteUnderTest, world: World) -> None:
    courseid = world.add_course()
    ids = world.add_users(world.user(lastname="Б"), world.user(lastname="А"))
    world.enrol(courseid, *ids)
    groupid = world.add_group(courseid)
    site.call(ADD, members=[{"groupid": groupid, "userid": ident} for ident in ids])
    assert world.members(groupid) == [ids[1], ids[0]]


def test_enrolled_users_show_their_groups(site: SiteUnderTest, world: World) -> None:
    courseid = world.add_course()
    inside, alone = world.add_users(world.user(), world.user())
    world.enrol(courseid, inside, alone)
    groupid = world.add_group(courseid)
    site.call(ADD, members=[{"groupid": groupid, "userid": inside}])
    users = world.enrolled(courseid, userfields="id,groups")
    assert [group["id"] for group in users[0]["groups"]] == [groupid]
    assert ("groups" in users[1]) == (site.release < (4, 5))


def test_groupings_hold_groups(site: SiteUnderTest, world: World) -> None:
    courseid = world.add_course()
    groupid = world.add_group(courseid)
    grouping = {"courseid": courseid, "name": "Классы", "description": "", "idnumber": "all"}
    made = site.call("core_group_create_groupings", groupings=[grouping])[0]["id"]
    pair = {"groupingid": made, "groupid": groupid}
    assert site.call("core_group_assign_grouping", assignments=[pair, pair]) is None
    shown = site.call("core_group_get_groupings", groupingids=[made], returngroups=1)[0]
    assert [group["id"] for group in shown["groups"]] == [groupid]
    assert site.call("core_group_unassign_grouping", unassignments=[pair, pair]) is None
    shown = site.call("core_group_get_groupings", groupingids=[made], returngroups=1)[0]
    assert "groups" not in shown


def test_a_grouping_without_an_idnumber_is_made_and_reported_as_an_error(
    site: SiteUnderTest, world: World
) -> None:
    courseid = world.add_course()
    grouping = {"courseid": courseid, "name": "Классы", "description": ""}
    refused = site.refusal("core_group_create_groupings", groupings=[grouping])
    assert refused == "invalidresponse"
    made = site.call("core_group_get_course_groupings", courseid=courseid)
    assert [row["name"] for row in made] == ["Классы"]
