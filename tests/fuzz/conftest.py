"""A bound of processor time: what a hostile file takes must not depend on who else uses the machine."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

import pytest

Within = Callable[[float], AbstractContextManager[None]]


class TooSlowError(BaseException):
    """No Exception: no reader may take it for a fault of its file."""


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError(seconds)

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.fixture
def within() -> Within:
    """Stop what takes more than this many seconds of the processor."""
    return _within
