"""Somebody writes to the site while a person reads the plan: told, and nothing is written."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflow.folder import SchoolFolder, pupils, school_on
from vsosh_moodle.errors import StalePlan
from vsosh_moodle.moodle import users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import User
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow import applying, undoing
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.history import list_runs
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.undoing import undo_run


@pytest.fixture(params=[False, True], ids=["core", "plugin"])
def site(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(plugin=request.param) as site:
        yield site


@pytest.fixture
def folder(site: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SchoolFolder:
    """A school that is on the site, but for a pupil's new surname; every answer counts as slow."""
    folder = school_on(site, tmp_path)
    apply_plan(folder.project, PlanOptions(), None, NoProgress(), lambda _plan: True)
    rows = pupils()
    rows[5] = replace(rows[5], last="Замужняя")
    folder.write_roster(rows)
    for module in (applying, undoing):
        monkeypatch.setattr(module, "AGREED_AT_ONCE", -1.0)
    return folder


def renaming(site: Sandbox, last: str) -> Callable[[Plan], bool]:
    """Return an answer «yes» during which somebody renames the pupil of the plan in Moodle."""

    def agree(plan: Plan) -> bool:
        record = plan.writes[0].record
        assert isinstance(record, User)
        with MoodleClient(site.url, Secret(site.token)) as client:
            (user,) = users.get_users_by_field(client, "username", [record.username])
            users.update_users(client, [{"id": user.id, "lastname": last}])
        return True

    return agree


def surname(folder: SchoolFolder) -> str:
    (change,) = make_plan(folder.project).changes
    assert isinstance(change.before, User)
    return change.before.lastname


def test_a_name_changed_in_moodle_while_the_plan_was_read_is_not_overwritten(
    folder: SchoolFolder, site: Sandbox
) -> None:
    with pytest.raises(StalePlan, match="Пока Вы смотрели план"):
        apply_plan(folder.project, PlanOptions(), None, NoProgress(), renaming(site, "Иначева"))
    assert surname(folder) == "Иначева"
    assert len(list_runs(folder.project)) == 1


def test_an_undo_does_not_overwrite_it_either(folder: SchoolFolder, site: Sandbox) -> None:
    result = apply_plan(folder.project, PlanOptions(), None, NoProgress(), lambda _plan: True)
    assert result is not None
    with pytest.raises(StalePlan, match="Пока Вы смотрели план"):
        undo_run(folder.project, result.run_id, NoProgress(), renaming(site, "Иначева"))
    assert surname(folder) == "Иначева"


def test_what_nobody_touched_is_written_after_a_slow_answer(folder: SchoolFolder) -> None:
    result = apply_plan(folder.project, PlanOptions(), None, NoProgress(), lambda _plan: True)
    assert result is not None
    assert (result.done, result.complete) == (1, True)
    assert make_plan(folder.project).changes == ()
