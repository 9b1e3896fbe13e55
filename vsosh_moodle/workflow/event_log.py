"""The structured log: events as JSON lines in the state folder, for its owner alone, never too many.

A log that cannot be written stops no work: only a file that was asked for by name must be writable.
"""

import contextlib
import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from vsosh_moodle import events
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _

LOG_NAME = "log.jsonl"
MOST_BYTES = 2 * 1024 * 1024
OLD_FILES = 3
"""How many full files are kept beside the one written to: log.1.jsonl is the newest of them."""

_MOST_WAITING = 1000


class EventLog(logging.Handler):
    """Keeps the events of a command until the folder is known, then writes them as they come."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._path: Path | None = None
        self._stream: TextIO | None = None
        self._waiting: list[str] = []
        self._closed = False

    def place(self, folder: Path) -> None:
        """Write into the state folder from now on, unless a file was asked for by name."""
        if self._path is None:
            self._path = folder / LOG_NAME

    def write_to(self, path: Path) -> None:
        """Write into this file; raises ConfigError when it cannot be written."""
        try:
            self._stream = _open(path)
        except OSError as error:
            from vsosh_moodle.os_reasons import reason_of  # with it comes SQLite

            raise ConfigError(
                _("Журнал не записать в файл «{file}»: {why}.").format(
                    file=path, why=reason_of(error)
                ),
                _("Укажите в --log-file файл в папке, куда можно писать."),
            ) from error
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Write an event as a line, or keep it until there is a file."""
        if self._closed:
            return  # a read that nobody waits for any more has ended
        self._waiting.append(line_of(record))
        if self._path is None or not (self._stream or self._path.parent.is_dir()):
            del self._waiting[:-_MOST_WAITING]
            return
        with contextlib.suppress(OSError):
            self._write(self._path)

    def _write(self, path: Path) -> None:
        stream = self._stream or _open(path)
        if stream.tell() > MOST_BYTES:
            stream.close()
            rotate(path)
            stream = _open(path)
        self._stream = stream
        lines, self._waiting = self._waiting, []
        stream.write("".join(lines))
        stream.flush()

    def close(self) -> None:
        """Close the file; what is told later is not heard."""
        self.acquire()  # `handle` holds the same lock around `emit`
        try:
            self._closed = True
            if self._stream is not None:
                with contextlib.suppress(OSError):
                    self._stream.close()
            self._stream = None
        finally:
            self.release()
        super().close()


def line_of(record: logging.LogRecord) -> str:
    """Return an event as a line of JSON; times are UTC."""
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    fields = getattr(record, "fields", {})
    data = {
        "time": moment,
        "level": record.levelname.lower(),
        "event": record.getMessage(),
        **fields,
    }
    return json.dumps(data, ensure_ascii=False) + "\n"


def log_files(folder: Path) -> list[Path]:
    """Return the logs of a state folder that are there, the newest first."""
    path = folder / LOG_NAME
    older = (path.with_suffix(f".{number}{path.suffix}") for number in range(1, OLD_FILES + 1))
    return [one for one in (path, *older) if one.is_file()]


def rotate(path: Path) -> None:
    """Number a full file and those before it anew; the oldest goes."""
    names = [
        path,
        *(path.with_suffix(f".{number}{path.suffix}") for number in range(1, OLD_FILES + 1)),
    ]
    for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
        if newer.exists():
            newer.replace(older)


def start_log() -> EventLog:
    """Return a log that hears every event until it is stopped."""
    log = EventLog()
    logger = logging.getLogger(events.LOGGER)
    logger.addHandler(log)
    logger.setLevel(logging.INFO)
    return log


def stop_log(log: EventLog) -> None:
    """Let a log hear no more."""
    logging.getLogger(events.LOGGER).removeHandler(log)
    log.close()


def _open(path: Path) -> TextIO:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    stream = os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8")
    stream.seek(0, os.SEEK_END)
    return stream
