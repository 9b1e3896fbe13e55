"""Where the files of a course go beside its template."""

import re
from collections.abc import Mapping

from vsosh_moodle.pulled.left_out import Remarks
from vsosh_moodle.templates.course_files import MAX_NAME

_REFUSED = re.compile(r"[\x00-\x1f&<>\"`|':\\/]+|\.\.+|^\.+")


class FilePlaces:
    """Gives each file a path inside course_templates/files; what lies there already is used as it is.

    `known` are the paths there are by SHA-1, `folder` is where new files go. `wanted` are the new ones:
    path → SHA-1.
    """

    def __init__(self, known: Mapping[str, tuple[str, ...]], folder: str) -> None:
        self._known, self._folder = known, folder
        self.wanted: dict[str, str] = {}

    def place(self, file: Mapping[str, str], _remarks: Remarks) -> str:
        """Return the path of a file (`name`, `sha1`); its name stays, without what Moodle refuses."""
        name = _clean(str(file["name"]).rsplit("/", 1)[-1])
        sha1 = str(file["sha1"])
        for path in self._known.get(sha1, ()):
            if path.rsplit("/", 1)[-1] == name:
                return path
        stem, dot, suffix = name.rpartition(".")
        path, number = f"{self._folder}/{name}", 1
        while self.wanted.get(path, sha1) != sha1:
            number += 1
            # Pupils see the last part of the path: the same name may stand in a folder of its own.
            path = f"{self._folder}/{number}/{stem}{dot}{suffix}"
        self.wanted[path] = sha1
        return path


def _clean(name: str) -> str:
    cleaned = _REFUSED.sub("-", name).strip() or "-"
    if len(cleaned) <= MAX_NAME:
        return cleaned
    stem, dot, suffix = cleaned.rpartition(".")
    return f"{stem[: MAX_NAME - len(suffix) - 1]}{dot}{suffix}"
