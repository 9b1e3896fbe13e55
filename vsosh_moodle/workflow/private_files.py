"""New files that only their owner can read."""

import os
from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of


def write_private(path: Path, content: str | bytes) -> None:
    """Write a new file (0600); raises ConfigError when it is there already or cannot be written."""
    data = content.encode() if isinstance(content, str) else content
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError as error:
        raise ConfigError(
            _("Не удалось записать файл «{file}»: {why}.").format(file=path, why=reason_of(error)),
            _("Укажите в --out новый файл в папке, куда можно писать."),
        ) from error
