"""PHP cuts a body at max_input_vars and Moodle sees a shorter list: behaviour.md M4."""

from typing import Any

import pytest

from tests.contract.rest_caller import flatten
from tests.contract.site_under_test import SiteUnderTest, World

FORMAT = ("moodlewsrestformat", "json")


@pytest.fixture
def limit(site: SiteUnderTest) -> int:
    """The site's max_input_vars; a real site whose limit nobody told is left out."""
    if site.max_input_vars is None or site.max_input_vars > 1000:
        pytest.skip("needs --live-max-input-vars of at most 1000")
    return site.max_input_vars


def _send(site: SiteUnderTest, function: str, token_first: bool, **params: Any) -> Any:
    token = ("wstoken", site.token)
    head = [FORMAT, ("wsfunction", function)]
    data = list(flatten(params))
    pairs = [token, *head, *data] if token_first else [*head, *data, token]
    return site.post(pairs).json()


def test_a_list_is_cut_in_silence_at_the_limit_plus_one(site: SiteUnderTest, limit: int) -> None:
    ids = [1] * (limit - 10) + list(range(10**6, 10**6 + 200))
    answer = _send(site, "core_cohort_get_cohorts", True, cohortids=ids)
    assert answer == []


def test_members_beyond_the_limit_are_lost_without_an_error(
    site: SiteUnderTest, world: World, limit: int
) -> None:
    cohortid, userid = world.add_cohort(), world.add_user()
    ghosts = [{"cohortid": cohortid, "userid": userid}] * ((limit - 2) // 2)
    site.call(
        "core_cohort_add_cohort_members",
        members=[
            {
                "cohorttype": {"type": "id", "value": cohortid},
                "usertype": {"type": "id", "value": userid},
            }
        ],
    )
    bad = {"cohortid": 10**8, "userid": userid}
    # The last row, which would fail the whole call, never arrives.
    answer = _send(site, "core_cohort_delete_cohort_members", True, members=[*ghosts, bad])
    assert answer is None


def test_one_row_less_and_the_last_one_arrives(
    site: SiteUnderTest, world: World, limit: int
) -> None:
    cohortid, userid = world.add_cohort(), world.add_user()
    rows = [{"cohortid": cohortid, "userid": userid}] * ((limit - 2) // 2 - 1)
    bad = {"cohortid": 10**8, "userid": userid}
    answer = _send(site, "core_cohort_delete_cohort_members", True, members=[*rows, bad])
    assert answer["errorcode"] == "invalidrecord"


def test_a_cut_inside_a_row_is_invalidparameter(
    site: SiteUnderTest, world: World, limit: int
) -> None:
    courseid, userid = world.add_course(), world.add_user()
    row = {"roleid": 5, "userid": userid, "courseid": courseid}
    # limit + 1 leaves limit - 2 for the data: not a multiple of three for 1000.
    assert (limit - 2) % 3
    answer = _send(site, "enrol_manual_enrol_users", True, enrolments=[row] * limit)
    assert answer["errorcode"] == "invalidparameter"
    assert world.enrolled_ids(courseid) == []


def test_a_token_at_the_end_turns_the_cut_into_invalidtoken(
    site: SiteUnderTest, world: World, limit: int
) -> None:
    courseid, userid = world.add_course(), world.add_user()
    row = {"roleid": 5, "userid": userid, "courseid": courseid}
    answer = _send(site, "enrol_manual_enrol_users", False, enrolments=[row] * limit)
    assert answer["errorcode"] == "invalidtoken"
    assert world.enrolled_ids(courseid) == []


def test_the_query_is_counted_on_its_own(site: SiteUnderTest, limit: int) -> None:
    pairs = list(flatten({"cohortids": [10**8] * limit}))
    query = {
        "moodlewsrestformat": "json",
        "wsfunction": "core_cohort_get_cohorts",
        "wstoken": site.token,
    }
    assert site.post(pairs, query).json() == []


def test_json_arguments_of_a_bundle_count_as_one_variable(site: SiteUnderTest, limit: int) -> None:
    ids = ",".join(str(10**8 + number) for number in range(limit * 2))
    answer = site.call(
        "tool_mobile_call_external_functions",
        requests=[{"function": "core_cohort_get_cohorts", "arguments": f'{{"cohortids":[{ids}]}}'}],
    )
    assert answer["responses"] == [{"error": False, "data": "[]"}]
