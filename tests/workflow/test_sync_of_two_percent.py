"""A list in which 2 % of the people changed writes to those people, and to nobody else."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from benchmarks.school import Target, change_roster, make_school
from vsosh_moodle.plan.change import touched_users
from vsosh_moodle.plan.movement import Event
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.apply_result import ApplyResult
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import Project

SIZE = SampleSize(200, 8, 10, 1)
PEOPLE = PlanOptions(only=frozenset({"classes", "people", "enrolments"}))
READS = ("get", "call_external_functions")


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox() as site:
        yield site


@pytest.fixture
def project(site: Sandbox, tmp_path: Path) -> Project:
    token = tmp_path / "token.txt"
    token.write_text(site.token, encoding="ascii")
    token.chmod(0o600)
    target = Target(site.url, token)
    return make_school(tmp_path / "school", SIZE, target, "two", content=False)


def apply(project: Project, options: PlanOptions) -> ApplyResult:
    result = apply_plan(project, options, None, NoProgress(), lambda _plan: True)
    assert result is not None
    assert result.complete, (result.failed, result.stopped_by)
    return result


def test_two_percent_changed_write_those_people_only(project: Project, site: Sandbox) -> None:
    apply(project, PlanOptions())
    done = change_roster(project, SIZE, date.today())
    plan = make_plan(project, PEOPLE)
    happened = Counter(
        each.event
        for one in plan.movements.people
        for each in one.happenings
        if each.event is not Event.SURNAME or one.happenings[0].event is Event.SURNAME
    )
    assert happened == {
        Event.SURNAME: done.surname,
        Event.MOVED: done.move,
        Event.LEFT: done.leave,
        Event.ARRIVED: done.new,
    }
    moving = {one.user for one in plan.movements.people}
    assert len(moving) == done.surname + done.move + done.leave + done.new
    assert {touched_users(change) for change in plan.writes} == moving
    before = len(site.calls)
    result = apply(project, PEOPLE)
    assert result.done == len(plan.writes)
    writes = [call[0] for call in site.calls[before:] if not any(word in call[0] for word in READS)]
    assert {name for name in writes if name.startswith("core_course")} == set()
    assert len(writes) <= plan.forecast.calls
    assert make_plan(project, PEOPLE).writes == ()
    assert make_plan(project).writes == ()
