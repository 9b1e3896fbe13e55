"""State files of every released version, with rows in every table."""

import sqlite3
from contextlib import closing
from pathlib import Path

from vsosh_moodle.store.migrations import run_scripts

ROWS = 3
Tables = dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]
"""Columns and rows of each table, in the order of the rows."""

_VALUES: dict[str, object] = {
    "role": "student",
    "event": "issued",
    "source": "plugin",
    "started": "2026-09-01T08:00:00+00:00",
    "finished": "2026-09-01T08:05:00+00:00",
    "birth_date": "2012-02-01",
    "purged": None,
    "fields": '{"name":"Алгебра"}',
    "scope": "{}",
    "counts": '{"done":3}',
    "before": None,
    "after": '{"name":"Алгебра"}',
    "place": '{"file":"9А.xlsx","row":4}',
    "error": None,
    "since": "2026-09-01",
    "undoes": None,
}
_STATES = {"snapshot_courses": "read"}


def build_state(path: Path, version: int, rows: int = ROWS) -> None:
    """Make a state file as the program of that version made it, and fill every table of it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        run_scripts(connection, 0, version)
        for table in tables_of(connection):
            columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
            for number in range(1, rows + 1):
                values = [_value(table, name, kind, number) for _id, name, kind, *_rest in columns]
                marks = ", ".join("?" * len(values))
                connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608
        connection.execute("COMMIT")


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables, those others refer to first."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return [name for (name,) in connection.execute(f"{sql} ORDER BY rowid")]


def contents(path: Path) -> Tables:
    """Return everything a state file holds."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        found: Tables = {}
        for table in tables_of(connection):
            cursor = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608
            found[table] = (tuple(one[0] for one in cursor.description), cursor.fetchall())
        return found


def version_in(path: Path) -> int:
    """Return the version a state file has."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _value(table: str, name: str, kind: str, number: int) -> object:
    if kind == "INTEGER":
        return None if _VALUES.get(name, 0) is None else number
    if kind == "REAL":
        return number / 4
    if name == "state":
        return _STATES.get(table, "done")
    return _VALUES.get(name, f"{name}-{number}")
