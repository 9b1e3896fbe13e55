"""Reads under way at once: as many as the site is meant to serve."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from vsosh_moodle.moodle.client import MoodleClient

Value = TypeVar("Value")
Item = TypeVar("Item")


class ReadPool:
    """Runs reads in threads; the first error is raised where its result is asked for."""

    def __init__(self, client: MoodleClient) -> None:
        self.client = client
        self._threads = ThreadPoolExecutor(
            max_workers=max(1, client.settings.workers), thread_name_prefix="observe"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=error is None, cancel_futures=error is not None)

    def start(self, read: Callable[[], Value]) -> Future[Value]:
        """Start one read."""
        return self._threads.submit(read)

    def start_each(
        self, read: Callable[[Sequence[Item]], Value], items: Sequence[Item], size: int
    ) -> list[Future[Value]]:
        """Start a read for each slice of `items` of at most `size`."""
        return [
            self._threads.submit(read, items[start : start + size])
            for start in range(0, len(items), size)
        ]


def results(futures: Iterable[Future[Value]]) -> list[Value]:
    """Wait for reads and return their values in order; raises the first error."""
    return [future.result() for future in futures]
