"""Replace several files of the project at once: after a kill at any moment it is all or nothing.

New files are prepared aside. A list of moves, written last and in one piece, is the decision: before
it nothing has happened, after it the next command of the program finishes what is left.
"""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.project import MOVES_FILE, Project

STAGE_FOLDER = "staged"


@dataclass(frozen=True, slots=True)
class Moves:
    """What to move, as paths from the project's folder on.

    `away` are (file, new place that is free); then `place` are (prepared file, where it goes, over
    what is there). After that files get their `modes`, and `empty` folders are taken away.
    """

    away: Sequence[tuple[str, str]] = ()
    place: Sequence[tuple[str, str]] = ()
    modes: Mapping[str, int] = field(default_factory=dict)
    empty: Sequence[str] = ()


def make_stage(project: Project) -> Path:
    """Return an empty folder for files being prepared; what an earlier run left there is cleared."""
    stage = project.state / STAGE_FOLDER
    shutil.rmtree(stage, ignore_errors=True)
    project.state.mkdir(mode=0o700, exist_ok=True)
    stage.mkdir(mode=0o700)
    return stage


def make_moves(project: Project, moves: Moves) -> None:
    """Carry out the moves; call it with the project's lock held.

    Raises ConfigError when the disk refuses: then nothing has changed, or the next command goes on.
    """
    try:
        for name, _target in moves.place:
            _sync(project.root / name)
        _sync(project.state / STAGE_FOLDER)
        _write_list(project, moves)
        _carry_out(project, moves)
    except OSError as error:
        raise _refused(error) from error


def finish_moves(project: Project) -> None:
    """Finish the moves of a run that was cut short.

    Raises LockHeld when that run is still at work, ConfigError when the disk refuses.
    """
    with project_lock(project.state / LOCK_FILE):
        path = project.state / MOVES_FILE
        if not path.exists():
            return
        try:
            _carry_out(project, Moves(**json.loads(path.read_text(encoding="utf-8"))))
        except OSError as error:
            raise _refused(error) from error


def _write_list(project: Project, moves: Moves) -> None:
    path = project.state / MOVES_FILE
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8") as stream:
        json.dump(asdict(moves), stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
    _sync(project.state)


def _carry_out(project: Project, moves: Moves) -> None:
    """Do what is not done yet: a file that went away is at its new place, a prepared one is gone."""
    root = project.root
    for source, target in moves.away:
        if (root / source).exists() and not (root / target).exists():
            _private_folders(root, target)
            (root / source).rename(root / target)
    for source, target in moves.place:
        if (root / source).exists():
            _private_folders(root, target)
            (root / source).replace(root / target)
    for name, mode in moves.modes.items():
        with suppress(FileNotFoundError):  # taken away by a person meanwhile
            (root / name).chmod(mode)
    for _source, target in (*moves.away, *moves.place):
        _sync((root / target).parent)
    for name in moves.empty:
        folder = root / name
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    shutil.rmtree(project.state / STAGE_FOLDER, ignore_errors=True)
    (project.state / MOVES_FILE).unlink()
    _sync(project.state)


def _private_folders(root: Path, target: str) -> None:
    """Make the folders of a file; those that are new are their owner's only."""
    missing = [one for one in (root / target).parents if not one.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700)


def _sync(path: Path) -> None:
    """Bring a file, or the entries of a folder, to the disk; Windows has no such call for folders."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refused(error: OSError) -> ConfigError:
    return ConfigError(
        _("Файлы школы не переписать: {why}.").format(why=reason_of(error)),
        _(
            "Освободите место или закройте файлы в других программах и повторите: начатое "
            "доделает любая следующая команда."
        ),
    )
