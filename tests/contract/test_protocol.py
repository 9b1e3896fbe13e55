"""Facts of the REST protocol: behaviour.md, "Protocol" and "Site states"."""

import pytest
import requests

from tests.contract.rest_caller import PATH, RefusedError
from tests.contract.site_under_test import SiteUnderTest, World

INFO = "core_webservice_get_site_info"
JSON = ("moodlewsrestformat", "json")


def test_site_info_lists_the_functions_of_the_service(site: SiteUnderTest) -> None:
    info = site.call(INFO)
    names = [function["name"] for function in info["functions"]]
    assert {INFO, "core_user_create_users", "enrol_manual_enrol_users"} <= set(names)
    assert info["siteurl"] == site.wwwroot
    assert info["userissiteadmin"] is True


def test_an_error_is_http_200_with_exception_errorcode_and_message(site: SiteUnderTest) -> None:
    response = site.post([JSON, ("wsfunction", INFO), ("wstoken", "0" * 32)])
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/json")
    assert set(response.json()) == {"exception", "errorcode", "message"}
    assert response.json()["errorcode"] == "invalidtoken"


def test_exception_classes_have_a_namespace_since_45(site: SiteUnderTest) -> None:
    with pytest.raises(RefusedError) as refused:
        site.call("core_cohort_get_cohorts", extra=1)
    plain = "invalid_parameter_exception"
    expected = f"core\\exception\\{plain}" if site.is_namespaced else plain
    assert refused.value.exception == expected


def test_an_unknown_function_is_invalidrecord(site: SiteUnderTest) -> None:
    with pytest.raises(RefusedError) as refused:
        site.call("local_nobody_has_this")
    assert refused.value.errorcode == "invalidrecord"
    assert refused.value.exception == "dml_missing_record_exception"


def test_a_missing_function_name_is_invalidparameter(site: SiteUnderTest) -> None:
    response = site.post([JSON, ("wstoken", site.token)])
    assert response.json()["errorcode"] == "invalidparameter"


def test_a_missing_token_is_invalidtoken(site: SiteUnderTest) -> None:
    response = site.post([JSON, ("wsfunction", INFO)])
    assert response.json()["errorcode"] == "invalidtoken"


def test_without_the_format_errors_and_results_are_xml(site: SiteUnderTest) -> None:
    refused = site.post([("wsfunction", INFO), ("wstoken", "nonsense")])
    assert refused.status_code == 200
    assert refused.text.startswith("<?xml")
    assert "<ERRORCODE>invalidtoken</ERRORCODE>" in refused.text
    answered = site.post([("wsfunction", INFO), ("wstoken", site.token)])
    assert f'<KEY name="siteurl"><VALUE>{site.wwwroot}</VALUE>' in answered.text


def test_parameters_may_be_split_between_query_and_body(site: SiteUnderTest) -> None:
    query = {"wsfunction": INFO, "moodlewsrestformat": "json"}
    response = site.post([("wstoken", site.token)], query)
    assert response.json()["siteurl"] == site.wwwroot


def test_get_is_answered_too(site: SiteUnderTest) -> None:
    params = {"wsfunction": INFO, "moodlewsrestformat": "json", "wstoken": site.token}
    response = requests.get(site.url + PATH, params=params, timeout=60)
    assert response.json()["siteurl"] == site.wwwroot


def test_of_duplicate_fields_the_last_one_counts(site: SiteUnderTest) -> None:
    pairs = [JSON, ("wsfunction", "nonsense"), ("wsfunction", INFO), ("wstoken", site.token)]
    assert site.post(pairs).json()["siteurl"] == site.wwwroot


def test_a_body_in_json_is_not_read(site: SiteUnderTest) -> None:
    body = {"wsfunction": INFO, "wstoken": site.token, "moodlewsrestformat": "json"}
    response = requests.post(site.url + PATH, json=body, timeout=60)
    assert "invalidtoken" in response.text
    assert response.text.startswith("<?xml")


def test_another_name_of_the_host_is_redirected_with_303(site: SiteUnderTest) -> None:
    alias = site.url.replace("127.0.0.1", "localhost")
    if alias == site.url or site.url != site.wwwroot:
        pytest.skip("the site has no second name that it knows to be wrong")
    response = requests.post(
        alias + PATH, data={"wstoken": site.token}, allow_redirects=False, timeout=60
    )
    assert response.status_code == 303
    assert response.headers["location"].startswith(site.url)


def test_an_unknown_page_is_404(site: SiteUnderTest) -> None:
    assert requests.get(site.url + "/webservice/nothing.php", timeout=60).status_code == 404


def test_an_extra_parameter_fails_the_call(site: SiteUnderTest) -> None:
    assert site.refusal("core_cohort_get_cohorts", bogus=1) == "invalidparameter"


def test_an_extra_field_of_a_row_fails_the_call(site: SiteUnderTest, world: World) -> None:
    user = world.user(bogus="1")
    assert site.refusal("core_user_create_users", users=[user]) == "invalidparameter"


def test_a_missing_required_parameter_fails_the_call(site: SiteUnderTest) -> None:
    assert site.refusal("core_user_get_users_by_field", field="id") == "invalidparameter"


@pytest.mark.parametrize("value", ["", "abc", "1.5", " 1", "+1", "007", "9" * 30])
def test_text_that_is_not_a_plain_number_is_no_int(site: SiteUnderTest, value: str) -> None:
    assert site.refusal("core_course_get_contents", courseid=value) == "invalidparameter"


@pytest.mark.parametrize("value", ["2", "true", "yes", ""])
def test_a_bool_is_0_or_1_only(site: SiteUnderTest, value: str) -> None:
    code = site.refusal("core_course_get_categories", addsubcategories=value)
    assert code == "invalidparameter"


def test_a_scalar_in_place_of_a_list_fails_the_call(site: SiteUnderTest) -> None:
    assert site.refusal("core_cohort_get_cohorts", cohortids="1") == "invalidparameter"


def test_numbers_of_the_rows_do_not_matter_their_order_does(site: SiteUnderTest) -> None:
    pairs = [
        JSON,
        ("wsfunction", "core_course_get_categories"),
        ("criteria[9][key]", "id"),
        ("criteria[9][value]", "1"),
        ("criteria[x][key]", "parent"),
        ("criteria[x][value]", "0"),
        ("wstoken", site.token),
    ]
    assert [category["id"] for category in site.post(pairs).json()] == [1]


def test_a_function_without_a_result_answers_null(site: SiteUnderTest) -> None:
    assert site.call("core_group_delete_groups", groupids=[10**8]) is None


def test_an_empty_list_cannot_be_sent(site: SiteUnderTest) -> None:
    assert site.refusal("core_group_delete_groups", groupids=[]) == "invalidparameter"
    assert isinstance(site.call("core_cohort_get_cohorts", cohortids=[]), list)


def test_settings_of_the_request_are_no_parameters(site: SiteUnderTest) -> None:
    pairs = [
        JSON,
        ("wsfunction", INFO),
        ("moodlewssettingraw", "1"),
        ("moodlewssettingfilter", "0"),
        ("moodlewssettingfileurl", "0"),
        ("moodlewssettinglang", "en"),
        ("wstoken", site.token),
    ]
    assert site.post(pairs).json()["siteurl"] == site.wwwroot


def test_the_time_zone_is_told_since_45(site: SiteUnderTest) -> None:
    answer = site.call("tool_mobile_get_config", section="locationsettings")
    names = {setting["name"] for setting in answer["settings"]}
    assert names == ({"timezone", "forcetimezone"} if site.release >= (4, 5) else set())
