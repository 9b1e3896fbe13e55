"""What goes over the wire, what is repeated and what is not."""

import logging
from pathlib import Path

import pytest
import requests
import responses

from tests.moodle.canned import (
    AT_ONCE,
    ENDPOINT,
    SITE,
    TOKEN,
    make_client,
    reply,
    sent_fields,
    site_info,
)
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import (
    BadAnswer,
    ConnectionFailed,
    DatabaseFailed,
    MoodleError,
    RedirectRefused,
    RequestTooLarge,
    TokenRejected,
)
from vsosh_moodle.moodle.settings import ClientSettings

READ = "core_course_get_courses"
WRITE = "enrol_manual_enrol_users"


@responses.activate
def test_the_token_is_the_last_field_of_the_body_and_nowhere_else() -> None:
    reply([])
    make_client().call(READ, {"options": {"ids": [2, 3]}})
    request = responses.calls[0].request
    assert sent_fields() == [
        ("moodlewsrestformat", "json"),
        ("moodlewssettingraw", "true"),
        ("wsfunction", READ),
        ("options[ids][0]", "2"),
        ("options[ids][1]", "3"),
        ("wstoken", TOKEN),
    ]
    assert request.url == ENDPOINT
    assert TOKEN not in str(request.headers)


@responses.activate
def test_cyrillic_goes_as_utf8() -> None:
    reply([])
    make_client().call("core_course_get_courses_by_field", {"field": "idnumber", "value": "8Д&=+ "})
    assert ("value", "8Д&=+ ") in sent_fields()


@responses.activate
def test_a_read_is_repeated_after_a_transient_failure() -> None:
    reply("<html>502</html>", status=502)
    reply("<html>504</html>", status=504)
    reply([])
    client = make_client()
    assert client.call(READ) == []
    totals = client.traffic.totals()
    assert (totals.calls, totals.retries) == (3, 2)


@responses.activate
def test_a_read_that_another_got_ahead_of_is_repeated() -> None:
    """Moodle makes contexts on reading, without a lock: of two first visitors one is refused."""
    collided = {"exception": "dml_write_exception", "errorcode": "dmlwriteexception", "message": ""}
    reply(collided)
    reply([])
    assert make_client().call(READ) == []
    reply(collided)
    with pytest.raises(DatabaseFailed):
        make_client().call(WRITE)
    assert len(responses.calls) == 3


@responses.activate
def test_a_read_is_given_up_after_its_repeats() -> None:
    responses.add(responses.POST, ENDPOINT, body=requests.ConnectionError("cut"))
    client = make_client(ClientSettings(backoff_base=0.0, retries=2))
    with pytest.raises(ConnectionFailed):
        client.call(READ)
    assert len(responses.calls) == 3


@responses.activate
@pytest.mark.parametrize(
    "failure",
    [
        requests.ConnectionError("cut"),
        requests.ReadTimeout("slow"),
        requests.exceptions.ChunkedEncodingError("half"),
    ],
)
def test_a_write_is_never_repeated_and_may_have_been_done(failure: Exception) -> None:
    responses.add(responses.POST, ENDPOINT, body=failure)
    reply(None)
    with pytest.raises(MoodleError) as caught:
        make_client().call(WRITE, {"enrolments": [{"roleid": 5, "userid": 4, "courseid": 2}]})
    assert len(responses.calls) == 1
    assert caught.value.may_have_been_processed


@responses.activate
def test_an_unknown_function_is_taken_for_a_write() -> None:
    reply("", status=502)
    with pytest.raises(BadAnswer):
        make_client().call("local_vsosh_whatever")
    assert len(responses.calls) == 1


@responses.activate
def test_a_connection_never_made_has_written_nothing() -> None:
    responses.add(responses.POST, ENDPOINT, body=requests.ConnectTimeout("far"))
    with pytest.raises(ConnectionFailed) as caught:
        make_client().call(WRITE)
    assert not caught.value.may_have_been_processed


@responses.activate
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused_and_the_address_to_use_is_named(status: int) -> None:
    location = "https://moodle.school.example/webservice/rest/server.php?wstoken=abc"
    reply("", status=status, headers={"Location": location})
    with pytest.raises(RedirectRefused) as caught:
        make_client().call(READ)
    assert caught.value.hint == "Запишите в настройках этот адрес: https://moodle.school.example"
    assert len(responses.calls) == 1


@responses.activate
def test_a_redirect_to_nowhere_still_has_a_way_out() -> None:
    reply("", status=303, headers={"Location": "//["})
    with pytest.raises(RedirectRefused) as caught:
        make_client().call(READ)
    assert "браузере" in caught.value.hint


@responses.activate
def test_a_token_rejected_in_mid_run_is_asked_about_by_the_shortest_call() -> None:
    reply([])
    reply({"exception": "x", "errorcode": "invalidtoken", "message": "Invalid token"})
    client = make_client()
    client.call(READ)
    with pytest.raises(TokenRejected) as caught:
        client.call(WRITE)
    assert not caught.value.perhaps_cut
    assert not caught.value.may_have_been_processed
    assert ("wsfunction", "core_webservice_get_site_info") in sent_fields()


@responses.activate
def test_a_token_lost_with_the_tail_of_a_call_is_no_wrong_token() -> None:
    reply([])
    reply({"exception": "x", "errorcode": "invalidtoken", "message": "Invalid token"})
    reply([])
    client = make_client()
    client.call(READ)
    with pytest.raises(RequestTooLarge) as caught:
        client.call(WRITE)
    assert "max_input_vars" in caught.value.hint
    assert not caught.value.may_have_been_processed


@responses.activate
def test_a_token_rejected_at_once_is_simply_wrong() -> None:
    reply({"exception": "x", "errorcode": "invalidtoken", "message": "Invalid token"})
    with pytest.raises(TokenRejected) as caught:
        make_client().call(READ)
    assert not caught.value.perhaps_cut


@responses.activate
def test_an_answer_above_the_limit_is_refused() -> None:
    reply("[" + " " * 5000 + "]")
    client = make_client(ClientSettings(max_answer_bytes=4096, retries=0))
    with pytest.raises(BadAnswer, match="больше"):
        client.call(READ)


@responses.activate
def test_traffic_counts_calls_and_bytes_per_function() -> None:
    reply([])
    client = make_client()
    client.call(READ)
    one = client.traffic.totals().by_function[READ]
    body = responses.calls[0].request.body
    assert isinstance(body, bytes)
    assert (one.calls, one.bytes_in, one.bytes_out) == (1, 2, len(body))
    assert one.seconds > 0


@responses.activate
def test_logs_tell_the_function_and_sizes_and_no_value(caplog: pytest.LogCaptureFixture) -> None:
    reply("", status=502)
    reply([])
    with caplog.at_level(logging.DEBUG):
        make_client().call(READ, {"options": {"ids": [31337]}})
    ours = [r.getMessage() for r in caplog.records if r.name == "vsosh_moodle.moodle"]
    assert any(READ in line and "1 variables" in line for line in ours)
    assert TOKEN not in caplog.text
    assert "31337" not in caplog.text


@responses.activate
def test_no_repr_and_no_error_shows_the_token() -> None:
    reply({"exception": "x", "errorcode": "invalidparameter", "message": "no"})
    client = make_client()
    with pytest.raises(MoodleError) as caught:
        client.call(WRITE)
    shown = repr(client) + repr(client._transport) + repr(caught.value) + str(vars(caught.value))
    assert TOKEN not in shown


@responses.activate
def test_the_clock_of_the_site_is_read_from_the_first_answer() -> None:
    reply([], headers={"Date": "Thu, 01 Jan 2037 00:00:00 GMT"})
    reply([], headers={"Date": "nonsense"})
    client = make_client()
    before = client.clock_offset
    client.call(READ)
    client.call(READ)
    assert before is None
    assert (client.clock_offset or 0) > 0


@responses.activate
def test_a_date_that_is_no_date_is_passed_over() -> None:
    reply([], headers={"Date": "nonsense"})
    client = make_client()
    client.call(READ)
    assert client.clock_offset is None


@responses.activate
def test_site_info_is_fetched_once_and_holds_no_name() -> None:
    reply(site_info(READ))
    client = make_client()
    assert client.site.has(READ)
    assert client.site.version == 2024100706
    assert client.site.features == {"enablecompletion": 1}
    assert len(responses.calls) == 1
    assert "Фамилия" not in repr(client.site)


def test_the_environments_proxy_is_not_asked_for_this_machine() -> None:
    client = MoodleClient("http://127.0.0.1:1", TOKEN, AT_ONCE)
    assert client._transport._session().trust_env is False
    assert MoodleClient(SITE, TOKEN)._transport._session().trust_env is True


def test_a_missing_certificate_file_is_told_before_any_call(tmp_path: Path) -> None:
    settings = ClientSettings(verify=str(tmp_path / "ca.pem"))
    with pytest.raises(ConfigError, match=r"ca\.pem"):
        MoodleClient(SITE, TOKEN, settings)


@responses.activate
def test_the_configs_certificates_win_over_the_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "ours.pem"
    ours.write_text("", encoding="ascii")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "theirs.pem"))
    reply([])
    make_client(ClientSettings(verify=str(ours))).call(READ)
    assert responses.calls[0].request.req_kwargs["verify"] == str(ours)  # type: ignore[attr-defined]


def test_each_thread_has_a_session_of_its_own() -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    client = make_client()
    both_started = Barrier(2)

    def session() -> int:
        both_started.wait(timeout=30)
        return id(client._transport._session())

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(session), pool.submit(session)
        assert first.result() != second.result()
    client.close()
    assert client._transport._sessions == []
