"""What a report without names may say of single pupils and of few: the rows behind a figure."""

import re
from collections.abc import Sequence

from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows
from vsosh_moodle.indicators.indicator import Value as FactValue
from vsosh_moodle.problems import sentence
from vsosh_moodle.reports.document.model import Hidden, Value
from vsosh_moodle.reports.school.people_labels import PeopleLabels

STAFF = frozenset({"teachers", "trained", "trained_share", "teacher_activity", "staffing"})
"""Indicators whose people are the staff: their number is no secret, however small."""


def counts_pupils(indicator: Indicator) -> bool:
    """Tell whether an indicator counts pupils, whose small numbers are hidden."""
    rows = indicator.rows
    return indicator.key not in STAFF and rows is not None and rows.people is not None


def is_few_pupils(definition: Definition, value: float, small: int) -> bool:
    """Tell whether a value of some year is a number of pupils too small to be shown."""
    return definition.unit == "people" and definition.key not in STAFF and 0 < value < small


def shown(indicator: Indicator, small: int, *, named: bool) -> Value:
    """Return an indicator's value, hidden where it speaks of fewer pupils than may be shown.

    That few are *not* among the counted is left open, as everywhere (see document/suppression.py).
    """
    if indicator.value is None or named or not counts_pupils(indicator):
        return indicator.value
    few = any(0 < (number or 0) < small for number in (indicator.part, indicator.whole))
    return Hidden() if few else indicator.value


def labelled_rows(
    rows: Rows, labels: PeopleLabels, small: int
) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    """Return columns and rows with names, or with codes of this report in place of people.

    With codes whatever could single somebody out is left out: a column of texts or days stays only
    while no fewer than `small` pupils share what they and the columns before them say. Rows are then
    put in the order of the codes, because the order of a list may tell who is who.
    """
    if rows.people is None:
        return rows.columns, tuple(tuple(row) for row in rows.rows)
    kept = range(len(rows.columns)) if labels.named else _safe_columns(rows, small)
    people = rows.people
    labelled: list[tuple[Value, ...]] = [
        tuple(labels.pupil(str(row[at])) if at == people else row[at] for at in kept)
        for row in rows.rows
    ]
    if not labels.named:
        labelled.sort(key=lambda row: str(row[0]))
    return tuple(rows.columns[at] for at in kept), tuple(labelled)


def _safe_columns(rows: Rows, small: int) -> list[int]:
    """Return the columns that may stand beside codes: that of the codes first, then those that are safe."""
    people, counted = rows.people, rows.counted
    others = [at for at in range(len(rows.columns)) if at not in {people, counted}]
    kept: list[int] = [] if counted is None else [counted]
    if counted is not None and not _is_safe(rows, [], counted, small):
        kept = []
    for at in others:
        if _is_safe(rows, [*kept, at], counted if counted in kept else None, small):
            kept.append(at)
    first = [] if people is None else [people]
    return [*first, *sorted(kept)]


def _is_safe(rows: Rows, columns: Sequence[int], counted: int | None, small: int) -> bool:
    """Tell whether every combination of values in these columns is shared by enough pupils.

    Not rows: one pupil may have several, and would hide behind nobody but the same pupil.
    """
    chosen = sorted({*columns, *([] if counted is None else [counted])})
    groups: dict[tuple[FactValue, ...], set[FactValue]] = {}
    for number, row in enumerate(rows.rows):
        who = number if rows.people is None else row[rows.people]
        groups.setdefault(tuple(row[at] for at in chosen), set()).add(who)
    return all(len(people) >= small for people in groups.values())


_PUPILS = re.compile(r"(?<![\d.,–-])(\d{1,2})([ \u00a0])(?:ученик|выпускник)\w*")


def without_few(text: str, small: int) -> str:
    """Return a sentence in which fewer pupils than `small` are «менее 5 учеников»."""

    def told(found: re.Match[str]) -> str:
        if not 0 < int(found[1]) < small:
            return found[0]
        word = "выпускников" if "выпускник" in found[0] else "учеников"
        return f"менее {small}{found[2]}{word}"

    less = _PUPILS.sub(told, text)
    return less if less == text else sentence(less)
