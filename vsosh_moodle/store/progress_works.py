"""What pupils did in a period, course by course: counted in SQL, so that millions of facts stay there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.indicators.facts import (
    ActiveRule,
    GradingFacts,
    Participation,
    PersonFacts,
    WorkKind,
)
from vsosh_moodle.store.database import Database
from vsosh_moodle.store.fact_tables import HOLDS, holds, stands
from vsosh_moodle.store.progress_people import Contingent
from vsosh_moodle.store.progress_rhythm import Rhythm
from vsosh_moodle.store.progress_window import DAY, View

IN_TIME = 7 * DAY
"""Work checked within a week counts as checked in time."""

WORKS = {
    WorkKind.COMPLETION: ("completion_facts", "time", "state IN (1, 2)"),
    WorkKind.SUBMISSION: ("submission_facts", "time", "status = 'submitted'"),
    WorkKind.ATTEMPT: ("attempt_facts", "finished", "state = 'finished'"),
    WorkKind.POST: ("post_facts", "time", "1"),
}
"""The table of each kind of work, the column with its moment, and when it counts."""


def work_stands(kind: WorkKind, table: str) -> str:
    """Return the condition under which a fact of a kind of work is done by `:stop`; see `stands`.

    Attempts and posts are never done again. An assignment given back for another attempt was handed in.
    """
    if kind is WorkKind.COMPLETION:
        return stands(table, "completion_facts", "time", "n.state IN (1, 2)")
    if kind is WorkKind.SUBMISSION:
        same = " AND ".join(f"n.{key} = {table}.{key}" for key in ("course", "person", "activity"))
        later = f"FROM submission_facts n WHERE {same} AND n.since > {table}.since"
        return (
            f"{table}.since <= :snapshot AND ({table}.until IS NULL OR {table}.until > :snapshot"
            f" OR EXISTS (SELECT 1 {later} AND {holds('n')} AND (n.attempt > {table}.attempt"
            "  OR n.status = 'submitted' AND n.time >= :stop))"
            f" AND NOT EXISTS (SELECT 1 {later} AND n.since <= :snapshot"
            "  AND n.status = 'submitted' AND n.time < :stop))"
        )
    return holds(table)


@dataclass(slots=True)
class _Sum:
    """Works of one kind of a pupil in a course: in the window, the first and the last of them."""

    count: int = 0
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Works:
    """What was gathered of all courses; `unlisted` worked without being on any list of the window."""

    rhythm: Rhythm
    participations: list[Participation] = field(default_factory=list)
    grading: list[GradingFacts] = field(default_factory=list)
    unlisted: set[int] = field(default_factory=set)


class WorkReader:
    """Gathers the works of one window, a course at a time."""

    def __init__(
        self, database: Database, view: View, rule: ActiveRule, contingent: Contingent
    ) -> None:
        self._database = database
        self._view = view
        self._rule = rule
        self._people: Mapping[int, PersonFacts] = contingent.people
        self.works = Works(Rhythm(view, contingent, rule.least))

    def take(self, course: int, key: str) -> None:
        """Gather what was done in a course."""
        members = self._members(course)
        sums = {kind: self._sums(course, kind) for kind in WorkKind}
        done = self._done(course)
        grades, accesses, completed = self._standing(course)
        expected = self._due_count(course)
        # Whoever worked in the window took part, though the enrolment was gone before any snapshot.
        for person in sorted(
            members.keys() | {one for of_kind in sums.values() for one in of_kind}
        ):
            if person not in self._people:
                if any(person in of_kind for of_kind in sums.values()):
                    self.works.unlisted.add(person)
                continue
            counted = [
                one for kind in self._rule.kinds if (one := sums[kind].get(person)) is not None
            ]
            done_ever, done_due = done.get(person, (0, 0))
            self.works.participations.append(
                Participation(
                    person=self._people[person].person,
                    course=key,
                    active=members.get(person, False),
                    done=_count(sums, WorkKind.COMPLETION, person),
                    submitted=_count(sums, WorkKind.SUBMISSION, person),
                    attempts=_count(sums, WorkKind.ATTEMPT, person),
                    posts=_count(sums, WorkKind.POST, person),
                    first=min((one.first for one in counted), default=0),
                    last=max((one.last for one in counted), default=0),
                    last_access=accesses.get(person, 0),
                    done_ever=done_ever,
                    completed=completed.get(person, 0),
                    grade=grades.get(person),
                    overdue=max(0, expected - done_due) if members.get(person) else 0,
                )
            )
        self._take_grading(course, key)

    def _rows(self, sql: str, course: int) -> Iterator[tuple[Any, ...]]:
        parameters: Any = {**self._view.parameters, "course": course, **self._due_limit()}
        return self._database.stream(sql, parameters)

    def _due_limit(self) -> dict[str, int]:
        return {"limit": min(self._view.moments.stop, self._view.taken)}

    def _members(self, course: int) -> dict[int, bool]:
        """Return the pupils enrolled on any day of the window, and whether actively at its end."""
        sql = (
            "SELECT person, max(active AND (until IS NULL OR until > :last)) FROM enrolment_facts"
            " WHERE course = :course AND NOT teaches"
            " AND since <= :last AND (until IS NULL OR until > :first)"
            " AND begins < :stop AND (ends = 0 OR ends > :start) GROUP BY person"
        )
        return {person: bool(active) for person, active in self._rows(sql, course)}

    def _sums(self, course: int, kind: WorkKind) -> dict[int, _Sum]:
        """Return by person the works of a kind in the window, and take in the days they were done on.

        The days come as one text of a person's works in the course: a row for each would cost a second
        for every million.
        """
        table, moment, counts = WORKS[kind]
        sql = (
            f"SELECT person, count(*), min({moment}), max({moment}),"
            f" group_concat({self._view.moments.day_number_sql(moment)}) FROM {table} AS f"
            f" WHERE course = :course AND {work_stands(kind, 'f')} AND {counts}"
            f" AND {moment} >= :start AND {moment} < :stop GROUP BY person"
        )
        found: dict[int, _Sum] = {}
        take_days = self.works.rhythm.take if kind in self._rule.kinds else None
        for person, count, first, last, days in self._rows(sql, course):
            found[person] = _Sum(count, first, last)
            if take_days is not None:
                take_days(person, days.split(","))
        return found

    def _done(self, course: int) -> dict[int, tuple[int, int]]:
        """Return how many activities were completed up to the window's end, and of those due by then."""
        sql = (
            "SELECT person, count(*), sum(activity IN (SELECT activity FROM activity_facts a"
            f" WHERE a.course = :course AND {_OVERDUE} AND {HOLDS})) FROM completion_facts AS f"
            f" WHERE course = :course AND {work_stands(WorkKind.COMPLETION, 'f')}"
            " AND state IN (1, 2) AND time < :stop GROUP BY person"
        )
        return {person: (count, due) for person, count, due in self._rows(sql, course)}

    def _due_count(self, course: int) -> int:
        sql = (
            f"SELECT count(*) FROM activity_facts WHERE course = :course AND {_OVERDUE} AND {HOLDS}"
        )
        return int(next(self._rows(sql, course))[0])

    def _standing(self, course: int) -> tuple[dict[int, float], dict[int, int], dict[int, int]]:
        """Return the course's totals in percent, last accesses, and when the course was completed."""
        grades = (
            "SELECT person, 100.0 * grade / grade_max FROM grade_facts"
            f" WHERE course = :course AND activity = 0 AND {HOLDS}"
            " AND grade IS NOT NULL AND grade_max > 0"
        )
        accesses = (
            "SELECT person, CASE WHEN time < :stop THEN time ELSE coalesce((SELECT max(b.time)"
            " FROM access_facts b WHERE b.course = a.course AND b.person = a.person"
            " AND b.since <= :snapshot AND b.time < :stop), time) END"
            f" FROM access_facts a WHERE course = :course AND {HOLDS}"
        )
        completed = (
            "SELECT person, completed FROM course_completion_facts"
            f" WHERE course = :course AND completed < :stop AND {HOLDS}"
        )
        return (
            dict(self._rows(grades, course)),
            dict(self._rows(accesses, course)),
            dict(self._rows(completed, course)),
        )

    def _take_grading(self, course: int, key: str) -> None:
        """Count the assignments handed in during the window, and what became of them by now.

        A grade given before the work was handed in (again) is of an earlier attempt; one mended later
        was given when it was first given.
        """
        sql = (
            "SELECT s.person, s.time, (SELECT min(e.time) FROM grade_facts e"
            "  WHERE e.course = s.course AND e.person = s.person AND e.activity = s.activity"
            "  AND e.since <= :snapshot AND e.grade IS NOT NULL AND e.time >= s.time), g.grade"
            " FROM submission_facts s"
            " LEFT JOIN grade_facts g ON g.course = s.course AND g.person = s.person"
            " AND g.activity = s.activity AND g.grade IS NOT NULL"
            f" AND {holds('g')} AND g.time >= s.time"
            f" WHERE s.course = :course AND {work_stands(WorkKind.SUBMISSION, 's')}"
            " AND s.status = 'submitted' AND s.time >= :start AND s.time < :stop"
        )
        submitted = graded = in_time = 0
        for person, handed_in, checked, grade in self._rows(sql, course):
            if person not in self._people:
                continue
            submitted += 1
            if grade is not None:
                graded += 1
                in_time += checked - handed_in <= IN_TIME
        if submitted:
            self.works.grading.append(
                GradingFacts(key, submitted, graded, in_time, submitted - graded)
            )


_OVERDUE = "tracking > 0 AND visible AND due > 0 AND due < :limit"


def _count(sums: Mapping[WorkKind, Mapping[int, _Sum]], kind: WorkKind, person: int) -> int:
    found = sums[kind].get(person)
    return found.count if found else 0
