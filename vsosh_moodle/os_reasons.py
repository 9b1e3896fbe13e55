"""Why a file could not be read or written, in words instead of the system's English."""

import errno
import sqlite3

from vsosh_moodle.language import _


def reason_of(error: OSError | sqlite3.Error) -> str:
    """Return the cause of an error of the disk or of SQLite, as the end of a sentence.

    A cause we have no words for keeps the system's own.
    """
    if isinstance(error, OSError):
        return _os_reasons().get(error.errno or 0) or error.strerror or str(error)
    text = str(error)
    return next((words for part, words in _sqlite_reasons().items() if part in text), text)


def _os_reasons() -> dict[int, str]:
    no_right = _("нет прав")
    return {
        errno.ENOENT: _("такой папки или файла нет"),
        errno.EACCES: no_right,
        errno.EPERM: no_right,
        errno.EROFS: _("диск доступен только для чтения"),
        errno.ENOSPC: _("на диске нет места"),
        errno.EDQUOT: _("исчерпана квота на диске"),
        errno.EISDIR: _("это папка, а не файл"),
        errno.ENOTDIR: _("на пути стоит файл, а не папка"),
        errno.EEXIST: _("такой файл уже есть"),
        errno.ENAMETOOLONG: _("имя слишком длинное"),
        errno.ELOOP: _("ссылка ведёт сама на себя"),
        errno.EIO: _("диск не читается и не пишется"),
        errno.EADDRINUSE: _("порт занят другой программой"),
    }


def _sqlite_reasons() -> dict[str, str]:
    return {
        "is full": _("на диске нет места"),
        "readonly": _("нет прав или диск доступен только для чтения"),
        "unable to open": _("файл или папку не открыть"),
        "disk I/O": _("диск не читается и не пишется"),
        "malformed": _("содержимое испорчено"),
        "not a database": _("это не база данных"),
    }
