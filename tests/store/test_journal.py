"""The journal tells what happened to each step, also after a kill."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vsosh_moodle.problems import Place
from vsosh_moodle.store.database import Database, open_database
from vsosh_moodle.store.journal import Journal, RunHeader, Step

HEADER = RunHeader(
    owner="metodist@school 42",
    tool_version="0.1.0",
    site_url="https://sdo.example.ru",
    site_release="4.5.6",
    plan_digest="abc",
    scope={"classes": ["8Д"]},
)
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "state.sqlite") as opened:
        yield opened


@pytest.fixture
def journal(database: Database) -> Journal:
    return Journal(database, clock=lambda: NOON)


def step(key: str) -> Step:
    return Step("create", "user", key, None, {"lastname": "Дзугов"}, Place("a.xlsx", "9А", 3, "B3"))


def test_a_run_and_its_steps_come_back(journal: Journal) -> None:
    run = journal.start_run(HEADER)
    seqs = journal.record_sent(run, [step("a"), step("b")])
    journal.record_done(run, seqs, [101, 102])
    journal.finish_run(run, "done", calls=1)

    [found] = journal.runs()
    assert (found.id, found.header, found.state) == (run, HEADER, "done")
    assert (found.started, found.finished) == (NOON, NOON)
    assert (found.counts, found.calls) == ({"done": 2}, 1)
    assert journal.run(run) == found
    recorded = list(journal.steps(run))
    assert [item.step for item in recorded] == [step("a"), step("b")]
    assert [(item.seq, item.batch, item.moodle_id) for item in recorded] == [
        (1, 1, 101),
        (2, 1, 102),
    ]


def test_no_object_and_no_fields_are_told_apart(journal: Journal) -> None:
    run = journal.start_run(HEADER)
    journal.record_sent(run, [Step("create", "group_member", "c|u", None, {})])
    [recorded] = journal.steps(run)
    assert recorded.step.before is None
    assert recorded.step.after == {}


def test_batches_are_numbered_and_halves_may_be_settled_apart(journal: Journal) -> None:
    run = journal.start_run(HEADER)
    journal.record_sent(run, [step("a")])
    seqs = journal.record_sent(run, [step("b"), step("c"), step("d")])
    assert list(seqs) == [2, 3, 4]
    journal.record_done(run, seqs[:2], [7, None])
    journal.record_failed(run, seqs[2:], "usernameexists")
    journal.record_skipped(run, [step("e")], "parent-failed")
    assert [(item.batch, item.state, item.error) for item in journal.steps(run)] == [
        (1, "sent", ""),
        (2, "done", ""),
        (2, "done", ""),
        (2, "failed", "usernameexists"),
        (3, "skipped", "parent-failed"),
    ]
    assert journal.count_steps(run) == {"sent": 1, "done": 2, "failed": 1, "skipped": 1}
    assert [item.step.key for item in journal.steps(run, "failed")] == ["d"]


def test_a_count_of_ids_that_differs_from_the_steps_is_refused(journal: Journal) -> None:
    run = journal.start_run(HEADER)
    seqs = journal.record_sent(run, [step("a"), step("b")])
    with pytest.raises(ValueError, match="2 steps, 1 ids"):
        journal.record_done(run, seqs, [1])


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        ("invalidparameter", "invalidparameter"),
        ("TransportError: Дзугов Азамат", "TransportError"),
        ("Дзугов уже есть", "unknown"),
        ("local_vsosh/section-missing", "local_vsosh/section-missing"),
    ],
)
def test_only_the_code_of_an_error_is_kept(journal: Journal, error: str, kept: str) -> None:
    run = journal.start_run(HEADER)
    journal.record_failed(run, journal.record_sent(run, [step("a")]), error)
    assert [item.error for item in journal.steps(run)] == [kept]


def test_the_newest_run_without_an_end_is_the_unfinished_one(journal: Journal) -> None:
    assert journal.unfinished_run() is None
    first = journal.start_run(HEADER)
    assert journal.unfinished_run() == journal.run(first)
    journal.finish_run(first, "interrupted")
    assert journal.unfinished_run() is None


KILLED = """
import sys, time
from pathlib import Path
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.journal import Journal, RunHeader, Step
journal = Journal(open_database(Path(sys.argv[1])))
run = journal.start_run(RunHeader("u@h 1", "0", "http://127.0.0.1", "4.5", "d"))
journal.record_done(run, journal.record_sent(run, [Step("create", "user", "a")]), [1])
journal.record_sent(run, [Step("create", "user", "b"), Step("create", "user", "c")])
print("sent", flush=True)
sys.stdin.read()
"""


def test_a_killed_run_leaves_its_unknown_steps_in_the_journal(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "sent\n"
        process.kill()
    with open_database(path) as database:
        journal = Journal(database)
        run = journal.unfinished_run()
        assert run is not None
        assert [item.step.key for item in journal.steps(run.id, "done")] == ["a"]
        assert [item.step.key for item in journal.steps(run.id, "sent")] == ["b", "c"]
