"""One run at a time in a project folder: a lock file that says who holds it and since when."""

import getpass
import json
import os
import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from vsosh_moodle.errors import LockHeld
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.store.database import StateError


@dataclass(frozen=True, slots=True)
class LockOwner:
    """Who holds a lock; `born` ("" if unknown) tells a process from a later one with its pid."""

    user: str
    host: str
    pid: int
    since: str
    born: str
    token: str

    def __str__(self) -> str:
        return f"{self.user}@{self.host} {self.pid}"


@dataclass(frozen=True, slots=True)
class ProjectLock:
    """A lock we hold; `notice` is a message for the user when a dead run's lock was taken over."""

    owner: LockOwner
    notice: str = ""


@contextmanager
def project_lock(path: Path) -> Iterator[ProjectLock]:
    """Hold the lock file at `path` while the block runs.

    A lock left by a process of this computer that no longer lives is taken over, with a notice.
    Raises LockHeld when somebody else holds it, StateError when the lock cannot be written.
    """
    try:
        lock = _take(path)
    except OSError as error:
        raise StateError(
            _("В папку «{folder}» не записать: {why}.").format(
                folder=path.parent, why=reason_of(error)
            ),
            _("Проверьте место на диске и права на эту папку."),
        ) from error
    try:
        yield lock
    finally:
        held = _load_owner(path)
        if held is not None and held.token == lock.owner.token:
            path.unlink(missing_ok=True)


def _take(path: Path) -> ProjectLock:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = _ourselves()
    if _create(path, owner):
        return ProjectLock(owner)
    held = _load_owner(path)
    if held is None or not _is_dead(held):
        raise _held_error(path, held)
    # Two runs may find the same dead lock. Who makes the claim file first replaces the lock; the
    # claim is checked against the lock again, since the other may have finished in between.
    claim = path.with_name(f"{path.name}.takeover")
    if not _create(claim, owner):
        raise _held_error(path, _load_owner(claim), claim)
    try:
        if _load_owner(path) != held:
            raise _held_error(path, _load_owner(path))
        fresh = path.with_name(f"{path.name}.{owner.token}")
        _create(fresh, owner)
        fresh.replace(path)
    finally:
        claim.unlink(missing_ok=True)
    return ProjectLock(
        owner,
        _("Прошлый запуск ({owner}, начат {since}) оборвался; его блокировка снята.").format(
            owner=held, since=held.since
        ),
    )


def _create(path: Path, owner: LockOwner) -> bool:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(asdict(owner), stream, ensure_ascii=False)
    except OSError:
        # A lock without an owner would keep everybody out for good.
        path.unlink(missing_ok=True)
        raise
    return True


def _load_owner(path: Path) -> LockOwner | None:
    try:
        return LockOwner(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # released meanwhile, or its owner has not finished writing it


def _held_error(path: Path, held: LockOwner | None, file: Path | None = None) -> LockHeld:
    who = (
        _("{user} на компьютере {host}, процесс {pid}, с {since}").format(
            user=held.user, host=held.host, pid=held.pid, since=held.since
        )
        if held
        else _("кто — прочесть не удалось")
    )
    return LockHeld(
        _("В папке этой школы уже идёт другой запуск ({who}).").format(who=who),
        _("Дождитесь его конца. Если он точно больше не работает, удалите файл «{file}».").format(
            file=file or path
        ),
    )


def _ourselves() -> LockOwner:
    pid = os.getpid()
    return LockOwner(
        user=_user_name(),
        host=socket.gethostname(),
        pid=pid,
        since=datetime.now(UTC).astimezone().strftime("%d.%m.%Y %H:%M"),
        born=_born(pid),
        token=secrets.token_hex(8),
    )


def _user_name() -> str:
    with suppress(OSError, KeyError, ImportError):  # no user database: containers, Windows services
        return getpass.getuser()
    return "?"


def _is_dead(owner: LockOwner) -> bool:
    if owner.host != socket.gethostname():
        return False
    if not _is_running(owner.pid):
        return True
    return bool(owner.born) and owner.born != _born(owner.pid)


def _is_running(pid: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        query_only = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION; os.kill would end the process here
        handle = ctypes.windll.kernel32.OpenProcess(query_only, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _born(pid: int) -> str:
    """Return a process's start in ticks since boot (proc(5), stat, field 22), "" if unknown."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]
