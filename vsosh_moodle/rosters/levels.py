"""A pupil's levels: from «Уровень» or the score of an entry test, for all subjects or for one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem, Severity
from vsosh_moodle.rosters.headers import Column
from vsosh_moodle.rosters.known import fold
from vsosh_moodle.rosters.row import Row
from vsosh_moodle.rosters.table import Cell
from vsosh_moodle.rosters.values import cell_list, cell_text
from vsosh_moodle.school.levels import Level, level_of_score
from vsosh_moodle.sources.suggestions import did_you_mean

_SCORE = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:%|баллов|балла|балл|б\.?)?")
_NOTHING = frozenset({"", "-", "–", "—", "нет"})


def read_levels(row: Row, levels: Sequence[Level] | None) -> tuple[tuple[str, str], ...]:
    """Return (subject, level's key) of a pupil, the subject "" for all; problems are reported.

    A level that is named goes before one reckoned from a score. `levels` are the config's: with none
    nothing is read, with None (outside a project) words are taken as they stand.
    """
    if levels is not None and not levels:
        return ()
    found: dict[str, str] = {}
    for one in sorted(_cells(row), key=lambda one: one.column is Column.LEVEL):
        read = _read_scores if one.column is Column.ENTRY_SCORE else _read_names
        found |= dict(read(one, levels))
    return tuple(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class _LevelCell:
    """A cell of levels or scores: the row, which of the two, the subject, where it stands."""

    row: Row
    column: Column
    subject: str
    position: int

    @property
    def content(self) -> Cell:
        cells = self.row.cells
        return cells[self.position] if self.position < len(cells) else ""

    def report(self, code: str, message: str, hint: str, severity: Severity = "error") -> None:
        place = self.row.table.place(self.row.number, self.position)
        self.row.problems.append(Problem(place, message, hint, code, severity))


def _cells(row: Row) -> Iterator[_LevelCell]:
    for column in (Column.LEVEL, Column.ENTRY_SCORE):
        if column in row.header.columns:
            yield _LevelCell(row, column, "", row.header.columns[column])
    for column, subject, position in row.header.levels:
        yield _LevelCell(row, column, subject, position)


def _read_names(cell: _LevelCell, levels: Sequence[Level] | None) -> Iterator[tuple[str, str]]:
    """Read «база», or «математика=база; русский язык=профиль»."""
    for item in cell_list(cell.content):
        left, _equals, right = (part.strip() for part in item.replace(":", "=").partition("="))
        subject, word = (left, right) if right else (cell.subject, left)
        if word.casefold() in _NOTHING:
            continue
        if levels is None:
            yield subject, word
        elif level := _level_named(word, levels):
            yield subject, level.key
        elif _SCORE.fullmatch(word.casefold()):
            yield from _read_score(cell, subject, word, levels)
        else:
            cell.report(
                "level-unknown",
                _("уровня «{word}» нет в levels config.yaml.").format(word=word),
                did_you_mean(word, [one.name for one in levels]),
            )


def _level_named(word: str, levels: Sequence[Level]) -> Level | None:
    wanted = fold(word)
    return next((one for one in levels if wanted in (fold(one.name), fold(one.key))), None)


def _read_scores(cell: _LevelCell, levels: Sequence[Level] | None) -> Iterator[tuple[str, str]]:
    text = cell_text(cell.content)
    if text.casefold() not in _NOTHING and levels is not None:
        yield from _read_score(cell, cell.subject, text, levels)


def _read_score(
    cell: _LevelCell, subject: str, text: str, levels: Sequence[Level]
) -> Iterator[tuple[str, str]]:
    found = _SCORE.fullmatch(text.casefold())
    if found is None:
        cell.report(
            "score-unreadable",
            _("«{text}» не читается как балл, уровень не назначен.").format(text=text),
            _("впишите число или очистите ячейку."),
            "warning",
        )
        return
    level = level_of_score(levels, float(found[1].replace(",", ".")))
    if level is not None:
        yield subject, level.key
        return
    cell.report(
        "score-below",
        _("балл {text} ниже порогов всех уровней, уровень не назначен.").format(text=text),
        _("дайте нижнему уровню в levels config.yaml min_score: 0."),
        "warning",
    )
