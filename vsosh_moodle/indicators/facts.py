"""What indicators are counted from: facts of one period, gathered person by person and course by course.

People are idnumbers, moments Unix seconds (0: never), days local dates. The store gathers them
(`store/progress_facts.py`) so that three years of fifty thousand pupils need not pass through Python.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class WorkKind(StrEnum):
    """What counts as work: the config may leave a kind out."""

    COMPLETION = "completion"
    SUBMISSION = "submission"
    ATTEMPT = "attempt"
    POST = "post"


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """Who is «активен»: at least `least` works of these kinds in the period."""

    kinds: frozenset[WorkKind] = frozenset(
        {WorkKind.COMPLETION, WorkKind.SUBMISSION, WorkKind.ATTEMPT}
    )
    least: int = 1


@dataclass(frozen=True, slots=True)
class Window:
    """A period of days, both included, in the school's time zone (`zone`, an IANA name)."""

    start: date
    end: date
    zone: str = "Europe/Moscow"


class PersonFacts(NamedTuple):
    """A pupil of the period: somebody the lists had on any day of it.

    Class, form and categories are those of the last day the lists had the pupil in the period;
    `present` tells whether they had them at its end. `joined` and `left` are the days a list first
    had and first lacked them inside the period, None when that was before, or not at all. `account`:
    Moodle has one. Accesses are those of the site, the last one before the period's end where it is known.
    """

    person: str
    class_name: str
    form: str
    distance: bool
    categories: tuple[str, ...]
    present: bool
    joined: date | None
    left: date | None
    account: bool
    suspended: bool
    first_access: int
    last_access: int

    @property
    def entered(self) -> bool:
        """Whether the pupil was ever on the site: by Moodle's app there is a last access and no first."""
        return self.first_access > 0 or self.last_access > 0


class Participation(NamedTuple):
    """A pupil in a course in the period: enrolled on any day of it.

    `active` tells of the enrolment at the period's end, not of work. `done` are tracked activities
    completed (states 1 and 2) in the period, `submitted` assignments handed in, `attempts` finished
    attempts, `posts` forum posts; `first` and `last` the moments of such work that counts under the
    rule. `done_ever` are the activities completed up to the period's end. `grade` is the course's
    total in percent, None for none. `overdue` are tracked activities past their date and not done.
    """

    person: str
    course: str
    active: bool
    done: int
    submitted: int
    attempts: int
    posts: int
    first: int
    last: int
    last_access: int
    done_ever: int
    completed: int
    grade: float | None
    overdue: int

    def works(self, rule: ActiveRule) -> int:
        """Return how many works of the rule's kinds there are."""
        # Asked for every participation of the school, several times: plain sums are four times faster.
        kinds = rule.kinds
        count = self.done if WorkKind.COMPLETION in kinds else 0
        if WorkKind.SUBMISSION in kinds:
            count += self.submitted
        if WorkKind.ATTEMPT in kinds:
            count += self.attempts
        return count + self.posts if WorkKind.POST in kinds else count


class ActivityFacts(NamedTuple):
    """An activity that the course had at the end of the period, or lost in it (`gone`)."""

    activity: int
    course: str
    key: str
    module: str
    title: str
    section: int
    tracked: bool
    grade_max: float | None
    grade_pass: float | None
    visible: bool
    added: int
    due: int
    gone: bool
    first_seen: date


class CourseFacts(NamedTuple):
    """A course of the period as Moodle has it."""

    course: str
    title: str
    visible: bool
    tracks_completion: bool
    activities: tuple[ActivityFacts, ...]
    teachers: tuple[str, ...]


class WeekFacts(NamedTuple):
    """A class in a week (its Monday): distinct pupils who worked, and how many works they did."""

    week: date
    class_name: str
    active: int
    works: int


class MonthFacts(NamedTuple):
    """A month (its first day): distinct pupils active in it, and distinct pupils the lists had."""

    month: date
    active: int
    contingent: int


class GradingFacts(NamedTuple):
    """A course's hand-checked work: handed in during the period, graded, graded within 7 days, waiting."""

    course: str
    submitted: int
    graded: int
    in_time: int
    waiting: int


class TeacherFacts(NamedTuple):
    """A teacher of ours in a course: when last there."""

    person: str
    course: str
    active: bool
    last_access: int
    posts: int


class GradeFacts(NamedTuple):
    """A grade of an activity in points, for the marks of the gradebook and for trial exams."""

    person: str
    course: str
    activity: int
    grade: float
    grade_max: float
    time: int


class AttemptFacts(NamedTuple):
    """A finished attempt at a quiz or the like; `fraction` 0-1 of its points, None before they are known."""

    person: str
    course: str
    activity: int
    key: str
    attempt: int
    started: int
    finished: int
    fraction: float | None


@dataclass(frozen=True, slots=True)
class EverFacts:
    """The whole project period: who was ever enrolled in a course, and who ever worked."""

    enrolled: frozenset[str] = frozenset()
    active: frozenset[str] = frozenset()
    purged: int = 0


@dataclass(frozen=True, slots=True)
class SnapshotFacts:
    """The snapshot the facts are of; `gaps` are what could not be read, in words with their place."""

    number: int
    taken: str
    site: str
    release: str
    source: str
    complete: bool
    courses: int
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """All that the snapshots tell of a period; `snapshot` is None when there is none for it.

    `grades` are those of trial exams: activities whose key has the word `mock`, as of the period's end.
    """

    window: Window
    rule: ActiveRule
    snapshot: SnapshotFacts | None
    people: tuple[PersonFacts, ...] = ()
    participations: tuple[Participation, ...] = ()
    courses: tuple[CourseFacts, ...] = ()
    weeks: tuple[WeekFacts, ...] = ()
    months: tuple[MonthFacts, ...] = ()
    grading: tuple[GradingFacts, ...] = ()
    teachers: tuple[TeacherFacts, ...] = ()
    grades: tuple[GradeFacts, ...] = ()
    ever: EverFacts = field(default_factory=EverFacts)
    first_snapshot: date | None = None
    snapshots_in_window: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
