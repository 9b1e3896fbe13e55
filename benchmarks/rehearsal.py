"""The sandbox in a process of its own: `python -m benchmarks.rehearsal FOLDER RELEASE LIMIT`.

Writes `token` (0600) and `url` into FOLDER, the address last, and serves until it is terminated.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.school import Target
from vsosh_moodle.sandbox import Sandbox

START_SECONDS = 30


@contextmanager
def rehearsal_site(
    folder: Path, release: str, max_input_vars: int, workers: int
) -> Iterator[Target]:
    """Yield a sandbox as a target; raises TimeoutError when it does not start."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.rehearsal", folder, release, str(max_input_vars)]
    )
    try:
        url = _wait_for(folder / "url", server)
        yield Target(url, folder / "token", max_input_vars, workers)
    finally:
        server.terminate()
        server.wait()


def _wait_for(path: Path, server: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + START_SECONDS
    while not path.exists():
        if server.poll() is not None or time.monotonic() > deadline:
            raise TimeoutError(path.name)
        time.sleep(0.05)
    return path.read_text(encoding="ascii")


def serve(folder: Path, release: str, max_input_vars: int) -> None:
    """Serve until the process is terminated."""
    with Sandbox(
        release="4.1" if release == "4.1" else "4.5",
        database=folder / "site.sqlite",
        max_input_vars=max_input_vars,
    ) as site:
        handle = os.open(folder / "token", os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(site.token)
        aside = folder / "url.part"
        aside.write_text(site.url, encoding="ascii")
        aside.replace(folder / "url")
        threading.Event().wait()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
