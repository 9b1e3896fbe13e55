"""Who completed what: core_completion_* functions, one learner and one course at a time.

Moodle has no function that tells a whole course (behaviour.md M6): these go many to a request where
the site can bundle. A site with the plugin is asked by `plugin_progress` instead.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vsosh_moodle.moodle.answers import int_of, parse_object, parse_rows, required_int
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.ids import CourseId, ModuleId, UserId

_ACTIVITIES = "core_completion_get_activities_completion_status"
_COURSE = "core_completion_get_course_completion_status"

# A sub-call takes some 90 ms of a course with 20 activities: a request of these ends in 2-3 s.
LEARNERS_PER_REQUEST = 30
FAILED = 3
_ANY_CRITERION = 2
_NOTHING_TO_TELL = frozenset({"nocriteriaset", "cannotviewreport", "usernotenroled", "notenroled"})


class CourseLearner(NamedTuple):
    """Whose completion of which course."""

    course: CourseId
    user: UserId


class ActivityState(NamedTuple):
    """The state of an activity for a learner: 0 none, 1 done, 2 passed, 3 failed; when it changed."""

    activity: ModuleId
    state: int
    time: int


class CourseCompletion(NamedTuple):
    """Whether a learner completed a course by its criteria, and when, Unix seconds; 0 not yet.

    The function tells the moments of the criteria only: `time` is the last of them where all are
    needed, the first where any will do.
    """

    completed: bool
    time: int


def get_activity_states(
    client: MoodleClient, learners: Sequence[CourseLearner], *, chunk: int = LEARNERS_PER_REQUEST
) -> list[list[ActivityState] | MoodleError]:
    """Return the activities each learner has a state in, or the error that stands for them, in order.

    Activities that were never touched are left out. A course that does not track completion has
    none; somebody who is not enrolled has none done. Activities that the token may not see are
    not told: moodle/course:viewhiddenactivities.

    Calls: core_completion_get_activities_completion_status (4.1-4.5), bundled where the site can
    """
    results = client.bundle(_ACTIVITIES, [_params(one) for one in learners], chunk=chunk)
    return [
        result if isinstance(result, MoodleError) else parse_object(_ACTIVITIES, result, _states)
        for result in results
    ]


def get_course_completions(
    client: MoodleClient, learners: Sequence[CourseLearner], *, chunk: int = LEARNERS_PER_REQUEST
) -> list[CourseCompletion | MoodleError]:
    """Return whether each learner completed the course, or the error that stands for it, in order.

    A bundle stops at each error: ask of one learner first whether the course has criteria at all,
    and of active learners only (`has_nothing_to_tell`).

    Calls: core_completion_get_course_completion_status (4.1-4.5), bundled where the site can
    """
    results = client.bundle(_COURSE, [_params(one) for one in learners], chunk=chunk)
    return [
        result if isinstance(result, MoodleError) else parse_object(_COURSE, result, _completion)
        for result in results
    ]


def has_nothing_to_tell(error: MoodleError) -> bool:
    """Tell whether an error only says that there is no completion: no criteria, off, not active.

    `cannotviewreport` is a course with tracking off, and a token without report/completion:view.
    """
    return error.errorcode in _NOTHING_TO_TELL


def _params(learner: CourseLearner) -> dict[str, object]:
    return {"courseid": learner.course, "userid": learner.user}


def _states(row: Mapping[str, object]) -> list[ActivityState]:
    states = parse_rows(_ACTIVITIES, row["statuses"], _state)
    return [one for one in states if one.state or one.time]


def _state(row: Mapping[str, object]) -> ActivityState:
    return ActivityState(
        ModuleId(required_int(row, "cmid")),
        # Moodle's 4 is a failure whose grade is hidden.
        min(required_int(row, "state"), FAILED),
        int_of(row, "timecompleted"),
    )


def _completion(row: Mapping[str, object]) -> CourseCompletion:
    return parse_object(_COURSE, row["completionstatus"], _status)


def _status(row: Mapping[str, object]) -> CourseCompletion:
    if not row["completed"]:
        return CourseCompletion(completed=False, time=0)
    times = parse_rows(_COURSE, row["completions"], lambda one: int_of(one, "timecompleted"))
    met = [time for time in times if time] or [0]
    chosen = min if required_int(row, "aggregation") == _ANY_CRITERION else max
    return CourseCompletion(completed=True, time=chosen(met))
