"""A pupil's term: sits down on some evenings, opens some courses, does the next things there."""

from collections.abc import Callable, Mapping
from random import Random

from vsosh_moodle.sandbox.play.access_conditions import Standing
from vsosh_moodle.sandbox.play.chance import chance
from vsosh_moodle.sandbox.play.characters import draw_character
from vsosh_moodle.sandbox.play.course_work import CourseWork
from vsosh_moodle.sandbox.play.courses import PlayedActivity, PlayedCourse
from vsosh_moodle.sandbox.play.days import Span, draw_moments, moment
from vsosh_moodle.sandbox.play.people import Player
from vsosh_moodle.sandbox.play.records import Records
from vsosh_moodle.sandbox.play.tasks import Moment, do_task

GradedAt = Callable[[PlayedCourse, PlayedActivity, str, int], int | None]
"""When the work of a person, handed in at a moment, is graded; None for never."""


class PupilPlay:
    """Plays one pupil over the span.

    What is drawn does not depend on the end of the span: a longer one begins the same.
    """

    def __init__(
        self,
        player: Player,
        courses: Mapping[int, PlayedCourse],
        span: Span,
        seed: int,
        graded_at: GradedAt,
    ) -> None:
        self._player = player
        self._courses = courses
        self._span = span
        self._seed = seed
        self._graded_at = graded_at
        self._character = draw_character(seed, player.person)
        self._works: dict[int, CourseWork] = {}

    def play(self, records: Records) -> bool:
        """Leave the rows of this pupil; return whether the pupil came at all."""
        character, last = self._character, self._span.last_moment
        days = chance(self._seed, "days", self._player.person)
        for number, monday in enumerate(self._span.weeks()):
            if character.stops_after is not None and number >= character.stops_after:
                break
            for at in draw_moments(days, monday, character.sessions):
                if moment(self._span.start) <= at <= last:
                    self._sit_down(at, records)
        for work in self._works.values():
            work.take_coming(last)
            work.write(records)
        return bool(self._works)

    def _sit_down(self, at: int, records: Records) -> None:
        rng = chance(self._seed, self._player.person, at)
        open_now = [
            place.courseid
            for place in self._player.places
            if place.learns and place.start <= at < place.end and place.courseid in self._courses
        ]
        now = at
        for courseid in rng.sample(open_now, min(self._character.courses, len(open_now))):
            now = self._visit(self._courses[courseid], now, rng, records)
            if now > self._span.last_moment:
                break

    def _visit(self, course: PlayedCourse, now: int, rng: Random, records: Records) -> int:
        person, last = self._player.person, self._span.last_moment
        work = self._work(course)
        work.take_coming(now)
        records.visit(self._player.userid, course.courseid, now)
        now += rng.randrange(20, 90)
        for activity in work.next_ones(now, self._character):
            if now > last:
                break

            def graded_at(activity: PlayedActivity, handed_in: int) -> int | None:
                return self._graded_at(course, activity, person, handed_in)

            at = Moment(now, self._character.ability, last, rng, records, graded_at)
            records.visit(self._player.userid, course.courseid, now)
            now += do_task(work, activity, at) + rng.randrange(10, 60)
        return now

    def _work(self, course: PlayedCourse) -> CourseWork:
        if course.courseid not in self._works:
            rng = chance(self._seed, self._player.person, course.key)
            standing = Standing(self._player.groups)
            self._works[course.courseid] = CourseWork(course, self._player.userid, standing, rng)
        return self._works[course.courseid]
