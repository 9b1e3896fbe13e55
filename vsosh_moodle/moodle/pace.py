"""Waiting: between repeats of a read, and to stay within a site's budget of calls."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential back-off with full jitter (Brooker, AWS Architecture Blog, 2015).

    The pause before repeat n (from 0) is uniform in [0, min(cap, base * 2**n)] seconds, so that
    many clients cut off together do not return together.
    """

    base: float
    cap: float
    uniform: Callable[[float, float], float] = random.uniform

    def pause(self, repeat: int) -> float:
        """Return seconds to wait before repeat number `repeat`."""
        return self.uniform(0.0, min(self.cap, self.base * 2.0**repeat))


@dataclass(slots=True)
class CallBudget:
    """At most `calls_per_second` calls, evenly spaced, over all threads; None is no limit."""

    calls_per_second: float | None
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _next: float = 0.0

    def wait(self) -> None:
        """Take the next free moment and sleep until it."""
        if not self.calls_per_second:
            return
        with self._lock:
            now = self.clock()
            turn = max(now, self._next)
            self._next = turn + 1.0 / self.calls_per_second
        if turn > now:
            self.sleep(turn - now)
