"""A switch to distance learning: for which days and classes, and the courses it brings up. Pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from vsosh_moodle.problems import Place
from vsosh_moodle.school.classes import ClassName


@dataclass(frozen=True, slots=True)
class RemoteCourse:
    """A course that classes get for a switch: a template, each class its own course.

    `topics` are for the template of any subject, whose courses begin without tasks of their own.
    """

    template: str
    classes: tuple[ClassName, ...]
    subject: str = ""
    topics: tuple[str, ...] = ()
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class RemoteSwitch:
    """Classes learn from home from `start` to `end`, both included; back at school since `ended`.

    `order` is the number and date of the school's order, as the school writes it.
    """

    start: date
    end: date
    classes: tuple[ClassName, ...]
    reason: str = ""
    order: str = ""
    ended: date | None = None
    courses: tuple[RemoteCourse, ...] = ()
    source: Place = field(default_factory=Place)

    @property
    def last(self) -> date:
        """The last day at home; before `start` for a switch that was called off in advance."""
        return self.end if self.ended is None else min(self.end, self.ended - timedelta(days=1))

    def is_over(self, today: date) -> bool:
        """Tell whether the classes are back at school, or the switch was called off."""
        return self.last < max(today, self.start)

    def covers(self, day: date, name: ClassName) -> bool:
        """Tell whether a class learns from home on a day."""
        return self.start <= day <= self.last and name in self.classes

    def overlaps(self, other: "RemoteSwitch") -> tuple[ClassName, ...]:
        """Return the classes that would learn from home by both switches on some day."""
        if self.last < other.start or other.last < self.start:
            return ()
        return tuple(name for name in self.classes if name in other.classes)
