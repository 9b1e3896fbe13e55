"""Activity by time: weeks and classes for the heat map, months for the line."""

from datetime import date, timedelta
from typing import NamedTuple

from vsosh_moodle.indicators.view import View
from vsosh_moodle.school.classes import class_order


class HeatMap(NamedTuple):
    """Active pupils by class (rows) and week (columns, by Mondays)."""

    weeks: tuple[date, ...]
    classes: tuple[str, ...]
    active: tuple[tuple[int, ...], ...]
    works: tuple[tuple[int, ...], ...]


class MonthCoverage(NamedTuple):
    """A month: distinct pupils who worked, of the pupils the lists had."""

    month: date
    active: int
    contingent: int

    @property
    def percent(self) -> float | None:
        """The active of all."""
        return 100 * self.active / self.contingent if self.contingent else None


def heat_map(view: View) -> HeatMap:
    """Return all weeks of the period up to the day of the figures, with every class of the lists.

    A week without works is 0: Moodle tells when each work was done, also of the weeks before the
    snapshot.
    """
    window = view.facts.window
    known = {(one.class_name, one.week): one for one in view.facts.weeks}
    names = {one.class_name for one in view.people.values()}
    classes = tuple(sorted(names, key=class_order))
    week = window.start - timedelta(days=window.start.weekday())
    weeks = []
    while week <= view.seen:
        weeks.append(week)
        week += timedelta(days=7)
    cells = [[known.get((name, week)) for week in weeks] for name in classes]
    return HeatMap(
        tuple(weeks),
        classes,
        tuple(tuple(one.active if one else 0 for one in row) for row in cells),
        tuple(tuple(one.works if one else 0 for one in row) for row in cells),
    )


def month_coverage(view: View) -> list[MonthCoverage]:
    """Return the months of the period in order."""
    return [
        MonthCoverage(one.month, one.active, one.contingent)
        for one in sorted(view.facts.months)
        if one.month <= view.day
    ]
