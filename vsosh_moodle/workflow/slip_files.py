"""The files that hold passwords: which there are, how old, and how they are done away with."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vsosh_moodle.apply.passwords import erase, load_slip_file, rewrite_slips, slip_files
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.slip_holders import Holder, SlipRoom, open_slips

DAY = 86_400
FileKind = Literal["passwords", "sheet", "rest"]


@dataclass(frozen=True, slots=True)
class SlipFile:
    """A file with passwords: those handed out by a run, a printed sheet, or what a crash left.

    `path` is from the project's root where it lies in it. `days` is its age, `handed` how many of
    its `slips` were handed over (None where a sheet does not tell).
    """

    path: Path
    kind: FileKind
    slips: int
    days: int
    classes: tuple[str, ...]
    handed: int | None = None

    def as_json(self) -> dict[str, object]:
        """Return the file as `slips list --format json` prints it."""
        return {
            "file": self.path.as_posix(),
            "kind": self.kind,
            "slips": self.slips,
            "handed": self.handed,
            "days": self.days,
            "classes": list(self.classes),
        }


@dataclass(frozen=True, slots=True)
class Purge:
    """What is to go: files older than so many days, the slips of a class, or all."""

    older_than: int | None = None
    class_name: str = ""
    everything: bool = False


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """The files to delete, those that lose the rows of a class, and how many were not handed over."""

    delete: tuple[SlipFile, ...]
    cut: tuple[SlipFile, ...]
    not_handed: tuple[str, ...]
    class_name: str = ""


def list_slip_files(project: Project) -> list[SlipFile]:
    """Return every file with passwords that is still there, the oldest first."""
    with open_slips(project) as room:
        return _files(room)


def plan_purge(room: SlipRoom, purge: Purge) -> PurgePlan:
    """Return what a purge would do; raises ConfigError for a class nobody has."""
    files = _files(room)
    name = room.class_named(purge.class_name) if purge.class_name else ""
    if name:
        delete = [one for one in files if one.kind == "sheet" and name in one.classes]
        cut = [one for one in files if one.kind == "passwords" and name in one.classes]
    else:
        least = purge.older_than or 0
        delete = [one for one in files if purge.everything or one.days >= least]
        cut = []
    gone = {one.path for one in delete} | {one.path for one in cut}
    waiting = [
        holder.name_here
        for holder in room.holders
        if holder.slip is not None
        and _shown(room.project, holder.slip.file) in gone
        and (not name or holder.slip.class_name == name)
        and holder.state.handed is None
    ]
    return PurgePlan(tuple(delete), tuple(cut), tuple(waiting), name)


def carry_out_purge(room: SlipRoom, plan: PurgePlan) -> None:
    """Overwrite and delete; the register keeps who had what. Raises ConfigError, LockHeld.

    A run under way holds the same lock: the passwords it has just written down stay.
    """
    with project_lock(room.project.state / LOCK_FILE):
        done: list[Path] = []
        try:
            for one in plan.delete:
                with _explained(one.path):
                    erase(room.project.root / one.path)
                done.append(one.path)
                _remove_empty(room, one.path.parent)
            for one in plan.cut:
                with _explained(one.path):
                    rewrite_slips(
                        room.project.root / one.path, lambda row: row[:1] != [plan.class_name]
                    )
        finally:
            _record(room, done)


def _remove_empty(room: SlipRoom, folder: Path) -> None:
    """Remove a folder of printed sheets under slips/ once its last sheet has gone."""
    whole = room.project.root / folder
    if whole.parent == room.folder and not any(whole.iterdir()):
        whole.rmdir()


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigError(
            _("Не удалось удалить «{file}»: {why}.").format(file=path, why=reason_of(error)),
            _("Закройте файл в других программах, проверьте права и повторите."),
        ) from error


def _files(room: SlipRoom) -> list[SlipFile]:
    found = [*_password_files(room), *_sheets(room), *_rest(room)]
    return sorted(found, key=lambda one: (-one.days, one.path))


def _password_files(room: SlipRoom) -> Iterator[SlipFile]:
    by_file: dict[Path, list[Holder]] = {}
    for holder in room.holders:
        if holder.slip is not None:
            by_file.setdefault(holder.slip.file, []).append(holder)
    for path in slip_files(room.folder):
        slips = load_slip_file(path)
        handed = sum(one.state.handed is not None for one in by_file.get(path, ()))
        classes = tuple(dict.fromkeys(one.class_name for one in slips))
        yield SlipFile(
            _shown(room.project, path), "passwords", len(slips), _days(path), classes, handed
        )


def _sheets(room: SlipRoom) -> Iterator[SlipFile]:
    gone = []
    for sheet in room.register.sheets():
        path = room.project.root / sheet.path
        if path.exists():
            yield SlipFile(sheet.path, "sheet", sheet.slips, _days(path), sheet.classes)
        else:
            gone.append(sheet.path)
    room.register.forget_sheets(gone)


def _rest(room: SlipRoom) -> Iterator[SlipFile]:
    """Yield what a run that was killed left half written beside its file."""
    for path in room.folder.glob("*.new"):
        yield SlipFile(_shown(room.project, path), "rest", 0, _days(path), ())


def _record(room: SlipRoom, gone: Sequence[Path]) -> None:
    """Enter in the register whose last slip has gone."""
    left = {slip.login for path in slip_files(room.folder) for slip in load_slip_file(path)}
    lost: Iterable[str] = (
        one.entry.idnumber
        for one in room.holders
        if one.slip is not None and one.entry.login not in left
    )
    with room.database.transaction():
        room.register.record(lost, "purged", room.now().date())
        room.register.forget_sheets(gone)


def _shown(project: Project, path: Path) -> Path:
    return path.relative_to(project.root) if path.is_relative_to(project.root) else path


def _days(path: Path) -> int:
    try:
        return max(0, int((time.time() - path.stat().st_mtime) // DAY))
    except OSError:
        return 0
