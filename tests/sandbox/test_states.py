"""The states of a site that a client meets: behaviour.md M5, "Site states"."""

from typing import Any

import pytest

from tests.contract.rest_caller import PATH, RestCaller
from vsosh_moodle.sandbox import Sandbox

INFO = "core_webservice_get_site_info"


def _post(site: Sandbox) -> Any:
    body = {"moodlewsrestformat": "json", "wsfunction": INFO, "wstoken": site.token}
    caller = RestCaller(site.url, site.token)
    return caller.session.post(site.url + PATH, data=body, timeout=10)


def test_maintenance_from_the_command_line_is_503_html(sandbox: Sandbox) -> None:
    sandbox.state(maintenance="cli")
    response = _post(sandbox)
    assert response.status_code == 503
    assert response.headers["retry-after"] == "300"
    assert response.headers["content-type"].startswith("text/html")


def test_maintenance_of_the_site_lets_the_administrator_through(sandbox: Sandbox) -> None:
    token = sandbox.add_token()
    sandbox.state(maintenance="site")
    assert _post(sandbox).json()["userid"] == 2
    assert RestCaller(sandbox.url, token).refusal(INFO) == "sitemaintenance"


def test_web_services_switched_off_are_403_and_empty(sandbox: Sandbox) -> None:
    sandbox.state(rest=False)
    response = _post(sandbox)
    assert response.status_code == 403
    assert response.text == ""


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("upgraderunning", "upgraderunning"),
        ("dbdown", "dbconnectionfailed"),
        ("owner_suspended", "wsaccessusersuspended"),
        ("ip_restricted", "accessexception"),
    ],
)
def test_other_states_are_errors_in_json(sandbox: Sandbox, state: str, code: str) -> None:
    sandbox.state(**{state: True})
    assert _post(sandbox).json()["errorcode"] == code
    sandbox.state(**{state: False})
    assert _post(sandbox).json()["userid"] == 2


def test_a_database_that_takes_no_writes_is_read_on(sandbox: Sandbox) -> None:
    caller = RestCaller(sandbox.url, sandbox.token)
    cohort = {"categorytype": {"type": "system", "value": ""}, "name": "9А", "idnumber": "k"}
    sandbox.state(dbreadonly=True)
    assert _post(sandbox).json()["userid"] == 2
    assert caller.refusal("core_cohort_create_cohorts", cohorts=[cohort]) == "dmlwriteexception"
    assert caller.call("core_cohort_get_cohorts") == []
    sandbox.state(dbreadonly=False)
    assert len(caller.call("core_cohort_create_cohorts", cohorts=[cohort])) == 1


def test_an_expired_token_is_refused_once_and_then_forgotten(sandbox: Sandbox) -> None:
    sandbox.state(token_expired=True)
    assert _post(sandbox).json()["errorcode"] == "accessexception"
    assert _post(sandbox).json()["errorcode"] == "invalidtoken"
    sandbox.state(token_expired=False)
    assert _post(sandbox).json()["errorcode"] == "invalidtoken"


def test_the_same_email_may_be_allowed(sandbox: Sandbox) -> None:
    caller = RestCaller(sandbox.url, sandbox.token)
    user = {
        "firstname": "Имя",
        "lastname": "Фамилия",
        "email": "one@school.invalid",
        "password": "Abcd1234!",
    }
    twins = [{**user, "username": "a"}, {**user, "username": "b"}]
    assert caller.refusal("core_user_create_users", users=twins) == "invalidparameter"
    sandbox.state(same_email_allowed=True)
    assert len(caller.call("core_user_create_users", users=twins)) == 2


def test_latency_is_added_to_every_call(sandbox: Sandbox) -> None:
    sandbox.state(latency=0.2)
    assert _post(sandbox).elapsed.total_seconds() >= 0.2


def test_without_mail_enrolments_are_kept_though_the_answer_is_an_error(sandbox: Sandbox) -> None:
    caller = RestCaller(sandbox.url, sandbox.token)
    course = {"fullname": "Курс", "shortname": "c", "categoryid": 1}
    courseid = caller.call("core_course_create_courses", courses=[course])[0]["id"]
    users = [
        {
            "username": name,
            "firstname": "Имя",
            "lastname": "Фамилия",
            "email": f"{name}@school.test",
            "password": "Abcd1234!",
        }
        for name in ("t", "s")
    ]
    teacher, student = (user["id"] for user in caller.call("core_user_create_users", users=users))
    enrol = "enrol_manual_enrol_users"
    row = {"courseid": courseid, "userid": teacher, "roleid": 3}
    caller.call(enrol, enrolments=[row])
    sandbox.state(smtp_down=True)
    row = {"courseid": courseid, "userid": student, "roleid": 5}
    assert caller.refusal(enrol, enrolments=[row]) == "Message was not sent."
    enrolled = caller.call("core_enrol_get_enrolled_users", courseid=courseid)
    assert [user["id"] for user in enrolled] == [teacher, student]
