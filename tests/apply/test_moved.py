"""What somebody changes in Moodle while a long run writes is kept and told, not overwritten."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.apply.rehearsal import Rehearsal, small_school
from vsosh_moodle.moodle import courses, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import CourseId, UserId
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.plan.state import State
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.journal import Journal

COURSE, PUPIL = "vsh:2026:oge", "vsh:p:0"


@pytest.fixture(params=[False, True], ids=["core", "plugin"])
def rehearsal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with (
        Sandbox(plugin=request.param) as site,
        MoodleClient(site.url, Secret(site.token)) as client,
    ):
        yield Rehearsal(client, tmp_path, stale_seconds=0)


def renamed() -> State:
    """The small school with a new title of a course and a new surname of a pupil."""
    school = small_school()
    records = [one for one in school if one.key not in (COURSE, PUPIL)]
    course = replace(school.course[COURSE], fullname="ОГЭ 2027")
    pupil = replace(school.user[PUPIL], lastname="Новая")
    return State.of([*records, course, pupil])


def updates(rehearsal: Rehearsal, desired: State) -> list[Change]:
    """Plan; with the plugin the names of sections are none of core's, and wait."""
    return [one for one in rehearsal.plan(desired) if one.key in (COURSE, PUPIL)]


def test_a_title_changed_in_mid_run_is_kept_and_the_rest_is_written(rehearsal: Rehearsal) -> None:
    rehearsal.apply(small_school())
    desired = renamed()
    changes = updates(rehearsal, desired)
    ids = rehearsal.observe(desired).ids
    course = CourseId(ids[Kind.COURSE, COURSE])
    courses.update_courses(rehearsal.client, [{"id": course, "fullname": "ОГЭ учителя"}])
    outcome = rehearsal.apply(desired, changes)
    assert [(one.change.key, one.fields) for one in outcome.kept] == [(COURSE, ("fullname",))]
    assert [one.key for one in outcome.done] == [PUPIL]
    live = rehearsal.observe(desired).state
    assert live.course[COURSE].fullname == "ОГЭ учителя"
    assert live.user[PUPIL].lastname == "Новая"
    (kept,) = [one for one in rehearsal.plan(desired) if one.key == COURSE]
    assert kept.action is Action.KEEP
    with open_database(rehearsal.folder / "state.sqlite") as database:
        journal = Journal(database)
        steps = {
            one.step.key: (one.state, one.error) for one in journal.steps(journal.runs()[0].id)
        }
    assert steps == {COURSE: ("skipped", "kept"), PUPIL: ("done", "")}


def test_what_stands_as_it_was_or_as_it_shall_be_is_no_conflict(rehearsal: Rehearsal) -> None:
    rehearsal.apply(small_school())
    desired = renamed()
    changes = updates(rehearsal, desired)
    user = UserId(rehearsal.observe(desired).ids[Kind.USER, PUPIL])
    users.update_users(rehearsal.client, [{"id": user, "lastname": "Новая"}])
    outcome = rehearsal.apply(desired, changes)
    assert outcome.kept == []
    assert outcome.complete
    assert updates(rehearsal, desired) == []


def test_a_fresh_reading_is_not_repeated(rehearsal: Rehearsal) -> None:
    rehearsal.apply(small_school())
    rehearsal.stale_seconds = 60
    before = rehearsal.client.traffic.calls
    rehearsal.observe(renamed())
    reads = rehearsal.client.traffic.calls - before
    outcome = rehearsal.apply(renamed(), updates(rehearsal, renamed()))
    assert outcome.complete
    spent = rehearsal.client.traffic.calls - before
    assert spent < 4 * reads + 4
