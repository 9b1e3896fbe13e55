"""A proxy in front of a site that drops, cuts or refuses what a test tells it to."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs, urlsplit

Fault = Literal["", "drop-before", "drop-after", "cut", "empty", "503", "db-down"]
Rule = Callable[[str, int], Fault]

ANSWERS: dict[str, tuple[int, bytes, str]] = {
    "empty": (200, b"", "application/json"),
    "503": (503, b"<html>maintenance</html>", "text/html"),
    # Moodle 4.5.6 while its database takes no writes.
    "db-down": (
        200,
        (
            b'{"exception":"dml_write_exception","errorcode":"dmlwriteexception",'
            b'"message":"Error writing to database"}'
        ),
        "application/json",
    ),
}
"""What is answered instead of the site."""


@contextmanager
def faulty_proxy(site_url: str, rule: Rule) -> Iterator[str]:
    """Serve `site_url` at another address; `rule` gets the function and how often it was called."""
    counts: dict[str, int] = {}
    lock = threading.Lock()
    host = urlsplit(site_url).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            wsfunction = parse_qs(body.decode())["wsfunction"][0]
            with lock:
                counts[wsfunction] = counts.get(wsfunction, 0) + 1
                fault = rule(wsfunction, counts[wsfunction])
            if fault == "drop-before":
                self._hang_up()
                return
            if fault in ANSWERS:
                self._reply(*ANSWERS[fault])
                return
            connection = http.client.HTTPConnection(host, timeout=60)
            headers = {"Content-Type": self.headers["Content-Type"], "Host": host}
            connection.request("POST", self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            if fault == "drop-after":
                self._hang_up()
                return
            if fault == "cut":
                content = content[: len(content) // 2]
            self._reply(answer.status, content, answer.headers.get("Content-Type", ""))

        def _reply(self, status: int, content: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _hang_up(self) -> None:
            self.close_connection = True
            self.connection.close()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
