"""Files that a course hands out, from course_templates/files."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path as FilePath

from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.school.courses import CourseFile
from vsosh_moodle.templates.activities import FileActivity, FolderActivity, H5pActivity
from vsosh_moodle.templates.frame import Frame
from vsosh_moodle.templates.models import AnyActivity
from vsosh_moodle.templates.rendering import Path, Renderer

MAX_NAME = 200
_REFUSED = re.compile(r"[\x00-\x1f&<>\"`|':\\]|\.\.|^\.")


def read_files(
    activity: AnyActivity, path: Path, renderer: Renderer, frame: Frame
) -> tuple[CourseFile, ...]:
    """Return the files of a rendered activity, sorted by name; what is wrong with them is reported."""
    if isinstance(activity, FileActivity | H5pActivity):
        wanted: list[tuple[Path, str]] = [((*path, "path"), activity.path)]
    elif isinstance(activity, FolderActivity):
        wanted = [((*path, "files", number), name) for number, name in enumerate(activity.files)]
    else:
        return ()
    found: dict[str, CourseFile] = {}
    for here, name in wanted:
        file = _read_file(name, here, renderer, frame)
        if file is None:
            continue
        if file.name in found:
            message = _("Два файла с одним именем «{name}» в одной папке.").format(name=file.name)
            renderer.report(here, message, _("Переименуйте один из них."), code="file-twice")
        found[file.name] = file
    if isinstance(activity, H5pActivity) and any(not name.endswith(".h5p") for name in found):
        message = _("Пакет H5P — файл с окончанием .h5p, а стоит «{name}».")
        renderer.report((*path, "path"), message.format(name=activity.path), code="file-not-h5p")
    return tuple(found[name] for name in sorted(found))


def _read_file(name: str, here: Path, renderer: Renderer, frame: Frame) -> CourseFile | None:
    root = frame.files.resolve()
    file = _place_of(name, root)
    if file is None:
        message = _("Файл «{name}» — за пределами папки files.").format(name=name)
        hint = _("Положите его в course_templates/files/.")
        renderer.report(here, message, hint, code="file-outside")
        return None
    if not file.is_file():
        message = _("В папке files нет файла «{name}».").format(name=name)
        hint = _("Положите его в course_templates/files/ или поправьте путь.")
        renderer.report(here, message, hint, code="file-missing")
        return None
    if _REFUSED.search(file.name) or len(file.name) > MAX_NAME:
        message = _("Имя файла «{name}» Moodle не сохранит.").format(name=file.name)
        hint = _(
            "Уберите из него знаки & < > \" ` | ' : и две точки подряд; не длиннее {limit} знаков."
        )
        renderer.report(here, message, hint.format(limit=MAX_NAME), code="file-name")
        return None
    try:
        digest = file_sha1(file)
    except OSError as error:
        message = _("Файл «{name}» не открывается: {reason}.").format(
            name=name, reason=reason_of(error)
        )
        renderer.report(here, message, code="file-unreadable")
        return None
    return CourseFile(file.name, digest, file)


def _place_of(name: str, root: FilePath) -> FilePath | None:
    """Return where a file of the folder is; None when it is outside or no name of a file."""
    try:
        file = (root / name).resolve()
        file.is_file()
    except (OSError, ValueError, RuntimeError):  # too long, a zero byte, a loop of links
        return None
    return file if file.is_relative_to(root) else None


def file_sha1(file: FilePath) -> str:
    """Return the SHA-1 of a file's bytes, as Moodle names its files; raises OSError."""
    facts = file.stat()
    return _sha1(file, facts.st_size, facts.st_mtime_ns)


@lru_cache(maxsize=4096)
def _sha1(file: FilePath, _size: int, _changed: int) -> str:
    # SHA-1 is what Moodle names its files by; it is no protection here.
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
