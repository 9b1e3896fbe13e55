"""Answers that are JSON and yet no answer: told as bad, never half believed."""

import pytest
import responses

from tests.moodle.canned import make_client, reply, site_info
from vsosh_moodle.moodle import cohorts, groups, plugin_jobs
from vsosh_moodle.moodle.encode import encode_parameters
from vsosh_moodle.moodle.errors import BadAnswer, RedirectRefused
from vsosh_moodle.moodle.ids import CohortId, GroupId
from vsosh_moodle.moodle.plugin_documents import document_value, mapping_of
from vsosh_moodle.moodle.probes import probe_rights
from vsosh_moodle.moodle.refusals import refusal_of


@responses.activate
@pytest.mark.parametrize(
    "body",
    [
        '[{"id": 1234567890123456789}]',
        '[{"id": 1e400}]',
        '[{"id": NaN}]',
        r'[{"id": 1, "name": "\ud83d"}]',
        "[" * 100_000,
    ],
    ids=["a number no id can have", "infinity", "no number", "half a character", "too deep"],
)
def test_json_that_cannot_be_used_is_a_bad_answer(body: str) -> None:
    reply(body)
    with pytest.raises(BadAnswer):
        make_client().call("core_course_get_categories")


@responses.activate
def test_members_that_are_no_list_are_a_bad_answer() -> None:
    client = make_client()
    reply([{"cohortid": 1, "userids": "2,3"}])
    with pytest.raises(BadAnswer):
        cohorts.get_cohort_members(client, [CohortId(1)])
    reply([{"groupid": 1, "userids": None}])
    with pytest.raises(BadAnswer):
        groups.get_group_members(client, [GroupId(1)])


@responses.activate
def test_a_job_in_a_state_nobody_knows_is_a_bad_answer() -> None:
    reply({"jobs": [{"id": 7, "function": "f", "status": "tired", "created": 1}]})
    with pytest.raises(BadAnswer):
        plugin_jobs.get_jobs(make_client(), [7])


@responses.activate
def test_rights_a_site_without_categories_and_courses_does_not_show_are_unknown() -> None:
    client = make_client()
    reply(site_info("core_course_get_categories"))
    assert not client.can_bundle
    reply([])  # to all that follows
    rights = {one.capability: one.granted for one in probe_rights(client)}
    assert rights["moodle/category:manage"] is None
    assert rights["moodle/course:update"] is None
    assert rights["moodle/course:create"] is None


def test_values_a_form_cannot_carry_are_refused_and_what_is_none_is_left_out() -> None:
    assert encode_parameters({"a": {"b": None, "c": 1}}) == [("a[c]", "1")]
    with pytest.raises(TypeError, match="bytes"):
        encode_parameters({"a": b"x"})


def test_a_document_is_the_text_of_an_object() -> None:
    assert mapping_of([]) == {}
    with pytest.raises(TypeError):
        mapping_of([1])
    with pytest.raises(TypeError):
        document_value(5)
    with pytest.raises(ValueError, match=r".*"):
        document_value("[" * 100_000)


def test_a_redirect_to_a_page_of_login_asks_for_the_address_of_the_front_page() -> None:
    for target, hint in (
        ("https://sso.example/login/index.php", "страницу входа"),
        ("https://other.example/moodle/webservice/rest/server.php", "https://other.example/moodle"),
    ):
        error = refusal_of("https://school.example", "f", 302, target, "", b"")
        assert isinstance(error, RedirectRefused)
        assert hint in error.hint
