"""Keep the state file: copies of it, and coming back to one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.store.copies import Manifest, keep_copy, write_copy
from vsosh_moodle.store.database import StateError, open_database
from vsosh_moodle.store.journal import Journal, Run
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.store.restoring import replace_state, set_aside, unpacked
from vsosh_moodle.store.state_check import examine_state
from vsosh_moodle.store.state_errors import BACKUP_FOLDER
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.project import STATE_FILE, Project


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy just made: where it lies, what it says of itself, how many runs it knows."""

    path: Path
    manifest: Manifest
    runs: int


@dataclass(frozen=True, slots=True)
class Return:
    """What coming back to a copy means.

    `copy_runs` are the runs the copy knows, `lost` those of the folder that it does not; `readable`
    is whether the state file of the folder can be read at all. `sites` are addresses that the copy's
    runs were made on. `kept` is where the state before lies, once it was replaced.
    """

    copy: Path
    manifest: Manifest
    copy_runs: tuple[Run, ...]
    lost: tuple[Run, ...]
    readable: bool
    kept: Path | None = None


def back_up(project: Project, out: Path | None = None, now: datetime | None = None) -> Backup:
    """Write a copy of the state, by default into the folder of copies; a copy is whole or not there.

    `out` is a file that is not there yet, or a folder. Raises ConfigError when there is no state or a
    file stands at `out`, StateError when it cannot be written.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    state = _require_state(project)
    with open_database(state) as database:
        runs = len(Journal(database).runs())
    name = f"manual-{moment:%Y%m%d-%H%M%S-%f}.zip"
    target = project.state / BACKUP_FOLDER / name
    if out is not None:
        target = out / f"vsosh-state-{moment:%Y%m%d-%H%M%S}.zip" if out.is_dir() else out
    if target.exists():
        raise ConfigError(
            _("Файл «{file}» уже есть.").format(file=target),
            _("Назовите в --out другой файл или папку: копии не перезаписываются."),
        )
    return Backup(target, write_copy(state, target, moment), runs)


def restore(
    project: Project,
    copy: Path,
    agree: Callable[[Return], bool],
    now: datetime | None = None,
) -> Return | None:
    """Put a copy in the place of the state when `agree` says so; None when it does not.

    The state before is kept: as a copy, or under another name when it cannot be read. Nothing on the
    site changes. Raises StateError for a copy that cannot be used, LockHeld when a run is under way.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    state = project.state / STATE_FILE
    project.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        project_lock(project.state / LOCK_FILE),
        unpacked(copy, project.state) as (manifest, database),
    ):
        found = _return_to(copy, manifest, database, state)
        if not agree(found):
            return None
        try:
            kept = _keep(state, moment, readable=found.readable)
            replace_state(database, state)
        except OSError as error:
            raise StateError(
                _("Файл состояния «{file}» не заменить: {why}.").format(
                    file=state, why=reason_of(error)
                ),
                _("Проверьте место на диске и права на папку «{folder}».").format(
                    folder=state.parent
                ),
            ) from error
    return Return(copy, manifest, found.copy_runs, found.lost, found.readable, kept)


def _return_to(copy: Path, manifest: Manifest, database: Path, state: Path) -> Return:
    copied = _runs_of(database, keep=False)
    known = {(run.id, run.started) for run in copied}
    readable, now = True, []
    if state.exists():
        try:
            now = _runs_of(state, keep=True)
            readable = not examine_state(state).broken
        except StateError:
            readable = False
    lost = tuple(run for run in now if (run.id, run.started) not in known)
    return Return(copy, manifest, tuple(copied), lost, readable)


def _runs_of(path: Path, *, keep: bool) -> list[Run]:
    with open_database(path, keep=keep) as database:
        return Journal(database).runs()


def _keep(state: Path, now: datetime, *, readable: bool) -> Path | None:
    if not state.exists():
        return None
    if readable:
        return keep_copy(state, "restore-before", now)
    return set_aside(state, now)


def _require_state(project: Project) -> Path:
    state = project.state / STATE_FILE
    if not state.exists():
        raise ConfigError(
            _("Копировать нечего: в этой папке ещё ничего не применялось."),
            _("Состояние появляется после первого vsosh-moodle apply"),
        )
    return state
