"""The typed functions: what they send and what they make of an answer."""

import pytest
import responses

from tests.moodle.canned import make_client, reply, sent_fields, site_info
from vsosh_moodle.moodle import (
    categories,
    cohorts,
    courses,
    enrolments,
    groupings,
    groups,
    sections,
    users,
)
from vsosh_moodle.moodle.errors import AccessDenied, BadAnswer, CountMismatch, MoodleError
from vsosh_moodle.moodle.ids import CategoryId, CohortId, CourseId, GroupId, RoleId, UserId
from vsosh_moodle.moodle.ids import GroupingId as Grouping
from vsosh_moodle.moodle.ids import SectionId as Section

COURSE = CourseId(2)


def data_sent() -> list[tuple[str, str]]:
    return sent_fields()[3:-1]


def new_user(login: str) -> users.NewUser:
    return {
        "username": login,
        "firstname": "Имя",
        "lastname": "Фамилия",
        "email": f"{login}@pupils.invalid",
        "idnumber": f"vsosh:{login}",
        "createpassword": False,
        "password": "Aa1!aaaa",
    }


@responses.activate
def test_created_users_come_back_in_order() -> None:
    reply([{"id": "11", "username": "a"}, {"id": 12, "username": "b"}])
    created = users.create_users(make_client(), [new_user("a"), new_user("b")])
    assert created == [(11, "a"), (12, "b")]
    assert ("users[1][createpassword]", "0") in data_sent()


@responses.activate
def test_fewer_users_than_sent_is_an_error_that_keeps_what_came_back() -> None:
    reply([{"id": 11, "username": "a"}])
    with pytest.raises(CountMismatch) as caught:
        users.create_users(make_client(), [new_user("a"), new_user("b")])
    assert (caught.value.sent, caught.value.returned) == (2, ((11, "a"),))
    assert caught.value.may_have_been_processed
    assert "отправлено строк 2, вернулось 1" in caught.value.message


@responses.activate
def test_each_creating_function_counts_what_came_back() -> None:
    reply([])
    client = make_client()
    with pytest.raises(CountMismatch):
        categories.create_categories(client, [{"name": "К", "parent": 0}])
    with pytest.raises(CountMismatch):
        courses.create_courses(
            client, [{"fullname": "К", "shortname": "к", "categoryid": CategoryId(1)}]
        )
    with pytest.raises(CountMismatch):
        cohorts.create_cohorts(
            client, [{"categorytype": cohorts.SYSTEM, "name": "8Д", "idnumber": "x"}]
        )
    with pytest.raises(CountMismatch):
        groups.create_groups(client, [{"courseid": COURSE, "name": "8Д", "description": ""}])
    with pytest.raises(CountMismatch):
        groupings.create_groupings(client, [{"courseid": COURSE, "name": "П", "description": ""}])


@responses.activate
def test_reads_of_members_count_what_came_back() -> None:
    reply([{"cohortid": 1, "userids": [4, 5]}])
    assert cohorts.get_cohort_members(make_client(), [CohortId(1)]) == {1: (4, 5)}
    with pytest.raises(CountMismatch):
        cohorts.get_cohort_members(make_client(), [CohortId(1), CohortId(2)])


def test_nothing_to_send_is_no_request() -> None:
    client = make_client()
    assert users.create_users(client, []) == []
    assert users.get_users_by_field(client, "idnumber", []) == []
    assert courses.get_courses(client, []) == []
    assert cohorts.get_cohorts(client, []) == []
    assert groups.get_group_members(client, []) == {}
    enrolments.enrol_users(client, [])
    groups.add_group_members(client, [])
    cohorts.delete_cohort_members(client, [])
    assert client.traffic.calls == 0


@responses.activate
def test_update_warnings_come_back_as_rows() -> None:
    reply({"warnings": [{"item": "user", "itemid": 7, "warningcode": "x", "message": "no"}]})
    warnings = users.update_users(make_client(), [{"id": UserId(7), "suspended": True}])
    assert warnings == [("user", 7, "x", "no")]
    assert data_sent() == [("users[0][id]", "7"), ("users[0][suspended]", "1")]


@responses.activate
def test_a_void_answer_of_a_warning_function_is_no_warning() -> None:
    reply(None)
    assert courses.update_courses(make_client(), [{"id": COURSE, "visible": False}]) == []


SHOWN = {
    "username": "a",
    "firstname": "И",
    "lastname": "Ф",
    "email": "a@b.invalid",
    "suspended": False,
}


@responses.activate
def test_an_account_without_optional_fields_is_read() -> None:
    reply([{"id": 4, "fullname": "x", **SHOWN}])
    (user,) = users.get_users_by_field(make_client(), "idnumber", ["vsosh:1"])
    assert (user.id, user.idnumber, user.suspended) == (4, "", False)


@responses.activate
@pytest.mark.parametrize("field", sorted(SHOWN))
def test_a_field_the_token_may_not_see_is_not_taken_for_an_empty_one(field: str) -> None:
    reply([{"id": 4, **{key: value for key, value in SHOWN.items() if key != field}}])
    with pytest.raises(AccessDenied, match=field) as caught:
        users.get_users_by_field(make_client(), "idnumber", ["vsosh:1"])
    assert "moodle/" in caught.value.hint


@responses.activate
@pytest.mark.parametrize(
    "answer",
    [{}, [1], [{"id": None, **SHOWN}], [{"id": [], **SHOWN}], [{"id": "x", **SHOWN}], None],
)
def test_another_shape_is_a_bad_answer(answer: object) -> None:
    reply(answer)
    with pytest.raises(BadAnswer):
        users.get_users_by_field(make_client(), "id", [4])


@responses.activate
def test_cohort_members_take_four_fields_each() -> None:
    reply({"warnings": []})
    cohorts.add_cohort_members(make_client(), [{"cohortid": CohortId(3), "userid": UserId(4)}])
    assert data_sent() == [
        ("members[0][cohorttype][type]", "id"),
        ("members[0][cohorttype][value]", "3"),
        ("members[0][usertype][type]", "id"),
        ("members[0][usertype][value]", "4"),
    ]


@responses.activate
def test_participants_are_asked_for_as_few_fields_as_wanted() -> None:
    row = {"id": 4, "idnumber": "vsosh:4", "groups": [{"id": 9, "name": "8Д"}],
           "roles": [{"roleid": 5, "name": "", "shortname": "student"}]}  # fmt: skip
    reply([row])
    query = enrolments.ParticipantQuery(only="suspended", limit=50, start=100, groupid=GroupId(9))
    (one,) = enrolments.get_enrolled_users(make_client(), COURSE, query)
    assert (one.groupids, one.roleids, one.role_shortnames) == ((9,), (5,), ("student",))
    sent = dict(data_sent())
    names = [sent[f"options[{n}][name]"] for n in range(5)]
    assert names == ["userfields", "onlysuspended", "groupid", "limitfrom", "limitnumber"]


@responses.activate
def test_enrolments_send_status_and_dates_as_numbers() -> None:
    reply(None)
    row: enrolments.Enrolment = {
        "roleid": RoleId(5), "userid": UserId(4), "courseid": COURSE, "timestart": 10, "suspend": True,
    }  # fmt: skip
    enrolments.enrol_users(make_client(), [row])
    assert data_sent()[3:] == [("enrolments[0][timestart]", "10"), ("enrolments[0][suspend]", "1")]


@responses.activate
def test_section_names_are_read_as_written_and_not_as_html() -> None:
    reply([{"id": 1, "section": 0, "name": "А &amp; Б &lt;1&gt;", "summary": "", "modules": []}])
    (section,) = sections.get_contents(make_client(), COURSE)
    assert section.name == "А & Б <1>"


@responses.activate
def test_a_section_is_named_through_its_format() -> None:
    reply({"displayvalue": "x", "value": "Тема"})
    rename = sections.SectionName("weeks", Section(7), "Тема")
    assert sections.rename_section(make_client(), rename) == "Тема"
    assert ("component", "format_weeks") in data_sent()


@responses.activate
def test_reads_of_many_courses_hold_an_error_for_the_one_that_failed() -> None:
    reply(site_info())
    reply([{"id": 1, "courseid": 2, "name": "8Д", "idnumber": "", "description": ""}])
    reply({"errorcode": "nopermissions", "message": "x"})
    found = groups.get_groups_of_courses(make_client(), [COURSE, CourseId(3)])
    assert isinstance(found[CourseId(3)], MoodleError)
    assert found[COURSE] != []


@responses.activate
def test_a_grouping_tells_its_groups() -> None:
    group = {"id": 5, "courseid": 2, "name": "8Д"}
    reply([{"id": 1, "courseid": 2, "name": "П", "groups": [group]}])
    (grouping,) = groupings.get_groupings(make_client(), [Grouping(1)])
    assert grouping.groupids == (5,)
    assert ("returngroups", "1") in data_sent()
