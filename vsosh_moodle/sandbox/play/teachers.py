"""Teachers of the played term: they look in, grade what was handed in, answer in forums."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random

from vsosh_moodle.sandbox.play.chance import chance
from vsosh_moodle.sandbox.play.characters import Grader, draw_grader
from vsosh_moodle.sandbox.play.courses import PlayedActivity, PlayedCourse
from vsosh_moodle.sandbox.play.days import Span, day_of, draw_moments, is_school_day, moment
from vsosh_moodle.sandbox.play.people import Player
from vsosh_moodle.sandbox.play.records import Records

_LOOKS_IN = 1.6
_ANSWERS = 0.12


class TeachersPlay:
    """Grades on school days; the first teacher of a course by key grades there."""

    def __init__(
        self, players: Iterable[Player], courses: Mapping[int, PlayedCourse], span: Span, seed: int
    ) -> None:
        self._courses = courses
        self._span = span
        self._seed = seed
        self._teachers = sorted(
            (player for player in players if any(place.teaches for place in player.places)),
            key=lambda player: player.person,
        )
        self._graders: dict[int, tuple[Player, Grader]] = {}
        for teacher in self._teachers:
            for place in teacher.places:
                if place.teaches:
                    grader = (teacher, draw_grader(seed, teacher.person))
                    self._graders.setdefault(place.courseid, grader)
        self._graded: list[tuple[int, int, int]] = []

    def graded_at(
        self, course: PlayedCourse, activity: PlayedActivity, person: str, handed_in: int
    ) -> int | None:
        """Return when a work is graded; None when nobody does, or not within what is played."""
        teacher = self._graders.get(course.courseid)
        if teacher is None:
            return None
        player, grader = teacher
        rng = chance(self._seed, "graded", person, course.key, activity.cmid)
        if rng.random() < grader.forgets:
            return None
        days = rng.randint(*grader.days) + (
            rng.randint(8, 20) if rng.random() < grader.waits else 0
        )
        day = day_of(handed_in) + timedelta(days=days)
        while not is_school_day(day):
            day += timedelta(days=1)
        when = moment(day, rng.randint(9, 17)) + rng.randrange(3600)
        if when > self._span.last_moment:
            return None
        self._graded.append((player.userid, course.courseid, when))
        return when

    def play(self, records: Records) -> int:
        """Leave the visits and posts of teachers; return how many teachers there are."""
        for userid, courseid, when in self._graded:
            records.visit(userid, courseid, when)
        for teacher in self._teachers:
            rng = chance(self._seed, "teacher", teacher.person)
            for monday in self._span.weeks():
                for place in teacher.places:
                    if place.teaches and place.courseid in self._courses:
                        self._look_in(teacher, self._courses[place.courseid], rng, monday, records)
        return len(self._teachers)

    def _look_in(
        self, teacher: Player, course: PlayedCourse, rng: Random, monday: date, records: Records
    ) -> None:
        for at in draw_moments(rng, monday, _LOOKS_IN):
            answers = rng.random() < _ANSWERS
            forum = rng.choice(course.forums) if course.forums else 0
            if not moment(self._span.start) <= at <= self._span.last_moment:
                continue
            records.visit(teacher.userid, course.courseid, at)
            if answers and forum:
                records.posts.append((forum, teacher.userid, at))
