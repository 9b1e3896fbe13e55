"""Apply a folder in this process, or in one of its own that can be killed at any moment."""

import logging
import multiprocessing
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from vsosh_moodle.apply.executor import Executor
from vsosh_moodle.errors import VsoshMoodleError
from vsosh_moodle.moodle.transport import Transport
from vsosh_moodle.workflow.applying import ApplyResult, apply_plan
from vsosh_moodle.workflow.planning import PlanOptions
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import Project

PACE = 0.02
"""How much of its patience the program keeps: pauses between repeats are this part of the usual."""

PROCESSES = multiprocessing.get_context("forkserver")


def _short_pause(seconds: float, pace: float = PACE) -> None:
    time.sleep(seconds * pace)


@contextmanager
def hurried(pace: float = PACE) -> Iterator[None]:
    """Let the program wait a fiftieth of what it waits otherwise: only clocks go faster."""
    pause = partial(_short_pause, pace=pace)
    sleeps, pauses = Transport.__init__.__kwdefaults__, Executor.__init__.__defaults__
    Transport.__init__.__kwdefaults__ = {**(sleeps or {}), "sleep": pause}
    Executor.__init__.__defaults__ = (*(pauses or ())[:-1], pause)
    try:
        yield
    finally:
        Transport.__init__.__kwdefaults__ = sleeps
        Executor.__init__.__defaults__ = pauses


def apply_folder(root: Path, skew: float = 0) -> ApplyResult | None:
    """Apply what the files of a folder say, by a clock `skew` seconds wrong."""
    now = datetime.now().astimezone() + timedelta(seconds=skew) if skew else None
    return apply_plan(Project(root), PlanOptions(), None, NoProgress(), lambda _plan: True, now)


def apply_and_note(root: Path, notes: Path, pace: float) -> None:
    """Apply in a process of its own; an error nobody foresaw is written down."""
    logging.disable(logging.CRITICAL)
    try:
        with hurried(pace):
            apply_folder(root)
    except VsoshMoodleError:
        return
    except BaseException:
        notes.write_text(traceback.format_exc(), encoding="utf-8")
        raise


def start_process(root: Path, notes: Path, pace: float) -> ForkServerProcess:
    """Start `apply_and_note` in a process that may be killed."""
    process = PROCESSES.Process(target=apply_and_note, args=(root, notes, pace))
    process.start()
    return process
