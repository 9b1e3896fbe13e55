"""What becomes of a change is told from the plugin's answer alone, be it odd or short."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import responses

from tests.apply.rehearsal import ROLES
from tests.moodle.canned import SITE, make_client, reply, sent_fields, site_info
from vsosh_moodle.apply import background
from vsosh_moodle.apply.course_documents import course_documents, written_values
from vsosh_moodle.apply.operations import scopes_of
from vsosh_moodle.apply.send_courses import item_place, results_of
from vsosh_moodle.apply.send_events import set_events
from vsosh_moodle.apply.send_exceptions import set_exceptions
from vsosh_moodle.apply.send_people import members_of_changes, set_members
from vsosh_moodle.apply.send_site import Site
from vsosh_moodle.moodle.errors import BadAnswer, MoodleError, NotAttempted, TimedOut
from vsosh_moodle.moodle.plugin_content import PUT_COURSES, PutCourseResult, PutResult
from vsosh_moodle.moodle.plugin_errors import ContentError
from vsosh_moodle.moodle.plugin_jobs import GET_JOBS, QUEUE_JOB
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import CohortMember, CourseActivity, GroupMember, Record, User
from vsosh_moodle.plan.settings import settings_of

COURSE = "vsosh:2026:oge"
JOB = {
    "id": 7, "function": PUT_COURSES, "progress": 0, "result": "", "error": "",
    "created": 1, "started": 0, "finished": 0,
}  # fmt: skip


def made(record: Record) -> Change:
    return Change(Action.CREATE, record.kind, record.key, None, record)


def page(key: str) -> Change:
    return made(CourseActivity(COURSE, key, "page", settings_of({"name": key})))


def a_site() -> Site:
    return Site(make_client(), {}, ROLES, issue_passwords=lambda _users: [])


@pytest.fixture
def site() -> Iterator[Site]:
    with responses.mock:
        yield a_site()


def test_a_course_the_site_does_not_tell_of_is_a_bad_answer_for_each_of_its_changes(
    site: Site,
) -> None:
    changes = [page("a"), page("b")]
    found = results_of(site, PUT_COURSES, None, changes)
    assert [type(found[item_place(one)]) for one in changes] == [BadAnswer, BadAnswer]


def test_a_course_that_failed_without_a_reason_leaves_its_changes_undone(site: Site) -> None:
    changes = [page("a"), page("b")]
    found = results_of(site, PUT_COURSES, PutCourseResult(COURSE, 5, "error"), changes)
    assert [type(found[item_place(one)]) for one in changes] == [BadAnswer, NotAttempted]


def test_an_error_of_an_item_nobody_sent_is_told_at_the_first_change(site: Site) -> None:
    changes = [page("a"), page("b")]
    row = ContentError(COURSE, "activity", "somewhere", "name", "invalid", "")
    result = PutCourseResult(COURSE, 5, "error", errors=(row,))
    found = results_of(site, PUT_COURSES, result, changes)
    first, second = (found[item_place(one)] for one in changes)
    assert isinstance(first, MoodleError)
    assert not isinstance(first, NotAttempted)
    assert isinstance(second, NotAttempted)


def test_an_item_the_site_does_not_tell_of_is_a_bad_answer(site: Site) -> None:
    changes = [page("a"), page("b")]
    item = PutResult("activity", "a", "created", 11, (), ())
    result = PutCourseResult(COURSE, 5, "ok", (item,))
    found = results_of(site, PUT_COURSES, result, changes)
    assert found[item_place(changes[0])] == 11
    assert isinstance(found[item_place(changes[1])], BadAnswer)


def with_jobs(site: Site, *jobs: dict[str, object]) -> Site:
    reply(site_info(QUEUE_JOB, GET_JOBS, PUT_COURSES))
    reply({"id": 7})
    for job in jobs:
        reply({"jobs": [job] if job else []})
    return replace(site, background=True)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "POLL_SECONDS", 0.0)


@pytest.mark.usefixtures("at_once")
def test_a_job_is_asked_for_until_it_is_done(site: Site) -> None:
    waiting = with_jobs(
        site,
        {**JOB, "status": "queued"},
        {**JOB, "status": "running"},
        {**JOB, "status": "done", "result": '{"courses":[]}'},
    )
    assert background.call_plugin(waiting, PUT_COURSES, {"document": "{}"}) == {"courses": []}
    assert ("ids[0]", "7") in sent_fields()
    assert len(responses.calls) == 5


@pytest.mark.usefixtures("at_once")
def test_a_job_that_failed_tells_what_the_site_says(site: Site) -> None:
    waiting = with_jobs(site, {**JOB, "status": "failed", "error": "out of memory"})
    with pytest.raises(MoodleError, match="out of memory") as told:
        background.call_plugin(waiting, PUT_COURSES, {"document": "{}"})
    assert told.value.errorcode == "jobfailed"
    assert SITE in told.value.message


@pytest.mark.usefixtures("at_once")
def test_a_job_the_site_has_forgotten_is_told(site: Site) -> None:
    with pytest.raises(MoodleError, match="больше не знает"):
        background.call_plugin(with_jobs(site, {}), PUT_COURSES, {"document": "{}"})


@pytest.mark.usefixtures("at_once")
def test_a_job_that_does_not_start_may_yet_be_done(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "START_SECONDS", -1.0)
    with pytest.raises(MoodleError, match="не начал") as told:
        background.call_plugin(
            with_jobs(site, {**JOB, "status": "queued"}), PUT_COURSES, {"document": "{}"}
        )
    assert told.value.may_have_been_processed


@pytest.mark.usefixtures("at_once")
def test_a_job_that_runs_for_ever_is_waited_for_an_hour(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "LONGEST_SECONDS", -1.0)
    with pytest.raises(TimedOut):
        background.call_plugin(
            with_jobs(site, {**JOB, "status": "running"}), PUT_COURSES, {"document": "{}"}
        )


def test_people_are_no_content_of_a_course() -> None:
    person = made(User("vsosh:p:1", "p1", "Имя", "Фамилия", "", "p1@school.invalid"))
    assert course_documents([person]) == []
    assert written_values(person) == {}
    assert scopes_of(person) == ()


def test_what_is_no_event_and_no_exception_is_not_sent_as_one(site: Site) -> None:
    with pytest.raises(TypeError):
        set_events(site, [page("a")])
    with pytest.raises(TypeError):
        set_exceptions(site, [page("a")])


JOINING = made(CohortMember("vsosh:2026:class:9А", "vsosh:p:1"))


def test_a_cohort_the_site_does_not_tell_of_is_a_bad_answer(site: Site) -> None:
    reply({"courses": [], "cohorts": []})
    assert [type(one) for one in set_members(site, [JOINING])] == [BadAnswer]


def test_a_cohort_that_failed_without_a_reason_is_a_bad_answer(site: Site) -> None:
    row = {"cohort": "vsosh:2026:class:9А", "status": "error", "counts": {}, "errors": []}
    reply({"courses": [], "cohorts": [row]})
    assert [type(one) for one in set_members(site, [JOINING])] == [BadAnswer]


def test_whoever_leaves_a_group_and_whoever_joins_one_are_told_apart() -> None:
    leaving = GroupMember(f"{COURSE}:9А", "vsosh:p:1")
    gone = Change(Action.REMOVE, leaving.kind, leaving.key, leaving, None)
    document = members_of_changes(ROLES, [gone, made(GroupMember(f"{COURSE}:9Б", "vsosh:p:1"))])
    assert f"{COURSE}:9А" in str(document)
    assert "'leave'" in str(document)
    assert "'join'" in str(document)
