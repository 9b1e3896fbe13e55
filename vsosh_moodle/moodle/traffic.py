"""What a client has sent and received so far, per function."""

import threading
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FunctionTraffic:
    """Calls of one function: their number, bytes of bodies both ways, seconds spent waiting.

    `failed` are those without a good answer, `slowest` is the longest of them in seconds.
    """

    calls: int = 0
    bytes_out: int = 0
    bytes_in: int = 0
    seconds: float = 0.0
    failed: int = 0
    slowest: float = 0.0


@dataclass(frozen=True, slots=True)
class TrafficTotals:
    """One moment's totals; `calls` counts HTTP requests, repeats included."""

    calls: int
    retries: int
    bytes_out: int
    bytes_in: int
    seconds: float
    by_function: dict[str, FunctionTraffic] = field(default_factory=dict)


class Traffic:
    """A thread-safe count of HTTP requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_function: dict[str, FunctionTraffic] = {}
        self._retries = 0

    def add(
        self,
        wsfunction: str,
        bytes_out: int,
        bytes_in: int,
        seconds: float,
        *,
        failed: bool = False,
    ) -> None:
        """Count one HTTP request."""
        with self._lock:
            was = self._by_function.get(wsfunction, FunctionTraffic())
            self._by_function[wsfunction] = FunctionTraffic(
                was.calls + 1,
                was.bytes_out + bytes_out,
                was.bytes_in + bytes_in,
                was.seconds + seconds,
                was.failed + failed,
                max(was.slowest, seconds),
            )

    def add_retry(self) -> None:
        """Count one repeat of a read."""
        with self._lock:
            self._retries += 1

    @property
    def calls(self) -> int:
        """HTTP requests sent so far."""
        with self._lock:
            return sum(one.calls for one in self._by_function.values())

    def totals(self) -> TrafficTotals:
        """Return the totals of this moment; seconds are summed over parallel calls."""
        with self._lock:
            parts = dict(self._by_function)
            retries = self._retries
        return TrafficTotals(
            calls=sum(one.calls for one in parts.values()),
            retries=retries,
            bytes_out=sum(one.bytes_out for one in parts.values()),
            bytes_in=sum(one.bytes_in for one in parts.values()),
            seconds=sum(one.seconds for one in parts.values()),
            by_function=parts,
        )
