"""Write files with names of people: for the owner alone, whole or not at all, over nothing by accident."""

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of

_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""Windows opens a device by these names whatever their ending (Naming Files, Paths, and Namespaces)."""


def keep_off_devices(stem: str) -> str:
    """Return a file's name that no system takes for a device: `con` is `con-`."""
    return _DEVICES.sub(r"\1-", stem, count=1) if _DEVICES.match(stem) else stem


def require_free(path: Path, sources: Iterable[Path], *, force: bool) -> None:
    """Refuse to write where a file stands already, unless `force`; over a source never.

    Raises ConfigError with the way out.
    """
    if not path.exists():
        return
    if any(source.exists() and source.samefile(path) for source in sources):
        raise ConfigError(
            _("{file} — это сам исходный файл; он не изменяется.").format(file=path),
            _("Укажите в --out другое имя."),
        )
    if not force:
        raise ConfigError(
            _("Файл {file} уже есть.").format(file=path),
            _("Укажите в --out другое имя или добавьте --force, чтобы заменить его."),
        )


def write_private(path: Path, content: str | bytes, *, force: bool = False) -> None:
    """Write a file with mode 0600, text in UTF-8; without `force` never over one that is there.

    The file appears whole or not at all. Raises ConfigError.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            _put(part, path, force=force)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(
            _("Не удалось записать файл «{file}»: {why}.").format(file=path, why=reason_of(error)),
            _("Укажите новый файл в папке, куда можно писать."),
        ) from error


def _put(part: Path, path: Path, *, force: bool) -> None:
    if force:
        part.replace(path)
        return
    # Takes the name only if it is free, at this very moment.
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    part.replace(path)
