"""Two runs never share a project folder; a dead run does not keep it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from vsosh_moodle.errors import ExitCode, LockHeld
from vsosh_moodle.store.lock import project_lock

HOLDER = """
import sys
from pathlib import Path
from vsosh_moodle.errors import LockHeld
from vsosh_moodle.store.lock import project_lock
sys.stdin.readline()
try:
    with project_lock(Path(sys.argv[1])):
        print("held", flush=True)
        sys.stdin.read()
except LockHeld:
    print("refused", flush=True)
"""


def start_holder(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_lock_is_released_at_the_end_and_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / ".vsosh" / "lock"
    with project_lock(path) as lock:
        assert path.exists()
        assert lock.notice == ""
    assert not path.exists()
    with pytest.raises(RuntimeError), project_lock(path):
        raise RuntimeError
    assert not path.exists()


def test_a_living_holder_is_named_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with start_holder(path) as holder:
        go(holder)
        assert answer(holder) == "held"
        with pytest.raises(LockHeld) as caught, project_lock(path):
            pass
        assert f"процесс {holder.pid}" in caught.value.message
        assert str(path) in caught.value.hint
        assert caught.value.exit_code == ExitCode.PLAN
        holder.communicate("")
    assert not path.exists()


def test_the_lock_of_a_killed_run_is_taken_over_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with start_holder(path) as holder:
        go(holder)
        assert answer(holder) == "held"
        holder.kill()
    assert path.exists()
    with project_lock(path) as lock:
        assert "оборвался" in lock.notice
    assert list(tmp_path.iterdir()) == []


def test_a_dead_lock_goes_to_exactly_one_of_many(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with start_holder(path) as dead:
        go(dead)
        assert answer(dead) == "held"
        dead.kill()
    rivals = [start_holder(path) for _ in range(4)]
    for rival in rivals:
        go(rival)
    answers = sorted(answer(rival) for rival in rivals)
    for rival in rivals:
        rival.communicate("")
    assert answers == ["held", "refused", "refused", "refused"]


def test_a_lock_of_another_computer_is_never_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with project_lock(path):
        held = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**held, "host": "other-host", "pid": 2**22 + 1}), encoding="utf-8")
    with pytest.raises(LockHeld, match="other-host"), project_lock(path):
        pass


def test_a_later_process_with_the_same_pid_does_not_keep_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with project_lock(path):
        held = json.loads(path.read_text(encoding="utf-8"))
    if not held["born"]:
        pytest.skip("this system does not tell when a process was born")
    path.write_text(json.dumps({**held, "born": "1", "token": "old"}), encoding="utf-8")
    with project_lock(path) as lock:
        assert lock.notice


def test_an_unreadable_lock_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text("", encoding="utf-8")
    with pytest.raises(LockHeld, match="прочесть не удалось"), project_lock(path):
        pass
    assert path.exists()
