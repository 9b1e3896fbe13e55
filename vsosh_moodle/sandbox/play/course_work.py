"""A pupil in a course: what is done in it, and what Moodle makes of that: states, grades, totals."""

import itertools
from dataclasses import dataclass, field
from random import Random

from vsosh_moodle.sandbox.grade_totals import course_total
from vsosh_moodle.sandbox.play.access_conditions import Standing, is_open
from vsosh_moodle.sandbox.play.characters import Character
from vsosh_moodle.sandbox.play.completion_states import (
    COMPLETE,
    FAILED,
    PASSED,
    Deeds,
    completion_state,
)
from vsosh_moodle.sandbox.play.courses import PlayedActivity, PlayedCourse
from vsosh_moodle.sandbox.play.records import Records


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade in points and when it was given."""

    points: float
    time: int


@dataclass(slots=True)
class CourseWork:
    """The pupil's standing in the course, kept moment by moment."""

    course: PlayedCourse
    userid: int
    standing: Standing
    rng: Random
    deeds: dict[int, Deeds] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    grades: dict[int, Grade] = field(default_factory=dict)
    over: set[int] = field(default_factory=set)
    fractions: dict[int, list[float]] = field(default_factory=dict)
    criteria_met: dict[int, int] = field(default_factory=dict)
    completed: int = 0
    handed_in: bool = False
    coming: list[tuple[int, PlayedActivity, float]] = field(default_factory=list)

    def of(self, activity: PlayedActivity) -> Deeds:
        """Return what was done in an activity so far."""
        return self.deeds.setdefault(activity.cmid, Deeds())

    def next_ones(self, now: int, character: Character) -> list[PlayedActivity]:
        """Return what the pupil turns to now: the first open things whose day has come."""
        until = now - int(character.lag * 86400)
        found = []
        for activity in self.course.activities:
            if activity.cmid in self.over or activity.planned - 6 * 86400 > until:
                continue
            if activity.sitting is not None:
                continue
            if activity.cmid not in self.deeds and self.rng.random() < character.skips:
                self.over.add(activity.cmid)
            elif all(is_open(tree, self.standing, now) for tree in activity.restricted):
                found.append(activity)
                if len(found) == character.things:
                    break
        return found

    def sat_now(self, now: int) -> list[PlayedActivity]:
        """Return what is sat together now: parts of one exam whose window is open."""
        return [
            activity
            for activity in self.course.activities
            if activity.sitting is not None
            and activity.sitting[0] <= now <= activity.sitting[1]
            and activity.cmid not in self.over
            and all(is_open(tree, self.standing, now) for tree in activity.restricted)
        ]

    def update(self, activity: PlayedActivity, now: int) -> None:
        """Tell completion that something changed, as Moodle's `update_state` does."""
        state = completion_state(activity.rules, self.of(activity))
        if state == self.standing.states.get(activity.cmid, 0):
            return
        self.standing.states[activity.cmid] = state
        self.changed[activity.cmid] = now
        self._meet_criteria(activity, state, now)

    def give_grade(self, activity: PlayedActivity, points: float, now: int) -> None:
        """Put a grade into the gradebook."""
        if not activity.is_graded:
            return
        self.grades[activity.cmid] = Grade(round(points, 5), now)
        self.standing.fractions[activity.cmid] = points / activity.grade_max
        self.of(activity).grade = round(points, 5)
        self.update(activity, now)

    def take_coming(self, now: int) -> None:
        """Take the grades that teachers have given by now."""
        for when, activity, points in sorted(self.coming, key=lambda one: one[:1]):
            if when <= now:
                self.give_grade(activity, points, when)
        self.coming = [one for one in self.coming if one[0] > now]

    def _meet_criteria(self, activity: PlayedActivity, state: int, now: int) -> None:
        """Mark the criterion of an activity; a mark once set stays, as Moodle keeps it.

        A failed grade meets it unless passing was asked for (`mark_course_completions_activity_criteria`).
        """
        criteria = self.course.criteria
        wanted = (criteria or {}).get("activities", [])
        good = {COMPLETE, PASSED} if activity.rules.passing else {COMPLETE, PASSED, FAILED}
        if activity.cmid not in wanted or state not in good:
            return
        self.criteria_met.setdefault(activity.cmid, now)
        if criteria is None or self.completed:
            return
        enough = any if criteria.get("activities_aggregation") == "any" else all
        if enough(cmid in self.criteria_met for cmid in wanted) and self._others_met(now):
            self.completed = max(self.criteria_met.values())

    def _others_met(self, now: int) -> bool:
        """Whether the criteria beside activities hold; ticking the course oneself is never played."""
        criteria = self.course.criteria or {}
        if criteria.get("aggregation") == "any":
            return True
        total = course_total(self.course.gradebook, self._points())
        graded = criteria.get("grade") is None or (
            total is not None and total[0] >= criteria["grade"]
        )
        return graded and now >= (criteria.get("date") or 0) and not criteria.get("self")

    def _points(self, until: int | None = None) -> dict[int, float]:
        return {
            cmid: grade.points
            for cmid, grade in self.grades.items()
            if until is None or grade.time <= until
        }

    def write(self, records: Records) -> None:
        """Leave the rows of states, grades and the course."""
        courseid, userid = self.course.courseid, self.userid
        states = self.standing.states
        records.completions += [
            (cmid, userid, states[cmid], when) for cmid, when in self.changed.items()
        ]
        if self.criteria_met:
            started = min(self.criteria_met.values())
            records.course_completions.append((courseid, userid, started, self.completed or None))
        if not self.grades and not self.handed_in:
            return
        for activity in self.course.activities:
            grade = self.grades.get(activity.cmid)
            if grade is not None:
                points = grade.points
                records.grades.append(
                    (courseid, activity.cmid, userid, points, points, None, grade.time)
                )
            elif activity.is_graded:
                # Moodle makes an empty row for every item once it counts a total, even of nothing.
                records.grades.append((courseid, activity.cmid, userid, None, None, None, 0))
        self._write_total(records)

    def _write_total(self, records: Records) -> None:
        total = course_total(self.course.gradebook, self._points())
        if total is None:
            records.grades.append((self.course.courseid, 0, self.userid, None, None, None, 0))
            return
        moments = sorted({grade.time for grade in self.grades.values()}, reverse=True)
        changed = moments[-1]
        for now, before in itertools.pairwise(moments):
            if course_total(self.course.gradebook, self._points(before)) != total:
                changed = now
                break
        records.grades.append(
            (self.course.courseid, 0, self.userid, total[0], None, total[1], changed)
        )
