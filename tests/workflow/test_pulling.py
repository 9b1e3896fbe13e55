"""Pulls of a rehearsal site over HTTP: by the plugin and by core functions, twice, broken off, gone on with."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from tests.workflow.folder import pupils
from tests.workflow.pulled_school import DAY, PulledSchool, provisioned_school
from vsosh_moodle.errors import ConfigError, LockHeld
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.functions import FUNCTIONS
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.fact_tables import FACT_TABLES
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.store.snapshots import Snapshots
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.pulling import list_snapshots


@pytest.fixture
def site() -> Iterator[Sandbox]:
    with Sandbox(plugin=True) as site:
        yield site


@pytest.fixture
def school(site: Sandbox, tmp_path: Path) -> PulledSchool:
    return provisioned_school(site, tmp_path)


def let_everybody_work(school: PulledSchool) -> list[str]:
    """Let the pupils of the course work an hour ago; return their keys."""
    people = school.pupils()
    school.wait(hours=-1)
    for number, person in enumerate(people):
        school.complete(person, state=1 + number % 2)
        school.hand_in(person)
    school.grade(people[0], 8)
    school.grade(people[1], 15, "mock-1-auto")
    school.write_post(people[2])
    school.wait(hours=1)
    return people


VIEWS = {
    "completion": "SELECT l.person, f.activity, f.state, f.time FROM completion_facts f",
    "submissions": "SELECT l.person, f.activity, f.status, f.time FROM submission_facts f",
    "grades": "SELECT l.person, f.activity, f.grade, f.grade_max FROM grade_facts f",
    "access": "SELECT l.person, f.course, f.time FROM access_facts f",
    "enrolments": "SELECT l.person, f.course, f.teaches, f.active FROM enrolment_facts f",
    "accounts": "SELECT l.person, f.first_access, f.last_access, f.suspended FROM account_facts f",
}


def standing(school: PulledSchool, part: str) -> list[tuple[object, ...]]:
    """Return the facts of a part that still hold, under names."""
    return sorted(
        school.facts(f"{VIEWS[part]} JOIN learners l ON l.number = f.person WHERE until IS NULL"),
        key=str,
    )


def test_the_plugin_tells_everything_and_the_second_pull_nothing_new(school: PulledSchool) -> None:
    people = let_everybody_work(school)
    first = school.pull()
    assert first.complete
    assert first.snapshot.header.source == "plugin"
    assert first.snapshot.header.full
    assert first.snapshot.gaps == ()
    assert first.pupils == 12
    assert len(standing(school, "completion")) == len(people)
    assert len(standing(school, "submissions")) == len(people)
    assert len(school.facts("SELECT * FROM post_facts")) == 1
    school.wait(minutes=30)
    second = school.pull()
    assert not second.snapshot.header.full
    assert second.snapshot.counts == {}
    assert second.before is not None
    assert second.before.number == first.snapshot.number
    school.wait(hours=1)
    school.complete(people[0], "task")
    third = school.pull()
    assert third.snapshot.counts["completion"] == {"new": 1}
    assert third.calls <= 6


def test_core_functions_tell_the_same_but_for_attempts_and_posts(
    school: PulledSchool, tmp_path: Path
) -> None:
    let_everybody_work(school)
    school.pull()
    by_plugin = {part: standing(school, part) for part in VIEWS}
    other = replace(school, folder=replace(school.folder, root=tmp_path / "other"))
    copy_folder(school.folder.root, other.folder.root)
    found = other.pull(core=True)
    assert found.snapshot.header.source == "core"
    assert found.complete
    assert {gap.detail for gap in found.snapshot.gaps} == {"attempts", "posts"}
    for part in VIEWS:
        assert standing(other, part) == by_plugin[part], part
    learners = len(other.pupils()) + len(pupils())
    assert found.calls <= learners + 3
    other.wait(hours=2)
    again = other.pull(core=True)
    assert again.snapshot.counts == {}
    assert again.calls < found.calls


def test_core_functions_keep_the_dates_that_they_do_not_tell(school: PulledSchool) -> None:
    with school.site.edit() as store:
        store.write("UPDATE user_enrolments SET timestart = 1790000000, timeend = 1890000000")
    school.pull()
    school.wait(hours=1)
    found = school.pull(core=True)
    assert "enrolments" not in found.snapshot.counts
    dates = school.facts("SELECT DISTINCT begins, ends FROM enrolment_facts WHERE until IS NULL")
    assert dates == [(1_790_000_000, 1_890_000_000)]


def copy_folder(source: Path, target: Path) -> None:
    """Copy a project without its snapshots."""
    shutil.copytree(source, target)
    with open_database(target / ".vsosh/state.sqlite") as database:
        for table in FACT_TABLES:
            database.execute(f"DELETE FROM {table.name}")  # noqa: S608
        for name in ("snapshot_gaps", "snapshot_courses", "snapshots", "learners"):
            database.execute(f"DELETE FROM {name}")  # noqa: S608


@pytest.mark.parametrize("core", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_changes_pulled_day_by_day_are_what_one_full_pull_reads(
    school: PulledSchool, tmp_path: Path, seed: int, core: bool
) -> None:
    rng, people = Random(seed), school.pupils()
    school.wait(days=-6)
    school.pull(core=core)
    for _day in range(5):
        for _work in range(rng.randrange(4)):
            school.wait(hours=1)
            who, key = rng.choice(people), rng.choice(["theory", "task", "mock-1-auto"])
            school.complete(who, key, rng.randrange(3))
            if key != "theory":
                school.grade(who, rng.randrange(10), key)
        school.wait(hours=10)
        assert not school.pull(core=core).snapshot.header.full
    whole = replace(school, folder=replace(school.folder, root=tmp_path / "whole"))
    copy_folder(school.folder.root, whole.folder.root)
    assert whole.pull(core=core, full=True).complete
    for part in VIEWS:
        assert standing(school, part) == standing(whole, part), part


@pytest.mark.parametrize("core", [False, True])
def test_who_was_unenrolled_keeps_what_they_did(school: PulledSchool, core: bool) -> None:
    people = let_everybody_work(school)
    school.pull(core=core)
    school.unenrol(people[0])
    school.wait(days=1)
    found = school.pull(core=core, full=True)
    assert found.snapshot.counts.get("completion", {}) == {}
    assert {one[0] for one in standing(school, "completion")} == set(people)
    assert people[0] not in {
        one[0] for one in standing(school, "enrolments") if one[1] == course_number(school)
    }
    assert (people[0], 8.0) in {(one[0], one[2]) for one in standing(school, "grades")}


@pytest.mark.parametrize("core", [False, True])
def test_who_is_suspended_in_a_course_keeps_their_grades(school: PulledSchool, core: bool) -> None:
    people = let_everybody_work(school)
    school.suspend(people[0])
    school.pull(core=core)
    grades = standing(school, "grades")
    assert (people[0], 8.0) in {(one[0], one[2]) for one in grades}
    school.suspend(people[1])
    school.wait(days=1)
    school.pull(core=core, full=True)
    assert standing(school, "grades") == grades


def course_number(school: PulledSchool) -> object:
    [[number]] = school.facts("SELECT number FROM learning_courses WHERE course = ?", school.course)
    return number


@pytest.mark.parametrize("core", [False, True])
def test_a_reset_is_seen_by_the_next_full_pull(school: PulledSchool, core: bool) -> None:
    people = let_everybody_work(school)
    school.pull(core=core)
    school.reset_completion(people[1])
    school.wait(hours=3)
    school.pull(core=core)
    assert people[1] in {one[0] for one in standing(school, "completion")}
    school.wait(days=8)
    found = school.pull(core=core)  # a week has gone: read whole by itself
    assert found.snapshot.header.full
    assert found.snapshot.counts["completion"] == {"gone": 1}
    assert people[1] not in {one[0] for one in standing(school, "completion")}


def test_one_course_and_changes_since_a_day(school: PulledSchool) -> None:
    let_everybody_work(school)
    found = school.pull(courses=frozenset({"oge"}))
    assert found.courses == 1
    assert found.snapshot.header.scope == ("oge",)
    with pytest.raises(ConfigError, match="nope"):
        school.pull(courses=frozenset({"nope"}))
    # The day it is in the school: from 21:00 UTC on it is another one than in UTC.
    today = school.now.astimezone(ZoneInfo("Europe/Moscow")).date()
    with pytest.raises(ConfigError, match="ещё не наступил"):
        school.pull(since=today + timedelta(days=1))
    later = school.pull(since=today)
    assert not later.snapshot.header.full
    assert "completion" not in later.snapshot.counts


def test_a_course_that_is_not_there_or_denied_makes_the_snapshot_partial(
    school: PulledSchool,
) -> None:
    let_everybody_work(school)
    with school.site.edit() as store:
        store.write("UPDATE course SET idnumber = 'taken-away' WHERE idnumber = ?", school.course)
    found = school.pull()
    assert not found.complete
    assert found.snapshot.state == "partial"
    assert [(gap.code, gap.course) for gap in found.snapshot.gaps] == [
        ("course-denied", school.course)
    ]
    by_core = school.pull(core=True)
    assert ("course-missing", school.course) in {
        (gap.code, gap.course) for gap in by_core.snapshot.gaps
    }
    with school.site.edit() as store:
        store.write("UPDATE course SET idnumber = ? WHERE idnumber = 'taken-away'", school.course)
    healed = school.pull()
    assert healed.complete
    assert standing(school, "completion")


def test_a_course_without_completion_is_read_all_the_same(school: PulledSchool) -> None:
    let_everybody_work(school)
    with school.site.edit() as store:
        store.write("UPDATE course SET enablecompletion = 0 WHERE idnumber = ?", school.course)
    found = school.pull(core=True)
    assert found.complete
    assert standing(school, "submissions")
    [[tracks]] = school.facts(
        "SELECT tracks FROM course_facts WHERE course = ? AND until IS NULL", course_number(school)
    )
    assert not tracks


def test_a_service_without_a_function_leaves_a_gap(school: PulledSchool) -> None:
    let_everybody_work(school)
    functions = [
        one.name
        for one in FUNCTIONS
        if one.name != "gradereport_user_get_grade_items" and not one.name.startswith("local_")
    ]
    token = school.site.add_token(functions=functions)
    (school.folder.root / "token.txt").write_text(token, encoding="ascii")
    found = school.pull()
    assert found.snapshot.state == "partial"
    assert ("function-missing", "grades") in {(gap.code, gap.detail) for gap in found.snapshot.gaps}
    assert standing(school, "submissions")
    few = school.site.add_token(functions=["core_webservice_get_site_info"])
    (school.folder.root / "token.txt").write_text(few, encoding="ascii")
    with pytest.raises(MoodleError, match="core_enrol_get_enrolled_users"):
        school.pull()


def test_one_person_with_two_accounts_is_one(school: PulledSchool) -> None:
    people = let_everybody_work(school)
    with school.site.edit() as store:
        store.write("UPDATE user SET idnumber = ? WHERE idnumber = ?", people[0], people[1])
    found = school.pull()
    assert [(gap.code, gap.detail) for gap in found.snapshot.gaps] == [("person-twice", people[0])]
    assert {one[0] for one in standing(school, "completion")} == set(people) - {people[1]}


def test_the_lists_of_the_day_are_kept(school: PulledSchool) -> None:
    school.pull()
    rows = school.facts("SELECT class_name, count(*) FROM contingent_facts GROUP BY class_name")
    assert sorted(rows) == [("8Д", 4), ("9А", 4), ("9Б", 4)]
    school.folder.write_roster(
        [*pupils()[1:], replace(pupils()[0], last="Тестова-Новая", number="Л99", born="05.06.2011")]
    )
    school.wait(days=1)
    found = school.pull()
    assert found.snapshot.counts["contingent"] == {"new": 1, "gone": 1}
    [[newcomer]] = school.facts("SELECT person FROM learners WHERE person LIKE '?%'")
    assert len(str(newcomer)) == 11
    school.apply(allow=frozenset({"class-loss:8Д"}))
    school.wait(hours=1)
    assert "contingent" not in school.pull().snapshot.counts  # the same pupil, now with an account
    assert school.facts("SELECT person FROM learners WHERE person LIKE '?%'") == []


def test_another_site_is_refused_unless_it_only_moved(school: PulledSchool, tmp_path: Path) -> None:
    school.pull()
    with Sandbox(plugin=True) as other:
        school.folder.url = other.url
        school.folder.write_config()
        (school.folder.root / "token.txt").write_text(other.token, encoding="ascii")
        with pytest.raises(ConfigError, match="Снимки в этой папке"):
            school.pull()
        assert len(list_snapshots(school.folder.project)) == 1
        assert school.pull(moved=True).snapshot.state == "partial"  # it has no such courses


def test_a_newer_moodle_is_told(school: PulledSchool) -> None:
    school.pull()
    with open_database(school.folder.project.state / "state.sqlite") as database:
        database.execute("UPDATE snapshots SET release = '4.1.1 (Build: 20230117)'")
    school.wait(hours=1)
    found = school.pull()
    assert "4.1.1 (Build: 20230117) → 4.5" in found.notice
    assert found.complete


def test_a_pupil_in_two_classes_of_the_lists_is_one_pupil(school: PulledSchool) -> None:
    school.pull()
    first, *others = pupils()
    school.folder.write_roster([first, *others[1:], replace(first, class_name="9А")])
    school.wait(hours=1)
    found = school.pull()
    assert [gap.code for gap in found.snapshot.gaps] == ["files-unsound", "pupil-twice"]
    assert found.pupils == len(others)
    # Lists with errors send nobody away.
    assert found.snapshot.counts["contingent"] == {"changed": 1}
    school.folder.write_roster([first, *others[1:]])
    school.wait(hours=1)
    assert school.pull().snapshot.counts["contingent"] == {"changed": 1, "gone": 1}


def test_one_run_at_a_time(school: PulledSchool) -> None:
    with project_lock(school.folder.project.state / LOCK_FILE), pytest.raises(LockHeld):
        school.pull()


def test_a_killed_pull_goes_on_where_it_was(school: PulledSchool) -> None:
    let_everybody_work(school)
    script = (
        "import sys; from pathlib import Path; from vsosh_moodle.workflow.pulling import pull_progress;"
        "from vsosh_moodle.workflow.pull_opening import PullOptions;"
        "from vsosh_moodle.workflow.progress import NoProgress;"
        "from vsosh_moodle.workflow.project import Project;"
        "pull_progress(Project(Path(sys.argv[1])), PullOptions(core=True), NoProgress())"
    )
    school.site.state(latency=0.05)
    process = subprocess.Popen(
        [sys.executable, "-c", script, school.folder.root],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up and process.poll() is None:
        if (school.folder.project.state / "state.sqlite").exists() and school.facts(
            "SELECT 1 FROM snapshot_courses WHERE state = 'read'"
        ):
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    school.site.state(latency=0.0)
    [left] = list_snapshots(school.folder.project)
    assert left.state == "running"
    found = school.pull(core=True)
    assert found.resumed
    assert found.complete
    assert found.snapshot.number == left.number
    assert "оборвался" in found.notice
    assert len(school.facts("SELECT * FROM snapshots")) == 1
    assert len(standing(school, "completion")) == len(school.pupils())
    whole = school.pull(core=True, full=True)
    assert found.calls < whole.calls  # what was stored before was not read again


@pytest.mark.skipif(sys.platform == "win32", reason="a console event, not a signal")
def test_ctrl_c_stops_between_calls_and_the_next_pull_goes_on(school: PulledSchool) -> None:
    let_everybody_work(school)
    school.site.state(latency=0.1)
    before = len(school.site.calls)
    ended = threading.Event()

    def press_ctrl_c() -> None:
        while not ended.wait(0.01):
            if len(school.site.calls) > before + 3:
                os.kill(os.getpid(), signal.SIGINT)
                return

    thread = threading.Thread(target=press_ctrl_c)
    thread.start()
    try:
        stopped = school.pull(core=True)
    finally:
        ended.set()
        thread.join()
    school.site.state(latency=0.0)
    assert stopped.interrupted
    assert not stopped.complete
    assert stopped.waiting > 0
    assert stopped.snapshot.state == "running"
    found = school.pull(core=True)
    assert found.resumed
    assert found.complete
    assert found.snapshot.calls == stopped.calls + found.calls
    assert len(standing(school, "completion")) == len(school.pupils())


def test_a_broken_off_pull_of_another_scope_is_left_partial(school: PulledSchool) -> None:
    let_everybody_work(school)
    school.site.state(maintenance="cli")
    with pytest.raises(MoodleError):
        school.pull()
    school.site.state(maintenance="")
    assert list_snapshots(school.folder.project) == []  # nothing was asked: nothing was begun
    token = school.folder.root / "token.txt"
    begun = school.pull()
    assert begun.complete
    with_rows = school.facts("SELECT count(*) FROM completion_facts")
    _break_off(school)
    school.wait(hours=1)
    found = school.pull(courses=frozenset({"oge"}))
    assert found.complete
    assert "остаётся неполным" in found.notice
    states = [one.state for one in list_snapshots(school.folder.project)]
    assert states == ["done", "partial", "done"]
    assert school.facts("SELECT count(*) FROM completion_facts") == with_rows
    assert token.exists()


def _break_off(school: PulledSchool) -> None:
    """Leave a snapshot as a killed pull of all courses would."""
    [done] = list_snapshots(school.folder.project)
    with open_database(school.folder.project.state / "state.sqlite") as database:
        snapshots = Snapshots(database)
        header = replace(done.header, taken=done.header.taken + DAY)
        snapshots.start(header, dict.fromkeys(snapshots.courses(done.number), 0))


def test_changes_since_a_day_leave_no_days_out(school: PulledSchool) -> None:
    people = school.pupils()
    school.wait(days=-5)
    school.pull()
    school.wait(days=1)
    school.complete(people[0])
    school.wait(days=3)
    school.pull(since=school.now.date())  # a later day than the last reading
    school.wait(days=1)
    school.pull()
    assert [row[0] for row in standing(school, "completion")] == [people[0]]


def test_what_one_way_did_not_read_the_other_reads_whole(school: PulledSchool) -> None:
    people = school.pupils()
    school.wait(hours=-3)
    school.write_post(people[0])
    school.wait(hours=1)
    school.pull(core=True)
    assert school.facts("SELECT count(*) FROM post_facts") == [(0,)]
    school.wait(hours=2)
    found = school.pull()
    assert school.facts("SELECT count(*) FROM post_facts") == [(1,)]
    assert found.snapshot.gaps == ()
    school.wait(hours=1)
    assert not school.pull().snapshot.header.full
    # By core functions again: attempts and posts are as they were, and the rest is only what changed.
    school.wait(hours=1)
    assert not school.pull(core=True).snapshot.header.full


def test_a_part_that_was_refused_is_read_whole_once_it_is_allowed(school: PulledSchool) -> None:
    people = school.pupils()
    school.wait(hours=-3)
    school.hand_in(people[0])
    school.wait(hours=1)
    token = school.folder.root / "token.txt"
    whole = token.read_text(encoding="ascii")
    functions = [one.name for one in FUNCTIONS if one.name != "mod_assign_get_submissions"]
    token.write_text(school.site.add_token(functions=functions), encoding="ascii")
    assert "submissions" in {gap.detail for gap in school.pull(core=True).snapshot.gaps}
    school.wait(hours=1)
    assert not school.pull(core=True).snapshot.header.full
    token.write_text(whole, encoding="ascii")
    school.wait(hours=1)
    school.pull(core=True)
    assert [row[0] for row in standing(school, "submissions")] == [people[0]]
