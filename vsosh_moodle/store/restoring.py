"""Read a copy of the state file as hostile input, and put it where the state file stands."""

import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.store.copies import DATABASE, FORMAT, MANIFEST, Manifest, copy_database, digest_of
from vsosh_moodle.store.migrations import MIGRATIONS
from vsosh_moodle.store.state_errors import StateError

_SQLITE_HEADER = b"SQLite format 3\x00"
_MOST_MANIFEST = 64 * 1024
MOST_BYTES = 4 * 1024**3
"""What a state file may be unpacked to; a school's is some megabytes after years."""
_CHUNK = 1 << 20


@contextmanager
def unpacked(copy: Path, folder: Path) -> Iterator[tuple[Manifest, Path]]:
    """Lend the database of a copy, whole and looked through, as a file in `folder`.

    A copy is a zip of `copies.write_copy`, or a state file somebody copied. Raises StateError for
    anything else, for one that is damaged, cut short or of a newer program.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".restore-", dir=folder))
    except OSError as error:
        raise _unreadable(copy, reason_of(error)) from error
    try:
        database = scratch / DATABASE
        manifest = _unpack(copy, database)
        _require_sound(copy, database)
        yield manifest, database
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def read_manifest(copy: Path) -> Manifest:
    """Return what a zip copy says of itself, without unpacking it; raises StateError."""
    with _opened(copy) as archive:
        return _manifest_of(copy, archive)


def replace_state(database: Path, state: Path) -> None:
    """Put a database in the place of the state file; raises OSError, and then the old one stands.

    What the old one had in its log is written into it first: cut short between the steps, it is whole.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(state, isolation_level=None)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for ending in ("-wal", "-shm"):
        Path(f"{state}{ending}").unlink(missing_ok=True)
    database.chmod(0o600)
    with database.open("rb+") as stream:
        os.fsync(stream.fileno())
    database.replace(state)


def set_aside(state: Path, now: datetime) -> Path:
    """Rename a state file that cannot be copied, its log with it; return its new name."""
    aside = state.with_name(f"{state.name}.damaged-{now:%Y%m%d-%H%M%S}")
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            Path(f"{state}{ending}").replace(f"{aside}{ending}")
    return aside


def _unpack(copy: Path, database: Path) -> Manifest:
    try:
        with copy.open("rb") as stream:
            is_database = stream.read(len(_SQLITE_HEADER)) == _SQLITE_HEADER
        if is_database:
            return _copied(copy, database)
        with _opened(copy) as archive:
            manifest = _manifest_of(copy, archive)
            _extract(copy, archive, manifest, database)
    except OSError as error:
        raise _unreadable(copy, reason_of(error)) from error
    return manifest


def _copied(copy: Path, database: Path) -> Manifest:
    try:
        schema = copy_database(copy, database)
    except sqlite3.Error as error:
        raise _unreadable(copy, reason_of(error)) from error
    made = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
    size = database.stat().st_size
    return Manifest(made.isoformat(timespec="seconds"), "", schema, size, digest_of(database))


@contextmanager
def _opened(copy: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(copy) as archive:
            yield archive
    except OSError as error:
        raise _unreadable(copy, reason_of(error)) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise _unreadable(copy, _("это не копия состояния или она повреждена")) from error


def _manifest_of(copy: Path, archive: zipfile.ZipFile) -> Manifest:
    foreign = _unreadable(copy, _("это не копия состояния, сделанная vsosh-moodle"))
    if sorted(archive.namelist()) != sorted((MANIFEST, DATABASE)):
        raise foreign
    if archive.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
        raise foreign
    try:
        told = json.loads(archive.read(MANIFEST))
        manifest = Manifest(**{one.name: told[one.name] for one in fields(Manifest)})
        datetime.fromisoformat(manifest.made)
        right = [str, str, int, int, str, int]
        if [type(getattr(manifest, one.name)) for one in fields(Manifest)] != right:
            raise foreign
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise foreign from error
    if manifest.format > FORMAT or manifest.schema > len(MIGRATIONS):
        raise StateError(
            _("Копия «{file}» сделана более новой версией программы ({version}).").format(
                file=copy, version=manifest.program
            ),
            _("Обновите vsosh-moodle до этой версии и повторите."),
        )
    return manifest


def _extract(copy: Path, archive: zipfile.ZipFile, manifest: Manifest, database: Path) -> None:
    entry = archive.getinfo(DATABASE)
    if not 0 <= manifest.size <= MOST_BYTES or entry.file_size != manifest.size:
        raise _unreadable(copy, _("размер внутри не тот, что записан"))
    left = manifest.size
    with archive.open(entry) as packed, database.open("xb") as out:
        while chunk := packed.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                break
            out.write(chunk)
    if left or digest_of(database) != manifest.sha256:
        raise _unreadable(copy, _("содержимое не то, что было записано"))


def _require_sound(copy: Path, database: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            sql = "SELECT count(*) FROM sqlite_master WHERE name IN ('runs', 'steps', 'applied')"
            ours = connection.execute(sql).fetchone()[0] == 3
    except sqlite3.Error as error:
        raise _unreadable(copy, reason_of(error)) from error
    if found != "ok":
        raise _unreadable(copy, _("проверка SQLite нашла ошибки"))
    if not ours or not 0 < version <= len(MIGRATIONS):
        raise _unreadable(copy, _("это база данных не этой версии программы или не её"))


def _unreadable(copy: Path, why: str) -> StateError:
    return StateError(
        _("Копия состояния «{file}» не годится: {why}.").format(file=copy, why=why),
        _("Укажите другую копию; какие есть, показывает vsosh-moodle state check"),
    )
