"""Facts about cohorts: behaviour.md M5, "Groups, cohorts, courses"."""

from typing import Any

import pytest

from tests.contract.site_under_test import SiteUnderTest, World

CREATE, ADD = "core_cohort_create_cohorts", "core_cohort_add_cohort_members"
REMOVE, MEMBERS = "core_cohort_delete_cohort_members", "core_cohort_get_cohort_members"


def _member(cohort: Any, user: Any, cohorttype: str = "id", usertype: str = "id") -> dict[str, Any]:
    return {
        "cohorttype": {"type": cohorttype, "value": cohort},
        "usertype": {"type": usertype, "value": user},
    }


def _codes(answer: dict[str, Any]) -> list[str]:
    return [warning["warningcode"] for warning in answer["warnings"]]


def test_a_cohort_lives_in_a_category_or_in_the_system(site: SiteUnderTest, world: World) -> None:
    idnumber = world.unique("cat")
    categoryid = world.add_category(idnumber=idnumber)
    places = [("id", categoryid), ("idnumber", idnumber), ("system", "")]
    for kind, value in places:
        world.add_cohort(categorytype={"type": kind, "value": value})
    found = site.call("core_cohort_get_cohorts", cohortids=world.cohorts)
    assert len(found) == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"categorytype": {"type": "id", "value": 10**8}},
        {"categorytype": {"type": "idnumber", "value": "нет такой"}},
        {"categorytype": {"type": "name", "value": "1"}},
    ],
    ids=str,
)
def test_an_unknown_place_is_invalidparameter(
    site: SiteUnderTest, world: World, fields: dict[str, Any]
) -> None:
    assert site.refusal(CREATE, cohorts=[world.cohort(**fields)]) == "invalidparameter"


def test_an_idnumber_is_unique_over_the_site(site: SiteUnderTest, world: World) -> None:
    cohort = world.cohort()
    world.add_cohort(**cohort)
    good = world.cohort()
    assert site.refusal(CREATE, cohorts=[good, cohort]) == "invalidparameter"
    found = site.call(
        "core_cohort_search_cohorts",
        query=world.key,
        context={"contextlevel": "system", "instanceid": 0},
        includes="all",
    )
    assert [row["idnumber"] for row in found["cohorts"]] == [cohort["idnumber"]]


def test_nothing_guards_an_idnumber_in_update(site: SiteUnderTest, world: World) -> None:
    first = world.cohort()
    world.add_cohort(**first)
    second = world.add_cohort()
    assert site.call("core_cohort_update_cohorts", cohorts=[{**first, "id": second}]) is None


def test_names_are_handed_out_raw(site: SiteUnderTest, world: World) -> None:
    ident = world.add_cohort(name="5А & <b>5</b> < 6")
    found = site.call("core_cohort_get_cohorts", cohortids=[ident])
    assert found[0]["name"] == "5А & <b>5</b> < 6"


def test_unknown_cohorts_are_left_out_of_the_list(site: SiteUnderTest, world: World) -> None:
    ident = world.add_cohort()
    found = site.call("core_cohort_get_cohorts", cohortids=[ident, 10**8])
    assert [cohort["id"] for cohort in found] == [ident]


def test_members_come_in_by_id_idnumber_and_username(site: SiteUnderTest, world: World) -> None:
    cohort = world.cohort()
    ident = world.add_cohort(**cohort)
    named = world.user()
    first, second = world.add_users(world.user(lastname="А"), {**named, "lastname": "Б"})
    members = [
        _member(ident, first),
        _member(cohort["idnumber"], named["username"], "idnumber", "username"),
    ]
    assert site.call(ADD, members=members) == {"warnings": []}
    assert site.call(MEMBERS, cohortids=[ident]) == [
        {"cohortid": ident, "userids": [first, second]}
    ]


def test_what_is_wrong_with_a_member_is_a_numeric_warning(
    site: SiteUnderTest, world: World
) -> None:
    ident, userid = world.add_cohort(), world.add_user()
    answer = site.call(
        ADD,
        members=[
            _member(ident, userid),
            _member(ident, userid),
            _member(ident, 10**8),
            _member(10**8, userid),
            _member(ident, "x", usertype="idnumber"),
            _member(ident, userid, cohorttype="name"),
        ],
    )
    assert _codes(answer) == ["3", "2", "2", "1", "1"]
    assert site.call(MEMBERS, cohortids=[ident])[0]["userids"] == [userid]


def test_a_warning_does_not_tell_which_member(site: SiteUnderTest, world: World) -> None:
    answer = site.call(ADD, members=[_member(world.add_cohort(), 10**8)])
    assert set(answer["warnings"][0]) == {"warningcode", "message"}


def test_removing_a_stranger_is_fine(site: SiteUnderTest, world: World) -> None:
    ident, userid = world.add_cohort(), world.add_user()
    assert site.call(REMOVE, members=[{"cohortid": ident, "userid": userid}]) is None


def test_removing_an_unknown_user_fails(site: SiteUnderTest, world: World) -> None:
    members = [{"cohortid": world.add_cohort(), "userid": 10**8}]
    assert site.refusal(REMOVE, members=members) == "invaliduser"


def test_one_unknown_cohort_fails_the_reading_of_members(site: SiteUnderTest, world: World) -> None:
    assert site.refusal(MEMBERS, cohortids=[world.add_cohort(), 10**8]) == "invalidrecord"


def test_a_cohort_outlives_its_category(site: SiteUnderTest, world: World) -> None:
    categoryid = world.add_category()
    ident = world.add_cohort(categorytype={"type": "id", "value": categoryid})
    world.categories.remove(categoryid)
    site.call("core_course_delete_categories", categories=[{"id": categoryid, "recursive": 1}])
    assert len(site.call("core_cohort_get_cohorts", cohortids=[ident])) == 1
