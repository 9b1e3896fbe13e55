"""A headless Chromium spoken to over its debugging pipe: no driver, no network, no library."""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

Message = dict[str, Any]
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--no-first-run", "--remote-debugging-pipe",
)  # fmt: skip
# Chromium reads commands from descriptor 3 and answers on 4, whatever numbers the pipes have here.
_ON_THE_PIPE = """
import os, sys
os.dup2(int(sys.argv[1]), 100), os.dup2(int(sys.argv[2]), 101)
os.dup2(100, 3), os.dup2(101, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


@dataclass
class Browser:
    """One page: `requests` are the addresses it asked for, `complaints` what its console said."""

    profile: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _number: int = 0
    _session: str = ""
    _rest: bytes = b""

    def __enter__(self) -> Self:
        reading, self._write = os.pipe()
        self._read, writing = os.pipe()
        self._process = subprocess.Popen(
            [
                sys.executable, "-c", _ON_THE_PIPE, str(reading), str(writing), str(CHROMIUM),
                *_OPTIONS, f"--user-data-dir={self.profile}", "about:blank",
            ],
            pass_fds=(reading, writing),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(reading)
        os.close(writing)
        (target,) = (
            one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page"
        )
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(30)
        os.close(self._write)
        os.close(self._read)

    def open(self, page: Path, *, width: int, height: int = 900) -> None:
        """Open a file in a window of this size and wait until it has loaded."""
        self.resize(width, height)
        self.call("Page.navigate", url=page.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def resize(self, width: int, height: int = 900) -> None:
        """Give the window another size."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    def paper(self, media: str) -> None:
        """Show the page as on paper (`print`) or on a screen (`screen`)."""
        self.call("Emulation.setEmulatedMedia", media=media)

    def ask(self, script: str) -> Any:
        """Return the value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def pdf(self) -> bytes:
        """Print the page as its own rules say."""
        answer = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(answer["data"])

    def call(self, method: str, **parameters: Any) -> Message:
        """Send a command and return its result; what happens meanwhile is kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == self._number:
                assert "error" not in found, found
                result: Message = found["result"]
                return result

    def _next(self) -> Message:
        while b"\0" not in self._rest:
            read = os.read(self._read, 1 << 16)
            assert read, "the browser has gone"
            self._rest += read
        text, _zero, self._rest = self._rest.partition(b"\0")
        message: Message = json.loads(text)
        self._note(message)
        return message

    def _note(self, message: Message) -> None:
        told = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(told["request"]["url"])
            case "Runtime.consoleAPICalled":
                self.complaints.append(json.dumps(told["args"], ensure_ascii=False))
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(told["exceptionDetails"], ensure_ascii=False))
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start a browser whose profile is in this folder; end it."""
    with Browser(folder / "profile") as started:
        yield started
