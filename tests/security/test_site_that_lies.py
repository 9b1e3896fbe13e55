"""A site in other hands: it sends bombs, leads elsewhere and repeats what it was told."""

import contextlib
import gzip
import json
import threading
import tracemalloc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest

from tests.moodle.canned import TOKEN
from vsosh_moodle.moodle.answers import parse_answer, parse_rows, required_int
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.encode import encode_parameters
from vsosh_moodle.moodle.errors import BadAnswer, MoodleError, RedirectRefused
from vsosh_moodle.moodle.settings import ClientSettings

MEGABYTE = 1024 * 1024
READ = "core_course_get_courses"
CREATE = "core_user_create_users"
PASSWORD = "Kedr-reka-74"


@contextmanager
def answering(
    body: bytes, headers: dict[str, str] | None = None, status: int = 200, *, echo: str = ""
) -> Iterator[tuple[str, list[bytes]]]:
    """Serve one answer to every POST; `echo` in it gives way to the request's fields. Yields heard bodies."""
    heard: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(request)
            told = " ".join(f"{name}={value}" for name, value in parse_qsl(request.decode()))
            content = body.replace(echo.encode(), json.dumps(told)[1:-1].encode()) if echo else body
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value.replace(echo, request.decode()) if echo else value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                self.wfile.write(content)
            except OSError:  # we hung up: we are not to take it all
                return

        def log_message(self, *_arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", heard
    finally:
        server.shutdown()
        server.server_close()


def client_of(url: str, limit: int = MEGABYTE) -> MoodleClient:
    return MoodleClient(url, TOKEN, ClientSettings(max_answer_bytes=limit, retries=0))


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_an_answer_packed_small_and_huge_when_unpacked_takes_no_memory(times: int) -> None:
    packed = b"[" + b" " * (100 * MEGABYTE) + b"]"
    for _time in range(times):
        packed = gzip.compress(packed)
    coding = {"Content-Encoding": ", ".join(["gzip"] * times)}
    with answering(packed, coding) as (url, heard), client_of(url) as client:
        tracemalloc.start()
        try:
            with pytest.raises(BadAnswer, match="больше"):
                client.call(READ)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert len(heard) == 1
    assert most < 16 * MEGABYTE


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_is_sent_to_where_a_redirect_leads(status: int) -> None:
    with answering(b"[]") as (elsewhere, heard):
        leading = answering(b"", {"Location": f"{elsewhere}/x?y"}, status)
        with leading as (url, _heard), client_of(url) as client, pytest.raises(RedirectRefused):
            client.call(READ)
    assert heard == []


FAULT = {
    "exception": "moodle_exception",
    "errorcode": "ECHO",
    "message": "ECHO",
    "debuginfo": "ECHO",
}
REPEATED = {
    "fault": (json.dumps(FAULT).encode(), 200, {}),
    "word": (json.dumps({"exception": "x", "errorcode": "e", "message": "ECHO"}).encode(), 200, {}),
    "page": (b"<html><title>ECHO</title><body>ECHO</body></html>", 200, {}),
    "text": (b"Fatal error: ECHO", 200, {}),
    "failure": (b"ECHO", 500, {}),
    "redirect": (b"", 302, {"Location": "http://127.0.0.1:1/ECHO"}),
}  # fmt: skip


@pytest.mark.parametrize("answer", REPEATED)
@pytest.mark.parametrize("bundled", [False, True], ids=["form", "bundle"])
def test_a_secret_the_site_repeats_is_in_no_error(answer: str, bundled: bool) -> None:
    body, status, headers = REPEATED[answer]
    user = {"username": "abaev.a", "password": PASSWORD}
    calls = [{"function": CREATE, "arguments": json.dumps({"users": [user]})}]
    fields = encode_parameters({"requests": calls} if bundled else {"users": [user]})
    served = answering(body, headers, status, echo="ECHO")
    with served as (url, heard), client_of(url) as client, pytest.raises(MoodleError) as caught:
        client.post(CREATE, fields)
    assert PASSWORD.encode() in heard[0]
    told = str(caught.value) + caught.value.hint + str(vars(caught.value))
    assert TOKEN not in told
    assert PASSWORD not in told
    if answer == "word":
        assert "abaev.a" in told  # it did repeat the request, and the rest is told


@pytest.mark.parametrize(
    "headers",
    [
        {"Date": "Fri, 31 Dec 9999 23:59:59 -0000"},
        {"Date": "Mon, 01 Jan 99999 00:00:00 GMT"},
        {"Date": "Mon, 01 Jan 2026 00:00:00 -9999"},
        {"Retry-After": "9" * 5000},
        {"Retry-After": "²"},
        {"Retry-After": "-1"},
        {"Location": "http://[::1"},
        {"Location": "//x:99999999/"},
        {"Content-Encoding": "gzip"},
        {"Content-Type": "text/html; charset=\x7f"},
        {f"X-{number}": "x" for number in range(200)},
        {"Content-Encoding": ", ".join(["gzip"] * 50)},
    ],
    ids=lambda headers: f"{next(iter(headers))}-{next(iter(headers.values()))[:20]}",
)
@pytest.mark.parametrize("status", [200, 204, 302, 503])
def test_headers_of_any_kind_end_with_an_answer_or_a_known_error(
    headers: dict[str, str], status: int
) -> None:
    served = answering(b"[]", headers, status)
    with served as (url, _heard), client_of(url) as client, contextlib.suppress(MoodleError):
        assert client.call(READ) == []


@pytest.mark.parametrize("depth", [900, 5_000, 300_000])
@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"id":'])
@pytest.mark.parametrize("closed", [False, True])
def test_an_answer_nested_without_end_is_a_bad_answer(
    opening: str, depth: int, closed: bool
) -> None:
    ending = "".join({"[": "]", "{": "}"}[one] for one in reversed(opening) if one in "[{")
    body = (opening * depth + ("1" + ending * depth if closed else "")).encode()
    with contextlib.suppress(MoodleError):
        parse_rows(READ, parse_answer("https://school.example", READ, body), int_of_id)


def int_of_id(row: Mapping[str, object]) -> int:
    return required_int(row, "id")
