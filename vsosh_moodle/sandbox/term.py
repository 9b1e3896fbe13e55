"""Plays a term on the sandbox: what a school's pupils and teachers would have left behind in Moodle.

Deterministic: the same site, seed and days leave the same rows, and a longer play begins as a shorter
one did. Everything is written past the web services, as Moodle itself would have recorded it: states
by the activities' own rules, the best attempt's grade, totals by the course's gradebook, the course's
completion by its criteria. Left out: work handed in by groups, reopened assignments, grades
overridden in the gradebook, weights set by hand in a natural total, calendars, messages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from vsosh_moodle.sandbox.clock import stop_clock
from vsosh_moodle.sandbox.play.courses import read_courses
from vsosh_moodle.sandbox.play.days import Span, day_of, moment
from vsosh_moodle.sandbox.play.people import read_players
from vsosh_moodle.sandbox.play.pupils import PupilPlay
from vsosh_moodle.sandbox.play.records import Records, write_records
from vsosh_moodle.sandbox.play.teachers import TeachersPlay
from vsosh_moodle.sandbox.store import Store

SCHOOL_YEAR_WEEKS = 38
_PLAYED_SEED, _PLAYED_UNTIL = "playedseed", "playeduntil"


class OtherSeedError(Exception):
    """The site was played with another seed, which is `seed`."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.seed = seed


@dataclass(frozen=True, slots=True)
class TermDays:
    """Which days to play: from the first (None: that of the courses) to the last, or so many weeks."""

    end: date
    start: date | None = None
    weeks: int | None = None

    def span(self, begun: date | None, now: int) -> Span | None:
        """Return the days for courses that begin on this day, None without courses."""
        start = self.start or begun
        if start is None:
            return None
        if self.weeks is None:
            return Span(start, max(start, self.end), now)
        return Span(start, start + timedelta(days=7 * self.weeks - 1 - start.weekday()), now)


@dataclass(frozen=True, slots=True)
class TermSummary:
    """What was played: days, how many people, how much they did."""

    start: date
    end: date
    courses: int
    pupils: int
    came: int
    teachers: int
    completions: int
    submissions: int
    attempts: int
    posts: int
    grades: int


def first_day(store: Store) -> date | None:
    """Return the day on which the first of the school's courses begins, None without any."""
    found = store.value("SELECT min(startdate) FROM course WHERE idnumber <> '' AND startdate > 0")
    return None if found is None else day_of(found)


def _make_earlier(store: Store, span: Span) -> None:
    begun = moment(span.start)
    store.write("UPDATE course_modules SET added = min(added, ?)", begun)
    store.write("UPDATE user SET timecreated = min(timecreated, ?)", begun)
    store.write(
        "UPDATE user_enrolments SET timecreated = min(timecreated, max(timestart, ?))", begun
    )


def play_file(
    database: Path,
    days: TermDays,
    now: int,
    seed: int = 1,
    advance: Callable[[int, int], None] | None = None,
) -> TermSummary | None:
    """Play on the site kept in a file; `now` in Unix seconds is what the last day goes to today.

    None when the site has no courses of a school. Raises ForeignDatabaseError for another file,
    OtherSeedError for a site that was played with another seed.
    """
    store = Store(database)
    try:
        with store.transaction():
            span = days.span(first_day(store), now)
            return None if span is None else play_term(store, span, seed, advance)
    finally:
        store.close()


def _check_seed(store: Store, seed: int) -> None:
    played = store.setting(_PLAYED_SEED)
    if played is not None and played != str(seed):
        raise OtherSeedError(int(played))


def _remember(store: Store, span: Span, seed: int) -> None:
    last = max(span.last_moment, int(store.setting(_PLAYED_UNTIL) or 0))
    store.set_setting(_PLAYED_SEED, str(seed))
    store.set_setting(_PLAYED_UNTIL, str(last))
    stop_clock(store, last if last < span.now else 0)


def play_term(
    store: Store, span: Span, seed: int = 1, advance: Callable[[int, int], None] | None = None
) -> TermSummary:
    """Play the days of the span; `advance` is told how many of how many people are done.

    Takes the store of `Sandbox.edit()`: everything is kept, or nothing. What was made after the first
    day, because the rehearsal began later, counts as made on it; a play that ends in the past leaves
    the site's clock there. Raises OtherSeedError when the site was played with another seed: two terms
    at once would be nobody's.
    """
    _check_seed(store, seed)
    _make_earlier(store, span)
    courses = read_courses(store, span.start, span.start + timedelta(weeks=SCHOOL_YEAR_WEEKS))
    players = read_players(store)
    teachers = TeachersPlay(players, courses, span, seed)
    pupils = [player for player in players if any(place.learns for place in player.places)]
    records, came = Records(), 0
    for number, player in enumerate(pupils, start=1):
        came += PupilPlay(player, courses, span, seed, teachers.graded_at).play(records)
        if advance is not None:
            advance(number, len(pupils))
    staff = teachers.play(records)
    write_records(store, records)
    _remember(store, span, seed)
    return TermSummary(
        start=span.start,
        end=span.end,
        courses=len(courses),
        pupils=len(pupils),
        came=came,
        teachers=staff,
        completions=sum(state in {1, 2} for _cm, _user, state, _time in records.completions),
        submissions=sum(row[2] == "submitted" for row in records.submissions),
        attempts=sum(row[3] == "finished" for row in records.attempts),
        posts=len(records.posts),
        grades=sum(row[3] is not None and row[1] != 0 for row in records.grades),
    )
