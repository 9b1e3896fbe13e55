"""Look through a state file without writing to it: SQLite's own checks, the schema, what rows hold."""

import json
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.store.migrations import MIGRATIONS, run_scripts, version_of
from vsosh_moodle.store.state_errors import damaged

MOST_LINES = 20
"""How many of SQLite's findings are kept: a broken file gives thousands."""

_JSON = {
    "applied": ("fields",),
    "steps": ("before", "after", "place"),
    "runs": ("scope", "counts"),
}


@dataclass(frozen=True, slots=True)
class StateFacts:
    """What a state file is like.

    `broken` are SQLite's findings, `alien` names of tables, columns and indexes that this version's
    files do not have or have otherwise, `unreadable` counts rows by table whose JSON cannot be read,
    `doubled` objects that share an id of Moodle («kind id»), `open_runs` runs without an end.
    """

    version: int
    size: int
    broken: tuple[str, ...]
    alien: tuple[str, ...]
    unreadable: dict[str, int]
    doubled: tuple[str, ...]
    open_runs: tuple[int, ...]
    rows: dict[str, int]

    @property
    def is_newest(self) -> bool:
        """Whether the file is of this program's version: only then are its rows looked into."""
        return self.version == len(MIGRATIONS)


def examine_state(path: Path) -> StateFacts:
    """Return what a state file is like; raises StateError for one that SQLite cannot read."""
    try:
        return _facts(path)
    except sqlite3.Error as error:
        raise damaged(path, reason_of(error)) from error


def _facts(path: Path) -> StateFacts:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        version = version_of(connection)
        broken = tuple(_broken(connection))
        newest = version == len(MIGRATIONS)
        return StateFacts(
            version=version,
            size=sum(
                file.stat().st_size for end in ("", "-wal") if (file := Path(f"{path}{end}")).exists()
            ),
            broken=broken,
            alien=tuple(_alien(connection)) if newest and not broken else (),
            unreadable=dict(_unreadable(connection)) if newest and not broken else {},
            doubled=tuple(_doubled(connection)) if newest and not broken else (),
            open_runs=_open_runs(connection) if newest and not broken else (),
            rows=_row_counts(connection) if not broken else {},
        )  # fmt: skip


def loose_modes(path: Path) -> list[Path]:
    """Return what of the state others on this computer may read; none where files have no modes.

    A folder that is closed closes all that is in it.
    """
    if os.name != "posix" or not _is_open(path.parent):
        return []
    inside = sorted(one for one in path.parent.rglob("*") if one.is_file() and _is_open(one))
    return [path.parent, *(one for one in inside if not one.name.endswith(".schema.json"))]


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _broken(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute(f"PRAGMA integrity_check({MOST_LINES})"):
        if line != "ok":
            yield line
    for table, row, parent, _key in connection.execute("PRAGMA foreign_key_check").fetchmany(
        MOST_LINES
    ):
        yield f"{table} {row}: {parent}"


def _alien(connection: sqlite3.Connection) -> Iterator[str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        run_scripts(new)
        expected, found = _schema(new), _schema(connection)
    yield from sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )


def _schema(connection: sqlite3.Connection) -> dict[str, object]:
    sql = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    found: dict[str, object] = {}
    for kind, name, text in connection.execute(sql).fetchall():
        if kind == "table":
            columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
            found[name] = [column[1:] for column in columns]
        else:
            found[name] = " ".join(str(text).split())
    return found


def _unreadable(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    for table, columns in _JSON.items():
        bad = 0
        sql = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608  our own names
        for cells in connection.execute(sql):
            bad += not all(_is_object(cell) for cell in cells)
        if bad:
            yield table, bad


def _is_object(text: object) -> bool:
    if text is None:
        return True
    if not isinstance(text, str):
        return False
    try:
        return isinstance(json.loads(text or "{}"), dict)
    except (ValueError, RecursionError):
        return False


def _doubled(connection: sqlite3.Connection) -> Iterator[str]:
    sql = (
        "SELECT kind, moodle_id FROM applied WHERE moodle_id IS NOT NULL"
        " GROUP BY kind, moodle_id HAVING count(*) > 1 ORDER BY kind, moodle_id"
    )
    for kind, number in connection.execute(sql):
        yield f"{kind} {number}"


def _open_runs(connection: sqlite3.Connection) -> tuple[int, ...]:
    rows = connection.execute("SELECT id FROM runs WHERE state = 'running' ORDER BY id")
    return tuple(int(number) for (number,) in rows)


def _row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = [name for (name,) in connection.execute(f"{sql} ORDER BY name")]
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
        for name in tables
    }
