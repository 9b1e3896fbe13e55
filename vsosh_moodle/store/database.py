"""The project's SQLite file: opened safely, migrated, written in whole transactions."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from vsosh_moodle.store.migrations import migrate
from vsosh_moodle.store.state_errors import StateError, explained

__all__ = ["Database", "Parameters", "StateError", "open_database"]

Parameters = Sequence[Any] | Mapping[str, Any]
"""The values of a statement, by position or by name."""

BUSY_SECONDS = 10
STREAM_ROWS = 10_000


class Database:
    """An open state file; safe to use from several threads, one statement at a time.

    Used as a context manager it closes itself. `transaction()` may be nested: the outermost one
    commits, so that a journal entry and the applied state can be written together or not at all.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self._depth = 0
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; safe to call twice."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything inside or nothing; on leaving, the data is on the disk (fsync).

        Raises StateError when the file is locked by another program, full or damaged.
        """
        with self._lock:
            if self._depth == 0:
                self._run("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
                if self._depth == 1:
                    self._run("COMMIT")
            finally:
                self._depth -= 1
                if self._depth == 0 and self._connection.in_transaction:
                    self._run("ROLLBACK")

    def _run(self, sql: str) -> None:
        with explained(self.path):
            self._connection.execute(sql)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self._lock, explained(self.path):
            return self._connection.execute(sql, parameters).fetchall()

    def stream(self, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a large query without holding them all."""
        with self._lock, explained(self.path):
            cursor = self._connection.execute(sql, parameters)
        while True:
            with self._lock, explained(self.path):
                chunk = cursor.fetchmany(STREAM_ROWS)
            if not chunk:
                return
            yield from chunk

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one writing statement; return the row id of an INSERT (0 for anything else)."""
        with self.transaction(), explained(self.path):
            return self._connection.execute(sql, parameters).lastrowid or 0

    def execute_many(self, sql: str, rows: Iterable[Parameters]) -> int:
        """Run one writing statement for each row; return how many rows it changed."""
        with self.transaction(), explained(self.path):
            return self._connection.executemany(sql, rows).rowcount

    def compact(self) -> None:
        """Write the file anew, so that nothing of deleted rows is left in it or in its log."""
        with self._lock, explained(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def open_database(path: Path, *, keep: bool = True) -> Database:
    """Open the state file at `path`, making it (0600, in a 0700 folder) and migrating it if needed.

    Before a migration a copy of the file is kept (`keep`) in the folder `backups` beside it.

    Raises StateError when it is damaged, made by a newer program or cannot be written.
    """
    with explained(path):
        _make_private(path)
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _switch_to_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection, path, keep=keep)
        except BaseException:
            connection.close()
            raise
    return Database(connection, path)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # The switch is the one statement SQLite does not wait with when another program opens the same
    # new file: it answers «locked» at once.
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
        else:
            return


def _make_private(path: Path) -> None:
    # SQLite gives the -wal and -shm files the mode of the main file.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
