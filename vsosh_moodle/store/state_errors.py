"""What can be wrong with the state file, in words that name the file and the way out."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vsosh_moodle.errors import ExitCode, VsoshMoodleError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of

BACKUP_FOLDER = "backups"
"""The folder beside the state file where copies of it are kept."""


class StateError(VsoshMoodleError):
    """The project's state file cannot be used: damaged, too new, locked or not writable."""

    exit_code = ExitCode.INPUT


def damaged(path: Path, why: str) -> StateError:
    """Return the error of a state file whose contents are broken."""
    return StateError(
        _("Файл состояния «{file}» повреждён: {why}.").format(file=path, why=why),
        _(
            "Верните его из копии: vsosh-moodle state restore ФАЙЛ. Копии — Ваши и те, что программа "
            "сделала сама, — показывает vsosh-moodle state check (папка «{folder}»)."
        ).format(folder=path.parent / BACKUP_FOLDER),
    )


def too_new(path: Path, version: int, known: int) -> StateError:
    """Return the error of a state file that a newer program made."""
    return StateError(
        _(
            "Файл состояния «{file}» создан более новой версией программы: его вид — {version}, эта "
            "программа знает виды до {known}."
        ).format(file=path, version=version, known=known),
        _(
            "Обновите vsosh-moodle до той версии, которой работали последней. Вернуться к прежней можно "
            "с копией, сделанной перед обновлением (папка «{folder}»): vsosh-moodle state restore ФАЙЛ"
        ).format(folder=path.parent / BACKUP_FOLDER),
    )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's and the disk's errors into StateError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StateError(
                _("Файл состояния «{file}» занят другой программой.").format(file=path.name),
                _("Дождитесь конца другого запуска vsosh-moodle и повторите."),
            ) from error
        raise StateError(
            _("Не удалось записать файл состояния «{file}»: {why}.").format(
                file=path.name, why=reason_of(error)
            ),
            _("Проверьте место на диске и права на папку «{folder}».").format(folder=path.parent),
        ) from error
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise damaged(path, reason_of(error)) from error
    except OSError as error:
        raise StateError(
            _("Не удалось открыть файл состояния «{file}»: {why}.").format(
                file=path.name, why=reason_of(error)
            ),
            _("Проверьте права на папку «{folder}».").format(folder=path.parent),
        ) from error
