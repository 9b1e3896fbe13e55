"""Who teaches a course: by subject and classes, by name in the config, in place of another. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from vsosh_moodle.desired.account import Account
from vsosh_moodle.desired.dates import enrolment_of
from vsosh_moodle.plan.movement import Substitution
from vsosh_moodle.plan.records import Enrolment
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.school.people import Person
from vsosh_moodle.school.teachers import named_teachers

TeacherRow = tuple[Person, Account]


@dataclass(frozen=True, slots=True)
class Staff:
    """The teachers' rows, and for the key of each absent teacher the rows of those who stand in."""

    rows: tuple[TeacherRow, ...]
    stand_ins: dict[str, list[TeacherRow]]

    def substitutions(self) -> dict[str, Substitution]:
        """Return for whom, and until when, each substitute stands in, by the substitute's key."""
        return {
            account.key: Substitution(absent, person.end)
            for absent, rows in self.stand_ins.items()
            for person, account in rows
        }


def gather_staff(rows: Sequence[TeacherRow], today: date | None) -> Staff:
    """Find whom each substitute stands in for; whose last day has passed does so no more."""
    people = [person for person, _account in rows]
    keys = {id(person): account.key for person, account in rows}
    stand_ins: dict[str, list[TeacherRow]] = defaultdict(list)
    for person, account in rows:
        absent = named_teachers(person.substitutes, people) if person.substitutes else []
        over = today is not None and person.end is not None and person.end < today
        if len(absent) == 1 and not over and keys[id(absent[0])] != account.key:
            stand_ins[keys[id(absent[0])]].append((person, account))
    return Staff(tuple(rows), dict(stand_ins))


def teachers_of(
    course: str, spec: CourseSpec, staff: Staff, named: Iterable[str], zone: ZoneInfo
) -> list[Enrolment]:
    """Return the teachers' enrolments in a course; one person's rows become the widest of them.

    `named` are full names or numbers from the config. Who is away keeps the enrolment; the substitute
    has it for the days of the row. Own lessons of a substitute's row have no dates.
    """
    extra = {name.casefold() for name in named}
    found: dict[str, Enrolment] = {}
    for person, account in staff.rows:
        if not is_teacher_of(person, spec, extra):
            continue
        own = replace(person, start=None, end=None) if person.substitutes else person
        _widen(found, enrolment_of(course, account.key, own, "teacher", spec, zone))
        for stand_in, key in ((one, who.key) for one, who in staff.stand_ins.get(account.key, ())):
            _widen(found, enrolment_of(course, key, stand_in, "teacher", spec, zone))
    return list(found.values())


def _widen(found: dict[str, Enrolment], new: Enrolment) -> None:
    known = found.get(new.user)
    if known is not None:
        new = replace(
            new,
            timestart=min(known.timestart, new.timestart),
            timeend=max(known.timeend, new.timeend) if known.timeend and new.timeend else 0,
        )
    found[new.user] = new


def is_teacher_of(person: Person, spec: CourseSpec, named: Iterable[str]) -> bool:
    """Tell whether a teacher's row is about a course; `named` are the config's names and numbers for it."""
    return _teaches(person, spec) or _is_named(person, {name.casefold() for name in named})


def _teaches(person: Person, spec: CourseSpec) -> bool:
    subject = spec.subject.casefold()
    if not subject or subject not in (taught.casefold() for taught in person.subjects):
        return False
    return not person.classes or bool(set(person.classes) & set(spec.classes))


def _is_named(person: Person, named: set[str]) -> bool:
    return person.full_name.casefold() in named or person.school_number.casefold() in named
