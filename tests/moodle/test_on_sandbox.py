"""The client against the rehearsal site over real HTTP: the whole door, both releases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from vsosh_moodle.moodle import (
    categories,
    cohorts,
    courses,
    enrolments,
    groupings,
    groups,
    roles,
    sections,
    users,
)
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import (
    AccessDenied,
    ConnectionFailed,
    InvalidParameter,
    MoodleError,
    NotFound,
    RequestTooLarge,
    SiteUnavailable,
    TimedOut,
    TokenRejected,
    WebServicesOff,
)
from vsosh_moodle.moodle.ids import CategoryId, CourseId, RoleId, UserId
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.sandbox import Sandbox

STUDENT = RoleId(5)
ONCE = ClientSettings(retries=0)


@pytest.fixture(params=["4.5", "4.1"], scope="module")
def running(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(release=request.param) as sandbox:
        yield sandbox


@pytest.fixture
def site(running: Sandbox) -> Sandbox:
    running.reset()
    return running


@pytest.fixture
def client(site: Sandbox) -> Iterator[MoodleClient]:
    with MoodleClient(site.url, site.token, ONCE) as client:
        yield client


def make_users(client: MoodleClient, count: int) -> list[UserId]:
    rows: list[users.NewUser] = [
        {
            "username": f"pupil{number}",
            "firstname": "Пётр Ильич",
            "lastname": "О'Нил-Заде",
            "email": f"pupil{number}@pupils.invalid",
            "idnumber": f"vsosh:p{number}",
            "password": "Aa1!aaaa",
        }
        for number in range(count)
    ]
    return [one.id for one in users.create_users(client, rows)]


def make_courses(client: MoodleClient, count: int) -> list[CourseId]:
    (category,) = categories.create_categories(client, [{"name": "8 класс", "parent": 0}])
    rows: list[courses.NewCourse] = [
        {
            "fullname": f"Русский & литература {number}",
            "shortname": f"рус-{number}",
            "categoryid": CategoryId(category.id),
            "idnumber": f"vsosh:c{number}",
            "numsections": 3,
        }
        for number in range(count)
    ]
    return [one.id for one in courses.create_courses(client, rows)]


def test_names_come_back_as_they_were_sent(client: MoodleClient) -> None:
    make_users(client, 1)
    (user,) = users.get_users_by_field(client, "idnumber", ["vsosh:p0", "vsosh:none"])
    assert (user.firstname, user.lastname) == ("Пётр Ильич", "О'Нил-Заде")
    (courseid,) = make_courses(client, 1)
    (course,) = courses.get_courses(client, [courseid])
    assert course.fullname == "Русский & литература 0"
    assert course.numsections == 3
    (same,) = courses.get_courses_by_field(client, "idnumber", "vsosh:c0")
    assert same.fullname == course.fullname


def test_an_account_is_suspended_and_renamed(client: MoodleClient) -> None:
    (userid,) = make_users(client, 1)
    assert users.update_users(client, [{"id": userid, "suspended": True, "lastname": "Нил"}]) == []
    (user,) = users.get_users_by_field(client, "id", [userid])
    assert (user.suspended, user.lastname) == (True, "Нил")


def test_one_bad_row_refuses_the_whole_batch(client: MoodleClient) -> None:
    make_users(client, 1)
    with pytest.raises(InvalidParameter):
        make_users(client, 3)
    assert len(users.get_users_by_field(client, "idnumber", ["vsosh:p0", "vsosh:p1"])) == 1


def test_sections_are_named_and_read_back(client: MoodleClient) -> None:
    ids = make_courses(client, 2)
    found = sections.get_contents_of_courses(client, ids)
    rows = found[ids[0]]
    assert not isinstance(rows, MoodleError)
    renames = [sections.SectionName("topics", row.id, f"Тема {row.section} & ко") for row in rows]
    assert sections.rename_sections(client, renames) == [one.name for one in renames]
    assert [row.name for row in sections.get_contents(client, ids[0])] == [
        one.name for one in renames
    ]


def test_cohorts_take_and_lose_members(client: MoodleClient) -> None:
    first, second = make_users(client, 2)
    (cohort,) = cohorts.create_cohorts(
        client, [{"categorytype": cohorts.SYSTEM, "name": "8Д", "idnumber": "vsosh:8d"}]
    )
    added = cohorts.add_cohort_members(
        client, [{"cohortid": cohort.id, "userid": one} for one in (first, second)]
    )
    assert added == []
    cohorts.delete_cohort_members(client, [{"cohortid": cohort.id, "userid": first}])
    assert cohorts.get_cohort_members(client, [cohort.id]) == {cohort.id: (second,)}
    (warning,) = cohorts.add_cohort_members(
        client, [{"cohortid": cohort.id, "userid": UserId(999999)}]
    )
    assert warning.warningcode == "2"
    assert cohorts.get_cohorts(client) == [cohort]


def test_enrolments_groups_and_groupings_are_read_back(client: MoodleClient) -> None:
    first, second = make_users(client, 2)
    ids = make_courses(client, 2)
    enrolments.enrol_users(
        client, [{"roleid": STUDENT, "userid": one, "courseid": ids[0]} for one in (first, second)]
    )
    enrolments.enrol_users(
        client, [{"roleid": STUDENT, "userid": second, "courseid": ids[0], "suspend": True}]
    )
    (group,) = groups.create_groups(
        client, [{"courseid": ids[0], "name": "8Д", "description": "", "idnumber": "vsosh:8d"}]
    )
    groups.add_group_members(client, [{"groupid": group.id, "userid": first}])
    (grouping,) = groupings.create_groupings(
        client, [{"courseid": ids[0], "name": "Поток", "description": "", "idnumber": "vsosh:g"}]
    )
    groupings.assign_grouping(client, [{"groupingid": grouping.id, "groupid": group.id}])

    everyone = enrolments.get_enrolled_users_of_courses(client, ids)
    rows = everyone[ids[0]]
    assert not isinstance(rows, MoodleError)
    assert {row.id: row.groupids for row in rows} == {first: (group.id,), second: ()}
    assert {row.roleids for row in rows} == {(STUDENT,)}
    assert everyone[ids[1]] == []
    suspended = enrolments.get_enrolled_users(client, ids[0], enrolments.SUSPENDED)
    assert [row.id for row in suspended] == [second]
    assert groups.get_group_members(client, [group.id]) == {group.id: (first,)}
    (read,) = groupings.get_groupings(client, [grouping.id])
    assert read.groupids == (group.id,)
    assert groups.get_groups_of_courses(client, ids) == {ids[0]: [group], ids[1]: []}


def test_roles_are_taken_away_and_enrolments_too(client: MoodleClient) -> None:
    (userid,) = make_users(client, 1)
    (courseid,) = make_courses(client, 1)
    enrolments.enrol_users(client, [{"roleid": STUDENT, "userid": userid, "courseid": courseid}])
    roles.unassign_roles(
        client,
        [{"roleid": STUDENT, "userid": userid, "contextlevel": "course", "instanceid": courseid}],
    )
    (row,) = enrolments.get_enrolled_users(client, courseid)
    assert row.roleids == ()
    enrolments.unenrol_users(client, [{"userid": userid, "courseid": courseid}])
    assert enrolments.get_enrolled_users(client, courseid) == []


def test_a_missing_course_among_many_is_an_error_of_its_own(client: MoodleClient) -> None:
    ids = [*make_courses(client, 2), CourseId(999999)]
    found = groups.get_groups_of_courses(client, [ids[2], ids[0], ids[1]])
    assert isinstance(found[ids[2]], MoodleError)
    assert (found[ids[0]], found[ids[1]]) == ([], [])


def test_many_rows_go_in_one_request_as_json(site: Sandbox, client: MoodleClient) -> None:
    pupils = make_users(client, 100)
    ids = make_courses(client, 5)
    assert client.can_bundle
    before = client.traffic.calls
    rows: list[enrolments.Enrolment] = [
        {"roleid": STUDENT, "userid": userid, "courseid": courseid}
        for courseid in ids
        for userid in pupils
    ]
    enrolments.enrol_users(client, rows)
    assert client.traffic.calls == before + 1
    assert len(enrolments.get_enrolled_users(client, ids[4])) == 100
    assert max(variables for _function, variables, _bytes in site.calls) < 1000


def test_a_bundle_saves_requests_and_gives_what_single_calls_give(site: Sandbox) -> None:
    together = MoodleClient(site.url, site.token, ONCE)
    alone = MoodleClient(site.url, site.token, ClientSettings(bundles=False))
    ids = make_courses(together, 6)
    assert together.can_bundle
    before = together.traffic.calls
    many = sections.get_contents_of_courses(together, ids)
    assert together.traffic.calls == before + 1
    assert sections.get_contents_of_courses(alone, ids) == many
    assert alone.traffic.calls == len(ids)


def test_a_cut_post_is_told_from_a_wrong_token(site: Sandbox) -> None:
    believing = MoodleClient(site.url, site.token, ClientSettings(max_input_vars=5000))
    site.state(max_input_vars=100)
    assert believing.site.can_bundle
    with pytest.raises(RequestTooLarge, match="204 поля"):
        believing.call(
            "core_user_get_users_by_field", {"field": "id", "values": list(range(1, 200))}
        )


def test_threads_share_a_client(client: MoodleClient) -> None:
    ids = make_courses(client, 8)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: sections.get_contents(client, one), ids))
    assert [len(rows) for rows in found] == [4] * 8


STATES: dict[str, tuple[dict[str, object], tuple[type[MoodleError], ...]]] = {
    "maintenance by the command line": ({"maintenance": "cli"}, (SiteUnavailable,)),
    "maintenance by the page": ({"maintenance": "site"}, (SiteUnavailable,)),
    "an upgrade": ({"upgraderunning": True}, (SiteUnavailable,)),
    "the database away": ({"dbdown": True}, (SiteUnavailable,)),
    "web services off": ({"rest": False}, (WebServicesOff,)),
    "an expired token": ({"token_expired": True}, (AccessDenied, TokenRejected)),
    "a suspended owner": ({"owner_suspended": True}, (AccessDenied,)),
    "a wrong address of ours": ({"ip_restricted": True}, (AccessDenied,)),
}


@pytest.mark.parametrize("name", STATES)
def test_a_state_of_the_site_is_recognised(site: Sandbox, name: str) -> None:
    changes, kinds = STATES[name]
    token = site.add_token()
    site.state(**changes)
    with pytest.raises(kinds) as caught:
        MoodleClient(site.url, token, ONCE).call("core_course_get_courses")
    assert site.url in caught.value.message
    assert caught.value.hint


def test_a_wrong_token_a_missing_function_and_a_lacking_one_are_told_apart(site: Sandbox) -> None:
    with pytest.raises(TokenRejected):
        MoodleClient(site.url, "0" * 32, ONCE).call("core_course_get_courses")
    with pytest.raises(MoodleError, match="нет функции"):
        MoodleClient(site.url, site.token, ONCE).call("core_no_such_function")
    token = site.add_token(functions=["core_webservice_get_site_info"])
    with pytest.raises(AccessDenied, match="не разрешает функцию"):
        MoodleClient(site.url, token, ONCE).call("core_course_get_courses")


def test_a_slow_answer_times_out_and_says_the_work_may_be_done(site: Sandbox) -> None:
    client = MoodleClient(site.url, site.token, ClientSettings(read_timeout=0.05, retries=0))
    site.state(latency=0.6)
    with pytest.raises(TimedOut) as caught:
        client.call("core_course_get_courses")
    assert caught.value.may_have_been_processed


def test_a_stopped_site_is_a_failed_connection() -> None:
    with Sandbox() as sandbox:
        client = MoodleClient(sandbox.url, sandbox.token, ONCE)
        assert client.site.is_admin
    with pytest.raises(ConnectionFailed):
        client.call("core_course_get_courses")


def test_a_missing_record_is_not_a_missing_function(client: MoodleClient) -> None:
    with pytest.raises(NotFound):
        sections.get_contents(client, CourseId(999999))


def test_structure_is_changed_and_taken_away(client: MoodleClient) -> None:
    ids = make_courses(client, 2)
    category = next(one for one in categories.get_categories(client) if one.name == "8 класс")
    categories.update_categories(client, [{"id": category.id, "idnumber": "vsosh:8"}])
    (same,) = categories.get_categories(client, idnumber="vsosh:8")
    assert (same.id, same.coursecount) == (category.id, 2)
    assert courses.update_courses(client, [{"id": ids[0], "visible": False}]) == []
    assert [one.visible for one in courses.get_courses(client, ids)] == [False, True]
    sections.add_section(client, ids[0])
    assert len(sections.get_contents(client, ids[0])) == 5

    (group,) = groups.create_groups(
        client, [{"courseid": ids[0], "name": "8Д", "description": "", "idnumber": "g"}]
    )
    groups.update_groups(client, [{"id": group.id, "name": "8Е"}])
    assert [one.name for one in groups.get_course_groups(client, ids[0])] == ["8Е"]
    (grouping,) = groupings.create_groupings(
        client, [{"courseid": ids[0], "name": "П", "description": "", "idnumber": "gg"}]
    )
    groupings.update_groupings(client, [{"id": grouping.id, "name": "П2", "description": ""}])
    pair: groupings.GroupingGroup = {"groupingid": grouping.id, "groupid": group.id}
    groupings.assign_grouping(client, [pair])
    groupings.unassign_grouping(client, [pair])
    assert groupings.get_groupings(client, [grouping.id])[0].groupids == ()
    assert [one.name for one in groupings.get_course_groupings(client, ids[0])] == ["П2"]
    assert groupings.get_groupings_of_courses(client, ids)[ids[1]] == []
    groupings.delete_groupings(client, [grouping.id])
    groups.delete_groups(client, [group.id])
    assert groups.get_course_groups(client, ids[0]) == []

    assert courses.delete_courses(client, [ids[0]]) == []
    categories.delete_categories(client, [{"id": category.id, "recursive": True}])
    assert courses.get_courses(client, ids) == []


def test_cohorts_are_renamed_and_deleted(client: MoodleClient) -> None:
    (cohort,) = cohorts.create_cohorts(
        client, [{"categorytype": cohorts.SYSTEM, "name": "8Д", "idnumber": "c"}]
    )
    cohorts.update_cohorts(
        client,
        [{"id": cohort.id, "categorytype": cohorts.SYSTEM, "name": "8Е", "idnumber": "c"}],
    )
    assert [one.name for one in cohorts.get_cohorts(client, [cohort.id])] == ["8Е"]
    cohorts.delete_cohorts(client, [cohort.id])
    assert cohorts.get_cohorts(client) == []
