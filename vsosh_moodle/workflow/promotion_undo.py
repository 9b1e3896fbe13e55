"""Take a promotion back as long as nothing of the new year was applied."""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vsosh_moodle.errors import ConfigError, PlanError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.journal import Journal
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.moving import STAGE_FOLDER, Moves, make_moves, make_stage
from vsosh_moodle.workflow.project import (
    ARCHIVE_FOLDER,
    CONFIG_NAME,
    STATE_FILE,
    STATE_FOLDER,
    Project,
)
from vsosh_moodle.workflow.promotion_places import RECORD

_YEAR_FOLDER = "[0-9][0-9][0-9][0-9]-[0-9][0-9]"


@dataclass(frozen=True, slots=True)
class _Record:
    """The record of a promotion: see `promotion_files`."""

    folder: str
    old: str
    new: str
    made: datetime
    moved: dict[str, int]
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the year the school is in again, and where the new year's files lie."""

    year: str
    kept: str


def undo_promotion(project: Project) -> Undone:
    """Bring the files of the old year back, byte by byte; those of the new one are kept aside.

    Raises ConfigError when there is nothing to take back or a file stands in the way, PlanError when
    the new year was applied to a site already, LockHeld when another run is under way.
    """
    with project_lock(project.state / LOCK_FILE):
        record = _newest(project)
        _require_not_applied(project, record)
        _require_room(project, record)
        kept = _free_folder(project, record.new)
        try:
            moves = _moves(project, record, kept)
        except OSError as error:
            raise ConfigError(
                _("Перевод не отменить: {why}.").format(why=reason_of(error)),
                _("Проверьте место на диске и права на папку школы."),
            ) from error
        make_moves(project, moves)
    return Undone(record.old, kept)


def _newest(project: Project) -> _Record:
    records = [
        record
        for path in project.archive.glob(f"{_YEAR_FOLDER}/{RECORD}")
        if (record := _read(project, path)) is not None
    ]
    if not records:
        raise ConfigError(
            _("Отменять нечего: в папке {folder} нет записи о переводе.").format(
                folder=ARCHIVE_FOLDER
            ),
            _("Перевод записывает vsosh-moodle promote --to ГОД --write."),
        )
    return max(records, key=lambda one: one.made)


def _read(project: Project, path: Path) -> _Record | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return _Record(
            path.parent.relative_to(project.root).as_posix(),
            str(data["from"]),
            str(data["to"]),
            datetime.fromisoformat(data["made"]),
            {str(name): int(mode) for name, mode in data["moved"].items()},
            tuple(map(str, data["lists"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _require_not_applied(project: Project, record: _Record) -> None:
    path = project.state / STATE_FILE
    if not path.exists():
        return
    with open_database(path) as database:
        applied = any(run.started >= record.made for run in Journal(database).runs())
    if applied:
        raise PlanError(
            _("{year} уже применялся к сайту, файлами назад не вернуться.").format(year=record.new),
            _("Поправьте новые списки и config.yaml; прошлогодние лежат в {folder}.").format(
                folder=record.folder
            ),
        )


def _require_room(project: Project, record: _Record) -> None:
    """A file of the old year must be there, and its place must be free or hold a list we wrote."""
    for name in record.moved:
        if not (project.root / record.folder / name).exists():
            raise ConfigError(
                _("В архиве {folder} нет файла {name}.").format(folder=record.folder, name=name),
                _("Верните его на место и повторите."),
            )
        if name in {CONFIG_NAME, *record.lists}:
            continue
        if (project.root / name).exists():
            raise ConfigError(
                _("На месте прошлогоднего файла {name} стоит другой.").format(name=name),
                _("Переименуйте его и повторите: программа ничего не записывает поверх."),
            )


def _free_folder(project: Project, year: str) -> str:
    base = f"{ARCHIVE_FOLDER}/отмена-{year.replace('/', '-')}"
    number, name = 1, base
    while (project.root / name).exists():
        number += 1
        name = f"{base}-{number}"
    return name


def _moves(project: Project, record: _Record, kept: str) -> Moves:
    """Old files come back from the archive; new ones, edited perhaps, and the rest go to `kept`."""
    root = project.root
    stage = make_stage(project)
    shutil.copy2(project.config, stage / CONFIG_NAME)
    lists = [name for name in record.lists if (root / name).exists()]
    place = [(f"{STATE_FOLDER}/{STAGE_FOLDER}/{CONFIG_NAME}", f"{kept}/{CONFIG_NAME}")]
    folder = root / record.folder
    place += [
        (f"{record.folder}/{path.name}", f"{kept}/{path.name}")
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name not in record.moved
    ]
    back = sorted(record.moved, key=lambda name: name == CONFIG_NAME)
    place += [(f"{record.folder}/{name}", name) for name in back]
    inner = sorted((one for one in folder.rglob("*") if one.is_dir()), reverse=True)
    return Moves(
        away=[(name, f"{kept}/{name}") for name in lists],
        place=place,
        modes=dict(record.moved),
        empty=[*(one.relative_to(root).as_posix() for one in inner), record.folder],
    )
