"""With the plugin: refused rows, lost answers, and what is repeated because of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apply.faulty_proxy import Fault, faulty_proxy
from tests.apply.rehearsal import Rehearsal, small_school
from vsosh_moodle.moodle import users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import UserId
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import ContentSection, CourseActivity, CourseContent, Kind, Section
from vsosh_moodle.plan.settings import settings_of
from vsosh_moodle.plan.state import State
from vsosh_moodle.sandbox import Sandbox

SETTINGS = ClientSettings(workers=2, retries=0)
COURSE = "vsh:2026:oge"
LOSABLE = ["local_vsosh_put_users", "local_vsosh_set_members", "local_vsosh_put_courses"]


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox(plugin=True) as site:
        yield site


def rehearse(url: str, site: Sandbox, folder: Path) -> Rehearsal:
    return Rehearsal(MoodleClient(url, Secret(site.token), SETTINGS), folder)


def page(item: str, **fields: object) -> CourseActivity:
    plain = {"name": f"Страница {item}", "section": "one", "content": "<p>Текст.</p>"}
    return CourseActivity(COURSE, item, "page", settings_of(plain | fields))


def school(*activities: CourseActivity) -> State:
    """Return the small school with content instead of bare sections."""
    state = State.of(one for one in small_school() if not isinstance(one, Section))
    keys = [one.item for one in activities]
    state.add(CourseContent(COURSE, settings_of({"order": ["one"]})))
    state.add(ContentSection(COURSE, "one", settings_of({"name": "Раз", "order": keys})))
    for one in activities:
        state.add(one)
    return state


@pytest.mark.parametrize("wsfunction", LOSABLE)
@pytest.mark.parametrize("fault", ["drop-after", "drop-before", "cut"])
def test_lost_answer_is_read_back_and_nothing_is_doubled(
    site: Sandbox, tmp_path: Path, wsfunction: str, fault: Fault
) -> None:
    def first_time(called: str, times: int) -> Fault:
        return fault if called == wsfunction and times == 1 else ""

    desired = school(page("a"), page("b"))
    with faulty_proxy(site.url, first_time) as url:
        outcome = rehearse(url, site, tmp_path).apply(desired)
    assert outcome.complete, (outcome.failed, outcome.stopped_by)
    assert len(outcome.done) == len(desired)
    assert rehearse(site.url, site, tmp_path).plan(desired) == []


def test_a_refused_person_does_not_stop_the_course(site: Sandbox, tmp_path: Path) -> None:
    rehearsal = rehearse(site.url, site, tmp_path)
    desired = school()
    people = [one for one in desired if one.kind is Kind.USER]
    rehearsal.apply(State.of([*people, *desired.course.values(), *desired.category.values()]))
    (gone,) = users.get_users_by_field(rehearsal.client, "idnumber", ["vsh:p:0"])

    left = [UserId(gone.id)]

    def delete_meanwhile() -> bool:
        if left:
            users.delete_users(rehearsal.client, [left.pop()])
        return False

    changes = rehearsal.plan(desired)
    rehearsal.should_stop = delete_meanwhile
    outcome = rehearsal.apply(desired, changes)
    assert {one.error.errorcode for one in outcome.failed} == {"user-missing"}
    refused = {one.change.key for one in outcome.failed}
    assert refused == {one.key for one in changes if "vsh:p:0" in one.key}
    assert len(refused) > 2
    assert len(outcome.done) == len(changes) - len(refused)


def test_a_refused_activity_leaves_its_course_and_lets_others_be(
    site: Sandbox, tmp_path: Path
) -> None:
    rehearsal = rehearse(site.url, site, tmp_path)
    rehearsal.apply(school())
    bad = page("bad", completion={"tracking": "automatic", "submit": True})
    other = CourseContent("vsh:2026:alg-9А", settings_of({"completion": True}))
    desired = school(page("good"), bad)
    desired.add(other)
    outcome = rehearsal.apply(desired)
    (failure,) = outcome.failed
    assert failure.change.record == bad
    assert failure.error.errorcode == "completion-unsupported"
    assert failure.error.hint
    left = {one.key for one in outcome.skipped}
    assert left == {f"{COURSE}|good", f"{COURSE}|one"}
    assert [one.key for one in outcome.done] == [other.course]
    assert {change.key for change in rehearsal.plan(desired)} == left | {bad.key}


def test_what_lies_in_the_way_is_a_conflict(site: Sandbox, tmp_path: Path) -> None:
    rehearsal = rehearse(site.url, site, tmp_path)
    rehearsal.apply(school(page("a")))
    label = CourseActivity(COURSE, "a", "label", settings_of({"intro": "<p>Н</p>"}))
    outcome = rehearsal.apply(
        school(page("a")), [Change(Action.CREATE, label.kind, label.key, None, label)]
    )
    assert [one.error.errorcode for one in outcome.failed] == ["conflict"]
