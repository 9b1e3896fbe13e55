"""The new year on a site: one question, people keep their accounts, last year keeps its results."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.last_year import FIRST, NEW, write_school
from vsosh_moodle.moodle import cohorts, courses, enrolments, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import CohortId, CourseId
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import Kind
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.sandbox.hand_edits import (
    add_activity,
    change_activity,
    complete_activity,
    find_module,
    find_user,
    grade_activity,
)
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.promoting import PromoteOptions, prepare_promotion
from vsosh_moodle.workflow.promotion_files import write_promotion
from vsosh_moodle.workflow.promotion_undo import undo_promotion

DECISIONS = "- {класс: 8А, ученик: Гаев Пётр, решение: остаётся}\n"


def apply(project: Project, *allowed: str) -> Plan:
    options = PlanOptions(allow=frozenset(allowed))
    result = apply_plan(project, options, None, NoProgress(), lambda _plan: True)
    assert result is not None
    assert result.complete, (result.failed, result.stopped_by)
    assert result.plan is not None
    assert make_plan(project, options).writes == ()
    return result.plan


def logins(project: Project) -> dict[str, tuple[str, str]]:
    with open_database(project.state / STATE_FILE) as database:
        entries = PeopleLedger(database).entries()
    return {one.last_name: (one.login, one.idnumber) for one in entries}


@pytest.fixture(params=["core", "plugin"])
def promoted(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Project, MoodleClient]]:
    """A school applied last year and promoted; Гаев repeats grade 8, grade 9 graduates."""
    with Sandbox(plugin=request.param == "plugin") as site:
        project = write_school(tmp_path, site.url, site.token)
        apply(project, "wrong-year")
        path = tmp_path / "решения.yaml"
        path.write_text(DECISIONS, encoding="utf-8")
        write_promotion(project, prepare_promotion(project, PromoteOptions(NEW, path)))
        with MoodleClient(site.url, Secret(site.token)) as client:
            yield project, client


def of_year(client: MoodleClient, year: int) -> dict[str, int]:
    mark = f"vsosh:{year}:"
    return {
        one.idnumber.removeprefix(mark): one.id
        for one in courses.get_courses(client)
        if one.idnumber.startswith(mark)
    }


def members(client: MoodleClient) -> dict[str, set[int]]:
    found = {one.idnumber: one.id for one in cohorts.get_cohorts(client)}
    ids = cohorts.get_cohort_members(client, [CohortId(one) for one in found.values()])
    return {key: set(ids[CohortId(number)]) for key, number in found.items()}


def test_one_question_and_then_everything_is_done(promoted: tuple[Project, MoodleClient]) -> None:
    project, client = promoted
    before, accounts = logins(project), members(client)
    plan = make_plan(project)
    (verdict,) = plan.blocking
    assert verdict.override == "new-year"
    for told in ("в следующий класс — 3", "в той же параллели — 1", "9, 11, 12 классы) — 2"):
        assert told in verdict.message
    assert [one.code for one in plan.problems if one.severity == "error"] == []
    assert not [one for one in plan.writes if one.action is Action.REMOVE]
    assert plan.counts()["user"] == {"suspend": 2}

    apply(project, "new-year")
    assert logins(project) == before
    assert make_plan(project).blocking == ()
    after = members(client)
    assert {key: after[key] for key in accounts} == accounts
    assert len(after[f"vsosh:{FIRST + 1}:class:8А"]) == 3
    assert len(after[f"vsosh:{FIRST + 1}:class:9А"]) == 1


def test_last_years_courses_keep_their_people_suspended(
    promoted: tuple[Project, MoodleClient],
) -> None:
    project, client = promoted
    old = of_year(client, FIRST)
    before = {key: enrolled(client, number) for key, number in old.items()}
    apply(project, "new-year")
    assert of_year(client, FIRST) == old
    for key, number in old.items():
        assert enrolled(client, number) == before[key]
        assert enrolled(client, number, only_active=True) == set()
    new = of_year(client, FIRST + 1)
    assert {"oge", "lessons-8А", "club"} <= new.keys()
    assert (
        len(enrolled(client, new["lessons-8А"], only_active=True)) == 4
    )  # three pupils, one teacher


def enrolled(client: MoodleClient, course: int, *, only_active: bool = False) -> set[int]:
    query = enrolments.ACTIVE if only_active else enrolments.EVERYONE
    return {one.id for one in enrolments.get_enrolled_users(client, CourseId(course), query)}


def test_graduates_cannot_sign_in_and_are_not_deleted(
    promoted: tuple[Project, MoodleClient],
) -> None:
    project, client = promoted
    apply(project, "new-year")
    everybody = users.get_users_by_field(
        client, "idnumber", [key for _login, key in logins(project).values()]
    )
    suspended = {one.lastname for one in everybody if one.suspended}
    assert suspended == {"Дзуев", "Ёлкин"}
    assert len(everybody) == 9


def test_undo_before_the_apply_leaves_the_site_as_it_was(
    promoted: tuple[Project, MoodleClient],
) -> None:
    project, _client = promoted
    undo_promotion(project)
    plan = make_plan(project, PlanOptions(allow=frozenset({"wrong-year"})))
    assert plan.writes == ()
    assert [one for one in plan.writes if one.kind is Kind.USER] == []


def test_grades_of_last_year_are_untouched(tmp_path: Path) -> None:
    with Sandbox(plugin=True) as site:
        project = write_school(tmp_path, site.url, site.token)
        apply(project, "wrong-year")
        course, moment = f"vsosh:{FIRST}:oge", 1_700_000_000
        with site.edit() as store:
            graduate = find_user(store, logins(project)["Дзуев"][1])
            theory = find_module(store, course, "vsosh:theory")
            section = store.get("course_modules", theory)["section"]
            task = add_activity(store, section, "assign", "Проверочная работа")
            change_activity(store, task, grade=100)
            grade_activity(store, task, graduate, 87.5, moment)
            complete_activity(store, theory, graduate, 1, moment)
        before = results(site)
        assert all(before)
        write_promotion(project, prepare_promotion(project, PromoteOptions(NEW)))
        apply(project, "new-year")
        assert results(site) == before


def results(site: Sandbox) -> list[list[object]]:
    """Return the rows of grades and of completion, all their columns."""
    with site.edit() as store:
        return [
            [tuple(row) for row in store.rows("SELECT * FROM grade_grades")],
            [tuple(row) for row in store.rows("SELECT * FROM course_modules_completion")],
        ]
