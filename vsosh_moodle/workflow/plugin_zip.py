"""The companion plugin as a file that Moodle installs: the same bytes each time."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.sources.shipped import shipped

COMPONENT = "local_vsosh"
# Moodle's installer takes the folder for the plugin's name, without its type.
FOLDER = "vsosh"

# Nothing of the day and the computer of the build: FAT's oldest moment, plain files of rw-r--r--.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_UNIX = 3


@dataclass(frozen=True, slots=True)
class ShippedPlugin:
    """The plugin that comes with the program: its folder, number (2026112300) and text («0.3.0»)."""

    folder: Path
    version: int
    release: str

    @property
    def file_name(self) -> str:
        """What the zip is called when nobody names it."""
        return f"{COMPONENT}-{self.release}.zip"


def shipped_plugin() -> ShippedPlugin:
    """Return the plugin that comes with the program; raises ConfigError when it is not there whole."""
    folder = shipped(f"plugin/{COMPONENT}")
    text = (folder / "version.php").read_text(encoding="utf-8")
    version = re.search(r"\$plugin->version = (\d+);", text)
    release = re.search(r"\$plugin->release = '([^']+)';", text)
    if version is None or release is None:
        raise ConfigError(
            _("В плагине не указана версия: {file}.").format(file=folder / "version.php"),
            _("Установите программу заново: pip install --force-reinstall vsosh-moodle"),
        )
    return ShippedPlugin(folder, int(version[1]), release[1])


def build_plugin(target: Path | None = None) -> Path:
    """Write the zip and return its path: the target, or a file named by release in this folder.

    A folder as the target takes a file named by release. Raises ConfigError when it cannot be written.
    """
    plugin = shipped_plugin()
    path = target or Path(plugin.file_name)
    if path.is_dir():
        path /= plugin.file_name
    try:
        _write(path, plugin.folder)
    except OSError as error:
        raise ConfigError(
            _("Файл {file} не записать: {reason}.").format(file=path, reason=reason_of(error)),
            _("Проверьте, что папка есть и в неё можно писать, или назовите другой файл: --out."),
        ) from error
    return path


def plugin_files(folder: Path) -> list[PurePosixPath]:
    """Return the plugin's files relative to its folder, in the order of the zip; no hidden ones."""
    paths = (PurePosixPath(one.relative_to(folder).as_posix()) for one in folder.rglob("*"))
    return sorted(
        (one for one in paths if (folder / one).is_file() and not _is_litter(one)), key=str
    )


def _is_litter(path: PurePosixPath) -> bool:
    return any(part.startswith((".", "~")) or part == "__pycache__" for part in path.parts)


def _write(path: Path, folder: Path) -> None:
    """Write beside and rename: what stands at the path is whole, whenever somebody looks."""
    beside = path.with_name(f"{path.name}.part")
    try:
        with zipfile.ZipFile(beside, "w") as archive:
            for name in plugin_files(folder):
                entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _MOMENT)
                entry.external_attr = _MODE
                entry.create_system = _UNIX
                # Stored, not deflated: releases of zlib compress to different bytes.
                archive.writestr(entry, (folder / name).read_bytes(), zipfile.ZIP_STORED)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
