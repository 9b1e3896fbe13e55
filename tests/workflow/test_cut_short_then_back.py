"""Whom a killed run suspended or took out of a class is let in again when the lists name them."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflow.folder import SchoolFolder, pupils, school_on
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress

LOSSES = PlanOptions(allow=frozenset({"class-loss:9А", "class-loss:9Б", "class-loss:8Д"}))


@pytest.fixture(params=[False, True], ids=["core", "plugin"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SchoolFolder]:
    with Sandbox(plugin=request.param) as site:
        folder = school_on(site, tmp_path / "school")
        apply(folder)
        yield folder


def apply(folder: SchoolFolder) -> None:
    result = apply_plan(folder.project, LOSSES, None, NoProgress(), lambda _plan: True)
    assert result is not None
    assert result.complete, (result.failed, result.stopped_by)


def apply_and_lose_memory(folder: SchoolFolder) -> None:
    """Apply, and put back the state file: as if the run was killed before it wrote anything down."""
    state = folder.project.state
    shutil.copytree(state, state.with_name("before"))
    apply(folder)
    shutil.rmtree(state)
    state.with_name("before").rename(state)


def test_a_leaver_comes_back_after_a_run_that_was_killed(folder: SchoolFolder) -> None:
    rows = pupils()
    folder.write_roster(rows[:-1])
    apply_and_lose_memory(folder)
    apply(folder)
    folder.write_roster(rows)
    back = {(one.kind, one.action) for one in make_plan(folder.project, LOSSES).changes}
    assert (Kind.USER, Action.REACTIVATE) in back
    assert (Kind.COHORT_MEMBER, Action.CREATE) in back
    assert Action.KEEP not in {action for _kind, action in back}
    apply(folder)
    assert make_plan(folder.project).changes == ()


def test_who_moved_comes_back_after_a_run_that_was_killed(folder: SchoolFolder) -> None:
    rows = pupils()
    folder.write_roster([*rows[:5], replace(rows[5], class_name="9Б"), *rows[6:]])
    apply_and_lose_memory(folder)
    apply(folder)
    folder.write_roster(rows)
    assert Action.KEEP not in {one.action for one in make_plan(folder.project, LOSSES).changes}
    apply(folder)
    assert make_plan(folder.project).changes == ()
