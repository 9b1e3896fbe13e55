"""Ctrl-C: the shell is back at once, and what was written is not lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.apply.faulty_proxy import Fault, faulty_proxy
from tests.cli.conftest import Said
from tests.cli.live_school import CONFIG, Live, edit

Vsosh = Callable[..., Said]
PROGRAM = "from vsosh_moodle.cli.main import main; main()"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a console event, not a signal")


class Run:
    """The program in a process of its own; a thread listens to what it says about the work."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        self.heard = threading.Event()
        self._lines: list[str] = []
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.append(line)
            if line.startswith("Останавливаюсь"):
                self.heard.set()
        self.process.stderr.close()

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)

    def said(self) -> Said:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            out = stream.read()
        code = self.process.wait(timeout=60)
        self._listener.join()
        return Said(code, out, "".join(self._lines))


@contextmanager
def held(live: Live, wsfunction: str) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Put a proxy before the site that holds the first call of a function until it is let go."""
    reached, let_go = threading.Event(), threading.Event()

    def hold(called: str, times: int) -> Fault:
        if called == wsfunction and times == 1:
            reached.set()
            let_go.wait(60)
        return ""

    with faulty_proxy(live.site.url, hold) as url:
        edit(live.folder / CONFIG, live.site.url, url)
        try:
            yield reached, let_go
        finally:
            let_go.set()


def test_a_plan_is_left_at_once_although_the_site_is_silent(live: Live) -> None:
    with held(live, "core_course_get_courses") as (reached, _let_go):
        run = Run(live.folder, "plan")
        assert reached.wait(30)
        run.interrupt()
        began = time.monotonic()
        said = run.said()
    assert said.code == 130
    assert said.err.endswith("Прервано.\n")
    assert said.out == ""
    assert time.monotonic() - began < 30


def test_the_first_ctrl_c_lets_calls_under_way_end(live: Live, vsosh: Vsosh) -> None:
    with held(live, "core_user_create_users") as (reached, let_go):
        run = Run(live.folder, "apply", "--yes")
        assert reached.wait(30)
        run.interrupt()
        assert run.heard.wait(30)
        let_go.set()
        said = run.said()
        assert said.code == 130
        assert "Останавливаюсь: жду ответа" in said.err
        assert "Остановлено по Ctrl-C. Записанное не пропало" in said.out
        assert "Пароли 4 новых учётных записей" in said.out
        assert "остановлен" in vsosh("history").out
        assert vsosh("apply", "--yes").code == 0
        assert vsosh("plan", "--exit-code").code == 0


def test_the_second_ctrl_c_ends_it_at_once_and_the_next_run_takes_it_up(
    live: Live, vsosh: Vsosh
) -> None:
    with held(live, "enrol_manual_enrol_users") as (reached, let_go):
        run = Run(live.folder, "apply", "--yes")
        assert reached.wait(30)
        run.interrupt()
        assert run.heard.wait(30)
        run.interrupt()
        said = run.said()
        assert said.code == 130
        assert "могло записаться" in said.err
        assert "Пароли уже созданных учётных записей — в файле" in said.err
        let_go.set()
        assert vsosh("apply", "--yes").code == 0
        assert vsosh("plan", "--exit-code").code == 0
    logins = live.site.store.column("SELECT username FROM user WHERE idnumber <> ''")
    assert len(logins) == len(set(logins)) == 4
