"""Whom letters are about: pupils of the lists, with names in cases, whether of age, what they did."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.indicators.facts import ProgressFacts
from vsosh_moodle.indicators.watch import WatchKind, tracked_activities
from vsosh_moodle.language import _
from vsosh_moodle.registers.records import DeviceRow
from vsosh_moodle.reports.letters.facts import CourseWork, Recipient, Task, Work
from vsosh_moodle.reports.letters.kinds import Audience
from vsosh_moodle.rosters.declension_file import FILE_NAME, load_overrides
from vsosh_moodle.rosters.given_names import gender_of_given_name
from vsosh_moodle.school.calendar import local_day
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.course_title import short_title
from vsosh_moodle.school.declension import decline_name
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.school.name_forms import NameOverrides
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.store.open_tasks import OpenTask, load_open_tasks
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.contingent import learner_without_account
from vsosh_moodle.workflow.learning import Learning, snapshot_day

HORIZON = timedelta(days=14)
"""Tasks due later than that do not wait yet."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil of the lists: the row, the key in the snapshots, and what a letter needs."""

    row: Person
    key: str
    recipient: Recipient


def load_name_overrides(learning: Learning) -> NameOverrides:
    """Return the school's own forms of names; raises nothing, `letter_problems` tells what is wrong."""
    return load_overrides(learning.project.root / FILE_NAME)[0]


def find_pupils(
    learning: Learning, classes: Sequence[ClassName], people: Sequence[str] = ()
) -> list[Pupil]:
    """Return the pupils of these classes in the order of a register; only those named, if any are.

    `people` are logins, numbers of personal files or full names. Raises ConfigError for who is not there.
    """
    overrides = load_name_overrides(learning)
    ledger = PeopleLedger(learning.database)
    found: list[Pupil] = []
    named: set[str] = set()
    for row in learning.school.roster.people:
        if row.role is not Role.STUDENT or row.class_name not in classes:
            continue
        entry = ledger.match(row)
        known = entry if isinstance(entry, LedgerEntry) else None
        asked = [one for one in people if _is(row, known, one)]
        if people and not asked:
            continue
        named.update(asked)
        key = known.idnumber if known else learner_without_account(row)
        found.append(Pupil(row, key, _recipient(row, overrides, learning)))
    for one in people:
        if one not in named:
            raise ConfigError(
                _("ученика «{who}» в этих классах нет.").format(who=one[:60]),
                _("Укажите логин, номер личного дела или ФИО полностью."),
            )
    order = {name: place for place, name in enumerate(classes)}
    return sorted(
        found, key=lambda one: (order[one.recipient.class_name], name_key(one.row.full_name))
    )


def with_work(learning: Learning, pupils: Iterable[Pupil], facts: ProgressFacts) -> list[Pupil]:
    """Return the pupils with what they did in the period of `facts`, and what waits for them."""
    chosen = list(pupils)
    tasks: dict[str, list[OpenTask]] = {}
    number = facts.snapshot.number if facts.snapshot else 0
    keys = [one.key for one in chosen]
    for task in load_open_tasks(learning.database, number, keys, learning.config.key_prefix):
        tasks.setdefault(task.person, []).append(task)
    works = _works(facts, tasks)
    return [
        replace(one, recipient=replace(one.recipient, work=works.get(one.key))) for one in chosen
    ]


def narrow(
    learning: Learning, pupils: list[Pupil], audience: Audience, facts: ProgressFacts | None
) -> list[Pupil]:
    """Return those of the pupils a kind of letter is for."""
    if audience == "loaned":
        return [one for one in pupils if one.recipient.values]
    if audience == "class" or facts is None:
        return pupils
    if audience == "working":
        return [one for one in pupils if one.recipient.work and one.recipient.work.courses]
    entries = learning.watched(facts)
    if audience == "absent":
        absent = {
            one.person for one in entries if one.kind in (WatchKind.NEVER, WatchKind.INACTIVE)
        }
        return [one for one in pupils if one.key in absent]
    near = {one.person for one in entries if one.kind is WatchKind.NEARLY_DONE}
    late = {one.person for one in entries if one.kind is WatchKind.OVERDUE}
    return [
        one
        for one in pupils
        if one.key not in late and (one.key in near or _has_finished(one.recipient.work))
    ]


def is_adult(born: date | None, today: date, age: int) -> bool:
    """Tell whether somebody is of age on a day; who was born on 29 February comes of age on 1 March."""
    if born is None:
        return False
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) >= age


def _recipient(row: Person, overrides: NameOverrides, learning: Learning) -> Recipient:
    name = decline_name(
        row.last_name,
        row.first_name,
        row.middle_name,
        roster_gender=row.sex,
        given_name_gender=gender_of_given_name(row.first_name),
        overrides=overrides,
    )
    age = learning.config.letters.adult_age
    return Recipient(
        name,
        row.class_name or ClassName(0),
        adult=is_adult(row.birth_date, learning.today, age),
        born=row.birth_date is not None,
    )


def _is(row: Person, entry: LedgerEntry | None, who: str) -> bool:
    folded = who.strip().casefold()
    return bool(
        name_key(row.full_name) == name_key(who)
        or (row.school_number and row.school_number.casefold() == folded)
        or (entry is not None and folded in {entry.login, entry.idnumber.casefold()})
    )


def _works(facts: ProgressFacts, tasks: Mapping[str, list[OpenTask]]) -> dict[str, Work]:
    zone = ZoneInfo(facts.window.zone)
    day = snapshot_day(facts)
    courses = {one.course: one for one in facts.courses if one.visible}
    done: dict[str, int] = {}
    states: dict[str, list[CourseWork]] = {}
    for part in facts.participations:
        course = courses.get(part.course)
        if course is None or not part.active:
            continue
        done[part.person] = done.get(part.person, 0) + part.done
        total = tracked_activities(course)
        if total:
            states.setdefault(part.person, []).append(
                CourseWork(short_title(course.title), min(part.done_ever, total), total, part.grade)
            )
    found = {}
    for person in facts.people:
        last = local_day(person.last_access, zone)
        found[person.person] = Work(
            done=done.get(person.person, 0),
            last_visit=last,
            days=(day - last).days if last else None,
            tasks=tuple(waiting_tasks(tasks.get(person.person, ()), day, zone)),
            courses=tuple(states.get(person.person, ())),
        )
    return found


def waiting_tasks(tasks: Iterable[OpenTask], day: date, zone: ZoneInfo) -> list[Task]:
    """Return what waits for a pupil: due soon, then overdue (the latest first), then what has no day.

    Of a course whose tasks have no days only the next one: the whole list would only frighten.
    """
    dated: list[tuple[date, Task]] = []
    following: list[Task] = []
    in_course: dict[str, list[OpenTask]] = {}
    for one in tasks:
        in_course.setdefault(one.course, []).append(one)
    for open_tasks in in_course.values():
        soon = [
            (due, one)
            for one in open_tasks
            if (due := local_day(one.due, zone)) and due <= day + HORIZON
        ]
        dated += [
            (due, Task(one.title, short_title(one.course_title), due, overdue=due < day))
            for due, one in soon
        ]
        undated = [one for one in open_tasks if not one.due]
        if undated and not soon:
            following.append(Task(undated[0].title, short_title(undated[0].course_title)))
    dated.sort(
        key=lambda pair: (
            pair[1].overdue,
            -pair[0].toordinal() if pair[1].overdue else pair[0].toordinal(),
        )
    )
    return [task for _due, task in dated] + following


def _has_finished(work: Work | None) -> bool:
    return bool(work and any(one.done >= one.total for one in work.courses))


def with_loans(learning: Learning, pupils: list[Pupil]) -> list[Pupil]:
    """Return the pupils, those with a laptop of the school's with its number and days."""
    loans: dict[str, DeviceRow] = {}
    for row in learning.registers.registers.devices:
        key = learning.registers.pupils.get((row.person, str(row.class_name)))
        if key and row.has == "loan" and row.returned is None:
            loans[key] = row
    return [
        replace(
            one,
            recipient=replace(
                one.recipient,
                values={
                    "inventory": loan.inventory or None,
                    "since": loan.since,
                    "until": loan.until,
                },
            ),
        )
        if (loan := loans.get(one.key)) is not None
        else one
        for one in pupils
    ]
