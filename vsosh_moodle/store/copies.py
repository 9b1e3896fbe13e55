"""Copies of the state file: one zip with the database and a page that says what it is.

Made by SQLite's own online copying, so that a copy is whole while others write; 0600, on the disk
when the function returns, under its name only when complete.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from vsosh_moodle import __version__
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.store.state_errors import BACKUP_FOLDER, StateError

FORMAT = 1
KEPT = 3
"""How many copies that the program made by itself are kept, of each kind."""

MANIFEST = "manifest.json"
DATABASE = "state.sqlite"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy says of itself; `made` is a moment in UTC, `sha256` that of the database."""

    made: str
    program: str
    schema: int
    size: int
    sha256: str
    format: int = FORMAT


def keep_copy(path: Path, name: str, now: datetime) -> Path:
    """Put a copy of a state file into the folder beside it, and let go of the oldest of its kind.

    `name` begins with the kind of the copy, up to its first «-». Raises StateError when there is no
    room for it: then nothing may be changed.
    """
    target = path.parent / BACKUP_FOLDER / f"{name}-{now:%Y%m%d-%H%M%S-%f}.zip"
    write_copy(path, target, now)
    kind = name.partition("-")[0]
    for old in own_copies(path.parent, kind)[KEPT:]:
        old.unlink(missing_ok=True)
    return target


def keep_daily_copy(path: Path, now: datetime) -> Path | None:
    """Keep a copy of the state file once a day (UTC); None when today's is there, or there is no room.

    A copy that cannot be made stops nobody's work: what the work itself cannot write it tells itself.
    """
    today = f"daily-{now:%Y%m%d}-"
    if any(one.name.startswith(today) for one in own_copies(path.parent, "daily")):
        return None
    with suppress(StateError):
        return keep_copy(path, "daily", now)
    return None


def remove_copies(folder: Path) -> int:
    """Remove what is kept of earlier states beside the state file; return how many files it was.

    Raises OSError. Copies that somebody put elsewhere are not known.
    """
    kept = [*own_copies(folder), *folder.glob(f"{DATABASE}.damaged-*")]
    for one in kept:
        one.unlink(missing_ok=True)
    return len(kept)


def own_copies(folder: Path, kind: str = "*") -> list[Path]:
    """Return the copies kept beside the state file of this folder, the newest first."""
    found = (folder / BACKUP_FOLDER).glob(f"{kind}-*.zip")
    return sorted(found, key=lambda file: file.name[-26:], reverse=True)


def write_copy(path: Path, target: Path, now: datetime) -> Manifest:
    """Write a copy of the state file `path` to a file that is not there yet; return what it says."""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _scratch(target.parent) as database, _scratch(target.parent) as packed:
            schema = copy_database(path, database)
            manifest = Manifest(
                now.isoformat(timespec="seconds"),
                __version__,
                schema,
                database.stat().st_size,
                digest_of(database),
            )
            _pack(database, manifest, packed)
            # Takes the name only if it is free, at this very moment.
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            packed.replace(target)
            _sync_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise StateError(
            _("Не удалось записать копию состояния «{file}»: {why}.").format(
                file=target, why=reason_of(error)
            ),
            _("Проверьте место на диске и права на папку «{folder}».").format(folder=target.parent),
        ) from error
    return manifest


def copy_database(path: Path, target: Path) -> int:
    """Copy an SQLite file that others may be writing, as one file without a log; return its version.

    Raises sqlite3.Error.
    """
    with (
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        return int(copy.execute("PRAGMA user_version").fetchone()[0])


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _pack(database: Path, manifest: Manifest, packed: Path) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
        archive.write(database, DATABASE)
    with packed.open("rb") as stream:
        os.fsync(stream.fileno())


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Lend a file for the owner alone that is gone afterwards, whatever happens."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            Path(f"{name}{ending}").unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
