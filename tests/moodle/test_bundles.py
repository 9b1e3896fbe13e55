"""Many calls in one request: packing, stopping at an error, going on after it."""

import json
from typing import Any

import pytest
import requests
import responses
from hypothesis import given
from hypothesis import strategies as st
from requests import PreparedRequest

from tests.moodle.canned import ENDPOINT, MULTI, fields_of, make_client, reply, site_info
from vsosh_moodle.moodle.bundles import Call, encode_bundle, parse_bundle
from vsosh_moodle.moodle.client import MoodleClient, value_of, values_of
from vsosh_moodle.moodle.errors import (
    AccessDenied,
    BadAnswer,
    ConnectionFailed,
    MoodleError,
    NotAttempted,
    NotFound,
    RequestTooLarge,
)
from vsosh_moodle.moodle.settings import ClientSettings

GROUPS = "core_group_get_course_groups"
CREATE = "core_group_create_groups"


class Site:
    """Answers bundles as Moodle does: in order, up to the first that fails."""

    def __init__(self, *functions: str, failing: dict[int, str] | None = None) -> None:
        self.functions = functions
        self.failing = failing or {}
        self.requests: list[list[tuple[str, Any]]] = []
        responses.add_callback(responses.POST, ENDPOINT, callback=self.answer)

    def answer(self, request: PreparedRequest) -> tuple[int, dict[str, str], str]:
        fields = dict(fields_of(request))
        function = fields["wsfunction"]
        if function == "core_webservice_get_site_info":
            return 200, {}, json.dumps(site_info(*self.functions))
        if function != MULTI:
            self.requests.append([(function, fields)])
            return 200, {}, json.dumps(self.result(int(fields["courseid"])))
        calls = self.calls_of(fields)
        self.requests.append(calls)
        answers: list[dict[str, object]] = []
        for _name, arguments in calls:
            result = self.result(arguments["courseid"])
            failed = isinstance(result, dict)
            key = "exception" if failed else "data"
            answers.append({"error": failed, key: json.dumps(result)})
            if failed:
                break
        return 200, {}, json.dumps({"responses": answers})

    @staticmethod
    def calls_of(fields: dict[str, str]) -> list[tuple[str, Any]]:
        calls: list[tuple[str, Any]] = []
        while (prefix := f"requests[{len(calls)}]") + "[function]" in fields:
            assert fields[prefix + "[settingraw]"] == "1"
            calls.append(
                (fields[prefix + "[function]"], json.loads(fields[prefix + "[arguments]"]))
            )
        return calls

    def result(self, courseid: int) -> object:
        if courseid in self.failing:
            return {"message": "no", "errorcode": self.failing[courseid], "link": {}}
        return [courseid]


def params(count: int) -> list[dict[str, int]]:
    return [{"courseid": number} for number in range(count)]


@responses.activate
def test_small_reads_travel_together() -> None:
    site = Site(MULTI, GROUPS)
    results = make_client().bundle(GROUPS, params(25), chunk=10)
    assert results == [[number] for number in range(25)]
    assert [len(one) for one in site.requests] == [10, 10, 5]


@responses.activate
def test_without_the_function_they_travel_one_by_one() -> None:
    site = Site(GROUPS, failing={1: "errorcoursecontextnotvalid"})
    results = make_client().bundle(GROUPS, params(3))
    assert results[0] == [0]
    assert isinstance(results[1], NotFound)
    assert results[2] == [2]
    assert len(site.requests) == 3


@responses.activate
def test_a_setting_switches_bundles_off() -> None:
    site = Site(MULTI, GROUPS)
    make_client(ClientSettings(bundles=False)).bundle(GROUPS, params(3))
    assert [one[0][0] for one in site.requests] == [GROUPS] * 3


@responses.activate
def test_calls_after_a_failed_one_still_run() -> None:
    site = Site(MULTI, GROUPS, failing={0: "nopermissions", 3: "nopermissions"})
    results = make_client().bundle(GROUPS, params(5))
    assert [isinstance(one, AccessDenied) for one in results] == [True, False, False, True, False]
    assert results[4] == [4]
    assert [len(one) for one in site.requests] == [5, 4, 1]


@responses.activate
def test_a_function_the_service_lacks_is_asked_for_once() -> None:
    site = Site(MULTI, failing=dict.fromkeys(range(30), "accessexception"))
    results = make_client().bundle(GROUPS, params(30), chunk=30)
    assert all(isinstance(one, AccessDenied) for one in results)
    assert len(site.requests) == 1


@responses.activate
def test_the_number_of_calls_obeys_max_input_vars() -> None:
    site = Site(MULTI, GROUPS)
    make_client(ClientSettings(max_input_vars=34)).bundle(GROUPS, params(25), chunk=100)
    assert [len(one) for one in site.requests] == [10, 10, 5]


@responses.activate
def test_a_lost_request_marks_its_calls_and_leaves_the_rest_unsent() -> None:
    reply(site_info(MULTI))
    reply({"responses": [{"error": False, "data": "[]"}] * 2})
    responses.add(responses.POST, ENDPOINT, body=requests.ReadTimeout("slow"))
    results = make_client().bundle(CREATE, params(6), chunk=2)
    assert results[:2] == [[], []]
    lost = [one for one in results[2:4] if isinstance(one, MoodleError)]
    unsent = [one for one in results[4:] if isinstance(one, NotAttempted)]
    assert [one.may_have_been_processed for one in lost] == [True, True]
    assert [one.may_have_been_processed for one in unsent] == [False, False]
    assert len(responses.calls) == 3


@responses.activate
def test_reads_of_a_lost_request_are_repeated() -> None:
    reply(site_info(MULTI))
    responses.add(responses.POST, ENDPOINT, body=requests.ReadTimeout("slow"))
    reply({"responses": [{"error": False, "data": "[]"}]})
    assert make_client().bundle(GROUPS, params(1)) == [[]]


@responses.activate
def test_a_site_down_from_the_start_gives_errors_and_raises_nothing() -> None:
    responses.add(responses.POST, ENDPOINT, body=requests.ConnectTimeout("far"))
    results = make_client(ClientSettings(retries=0)).bundle(GROUPS, params(2))
    assert isinstance(results[0], ConnectionFailed)
    assert isinstance(results[1], NotAttempted)
    with pytest.raises(ConnectionFailed):
        values_of(results)


@responses.activate
def test_a_call_above_the_limit_travels_as_one_json_field() -> None:
    reply(site_info(MULTI))
    reply({"responses": [{"error": False, "data": None}]})
    rows = [{"roleid": 5, "userid": number, "courseid": 2} for number in range(500)]
    assert make_client().call("enrol_manual_enrol_users", {"enrolments": rows}) is None
    fields = fields_of(responses.calls[1].request)
    assert len(fields) == 7
    assert json.loads(dict(fields)["requests[0][arguments]"]) == {"enrolments": rows}


@responses.activate
def test_a_call_above_the_limit_is_not_sent_where_it_would_be_cut() -> None:
    reply(site_info(GROUPS))
    rows = [{"groupid": 1, "userid": number} for number in range(500)]
    with pytest.raises(RequestTooLarge):
        make_client().call("core_group_add_group_members", {"members": rows})
    assert len(responses.calls) == 1


def test_no_calls_need_no_request() -> None:
    assert make_client().bundle(GROUPS, []) == []


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"responses": []},
        {"responses": [{"data": "[]"}, {"data": "[]"}]},
        {"responses": [{"error": False, "data": "[]"}]},
        {"responses": [{"error": False, "data": "[]"}] * 3},
        {"responses": [{"error": False, "data": "{"}, {"error": False, "data": "[]"}]},
    ],
)
def test_an_answer_that_does_not_match_the_calls_is_refused(answer: object) -> None:
    with pytest.raises(BadAnswer):
        parse_bundle("https://school.example", [Call(GROUPS, {})] * 2, answer)


def test_results_of_functions_without_one_are_none() -> None:
    answer = {"responses": [{"error": False}, {"error": False, "data": None}]}
    assert parse_bundle("https://school.example", [Call(GROUPS, {})] * 2, answer) == [None, None]


@given(st.lists(st.dictionaries(st.text(min_size=1), st.text()), max_size=5))
def test_arguments_survive_packing(arguments: list[dict[str, str]]) -> None:
    pairs = dict(encode_bundle([Call(GROUPS, one) for one in arguments]))
    assert len(pairs) == 3 * len(arguments)
    packed = [json.loads(pairs[f"requests[{n}][arguments]"]) for n in range(len(arguments))]
    assert packed == arguments


def test_value_of_raises_an_error_and_returns_the_rest() -> None:
    assert value_of([1]) == [1]
    with pytest.raises(NotFound):
        value_of(NotFound("нет"))


def test_a_client_is_made_of_a_plain_token_too() -> None:
    assert isinstance(make_client(), MoodleClient)
