"""What happens to people in a plan, in the school's terms: the words of the movement. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from vsosh_moodle.plan.class_counts import ClassCount
from vsosh_moodle.school.gender import Gender


class Event(StrEnum):
    """What happens to a person; the order is the order in which a line tells it."""

    ARRIVED = "arrived"
    LEFT = "left"
    RETURNED = "returned"
    MOVED = "moved"
    HIDDEN = "hidden"
    SURNAME = "surname"
    NAME = "name"
    CATEGORY_ADDED = "category_added"
    CATEGORY_REMOVED = "category_removed"
    PROGRAMME_ADDED = "programme_added"
    PROGRAMME_REMOVED = "programme_removed"
    LEVEL = "level"
    HIRED = "hired"
    TEACHES = "teaches"
    SUBSTITUTES = "substitutes"
    REPLACED = "replaced"
    SUBSTITUTION_ENDED = "substitution_ended"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens; what `before`, `after` and `keys` hold depends on the event.

    A move: class names. A name: its old and new form. A category: its cohort's key in `keys`; a
    programme or lessons: the courses' keys. A level: its titles, "" for none. A replacement: the keys
    of those who come; a substitution: the key of the one who is away, `until` its last day.
    """

    event: Event
    before: str = ""
    after: str = ""
    keys: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a person's movement does to places in courses and their groups, counted."""

    enrolled: int = 0
    restored: int = 0
    suspended: int = 0
    unenrolled: int = 0
    redated: int = 0
    groups_joined: int = 0
    groups_left: int = 0


@dataclass(frozen=True, slots=True)
class PersonMovement:
    """All that happens to one person; `class_name` is the class afterwards, else the one before.

    `name` is as Moodle will have it: «Фамилия Имя Отчество». `hide_on` is the day when the policy of
    leavers goes on to hide the person, None when it never does or already did. `starts` is the moment
    (Unix seconds) from which a late joiner has the courses, 0: at once.
    """

    user: str
    name: str
    gender: Gender
    teacher: bool
    class_name: str
    happenings: tuple[Happening, ...]
    consequences: Consequences = field(default_factory=Consequences)
    hide_on: date | None = None
    starts: int = 0

    @property
    def keeps_results(self) -> bool:
        """Whether there is something to be afraid for, and it stays: grades of courses left behind."""
        events = {one.event for one in self.happenings}
        risky = events & {Event.LEFT, Event.MOVED, Event.HIDDEN, Event.PROGRAMME_REMOVED}
        return bool(risky) and not self.teacher and not self.consequences.unenrolled


@dataclass(frozen=True, slots=True)
class ClassProgramme:
    """A course that a whole class gets or leaves: told once, not of each of its `people`."""

    class_name: str
    course: str
    people: int
    added: bool = True


@dataclass(frozen=True, slots=True)
class Movements:
    """The movement of people in a plan; `first` when nobody had been applied before."""

    people: tuple[PersonMovement, ...] = ()
    classes: tuple[ClassCount, ...] = ()
    programmes: tuple[ClassProgramme, ...] = ()
    first: bool = False

    def __bool__(self) -> bool:
        return bool(self.people or self.programmes)


@dataclass(frozen=True, slots=True)
class Substitution:
    """A teacher stands in for another: the absent one's key, and the last day if there is one."""

    absent: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class MovementFacts:
    """What the files say beside the states.

    `class_cohorts` gives a class by its cohort's key, `level_groups` the level by its group's key;
    `categories` are the cohorts of learner categories, `teachers` the keys of the teachers' rows.
    `ended` are teachers' enrolments whose last day, told by the lists, has passed. `hide_on` and
    `hidden` come of the leavers' policy. `names` are the full names of people whom Moodle shows otherwise.
    """

    class_cohorts: Mapping[str, str] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    level_groups: Mapping[str, str] = field(default_factory=dict)
    teachers: frozenset[str] = frozenset()
    substitutions: Mapping[str, Substitution] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()
    hide_on: Mapping[str, date] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
