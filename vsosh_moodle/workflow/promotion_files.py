"""Write a prepared year to the disk, whole or not at all; take it back while nothing was applied."""

import hashlib
import json
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from vsosh_moodle.errors import ConfigError, InputProblems, StalePlan, VsoshMoodleError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.problems import Place
from vsosh_moodle.reports.new_rosters import (
    write_departed,
    write_student_roster,
    write_teacher_roster,
)
from vsosh_moodle.rosters import read_rosters
from vsosh_moodle.school.people import Person
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.moving import STAGE_FOLDER, Moves, make_moves, make_stage
from vsosh_moodle.workflow.project import ARCHIVE_FOLDER, CONFIG_NAME, STATE_FOLDER, Project
from vsosh_moodle.workflow.promoting import PreparedYear
from vsosh_moodle.workflow.promotion_places import DEPARTED, RECORD

OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class WrittenYear:
    """What was written: the archive's folder and the files, from the project's folder on."""

    archive: str
    files: tuple[str, ...]


def write_promotion(project: Project, prepared: PreparedYear) -> WrittenYear:
    """Write the new year in place of the old one, which goes to the archive as it is.

    Raises InputProblems when the report has errors, StalePlan when a file changed since it was
    made, LockHeld when another run is under way, ConfigError when the disk refuses.
    """
    _require_writable(prepared)
    with project_lock(project.state / LOCK_FILE), _explained():
        _require_unchanged(project, prepared)
        stage = make_stage(project)
        names = _write_set(stage, prepared)
        _check_set(stage, prepared, names)
        moves = _moves(project, stage, prepared, names)
        make_moves(project, moves)
    return WrittenYear(prepared.places.archive, tuple(names))


def write_aside(folder: Path, prepared: PreparedYear) -> WrittenYear:
    """Write the new year's files to a new or empty folder, to be looked at; the school stays as it is.

    Raises InputProblems when the report has errors, ConfigError when the folder cannot be used.
    """
    _require_writable(prepared)
    with _explained():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ConfigError(
                _("Папка {folder} не пуста.").format(folder=folder),
                _("Укажите новую: --out новый-год"),
            )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = _write_set(folder, prepared)
        _check_set(folder, prepared, names)
    return WrittenYear("", tuple(names))


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigError(
            _("Новый год не записать: {why}.").format(why=reason_of(error)),
            _("Проверьте место на диске и права на папку школы; старые файлы на месте."),
        ) from error


def _require_writable(prepared: PreparedYear) -> None:
    if prepared.report.has_errors:
        raise InputProblems(prepared.report.problems)


def _require_unchanged(project: Project, prepared: PreparedYear) -> None:
    """The preview a person agreed to must be of the files that are there now."""
    for name in (CONFIG_NAME, *prepared.places.moved):
        path = project.root / name
        if hashlib.sha256(path.read_bytes()).hexdigest() != prepared.inputs.get(name):
            raise StalePlan(
                _("Пока показывался перевод, изменился файл {name}.").format(name=name),
                _("Посмотрите перевод заново: vsosh-moodle promote --to {year}").format(
                    year=prepared.report.new_year.name
                ),
            )


def _write_set(folder: Path, prepared: PreparedYear) -> list[str]:
    """Write config, lists and the list of those who left below `folder`; return their names."""
    places = prepared.places
    names = list(places.written(prepared.teachers))
    for name in names:
        (folder / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / CONFIG_NAME).write_bytes(prepared.config_text.encode("utf-8"))
    write_student_roster(folder / places.students, prepared.students, prepared.words)
    if prepared.teachers:
        write_teacher_roster(folder / places.teachers, prepared.teachers, prepared.words)
    write_departed(folder / places.archived(DEPARTED), prepared.report.promotion.placements)
    return names


def _check_set(folder: Path, prepared: PreparedYear, names: Iterable[str]) -> None:
    """Read the new lists back: they must say of everybody what was meant."""
    lists = [folder / name for name in names if name != CONFIG_NAME and ARCHIVE_FOLDER not in name]
    words = prepared.words
    read = read_rosters(lists, words.classes, dict(words.categories), words.electives, root=folder)
    if read.has_errors:
        raise InputProblems(read.problems)
    meant = [*prepared.students, *(row.teacher for row in prepared.teachers)]
    if sorted(map(_essence, read.people)) != sorted(map(_essence, meant)):
        raise VsoshMoodleError(
            _("Новые списки прочитались не так, как записаны; ничего не изменено."),
            _("Пришлите разработчикам вывод команды с --debug: это ошибка программы."),
        )


def _essence(person: Person) -> str:
    return repr(replace(person, source=Place()))


def _moves(project: Project, stage: Path, prepared: PreparedYear, names: Iterable[str]) -> Moves:
    places = prepared.places
    prefix = f"{STATE_FOLDER}/{STAGE_FOLDER}"
    record = places.archived(RECORD)
    old_config = f"old-{CONFIG_NAME}"
    shutil.copy2(project.config, stage / old_config)
    shutil.copymode(project.config, stage / CONFIG_NAME)
    extra = [(f"{prefix}/{old_config}", places.archived(CONFIG_NAME))]
    if prepared.decisions is not None:
        kept = f"решения{prepared.decisions.suffix.lower()}"
        shutil.copyfile(prepared.decisions, stage / kept)
        extra.append((f"{prefix}/{kept}", places.archived(kept)))
    # Names and birth dates must not get into a repository by accident.
    if not (project.archive / ".gitignore").exists():
        (stage / "gitignore").write_text("*\n", encoding="utf-8")
        extra.append((f"{prefix}/gitignore", f"{ARCHIVE_FOLDER}/.gitignore"))
    names = list(names)
    (stage / record).write_text(_record(project, prepared, names), encoding="utf-8")
    place = [*extra, *((f"{prefix}/{name}", name) for name in names if name != CONFIG_NAME)]
    # config.yaml last of all: with it the folder is the new year's.
    place += [(f"{prefix}/{record}", record), (f"{prefix}/{CONFIG_NAME}", CONFIG_NAME)]
    private = [target for _source, target in place if target != CONFIG_NAME]
    private += [places.archived(name) for name in places.moved]
    return Moves(
        away=[(name, places.archived(name)) for name in places.moved],
        place=place,
        modes=dict.fromkeys(private, OWNER_ONLY),
    )


def _record(project: Project, prepared: PreparedYear, names: Iterable[str]) -> str:
    """Return what `--undo` needs to know; no names of people."""
    report, places = prepared.report, prepared.places
    modes = {
        name: stat.S_IMODE((project.root / name).stat().st_mode)
        for name in (CONFIG_NAME, *places.moved)
    }
    data = {
        "version": 1,
        "from": report.old_year.name,
        "to": report.new_year.name,
        "made": datetime.now(UTC).isoformat(),
        "moved": modes,
        "lists": [name for name in names if name in (places.students, places.teachers)],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
