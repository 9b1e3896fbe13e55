"""The only door to SQLite of the sandbox: one connection, one transaction per call."""

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

from vsosh_moodle.sandbox.faults import missing_record, write_refused

Row = dict[str, Any]
SCHEMA_VERSION = 6  # raised with every change of schema.sql
_MAX_PARAMS = 30_000  # SQLite refuses more than 32,766 bound values in one statement


def _as_dict(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}


@lru_cache(maxsize=256)
def _like_pattern(pattern: str) -> re.Pattern[str]:
    parts = {"%": ".*", "_": "."}
    text = "".join(parts.get(char) or re.escape(char) for char in pattern)
    return re.compile(text, re.IGNORECASE | re.DOTALL)


def _ilike(value: str | None, pattern: str) -> bool:
    """ILIKE of PostgreSQL: case-insensitive beyond ASCII, which SQLite's own LIKE is not."""
    return value is not None and _like_pattern(pattern).fullmatch(value) is not None


def _close_to_others(database: Path) -> None:
    """Make our file private again where an older version left it open; leave others as they are."""
    with database.open("rb") as stream:
        if stream.read(16) in (b"", b"SQLite format 3\0"):
            database.chmod(0o600)


class ForeignDatabaseError(Exception):
    """The file is no database of this version of the sandbox."""


class Store:
    """A site's data in SQLite: in memory, or in a file that outlives the process.

    Raises ForeignDatabaseError for a file that holds something else.
    """

    def __init__(self, database: Path | None = None) -> None:
        self.database = database
        if database is not None:
            # For its owner only: a rehearsal holds the names of real children. SQLite gives the
            # -wal and -shm files the mode of the main file.
            os.close(os.open(database, os.O_RDWR | os.O_CREAT, 0o600))
            _close_to_others(database)
        self._connection = sqlite3.connect(
            database or ":memory:", isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = _as_dict
        self._begin = "BEGIN IMMEDIATE"
        self._connection.create_function("ilike", 2, _ilike, deterministic=True)
        self._open()
        self._connection.execute("PRAGMA journal_mode = WAL")
        # A rehearsal may lose its last seconds with the machine, not with the process.
        self._connection.execute("PRAGMA synchronous = OFF")

    def _open(self) -> None:
        try:
            version = self.value("PRAGMA user_version")
            empty = self.value("SELECT count(*) FROM sqlite_master") == 0
        except sqlite3.DatabaseError as error:
            self.close()
            raise ForeignDatabaseError(self.database) from error
        if empty:
            self._create()
        elif version != SCHEMA_VERSION:
            self.close()
            raise ForeignDatabaseError(self.database)

    def _create(self) -> None:
        schema = resources.files("vsosh_moodle.sandbox").joinpath("schema.sql").read_text("utf-8")
        self._connection.executescript(schema)
        self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def close(self) -> None:
        """Close the connection; a file database stays on the disk."""
        self._connection.close()

    def set_read_only(self, on: bool) -> None:
        """Let every write be refused with Fault `dmlwriteexception`; reads go on."""
        self._begin = "BEGIN" if on else "BEGIN IMMEDIATE"
        self._connection.execute(f"PRAGMA query_only = {int(on)}")

    def clear(self) -> None:
        """Drop every table and make an empty site; ids start again, as on a new site."""
        names = [
            row["name"]
            for row in self.rows(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        for name in names:
            self._connection.execute(f"DROP TABLE {name}")
        self._create()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep everything written inside, or nothing when an exception leaves the block."""
        nested = self._connection.in_transaction
        self._connection.execute("SAVEPOINT item" if nested else self._begin)
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO item" if nested else "ROLLBACK")
            if nested:
                self._connection.execute("RELEASE item")
            raise
        self._connection.execute("RELEASE item" if nested else "COMMIT")

    def rows(self, sql: str, *params: Any) -> list[Row]:
        """Return all rows of a query as dicts by column name."""
        return cast("list[Row]", self._connection.execute(sql, params).fetchall())

    def named_rows(self, sql: str, params: Row) -> list[Row]:
        """Return all rows of a query with named parameters."""
        return cast("list[Row]", self._connection.execute(sql, params).fetchall())

    def tuples(self, sql: str, params: Row) -> list[tuple[Any, ...]]:
        """Return all rows of a query with named parameters, by position: for tables of thousands."""
        cursor = self._connection.cursor()
        cursor.row_factory = None
        return cursor.execute(sql, params).fetchall()

    def row(self, sql: str, *params: Any) -> Row | None:
        """Return the first row of a query, None when there is none."""
        return cast("Row | None", self._connection.execute(sql, params).fetchone())

    def value(self, sql: str, *params: Any) -> Any:
        """Return the first column of the first row, None when there is none."""
        row = self.row(sql, *params)
        return None if row is None else next(iter(row.values()))

    def column(self, sql: str, *params: Any) -> list[Any]:
        """Return the first column of all rows."""
        return [next(iter(row.values())) for row in self.rows(sql, *params)]

    def get(self, table: str, ident: int) -> Row:
        """Return the row of `table` with this id; Fault as Moodle's MUST_EXIST when absent."""
        row = self.row(f"SELECT * FROM {table} WHERE id = ?", ident)  # noqa: S608
        if row is None:
            raise missing_record(table)
        return row

    def rows_in(self, sql: str, values: Sequence[Any], tail: str = "") -> list[Row]:
        """Return rows of `sql` IN (values) `tail`, in as many statements as SQLite needs."""
        found: list[Row] = []
        for start in range(0, len(values), _MAX_PARAMS):
            chunk = values[start : start + _MAX_PARAMS]
            marks = ",".join("?" * len(chunk))
            found += self.rows(f"{sql} IN ({marks}) {tail}", *chunk)
        return found

    def insert(self, table: str, values: Row) -> int:
        """Insert a row and return its id; Fault `dmlwriteexception` when the table refuses it."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        cursor = self.write(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
            *values.values(),
        )
        return cursor.lastrowid or 0

    def update(self, table: str, ident: int, values: Row) -> None:
        """Update columns of one row; Fault `dmlwriteexception` when the table refuses them."""
        if values:
            names = ", ".join(f"{name} = ?" for name in values)
            self.write(f"UPDATE {table} SET {names} WHERE id = ?", *values.values(), ident)  # noqa: S608

    def write(self, sql: str, *params: Any) -> sqlite3.Cursor:
        """Run a writing statement; Fault `dmlwriteexception` on a broken constraint."""
        try:
            return self._connection.execute(sql, params)
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise write_refused() from error
        except sqlite3.OperationalError as error:
            _refuse_read_only(error)
            raise

    def write_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a writing statement for many rows."""
        try:
            self._connection.executemany(sql, rows)
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise write_refused() from error
        except sqlite3.OperationalError as error:
            _refuse_read_only(error)
            raise

    def setting(self, name: str) -> str | None:
        """Return a site setting, None when it was never set."""
        return cast("str | None", self.value("SELECT value FROM settings WHERE name = ?", name))

    def set_setting(self, name: str, value: str) -> None:
        """Set a site setting."""
        self.write("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)


def _refuse_read_only(error: sqlite3.OperationalError) -> None:
    """Raise Fault `dmlwriteexception` for a write to a database that takes none."""
    if "readonly" in str(error):
        raise write_refused() from error
