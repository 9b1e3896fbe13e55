"""A site whose answers somebody has got hold of: each may be changed on its way to us."""

import http.client
import json
import random
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Spoil = Callable[[str, bytes], bytes]
"""Takes the function called and the true answer, returns what is sent."""

DEEP = json.loads("[" * 400 + "]" * 400)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**17, 10**40, 1.5, 1e300, "", "x", "0", "-1", "1e9", "null",
    "\x1b]0;взлом\x07\x1b[2J", "\u202eывокраб", "\ud800", "\0", "<script>alert(1)</script>",
    "=HYPERLINK(1)", "../../../etc/passwd", "' OR 1=1 --", "я" * 5000, [], {}, [None], [[]], [{}],
    {"": None}, {"id": {"id": 1}}, [1, "2", None, {}], DEEP,
)  # fmt: skip


@contextmanager
def hostile_site(
    site_url: str, spoil: Spoil, context: ssl.SSLContext | None = None
) -> Iterator[str]:
    """Serve `site_url` at another address, every answer as `spoil` makes it; by https with a `context`."""
    host = urlsplit(site_url).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            name = parse_qs(body.decode("latin-1")).get("wsfunction", [""])[0]
            connection = http.client.HTTPConnection(host, timeout=60)
            headers = {"Content-Type": self.headers["Content-Type"], "Host": host}
            connection.request("POST", self.path, body, headers)
            answer = connection.getresponse()
            content = spoil(name, answer.read())
            connection.close()
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def spoiled_at_random(seed: int, share: float) -> tuple[Spoil, list[str]]:
    """Return a spoiler that changes a `share` of the answers, and the list it notes them in."""
    rng = random.Random(seed)
    lock = threading.Lock()
    noted: list[str] = []

    def spoil(wsfunction: str, body: bytes) -> bytes:
        with lock:
            if rng.random() >= share:
                return body
            try:
                answer = json.loads(body)
            except ValueError:
                return body
            for _time in range(rng.choice((1, 1, 2, 5))):
                answer = changed(answer, rng)
            noted.append(wsfunction)
            return json.dumps(answer).encode()

    return spoil, noted


def _value(rng: random.Random) -> Any:
    """Return one of the values, a copy: what is changed further must not change for the next."""
    return json.loads(json.dumps(rng.choice(VALUES)))


def changed(node: Any, rng: random.Random) -> Any:
    """Return a value with one of its parts replaced, left out, doubled or put elsewhere."""
    if isinstance(node, str) and node[:1] in ("[", "{") and rng.random() < 0.7:
        try:
            return json.dumps(changed(json.loads(node), rng))
        except ValueError:
            return _value(rng)
    if not isinstance(node, dict | list) or not node or rng.random() < 0.1:
        return _value(rng)
    keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    key = rng.choice(keys)
    deed = rng.choice(("deeper", "deeper", "deeper", "replace", "drop", "double"))
    if deed == "deeper":
        node[key] = changed(node[key], rng)
    elif deed == "replace":
        node[key] = _value(rng)
    elif deed == "drop":
        del node[key]
    elif isinstance(node, list):
        node.append(node[key])
    else:
        node[f"{key}x"] = node[key]
    return node
