"""Save how the lists of a source are to be read: rosters/mapping.yaml, written beside what stands there."""

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.rosters.column_names import NOT_READ, column_name, parse_column
from vsosh_moodle.rosters.headers import HEADER_ROWS, Column, fold_title
from vsosh_moodle.rosters.loading import load_tables
from vsosh_moodle.rosters.mapping_file import parse_mapping
from vsosh_moodle.rosters.profiles import ReadingProfile
from vsosh_moodle.rosters.read import Roster
from vsosh_moodle.rosters.unreadable import UnreadableFile
from vsosh_moodle.sources import did_you_mean, parse_yaml
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.reading_lists import read_lists

_HEAD = """\
# Как читать списки, заголовки которых программа сама понимает не так.
# Что получилось, покажет: vsosh-moodle roster show --explain ФАЙЛ
version: 1
sources:
"""


@dataclass(frozen=True, slots=True)
class NewSource:
    """What is to be remembered of a source; `columns` maps a title to a column, None to «не читать»."""

    name: str
    files: str = ""
    columns: Mapping[str, Column | None] = field(default_factory=dict)
    sheet_classes: Mapping[str, str] = field(default_factory=dict)
    skipped_sheets: Sequence[str] = ()
    header_row: int = 0
    name_order: str = ""


def titles_of(path: Path) -> list[str]:
    """Return the words of the first rows of a file's sheets, each once: its titles are among them.

    Raises InputProblems when the file cannot be read.
    """
    found: dict[str, None] = {}
    try:
        for table in load_tables(path, str(path)):
            for row in islice(table.rows, HEADER_ROWS):
                found |= dict.fromkeys(cell for cell in row if isinstance(cell, str) and cell)
    except UnreadableFile as error:
        raise InputProblems([error.problem]) from error
    return list(found)


def parse_settings(settings: Sequence[str], titles: Sequence[str]) -> dict[str, Column | None]:
    """Return the columns told as «Заголовок=столбец»; raises ConfigError for any that makes no sense."""
    known = {fold_title(title) or title: title for title in titles}
    columns: dict[str, Column | None] = {}
    for setting in settings:
        title, sign, said = setting.rpartition("=")
        written = known.get(fold_title(title) or title)
        if not sign or not title.strip():
            raise ConfigError(
                _("«{setting}» непонятно.").format(setting=setting),
                _('Пишите: --set «Заголовок=столбец», например --set "Группа=Класс".'),
            )
        if written is None:
            raise ConfigError(
                _("Заголовка «{title}» в файле нет.").format(title=title.strip()),
                did_you_mean(title.strip(), titles)
                or _("Какие есть, покажет vsosh-moodle roster show --explain ФАЙЛ."),
            )
        columns[written] = parse_answer(said)
    return columns


def parse_answer(said: str) -> Column | None:
    """Return the column a person named, None for «не читать»; raises ConfigError for an unknown one."""
    if said.strip().lower() in NOT_READ:
        return None
    column = parse_column(said)
    if column is None:
        names = [column_name(one) for one in Column]
        raise ConfigError(
            _("Столбца «{said}» программа не знает.").format(said=said.strip()),
            did_you_mean(said, names)
            or _("Можно: {names} или «не читать».").format(names=", ".join(names)),
        )
    return column


def save_source(project: Project, source: NewSource, path: Path) -> Roster:
    """Write a source to rosters/mapping.yaml, in place of one of the same name; return `path` read by it.

    What else stands in the file stays as it is, comments too. Raises ConfigError when the file
    cannot take it, InputProblems when it has errors already.
    """
    before = _text_of(project.mapping)
    shown = project.mapping.relative_to(project.root).as_posix()
    profiles, problems = parse_mapping(before, shown) if before else ([], [])
    if problems:
        raise InputProblems(problems)
    made = _replaced(before or _HEAD, profiles, source, shown)
    after, problems = parse_mapping(made, shown)
    if problems:
        raise InputProblems(problems)
    kept = {one.name for one in profiles} | {source.name}
    if {one.name for one in after} != kept:
        raise ConfigError(
            _("В {file} не вписать источник: файл устроен необычно.").format(file=shown),
            _("Впишите его сами, по одному источнику с новой строки:\n{text}").format(
                text=_render(source)
            ),
        )
    _write(project.mapping, made)
    return read_lists([path], project).roster


def guess_pattern(path: Path) -> str:
    """Return a pattern for files called like this one: any digits where it has some."""
    return re.sub(r"\d+", "*", re.sub(r"[\[\]?*]", "?", path.name))


def _replaced(text: str, profiles: Sequence[ReadingProfile], source: NewSource, shown: str) -> str:
    """Return the file's text with the source in place of its namesake, or at the end."""
    block = _render(source)
    lines = text.splitlines(keepends=True)
    names = [one.name.casefold() for one in profiles]
    if source.name.casefold() not in names:
        ending = "" if text.endswith("\n") else "\n"
        opening = "" if re.search(r"^sources:", text, re.MULTILINE) else "sources:\n"
        return f"{text}{ending}{opening}{block}"
    number = names.index(source.name.casefold())
    yaml = parse_yaml(text, shown)
    first = yaml.lines["sources", number] - 1
    below = yaml.lines.get(("sources", number + 1))
    last = below - 1 if below else len(lines)
    return "".join([*lines[:first], block, *lines[last:]])


def _render(source: NewSource) -> str:
    lines = [f"  - name: {_quoted(source.name)}"]
    if source.files:
        lines.append(f"    files: {_quoted(source.files)}")
    elif source.columns:
        titles = ", ".join(map(_quoted, source.columns))
        lines.append(f"    titles: [{titles}]")
    if source.header_row:
        lines.append(f"    header_row: {source.header_row}")
    if source.name_order:
        lines.append(f"    name_order: {source.name_order}")
    if source.columns:
        lines.append("    columns:")
        for title, column in source.columns.items():
            said = NOT_READ[0] if column is None else column_name(column)
            lines.append(f"      {_quoted(title)}: {said}")
    if source.sheet_classes or source.skipped_sheets:
        lines.append("    sheets:")
        for sheet, name in source.sheet_classes.items():
            lines.append(f"      {_quoted(sheet)}: {{class: {_quoted(name)}}}")
        lines += [f"      {_quoted(sheet)}: {NOT_READ[0]}" for sheet in source.skipped_sheets]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A JSON string is a YAML string.
    return json.dumps(text, ensure_ascii=False)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "UTF-8"
        raise ConfigError(
            _("Файл {file} не прочитать: {reason}.").format(file=path, reason=reason),
            _("Проверьте права и сохраните его в UTF-8."),
        ) from error


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        part = Path(name)
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        part.replace(path)
    except OSError as error:
        raise ConfigError(
            _("Не удалось записать {file}: {reason}.").format(file=path, reason=reason_of(error)),
            _("Проверьте, что папка есть и в неё можно писать."),
        ) from error
