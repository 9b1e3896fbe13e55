"""Error codes as exceptions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsosh_moodle.moodle.errors import MoodleError, NotFound, SiteUnavailable
from vsosh_moodle.moodle.faults import fault_of, plain_text

SITE = "https://school.example"


def test_the_class_name_of_either_release_gives_the_same_error() -> None:
    answers = [
        {"exception": name, "errorcode": "sitemaintenance", "message": "x"}
        for name in ("moodle_exception", "core\\exception\\moodle_exception")
    ]
    assert {type(fault_of(SITE, "f", one)) for one in answers} == {SiteUnavailable}


def test_an_exception_after_good_rows_may_have_written() -> None:
    error = fault_of(SITE, "core_user_update_users", {"errorcode": "invalidresponse"})
    assert error.may_have_been_processed


def test_a_refusal_of_values_has_written_nothing() -> None:
    error = fault_of(SITE, "core_user_create_users", {"errorcode": "invalidparameter"})
    assert not error.may_have_been_processed


def test_a_sentence_for_a_code_is_an_unknown_error_that_may_have_written() -> None:
    error = fault_of(SITE, "enrol_manual_enrol_users", {"errorcode": "Message was not sent."})
    assert type(error) is MoodleError
    assert error.errorcode == ""
    assert "Message was not sent." in error.message
    assert error.may_have_been_processed


def test_debug_information_is_kept_apart_from_the_message() -> None:
    answer = {"errorcode": "invalidparameter", "message": "no", "debuginfo": "Username exists: p1"}
    error = fault_of(SITE, "core_user_create_users", answer)
    assert error.detail == "Username exists: p1"
    assert "p1" not in error.message


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("<p>A &amp; B</p>\n <b>C</b>", "A & B C"),
        (None, ""),
        (7, ""),
        ("x" * 1000, "x" * 300),
    ],
)
def test_messages_lose_tags_and_length(answer: object, text: str) -> None:
    assert plain_text(answer) == text


scalars = st.one_of(st.none(), st.text(), st.integers(), st.lists(st.integers()))


@given(
    st.dictionaries(
        st.sampled_from(["exception", "errorcode", "message", "debuginfo", "link"]), scalars
    )
)
def test_any_answer_becomes_an_error_with_a_message(answer: dict[str, object]) -> None:
    error = fault_of(SITE, "core_course_get_courses", answer)
    assert error.message
    assert error.wsfunction == "core_course_get_courses"


def test_a_brace_in_moodles_message_is_only_text() -> None:
    answer = {"errorcode": "shortnametaken", "message": "{site} {0} {}"}
    assert "{site} {0} {}" in fault_of(SITE, "f", answer).message


def test_a_deleted_record_is_not_a_missing_function() -> None:
    answer = {"errorcode": "invalidrecord", "message": "Can't find data record in table groups."}
    assert isinstance(fault_of(SITE, "core_group_get_group_members", answer), NotFound)
