"""Bring a state file of any released version to the newest, whole or not at all, with a copy kept."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.store.copies import keep_copy
from vsosh_moodle.store.state_errors import StateError, damaged, too_new

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


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of an open state file; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, path: Path, *, keep: bool = True) -> None:
    """Bring an open state file to the newest version in one transaction: cut short, it is as it was.

    An older file is looked through first, and (`keep`) a copy of it put beside it; when that cannot
    be done nothing is changed. Raises StateError for a file that is damaged, newer or not ours.
    """
    # The transaction comes before the question: two programs may open a new folder at once.
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection)
        _require_ours(connection, path, version)
        if 0 < version < len(MIGRATIONS):
            _require_whole(connection, path)
            if keep:
                keep_copy(path, f"migration-v{version:03}", datetime.now(UTC))
        run_scripts(connection, version)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def run_scripts(
    connection: sqlite3.Connection, version: int = 0, upto: int = len(MIGRATIONS)
) -> None:
    """Run the scripts that lead from one version to another, in the caller's transaction."""
    for script in MIGRATIONS[version:upto]:
        sql = resources.files(__package__).joinpath(script).read_text(encoding="utf-8")
        for statement in _statements(sql):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {upto}")


def _require_ours(connection: sqlite3.Connection, path: Path, version: int) -> None:
    if version > len(MIGRATIONS):
        raise too_new(path, version, len(MIGRATIONS))
    if version == 0 and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise StateError(
            _("Файл «{file}» — база данных другой программы, а не состояние школы.").format(
                file=path
            ),
            _("Уберите его из папки «{folder}» и верните свой из резервной копии.").format(
                folder=path.parent
            ),
        )


def _require_whole(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged(path, _("проверка SQLite нашла ошибки"))


def _statements(sql: str) -> Iterator[str]:
    # `executescript` would commit first; a migration must be one transaction.
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
