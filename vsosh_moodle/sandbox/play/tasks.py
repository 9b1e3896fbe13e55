"""What a pupil does in an activity of each type, and when it is over for the pupil.

Every task returns the seconds it took, and adds the activity to `over` when nothing is left to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from vsosh_moodle.sandbox.play.completion_states import BY_HAND
from vsosh_moodle.sandbox.play.course_work import CourseWork
from vsosh_moodle.sandbox.play.courses import PlayedActivity
from vsosh_moodle.sandbox.play.records import Records

_ENOUGH = 0.7
_MOST_TRIES = 4
_MARKS = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """The circumstances of a task: when, how able the pupil is, until when the play goes.

    `graded_at` tells when a teacher will have graded a work handed in at a moment, None for never.
    """

    now: int
    ability: float
    last: int
    rng: Random
    records: Records
    graded_at: Callable[[PlayedActivity, int], int | None]


def read_on(work: CourseWork, activity: PlayedActivity, at: Moment) -> int:
    """Open a page, a file, a link; tick what is to be ticked by hand."""
    work.of(activity).viewed = True
    if activity.rules.tracking == BY_HAND:
        work.of(activity).ticked = at.rng.random() < 0.9
    work.update(activity, at.now)
    work.over.add(activity.cmid)
    return at.rng.randrange(90, 600)


def hand_in(work: CourseWork, activity: PlayedActivity, at: Moment) -> int:
    """Open an assignment, write an answer, hand it in: a teacher will grade it."""
    settings, deeds = activity.settings, work.of(activity)
    if at.now < (settings.get("open") or 0):
        return 0
    deeds.viewed = True
    if settings.get("cut_off") and at.now > settings["cut_off"]:
        work.over.add(activity.cmid)
        return 0
    if at.rng.random() < 0.06:
        # Opened and left: Moodle has made the row of the submission all the same.
        at.records.submissions.append((activity.cmid, work.userid, "new", 0, at.now))
        work.update(activity, at.now)
        return at.rng.randrange(60, 300)
    deeds.submitted = work.handed_in = True
    at.records.submissions.append((activity.cmid, work.userid, "submitted", 0, at.now))
    work.update(activity, at.now)
    work.over.add(activity.cmid)
    graded, points = at.graded_at(activity, at.now), _points(activity, at)
    if graded is not None and activity.is_graded:
        work.coming.append((graded, activity, points))
    if activity.rules.tracking == BY_HAND:
        deeds.ticked = True
        work.update(activity, at.now)
    return at.rng.randrange(600, 2400)


def _points(activity: PlayedActivity, at: Moment) -> float:
    """A teacher's grade: whole points, and no 1 where the scale is that of school marks."""
    share = _share(at.ability, at.rng)
    if activity.grade_max <= _MARKS:
        return float(
            max(2 if activity.grade_max == _MARKS else 0, round(share * activity.grade_max))
        )
    return float(round(share * activity.grade_max))


def _share(ability: float, rng: Random) -> float:
    return min(1.0, max(0.05, rng.gauss(ability, 0.13)))


def attempt_quiz(work: CourseWork, activity: PlayedActivity, at: Moment) -> int:
    """Attempt a test: better each time, until it is passed or there are no attempts left."""
    settings, deeds = activity.settings, work.of(activity)
    if at.now < (settings.get("open") or 0):
        return 0
    if settings.get("close") and at.now > settings["close"]:
        work.over.add(activity.cmid)
        return 0
    deeds.viewed = True
    if not settings.get("questions"):
        # Moodle starts no attempt at a test without questions (`noquestionsfound`).
        work.over.add(activity.cmid)
        work.update(activity, at.now)
        return at.rng.randrange(10, 60)
    limit = settings.get("time_limit") or 1500
    spent = int(limit * at.rng.uniform(0.3, 0.95))
    number = deeds.attempts + 1
    row = (activity.cmid, work.userid, number)
    if at.rng.random() < 0.04 and number == 1:
        # Interrupted: it stays open, and is finished another evening.
        at.records.attempts.append((*row, "inprogress", at.now, 0, at.now, None))
        work.update(activity, at.now)
        return spent
    end = at.now + spent
    if end > at.last:
        at.records.attempts.append((*row, "inprogress", at.now, 0, at.now, None))
        return spent
    share = _share(at.ability + 0.08 * deeds.attempts, at.rng)
    count = sum(one.get("count", 1) for one in settings["questions"])
    fraction = round(round(share * count) / count, 5)
    at.records.attempts.append((*row, "finished", at.now, end, end, fraction))
    deeds.attempts = number
    shares = work.fractions.setdefault(activity.cmid, [])
    shares.append(fraction)
    kept = _KEPT[settings.get("grading", "highest")](shares)
    work.give_grade(activity, kept * activity.grade_max, end)
    if not activity.is_graded:
        work.update(activity, end)
    _go_on(work, activity, kept, at.rng)
    return spent


_KEPT: dict[str, Callable[[list[float]], float]] = {
    "highest": max,
    "average": lambda shares: sum(shares) / len(shares),
    "first": lambda shares: shares[0],
    "last": lambda shares: shares[-1],
}


def _go_on(work: CourseWork, activity: PlayedActivity, kept: float, rng: Random) -> None:
    """Leave a test when it is passed, when attempts are used up, or when patience is."""
    most = activity.rules.attempts or _MOST_TRIES
    asked = activity.rules.pass_grade / activity.grade_max if activity.grade_max else 0
    tries = work.of(activity).attempts
    content = kept >= max(asked, 0 if asked else _ENOUGH) or rng.random() < 0.2
    if content and tries < activity.rules.own.get("min_attempts", 0):
        return
    if content or tries >= most:
        work.over.add(activity.cmid)


def write_post(work: CourseWork, activity: PlayedActivity, at: Moment) -> int:
    """Write in a forum: as many posts as are asked for, over some evenings; else now and then one."""
    deeds, own = work.of(activity), activity.rules.own
    if not activity.settings.get("forum_type"):
        # Announcements, which the course itself made: pupils only read them.
        work.over.add(activity.cmid)
        return 0
    deeds.viewed = True
    asked = max(own.get("posts", 0), own.get("discussions", 0) + own.get("replies", 0))
    if not asked and at.rng.random() > 0.3:
        work.update(activity, at.now)
        work.over.add(activity.cmid)
        return at.rng.randrange(30, 200)
    starts = deeds.discussions < max(own.get("discussions", 0), 1)
    if starts:
        deeds.discussions += 1
    else:
        deeds.replies += 1
    at.records.posts.append((activity.cmid, work.userid, at.now))
    work.update(activity, at.now)
    if deeds.discussions + deeds.replies >= max(asked, 1):
        work.over.add(activity.cmid)
    return at.rng.randrange(120, 700)


def answer(work: CourseWork, activity: PlayedActivity, at: Moment) -> int:
    """Answer a choice or a questionnaire."""
    settings, deeds = activity.settings, work.of(activity)
    if at.now < (settings.get("open") or 0):
        return 0
    deeds.viewed = True
    work.over.add(activity.cmid)
    if not (settings.get("close") and at.now > settings["close"]) and at.rng.random() < 0.9:
        deeds.submitted = True
        rows = at.records.choices if activity.module == "choice" else at.records.feedbacks
        rows.append((activity.cmid, work.userid, at.now))
    work.update(activity, at.now)
    return at.rng.randrange(60, 400)


def go_through(work: CourseWork, activity: PlayedActivity, at: Moment) -> int:
    """Go through a lesson or an H5P task to its end; the grade comes at once."""
    deeds, end = work.of(activity), at.now + at.rng.randrange(300, 1200)
    deeds.viewed = True
    work.over.add(activity.cmid)
    if end <= at.last and at.rng.random() < 0.92:
        deeds.ended = True
        deeds.attempts += 1
        share = round(_share(at.ability, at.rng), 5)
        times = (at.now, end, end)
        at.records.attempts.append((activity.cmid, work.userid, 1, "finished", *times, share))
        if activity.module == "lesson":
            at.records.lessons.append((activity.cmid, work.userid, at.now))
        work.give_grade(activity, share * activity.grade_max, end)
        work.update(activity, end)
    else:
        work.update(activity, at.now)
    return end - at.now


Task = Callable[[CourseWork, PlayedActivity, Moment], int]
TASKS: dict[str, Task] = {
    "assign": hand_in,
    "quiz": attempt_quiz,
    "forum": write_post,
    "choice": answer,
    "feedback": answer,
    "lesson": go_through,
    "h5pactivity": go_through,
}


def do_task(work: CourseWork, activity: PlayedActivity, at: Moment) -> int:
    """Do what the activity is for; whatever is not listed is opened and read."""
    return TASKS.get(activity.module, read_on)(work, activity, at)
