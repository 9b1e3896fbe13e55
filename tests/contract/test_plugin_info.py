"""local_vsosh_get_info, and calls that wait in the site's queue."""

import json
import time
from typing import Any

import pytest

from tests.contract.plugin_school import PluginSchool
from tests.contract.rest_caller import RefusedError
from tests.contract.site_under_test import SiteUnderTest, World

QUEUE, JOBS = "local_vsosh_queue_job", "local_vsosh_get_jobs"
SET_MEMBERS = "local_vsosh_set_members"
FEATURES = {"subsection", "completion", "availability", "manual_enrolment", "cohort_sync"}


def members(*courses: dict[str, Any]) -> dict[str, str]:
    """Return the parameters of a call of set_members."""
    return {"document": json.dumps({"courses": list(courses), "cohorts": []})}


def queue(site: SiteUnderTest, function: str, arguments: object) -> int:
    return int(site.call(QUEUE, function=function, arguments=json.dumps(arguments))["id"])


def test_a_site_says_what_it_is(plugin_site: SiteUnderTest) -> None:
    info = plugin_site.call("local_vsosh_get_info")
    assert info["version"] >= 2026112300
    assert info["release"].count(".") == 2
    assert info["moodle"].startswith("{}.{}".format(*plugin_site.release))
    assert info["branch"] == "{}{:02}".format(*plugin_site.release)
    assert abs(info["time"] - time.time()) < 120
    assert info["lang"] in info["langs"]
    assert {"page", "quiz", "assign"} <= set(info["modules"])
    assert set(info["features"]) <= FEATURES
    assert {"completion", "availability", "manual_enrolment"} <= set(info["features"])
    assert ("subsection" in info["features"]) is (plugin_site.release >= (4, 5))
    student = [one for one in info["roles"] if one["shortname"] == "student"]
    assert [(one["id"], one["archetype"]) for one in student] == [(5, "student")]
    assert set(info["limits"]) == {
        "max_input_vars", "post_max_size", "max_execution_time", "max_file_size",
    }  # fmt: skip
    assert info["limits"]["max_input_vars"] >= 1000


def test_a_site_tells_its_rules_for_passwords_and_holds_to_them(plugin_world: World) -> None:
    school = PluginSchool(plugin_world)
    rules = plugin_world.site.call("local_vsosh_get_info")["passwords"]
    assert set(rules) == {"min_length", "digits", "lower", "upper", "signs", "most_identical"}
    assert all(isinstance(rule, int) and rule >= 0 for rule in rules.values())
    # Built by the rules it passes; without the least of a sort it is refused.
    sorts = {"digits": "24", "lower": "rs", "upper": "RS", "signs": "-+"}
    parts = {
        sort: "".join(letters[place % 2] for place in range(rules[sort]))
        for sort, letters in sorts.items()
    }
    filler = "rs" * (1 + max(0, rules["min_length"] - sum(map(len, parts.values()))))
    row = school.put(school.user(password="".join(parts.values()) + filler))[0]
    assert row["status"] == "created", row
    for sort in ("digits", "upper", "signs"):
        if rules[sort]:
            weak = "".join(text for name, text in parts.items() if name != sort) + filler * 2
            row = school.put(school.user(password=weak))[0]
            assert (row["status"], row["code"]) == ("error", "password-policy")


def test_a_job_waits_or_has_been_made(plugin_site: SiteUnderTest) -> None:
    missing = members({"course": "no-such-course", "members": [], "cohort_syncs": []})
    job = queue(plugin_site, SET_MEMBERS, missing)
    (told,) = plugin_site.call(JOBS, ids=[job])["jobs"]
    assert set(told) == {
        "id", "function", "status", "progress", "result", "error", "created", "started", "finished",
    }  # fmt: skip
    assert (told["id"], told["function"]) == (job, SET_MEMBERS)
    assert told["status"] in ("queued", "running", "done")
    if told["status"] == "done":
        assert told["progress"] == 100
        assert json.loads(told["result"])["courses"][0]["errors"][0]["code"] == "course-missing"
        assert told["created"] <= told["started"] <= told["finished"]
    else:
        assert (told["result"], told["error"], told["finished"]) == ("", "", 0)


def test_jobs_nobody_queued_are_left_out(plugin_site: SiteUnderTest) -> None:
    assert plugin_site.call(JOBS, ids=[10**9])["jobs"] == []


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("local_vsosh_get_state", {}),
        ("core_user_delete_users", {"userids": [1]}),
        ("", {}),
        (SET_MEMBERS, {"documents": "{}"}),
        (SET_MEMBERS, {}),
        (SET_MEMBERS, []),
        (SET_MEMBERS, "{}"),
    ],
)
def test_what_cannot_be_called_is_not_queued(
    plugin_site: SiteUnderTest, function: str, arguments: object
) -> None:
    with pytest.raises(RefusedError) as refused:
        queue(plugin_site, function, arguments)
    assert refused.value.errorcode == "invalidparameter"


def test_arguments_that_are_no_json_are_refused(plugin_world: World) -> None:
    with pytest.raises(RefusedError) as refused:
        plugin_world.site.call(QUEUE, function=SET_MEMBERS, arguments="{nonsense")
    assert refused.value.errorcode == "invalidparameter"
