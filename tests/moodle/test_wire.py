"""Failures below HTTP, on a real socket: cut, dripped, stalled and closed answers."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.moodle.canned import TOKEN
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import ConnectionFailed, TimedOut, TransportError
from vsosh_moodle.moodle.settings import ClientSettings

READ = "core_course_get_courses"
WRITE = "enrol_manual_enrol_users"
ONCE = ClientSettings(retries=0, read_timeout=5.0)

Handler = Callable[[socket.socket, threading.Event], None]


@contextmanager
def serving(handler: Handler) -> Iterator[str]:
    """A site on a loopback port that treats each connection as `handler` does."""
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve() -> None:
        while True:
            try:
                connection, _peer = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    read_request(connection)
                    handler(connection, done)
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        done.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=30)


def read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return body


def head(length: int, extra: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{extra}\r\n".encode()


def test_an_answer_shorter_than_promised_is_no_answer() -> None:
    def half(connection: socket.socket, _done: threading.Event) -> None:
        connection.sendall(head(100) + b'[{"id": 2}')

    with serving(half) as url, pytest.raises(ConnectionFailed) as caught:
        MoodleClient(url, TOKEN, ONCE).call(WRITE)
    assert caught.value.may_have_been_processed


def test_a_connection_closed_without_an_answer_may_have_worked() -> None:
    def hang_up(_connection: socket.socket, _done: threading.Event) -> None:
        return

    with serving(hang_up) as url, pytest.raises(ConnectionFailed) as caught:
        MoodleClient(url, TOKEN, ONCE).call(WRITE)
    assert caught.value.may_have_been_processed


def test_a_silent_site_times_out() -> None:
    def silent(_connection: socket.socket, done: threading.Event) -> None:
        done.wait(20)

    settings = ClientSettings(retries=0, read_timeout=0.2)
    with serving(silent) as url, pytest.raises(TimedOut) as caught:
        MoodleClient(url, TOKEN, settings).call(WRITE)
    assert caught.value.may_have_been_processed


def test_silence_in_the_middle_of_an_answer_times_out() -> None:
    def stall(connection: socket.socket, done: threading.Event) -> None:
        connection.sendall(head(100) + b"[")
        done.wait(20)

    settings = ClientSettings(retries=0, read_timeout=0.2)
    with serving(stall) as url, pytest.raises(TimedOut):
        MoodleClient(url, TOKEN, settings).call(WRITE)


def test_an_answer_that_drips_meets_the_deadline() -> None:
    def drip(connection: socket.socket, done: threading.Event) -> None:
        connection.sendall(head(100000))
        while not done.wait(0.02):
            connection.sendall(b" ")

    settings = ClientSettings(retries=0, read_timeout=5.0, total_timeout=0.3)
    with serving(drip) as url:
        started = time.monotonic()
        with pytest.raises(TimedOut):
            MoodleClient(url, TOKEN, settings).call(WRITE)
        assert time.monotonic() - started < 4.0


def test_nobody_listening_is_a_refused_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectionFailed, match="соединение не принято") as caught:
        MoodleClient(f"http://127.0.0.1:{port}", TOKEN, ONCE).call(READ)
    assert not caught.value.may_have_been_processed


def test_a_chunked_and_a_compressed_answer_are_read() -> None:
    import gzip

    packed = gzip.compress(b"[]")

    def chunked(connection: socket.socket, _done: threading.Event) -> None:
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"
            b"Connection: close\r\n\r\n"
            + f"{len(packed):x}\r\n".encode()
            + packed
            + b"\r\n0\r\n\r\n"
        )

    with serving(chunked) as url, MoodleClient(url, TOKEN, ONCE) as client:
        assert client.call(READ) == []


def test_garbage_instead_of_http_is_no_answer() -> None:
    def garbage(connection: socket.socket, _done: threading.Event) -> None:
        connection.sendall(b"220 mail.example ESMTP\r\n")

    with serving(garbage) as url, pytest.raises(TransportError):
        MoodleClient(url, TOKEN, ONCE).call(READ)
