"""People of a small school act on a real Moodle with their own tokens; a pull brings back what they did.

`pytest tests/journey --live-url URL --live-token-file FILE`: the site needs the plugin, and its mobile
service switched on (Site administration > General > Mobile app), the only one that gives pupils tokens.
"""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journey.live_term import LiveSchool, LiveTerm, NoMobileServiceError
from vsosh_moodle.moodle import categories, cohorts, courses, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import AccessDenied, NotFound
from vsosh_moodle.moodle.ids import CategoryId, CohortId, CourseId, UserId
from vsosh_moodle.moodle.plugin_info import has_plugin
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.pull_opening import PullOptions
from vsosh_moodle.workflow.pulling import pull_progress

PUPILS = 9
Keyed = dict[tuple[str, int], Any]


@dataclass
class Played:
    """A term that was played on a real site, and the states of two pulls of it."""

    school: LiveSchool
    term: LiveTerm
    keys: dict[int, str]
    by_plugin: Path
    by_core: Path

    def deeds(self, kind: str) -> Counter[tuple[str, int]]:
        """Count deeds of a kind by (person, activity)."""
        return Counter(
            (self.keys[one.user], one.cmid) for one in self.term.deeds if one.kind == kind
        )

    @property
    def learners(self) -> set[str]:
        """Who came to learn."""
        return {self.keys[one.user] for one in self.term.deeds if one.kind == "view"}


def pulled(state: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask the facts of a pull; `fact` is what holds now, with people by their keys."""
    with closing(sqlite3.connect(state)) as database:
        return database.execute(sql).fetchall()


def keyed(state: Path, table: str, *columns: str, where: str = "1") -> Keyed:
    """Return columns of facts of activities that hold now, by (person, activity)."""
    rows = pulled(
        state,
        f"SELECT l.person, f.activity, {', '.join(columns)} FROM {table} f"  # noqa: S608
        f" JOIN learners l ON l.number = f.person WHERE f.until IS NULL AND {where}",
    )
    return {(person, activity): values for person, activity, *values in rows}


@pytest.fixture(scope="module")
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    url = request.config.getoption("--live-url")
    if not url:
        pytest.skip("a real Moodle is asked for: --live-url, --live-token-file")
    token = request.config.getoption("--live-token-file").read_text("ascii").strip()
    root = tmp_path_factory.mktemp("live")
    with MoodleClient(url.rstrip("/"), Secret(token)) as client:
        if not has_plugin(client):
            pytest.skip("the live site's service lacks local_vsosh")
        school = LiveSchool(root / "school", url.rstrip("/"), token)
        school.write_small(PUPILS)
        try:
            yield _play(school, client, root)
        finally:
            _clear(school, client)


def _play(school: LiveSchool, client: MoodleClient, root: Path) -> Played:
    school.apply()
    term = LiveTerm(school, shares=(0.5, 0.3, 0.2))
    try:
        term.play()
    except NoMobileServiceError as error:
        pytest.skip(f"pupils get no tokens here, the mobile service is off or closed: {error}")
    wanted = [f"{school.prefix}p:{number:06d}" for number in range(1, PUPILS + 20)]
    keys = {
        int(one.id): one.idnumber for one in users.get_users_by_field(client, "idnumber", wanted)
    }
    shutil.copytree(school.root, root / "core")
    assert pull_progress(school.project, PullOptions(), NoProgress()).complete
    core = Project(root / "core")
    assert pull_progress(core, PullOptions(core=True), NoProgress()).complete
    state = "state.sqlite"
    return Played(school, term, keys, school.project.state / state, core.state / state)


def _clear(school: LiveSchool, client: MoodleClient) -> None:
    """Take away whatever carries the mark, as far as the token's owner may delete."""
    mark = school.prefix
    with suppress(AccessDenied, NotFound):
        made = [one for one in courses.get_courses(client) if one.idnumber.startswith(mark)]
        courses.delete_courses(client, [CourseId(one.id) for one in made])
        keys = [f"{mark}p:{number:06d}" for number in range(1, 60)]
        people = users.get_users_by_field(client, "idnumber", keys)
        users.delete_users(client, [UserId(one.id) for one in people])
        groups = [one for one in cohorts.get_cohorts(client) if one.idnumber.startswith(mark)]
        cohorts.delete_cohorts(client, [CohortId(one.id) for one in groups])
        tops = [one for one in categories.get_categories(client) if one.idnumber == f"{mark}cat:do"]
        for one in tops:
            categories.delete_categories(client, [{"id": CategoryId(one.id), "recursive": True}])


def test_what_was_looked_at_is_done(played: Played) -> None:
    states = keyed(played.by_plugin, "completion_facts", "state", "time")
    modules = dict(pulled(played.by_plugin, "SELECT activity, module FROM activity_facts"))
    looked = {key for key in played.deeds("view") if modules[key[1]] in {"page", "url", "folder"}}
    assert looked
    assert {states[key][0] for key in looked} == {1}
    times = {(played.keys[one.user], one.cmid): one.time for one in played.term.deeds
             if one.kind == "view"}  # fmt: skip
    assert all(abs(states[key][1] - times[key]) < 60 for key in looked)


def test_works_handed_in_come_back_and_are_done(played: Played) -> None:
    submitted = keyed(played.by_plugin, "submission_facts", "status", where="status = 'submitted'")
    assert set(submitted) == set(played.deeds("handed_in"))
    states = keyed(played.by_plugin, "completion_facts", "state")
    assert {states[key][0] for key in submitted} == {1}


def test_every_attempt_comes_back_and_the_best_one_is_the_grade(played: Played) -> None:
    rows = pulled(
        played.by_plugin,
        "SELECT l.person, f.activity, f.fraction FROM attempt_facts f JOIN learners l"
        " ON l.number = f.person WHERE f.until IS NULL AND f.state = 'finished' ORDER BY f.attempt",
    )
    counted = Counter((person, activity) for person, activity, _share in rows)
    assert counted == played.deeds("attempt")
    best: dict[tuple[str, int], float] = {}
    for person, activity, share in rows:
        best[person, activity] = max(share, best.get((person, activity), 0))
    told = [one for one in played.term.deeds if one.kind == "attempt" and one.value is not None]
    assert told
    for one in told:
        assert best[played.keys[one.user], one.cmid] >= (one.value or 0) - 1e-4
    grades = keyed(played.by_plugin, "grade_facts", "grade", "grade_max")
    first = {a for (a,) in pulled(played.by_plugin, "SELECT activity FROM activity_facts"
                                  " WHERE key LIKE '%diagnostics%' OR key LIKE 'mock-%'")}  # fmt: skip
    for key, share in best.items():
        if key[1] not in first:
            grade, most = grades[key]
            assert grade / most == pytest.approx(share, abs=1e-4)


def test_a_test_with_a_pass_mark_is_passed_or_failed(played: Played) -> None:
    states = keyed(played.by_plugin, "completion_facts", "state")
    grades = keyed(played.by_plugin, "grade_facts", "grade")
    marks = dict(
        pulled(
            played.by_plugin,
            "SELECT activity, grade_pass FROM activity_facts WHERE module = 'quiz'"
            " AND grade_pass > 0 AND until IS NULL",
        )
    )
    seen = set()
    for person, activity in played.deeds("attempt"):
        if activity in marks:
            passed = grades[person, activity][0] >= marks[activity]
            assert states[person, activity][0] == (2 if passed else 3)
            seen.add(passed)
    assert seen == {True, False}


def test_posts_and_teachers_grades_come_back(played: Played) -> None:
    posts = pulled(
        played.by_plugin,
        "SELECT l.person, f.activity FROM post_facts f JOIN learners l ON l.number = f.person"
        " WHERE f.until IS NULL",
    )
    assert Counter(posts) == played.deeds("post")
    assert posts
    grades = keyed(played.by_plugin, "grade_facts", "grade")
    given = {
        (played.keys[one.user], one.cmid): one.value
        for one in played.term.deeds
        if one.kind == "grade"
    }
    assert given
    assert {key: grades[key][0] for key in given} == given


def test_the_app_leaves_a_last_access_and_no_first(played: Played) -> None:
    """`firstaccess` is written by a login on the web pages alone: who came is told by the last one."""
    accounts = {
        person: (first, last)
        for person, first, last in pulled(
            played.by_plugin,
            "SELECT l.person, f.first_access, f.last_access FROM account_facts f"
            " JOIN learners l ON l.number = f.person WHERE f.until IS NULL",
        )
    }
    came = {played.keys[one.user] for one in played.term.deeds if one.kind == "visit"}
    assert {person for person, (_first, last) in accounts.items() if last} == came
    assert {first for first, _last in accounts.values()} == {0}
    assert len(accounts) > len(came)


def test_activities_of_ours_come_with_their_keys_whatever_the_prefix(played: Played) -> None:
    assert not played.school.prefix.startswith("vsosh:")
    for state in (played.by_plugin, played.by_core):
        keys = {key for (key,) in pulled(state, "SELECT key FROM activity_facts")}
        assert {"plan-page", "mock-1-auto"} & keys or "mock-1-auto" in keys


def test_without_the_plugin_the_same_comes_back(played: Played) -> None:
    for table, columns, where in [
        ("completion_facts", ("state", "time"), "state > 0"),
        ("submission_facts", ("status", "time"), "status = 'submitted'"),
        ("grade_facts", ("round(grade, 2)",), "grade IS NOT NULL AND activity > 0"),
    ]:
        whole = keyed(played.by_plugin, table, *columns, where=where)
        assert keyed(played.by_core, table, *columns, where=where) == whole
        assert whole
