"""pull: what is said, what it costs the exit code, and how a person's data leave the snapshots."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Said
from tests.cli.live_school import Live, no_traces, point_at
from vsosh_moodle.sandbox import Sandbox, hand_edits

Vsosh = Callable[..., Said]


@pytest.fixture
def worked(school: Path, vsosh: Vsosh) -> Iterator[Live]:
    """The small school on a site with the plugin, where Bedoeva opened a page and was graded."""
    with Sandbox(plugin=True) as site:
        point_at(school, site.url, site.token)
        assert vsosh("apply", "--yes").code == 0
        with site.edit() as store:
            course = store.row("SELECT id, idnumber FROM course WHERE idnumber LIKE 'vsosh:%'")
            assert course is not None
            user = store.value("SELECT id FROM user WHERE username = 'bedoeva.m.o'")
            cm = hand_edits.find_module(store, course["idnumber"], "vsosh:p")
            hand_edits.complete_activity(store, cm, user, 1, 1_790_000_000)
            hand_edits.visit_course(store, course["id"], user, 1_790_000_000)
        yield Live(school, site)


def test_a_pull_says_what_it_read_and_what_to_do_next(worked: Live, vsosh: Vsosh) -> None:
    said = vsosh("pull")
    assert said.code == 0, said.err
    no_traces(said)
    assert "Снимок № 1" in said.out
    assert "через плагин" in said.out
    assert "1 курс прочитан, 3 ученика в списках" in said.out
    assert "выполнение элементов: 1 новое" in said.out
    assert said.out.endswith("Дальше: vsosh-moodle report year\n")
    again = vsosh("pull")
    assert "За это время" in again.out
    assert "ничего не изменилось" in again.out
    listed = vsosh("pull", "list")
    assert [line.split()[0] for line in listed.out.splitlines()] == ["№", "2", "1"]
    assert vsosh("pull", "--list").out == listed.out


def test_a_pull_before_the_courses_are_there_leads_to_them(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("pull")
    assert said.code == 7
    assert "Ни один курс не прочитан" in said.out
    assert "vsosh-moodle apply" in said.out
    assert "report year" not in said.out


def test_changes_since_a_day_to_come_are_refused(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("pull", "--since", "2999-01-01")
    assert said.code == 2
    assert "ещё не наступил" in said.err


def test_json_tells_the_same(worked: Live, vsosh: Vsosh) -> None:
    data = json.loads(vsosh("pull", "--format", "json").out)
    assert data["state"] == "done"
    assert data["counts"]["completion"] == {"new": 1}
    assert data["calls"] == data["calls_now"] <= 20
    listed = json.loads(vsosh("pull", "list", "--format", "json").out)
    assert [one["snapshot"] for one in listed["snapshots"]] == [1]
    assert listed["snapshots"][0]["gaps"] == []


def test_before_the_first_pull_the_list_says_how(school: Path, vsosh: Vsosh) -> None:
    assert "vsosh-moodle pull" in vsosh("pull", "list").out
    assert json.loads(vsosh("pull", "list", "--format", "json").out) == {"snapshots": []}


def test_what_cannot_be_read_is_told_and_costs_the_exit_code(worked: Live, vsosh: Vsosh) -> None:
    with worked.site.edit() as store:
        store.write("UPDATE course SET idnumber = '' WHERE idnumber LIKE 'vsosh:%'")
    said = vsosh("pull")
    assert said.code == 7
    assert "Что не прочитано и почему:" in said.out
    assert "нельзя читать этот курс" in said.out
    said = vsosh("pull", "--course", "simpel")
    assert said.code == 2
    assert "simple" in said.err
    worked.site.state(maintenance="cli")
    assert vsosh("pull").code in {5, 6}


def test_the_help_has_examples(vsosh: Vsosh) -> None:
    assert "vsosh-moodle pull --course oge-math" in vsosh("pull", "--help").out


def test_snapshots_are_private(worked: Live, vsosh: Vsosh) -> None:
    vsosh("pull")
    assert (worked.folder / ".vsosh/state.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_person_sees_what_snapshots_hold_and_can_be_forgotten(worked: Live, vsosh: Vsosh) -> None:
    vsosh("pull")
    said = vsosh("subject", "show", "bedoeva.m.o")
    assert "Об учёбе в снимках:" in said.out
    data = json.loads(vsosh("subject", "show", "bedoeva.m.o", "--format", "json").out)
    parts = {one["part"] for one in data["progress"]}
    assert {"contingent", "accounts", "enrolments", "completion", "access"} <= parts
    [done] = [one for one in data["progress"] if one["part"] == "completion"]
    assert (done["state"], done["time"], done["until"]) == (1, 1_790_000_000, None)
    assert done["course"].endswith(":simple")
    others = json.loads(vsosh("subject", "show", "abaev.a.t", "--format", "json").out)["progress"]
    assert not [one for one in others if one["part"] == "completion"]

    pupils = worked.folder / "rosters/ученики.csv"
    text = pupils.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines(keepends=True) if "Бедоева" not in line]
    pupils.write_text("".join(kept), encoding="utf-8")
    assert vsosh("apply", "--yes", "--allow", "class-loss:8Д").code == 0
    assert vsosh("pull", "--full").code == 0
    said = vsosh("subject", "purge", "bedoeva.m.o", "--yes", "--act", "акт.html")
    assert said.code == 0, said.err
    assert "сведений об учёбе в снимках:" in (worked.folder / "акт.html").read_text("utf-8")
    assert (
        rows(worked, "SELECT count(*) FROM learners WHERE person = ?", data["ledger"]["idnumber"])
        == 0
    )
    assert rows(worked, "SELECT count(*) FROM completion_facts") == 0
    assert rows(worked, "SELECT count(*) FROM purged_learners") == 1
    # The site has the account still: nothing of it comes back.
    assert vsosh("pull", "--full").code == 0
    assert rows(worked, "SELECT count(*) FROM completion_facts") == 0
    assert (
        rows(worked, "SELECT count(*) FROM learners WHERE person = ?", data["ledger"]["idnumber"])
        == 0
    )


def test_who_has_no_account_yet_is_found_by_the_row(worked: Live, vsosh: Vsosh) -> None:
    pupils = worked.folder / "rosters/ученики.csv"
    with pupils.open("a", encoding="utf-8") as file:
        file.write("Гуриева;Ирина;Маратовна;07.08.2012;8Д;А-9\n")
    vsosh("pull")
    data = json.loads(vsosh("subject", "show", "А-9", "--format", "json").out)
    assert data["ledger"] is None
    assert [one["part"] for one in data["progress"]] == ["contingent"]


def rows(live: Live, sql: str, *parameters: object) -> int:
    with sqlite3.connect(live.folder / ".vsosh/state.sqlite") as state:
        [(count,)] = state.execute(sql, parameters).fetchall()
    state.close()
    return int(count)
