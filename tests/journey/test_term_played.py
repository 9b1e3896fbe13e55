"""A term played on the rehearsal site: what is left there is what Moodle would have recorded."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.contract.plugin_school import GET_PROGRESS, packed
from tests.contract.rest_caller import RestCaller
from vsosh_moodle.cli.main import run
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.sandbox import Sandbox, hand_edits
from vsosh_moodle.sandbox.play.days import moment
from vsosh_moodle.sandbox.store import Store
from vsosh_moodle.sandbox.term import TermDays, TermSummary, play_file
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.planning import PlanOptions, make_plan
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import Project

TODAY = date(2026, 11, 26)
NOW = moment(TODAY, 12)
SITE = ".vsosh/sandbox.sqlite"


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample school on its rehearsal site, nobody there yet."""
    root = tmp_path_factory.mktemp("school") / "school"
    made = init_project(root, SampleSize(students=40, classes=4, courses=9), TODAY)
    result = apply_plan(made.project, PlanOptions(), None, NoProgress(), lambda _plan: True)
    assert result is not None
    assert result.complete
    return root


@pytest.fixture
def school(applied: Path, tmp_path: Path) -> Path:
    shutil.copytree(applied, tmp_path / "school")
    return tmp_path / "school"


def play(school: Path, weeks: int | None = None) -> TermSummary:
    summary = play_file(school / SITE, TermDays(TODAY, weeks=weeks), NOW)
    assert summary is not None
    return summary


def rows(school: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(school / SITE)) as database:
        return database.execute(sql, values).fetchall()


def table_rows(school: Path, table: str, order: str = "id") -> list[tuple[Any, ...]]:
    return rows(school, f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608


@contextmanager
def edit(school: Path) -> Iterator[Store]:
    store = Store(school / SITE)
    try:
        with store.transaction():
            yield store
    finally:
        store.close()


_PLAYED = (
    "course_modules_completion", "course_completions", "grade_grades", "assign_submission",
    "quiz_attempts", "choice_answers", "feedback_completed", "user_lastaccess",
)  # fmt: skip


def dump(school: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {table: table_rows(school, table) for table in _PLAYED} | {
        "user": rows(school, "SELECT id, firstaccess, lastaccess FROM user ORDER BY id")
    }


def test_a_term_has_something_to_show(school: Path) -> None:
    summary = play(school)
    assert (summary.start, summary.end) == (date(2026, 9, 1), TODAY)
    assert summary.pupils == 40
    assert 25 < summary.came < 40
    assert summary.completions > 400
    assert summary.submissions > 100
    assert summary.attempts > 50
    assert summary.grades > summary.submissions / 2
    counted = rows(
        school,
        "SELECT count(*) FROM course_modules_completion WHERE completionstate IN (1, 2)"
        " UNION ALL SELECT count(*) FROM assign_submission WHERE status = 'submitted'"
        " UNION ALL SELECT count(*) FROM quiz_attempts WHERE state = 'finished'"
        " UNION ALL SELECT count(*) FROM grade_grades WHERE cmid > 0 AND finalgrade IS NOT NULL",
    )
    assert [one[0] for one in counted] == [
        summary.completions, summary.submissions, summary.attempts, summary.grades
    ]  # fmt: skip


def test_the_same_seed_plays_the_same_and_playing_again_changes_nothing(
    school: Path, applied: Path, tmp_path: Path
) -> None:
    play(school)
    once = dump(school)
    play(school)
    assert dump(school) == once
    other = tmp_path / "other"
    shutil.copytree(applied, other)
    play(other)
    assert dump(other) == once


def test_a_longer_play_begins_as_a_shorter_one_and_goes_on(
    school: Path, applied: Path, tmp_path: Path
) -> None:
    week = moment(date(2026, 9, 28))
    play(school, weeks=4)
    short = rows(school, "SELECT cmid, userid, attempt, timestart FROM quiz_attempts ORDER BY id")
    first = rows(school, "SELECT id, firstaccess FROM user WHERE firstaccess > 0 ORDER BY id")
    assert short
    assert rows(school, "SELECT 1 FROM quiz_attempts WHERE timestart >= ?", week) == []
    assert rows(school, "SELECT max(lastaccess) FROM user") < [(week,)]
    play(school)
    longer = rows(school, "SELECT cmid, userid, attempt, timestart FROM quiz_attempts ORDER BY id")
    assert longer[: len(short)] == short
    assert set(first) <= set(rows(school, "SELECT id, firstaccess FROM user"))
    whole = tmp_path / "whole"
    shutil.copytree(applied, whole)
    play(whole)
    for table in ("course_modules_completion", "grade_grades", "quiz_attempts"):
        played, at_once = (table_rows(one, table, "2, 3, 4") for one in (school, whole))
        assert [one[1:] for one in played] == [one[1:] for one in at_once]


def test_the_site_stays_in_the_week_up_to_which_it_was_played(school: Path) -> None:
    play(school, weeks=4)
    clock = "SELECT value FROM settings WHERE name = 'clock'"
    assert rows(school, clock) == [(str(moment(date(2026, 9, 28)) - 1),)]
    play(school, weeks=3)
    assert rows(school, clock) == [(str(moment(date(2026, 9, 28)) - 1),)]
    play(school)
    assert rows(school, clock) == [("",)]


def test_nobody_works_before_coming_nor_after_leaving(school: Path) -> None:
    late, gone, day = moment(date(2026, 11, 2)), moment(date(2026, 10, 5)), 86400
    with edit(school) as store:
        comer, leaver, locked = (
            hand_edits.find_user(store, f"vsosh:p:{number:06}") for number in (3, 4, 5)
        )
        sql = "UPDATE user_enrolments SET {} WHERE userid = ?"
        store.write(sql.format(f"timestart = {late}"), comer)
        store.write(sql.format(f"timeend = {gone}"), leaver)
        store.write(sql.format(f"status = 1, timemodified = {gone}"), locked)
    play(school)
    seen = {
        user: (first, last)
        for user, first, last in rows(school, "SELECT id, firstaccess, lastaccess FROM user")
    }
    assert seen[comer][0] == 0 or seen[comer][0] >= late
    assert seen[leaver][1] < gone + day
    assert seen[locked][1] < gone + day
    early = "SELECT 1 FROM course_modules_completion WHERE userid = ? AND timemodified < ?"
    assert rows(school, early, comer, late) == []


def test_grades_are_those_of_the_best_attempt_and_fails_are_told(school: Path) -> None:
    play(school)
    attempts: dict[tuple[int, int], list[tuple[float, int]]] = {}
    for cmid, user, fraction, finish in rows(
        school,
        "SELECT cmid, userid, fraction, timefinish FROM quiz_attempts WHERE state = 'finished'"
        " ORDER BY attempt",
    ):
        attempts.setdefault((cmid, user), []).append((fraction, finish))
    grades = {
        (cmid, user): (grade, time)
        for cmid, user, grade, time in rows(
            school, "SELECT cmid, userid, finalgrade, timemodified FROM grade_grades"
        )
    }
    states = {
        (cmid, user): (state, time)
        for cmid, user, state, time in rows(
            school,
            "SELECT coursemoduleid, userid, completionstate, timemodified"
            " FROM course_modules_completion",
        )
    }
    failed = passed_later = 0
    for cmid, completion, settings in rows(
        school,
        "SELECT id, completionpassgrade, settings FROM course_modules WHERE modname = 'quiz'",
    ):
        quiz = json.loads(settings)
        for (which, user), tries in attempts.items():
            if which != cmid or quiz["grading"] != "highest":
                continue
            best = max(share for share, _time in tries) * quiz["grade"]
            assert grades[cmid, user] == (pytest.approx(best, abs=1e-4), tries[-1][1])
            if not completion:
                continue
            state, time = states[cmid, user]
            good = [end for share, end in tries if share * quiz["grade"] >= quiz["pass_grade"]]
            assert state == (2 if good else 3)
            assert time == (good[0] if good else tries[0][1])
            failed += not good
            passed_later += bool(good) and good[0] != tries[0][1]
    assert failed
    assert passed_later


def test_a_view_rule_is_done_by_looking_and_an_assignment_by_handing_in(school: Path) -> None:
    play(school)
    assert rows(
        school,
        "SELECT DISTINCT c.completionstate FROM course_modules_completion c"
        " JOIN course_modules cm ON cm.id = c.coursemoduleid WHERE cm.modname = 'page'",
    ) == [(1,)]
    odd = rows(
        school,
        "SELECT s.cmid FROM assign_submission s JOIN course_modules cm ON cm.id = s.cmid"
        " LEFT JOIN course_modules_completion c ON c.coursemoduleid = s.cmid"
        " AND c.userid = s.userid WHERE cm.completionrules LIKE '%submit%'"
        " AND (s.status = 'submitted') <> (c.id IS NOT NULL AND c.timemodified = s.timemodified)",
    )
    assert odd == []


def test_who_comes_by_the_app_alone_has_a_last_access_and_no_first(school: Path) -> None:
    """Seen on 4.5.6 and 4.1.1: `firstaccess` is written by a login on the web pages only."""
    play(school)
    pupils = rows(
        school, "SELECT firstaccess > 0, lastaccess > 0 FROM user WHERE idnumber LIKE 'vsosh:p:%'"
    )
    assert set(pupils) == {(0, 0), (0, 1), (1, 1)}
    assert rows(school, "SELECT count(*) FROM user WHERE firstaccess > lastaccess") == [(0,)]


def test_a_total_of_nothing_is_an_empty_row(school: Path) -> None:
    play(school)
    assert rows(
        school,
        "SELECT DISTINCT finalgrade IS NULL, timemodified = 0 FROM grade_grades ORDER BY 1",
    ) == [(0, 0), (1, 1)]


def test_empty_rows_of_the_gradebook_are_not_told(school: Path) -> None:
    play(school)
    courses = [key for (key,) in rows(school, "SELECT idnumber FROM course WHERE idnumber <> ''")]
    with Sandbox(database=school / SITE, plugin=True) as site:
        page = RestCaller(site.url, site.token).call(
            GET_PROGRESS,
            courses=packed(courses),
            options=packed({"parts": ["grades"]}),
            after="",
            limit=0,
        )
    (part,) = page["parts"]
    assert page["next"] == ""
    full = rows(school, "SELECT count(*) FROM grade_grades WHERE finalgrade IS NOT NULL")
    assert full == [(len(json.loads(part["rows"])),)]


def test_a_course_is_complete_when_its_last_activity_is(school: Path) -> None:
    play(school)
    done = 0
    for course, text in rows(
        school, "SELECT id, completioncriteria FROM course WHERE completioncriteria IS NOT NULL"
    ):
        wanted = json.loads(text)["activities"]
        met = {
            user: (count, last)
            for user, count, last in rows(
                school,
                "SELECT userid, count(*), max(timemodified) FROM course_modules_completion"
                " WHERE coursemoduleid IN (SELECT value FROM json_each(?)) AND completionstate > 0"
                " GROUP BY userid",
                json.dumps(wanted),
            )
        }
        completed = dict(
            rows(
                school,
                "SELECT userid, timecompleted FROM course_completions"
                " WHERE course = ? AND timecompleted IS NOT NULL",
                course,
            )
        )
        assert completed == {
            user: last for user, (count, last) in met.items() if count == len(wanted)
        }
        done += len(completed)
    assert done


def test_the_files_still_agree_with_the_site(school: Path) -> None:
    play(school)
    assert make_plan(Project(school)).writes == ()


def test_another_seed_is_refused_on_a_site_that_was_played(
    school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    play(school)
    before = dump(school)
    assert run(["--project", str(school), "sandbox", "play", "--seed", "2"]) == 2
    assert "--seed 1" in capsys.readouterr().err
    assert dump(school) == before


def test_a_real_site_is_never_played_on(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = school / "config.yaml"
    text = config.read_text("utf-8")
    config.write_text(
        text.replace("url: sandbox", "url: https://sdo.example.ru\n  token: {env: NONE}"), "utf-8"
    )
    assert run(["--project", str(school), "sandbox", "play"]) == 2
    said = capsys.readouterr().err
    assert "https://sdo.example.ru" in said
    assert "только на учебном" in said


def test_a_site_without_a_school_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sandbox", "play", "--db", str(tmp_path / "none.sqlite")]) == 2
    assert "ещё нет" in capsys.readouterr().err
    assert not (tmp_path / "none.sqlite").exists()
    (tmp_path / "words.txt").write_text("не база", "utf-8")
    assert run(["sandbox", "play", "--db", str(tmp_path / "words.txt")]) == 2
    assert "не база учебного сайта" in capsys.readouterr().err
    Store(tmp_path / "empty.sqlite").close()
    assert run(["sandbox", "play", "--db", str(tmp_path / "empty.sqlite")]) == 2
    assert "некому учиться" in capsys.readouterr().err
