"""Facts about tool_mobile_call_external_functions: several calls in one request."""

import json
from typing import Any

from tests.contract.site_under_test import SiteUnderTest, World

BUNDLE = "tool_mobile_call_external_functions"
CATEGORIES = "core_course_get_categories"


def _request(function: str, arguments: Any, **settings: int) -> dict[str, Any]:
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return {"function": function, "arguments": text, **settings}


def _run(site: SiteUnderTest, *requests: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return list(site.call(BUNDLE, requests=list(requests), **more)["responses"])


def _by_id(ident: int) -> dict[str, Any]:
    return {"criteria": [{"key": "id", "value": ident}]}


def test_data_is_json_inside_json(site: SiteUnderTest, world: World) -> None:
    ident = world.add_category()
    answers = _run(site, _request(CATEGORIES, _by_id(ident)), _request(CATEGORIES, _by_id(1)))
    assert [answer["error"] for answer in answers] == [False, False]
    assert [json.loads(answer["data"])[0]["id"] for answer in answers] == [ident, 1]


def test_a_function_without_a_result_has_null_data(site: SiteUnderTest) -> None:
    answers = _run(site, _request("core_group_delete_groups", {"groupids": []}))
    assert answers == [{"error": False, "data": None}]


def test_it_stops_at_the_first_failure_and_keeps_what_was_before(
    site: SiteUnderTest, world: World
) -> None:
    first, second = world.cohort(), world.cohort()
    answers = _run(
        site,
        _request("core_cohort_create_cohorts", {"cohorts": [first]}),
        _request("core_cohort_create_cohorts", {"cohorts": [second, first]}),
        _request(CATEGORIES, {}),
    )
    assert [answer["error"] for answer in answers] == [False, True]
    world.cohorts.append(json.loads(answers[0]["data"])[0]["id"])
    fault = json.loads(answers[1]["exception"])
    assert fault["errorcode"] == "invalidparameter"
    assert "exception" not in fault
    found = site.call(
        "core_cohort_search_cohorts",
        query=world.key,
        context={"contextlevel": "system", "instanceid": 0},
        includes="all",
    )
    assert [cohort["idnumber"] for cohort in found["cohorts"]] == [first["idnumber"]]


def test_an_unknown_function_inside_is_accessexception(site: SiteUnderTest) -> None:
    answers = _run(site, _request("local_nobody_has_this", {}))
    assert json.loads(answers[0]["exception"]) == {
        "errorcode": "accessexception",
        "module": "webservice",
    }


def test_broken_json_counts_as_no_arguments(site: SiteUnderTest) -> None:
    answers = _run(site, _request(CATEGORIES, "{broken"))
    assert answers[0]["error"] is False
    refused = _run(site, _request("core_user_get_users_by_field", "{broken"))
    assert json.loads(refused[0]["exception"])["errorcode"] == "invalidparameter"


def test_raw_is_asked_for_each_call_not_for_the_bundle(site: SiteUnderTest, world: World) -> None:
    ident = world.add_category(name="А & Б")
    plain = _request(CATEGORIES, _by_id(ident))
    answers = _run(site, plain, {**plain, "settingraw": 1}, raw=True)
    names = [json.loads(answer["data"])[0]["name"] for answer in answers]
    assert names == ["А &amp; Б", "А & Б"]


def test_json_numbers_and_booleans_pass_as_parameters(site: SiteUnderTest) -> None:
    arguments = {"criteria": [{"key": "id", "value": 1}], "addsubcategories": False}
    answers = _run(site, _request(CATEGORIES, arguments))
    assert [row["id"] for row in json.loads(answers[0]["data"])] == [1]


def test_a_bundle_may_hold_a_bundle(site: SiteUnderTest) -> None:
    inner = {"requests": [_request(CATEGORIES, _by_id(1))]}
    answers = _run(site, _request(BUNDLE, inner))
    nested = json.loads(answers[0]["data"])["responses"]
    assert json.loads(nested[0]["data"])[0]["id"] == 1
