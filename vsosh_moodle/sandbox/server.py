"""HTTP for the sandbox: one ASGI application and the thread it is served from."""

import asyncio
import logging
import socket
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn

from vsosh_moodle.sandbox.course_page import course_page, front_page
from vsosh_moodle.sandbox.dispatch import Site
from vsosh_moodle.sandbox.forms import parse_form
from vsosh_moodle.sandbox.login import LOGIN_PATH, login_answer
from vsosh_moodle.sandbox.pages import MAINTENANCE_PAGE, NOT_FOUND_PAGE
from vsosh_moodle.sandbox.params import as_int
from vsosh_moodle.sandbox.uploading import UPLOAD_PATH, Upload, parse_multipart

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
REST_PATH = "/webservice/rest/server.php"
COURSE_PATH = "/course/view.php"
FORM = b"application/x-www-form-urlencoded"


class Application:
    """The ASGI application of one site; remembers every call as (wsfunction, variables, bytes)."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.calls: list[tuple[str, int, int]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = await _read_body(receive)
        status, content_type, headers, answer = await self._answer(scope, body)
        encoded = answer.encode("ascii" if content_type == "application/json" else "utf-8")
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [
                    (b"content-type", content_type.encode()),
                    (b"content-length", str(len(encoded)).encode()),
                    *headers,
                ],
            }
        )
        await send({"type": "http.response.body", "body": encoded})

    async def _answer(
        self, scope: Scope, body: bytes
    ) -> tuple[int, str, list[tuple[bytes, bytes]], str]:
        html = "text/html; charset=utf-8"
        state = self.site.state
        if state.maintenance == "cli":
            return 503, html, [(b"retry-after", b"300")], MAINTENANCE_PAGE
        if scope["path"] == LOGIN_PATH:
            return 200, "application/json", [], self._login(scope["query_string"], body)
        if scope["path"] not in {REST_PATH, UPLOAD_PATH}:
            page = self._page(scope["path"], scope["query_string"])
            return 404 if page is None else 200, html, [], page or NOT_FOUND_PAGE
        headers = dict(scope["headers"])
        if "http://" + headers.get(b"host", b"").decode("latin-1") != self.site.wwwroot:
            query = b"?" + scope["query_string"] if scope["query_string"] else b""
            location = self.site.wwwroot.encode() + scope["path"].encode() + query
            return 303, html, [(b"location", location)], ""
        if not state.rest:
            return 403, html, [], ""
        if state.latency:
            await asyncio.sleep(state.latency)
        if scope["path"] == UPLOAD_PATH:
            return 200, "application/json", [], self._upload(headers, body)
        content_type, answer = self._call(scope["query_string"], headers, body)
        return 200, content_type, [(b"cache-control", b"private, must-revalidate")], answer

    def _call(self, query: bytes, headers: dict[bytes, bytes], body: bytes) -> tuple[str, str]:
        limit = self.site.state.max_input_vars
        get, in_query = parse_form(query.decode("latin-1"), limit)
        post: dict[str, Any] = {}
        in_body = 0
        if (
            headers.get(b"content-type", FORM).startswith(FORM)
            and len(body) <= self.site.state.post_max_size
        ):
            post, in_body = parse_form(body.decode("latin-1"), limit)
        name = post.get("wsfunction", get.get("wsfunction", ""))
        self.calls.append((str(name), in_query + in_body, len(body)))
        return self.site.answer(get, post)

    def _page(self, path: str, query: bytes) -> str | None:
        """Return a page for people, None when there is none at this address."""
        with self.site.lock:
            if path == "/":
                return front_page(self.site)
            if path != COURSE_PATH:
                return None
            given, _ = parse_form(query.decode("latin-1"), None)
            return course_page(self.site.store, as_int(str(given.get("id", ""))))

    def _login(self, query: bytes, body: bytes) -> str:
        given, _ = parse_form(query.decode("latin-1"), None)
        posted, _ = parse_form(body.decode("latin-1"), None)
        with self.site.lock:
            return login_answer(self.site.store, {**given, **posted})

    def _upload(self, headers: dict[bytes, bytes], body: bytes) -> str:
        fields: dict[str, str] = {}
        files: list[Upload] = []
        if len(body) <= self.site.state.post_max_size:
            fields, files = parse_multipart(headers.get(b"content-type", b""), body)
        self.calls.append(("upload.php", len(fields), len(body)))
        return self.site.upload(fields, files)


async def _read_body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


class _Server(uvicorn.Server):
    """A uvicorn server that tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


class ServerThread:
    """Serves an application from a thread of its own, on 127.0.0.1 only."""

    def __init__(self, application: Application, port: int) -> None:
        self._socket = socket.socket(
            socket.AF_INET,
            socket.SOCK_STREAM,
            socket.IPPROTO_TCP,  # named: asyncio turns off Nagle only where it sees TCP
        )
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            application,
            http="httptools",
            loop="asyncio",
            ws="none",
            lifespan="off",
            interface="asgi3",
            access_log=False,
            log_config=None,
            log_level=logging.WARNING,
            timeout_graceful_shutdown=2,
            backlog=256,
            server_header=False,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)

    def start(self) -> None:
        """Start serving; return when the port listens."""
        self._thread.start()
        if not self._server.listening.wait(timeout=10):
            msg = "the sandbox did not start listening within 10 seconds"
            raise RuntimeError(msg)

    def stop(self) -> None:
        """Finish the calls in flight and close the port."""
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])
