"""The state file is private, whole and says what is wrong with it."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from vsosh_moodle.store.database import StateError, open_database
from vsosh_moodle.store.migrations import MIGRATIONS


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_file_and_its_companions_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / ".vsosh" / "state.sqlite"
    with open_database(path) as database:
        database.execute("INSERT INTO applied (kind, key) VALUES ('user', 'a')")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert "state.sqlite-wal" in modes
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_file_open_to_others_is_closed_on_opening(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    open_database(path).close()
    path.chmod(0o644)
    open_database(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_durability_settings_hold(tmp_path: Path) -> None:
    with open_database(tmp_path / "state.sqlite") as database:
        assert database.rows("PRAGMA journal_mode") == [("wal",)]
        assert database.rows("PRAGMA synchronous") == [(2,)]
        assert database.rows("PRAGMA foreign_keys") == [(1,)]
        assert database.rows("PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_reopening_keeps_the_data(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with open_database(path) as database:
        database.execute("INSERT INTO applied (kind, key) VALUES ('user', 'a')")
    with open_database(path) as database:
        assert database.rows("SELECT key FROM applied") == [("a",)]


def test_an_inner_transaction_is_undone_with_the_outer_one(tmp_path: Path) -> None:
    with open_database(tmp_path / "state.sqlite") as database:

        def fail_after_writing() -> None:
            with database.transaction():
                database.execute("INSERT INTO applied (kind, key) VALUES ('user', 'a')")
                raise RuntimeError("half-way")

        with pytest.raises(RuntimeError, match="half-way"):
            fail_after_writing()
        assert database.rows("SELECT key FROM applied") == []
        database.execute("INSERT INTO applied (kind, key) VALUES ('user', 'b')")
        assert database.rows("SELECT key FROM applied") == [("b",)]


def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.write_text("это не база данных, а письмо учителю" * 50, encoding="utf-8")
    with pytest.raises(StateError, match="повреждён") as caught:
        open_database(path)
    assert "vsosh-moodle state restore" in caught.value.hint


def test_a_file_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    open_database(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StateError, match="более новой версией"):
        open_database(path)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (99,)
    connection.close()


def test_a_path_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    folder = tmp_path / "state.sqlite"
    folder.mkdir()
    with pytest.raises(StateError, match="Не удалось открыть"):
        open_database(folder)


def test_a_stream_may_be_left_half_read_while_writing_goes_on(tmp_path: Path) -> None:
    with open_database(tmp_path / "state.sqlite") as database:
        database.execute_many(
            "INSERT INTO applied (kind, key) VALUES ('user', ?)", [(str(n),) for n in range(30)]
        )
        stream = database.stream("SELECT key FROM applied")
        next(stream)
        database.execute("INSERT INTO applied (kind, key) VALUES ('user', 'later')")
        assert database.rows("SELECT count(*) FROM applied") == [(31,)]


OPENER = """
import sys
from pathlib import Path
from vsosh_moodle.store.database import open_database
sys.stdin.readline()
open_database(Path(sys.argv[1])).close()
"""


def test_several_programs_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(tmp_path / "state.sqlite")], stdin=subprocess.PIPE
        )
        for _ in range(4)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.close()
    for program in programs:
        program.wait()
    assert [program.returncode for program in programs] == [0, 0, 0, 0]
