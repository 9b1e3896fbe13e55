"""A pupil's levels: from «Уровень» or the score of an entry test, for all subjects or for one."""

import re
from collections.abc import Iterator, Sequence

from vsosh_moodle.language import _
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
    for column, subject, cell in sorted(_cells(row), key=lambda one: one[0] is Column.LEVEL):
        read = _read_scores if column is Column.ENTRY_SCORE else _read_names
        found |= dict(read(row, subject, cell, levels))
    return tuple(sorted(found.items()))


def _cells(row: Row) -> Iterator[tuple[Column, str, Cell]]:
    for column in (Column.LEVEL, Column.ENTRY_SCORE):
        yield column, "", row.cell(column)
    for column, subject, place in row.header.levels:
        yield column, subject, row.cells[place] if place < len(row.cells) else ""


def _read_names(
    row: Row, subject: str, cell: Cell, levels: Sequence[Level] | None
) -> Iterator[tuple[str, str]]:
    """Read «база», or «математика=база; русский язык=профиль»."""
    for item in cell_list(cell):
        left, _equals, right = (part.strip() for part in item.replace(":", "=").partition("="))
        own, word = (left, right) if right else (subject, left)
        if word.casefold() in _NOTHING:
            continue
        if levels is None:
            yield own, word
        elif _SCORE.fullmatch(word.casefold()):
            yield from _read_scores(row, own, word, levels)
        elif level := _level_named(word, levels):
            yield own, level.key
        else:
            row.report(
                Column.LEVEL,
                "level-unknown",
                _("уровня «{word}» нет в levels config.yaml.").format(word=word),
                did_you_mean(word, [one.name for one in levels]),
            )


def _level_named(word: str, levels: Sequence[Level]) -> Level | None:
    wanted = fold(word)
    return next((one for one in levels if wanted in (fold(one.name), fold(one.key))), None)


def _read_scores(
    row: Row, subject: str, cell: Cell, levels: Sequence[Level] | None
) -> Iterator[tuple[str, str]]:
    text = cell_text(cell).casefold()
    if text in _NOTHING or levels is None:
        return
    found = _SCORE.fullmatch(text)
    if found is None:
        row.report(
            Column.ENTRY_SCORE,
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
    row.report(
        Column.ENTRY_SCORE,
        "score-below",
        _("балл {text} ниже порогов всех уровней, уровень не назначен.").format(text=text),
        _("дайте нижнему уровню в levels config.yaml min_score: 0."),
        "warning",
    )
