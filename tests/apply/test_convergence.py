"""Apply brings a site to a state, and then there is nothing left to do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.apply.rehearsal import Rehearsal, small_school, student_records
from vsosh_moodle.moodle import courses, groups, sections, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import CourseId, GroupId, SectionId, UserId
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import CohortMember, Kind, Section
from vsosh_moodle.plan.state import State
from vsosh_moodle.sandbox import Sandbox


@pytest.fixture(params=["4.1", "4.5"])
def rehearsal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    settings = ClientSettings(workers=3, retries=0)
    with (
        Sandbox(release=request.param) as site,
        MoodleClient(site.url, Secret(site.token), settings) as client,
    ):
        yield Rehearsal(client, tmp_path)


def writes(changes: list[Change]) -> list[Change]:
    return [change for change in changes if change.writes]


def test_second_plan_after_apply_is_empty(rehearsal: Rehearsal) -> None:
    desired = small_school()
    outcome = rehearsal.apply(desired)
    assert outcome.complete, outcome.failed
    assert rehearsal.plan(desired) == []
    assert len(outcome.done) == len(desired)


def test_site_holds_every_desired_record(rehearsal: Rehearsal) -> None:
    desired = small_school()
    rehearsal.apply(desired)
    live = rehearsal.observe(desired).state
    for record in desired:
        assert live.get(record.kind, record.key) == record


def test_leaver_is_suspended_and_returner_reactivated(rehearsal: Rehearsal) -> None:
    whole = small_school()
    rehearsal.apply(whole)
    without = small_school(students=5)
    plan = rehearsal.plan(without)
    assert {change.action for change in plan} == {Action.SUSPEND, Action.REMOVE}
    assert {c.kind for c in plan if c.action is Action.REMOVE} == {Kind.COHORT_MEMBER}
    assert rehearsal.apply(without).complete
    assert rehearsal.plan(without) == []
    back = rehearsal.plan(whole)
    assert {change.action for change in back} == {Action.REACTIVATE, Action.CREATE}
    assert rehearsal.apply(whole).complete
    assert rehearsal.plan(whole) == []


def test_move_between_classes_moves_cohort_and_group(rehearsal: Rehearsal) -> None:
    desired = small_school()
    rehearsal.apply(desired)
    moved = State.of(
        record
        for record in desired
        if not (getattr(record, "user", "") == "vsh:p:0" or record.key == "vsh:p:0")
    )
    for record in student_records(0, "9Б"):
        moved.add(record)
    plan = rehearsal.plan(moved)
    assert [c.action for c in plan if c.kind is Kind.COHORT_MEMBER] == [Action.MOVE]
    assert {c.action for c in plan if c.kind is Kind.GROUP_MEMBER} == {
        Action.CREATE,
        Action.REMOVE,
    }
    assert [c.action for c in plan if c.kind is Kind.ENROLMENT] == [Action.SUSPEND]
    assert rehearsal.apply(moved).complete
    assert rehearsal.plan(moved) == []
    live = rehearsal.observe(moved).state
    assert CohortMember("vsh:2026:class:9Б", "vsh:p:0").key in live.cohort_member
    assert CohortMember("vsh:2026:class:9А", "vsh:p:0").key not in live.cohort_member


def test_changed_fields_are_written_alone(rehearsal: Rehearsal) -> None:
    desired = small_school()
    rehearsal.apply(desired)
    changed = desired.copy()
    changed.add(replace(desired.user["vsh:p:1"], lastname="Новофамильная", middlename=""))
    changed.add(replace(desired.course["vsh:2026:oge"], fullname="ОГЭ-2027", category="vsh:cat:do"))
    changed.add(replace(desired.category["vsh:cat:gia"], name="ГИА"))
    changed.add(replace(desired.cohort["vsh:2026:class:9А"], name="9 А"))
    changed.add(replace(desired.group["vsh:2026:oge|9А"], name="9 А"))
    changed.add(replace(desired.grouping["vsh:2026:oge|=classes"], name="Все классы"))
    changed.add(Section("vsh:2026:oge", 2, "Числа"))
    plan = rehearsal.plan(changed)
    assert len(plan) == 7
    assert {c.action for c in plan if c.kind is Kind.COURSE} == {Action.MOVE}
    assert rehearsal.apply(changed).complete
    assert rehearsal.plan(changed) == []


def test_section_added_to_template_is_added_to_course(rehearsal: Rehearsal) -> None:
    desired = small_school()
    rehearsal.apply(desired)
    longer = desired.copy()
    longer.add(Section("vsh:2026:oge", 4, "Функции"))
    longer.add(Section("vsh:2026:oge", 5, "Геометрия"))
    assert rehearsal.apply(longer).complete
    assert rehearsal.plan(longer) == []


def test_hand_edit_in_moodle_is_kept_and_listed(rehearsal: Rehearsal) -> None:
    desired = small_school()
    rehearsal.apply(desired)
    ids = rehearsal.observe(desired).ids
    client = rehearsal.client
    course = CourseId(ids[Kind.COURSE, "vsh:2026:oge"])
    courses.update_courses(client, [{"id": course, "fullname": "Моё название"}])
    pupil = UserId(ids[Kind.USER, "vsh:p:2"])
    users.update_users(client, [{"id": pupil, "lastname": "Правленая"}])
    number = SectionId(ids[Kind.SECTION, "vsh:2026:oge|3"])
    sections.rename_section(client, sections.SectionName("topics", number, "Мой раздел"))
    plan = rehearsal.plan(desired)
    assert writes(plan) == []
    assert {(c.kind, c.key) for c in plan} == {
        (Kind.COURSE, "vsh:2026:oge"),
        (Kind.USER, "vsh:p:2"),
        (Kind.SECTION, "vsh:2026:oge|3"),
    }
    changed = desired.copy()
    changed.add(replace(desired.course["vsh:2026:oge"], summary="<p>Новое</p>"))
    assert rehearsal.apply(changed).complete
    again = rehearsal.plan(changed)
    assert writes(again) == []
    live = rehearsal.observe(changed).state
    assert live.course["vsh:2026:oge"].fullname == "Моё название"
    assert live.course["vsh:2026:oge"].summary == "<p>Новое</p>"


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[tuple[Sandbox, Rehearsal]]:
    """A site whose service has no function that carries many calls in one request."""
    settings = ClientSettings(workers=2, retries=0, bundles=False)
    with (
        Sandbox() as site,
        MoodleClient(site.url, Secret(site.token), settings) as client,
    ):
        yield site, Rehearsal(client, tmp_path)


def test_site_without_bundles_converges_too(alone: tuple[Sandbox, Rehearsal]) -> None:
    site, rehearsal = alone
    desired = small_school()
    assert rehearsal.apply(desired).complete
    before = len(site.calls)
    assert rehearsal.plan(desired) == []
    called = Counter(call[0] for call in site.calls[before:])
    assert called["core_group_get_groups"] == called["core_group_get_groupings"] == 1
    assert called["core_group_get_course_groups"] == 0
    assert called["core_enrol_get_enrolled_users"] == 2 * len(desired.course)


def test_group_deleted_by_hand_is_made_again_without_bundles(
    alone: tuple[Sandbox, Rehearsal],
) -> None:
    _site, rehearsal = alone
    desired = small_school()
    rehearsal.apply(desired)
    number = rehearsal.observe(desired).ids[Kind.GROUP, "vsh:2026:oge|9Б"]
    groups.delete_groups(rehearsal.client, [GroupId(number)])
    made = {(c.action, c.kind) for c in rehearsal.plan(desired)}
    assert (Action.CREATE, Kind.GROUP) in made
    assert rehearsal.apply(desired).complete
    assert rehearsal.plan(desired) == []
