"""Results read by core's functions, against the rehearsal site: they agree with the plugin's."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.learning import Learning
from tests.contract.plugin_school import PluginSchool
from tests.contract.site_under_test import SiteUnderTest, World
from vsosh_moodle.moodle import enrolments, users
from vsosh_moodle.moodle.activities import get_activities_of_courses, get_module_details
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.completion import (
    CourseLearner,
    get_activity_states,
    get_course_completions,
    has_nothing_to_tell,
)
from vsosh_moodle.moodle.errors import AccessDenied, MoodleError
from vsosh_moodle.moodle.grades import GradeQuery, get_grades
from vsosh_moodle.moodle.ids import CourseId, ModuleId, UserId
from vsosh_moodle.moodle.plugin_progress import (
    ActivityRow,
    CompletionRow,
    CourseCompletionRow,
    GradeRow,
    ProgressQuery,
    get_progress,
)
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.moodle.submissions import get_submissions
from vsosh_moodle.sandbox import Sandbox, hand_edits

ONCE = ClientSettings(retries=0)
NO_BUNDLES = ClientSettings(retries=0, bundles=False)


@pytest.fixture(params=["4.1", "4.5"], scope="module")
def site(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param, plugin=True) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def learning(site: Sandbox) -> Iterator[Learning]:
    """A course where the first did all and the suspended one something."""
    caller = SiteUnderTest(site.url, site.token)
    made = Learning(PluginSchool(World(caller)))
    first, suspended, _teacher, _ended = made.ids
    made.complete("read", first)
    made.complete("work", first)
    made.grade("work", "assign", first, 15.5)
    made.grade("talk", "forum", first, 4)
    made.grade("work", "assign", suspended, 11)
    work = made.cmid("work")
    with site.edit() as store:
        hand_edits.hand_in(store, work, first, 1000)
        hand_edits.hand_in(store, work, first, 2000, attempt=1)
        hand_edits.hand_in(store, work, suspended, 3000)
        hand_edits.visit_course(store, made.course.ident, first, 4000)
        hand_edits.visit_site(store, first, 5000)
    yield made
    caller.session.close()


@pytest.fixture(params=["bundled", "one by one"])
def client(site: Sandbox, request: pytest.FixtureRequest) -> Iterator[MoodleClient]:
    """The least rights there are."""
    settings = ONCE if request.param == "bundled" else NO_BUNDLES
    with MoodleClient(site.url, site.add_provisioner(), settings) as made:
        yield made


def course_of(learning: Learning) -> CourseId:
    return CourseId(learning.course.ident)


def learners_of(learning: Learning) -> list[CourseLearner]:
    return [CourseLearner(course_of(learning), UserId(one)) for one in learning.ids]


def of_plugin(client: MoodleClient, learning: Learning, part: str) -> list[tuple[Any, ...]]:
    query = ProgressQuery([learning.course.key], learning.school.prefix, [part])
    return [row for page in get_progress(client, query) for row in page.parts[part]]


def test_activities_are_those_of_the_plugin(client: MoodleClient, learning: Learning) -> None:
    course = course_of(learning)
    told = get_activities_of_courses(client, [course])[course]
    assert not isinstance(told, MoodleError)
    plugin = [ActivityRow(*row) for row in of_plugin(client, learning, "activities")]
    details = get_module_details(client, [one.activity for one in told])
    expected = {
        one.activity: detail.expected
        for one, detail in zip(told, details, strict=True)
        if not isinstance(detail, MoodleError)
    }
    assert {
        (one.activity, one.module, one.name, one.section, one.tracking, one.visible, one.due)
        for one in told
    } == {
        (row.activity, row.module, row.name, row.section, row.completion, bool(row.visible),
         row.due if row.module != "page" else 0)
        for row in plugin
    }  # fmt: skip
    # The role may not manage activities: nothing but nought is told.
    assert set(expected.values()) == {0}


def test_a_manager_is_told_more_of_activities(site: Sandbox, learning: Learning) -> None:
    with MoodleClient(site.url, site.token, ONCE) as manager:
        plugin = [ActivityRow(*row) for row in of_plugin(manager, learning, "activities")]
        told = get_module_details(manager, [ModuleId(row.activity) for row in plugin])
    for row, one in zip(plugin, told, strict=True):
        assert not isinstance(one, MoodleError)
        assert one.added == row.added
        if row.module == "forum":
            continue  # its grade has another name in Moodle's form
        assert (one.grade_max, one.grade_pass) == (row.grade_max, row.grade_pass)
    keys = {one.idnumber for one in told if not isinstance(one, MoodleError)}
    assert {"vsosh:work", "vsosh:read"} <= keys


def test_completion_is_that_of_the_plugin(client: MoodleClient, learning: Learning) -> None:
    learners = learners_of(learning)
    told = get_activity_states(client, learners)
    found = {
        CompletionRow(state.activity, learner.user, state.state, state.time)
        for learner, states in zip(learners, told, strict=True)
        if not isinstance(states, MoodleError)
        for state in states
    }
    assert len(found) == 2
    assert found == {CompletionRow(*row) for row in of_plugin(client, learning, "completion")}


def test_the_completed_course_is_that_of_the_plugin(
    client: MoodleClient, learning: Learning
) -> None:
    first, *others = get_course_completions(client, learners_of(learning))
    (row,) = (CourseCompletionRow(*one) for one in of_plugin(client, learning, "course_completion"))
    assert not isinstance(first, MoodleError)
    assert (first.completed, first.time) == (True, row.completed)
    for one in others:
        assert isinstance(one, MoodleError)
        assert has_nothing_to_tell(one)


def test_grades_are_those_of_the_plugin(client: MoodleClient, learning: Learning) -> None:
    course = course_of(learning)
    _first, suspended, _teacher, _ended = learning.ids
    told = get_grades(client, [GradeQuery(course), GradeQuery(course, user=UserId(suspended))])
    found = {
        (grade.activity, grade.user, grade.grade, grade.grade_max, grade.time)
        for grades in told
        if not isinstance(grades, MoodleError)
        for grade in grades
    }
    plugin = [GradeRow(*row) for row in of_plugin(client, learning, "grades")]
    assert found == {(row.activity, row.user, row.grade, row.grade_max, row.time) for row in plugin}
    assert len(plugin) == 5


def test_the_latest_submissions_come(client: MoodleClient, learning: Learning) -> None:
    first, suspended, _teacher, _ended = learning.ids
    course = course_of(learning)
    told = get_activities_of_courses(client, [course])[course]
    assert not isinstance(told, MoodleError)
    (instance,) = (one.instance for one in told if one.activity == learning.cmid("work"))
    (answer,) = get_submissions(client, [instance])
    assert answer.denied == []
    assert [(one.user, one.status, one.time, one.attempt) for one in answer.rows] == [
        (first, "submitted", 2000, 1),
        (suspended, "submitted", 3000, 0),
    ]
    (later,) = get_submissions(client, [instance], since=3000)
    assert [one.user for one in later.rows] == [suspended]
    assert list(get_submissions(client, [])) == []


def test_visits_are_told_with_participants_and_accounts(
    client: MoodleClient, learning: Learning
) -> None:
    first, *_others = learning.ids
    query = enrolments.ParticipantQuery(fields=enrolments.ACCESS_FIELDS)
    told = enrolments.get_enrolled_users(client, course_of(learning), query)
    visits = {one.id: (one.first_access, one.last_access, one.last_course_access) for one in told}
    assert visits.pop(UserId(first)) == (4000, 5000, 4000)
    assert set(visits.values()) == {(0, 0, 0)}
    (account,) = users.get_account_access(client, "id", [first])
    assert account == (first, learning.people[0], 4000, 5000, False)
    assert users.get_account_access(client, "id", []) == []


def test_many_learners_travel_in_few_requests(site: Sandbox, learning: Learning) -> None:
    with MoodleClient(site.url, site.add_provisioner(), ONCE) as client:
        assert client.can_bundle
        before = client.traffic.calls
        get_activity_states(client, learners_of(learning) * 15)
        assert client.traffic.calls - before == 2


def test_a_token_without_the_rights_is_told_what_it_lacks(
    site: Sandbox, learning: Learning
) -> None:
    token = site.add_token(
        capabilities=["moodle/course:view", "mod/assign:viewgrades", "mod/assign:view"]
    )
    course = course_of(learning)
    with MoodleClient(site.url, token, ONCE) as client:
        (states,) = get_activity_states(client, learners_of(learning)[:1])
        assert isinstance(states, AccessDenied)
        (completion,) = get_course_completions(client, learners_of(learning)[:1])
        assert isinstance(completion, MoodleError)
        assert has_nothing_to_tell(completion)
        (grades,) = get_grades(client, [GradeQuery(course)])
        assert isinstance(grades, AccessDenied)
        told = get_activities_of_courses(client, [course])[course]
        assert not isinstance(told, MoodleError)
        there = {one.activity for one in told}
        assert learning.cmid("work") in there
        assert learning.cmid("hidden") not in there
        assert learning.cmid("later") not in there
        # Moodle shows some kinds to participants only, unless mod/quiz:view is given.
        assert learning.cmid("test") not in there
        (work,) = (one for one in told if one.activity == learning.cmid("work"))
        (answer,) = get_submissions(client, [work.instance])
        # Whoever is suspended needs moodle/course:viewsuspendedusers.
        assert [one.user for one in answer.rows] == [learning.ids[0]]


def test_assignments_that_may_not_be_looked_into_are_named(
    site: Sandbox, learning: Learning
) -> None:
    token = site.add_token(capabilities=["moodle/course:view"])
    work = learning.cmid("work")
    with site.edit() as store:
        instance = store.get("course_modules", work)["instance"]
    with MoodleClient(site.url, token, ONCE) as client:
        (answer,) = get_submissions(client, [instance])
    assert answer == ([], [instance])
