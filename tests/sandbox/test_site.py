"""The sandbox as Python uses it."""

import socket
from pathlib import Path

import pytest

from tests.contract.rest_caller import PATH, RefusedError, RestCaller
from vsosh_moodle.sandbox import Mail, Sandbox

INFO = "core_webservice_get_site_info"
PASSWORD = "Abcd1234!"


def _user(name: str, email: str = "") -> dict[str, str]:
    return {
        "username": name,
        "firstname": "Имя",
        "lastname": "Фамилия",
        "email": email or f"{name}@school.invalid",
        "password": PASSWORD,
    }


def _admin(site: Sandbox) -> RestCaller:
    return RestCaller(site.url, site.token)


def test_it_listens_on_this_computer_only(sandbox: Sandbox) -> None:
    assert sandbox.url.startswith("http://127.0.0.1:")
    page = _admin(sandbox).session.get(sandbox.url, timeout=10)
    assert page.status_code == 200
    assert "Это учебный сайт" in page.text


def test_a_taken_port_is_an_oserror(sandbox: Sandbox) -> None:
    port = int(sandbox.url.rpartition(":")[2])
    with pytest.raises(OSError, match=r"."):
        Sandbox(port=port)


def test_stopping_frees_the_port_and_may_be_repeated() -> None:
    site = Sandbox()
    site.start()
    site.stop()
    site.stop()
    with pytest.raises(OSError, match=r"."):
        socket.create_connection(("127.0.0.1", int(site.url.rpartition(":")[2])), timeout=5)


def test_a_file_keeps_data_and_token(tmp_path: Path) -> None:
    path = tmp_path / "site.db"
    with Sandbox(database=path) as site:
        token = site.token
        _admin(site).call("core_user_create_users", users=[_user("a")])
    with Sandbox(database=path) as site:
        assert site.token == token
        found = _admin(site).call("core_user_get_users_by_field", field="username", values=["a"])
        assert len(found) == 1


def test_a_file_does_not_hold_the_password(tmp_path: Path) -> None:
    path = tmp_path / "site.db"
    with Sandbox(database=path) as site:
        _admin(site).call("core_user_create_users", users=[_user("a")])
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert PASSWORD.encode() not in stored


def test_reset_makes_the_site_new_and_keeps_the_token(sandbox: Sandbox) -> None:
    token = sandbox.token
    _admin(sandbox).call("core_user_create_users", users=[_user("a")])
    sandbox.state(maintenance="cli")
    sandbox.reset()
    assert sandbox.token == token
    assert sandbox.calls == []
    made = _admin(sandbox).call("core_user_create_users", users=[_user("a")])
    assert made[0]["id"] == 3


def test_calls_are_counted_with_variables_and_bytes(sandbox: Sandbox) -> None:
    _admin(sandbox).call(INFO)
    name, variables, size = sandbox.calls[-1]
    assert (name, variables) == (INFO, 3)
    assert size > len(sandbox.token)


def test_a_token_calls_only_its_functions(sandbox: Sandbox) -> None:
    caller = RestCaller(sandbox.url, sandbox.add_token(functions=[INFO]))
    info = caller.call(INFO)
    assert [function["name"] for function in info["functions"]] == [INFO]
    assert info["userissiteadmin"] is False
    assert caller.refusal("core_cohort_get_cohorts") == "accessexception"
    assert caller.refusal("local_nobody_has_this") == "invalidrecord"


def test_a_token_does_only_what_its_capabilities_allow(sandbox: Sandbox) -> None:
    caller = RestCaller(sandbox.url, sandbox.add_token(capabilities=["moodle/user:create"]))
    made = caller.call("core_user_create_users", users=[_user("a")])
    with pytest.raises(RefusedError) as refused:
        caller.call("core_user_delete_users", userids=[made[0]["id"]])
    assert refused.value.errorcode == "nopermissions"
    assert refused.value.exception.endswith("required_capability_exception")
    # Without moodle/user:viewdetails the account made a moment ago is not seen at all.
    found = caller.call("core_user_get_users_by_field", field="username", values=["a"])
    assert found == []


def test_a_course_is_closed_to_who_may_not_view_it(sandbox: Sandbox) -> None:
    admin = _admin(sandbox)
    course = {"fullname": "Курс", "shortname": "c", "categoryid": 1}
    courseid = admin.call("core_course_create_courses", courses=[course])[0]["id"]
    stranger = RestCaller(
        sandbox.url, sandbox.add_token(capabilities=["moodle/course:managegroups"])
    )
    groups = "core_group_get_course_groups"
    assert stranger.refusal(groups, courseid=courseid) == "errorcoursecontextnotvalid"
    capabilities = ["moodle/course:managegroups", "moodle/course:view"]
    viewer = RestCaller(sandbox.url, sandbox.add_token(capabilities=capabilities))
    assert viewer.call(groups, courseid=courseid) == []


def test_a_service_may_assign_students_but_not_managers(sandbox: Sandbox) -> None:
    admin = _admin(sandbox)
    course = {"fullname": "Курс", "shortname": "c", "categoryid": 1}
    courseid = admin.call("core_course_create_courses", courses=[course])[0]["id"]
    userid = admin.call("core_user_create_users", users=[_user("a")])[0]["id"]
    caller = RestCaller(sandbox.url, sandbox.add_token())
    row = {"userid": userid, "courseid": courseid}
    enrol = "enrol_manual_enrol_users"
    assert caller.call(enrol, enrolments=[{**row, "roleid": 5}]) is None
    assert caller.refusal(enrol, enrolments=[{**row, "roleid": 1}]) == "wsusercannotassign"


def test_an_unknown_function_is_logged() -> None:
    lines: list[str] = []
    with Sandbox(log=lines.append) as site:
        _admin(site).refusal("local_nobody_has_this")
    assert lines == ["unknown or unsupported function: local_nobody_has_this"]


def test_enrolling_mails_on_every_call_once_there_is_a_teacher(sandbox: Sandbox) -> None:
    admin = _admin(sandbox)
    course = {"fullname": "Курс", "shortname": "c", "categoryid": 1}
    courseid = admin.call("core_course_create_courses", courses=[course])[0]["id"]
    users = [_user("t", "t@school.test"), _user("s", "s@school.test"), _user("n")]
    ids = [user["id"] for user in admin.call("core_user_create_users", users=users)]

    def enrol(userid: int, roleid: int) -> None:
        row = {"userid": userid, "roleid": roleid, "courseid": courseid}
        admin.call("enrol_manual_enrol_users", enrolments=[row])

    enrol(ids[1], 5)
    assert sandbox.mails == []
    enrol(ids[0], 3)
    enrol(ids[1], 5)
    enrol(ids[1], 5)
    enrol(ids[2], 5)
    assert sandbox.mails == [Mail("welcome", ids[1], courseid)] * 2


def test_a_password_made_by_the_site_is_mailed(sandbox: Sandbox) -> None:
    user = {**_user("a", "a@school.test"), "createpassword": "1"}
    del user["password"]
    made = _admin(sandbox).call("core_user_create_users", users=[user])
    assert sandbox.mails == [Mail("newpassword", made[0]["id"], 0)]


def test_many_callers_at_once_are_answered(sandbox: Sandbox) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def create(number: int) -> int:
        made = _admin(sandbox).call("core_user_create_users", users=[_user(f"u{number}")])
        return int(made[0]["id"])

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(create, range(40)))) == 40


def test_a_body_larger_than_post_max_size_arrives_empty(sandbox: Sandbox) -> None:
    sandbox.state(post_max_size=100)
    body = {"wstoken": sandbox.token, "wsfunction": INFO, "moodlewsrestformat": "json"}
    response = _admin(sandbox).session.post(
        sandbox.url + PATH, data={**body, "a": "x" * 100}, timeout=10
    )
    assert "<ERRORCODE>invalidtoken</ERRORCODE>" in response.text


def test_what_no_function_can_do_is_edited_past_them(sandbox: Sandbox) -> None:
    admin = _admin(sandbox)
    course = {"fullname": "Курс", "shortname": "c", "categoryid": 1}
    courseid = admin.call("core_course_create_courses", courses=[course])[0]["id"]
    userid = admin.call("core_user_create_users", users=[_user("a")])[0]["id"]
    with sandbox.edit() as store:
        store.write("UPDATE enrol SET status = 1 WHERE enrol = 'manual'")
    row = {"courseid": courseid, "userid": userid, "roleid": 5}
    assert admin.refusal("enrol_manual_enrol_users", enrolments=[row]) == "wsnoinstance"
