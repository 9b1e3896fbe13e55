"""How long work tells that it goes on: a protocol, so that the work does not know the terminal."""

from typing import Protocol


class Progress(Protocol):
    """Phases of a run, one after another; `advance` may be called from any thread."""

    def start(self, title: str, total: int) -> None:
        """Begin a phase of `total` rows (0: how many is not known); the phase before it ends."""

    def advance(self, rows: int = 1) -> None:
        """Tell that `rows` more rows of the current phase are done."""

    def note(self, text: str) -> None:
        """Say something worth knowing while the work goes on, in one line."""

    def finish(self) -> None:
        """End the current phase; ending twice does nothing."""


class NoProgress:
    """A progress that nobody watches."""

    def start(self, title: str, total: int) -> None:
        """Do nothing."""

    def advance(self, rows: int = 1) -> None:
        """Do nothing."""

    def note(self, text: str) -> None:
        """Do nothing."""

    def finish(self) -> None:
        """Do nothing."""
