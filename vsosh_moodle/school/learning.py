"""What learners did, as a pull brings it out of Moodle: plain rows, people and courses by their keys.

Moments are Unix seconds, 0 for never. `activity` is Moodle's course module, `person` an idnumber.
"""

from typing import NamedTuple


class AccountRow(NamedTuple):
    """An account of ours: a pupil's or a teacher's."""

    person: str
    first_access: int
    last_access: int
    suspended: bool


class CourseRow(NamedTuple):
    """A course of ours."""

    course: str
    moodle_id: int
    title: str
    visible: bool
    tracks_completion: bool


class ActivityRow(NamedTuple):
    """An activity; `key` is "" when a teacher made it, `tracking` 0 none, 1 by hand, 2 by rules.

    `added` and `due` are 0 where the site did not tell them.
    """

    activity: int
    course: str
    key: str
    module: str
    title: str
    section: int
    tracking: int
    grade_max: float | None
    grade_pass: float | None
    visible: bool
    added: int
    due: int


class EnrolmentRow(NamedTuple):
    """Somebody in a course; `teaches` for whoever may grade there. `active`: neither suspended nor over."""

    course: str
    person: str
    teaches: bool
    active: bool
    start: int
    end: int


class CompletionRow(NamedTuple):
    """The state of an activity for a learner: 0 none, 1 done, 2 passed, 3 failed."""

    activity: int
    person: str
    state: int
    time: int


class CourseCompletionRow(NamedTuple):
    """When a learner completed a course."""

    course: str
    person: str
    completed: int


class GradeRow(NamedTuple):
    """A grade in points of the activity, whose `activity` is 0 for the course's own."""

    activity: int
    course: str
    person: str
    grade: float | None
    grade_max: float | None
    time: int


class AccessRow(NamedTuple):
    """When somebody was in a course last."""

    course: str
    person: str
    time: int


class SubmissionRow(NamedTuple):
    """The latest submission of an assignment: `status` is Moodle's (new, draft, submitted, reopened)."""

    activity: int
    person: str
    status: str
    time: int
    attempt: int


class AttemptRow(NamedTuple):
    """An attempt at a quiz or an H5P task; `fraction` 0-1 of the points, None before they are known."""

    activity: int
    person: str
    attempt: int
    state: str
    started: int
    finished: int
    fraction: float | None


class PostRow(NamedTuple):
    """A post in a forum, by Moodle's id of it."""

    post: int
    activity: int
    person: str
    time: int


class ContingentRow(NamedTuple):
    """A pupil as the lists of the day had them.

    `person` is the idnumber, or "?" and a digest for who has no account yet. `categories` are keys of
    the config's learner categories, sorted.
    """

    person: str
    class_name: str
    form: str
    distance: bool
    categories: tuple[str, ...]


class GapRow(NamedTuple):
    """What a pull could not read: a code of store/snapshot_gaps.py, of which course, and what of it."""

    code: str
    course: str = ""
    detail: str = ""
