"""The examination of the companion plugin."""

from collections.abc import Iterator
from typing import Any

import pytest
import responses

from tests.moodle.canned import make_client, reply, site_info
from vsosh_moodle.errors import ExitCode
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.functions import FUNCTIONS
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.doctor import Expectations, examine
from vsosh_moodle.workflow.doctor_limits import _input_vars
from vsosh_moodle.workflow.doctor_plugin import examine_plugin
from vsosh_moodle.workflow.findings import Finding
from vsosh_moodle.workflow.plugin_zip import shipped_plugin

OURS = [function.name for function in FUNCTIONS if function.area == "plugin"]
MODULES = [
    "assign", "choice", "feedback", "folder", "forum", "h5pactivity", "label", "lesson", "page",
    "quiz", "resource", "url",
]  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Iterator[Sandbox]:
    with Sandbox(plugin=True) as sandbox:
        yield sandbox


def info(**changed: Any) -> dict[str, object]:
    """Return an answer of local_vsosh_get_info; `limits` are changed one by one."""
    limits = {
        "max_input_vars": 5000, "post_max_size": 8 << 20, "max_execution_time": 300,
        "max_file_size": 8 << 20,
    }  # fmt: skip
    answer: dict[str, object] = {
        "version": shipped_plugin().version, "release": "9.8.7", "moodle": "4.5.6", "branch": "405",
        "time": 1, "timezone": "Europe/Moscow", "lang": "ru", "langs": ["ru"], "modules": MODULES,
        "features": ["subsection"], "roles": [{"id": 5, "shortname": "student", "archetype": "student"}],
    }  # fmt: skip
    limits |= changed.pop("limits", {})
    return {**answer, "limits": limits, **changed}


def told(answer: object, functions: list[str] = OURS) -> list[Finding]:
    """Examine a site that answers so."""
    reply(site_info(*functions))
    reply(answer)
    return list(examine_plugin(make_client(), Expectations()))


def test_a_site_without_it_is_told_how_to_get_it() -> None:
    with Sandbox() as bare, MoodleClient(bare.url, bare.token) as client:
        report = examine(client, Expectations())
    (found,) = [one for one in report.findings if one.code == "plugin"]
    assert found.status == "note"
    assert "vsosh-moodle plugin build" in found.hint
    assert "setup.php" in found.hint
    assert not [one for one in report.findings if "local_vsosh_" in one.title]


def test_a_site_with_it_is_well(site: Sandbox) -> None:
    settings = ClientSettings(max_input_vars=1000, backoff_base=0.0)
    with MoodleClient(site.url, site.add_token(), settings) as client:
        report = examine(client, Expectations())
    assert report.exit_code == ExitCode.OK
    (found,) = [one for one in report.findings if one.code == "plugin"]
    assert (found.status, found.detail.partition(":")[0]) == ("ok", shipped_plugin().release)


@responses.activate
def test_one_that_is_as_new_or_newer_is_well() -> None:
    assert [one.status for one in told(info())] == ["ok"]
    responses.reset()
    assert [one.status for one in told(info(version=shipped_plugin().version + 1))] == ["ok"]


@responses.activate
def test_an_older_one_is_to_be_updated() -> None:
    (found,) = told(info(version=2026010100, release="0.0.1"))
    assert found.status == "warn"
    assert found.detail.startswith("0.0.1 (2026010100); с программой идёт новее: ")
    assert "setup.php" in found.hint


@responses.activate
def test_functions_missing_from_the_service_are_named() -> None:
    service = [name for name in OURS if name != "local_vsosh_put_courses"]
    found = told(info(), service)
    assert [(one.code, one.status) for one in found[1:]] == [
        ("function:local_vsosh_put_courses", "warn")
    ]


@responses.activate
def test_modules_switched_off_are_named() -> None:
    found = told(info(modules=MODULES[:-1]))
    assert [(one.code, one.status) for one in found[1:]] == [("modules", "note")]
    assert found[1].detail.endswith(": url")


@responses.activate
@pytest.mark.parametrize(("seconds", "codes"), [(30, ["max_execution_time"]), (60, []), (0, [])])
def test_a_short_time_for_a_call_is_told(seconds: int, codes: list[str]) -> None:
    found = told(info(limits={"max_execution_time": seconds}))
    assert [one.code for one in found[1:]] == codes


@responses.activate
def test_one_that_cannot_answer_fails() -> None:
    broken = {"exception": "dml_read_exception", "errorcode": "dmlreadexception", "message": "x"}
    (found,) = told(broken)
    assert (found.code, found.status) == ("plugin", "fail")


@responses.activate
@pytest.mark.parametrize(("told_limit", "status"), [(5000, "ok"), (1000, "ok"), (999, "fail")])
def test_the_limit_of_fields_is_what_the_plugin_tells(told_limit: int, status: str) -> None:
    reply(site_info(*OURS))
    reply(info(limits={"max_input_vars": told_limit}))
    found = _input_vars(make_client(ClientSettings(max_input_vars=1000)))
    assert found.status == status
    assert str(told_limit) in found.detail
    assert len(responses.calls) == 2


@responses.activate
@pytest.mark.parametrize(
    ("loose", "said"),
    [
        ({"anywhere": 1, "forever": 1}, "токен действует с любого адреса и не имеет срока"),
        ({"anywhere": 1, "forever": 0}, "токен действует с любого адреса"),
        ({"anywhere": 0, "forever": 2}, "токен не имеет срока"),
        ({"anywhere": 0, "forever": 0}, None),
        (None, None),
    ],
)
def test_a_token_bound_to_nothing_is_noted(loose: dict[str, int] | None, said: str | None) -> None:
    found = told(info() if loose is None else info(tokens=loose))
    noted = [one for one in found if one.code == "token_bounds"]
    assert [one.detail for one in noted] == ([] if said is None else [said])
    assert all("--new-token --ip=" in one.hint and one.status == "note" for one in noted)
