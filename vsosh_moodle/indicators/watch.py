"""Whom a class teacher should look at: not logged in, nothing done, overdue, nearly done, exams at risk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from vsosh_moodle.indicators.facts import CourseFacts, Participation, PersonFacts, ProgressFacts
from vsosh_moodle.school.calendar import local_day


class WatchKind(StrEnum):
    """The lists, in the order a class teacher reads them."""

    NEVER = "never"
    INACTIVE = "inactive"
    IDLE = "idle"
    OVERDUE = "overdue"
    GIA = "gia"
    NEARLY_DONE = "nearly-done"


class GiaRisk(StrEnum):
    """Why a graduate is on the early warning."""

    BELOW = "below-threshold"
    NO_TRIAL = "no-trial"
    NOT_WORKING = "not-working"


class TrialResult(NamedTuple):
    """A graduate's standing in one exam: `points` of the last trial, None when there was none.

    `course` prepares for the exam ("" when there is none on the site); `threshold` is what passes, None
    where the scale does not tell; `ready` is the verdict, with every condition of the scale.
    """

    person: str
    subject: str
    course: str
    points: float | None
    threshold: float | None
    ready: bool
    day: date | None = None


@dataclass(frozen=True, slots=True)
class WatchRule:
    """When somebody comes into a list; `as_of` is the day up to which Moodle was read."""

    as_of: date
    inactive_days: int = 14
    nearly_done_percent: float = 80


@dataclass(frozen=True, slots=True)
class WatchEntry:
    """Somebody on a list; what the numbers mean depends on the kind.

    never       `since` the day they came, when that is known
    inactive    `since` the day of the last visit, `number` days ago
    idle        `number` courses they are in
    overdue     `number` tasks past their date, in `course`
    gia         `risk`; `number` points of `whole` needed; `since` the day of the trial, or of the last work
    nearly-done `number` of `whole` activities done, in `course`
    """

    kind: WatchKind
    person: str
    class_name: str
    course: str = ""
    subject: str = ""
    number: float | None = None
    whole: float | None = None
    since: date | None = None
    risk: GiaRisk | None = None


def find_watched(
    facts: ProgressFacts, rule: WatchRule, trials: Iterable[TrialResult] = ()
) -> tuple[WatchEntry, ...]:
    """Return all entries, by class, kind and person.

    Only those whom the lists have at the period's end, who have an account that is not suspended: the
    others cannot come. Somebody who was never on the site is not listed again as idle.
    """
    zone = ZoneInfo(facts.window.zone)
    watched = {one.person: one for one in facts.people if _can_come(one)}
    courses = {one.course: one for one in facts.courses if one.visible}
    taken: dict[str, list[Participation]] = {}
    for part in facts.participations:
        if part.person in watched and part.active and part.course in courses:
            taken.setdefault(part.person, []).append(part)
    entries: list[WatchEntry] = []
    for person in watched.values():
        parts = taken.get(person.person, [])
        entries += _of_visits(person, rule, zone)
        entries += _of_work(person, parts, facts, rule, courses)
    entries += _of_exams(watched, taken, facts, rule, trials)
    order = {kind: place for place, kind in enumerate(WatchKind)}
    entries.sort(
        key=lambda one: (one.class_name, order[one.kind], one.person, one.course, one.subject)
    )
    return tuple(entries)


def tracked_activities(course: CourseFacts) -> int:
    """Return how many activities a pupil has to do in a course."""
    return sum(one.tracked and one.visible and not one.gone for one in course.activities)


def _can_come(person: PersonFacts) -> bool:
    return person.present and person.account and not person.suspended


def _of_visits(person: PersonFacts, rule: WatchRule, zone: ZoneInfo) -> Iterator[WatchEntry]:
    last = local_day(person.last_access, zone)
    if last is None:
        yield WatchEntry(WatchKind.NEVER, person.person, person.class_name, since=person.joined)
    elif (days := (rule.as_of - last).days) > rule.inactive_days:
        yield WatchEntry(
            WatchKind.INACTIVE, person.person, person.class_name, number=days, since=last
        )


def _of_work(
    person: PersonFacts, parts: list[Participation], facts: ProgressFacts, rule: WatchRule,
    courses: Mapping[str, CourseFacts],
) -> Iterator[WatchEntry]:  # fmt: skip
    if person.last_access and parts and not any(part.works(facts.rule) for part in parts):
        yield WatchEntry(WatchKind.IDLE, person.person, person.class_name, number=len(parts))
    for part in parts:
        if part.overdue:
            yield WatchEntry(
                WatchKind.OVERDUE, person.person, person.class_name, part.course,
                number=part.overdue,
            )  # fmt: skip
        tracked = tracked_activities(courses[part.course])
        done = min(part.done_ever, tracked)
        if 0 < done < tracked and done * 100 >= rule.nearly_done_percent * tracked:
            yield WatchEntry(
                WatchKind.NEARLY_DONE, person.person, person.class_name, part.course,
                number=done, whole=tracked,
            )  # fmt: skip


def _of_exams(
    watched: Mapping[str, PersonFacts], taken: Mapping[str, list[Participation]],
    facts: ProgressFacts, rule: WatchRule, trials: Iterable[TrialResult],
) -> Iterator[WatchEntry]:  # fmt: skip
    zone = ZoneInfo(facts.window.zone)
    for trial in trials:
        person = watched.get(trial.person)
        if person is None:
            continue
        part = next(
            (one for one in taken.get(trial.person, ()) if one.course == trial.course), None
        )
        last = local_day(max(part.last, part.last_access), zone) if part else None
        risk, since = _risk(trial, part, last, rule)
        if risk is not None:
            yield WatchEntry(
                WatchKind.GIA, person.person, person.class_name, trial.course, trial.subject,
                trial.points, trial.threshold, since, risk,
            )  # fmt: skip


def _risk(
    trial: TrialResult, part: Participation | None, last: date | None, rule: WatchRule
) -> tuple[GiaRisk | None, date | None]:
    if trial.points is None:
        return GiaRisk.NO_TRIAL, None
    if not trial.ready:
        return GiaRisk.BELOW, trial.day
    if part is not None and (last is None or (rule.as_of - last).days > rule.inactive_days):
        return GiaRisk.NOT_WORKING, last
    return None, None
