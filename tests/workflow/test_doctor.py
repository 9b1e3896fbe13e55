"""The examination of a site."""

import json
from collections.abc import Iterator

import pytest

from vsosh_moodle.errors import ExitCode
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.functions import FUNCTIONS
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.doctor import Expectations, examine
from vsosh_moodle.workflow.findings import Finding, Report

NAMES = [function.name for function in FUNCTIONS if function.area != "plugin"]


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def site(running: Sandbox) -> Sandbox:
    running.reset()
    return running


def report_on(
    site: Sandbox, token: str, *, expected: Expectations | None = None, max_input_vars: int = 1000
) -> Report:
    settings = ClientSettings(max_input_vars=max_input_vars, backoff_base=0.0)
    with MoodleClient(site.url, token, settings) as client:
        return examine(client, expected or Expectations())


def finding(report: Report, code: str) -> Finding:
    (found,) = [one for one in report.findings if one.code == code]
    return found


@pytest.mark.parametrize("release", ["4.1", "4.5"])
def test_a_good_site_and_a_service_user_pass(release: str) -> None:
    with Sandbox(release=release) as site:  # type: ignore[arg-type]
        report = report_on(site, site.add_token())
    assert report.exit_code == ExitCode.OK
    assert report.count("fail") == 0
    assert finding(report, "release").detail.startswith(release)
    assert finding(report, "token").status == "ok"


def test_every_function_is_examined(site: Sandbox) -> None:
    report = report_on(site, site.token)
    examined = [one.title for one in report.findings if one.code.startswith("function:")]
    assert examined == NAMES


def test_nothing_on_the_site_is_changed(site: Sandbox) -> None:
    before = dump(site)
    report_on(site, site.token)
    assert dump(site) == before


def dump(site: Sandbox) -> dict[str, int]:
    tables = ("user", "course", "course_categories", "cohort", "groups", "user_enrolments")
    counted = {}
    for table in tables:
        counted[table] = int(site.store.value(f"SELECT COUNT(*) FROM {table}"))  # noqa: S608
    return counted


def test_a_missing_required_function_fails_and_says_where_to_add_it(site: Sandbox) -> None:
    token = site.add_token(functions=[name for name in NAMES if name != "core_user_create_users"])
    report = report_on(site, token)
    missing = finding(report, "function:core_user_create_users")
    assert missing.status == "fail"
    assert "Внешние службы" in missing.hint
    assert report.exit_code == ExitCode.MOODLE


def test_a_missing_optional_function_is_a_warning(site: Sandbox) -> None:
    bundles = "tool_mobile_call_external_functions"
    report = report_on(site, site.add_token(functions=[n for n in NAMES if n != bundles]))
    assert finding(report, f"function:{bundles}").status == "warn"
    assert report.exit_code == ExitCode.OK
    # What only an empty JSON list can ask is left open rather than guessed.
    assert finding(report, "right:moodle/user:create").status == "note"


def test_rights_a_role_lacks_are_named(site: Sandbox) -> None:
    report = report_on(site, site.add_token(capabilities=[]))
    lacking = {
        one.title
        for one in report.findings
        if one.code.startswith("right:") and one.status == "fail"
    }
    assert lacking >= {
        "moodle/user:create", "moodle/user:update", "moodle/category:manage", "moodle/course:create",
        "moodle/course:update", "moodle/course:managegroups",
    }  # fmt: skip
    assert finding(report, "role:student").status == "fail"


def test_rights_a_role_has_are_found(site: Sandbox) -> None:
    report = report_on(site, site.add_token())
    wrong = [
        one for one in report.findings if one.code.startswith("right:") and one.status == "fail"
    ]
    assert wrong == []


def test_an_administrators_token_is_a_warning(site: Sandbox) -> None:
    assert finding(report_on(site, site.token), "token").status == "warn"


def test_a_wrong_role_number_is_found(site: Sandbox) -> None:
    report = report_on(site, site.token, expected=Expectations(teacher_role=99))
    assert finding(report, "role:student").status == "ok"
    wrong = finding(report, "role:teacher")
    assert wrong.status == "fail"
    assert "site.roles" in wrong.hint


def test_a_smaller_max_input_vars_than_configured_is_measured(site: Sandbox) -> None:
    site.state(max_input_vars=777)
    found = finding(report_on(site, site.token, max_input_vars=5000), "max_input_vars")
    assert found.status == "fail"
    assert "777" in found.hint


def test_a_generous_max_input_vars_is_told(site: Sandbox) -> None:
    site.state(max_input_vars=5000)
    found = finding(report_on(site, site.token), "max_input_vars")
    assert found.status == "ok"
    assert "5000" in found.detail


def test_a_dead_site_is_one_finding_with_the_transport_code() -> None:
    with Sandbox() as site:
        client = MoodleClient(site.url, site.token, ClientSettings(retries=0))
    report = examine(client, Expectations())
    assert [one.code for one in report.findings] == ["site"]
    assert report.exit_code == ExitCode.TRANSPORT


def test_a_rejected_token_is_one_finding(site: Sandbox) -> None:
    report = report_on(site, "0" * 32)
    assert [(one.code, one.status) for one in report.findings] == [("token", "fail")]
    assert report.exit_code == ExitCode.MOODLE


def test_maintenance_is_one_finding(site: Sandbox) -> None:
    site.state(maintenance="cli")
    report = report_on(site, site.token)
    assert len(report.findings) == 1
    assert "обслуживании" in report.findings[0].detail
    assert report.exit_code == ExitCode.MOODLE


def test_the_report_is_json(site: Sandbox) -> None:
    report = report_on(site, site.add_token(capabilities=[]))
    data = json.loads(json.dumps(report.as_json()))
    assert data["exit_code"] == 5
    assert sum(data["counts"].values()) == len(data["checks"])
    assert set(data["checks"][0]) == {"check", "status", "title", "detail", "hint"}


def test_every_failure_has_a_way_out(site: Sandbox) -> None:
    token = site.add_token(functions=["core_webservice_get_site_info"], capabilities=[])
    report = report_on(site, token, expected=Expectations(teacher_role=99), max_input_vars=5000)
    bad = [one for one in report.findings if one.status in ("fail", "warn")]
    assert bad
    assert all(one.hint for one in bad)
