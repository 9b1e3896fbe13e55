"""A state file of any released version comes to the newest with all it held, or stays as it was."""

import os
import signal
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.old_states import build_state, contents, tables_of, version_in
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.copies import KEPT, own_copies
from vsosh_moodle.store.database import StateError, open_database
from vsosh_moodle.store.journal import Journal, RunId
from vsosh_moodle.store.migrations import MIGRATIONS, migrate
from vsosh_moodle.store.people_ledger import PeopleLedger

NEWEST = len(MIGRATIONS)
OLD = range(1, NEWEST)


def _copied(path: Path, folder: Path) -> Path:
    """Return the database of the newest copy kept beside a state file."""
    with zipfile.ZipFile(own_copies(path.parent)[0]) as archive:
        return Path(archive.extract("state.sqlite", folder))


@pytest.mark.parametrize("version", OLD)
def test_an_old_file_keeps_every_row_of_every_table(version: int, tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    build_state(path, version)
    before = contents(path)
    assert all(len(rows) == 3 for _columns, rows in before.values())
    with open_database(path) as database:
        assert database.rows("PRAGMA integrity_check") == [("ok",)]
        assert database.rows("PRAGMA foreign_key_check") == []
    assert version_in(path) == NEWEST
    after = contents(path)
    for table, (columns, rows) in before.items():
        new_columns, new_rows = after[table]
        where = [new_columns.index(column) for column in columns]
        assert [tuple(row[at] for at in where) for row in new_rows] == rows, table


@pytest.mark.parametrize("version", OLD)
def test_an_old_file_is_then_like_a_new_one(version: int, tmp_path: Path) -> None:
    old, new = tmp_path / "old.sqlite", tmp_path / "new.sqlite"
    build_state(old, version)
    open_database(old).close()
    open_database(new).close()
    schemas = []
    for path in (old, new):
        with closing(sqlite3.connect(path)) as connection:
            sql = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
            schemas.append(set(connection.execute(sql)))
    assert schemas[0] == schemas[1]


def test_what_an_old_program_wrote_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    build_state(path, 1)
    with open_database(path) as database:
        assert [entry.number for entry in PeopleLedger(database).entries()] == [1, 2, 3]
        runs = Journal(database).runs()
        assert [run.header.undoes for run in runs] == [None, None, None]
        assert len(list(Journal(database).steps(RunId(1)))) == 1
        assert len(AppliedState(database).load_applied()) == 3


@pytest.mark.parametrize("version", OLD)
def test_a_copy_of_the_old_file_is_kept_before(version: int, tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    build_state(path, version)
    before = contents(path)
    open_database(path).close()
    copy = _copied(path, tmp_path / "out")
    assert version_in(copy) == version
    assert contents(copy) == before


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_copies_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    build_state(path, 1)
    open_database(path).close()
    folder = tmp_path / "backups"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600]


def test_no_more_than_a_few_copies_are_kept_and_they_are_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    kept = set()
    for _turn in range(KEPT + 2):
        path.unlink(missing_ok=True)
        build_state(path, 2)
        open_database(path).close()
        newest = own_copies(tmp_path)[0]
        assert newest not in kept
        kept.add(newest)
    assert len(list((tmp_path / "backups").iterdir())) == KEPT


def test_a_new_file_and_one_of_this_version_need_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    open_database(path).close()
    open_database(path).close()
    assert own_copies(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill")
def test_a_migration_killed_at_any_statement_leaves_the_old_file_whole(tmp_path: Path) -> None:
    statements = 0
    for kill_at in range(1, 200):
        path = tmp_path / str(kill_at) / "state.sqlite"
        path.parent.mkdir()
        build_state(path, 1)
        before = contents(path)
        pid = os.fork()
        if pid == 0:
            _migrate_and_die(path, kill_at)
        _pid, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0
            break
        statements += 1
        assert version_in(path) == 1
        assert contents(path) == before
        open_database(path).close()
        assert version_in(path) == NEWEST
        assert contents(path)["people"][1] == [(*row, None) for row in before["people"][1]]
    assert statements > 25
    assert version_in(path) == NEWEST


def _migrate_and_die(path: Path, kill_at: int) -> None:
    """Migrate in a process of its own that is killed when SQLite begins its statement `kill_at`."""
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        begun = iter(range(1, kill_at))

        def count(_sql: str) -> None:
            if next(begun, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        connection.set_trace_callback(count)
        migrate(connection, path)
    except BaseException:  # noqa: BLE001  nothing of the child may reach pytest
        os._exit(1)
    os._exit(0)


def test_a_disk_that_fills_up_in_mid_migration_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    build_state(path, 1)
    before = contents(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 3}")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            migrate(connection, path)
    assert version_in(path) == 1
    assert contents(path) == before


def test_without_room_for_the_copy_nothing_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    build_state(path, 4)
    (tmp_path / "backups").write_text("здесь стоит файл", encoding="utf-8")
    with pytest.raises(StateError, match="Не удалось записать копию") as caught:
        open_database(path)
    assert "backups" in caught.value.hint
    assert version_in(path) == 4


def test_a_damaged_old_file_is_not_migrated(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    build_state(path, 3, rows=400)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page = 4096
    with path.open("r+b") as stream:
        stream.seek(7 * page)
        stream.write(b"\xa5" * page)
    with pytest.raises(StateError, match="повреждён") as caught:
        open_database(path)
    assert "backups" in caught.value.hint
    assert version_in(path) == 3
    assert own_copies(tmp_path) == []


def test_a_newer_file_is_refused_with_both_versions_and_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    build_state(path, NEWEST)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    before = contents(path)
    with pytest.raises(StateError, match=f"{NEWEST + 1}.* до {NEWEST}") as caught:
        open_database(path)
    assert str(path) in caught.value.message
    assert "Обновите" in caught.value.hint
    assert "backups" in caught.value.hint
    assert contents(path) == before


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE people (name TEXT)")
    with pytest.raises(StateError, match="другой программы"):
        open_database(path)
    with closing(sqlite3.connect(path)) as connection:
        assert tables_of(connection) == ["people"]
