"""YAML files as plain data that remembers the line of everything in it.

The data is built from parser events rather than by a YAML loader: that gives the line of every key
and item, sees duplicate keys, runs no constructor of any tag, and can bound depth and aliases.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.sources.file_bytes import read_file_bytes
from vsosh_moodle.sources.yaml_build import EventReader, YamlRefused
from vsosh_moodle.sources.yaml_syntax import explain_syntax_error

MAX_BYTES = 2_000_000

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A YAML file: `data` (dicts, lists, scalars; None when unreadable) and the line of each path.

    `file` is the name shown to users; `problems` are those of the YAML itself. `readable` is False
    when there is nothing to look into.
    """

    file: str
    data: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether the file held a YAML document that could be read."""
        return bool(self.lines)

    def line(self, path: KeyPath) -> int:
        """Return the line of `path`, or of the nearest thing around it; 1 for the whole file."""
        for length in range(len(path), 0, -1):
            found = self.lines.get(path[:length])
            if found:
                return found
        return 1

    def place(self, path: KeyPath = ()) -> Place:
        """Return the file and line of `path` as a place to complain about."""
        return Place(file=self.file, line=self.line(path))

    def problem(self, path: KeyPath, code: str, message: str, hint: str = "") -> Problem:
        """Return an error located at `path`."""
        return Problem(self.place(path), message, hint, code)


def load_yaml(path: Path, root: Path | None = None) -> YamlFile:
    """Read a YAML file of at most 2 MB; what is wrong with it becomes `.problems`, never an exception.

    The file is shown to users relative to `root`, or to the current folder when it lies there.
    """
    shown = _shown_name(path, root)
    try:
        raw = read_file_bytes(path, MAX_BYTES + 1)
    except FileNotFoundError:
        return _unreadable(
            shown,
            "file-missing",
            _("Файла нет."),
            _("Проверьте имя файла и папку."),
        )
    except OSError as error:
        return _unreadable(
            shown,
            "file-unreadable",
            _("Файл не открывается: {reason}.").format(reason=reason_of(error)),
            _("Проверьте, что это файл и что у вас есть право его читать."),
        )
    if len(raw) > MAX_BYTES:
        return _unreadable(
            shown,
            "file-too-big",
            _("Файл больше {size} МБ.").format(size=MAX_BYTES // 1_000_000),
            _("Разделите его на несколько файлов."),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _unreadable(
            shown,
            "not-utf8",
            _("Файл сохранён не в UTF-8."),
            _("Сохраните его в редакторе в кодировке UTF-8."),
            line,
        )
    return parse_yaml(text, shown)


def parse_yaml(text: str, shown: str) -> YamlFile:
    """Build the data of YAML `text`; `shown` is the file's name in problems."""
    reader = EventReader(shown)
    try:
        data = reader.build(_events(text))
    except YamlRefused as refusal:
        return YamlFile(shown, None, problems=(*reader.problems, refusal.problem))
    except yaml.YAMLError as error:
        problem = explain_syntax_error(error, text, shown)
        return YamlFile(shown, None, problems=(*reader.problems, problem))
    return YamlFile(shown, data, reader.lines, tuple(reader.problems))


def _events(text: str) -> Iterator[yaml.Event]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
    return events


def _shown_name(path: Path, root: Path | None) -> str:
    absolute = path if path.is_absolute() else Path.cwd() / path
    try:
        base = (root or Path.cwd()).resolve()
        return absolute.resolve().relative_to(base).as_posix()
    except (ValueError, RuntimeError):  # a loop of links is a RuntimeError before Python 3.13
        return str(path)


def _unreadable(shown: str, code: str, message: str, hint: str, line: int = 0) -> YamlFile:
    problem = Problem(Place(file=shown, line=line), message, hint, code)
    return YamlFile(shown, None, problems=(problem,))
