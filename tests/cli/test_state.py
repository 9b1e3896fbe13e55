"""`state`: the program's memory is copied, looked through and brought back, and nothing is lost by it."""

import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Said
from tests.store.old_states import contents, version_in
from vsosh_moodle.store.copies import MANIFEST
from vsosh_moodle.store.migrations import MIGRATIONS

Vsosh = Callable[..., Said]
STATE = ".vsosh/state.sqlite"
CSV = "rosters/ученики.csv"


def spoil(path: Path) -> None:
    """Overwrite the middle of an SQLite file, as a failing disk does."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)


def backup(school: Path, vsosh: Vsosh) -> Path:
    said = vsosh("state", "backup", "--format", "json")
    assert said.code == 0, said.err
    return Path(json.loads(said.out)["file"])


def checks(vsosh: Vsosh) -> tuple[int, dict[str, str]]:
    said = vsosh("state", "check", "--format", "json")
    assert said.out, said.err
    found = json.loads(said.out)["checks"]
    return said.code, {one["check"]: one["status"] for one in reversed(found)}


@pytest.fixture
def applied(school: Path, vsosh: Vsosh) -> Path:
    assert vsosh("apply", "--yes").code == 0
    return school


def test_a_copy_brings_back_what_a_damaged_file_lost(applied: Path, vsosh: Vsosh) -> None:
    copy = backup(applied, vsosh)
    before = contents(applied / STATE)
    spoil(applied / STATE)
    said = vsosh("plan")
    assert said.code == 3
    assert "vsosh-moodle state restore" in said.err
    code, found = checks(vsosh)
    assert (code, found["file"], found["copy"]) == (3, "fail", "ok")
    assert vsosh("state", "restore", str(copy), "--yes").code == 0
    assert contents(applied / STATE) == before
    assert list((applied / ".vsosh").glob("state.sqlite.damaged-*"))
    assert vsosh("plan", "--exit-code").code == 0
    assert checks(vsosh)[0] == 0


def test_without_a_yes_nothing_changes(applied: Path, vsosh: Vsosh) -> None:
    copy = backup(applied, vsosh)
    before = contents(applied / STATE)
    files = sorted(path.name for path in (applied / ".vsosh").rglob("*"))
    assert vsosh("state", "restore", str(copy)).code == 2  # nobody to ask
    said = vsosh("state", "restore", str(copy), "--dry-run")
    assert said.code == 0
    assert "1 запуск" in said.out
    assert contents(applied / STATE) == before
    assert sorted(path.name for path in (applied / ".vsosh").rglob("*")) == files


def test_runs_the_copy_does_not_know_are_told_and_the_state_before_is_kept(
    applied: Path, vsosh: Vsosh
) -> None:
    copy = backup(applied, vsosh)
    roster = applied / CSV
    roster.write_text(roster.read_text("utf-8").replace("Аслан", "Алан"), encoding="utf-8")
    assert vsosh("apply", "--yes").code == 0
    later = contents(applied / STATE)
    said = vsosh("state", "restore", str(copy), "--yes")
    assert said.code == 0, said.err
    assert "в копии нет запусков № 2" in said.err
    assert len(json.loads(vsosh("history", "--format", "json").out)["runs"]) == 1
    (kept,) = (applied / ".vsosh/backups").glob("restore-before-*.zip")
    assert vsosh("plan", "--exit-code").code == 0  # the site is as the files say all the same
    assert vsosh("state", "restore", str(kept), "--yes").code == 0
    assert contents(applied / STATE) == later


def test_a_state_that_was_lost_whole_comes_back_from_a_plain_copy(
    applied: Path, vsosh: Vsosh, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(applied / STATE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    mine = tmp_path / "мое.sqlite"
    mine.write_bytes((applied / STATE).read_bytes())
    for path in (applied / ".vsosh").glob("state.sqlite*"):
        path.unlink()
    assert vsosh("state", "restore", str(mine), "--yes").code == 0
    assert vsosh("plan", "--exit-code").code == 0


def test_an_old_copy_is_upgraded_on_the_way(applied: Path, vsosh: Vsosh, tmp_path: Path) -> None:
    from tests.store.old_states import build_state

    old = tmp_path / "old.sqlite"
    build_state(old, len(MIGRATIONS) - 1)
    assert vsosh("state", "restore", str(old), "--yes").code == 0
    assert version_in(applied / STATE) == len(MIGRATIONS)


def _text(path: Path, _copy: Path) -> None:
    path.write_text("это список, а не копия", encoding="utf-8")


def _truncated(path: Path, copy: Path) -> None:
    path.write_bytes(copy.read_bytes()[:-200])


def _flipped(path: Path, copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def _other_zip(path: Path, _copy: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../state.sqlite", b"x")


def _with(path: Path, copy: Path, **changed: object) -> None:
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(path, "w") as new:
        told = {**json.loads(old.read(MANIFEST)), **changed}
        new.writestr(MANIFEST, json.dumps(told))
        new.writestr("state.sqlite", old.read("state.sqlite"))


def _newer(path: Path, copy: Path) -> None:
    _with(path, copy, schema=len(MIGRATIONS) + 1)


def _lying(path: Path, copy: Path) -> None:
    _with(path, copy, size=5)


def _wrong_types(path: Path, copy: Path) -> None:
    _with(path, copy, size="5", made=[])


def _other_content(path: Path, copy: Path) -> None:
    _with(path, copy, sha256="0" * 64)


def _foreign_database(path: Path, _copy: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE people (name TEXT)")


def _bomb(path: Path, copy: Path) -> None:
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(MANIFEST, old.read(MANIFEST))
        new.writestr("state.sqlite", b"\0" * 300_000_000)


@pytest.mark.parametrize(
    "make",
    [_text, _truncated, _flipped, _other_zip, _newer, _lying, _wrong_types, _other_content,
     _foreign_database, _bomb],
)  # fmt: skip
def test_a_copy_that_is_none_is_refused_and_the_state_stays(
    make: Callable[[Path, Path], None], applied: Path, vsosh: Vsosh, tmp_path: Path
) -> None:
    copy = backup(applied, vsosh)
    before = contents(applied / STATE)
    bad = tmp_path / "копия.zip"
    make(bad, copy)
    said = vsosh("state", "restore", str(bad), "--yes")
    assert said.code == 3, said.out
    assert "копия.zip" in said.err
    assert "Что сделать" in said.err
    assert contents(applied / STATE) == before
    assert not list((applied / ".vsosh").glob(".restore-*"))


def test_a_copy_is_never_written_over_a_file(applied: Path, vsosh: Vsosh, tmp_path: Path) -> None:
    there = tmp_path / "копия.zip"
    there.write_text("моё", encoding="utf-8")
    assert vsosh("state", "backup", "--out", str(there)).code == 2
    assert there.read_text(encoding="utf-8") == "моё"
    assert vsosh("state", "backup", "--out", str(tmp_path)).code == 0
    (made,) = tmp_path.glob("vsosh-state-*.zip")
    assert made.stat().st_mode & 0o777 == 0o600


def test_there_is_nothing_to_copy_before_the_first_run(school: Path, vsosh: Vsosh) -> None:
    assert vsosh("state", "backup").code == 2
    code, found = checks(vsosh)
    assert (code, found["file"]) == (0, "note")


def test_a_run_keeps_a_copy_once_a_day(applied: Path, vsosh: Vsosh) -> None:
    roster = applied / CSV
    roster.write_text(roster.read_text("utf-8").replace("Аслан", "Алан"), encoding="utf-8")
    assert vsosh("apply", "--yes").code == 0
    assert len(list((applied / ".vsosh/backups").glob("daily-*.zip"))) == 1


def test_what_rows_hold_is_looked_through(applied: Path, vsosh: Vsosh) -> None:
    assert checks(vsosh) == (0, {"file": "ok", "rows": "ok", "copy": "ok"})
    with sqlite3.connect(applied / STATE) as state:
        state.execute("UPDATE applied SET moodle_id = 7 WHERE kind = 'user'")
    code, found = checks(vsosh)
    assert (code, found["ids"]) == (3, "fail")
    with sqlite3.connect(applied / STATE) as state:
        state.execute("UPDATE applied SET fields = '{\"имя\":1}' WHERE kind = 'user'")
    assert checks(vsosh)[1]["records"] == "fail"
    with sqlite3.connect(applied / STATE) as state:
        state.execute("UPDATE steps SET after = '[' WHERE seq = 1")
    assert checks(vsosh)[1]["rows"] == "fail"
    with sqlite3.connect(applied / STATE) as state:
        state.execute("ALTER TABLE runs ADD COLUMN mine TEXT")
    assert checks(vsosh)[1]["schema"] == "fail"
    state.close()


def test_a_folder_that_others_may_read_is_told(applied: Path, vsosh: Vsosh) -> None:
    (applied / ".vsosh").chmod(0o755)
    assert checks(vsosh)[1]["modes"] == "warn"
    (applied / ".vsosh").chmod(0o700)
    assert "modes" not in checks(vsosh)[1]


def test_a_run_that_was_cut_short_is_told(applied: Path, vsosh: Vsosh) -> None:
    with sqlite3.connect(applied / STATE) as state:
        state.execute("UPDATE runs SET state = 'running', finished = NULL")
    state.close()
    code, found = checks(vsosh)
    assert (code, found["runs"]) == (0, "note")
