"""Terms of single pupils: rows of «Продления» and the categories' extra time → exceptions. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from zoneinfo import ZoneInfo

from vsosh_moodle.desired.account import Account
from vsosh_moodle.desired.dates import DAY_END, seconds_of
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.language import _
from vsosh_moodle.plan.records import CourseActivity, PupilException
from vsosh_moodle.plan.settings import settings_of, settings_to_json
from vsosh_moodle.plan.state import State
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.sources.suggestions import did_you_mean

MINUTE = 60
MOST_MINUTES = 1440
_DUE = {"quiz": "close", "assign": "due"}


@dataclass(frozen=True, slots=True)
class PupilTerms:
    """What a pupil has otherwise: `course` and `task` "" for all; `minutes` are added to a quiz's.

    `due` is the last day, `factor` multiplies the time of a quiz, `attempts` are all there are.
    """

    pupil: str
    course: str = ""
    task: str = ""
    due: date | None = None
    factor: float | None = None
    minutes: int | None = None
    attempts: int | None = None
    source: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class ExceptionFacts:
    """What exceptions are compiled with; `state` has the courses, their activities and members."""

    keys: KeyScheme
    timezone: ZoneInfo
    courses: Sequence[CourseSpec]
    state: State


@dataclass(slots=True)
class Exceptions:
    """The records, the rows they come from, and what is wrong with rows."""

    records: dict[str, PupilException] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def terms_of_categories(
    people: Iterable[tuple[Person, Account]], extra: Mapping[str, float]
) -> Iterator[PupilTerms]:
    """Yield the extra time that pupils have by their categories: of several the longest."""
    for person, account in people:
        factors = [extra[name] for name in person.categories if name in extra]
        if factors and person.role is Role.STUDENT:
            yield PupilTerms(account.key, factor=max(factors), source=person.source)


def add_exceptions(
    terms: Iterable[PupilTerms], facts: ExceptionFacts, places: dict[str, Place]
) -> list[Problem]:
    """Add the exceptions of all rows to the state, their places to `places`; return what is wrong."""
    made = exceptions_of(terms, facts)
    for record in made.records.values():
        facts.state.add(record)
    places.update(made.places)
    return made.problems


def exceptions_of(terms: Iterable[PupilTerms], facts: ExceptionFacts) -> Exceptions:
    """Return the exceptions of all rows; several rows of one pupil and task are put together.

    The later row decides what both name. A row that gives nothing anywhere is told.
    """
    made = Exceptions()
    members = _members(facts.state)
    for one in terms:
        courses = _courses(one, members.get(one.pupil, set()), facts, made)
        activities = [
            (course, activity) for course in courses for activity in _activities(one, course, facts)
        ]
        if not courses:
            continue
        if not activities:
            names = sorted({key for course in courses for key in _names(course, facts)})
            made.problems.append(_no_task(one, names))
            continue
        given = [_give(one, course, activity, facts, made) for course, activity in activities]
        if not any(given) and one.task:
            made.problems.append(_nothing(one))
    return made


def _members(state: State) -> Mapping[str, set[str]]:
    """Return the courses that each pupil is in, enrolled alone or with the whole class, by keys."""
    members: dict[str, set[str]] = defaultdict(set)
    cohorts: dict[str, list[str]] = defaultdict(list)
    for sync in state.cohort_sync.values():
        cohorts[sync.cohort].append(sync.course)
    for member in state.cohort_member.values():
        members[member.user].update(cohorts[member.cohort])
    for enrolment in state.enrolment.values():
        if enrolment.role == "student":
            members[enrolment.user].add(enrolment.course)
    return members


def _courses(one: PupilTerms, own: set[str], facts: ExceptionFacts, made: Exceptions) -> list[str]:
    """Return the keys of the courses a row speaks of, of those the pupil is in."""
    if not one.course:
        return sorted(own)
    wanted = one.course.casefold()
    named = [
        spec
        for spec in facts.courses
        if wanted
        in (spec.key, spec.template, spec.short_name.casefold(), spec.full_name.casefold())
    ]
    found = sorted(key for spec in named if (key := facts.keys.course(spec.key)) in own)
    if not named:
        made.problems.append(
            Problem(
                one.source,
                _("курса «{course}» в этом году нет.").format(course=one.course),
                did_you_mean(one.course, [spec.key for spec in facts.courses]),
                "exception-course",
                "warning",
            )
        )
    elif not found:
        made.problems.append(
            Problem(
                one.source,
                _("ученик не учится на курсе «{course}»: продлевать нечего.").format(
                    course=one.course
                ),
                _("Исправьте курс или удалите строку."),
                "exception-stranger",
                "warning",
            )
        )
    return found


def _names(course: str, facts: ExceptionFacts) -> Iterator[str]:
    for record in facts.state.course_activity.values():
        if record.course == course and record.module in _DUE:
            yield record.item


def _activities(one: PupilTerms, course: str, facts: ExceptionFacts) -> Iterator[CourseActivity]:
    wanted = one.task.casefold()
    for record in facts.state.course_activity.values():
        if record.course != course or record.module not in _DUE:
            continue
        name = str(settings_to_json(record.settings).get("name", ""))
        if not wanted or wanted in (record.item, name.casefold()):
            yield record


def _give(
    one: PupilTerms,
    course: str,
    activity: CourseActivity,
    facts: ExceptionFacts,
    made: Exceptions,
) -> bool:
    """Add what a row changes in an activity; tell whether that is anything."""
    usual = settings_to_json(activity.settings)
    fields: dict[str, int] = {}
    last = int(usual.get(_DUE[activity.module]) or 0)
    if one.due is not None and last:
        due = seconds_of(one.due, facts.timezone, DAY_END)
        if due > last:
            fields["due"] = due
    if activity.module == "quiz":
        fields |= _quiz_fields(one, usual)
    if not fields:
        return False
    record = PupilException(course, f"{activity.item}/{one.pupil}")
    before = made.records.get(record.key)
    merged = {**(settings_to_json(before.settings) if before else {}), **fields}
    made.records[record.key] = PupilException(course, record.item, settings_of(merged))
    made.places[record.key] = one.source
    return True


def _quiz_fields(one: PupilTerms, usual: Mapping[str, object]) -> dict[str, int]:
    fields = {}
    limit = int(str(usual.get("time_limit") or 0)) // MINUTE
    if limit and (one.factor or one.minutes):
        minutes = ceil(limit * (one.factor or 1)) + (one.minutes or 0)
        if limit < minutes <= MOST_MINUTES:
            fields["minutes"] = minutes
    attempts = int(str(usual.get("attempts") or 0))
    if one.attempts is not None and 0 < attempts < one.attempts:
        fields["attempts"] = one.attempts
    return fields


def _no_task(one: PupilTerms, names: Sequence[str]) -> Problem:
    if not one.task:
        return Problem(
            one.source,
            _("на курсах ученика нет ни тестов, ни заданий: продлевать нечего."),
            "",
            "exception-task",
            "warning",
        )
    return Problem(
        one.source,
        _("теста или задания «{task}» на этих курсах нет.").format(task=one.task),
        did_you_mean(one.task, names),
        "exception-task",
        "warning",
    )


def _nothing(one: PupilTerms) -> Problem:
    return Problem(
        one.source,
        _("для «{task}» строка ничего не меняет: у всех и так не меньше.").format(task=one.task),
        _("Проверьте срок, время и попытки: без общего срока или времени продлевать нечего."),
        "exception-empty",
        "warning",
    )
