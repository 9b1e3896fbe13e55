"""Where courses of one template differ from it and from each other, as a plan sees them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import CONTENT_KINDS, Kind, Record, field_values

DriftKind = Literal["edited", "missing", "waiting", "extra", "added"]
_OTHERS: Mapping[Action, DriftKind] = {
    Action.CREATE: "missing",
    Action.UPDATE: "waiting",
    Action.MOVE: "waiting",
    Action.HIDE: "extra",
}


@dataclass(frozen=True, slots=True)
class DriftValue:
    """What a course has in place of the template's value; both canonical JSON or plain text, "" for none."""

    course: str
    wanted: str
    live: str


@dataclass(frozen=True, slots=True)
class DriftRow:
    """A difference of some courses of a template from it.

    edited   a person changed a field on the site
    waiting  the template asks for something else than was applied: `apply` will write it
    missing  the template has it, the course has not yet
    extra    the course has it, the template no longer: `apply` will hide it
    added    a teacher made it: `item` is its name, `module` its type in Moodle
    """

    kind: DriftKind
    record: Kind | None
    item: str
    field: str
    values: tuple[DriftValue, ...]
    module: str = ""

    @property
    def courses(self) -> tuple[str, ...]:
        """The keys of the courses that differ."""
        return tuple(one.course for one in self.values)


def drift_rows(changes: Iterable[Change], courses: Iterable[str]) -> list[DriftRow]:
    """Return the differences of these courses (keys), one row a field of an item, courses in order."""
    wanted = list(courses)
    found: dict[tuple[DriftKind, Kind, str, str], list[DriftValue]] = {}
    for change in changes:
        course = _course_of(change.record)
        if course not in wanted or change.kind not in {*CONTENT_KINDS, Kind.COURSE}:
            continue
        kind: DriftKind | None = (
            "edited" if change.action is Action.KEEP else _OTHERS.get(change.action)
        )
        if kind is None:
            continue
        item = str(getattr(change.record, "item", ""))
        for field, before, after in _fields(change, kind):
            found.setdefault((kind, change.kind, item, field), []).append(
                DriftValue(course, after, before)
            )
    return [
        DriftRow(
            kind,
            record,
            item,
            field,
            tuple(sorted(values, key=lambda one: wanted.index(one.course))),
        )
        for (kind, record, item, field), values in found.items()
    ]


def _course_of(record: Record) -> str:
    return str(getattr(record, "course", record.key))


def _fields(change: Change, kind: DriftKind) -> list[tuple[str, str, str]]:
    """Return (field, live value, wanted value); a whole item has one row without a field."""
    if kind in ("missing", "extra") or change.before is None or change.after is None:
        return [("", "", "")]
    before, after = _values(change.before), _values(change.after)
    return [
        (name, before.get(name, ""), value)
        for name, value in after.items()
        if before.get(name) != value
    ]


def _values(record: Record) -> dict[str, str]:
    settings = getattr(record, "settings", None)
    if settings is not None:
        return dict(settings)
    return {name: str(value) for name, value in field_values(record).items()}
