"""From which snapshot a period is seen, and where its days, weeks and months begin in Unix seconds.

Works carry their own moments, so a snapshot taken after the period's end holds them all; what has no
moment of its own (enrolments, last accesses, totals) is as the snapshot saw it. Hence the choice:

1. the newest finished snapshot taken up to the period's end and `GRACE` days more, if it was taken
   after the period's end, or if the period is not over yet;
2. else the first one after that, which holds the days and hours the one before it lacks;
3. else, with none after the period, the newest one before its end: what it lacks is told as a gap.

The lists of the school are those of the snapshots inside the period; of the chosen one when none is.
Courses are those that these snapshots read, and those that the last snapshot of the whole school in the
same school year was to read: a snapshot of one course, or a broken-off one, takes no other away.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from vsosh_moodle.indicators.facts import Window
from vsosh_moodle.store.database import Database

GRACE = 14
"""Days after a period during which a snapshot still counts as its own."""
YEAR_TURNS = 8
"""The month in which a new school year's courses may be made."""
DAY = 86_400
FINISHED = "state IN ('done', 'partial')"


@dataclass(frozen=True, slots=True)
class Moments:
    """A window in Unix seconds, `stop` exclusive, and what divides local days there."""

    start: int
    stop: int
    window: Window

    @property
    def first_day(self) -> date:
        """The first day of the window."""
        return self.window.start

    def day_of(self, time: int) -> date:
        """Return the local day of a moment."""
        return datetime.fromtimestamp(time, ZoneInfo(self.window.zone)).date()

    def day_number_sql(self, column: str) -> str:
        """Return SQL for the number of the local day of a moment, 0 for the window's first.

        The clock of a zone may be put forward or back inside the window: each stretch has its own shift.
        """
        first = (self.window.start - date(1970, 1, 1)).days * DAY
        stretches = _offsets(self)
        sql = str(stretches[-1][1] - first)
        for (_begun, offset), (ended, _next) in reversed(list(pairwise(stretches))):
            sql = f"CASE WHEN {column} < {ended} THEN {offset - first} ELSE {sql} END"
        return f"(({column} + {sql}) / {DAY})"


def _offsets(moments: Moments) -> list[tuple[int, int]]:
    """Return from which moments of a window on the clock is how many seconds ahead of UTC."""
    zone = ZoneInfo(moments.window.zone)

    def ahead(time: int) -> int:
        offset = datetime.fromtimestamp(time, zone).utcoffset()
        return int(offset.total_seconds()) if offset is not None else 0

    found = [(moments.start, ahead(moments.start))]
    for noon in range(moments.start, moments.stop, DAY // 2):
        until = min(noon + DAY // 2, moments.stop)
        if ahead(until) == found[-1][1]:
            continue
        low, high = noon, until
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if ahead(middle) == found[-1][1] else (low, middle)
        found.append((high, ahead(high)))
    return found


@dataclass(frozen=True, slots=True)
class View:
    """A window seen from a snapshot.

    `number` is the snapshot the facts are of, `first` and `last` those whose lists and enrolments
    are the window's; `before` whether any snapshot is older than `first`. `inside` are the numbers
    and moments of the snapshots in the window. `whole` is the last snapshot of the whole school up to
    `last` in its school year (0: none), `year` the first of that year.
    """

    moments: Moments
    number: int
    taken: int
    first: int
    last: int
    before: bool
    inside: tuple[tuple[int, int], ...]
    whole: int
    year: int

    @property
    def parameters(self) -> dict[str, int]:
        """What the queries about this window are given."""
        return {
            "snapshot": self.number,
            "first": self.first,
            "last": self.last,
            "start": self.moments.start,
            "stop": self.moments.stop,
            "whole": self.whole,
            "year": self.year,
        }


def day_start(day: date, zone: str) -> int:
    """Return the moment a local day begins, in Unix seconds."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return int(midnight.astimezone(UTC).timestamp())


def moments_of(window: Window) -> Moments:
    """Return a window in Unix seconds."""
    stop = day_start(window.end + timedelta(days=1), window.zone)
    return Moments(day_start(window.start, window.zone), stop, window)


def find_view(
    database: Database, window: Window, as_of: int | None, until: date | None = None
) -> View | None:
    """Return the view of a window; None when no snapshot can show it.

    `as_of` names the snapshot to see it from; none taken after the day `until` is looked at.
    """
    moments = moments_of(window)
    limit = day_start(until + timedelta(days=1), window.zone) if until else None
    taken = database.rows(
        f"SELECT number, taken FROM snapshots WHERE {FINISHED} AND (:limit IS NULL OR taken < :limit)"
        " ORDER BY number",
        {"limit": limit},
    )
    chosen = _chosen(taken, moments, as_of)
    if chosen is None:
        return None
    number, moment = chosen
    inside = tuple(
        (one, when) for one, when in taken if moments.start <= when < moments.stop and one <= number
    )
    first, last = (inside[0][0], inside[-1][0]) if inside else (number, number)
    year, whole = _whole_school(database, moments, last)
    return View(
        moments,
        number,
        moment,
        first,
        last,
        before=taken[0][0] < first,
        inside=inside,
        whole=whole,
        year=year,
    )


def _whole_school(database: Database, moments: Moments, last: int) -> tuple[int, int]:
    """Return the first snapshot of a window's school year, and the last one of the whole school."""
    start = moments.window.start
    august = date(start.year if start.month >= YEAR_TURNS else start.year - 1, YEAR_TURNS, 1)
    [(first, whole)] = database.rows(
        "SELECT coalesce(min(number), 0), coalesce(max(CASE WHEN scope = '[]' THEN number END), 0)"
        f" FROM snapshots WHERE {FINISHED} AND taken >= ? AND number <= ?",
        (day_start(august, moments.window.zone), last),
    )
    return first, whole


def _chosen(
    taken: Sequence[tuple[int, int]], moments: Moments, as_of: int | None
) -> tuple[int, int] | None:
    if as_of is not None:
        return next((one for one in taken if one[0] == as_of), None)
    in_grace = bisect_right([when for _number, when in taken], moments.stop + GRACE * DAY)
    earlier, later = taken[:in_grace], taken[in_grace:]
    newest = earlier[-1] if earlier else None
    if newest is not None and (newest[1] >= moments.stop or not later):
        # A snapshot from before the period began says nothing of it.
        return newest if newest[1] >= moments.start else None
    return later[0] if later else None
