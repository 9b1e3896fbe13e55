"""Progress on the screen: a bar on a terminal, a line for each phase in a pipe."""

import threading
import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from vsosh_moodle.language import _, render_number


class BarProgress:
    """A bar with «done of total», the time gone and the time left; finished phases stay on the screen."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars: Progress | None = None
        self._task: TaskID | None = None

    def start(self, title: str, total: int) -> None:
        """Begin a phase; its bar replaces the one before."""
        self.finish()
        counted: tuple[ProgressColumn, ...] = (
            (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) if total else ()
        )
        self._bars = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}", markup=False),
            *counted,
            TimeElapsedColumn(),
            console=self._console,
        )
        self._task = self._bars.add_task(title, total=total or None)
        self._bars.start()

    def advance(self, rows: int = 1) -> None:
        """Move the bar by `rows`."""
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, rows)

    def note(self, text: str) -> None:
        """Print a line above the bar."""
        self._console.print(Text(text), soft_wrap=True)

    def abandon(self) -> None:
        """Leave an unfinished bar as it stands: an error is about to be told below it."""
        if self._bars is not None:
            self._bars.stop()
            self._bars, self._task = None, None

    def finish(self) -> None:
        """Leave the bar as it stands and let the cursor go."""
        if self._bars is not None and self._task is not None:
            if self._bars.tasks[0].total is None:
                self._bars.update(self._task, total=1, completed=1)
            self._bars.stop()
        self._bars, self._task = None, None


class LineProgress:
    """One line at the end of a phase: what was done, how many rows, how long it took."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._lock = threading.Lock()
        self._title = ""
        self._done = 0
        self._began = 0.0

    def start(self, title: str, total: int) -> None:  # noqa: ARG002  a line tells what was done
        """Begin to count a phase."""
        self.finish()
        self._title, self._done, self._began = title, 0, self._clock()

    def advance(self, rows: int = 1) -> None:
        """Count `rows` more."""
        with self._lock:
            self._done += rows

    def note(self, text: str) -> None:
        """Print a line."""
        self._console.print(Text(text), soft_wrap=True)

    def abandon(self) -> None:
        """Forget the phase: it did not end, so there is no line about it."""
        self._title = ""

    def finish(self) -> None:
        """Print the line of the phase."""
        if not self._title:
            return
        seconds = self._clock() - self._began
        words = _("{title}: {rows} за {seconds} с") if self._done else _("{title}: {seconds} с")
        shown = render_number(round(seconds, 1))
        line = words.format(title=self._title, rows=self._done, seconds=shown)
        self._console.print(Text(line), soft_wrap=True)
        self._title = ""
