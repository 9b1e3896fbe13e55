"""A TCP proxy between the program and a site: passes calls on, or spoils them as a round says."""

import http.client
import json
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from urllib.parse import urlsplit

from tests.chaos.faults import FOREVER, SITE, Fault
from vsosh_moodle.moodle.functions import CALL_EXTERNAL_FUNCTIONS, is_read

_FUNCTION = re.compile(rb"wsfunction=([a-z0-9_]+)")
_TOKEN = re.compile(rb'(wstoken=|name="token"\r\n\r\n)[0-9a-zA-Z]+')
_IDLE_SECONDS = 1.0
_PIECES = 40

_HTML = "<!DOCTYPE html><html><head><title>Вход</title></head><body>Подождите…</body></html>"
_CANNED = {
    "maintenance": ("sitemaintenance", "The site is undergoing maintenance"),
    "upgrade": ("upgraderunning", "Site is being upgraded, please retry later."),
    "db-readonly": ("dmlwriteexception", "Error writing to database"),
    "db-down": ("dbconnectionfailed", "<p>Error: Database connection failed</p>"),
}
"""What a real Moodle answers; there no state is switched, the answer is given on its way."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: status, type of content, body."""

    status: int
    kind: str
    body: bytes


class ChaosProxy:
    """Serves a site at another address of this computer, from threads of its own.

    `switch(kind, on)` puts the site into a state, or returns False when it cannot be put there;
    `on_strike(fault)` is called when a fault that is not of the wire strikes; it may end a process.
    """

    def __init__(
        self,
        site_url: str,
        switch: Callable[[str, bool], bool] = lambda _kind, _on: False,
        on_strike: Callable[[Fault], None] = lambda _fault: None,
    ) -> None:
        self._host = urlsplit(site_url).netloc
        self._switch = switch
        self.on_strike = on_strike
        self._faults: Sequence[Fault] = ()
        self._lock = threading.RLock()
        self._connections: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._busy = 0
        self.calls = self.writes = self.total = 0
        self.struck: Counter[str] = Counter()
        self._done: set[Fault] = set()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        """The address to give to the program."""
        return f"http://127.0.0.1:{self.port}"

    def arm(self, faults: Sequence[Fault]) -> None:
        """Count calls anew, and let these faults strike."""
        with self._lock:
            self.calls = self.writes = 0
            self.struck.clear()
            self._done.clear()
            self._faults = tuple(faults)

    def disarm(self) -> None:
        """Wait for what is under way, and pass everything on again."""
        with self._lock:
            self._faults = ()
        for kind in SITE:
            self._switch(kind, False)
        self._resume()
        end = time.monotonic() + 60
        while self._busy and time.monotonic() < end:
            time.sleep(0.002)
        for kind in SITE:  # a call that was under way may have switched it on meanwhile
            self._switch(kind, False)

    def close(self) -> None:
        """Hang up on everybody."""
        self._leave()

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _peer = listener.accept()
            except OSError:
                listener.close()
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._connections.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _leave(self) -> None:
        """Be away: nothing listens at the port, and whoever was connected is hung up on."""
        with self._lock:
            if self._listener is not None:
                with suppress(OSError):
                    self._listener.shutdown(socket.SHUT_RDWR)
                self._listener = None
            for connection in self._connections:
                _reset(connection)
            self._connections.clear()

    def _resume(self) -> None:
        with self._lock:
            if self._listener is None:
                self._listener = self._listen(self.port)

    def _serve(self, connection: socket.socket) -> None:
        site = _Upstream(self._host)
        try:
            with connection, connection.makefile("rb") as stream:
                while request := _read_request(stream):
                    with self._lock:
                        self._busy += 1
                    try:
                        if not self._handle(connection, site, *request):
                            return
                    finally:
                        with self._lock:
                            self._busy -= 1
        except (OSError, ValueError):
            return  # the program hung up, or was killed
        finally:
            site.close()
            with self._lock:
                self._connections.discard(connection)

    def _handle(
        self, connection: socket.socket, site: "_Upstream", path: str, kind: str, body: bytes
    ) -> bool:
        """Answer one call; return whether the connection may be used again."""
        faults = self._strike(body)
        for fault in faults:
            if fault.kind in SITE:
                body = self._spoil_site(fault, body)
            if fault.kind not in ("kill", "disk-full") or not fault.processed:
                self.on_strike(fault)
        wire = next((one for one in faults if one.kind not in ("clock-skew", "drip")), None)
        name = wire.kind if wire else ""
        canned = _canned(name) if name in _CANNED and not self._switch(name, True) else None
        answer = canned or self._spoiled(site, name, wire, path, kind, body)
        for fault in faults:
            if fault.kind in ("kill", "disk-full") and fault.processed:
                self.on_strike(fault)
        if answer is None:
            _reset(connection)
            return False
        if wire and name == "silence":
            connection.settimeout(20)
            with suppress(OSError):
                connection.recv(1)  # nothing is said until the program goes
            return False
        skew = sum(one.amount for one in faults if one.kind == "clock-skew")
        drip = next((one.amount for one in faults if one.kind == "drip"), 0)
        return _send(connection, answer, skew, drip, cut=name == "truncated")

    def _spoiled(
        self, site: "_Upstream", name: str, fault: Fault | None, path: str, kind: str, body: bytes
    ) -> Answer | None:
        """Return what the program gets; None is a connection that breaks."""
        if fault is not None and name == "kill" and not fault.processed:
            return None
        if fault is None or name in SITE or name in ("kill", "disk-full", "truncated"):
            return site.post(path, kind, body)
        if name == "refused":
            self._leave()
            if fault.times != FOREVER:
                threading.Timer(fault.amount, self._resume).start()
            return None
        if name == "late":
            threading.Thread(target=self._later, args=(fault, path, kind, body)).start()
            return None
        if fault.processed:
            site.post(path, kind, body)
        if name in ("502", "503", "504"):
            return Answer(int(name), "text/html", b"<html><h1>" + name.encode() + b"</h1></html>")
        if name in ("html", "empty", "silence"):
            text = _HTML.encode() if name == "html" else b""
            return Answer(200, "text/html; charset=utf-8", text)
        return None

    def _later(self, fault: Fault, path: str, kind: str, body: bytes) -> None:
        """Pass a call on long after the program was hung up on."""
        with self._lock:
            self._busy += 1
        try:
            time.sleep(fault.amount)
            site = _Upstream(self._host)
            with suppress(OSError, http.client.HTTPException):
                site.post(path, kind, body)
            site.close()
        finally:
            with self._lock:
                self._busy -= 1

    def _strike(self, body: bytes) -> list[Fault]:
        found = _FUNCTION.search(body)
        name = found[1].decode() if found else "upload"
        write = not is_read(name) and (name != CALL_EXTERNAL_FUNCTIONS or b"update" in body)
        with self._lock:
            self.calls += 1
            self.total += 1
            self.writes += write
            struck = [
                one for one in self._faults if one.strikes(self.calls, self.writes, write=write)
            ]
            for one in struck:
                self.struck[one.kind] += one not in self._done
                self._done.add(one)
            for kind in SITE:  # a state whose time is over
                if not any(one.kind == kind for one in struck):
                    self._switch(kind, False)
        return struck

    def _spoil_site(self, fault: Fault, body: bytes) -> bytes:
        if fault.kind == "token-revoked":
            # The site itself says what it says of a token it does not know.
            return _TOKEN.sub(rb"\g<1>0123456789abcdef0123456789abcdef", body)
        return body


class _Upstream:
    """A connection to the site, made anew when it was idle long enough to have been closed."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._connection: http.client.HTTPConnection | None = None
        self._used = 0.0

    def post(self, path: str, kind: str, body: bytes) -> Answer:
        if self._connection is None or time.monotonic() - self._used > _IDLE_SECONDS:
            self.close()
            self._connection = http.client.HTTPConnection(self._host, timeout=300)
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection.request("POST", path, body, {"Content-Type": kind, "Host": self._host})
        reply = self._connection.getresponse()
        answer = Answer(reply.status, reply.headers.get("Content-Type", ""), reply.read())
        self._used = time.monotonic()
        if reply.will_close:
            self.close()
        return answer

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _read_request(stream: "socket.SocketIO | object") -> tuple[str, str, bytes] | None:
    """Return path, content type and body of the next request; None at the end."""
    line = stream.readline()  # type: ignore[attr-defined]
    if not line:
        return None
    words = line.split()
    if len(words) < 3:
        return None  # the client was killed in the middle of the line
    headers = http.client.parse_headers(stream)  # type: ignore[arg-type]
    body = stream.read(int(headers.get("Content-Length", "0")))  # type: ignore[attr-defined]
    return words[1].decode(), headers.get("Content-Type", ""), body


def _send(
    connection: socket.socket, answer: Answer, skew: float, drip: float, *, cut: bool
) -> bool:
    date = formatdate(time.time() + skew, usegmt=True)
    head = (
        f"HTTP/1.1 {answer.status} X\r\nDate: {date}\r\nContent-Type: {answer.kind}\r\n"
        f"Content-Length: {len(answer.body)}\r\n\r\n"
    ).encode()
    if cut:
        # Half of an answer that says how long it is, or one that seems whole and is not.
        half = answer.body[: len(answer.body) // 2]
        if len(answer.body) % 2:
            head = head.replace(f"Length: {len(answer.body)}".encode(), b"Length: %d" % len(half))
        connection.sendall(head + half)
        connection.shutdown(socket.SHUT_RDWR)
        return False
    if not drip:
        connection.sendall(head + answer.body)
        return True
    connection.sendall(head)
    step = max(1, len(answer.body) // _PIECES)
    for start in range(0, len(answer.body), step):
        time.sleep(drip)
        connection.sendall(answer.body[start : start + step])
    return True


def _reset(connection: socket.socket) -> None:
    """Close a connection so that the other side gets a TCP reset."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RD)
    with suppress(OSError):
        connection.close()


def _canned(kind: str) -> Answer:
    if kind == "maintenance":
        return Answer(503, "text/html; charset=utf-8", b"<html>maintenance</html>")
    code, message = _CANNED[kind]
    body = {"exception": "moodle_exception", "errorcode": code, "message": message}
    return Answer(200, "application/json", json.dumps(body).encode())
