"""The project's SQLite file: opened safely, migrated, written in whole transactions."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Self

from vsosh_moodle.errors import ExitCode, VsoshMoodleError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of

MIGRATIONS = (
    "schema.sql",
    "002_purged.sql",
    "003_departures.sql",
    "004_slips.sql",
    "005_exported.sql",
    "006_snapshots.sql",
    "007_undo.sql",
)
"""SQL scripts beside this module; script N brings `PRAGMA user_version` from N to N + 1."""

Parameters = Sequence[Any] | Mapping[str, Any]
"""The values of a statement, by position or by name."""

BUSY_SECONDS = 10
STREAM_ROWS = 10_000


class StateError(VsoshMoodleError):
    """The project's state file cannot be used: damaged, too new, locked or not writable."""

    exit_code = ExitCode.INPUT


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
        with _explained(self.path):
            self._connection.execute(sql)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self._lock, _explained(self.path):
            return self._connection.execute(sql, parameters).fetchall()

    def stream(self, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a large query without holding them all."""
        with self._lock, _explained(self.path):
            cursor = self._connection.execute(sql, parameters)
        while True:
            with self._lock, _explained(self.path):
                chunk = cursor.fetchmany(STREAM_ROWS)
            if not chunk:
                return
            yield from chunk

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one writing statement; return the row id of an INSERT (0 for anything else)."""
        with self.transaction(), _explained(self.path):
            return self._connection.execute(sql, parameters).lastrowid or 0

    def execute_many(self, sql: str, rows: Iterable[Parameters]) -> int:
        """Run one writing statement for each row; return how many rows it changed."""
        with self.transaction(), _explained(self.path):
            return self._connection.executemany(sql, rows).rowcount

    def compact(self) -> None:
        """Write the file anew, so that nothing of deleted rows is left in it or in its log."""
        with self._lock, _explained(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def open_database(path: Path) -> Database:
    """Open the state file at `path`, making it (0600, in a 0700 folder) and migrating it if needed.

    Raises StateError when it is damaged, made by a newer program or cannot be written.
    """
    with _explained(path):
        _make_private(path)
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _switch_to_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            _migrate(connection, path)
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


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    # The transaction comes before the question: two programs may open a new folder at once.
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        connection.execute("ROLLBACK")
        raise StateError(
            _("Файл состояния «{file}» создан более новой версией программы.").format(
                file=path.name
            ),
            _("Обновите vsosh-moodle."),
        )
    for script in MIGRATIONS[version:]:
        sql = resources.files(__package__).joinpath(script).read_text(encoding="utf-8")
        for statement in _statements(sql):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")


def _statements(sql: str) -> Iterator[str]:
    # `executescript` would commit first; a migration must be one transaction.
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn SQLite's and the disk's errors into StateError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StateError(
                _("Файл состояния «{file}» занят другой программой.").format(file=path.name),
                _("Дождитесь конца другого запуска vsosh-moodle и повторите."),
            ) from error
        raise StateError(
            _("Не удалось записать файл состояния «{file}»: {why}.").format(
                file=path.name, why=reason_of(error)
            ),
            _("Проверьте место на диске и права на папку «{folder}».").format(folder=path.parent),
        ) from error
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise StateError(
            _("Файл состояния «{file}» повреждён: {why}.").format(
                file=path.name, why=reason_of(error)
            ),
            _("Восстановите папку «{folder}» из резервной копии.").format(folder=path.parent),
        ) from error
    except OSError as error:
        raise StateError(
            _("Не удалось открыть файл состояния «{file}»: {why}.").format(
                file=path.name, why=reason_of(error)
            ),
            _("Проверьте права на папку «{folder}».").format(folder=path.parent),
        ) from error
