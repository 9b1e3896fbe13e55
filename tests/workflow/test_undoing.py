"""Undo of runs over a rehearsal site: back, forward again, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflow.folder import SchoolFolder, pupils, school_on
from vsosh_moodle.errors import ConfigError, PlanError, UnsafePlan
from vsosh_moodle.moodle import courses
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.codec import parse_plan, render_plan_json
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.plan.state import State
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.apply_result import ApplyResult
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.history import list_runs
from vsosh_moodle.workflow.planning import PlanOptions, make_plan, open_session, plan_session
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.undoing import make_undo_plan, undo_run

LOSSES = frozenset({"class-loss:9Б", "class-loss:9А"})


@pytest.fixture(params=[False, True], ids=["core", "plugin"])
def site(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(plugin=request.param) as site:
        yield site


@pytest.fixture
def folder(site: Sandbox, tmp_path: Path) -> SchoolFolder:
    return school_on(site, tmp_path)


def apply(folder: SchoolFolder) -> ApplyResult:
    options = PlanOptions(allow=LOSSES)
    result = apply_plan(folder.project, options, None, NoProgress(), lambda _plan: True)
    assert result is not None
    assert result.complete, (result.failed, result.stopped_by)
    return result


def undo(folder: SchoolFolder, run: int, *allow: str) -> ApplyResult:
    lifted = [*allow, *LOSSES, "class-loss:8Д"]
    result = undo_run(folder.project, run, NoProgress(), lambda _plan: True, allow=lifted)
    assert result is not None
    assert result.complete, (result.failed, result.stopped_by)
    return result


def observed(folder: SchoolFolder) -> State:
    with open_session(folder.project, NoProgress()) as session:
        return plan_session(session, PlanOptions(), NoProgress()).observed.state


def changed(folder: SchoolFolder) -> None:
    """A year goes on: a new surname, a move, a leaver, another title of a course."""
    rows = pupils()
    rows[5] = replace(rows[5], last="Замужняя")
    rows[6] = replace(rows[6], class_name="9Б")
    folder.write_roster(rows[:-1])
    template = folder.root / "course_templates/oge.yaml"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("ОГЭ по математике", "Подготовка к ОГЭ"), encoding="utf-8")


def test_undo_brings_back_the_state_before_and_undo_of_it_the_state_after(
    folder: SchoolFolder,
) -> None:
    apply(folder)
    before = observed(folder)
    changed(folder)
    run = apply(folder).run_id
    after = observed(folder)
    assert after != before
    undone = undo(folder, run)
    assert len(make_plan(folder.project, PlanOptions(allow=LOSSES)).writes) == undone.done
    back = observed(folder)
    new = {(one.kind, one.key) for one in back} - {(one.kind, one.key) for one in before}
    assert all(kind is Kind.ENROLMENT and back.enrolment[key].suspended for kind, key in new)
    assert State.of(one for one in back if (one.kind, one.key) not in new) == before
    undo(folder, undone.run_id)
    assert observed(folder) == after
    assert make_plan(folder.project).writes == ()
    assert [run.header.undoes for run in list_runs(folder.project)] == [3, 2, None, None]


def test_undo_of_the_first_apply_closes_what_it_made_and_comes_forward_again(
    folder: SchoolFolder,
) -> None:
    run = apply(folder).run_id
    after = observed(folder)
    teachers = ["teacher-removed:oge", "teacher-removed:lessons-8Д"]
    plan = make_undo_plan(folder.project, run)
    teachers = [one.override for one in plan.blocking if one.guard == "teacher-removed"]
    undone = undo(folder, run, *teachers)
    back = observed(folder)
    assert all(user.suspended for user in back.user.values())
    assert all(one.suspended for one in back.enrolment.values())
    assert not any(course.visible for course in back.course.values())
    assert not back.cohort_member
    assert not back.group_member
    undo(folder, undone.run_id)
    assert observed(folder) == after


def test_what_was_renamed_in_moodle_since_is_kept(folder: SchoolFolder, site: Sandbox) -> None:
    apply(folder)
    changed(folder)
    run = apply(folder).run_id
    with MoodleClient(site.url, Secret(site.token)) as client:
        found = next(one for one in courses.get_courses(client) if "Подготовка" in one.fullname)
        courses.update_courses(client, [{"id": found.id, "fullname": "Имя учителя"}])
    kept = make_undo_plan(folder.project, run).kept
    assert [(one.kind, one.changed_fields()) for one in kept] == [(Kind.COURSE, ("fullname",))]
    undo(folder, run)
    assert "Имя учителя" in {course.fullname for course in observed(folder).course.values()}


def test_guards_stop_an_undo_and_nothing_is_written(folder: SchoolFolder) -> None:
    run = apply(folder).run_id
    before = observed(folder)
    with pytest.raises(UnsafePlan, match="9А"):
        undo_run(folder.project, run, NoProgress(), lambda _plan: True)
    assert observed(folder) == before
    assert len(list_runs(folder.project)) == 1


def test_a_run_that_never_was_is_told(folder: SchoolFolder) -> None:
    apply(folder)
    with pytest.raises(ConfigError, match="№ 7"):
        make_undo_plan(folder.project, 7)


def test_undo_needs_no_sound_lists(folder: SchoolFolder) -> None:
    apply(folder)
    changed(folder)
    run = apply(folder).run_id
    (folder.root / "rosters/pupils.csv").write_text("сломано", encoding="utf-8")
    assert undo(folder, run).done


def test_a_saved_undo_is_no_plan_for_apply(folder: SchoolFolder) -> None:
    run = apply(folder).run_id
    plan = make_undo_plan(folder.project, run)
    text = render_plan_json(plan)
    assert parse_plan(text, "undo.json")[0].undoes == run
    path = folder.root / "undo.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError, match="план отмены"):
        apply_plan(folder.project, PlanOptions(), path, NoProgress(), lambda _plan: True)
    assert Action.SUSPEND in {one.action for one in plan.writes}
