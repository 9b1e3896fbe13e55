"""Read courses by Moodle's core functions: one call a course, then one a pupil and course, bundled.

Attempts at tests and posts in forums would take a call each: they are left out and noted as gaps.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

from vsosh_moodle.moodle.activities import (
    Activity,
    ModuleDetails,
    get_activities_of_courses,
    get_module_details,
)
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.completion import (
    LEARNERS_PER_REQUEST,
    ActivityState,
    CourseLearner,
    get_activity_states,
    get_course_completions,
    has_nothing_to_tell,
)
from vsosh_moodle.moodle.errors import (
    MoodleError,
    NotAttempted,
    SiteUnavailable,
    TokenRejected,
    TransportError,
)
from vsosh_moodle.moodle.grades import GradeQuery, UserGrade, get_grades
from vsosh_moodle.moodle.ids import CourseId, UserId
from vsosh_moodle.moodle.submissions import get_submissions
from vsosh_moodle.progress.members import Member, fetch_members, member_rows
from vsosh_moodle.progress.reading import Batch, Pool, Read, Take
from vsosh_moodle.school.learning import (
    ActivityRow,
    CompletionRow,
    CourseCompletionRow,
    CourseRow,
    GapRow,
    GradeRow,
    SubmissionRow,
)

STATES = "core_completion_get_activities_completion_status"
COURSE_COMPLETION = "core_completion_get_course_completion_status"
MODULE = "core_course_get_course_module"
GRADES = "gradereport_user_get_grade_items"
SUBMISSIONS = "mod_assign_get_submissions"
FUNCTION_OF = {"completion": STATES, "grades": GRADES, "submissions": SUBMISSIONS}
"""The function that a part is read by; a service may lack it."""
ITEM_PREFIX = "vsosh:"
"""What the plugin writes before the key of an activity, whatever the prefix of the school's keys is."""
MOST_LEARNERS_AT_ONCE = 300
"""Grades of more learners than this are asked for one by one: a call is cut off after 30 s."""


@dataclass(slots=True)
class _Course:
    """A course while it is read."""

    batch: Batch
    row: CourseRow
    members: list[Member] = field(default_factory=list)
    activities: list[ActivityRow] = field(default_factory=list)
    submissions: list[SubmissionRow] = field(default_factory=list)
    grades: list[UserGrade] = field(default_factory=list)
    read: Read = field(default_factory=Read)

    @property
    def id(self) -> CourseId:
        return CourseId(self.row.moodle_id)

    @property
    def learners(self) -> list[Member]:
        return [one for one in self.members if not one.teaches]


@dataclass(frozen=True, slots=True)
class CoreWay:
    """A site without the plugin; `courses` are its courses by key, as far as they are there."""

    client: MoodleClient
    prefix: str
    courses: Mapping[str, CourseRow]
    on_course: Callable[[int], None] = lambda _courses: None
    on_total: Callable[[int], None] = lambda _pairs: None
    on_done: Callable[[int], None] = lambda _pairs: None


def fetch_by_core(
    way: CoreWay, pool: Pool, batches: Sequence[Batch], take: Take, should_stop: Callable[[], bool]
) -> Iterator[Read]:
    """Read courses (one a batch), handing their rows to `take`; yield how each ended.

    First every course by itself (`on_course`), then `on_total` is told how many pupils of courses are to
    be asked about, and `on_done` as they are. Ends early when `should_stop` says so. Raises MoodleError
    when the site is out of reach.
    """
    heads: list[tuple[Batch, Future[_Course | None] | None]] = []
    for batch in batches:
        row = way.courses.get(batch.courses[0])
        head = None
        if row is not None:
            head = pool.start(partial(_read_head, way, _Course(batch, row), should_stop))
        heads.append((batch, head))
    courses: list[_Course] = []
    for batch, future in heads:
        if future is None:
            yield Read(missing=set(batch.courses))
            continue
        course = future.result()
        if course is None:
            return
        if course.read.denied:
            yield course.read
            continue
        courses.append(course)
    slices = {one.row.course: _slices(way, one) for one in courses}
    way.on_total(sum(len(part) for parts in slices.values() for part in parts))
    states = {
        one.row.course: [
            pool.start(partial(_read_states, way, one, part, should_stop))
            for part in slices[one.row.course]
        ]
        for one in courses
    }
    for course in courses:
        answers = [future.result() for future in states[course.row.course]]
        if any(answer is None for answer in answers) or should_stop():
            return
        _take(course, [answer for answer in answers if answer is not None], take)
        yield course.read


def _read_head(way: CoreWay, course: _Course, should_stop: Callable[[], bool]) -> _Course | None:
    """Read what a course tells by itself: its people, activities, grades, what was handed in."""
    if should_stop():
        return None
    client, key, read = way.client, course.row.course, course.read
    members = fetch_members(client, {course.row.moodle_id: key})[course.row.moodle_id]
    if isinstance(members, MoodleError):
        _require_site(members)
        read.denied.add(key)
        return course
    course.members = [one for one in members if one.person.startswith(way.prefix)]
    read.read.add(key)
    read.parts |= {"courses", "enrolments", "access"}
    read.whole.add("enrolments")
    activities = get_activities_of_courses(client, [course.id])[course.id]
    if isinstance(activities, MoodleError):
        _require_site(activities)
        read.gaps.append(GapRow("course-part-denied", key, "activities"))
    else:
        course.activities = _activity_rows(way, course, activities)
        read.parts.add("activities")
        read.whole.add("activities")
        _read_submissions(client, course, activities)
    _read_grades(client, course)
    way.on_course(1)
    return course


def _activity_rows(
    way: CoreWay, course: _Course, activities: Sequence[Activity]
) -> list[ActivityRow]:
    """Return activities with their keys, asked for where the last snapshot does not know them."""
    client, key, known = way.client, course.row.course, course.batch.known
    fresh = [one.activity for one in activities if one.activity not in known]
    details: dict[int, ModuleDetails] = {}
    if fresh and client.site.has(MODULE):
        for answer in get_module_details(client, fresh):
            if isinstance(answer, MoodleError):
                _require_site(answer)
            elif answer.added or answer.idnumber:
                details[answer.activity] = answer
    if len(details) < len(fresh):
        course.read.gaps.append(GapRow("keys-unread", key))
    rows = []
    for one in activities:
        row = known.get(one.activity)
        told = details.get(one.activity)
        if told is not None:
            name = _item_key(told.idnumber, way.prefix)
            values = (name, told.grade_max, told.grade_pass, told.added, one.due or told.expected)
        elif row is not None:
            values = (row.key, row.grade_max, row.grade_pass, row.added, one.due or row.due)
        else:
            values = ("", None, None, 0, one.due)
        name, most, least, added, due = values
        rows.append(
            ActivityRow(
                one.activity, key, name, one.module, one.name, one.section, one.tracking, most,
                least, one.visible, added, due,
            )
        )  # fmt: skip
    return rows


def _item_key(idnumber: str, prefix: str) -> str:
    """Return an activity's own key; activities carry the plugin's prefix, whatever the school's is."""
    for one in (prefix, ITEM_PREFIX):
        if idnumber.startswith(one):
            return idnumber.removeprefix(one)
    return ""


def _read_submissions(
    client: MoodleClient, course: _Course, activities: Sequence[Activity]
) -> None:
    read, since = course.read, course.batch.since
    if not client.site.has(SUBMISSIONS):
        read.gaps.append(GapRow("function-missing", "", "submissions"))
        return
    assignments = {one.instance: one.activity for one in activities if one.module == "assign"}
    people = {one.user: one.person for one in course.members}
    try:
        for answer in get_submissions(client, sorted(assignments), since=since):
            if answer.denied:
                read.gaps.append(GapRow("course-part-denied", course.row.course, "submissions"))
            course.submissions += [
                SubmissionRow(
                    assignments[one.assignment], people[one.user], one.status, one.time, one.attempt
                )
                for one in answer.rows
                if one.user in people
            ]
    except MoodleError as error:
        _require_site(error)
        read.gaps.append(GapRow("course-part-denied", course.row.course, "submissions"))
        return
    read.parts.add("submissions")
    if not since and not any(gap.detail == "submissions" for gap in read.gaps):
        read.whole.add("submissions")


def _read_grades(client: MoodleClient, course: _Course) -> None:
    if not client.site.has(GRADES):
        course.read.gaps.append(GapRow("function-missing", "", "grades"))
        return
    alone, answers = course.learners, []
    if len(course.learners) <= MOST_LEARNERS_AT_ONCE:
        # A whole course's answer leaves out those whose enrolment does not work now.
        alone = [one for one in course.learners if not one.active]
        answers = get_grades(client, [GradeQuery(course.id)])
    queries = [GradeQuery(course.id, UserId(one.user)) for one in alone]
    answers += get_grades(client, queries, chunk=LEARNERS_PER_REQUEST)
    failed = [answer for answer in answers if isinstance(answer, MoodleError)]
    for error in failed:
        _require_site(error)
    if failed:
        course.read.gaps.append(GapRow("course-part-denied", course.row.course, "grades"))
    else:
        course.read.whole.add("grades")
    course.read.parts.add("grades")
    # Once each: a site may be set to show those of a whole course as well.
    course.grades = list(
        dict.fromkeys(
            grade for answer in answers if not isinstance(answer, MoodleError) for grade in answer
        )
    )


def _slices(way: CoreWay, course: _Course) -> list[list[Member]]:
    """Return whose completion is to be asked for, a request's worth each.

    Of a course read before only those who were there since, or were graded: nobody else's can have
    changed, unless a teacher set it by hand, which the next full pull sees.
    """
    if not way.client.site.has(STATES) or not course.row.tracks_completion:
        if not way.client.site.has(STATES):
            course.read.gaps.append(GapRow("function-missing", "", "completion"))
        return []
    since = course.batch.since
    graded = {one.user for one in course.grades if one.time >= since}
    asked = [
        one
        for one in course.learners
        if not since or one.course_access >= since or one.user in graded
    ]
    size = LEARNERS_PER_REQUEST
    return [asked[start : start + size] for start in range(0, len(asked), size)]


@dataclass(slots=True)
class _States:
    """What a request about some learners of a course told."""

    states: list[tuple[Member, list[ActivityState]]] = field(default_factory=list)
    completed: list[tuple[Member, int]] = field(default_factory=list)
    failed: list[MoodleError] = field(default_factory=list)
    knows_completion: bool = False


def _read_states(
    way: CoreWay, course: _Course, members: list[Member], should_stop: Callable[[], bool]
) -> _States | None:
    if should_stop():
        return None
    asked = [CourseLearner(course.id, UserId(one.user)) for one in members]
    told = _States()
    for member, answer in zip(members, get_activity_states(way.client, asked), strict=True):
        if isinstance(answer, MoodleError):
            _require_site(answer)
            told.failed.append(answer)
        else:
            told.states.append((member, answer))
    way.on_done(len(members))
    _read_course_completions(way.client, course, members, told)
    return told


def _read_course_completions(
    client: MoodleClient, course: _Course, members: list[Member], told: _States
) -> None:
    """Ask who completed the course, where many ask in one request and the course has criteria."""
    active = [one for one in members if one.active]
    if not (client.can_bundle and client.site.has(COURSE_COMPLETION) and active):
        return
    asked = [CourseLearner(course.id, UserId(one.user)) for one in active]
    [first] = get_course_completions(client, asked[:1])
    if isinstance(first, MoodleError):
        _require_site(first)
        told.knows_completion = has_nothing_to_tell(first)
        return
    told.knows_completion = True
    answers = [first, *get_course_completions(client, asked[1:])]
    for member, answer in zip(active, answers, strict=True):
        if isinstance(answer, MoodleError):
            _require_site(answer)
        elif answer.completed:
            told.completed.append((member, answer.time))


def _take(course: _Course, answers: list[_States], take: Take) -> None:
    """Hand over a course's rows, and note what of it was not told."""
    key, read = course.row.course, course.read
    people = {one.user: one.person for one in course.members}
    if course.row.tracks_completion and "completion" not in {gap.detail for gap in read.gaps}:
        read.parts.add("completion")
        if not course.batch.since:
            read.whole.add("completion")
        if any(answer.failed for answer in answers):
            read.gaps.append(GapRow("course-part-denied", key, "completion"))
        if answers and all(answer.knows_completion for answer in answers):
            read.parts.add("course_completion")
        elif answers:
            read.gaps.append(GapRow("course-part-denied", key, "course_completion"))
    told = [pair for answer in answers for pair in answer.states]
    # Only of those who were asked, and may still work there, can something be known to be gone.
    active = {one.person for one in course.learners if one.active}
    read.asked = {key: frozenset(member.person for member, _states in told) & active}
    read.gaps += [GapRow("part-unread", "", part) for part in ("attempts", "posts")]
    take(
        {
            **member_rows(
                {course.row.moodle_id: course.members},
                {course.row.moodle_id: key},
                course.batch.dates,
            ),
            "courses": [course.row],
            "activities": course.activities,
        }
    )
    take(
        {
            "completion": [
                CompletionRow(one.activity, member.person, one.state, one.time)
                for member, states in told
                for one in states
            ],
            "course_completion": [
                CourseCompletionRow(key, member.person, time)
                for answer in answers
                for member, time in answer.completed
            ],
            "submissions": course.submissions,
            "grades": [
                GradeRow(one.activity, key, people[one.user], one.grade, one.grade_max, one.time)
                for one in course.grades
                if one.user in people
            ],
        }
    )


def _require_site(error: MoodleError) -> None:
    """Raise what says that nothing more can come of the site now."""
    if isinstance(error, TransportError | SiteUnavailable | TokenRejected | NotAttempted):
        raise error
