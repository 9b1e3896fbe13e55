"""A pupil's term: sits down on some evenings, opens some courses, does the next things there."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from random import Random

from vsosh_moodle.sandbox.play.access_conditions import Standing
from vsosh_moodle.sandbox.play.chance import chance
from vsosh_moodle.sandbox.play.characters import draw_character
from vsosh_moodle.sandbox.play.course_work import CourseWork
from vsosh_moodle.sandbox.play.courses import PlayedActivity, PlayedCourse
from vsosh_moodle.sandbox.play.days import Span, day_of, draw_moments, moment
from vsosh_moodle.sandbox.play.people import Player
from vsosh_moodle.sandbox.play.records import Records
from vsosh_moodle.sandbox.play.tasks import Moment, do_task

GradedAt = Callable[[PlayedCourse, PlayedActivity, str, int], int | None]
"""When the work of a person, handed in at a moment, is graded; None for never."""

_WEEK = 7 * 86400
_COME = 0.85


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
        first, last = moment(self._span.start), self._span.last_moment
        for at, course in sorted([*self._evenings(), *self._sittings()], key=lambda one: one[0]):
            if first <= at <= last:
                rng = chance(self._seed, self._player.person, at)
                if course is None:
                    self._sit_down(at, rng, records)
                else:
                    self._visit(course, at, rng, records, sitting=True)
        for work in self._works.values():
            work.take_coming(last)
            work.write(records)
        return bool(self._works)

    def _evenings(self) -> Iterator[tuple[int, None]]:
        """Yield the moments at which the pupil sits down to learn, week by week."""
        days = chance(self._seed, "days", self._player.person)
        for number, monday in enumerate(self._span.weeks()):
            if not self._has_stopped(number):
                for at in draw_moments(days, monday, self._character.sessions):
                    yield at, None

    def _sittings(self) -> Iterator[tuple[int, PlayedCourse]]:
        """Yield when the pupil's class sits something together, and the course: most come."""
        if not self._character.sessions:
            return
        for courseid in sorted({place.courseid for place in self._player.places if place.learns}):
            course = self._courses.get(courseid)
            windows = {one.sitting for one in course.activities if one.sitting} if course else set()
            for begin, end in sorted(windows):
                if course is None or self._has_stopped((begin - moment(self._span.start)) // _WEEK):
                    continue
                rng = chance(self._seed, "sitting", self._player.person, course.key, begin)
                day = day_of(begin) + timedelta(days=rng.randrange(max((end - begin) // 86400, 1)))
                if rng.random() < _COME:
                    yield (
                        max(moment(day, 10 + rng.randrange(4)), begin) + rng.randrange(1200),
                        course,
                    )

    def _has_stopped(self, week: int) -> bool:
        stops = self._character.stops_after
        return stops is not None and week >= stops

    def _is_open(self, courseid: int, at: int) -> bool:
        return courseid in self._courses and any(
            place.courseid == courseid and place.learns and place.start <= at < place.end
            for place in self._player.places
        )

    def _sit_down(self, at: int, rng: Random, records: Records) -> None:
        open_now = [
            place.courseid for place in self._player.places if self._is_open(place.courseid, at)
        ]
        now = at
        for courseid in rng.sample(open_now, min(self._character.courses, len(open_now))):
            now = self._visit(self._courses[courseid], now, rng, records)
            if now > self._span.last_moment:
                break

    def _visit(
        self,
        course: PlayedCourse,
        now: int,
        rng: Random,
        records: Records,
        *,
        sitting: bool = False,
    ) -> int:
        if not self._is_open(course.courseid, now):
            return now
        person, last = self._player.person, self._span.last_moment
        work = self._work(course)
        work.take_coming(now)
        self._enter(course, now, records)
        now += rng.randrange(20, 90)
        things = work.sat_now(now) if sitting else work.next_ones(now, self._character)
        for activity in things:
            if now > last:
                break

            def graded_at(activity: PlayedActivity, handed_in: int) -> int | None:
                return self._graded_at(course, activity, person, handed_in)

            at = Moment(now, self._character.ability, last, rng, records, graded_at)
            self._enter(course, now, records)
            now += do_task(work, activity, at) + rng.randrange(10, 60)
        return now

    def _enter(self, course: PlayedCourse, now: int, records: Records) -> None:
        records.visit(self._player.userid, course.courseid, now, by_app=self._character.by_app)

    def _work(self, course: PlayedCourse) -> CourseWork:
        if course.courseid not in self._works:
            rng = chance(self._seed, self._player.person, course.key)
            standing = Standing(self._player.groups)
            self._works[course.courseid] = CourseWork(course, self._player.userid, standing, rng)
        return self._works[course.courseid]
