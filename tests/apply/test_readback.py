"""What was written and is not on the site is found; what another write proves is not asked for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.apply.rehearsal import ROLES, Rehearsal, small_school
from vsosh_moodle.apply.memory import load_memory
from vsosh_moodle.apply.readback import find_unwritten
from vsosh_moodle.apply.recorder import UNSEEN, Recorder
from vsosh_moodle.moodle import cohorts, enrolments, groups
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import CohortId, CourseId, GroupId, UserId
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.journal import Journal, RunHeader

NOW = 1_790_000_000


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox() as site:
        yield site


@pytest.fixture
def rehearsal(site: Sandbox, tmp_path: Path) -> Iterator[Rehearsal]:
    with MoodleClient(site.url, Secret(site.token)) as client:
        yield Rehearsal(client, tmp_path)


def unwritten(rehearsal: Rehearsal, done: list[Change], **options: dict[str, str]) -> set[str]:
    ids = rehearsal.observe(small_school()).ids
    found = find_unwritten(rehearsal.client, ids, done, ROLES, NOW, **options)
    return {change.key for change in found}


def test_everything_that_was_written_is_found(rehearsal: Rehearsal) -> None:
    done = rehearsal.apply(small_school()).done
    assert unwritten(rehearsal, done) == set()


def test_membership_that_is_not_on_the_site_is_named(rehearsal: Rehearsal) -> None:
    done = rehearsal.apply(small_school()).done
    ids = rehearsal.observe(small_school()).ids
    pupil = UserId(ids[Kind.USER, "vsh:p:0"])
    cohort = CohortId(ids[Kind.COHORT, "vsh:2026:class:9А"])
    cohorts.delete_cohort_members(rehearsal.client, [{"cohortid": cohort, "userid": pupil}])
    group = GroupId(ids[Kind.GROUP, "vsh:2026:oge|9А"])
    groups.delete_group_members(rehearsal.client, [{"groupid": group, "userid": pupil}])
    course = CourseId(ids[Kind.COURSE, "vsh:2026:alg-9А"])
    enrolments.unenrol_users(rehearsal.client, [{"userid": pupil, "courseid": course}])
    assert unwritten(rehearsal, done) == {
        "vsh:2026:class:9А|vsh:p:0",
        "vsh:2026:oge|9А|vsh:p:0",
        "vsh:2026:alg-9А|vsh:p:0",
    }


def test_enrolment_proven_by_a_group_is_not_read(rehearsal: Rehearsal, site: Sandbox) -> None:
    school = small_school()
    done = [
        one
        for one in rehearsal.apply(school).done
        if one.kind is Kind.GROUP_MEMBER
        or (one.kind is Kind.ENROLMENT and "oge" in one.key and "vsh:p:9" not in one.key)
    ]
    courses = {key: group.course for key, group in school.group.items()}
    ids = rehearsal.observe(school).ids
    before = len(site.calls)
    assert find_unwritten(rehearsal.client, ids, done, ROLES, NOW, courses) == []
    assert [call[0] for call in site.calls[before:]] == ["core_group_get_group_members"]


def test_an_enrolment_that_was_not_let_in_again_is_named(rehearsal: Rehearsal) -> None:
    desired = small_school()
    rehearsal.apply(desired)
    enrolment = desired.enrolment["vsh:2026:oge|vsh:p:0"]
    suspended = replace(enrolment, suspended=True)
    rehearsal.apply(
        desired,
        [Change(Action.SUSPEND, enrolment.kind, enrolment.key, enrolment, suspended, "")],
    )
    back = Change(Action.REACTIVATE, enrolment.kind, enrolment.key, suspended, enrolment, "")
    assert unwritten(rehearsal, [back]) == {enrolment.key}
    rehearsal.apply(desired, [back])
    assert unwritten(rehearsal, [back]) == set()


def test_a_membership_that_was_told_removed_and_is_there_is_named(rehearsal: Rehearsal) -> None:
    desired = small_school()
    rehearsal.apply(desired)
    cohort = desired.cohort_member["vsh:2026:class:9А|vsh:p:0"]
    group = desired.group_member["vsh:2026:oge|9А|vsh:p:0"]
    gone = [Change(Action.REMOVE, one.kind, one.key, one, None, "") for one in (cohort, group)]
    elsewhere = replace(cohort, cohort="vsh:2026:class:9Б")
    moved = Change(Action.MOVE, cohort.kind, elsewhere.key, cohort, elsewhere, "")
    assert unwritten(rehearsal, [*gone, moved]) == {cohort.key, group.key, elsewhere.key}
    rehearsal.apply(desired, gone)
    assert unwritten(rehearsal, gone) == set()


def test_the_journal_is_put_right_when_the_site_does_not_show_what_it_took(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    desired = small_school()
    rehearsal.apply(desired)
    cohort = desired.cohort_member["vsh:2026:class:9А|vsh:p:0"]
    gone = Change(Action.REMOVE, cohort.kind, cohort.key, cohort, None, "")
    group = desired.group_member["vsh:2026:oge|9А|vsh:p:0"]
    made = Change(Action.CREATE, group.kind, group.key, None, group, "")
    with open_database(tmp_path / "state.sqlite") as database:
        journal = Journal(database)
        run = journal.start_run(RunHeader("t@t 1", "0", "site", "4.5", "x"))
        recorder = Recorder(database, run, load_memory(AppliedState(database)).state)
        recorder.done(recorder.sent([gone, made]), [gone, made], [None, None])
        recorder.forget([gone, made])
        found = {one.step.key: (one.state, one.error) for one in journal.steps(run)}
        assert found == {cohort.key: ("failed", UNSEEN), group.key: ("failed", UNSEEN)}
        memory = load_memory(AppliedState(database)).state
        assert memory.get(cohort.kind, cohort.key) == cohort
        assert memory.get(group.kind, group.key) is None
        recorder.remember([gone, made])
        assert {one.state for one in journal.steps(run)} == {"done"}
        memory = load_memory(AppliedState(database)).state
        assert memory.get(cohort.kind, cohort.key) is None
        assert memory.get(group.kind, group.key) == group
