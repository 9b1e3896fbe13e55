"""`vsosh-moodle sandbox serve`: a process that says when it is ready and ends cleanly."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.rest_caller import RestCaller
from vsosh_moodle.sandbox import Sandbox


def _serve(*options: str) -> subprocess.Popen[str]:
    code = "import sys; from vsosh_moodle.cli.main import main; sys.argv = sys.argv[1:]; main()"
    command = [sys.executable, "-c", code, "vsosh-moodle", "sandbox", "serve", *options]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert found
    return found[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_served_site_answers_and_stops_on_a_signal(tmp_path: Path, number: int) -> None:
    token_file = tmp_path / "token"
    process = _serve("--port", "0", "--token-file", str(token_file), "--release", "4.1")
    try:
        address = _address(process)
        token = token_file.read_text("ascii").strip()
        info = RestCaller(address, token).call("core_webservice_get_site_info")
        assert info["release"].startswith("4.1")
        assert token_file.stat().st_mode & 0o777 == 0o600
    finally:
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert token not in out + err
    assert "остановлен" in err


def test_a_file_keeps_the_token_between_runs(tmp_path: Path) -> None:
    tokens = []
    for _ in range(2):
        options = ["--db", str(tmp_path / "site.db"), "--token-file", str(tmp_path / "token")]
        process = _serve("--port", "0", *options)
        try:
            _address(process)
            tokens.append((tmp_path / "token").read_text("ascii"))
        finally:
            process.terminate()
            process.communicate(timeout=20)
    assert tokens[0] == tokens[1]


def test_a_taken_port_ends_with_advice(sandbox: Sandbox) -> None:
    port = sandbox.url.rpartition(":")[2]
    process = _serve("--port", port)
    _out, err = process.communicate(timeout=20)
    assert process.returncode == 2
    assert port in err
    assert "--port 0" in err
