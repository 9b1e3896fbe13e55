"""From a folder of files to a site: plan, apply, approve, refuse, take up again."""

import csv
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflow.folder import OGE, SchoolFolder, pupils, school_on
from vsosh_moodle.errors import InputProblems, LockHeld, PlanError, StalePlan, UnsafePlan
from vsosh_moodle.language import set_language
from vsosh_moodle.moodle import courses, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.functions import FUNCTIONS
from vsosh_moodle.moodle.ids import CategoryId, UserId
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.codec import render_plan_json
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import CONTENT_KINDS, Kind, User
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.workflow.apply_result import ApplyResult
from vsosh_moodle.workflow.applying import LOCK_FILE, apply_plan
from vsosh_moodle.workflow.history import list_runs
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import Project


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox() as site:
        yield site


@pytest.fixture
def folder(site: Sandbox, tmp_path: Path) -> SchoolFolder:
    return school_on(site, tmp_path)


@pytest.fixture
def client(site: Sandbox) -> Iterator[MoodleClient]:
    with MoodleClient(site.url, Secret(site.token)) as client:
        yield client


def apply(
    project: Project, options: PlanOptions | None = None, plan_file: Path | None = None
) -> ApplyResult:
    result = apply_plan(
        project, options or PlanOptions(), plan_file, NoProgress(), lambda _plan: True
    )
    assert result is not None
    return result


def save(plan: Plan, path: Path) -> Path:
    path.write_text(render_plan_json(plan), encoding="utf-8")
    return path


def test_second_plan_is_empty_and_every_kind_was_made(folder: SchoolFolder) -> None:
    first = make_plan(folder.project)
    assert {change.kind for change in first.changes} == set(Kind) - CONTENT_KINDS - {
        Kind.COHORT_SYNC
    }
    assert {change.action for change in first.changes} == {Action.CREATE}
    result = apply(folder.project)
    assert result.complete
    assert result.done == len(first.changes)
    assert make_plan(folder.project).changes == ()
    assert apply(folder.project).nothing


def test_the_rights_that_the_docs_name_are_enough(folder: SchoolFolder, site: Sandbox) -> None:
    needed = [one for one in FUNCTIONS if one.need == "required"]
    rights = sorted({right for one in needed for right in one.capabilities})
    (folder.root / "token.txt").write_text(site.add_token(capabilities=rights), encoding="ascii")
    assert apply(folder.project).complete
    assert make_plan(folder.project).changes == ()


def test_plan_writes_nothing(folder: SchoolFolder, site: Sandbox) -> None:
    make_plan(folder.project)
    reads = ("get", "call_external_functions")
    assert all(any(word in call[0] for word in reads) for call in site.calls)
    assert list_runs(folder.project) == []


def test_forecast_names_the_calls_of_the_writing(folder: SchoolFolder, site: Sandbox) -> None:
    forecast = make_plan(folder.project).forecast.calls
    before = len(site.calls)
    apply(folder.project)
    written = [c[0] for c in site.calls[before:] if "create" in c[0] or "add" in c[0]]
    assert len(written) <= forecast
    assert forecast <= 15


def test_passwords_are_in_the_slips_and_open_the_accounts(
    folder: SchoolFolder, client: MoodleClient
) -> None:
    result = apply(folder.project)
    assert result.slips is not None
    assert result.slips.stat().st_mode & 0o777 == 0o600
    with result.slips.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == result.accounts == 13
    found = users.get_users_by_field(client, "username", [row["Логин"] for row in rows])
    assert len(found) == 13
    assert all(len(row["Пароль"]) >= 10 for row in rows)


def test_change_of_two_percent_writes_only_that(folder: SchoolFolder) -> None:
    apply(folder.project)
    rows = pupils()
    rows[5] = replace(rows[5], last="Замужняя")
    folder.write_roster(rows)
    plan = make_plan(folder.project)
    assert [(c.action, c.kind, c.changed_fields()) for c in plan.changes] == [
        (Action.UPDATE, Kind.USER, ("lastname",))
    ]
    assert apply(folder.project).done == 1
    assert make_plan(folder.project).changes == ()


def test_leaver_is_suspended_everywhere_and_comes_back(
    folder: SchoolFolder, client: MoodleClient
) -> None:
    apply(folder.project)
    folder.write_roster(pupils()[:-1])
    options = PlanOptions(allow=frozenset({"class-loss:9Б"}))
    plan = make_plan(folder.project, options)
    assert {c.action for c in plan.changes if c.kind in (Kind.USER, Kind.ENROLMENT)} == {
        Action.SUSPEND
    }
    assert apply(folder.project, options).complete
    key = next(c.key for c in plan.changes if c.kind is Kind.USER)
    assert users.get_users_by_field(client, "idnumber", [key])[0].suspended
    assert make_plan(folder.project).changes == ()
    folder.write_roster(pupils())
    assert apply(folder.project).complete
    assert not users.get_users_by_field(client, "idnumber", [key])[0].suspended
    assert make_plan(folder.project).changes == ()


def test_shrunken_class_is_refused_before_the_first_write(
    folder: SchoolFolder, site: Sandbox
) -> None:
    apply(folder.project)
    folder.write_roster([row for row in pupils() if row.class_name != "9Б"])
    before = len(site.calls)
    with pytest.raises(UnsafePlan, match="9Б") as error:
        apply(folder.project)
    assert "--allow class-missing:9Б" in error.value.hint
    assert not any("enrol_manual" in call[0] for call in site.calls[before:])


def test_approved_plan_is_applied_as_it_was(folder: SchoolFolder, tmp_path: Path) -> None:
    file = save(make_plan(folder.project), tmp_path / "plan.json")
    assert apply(folder.project, plan_file=file).complete


def test_plan_is_stale_when_a_file_moved(folder: SchoolFolder, tmp_path: Path) -> None:
    file = save(make_plan(folder.project), tmp_path / "plan.json")
    folder.write_roster(pupils(3))
    with pytest.raises(StalePlan, match=r"pupils\.csv"):
        apply(folder.project, plan_file=file)


def test_plan_is_stale_when_the_site_moved(
    folder: SchoolFolder, client: MoodleClient, tmp_path: Path
) -> None:
    apply(folder.project)
    rows = pupils()
    rows[0] = replace(rows[0], last="Замужняя")
    folder.write_roster(rows)
    plan = make_plan(folder.project)
    file = save(plan, tmp_path / "plan.json")
    row = users.get_users_by_field(client, "idnumber", [plan.changes[0].key])[0]
    users.update_users(client, [{"id": UserId(row.id), "lastname": "Правленая"}])
    with pytest.raises(StalePlan, match="Больше не нужно"):
        apply(folder.project, plan_file=file)


def test_edited_plan_file_is_refused(folder: SchoolFolder, tmp_path: Path) -> None:
    file = save(make_plan(folder.project), tmp_path / "plan.json")
    text = file.read_text(encoding="utf-8").replace("Тестова-Аа", "Чужая")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError, match="отпечаток"):
        apply(folder.project, plan_file=file)


def test_second_run_at_once_is_refused(folder: SchoolFolder) -> None:
    with project_lock(folder.project.state / LOCK_FILE), pytest.raises(LockHeld):
        apply(folder.project)


def test_killed_apply_is_taken_up_and_logins_stay(folder: SchoolFolder, site: Sandbox) -> None:
    site.state(latency=0.15)
    code = (
        "import sys; from pathlib import Path;"
        "from vsosh_moodle.workflow.applying import apply_plan;"
        "from vsosh_moodle.workflow.planning import PlanOptions;"
        "from vsosh_moodle.workflow.progress import NoProgress;"
        "from vsosh_moodle.workflow.project import Project;"
        "apply_plan(Project(Path(sys.argv[1])), PlanOptions(), None, NoProgress(),"
        " lambda plan: True)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(folder.root)])
    deadline = time.monotonic() + 60
    while not any(c[0] == "core_user_create_users" for c in site.calls):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    site.state(latency=0.0)
    assert apply(folder.project).complete
    assert make_plan(folder.project).changes == ()
    assert [run.state for run in list_runs(folder.project)] == ["done", "running"]


def test_interrupted_apply_stops_between_calls_and_goes_on_later(
    folder: SchoolFolder, site: Sandbox
) -> None:
    site.state(latency=0.1)
    ended = threading.Event()

    def press_ctrl_c() -> None:
        while not ended.wait(0.01):
            if any(call[0] == "core_user_create_users" for call in site.calls):
                os.kill(os.getpid(), signal.SIGINT)
                return

    thread = threading.Thread(target=press_ctrl_c)
    thread.start()
    try:
        result = apply(folder.project)
    finally:
        ended.set()
        thread.join()
    site.state(latency=0.0)
    assert result.interrupted
    assert result.skipped
    assert apply(folder.project).complete
    assert make_plan(folder.project).changes == ()


def test_login_taken_on_the_site_gives_the_next_one(
    folder: SchoolFolder, client: MoodleClient
) -> None:
    wanted = next(c.record for c in make_plan(folder.project).changes if c.kind is Kind.USER)
    login = getattr(wanted, "username", "")
    users.create_users(
        client,
        [
            {
                "username": login,
                "firstname": "Иная",
                "lastname": "Персона",
                "email": "other@v.invalid",
                "password": "Rehearsal-2026",
            }
        ],
    )
    assert apply(folder.project).complete
    found = users.get_users_by_field(client, "username", [f"{login}2"])
    assert [user.idnumber for user in found] == [wanted.key]


def test_login_taken_many_times_over_gives_the_first_free_one(
    folder: SchoolFolder, client: MoodleClient
) -> None:
    wanted = next(c.after for c in make_plan(folder.project).changes if c.kind is Kind.USER)
    assert isinstance(wanted, User)
    login = wanted.username
    users.create_users(
        client,
        [
            {
                "username": f"{login}{number or ''}",
                "firstname": "Иная",
                "lastname": "Персона",
                "email": f"other{number}@v.invalid",
                "password": "Rehearsal-2026",
            }
            for number in (0, *range(2, 12))
        ],
    )
    plan = make_plan(folder.project)
    made = [c.after for c in plan.changes if c.key == wanted.key]
    assert [getattr(user, "username", "") for user in made] == [f"{login}12"]
    assert [problem.code for problem in plan.problems] == ["login-taken"]


def test_course_of_the_same_short_name_is_a_conflict_and_can_be_adopted(
    folder: SchoolFolder, client: MoodleClient
) -> None:
    made = courses.create_courses(
        client, [{"fullname": "Старый курс", "shortname": "ОГЭ мат", "categoryid": CategoryId(1)}]
    )
    plan = make_plan(folder.project)
    assert [problem.code for problem in plan.problems] == ["short-name-taken"]
    assert not any(c.kind is Kind.COURSE and "oge" in c.key for c in plan.changes)
    options = PlanOptions(adopt=frozenset({"course:ОГЭ мат"}))
    adopted = [c for c in make_plan(folder.project, options).changes if c.action is Action.ADOPT]
    assert [change.moodle_id for change in adopted] == [made[0].id]
    assert apply(folder.project, options).complete
    assert make_plan(folder.project).changes == ()


def test_hand_edit_is_kept_until_overwriting_is_asked_for(
    folder: SchoolFolder, client: MoodleClient
) -> None:
    apply(folder.project)
    course = courses.get_courses_by_field(client, "shortname", "ОГЭ мат")[0]
    courses.update_courses(client, [{"id": course.id, "fullname": "Название учителя"}])
    plan = make_plan(folder.project)
    assert [(c.action, c.key) for c in plan.changes] == [(Action.KEEP, course.idnumber)]
    assert apply(folder.project).nothing
    options = PlanOptions(overwrite=frozenset({course.idnumber}))
    assert apply(folder.project, options).done == 1
    assert make_plan(folder.project).changes == ()


def test_scope_narrows_the_plan_and_waits_for_what_is_missing(folder: SchoolFolder) -> None:
    people = make_plan(folder.project, PlanOptions(only=frozenset({"people"})))
    assert {change.kind for change in people.changes} == {Kind.USER}
    assert {change.kind for change in people.waiting} == {Kind.COHORT_MEMBER}
    one = make_plan(folder.project, PlanOptions(classes=frozenset({"8Д"})))
    assert len([c for c in one.changes if c.kind is Kind.USER]) == 4
    course = make_plan(folder.project, PlanOptions(courses=frozenset({"oge"})))
    assert {c.kind for c in (*course.changes, *course.waiting)} >= {Kind.COURSE, Kind.SECTION}


def test_state_folder_lost_is_noticed_before_accounts_change_hands(
    folder: SchoolFolder,
) -> None:
    apply(folder.project)
    (folder.project.state / "state.sqlite").unlink()
    folder.write_roster(list(reversed(pupils())))
    with pytest.raises(UnsafePlan, match="памяти"):
        apply(folder.project)


def test_every_problem_of_every_file_is_told_at_once(folder: SchoolFolder) -> None:
    rows = pupils()
    rows[0] = replace(rows[0], class_name="9В")
    rows[1] = replace(rows[1], last="")
    folder.write_roster(rows)
    folder.write_template("oge", OGE.replace("gia\nsubject", "gia\nsubjekt"))
    with pytest.raises(InputProblems) as error:
        make_plan(folder.project)
    files = {problem.place.file for problem in error.value.problems}
    assert {"rosters/pupils.csv", "course_templates/oge.yaml"} <= files
    assert len(error.value.problems) == 3


def test_nothing_is_asked_of_the_site_when_files_are_wrong(
    folder: SchoolFolder, site: Sandbox
) -> None:
    folder.write_template("oge", "kind: [")
    with pytest.raises(InputProblems):
        apply(folder.project)
    assert site.calls == []


def test_hand_made_account_is_adopted_when_asked_for(
    folder: SchoolFolder, client: MoodleClient
) -> None:
    wanted = next(c.after for c in make_plan(folder.project).changes if c.kind is Kind.USER)
    assert isinstance(wanted, User)
    made = users.create_users(
        client,
        [
            {
                "username": wanted.username,
                "firstname": wanted.firstname,
                "lastname": wanted.lastname,
                "email": "own@v.invalid",
                "password": "Rehearsal-2026",
            }
        ],
    )
    noted = make_plan(folder.project).problems
    assert [problem.code for problem in noted] == ["login-taken"]
    assert f"--adopt user:{wanted.username}" in noted[0].hint
    options = PlanOptions(adopt=frozenset({f"user:{wanted.username}"}))
    assert apply(folder.project, options).complete
    found = users.get_users_by_field(client, "username", [wanted.username])
    assert [(user.id, user.idnumber) for user in found] == [(made[0].id, wanted.key)]
    assert make_plan(folder.project).changes == ()


def test_plan_does_not_depend_on_the_language_of_messages(folder: SchoolFolder) -> None:
    apply(folder.project)
    set_language("en")
    try:
        assert make_plan(folder.project).changes == ()
    finally:
        set_language("ru")
