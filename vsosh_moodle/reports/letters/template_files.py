"""Where a letter's template is: the school's own in `letters/`, else the shipped one."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.reports.letters.dialect import check_template
from vsosh_moodle.reports.letters.kinds import KINDS, LetterKind, kind_of
from vsosh_moodle.sources import did_you_mean
from vsosh_moodle.sources.file_bytes import read_file_text

FOLDER = "letters"


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A template as it was read. A `word` one is a Word document; its text is read when it is filled in."""

    kind: LetterKind
    shown: str
    text: str = ""
    path: Path | None = None

    @property
    def is_own(self) -> bool:
        """Whether the school wrote it."""
        return self.path is not None

    @property
    def form(self) -> Literal["text", "word"]:
        """What the template is."""
        return "word" if self.path is not None and self.path.suffix == ".docx" else "text"


def list_templates(folder: Path) -> list[LetterTemplate]:
    """Return a template of every kind: the shipped kinds first, then those only the school has."""
    own = {path.stem for path in _own_files(folder)}
    keys = [one.key for one in KINDS]
    return [find_template(folder, key) for key in (*keys, *sorted(own - set(keys)))]


def find_template(folder: Path, key: str) -> LetterTemplate:
    """Return the template of a kind; raises ConfigError for an unknown one or a file that is not read."""
    own = {path.stem: path for path in _own_files(folder)}
    kind = kind_of(key)
    path = own.get(key)
    if path is None:
        known = [one.key for one in KINDS]
        if key not in known:
            raise ConfigError(
                _("Писем вида «{kind}» нет.").format(kind=key[:60]),
                did_you_mean(key, [*known, *sorted(own)]),
            )
        return LetterTemplate(kind, f"{key}.j2", _shipped(key))
    shown = f"{folder.name}/{path.name}"
    if path.suffix == ".docx":
        return LetterTemplate(kind, shown, path=path)
    try:
        return LetterTemplate(kind, shown, read_file_text(path, "utf-8-sig"), path)
    except (OSError, UnicodeDecodeError) as error:
        why = reason_of(error) if isinstance(error, OSError) else _("это не текст в UTF-8")
        raise ConfigError(
            _("шаблон письма {file} не читается: {why}.").format(file=shown, why=why),
            _("сохраните его как текст в кодировке UTF-8."),
        ) from error


def template_problems(template: LetterTemplate, values: Mapping[str, object]) -> list[Problem]:
    """Return what is wrong with a text template, each with its line; `values` are told by hand."""
    return check_template(template.text, Place(file=template.shown), values)


def _own_files(folder: Path) -> list[Path]:
    """Return the school's templates; a Word document goes before a text of the same name."""
    found = [*folder.glob("*.j2"), *folder.glob("*.docx")]
    return sorted((path for path in found if not path.name.startswith((".", "~"))), key=_text_first)


def _text_first(path: Path) -> tuple[str, bool]:
    return path.stem, path.suffix == ".docx"


def _shipped(key: str) -> str:
    place = resources.files("vsosh_moodle.reports").joinpath("templates", FOLDER, f"{key}.j2")
    return place.read_text(encoding="utf-8")
