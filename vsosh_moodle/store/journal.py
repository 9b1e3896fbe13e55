"""The journal of runs: a step is on the disk before its call, so a killed run can be explained."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NewType

from vsosh_moodle import events
from vsosh_moodle.problems import Place
from vsosh_moodle.store.database import Database
from vsosh_moodle.store.encoding import decode_fields, decode_place, encode_fields, encode_place

RunId = NewType("RunId", int)
RunState = Literal["running", "done", "partial", "interrupted", "failed"]
StepState = Literal["planned", "sent", "done", "failed", "skipped"]

_ERROR_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_/:-]*")


@dataclass(frozen=True, slots=True)
class Step:
    """A change to be sent: `before` and `after` are fields JSON can hold, None for no object."""

    action: str
    kind: str
    key: str
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """A step in the journal; `seq` numbers the steps of a run from 1, `batch` its calls."""

    run: RunId
    seq: int
    batch: int
    step: Step
    state: StepState
    moodle_id: int | None
    error: str


@dataclass(frozen=True, slots=True)
class RunHeader:
    """What is known of a run at its start: `owner` is «user@host pid», `undoes` the run it undoes."""

    owner: str
    tool_version: str
    site_url: str
    site_release: str
    plan_digest: str
    scope: Mapping[str, object] = field(default_factory=dict)
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run in the history; times are UTC, `counts` is how many steps ended in which way."""

    id: RunId
    header: RunHeader
    state: RunState
    started: datetime
    finished: datetime | None
    counts: Mapping[str, int]
    calls: int


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """The runs of the project folder and their steps."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = _utc_now) -> None:
        self._database = database
        self._clock = clock

    def start_run(self, header: RunHeader) -> RunId:
        """Open a run and return its number."""
        run = RunId(
            self._database.execute(
                "INSERT INTO runs (started, state, owner, tool_version, site_url, site_release,"
                " plan_digest, scope, undoes) VALUES (?, 'running', ?, ?, ?, ?, ?, ?, ?)",
                (
                    self._clock().isoformat(),
                    header.owner,
                    header.tool_version,
                    header.site_url,
                    header.site_release,
                    header.plan_digest,
                    encode_fields(header.scope) or "{}",
                    header.undoes,
                ),
            )
        )
        events.name_run(run)
        events.emit("run", undoes=header.undoes, release=header.site_release)
        return run

    def record_sent(self, run: RunId, steps: Sequence[Step]) -> range:
        """Record a batch about to be sent and return the `seq` of its steps, in their order.

        Returns after the fsync: call it before the HTTP call. A step found in state `sent` after a
        crash may or may not have reached the site, and has to be read back.
        """
        return self._insert(run, steps, "sent", None)

    def record_skipped(self, run: RunId, steps: Sequence[Step], error: str) -> range:
        """Record steps that were not sent, with the code of the reason; return their `seq`."""
        return self._insert(run, steps, "skipped", error)

    def record_done(
        self, run: RunId, seqs: Sequence[int], moodle_ids: Sequence[int | None] | None = None
    ) -> None:
        """Mark steps as done; `moodle_ids` go with `seqs` one to one, None keeps what is known.

        Raises ValueError when there are fewer or more ids than steps.
        """
        if moodle_ids is not None and len(moodle_ids) != len(seqs):
            msg = f"{len(seqs)} steps, {len(moodle_ids)} ids"
            raise ValueError(msg)
        if moodle_ids is None or not any(moodle_ids):
            self._mark_done(run, seqs)
            return
        self._database.execute_many(
            "UPDATE steps SET state = 'done', error = NULL, moodle_id = coalesce(?, moodle_id)"
            " WHERE run_id = ? AND seq = ?",
            [(moodle_id, run, seq) for seq, moodle_id in zip(seqs, moodle_ids, strict=True)],
        )

    def _mark_done(self, run: RunId, seqs: Sequence[int]) -> None:
        """Mark steps as done; those numbered without a gap, as a batch is, in one statement."""
        sql = "UPDATE steps SET state = 'done', error = NULL WHERE run_id = ? AND seq"
        if seqs and list(seqs) == list(range(seqs[0], seqs[0] + len(seqs))):
            self._database.execute(f"{sql} BETWEEN ? AND ?", (run, seqs[0], seqs[-1]))
        else:
            self._database.execute_many(f"{sql} = ?", [(run, seq) for seq in seqs])

    def record_failed(self, run: RunId, seqs: Iterable[int], error: str) -> None:
        """Mark steps as refused.

        `error` is Moodle's errorcode or the name of our exception; of a longer text only the code
        at its beginning is kept, because messages quote names.
        """
        self._database.execute_many(
            "UPDATE steps SET state = 'failed', error = ? WHERE run_id = ? AND seq = ?",
            [(_code(error), run, seq) for seq in seqs],
        )

    def correct(
        self, run: RunId, places: Iterable[tuple[str, str]], state: StepState, error: str = ""
    ) -> None:
        """Put right what the steps of a run say of objects (kind, key), once the site was read back."""
        self._database.execute_many(
            "UPDATE steps SET state = ?, error = ? WHERE run_id = ? AND kind = ? AND key = ?"
            " AND state != 'skipped'",
            [(state, _code(error) if error else None, run, kind, key) for kind, key in places],
        )

    def finish_run(
        self, run: RunId, state: RunState, calls: int = 0, counts: Mapping[str, int] | None = None
    ) -> None:
        """Close a run; without `counts` the journal counts its steps by state."""
        counted = counts if counts is not None else self.count_steps(run)
        self._database.execute(
            "UPDATE runs SET state = ?, finished = ?, calls = ?, counts = ? WHERE id = ?",
            (state, self._clock().isoformat(), calls, encode_fields(counted) or "{}", run),
        )
        sql = (
            "SELECT kind || '.' || action || '.' || state, count(*) FROM steps WHERE run_id = ?"
            " GROUP BY kind, action, state"
        )
        done = dict(self._database.rows(sql, (run,)))
        events.emit("run-end", outcome=state, calls=calls, counts=done)
        events.name_run(None)

    def count_steps(self, run: RunId) -> dict[str, int]:
        """Return how many steps of a run are in each state."""
        sql = "SELECT state, count(*) FROM steps WHERE run_id = ? GROUP BY state"
        return dict(self._database.rows(sql, (run,)))

    def runs(self) -> list[Run]:
        """Return all runs, the newest first."""
        return [_run(row) for row in self._database.rows(f"{_RUNS} ORDER BY id DESC")]

    def run(self, run: RunId) -> Run | None:
        """Return a run by its number, or None."""
        rows = self._database.rows(f"{_RUNS} WHERE id = ?", (run,))
        return _run(rows[0]) if rows else None

    def unfinished_run(self) -> Run | None:
        """Return the newest run that never finished (killed, or still going), or None."""
        rows = self._database.rows(f"{_RUNS} WHERE state = 'running' ORDER BY id DESC LIMIT 1")
        return _run(rows[0]) if rows else None

    def steps(self, run: RunId, state: StepState | None = None) -> Iterator[RecordedStep]:
        """Yield the steps of a run in order, all of them or those in one state."""
        sql = (
            "SELECT seq, batch, action, kind, key, before, after, place, state, moodle_id, error"
            " FROM steps WHERE run_id = ? AND (? IS NULL OR state = ?) ORDER BY seq"
        )
        for row in self._database.stream(sql, (run, state, state)):
            seq, batch, action, kind, key, before, after, place, found, moodle_id, error = row
            yield RecordedStep(
                run,
                seq,
                batch,
                Step(action, kind, key, _optional(before), _optional(after), decode_place(place)),
                found,
                moodle_id,
                error or "",
            )

    def forget_person(self, idnumber: str) -> int:
        """Blank what the steps about a person held and where it stood; return how many there were.

        That the steps were made, and when, stays: keys hold no names.
        """
        return self._database.execute_many(
            "UPDATE steps SET before = NULL, after = NULL, place = NULL"
            " WHERE key = ?1 OR substr(key, -length(?2)) = ?2",
            [(idnumber, f"|{idnumber}")],
        )

    def departures(self, kind: str) -> dict[str, datetime]:
        """Return when each object of a kind was suspended, by key, unless it came back since (UTC)."""
        left: dict[str, datetime] = {}
        sql = (
            "SELECT key, action, runs.started FROM steps JOIN runs ON runs.id = run_id"
            " WHERE kind = ? AND steps.state = 'done'"
            " AND action IN ('suspend', 'reactivate', 'create') ORDER BY run_id, seq"
        )
        for key, action, started in self._database.stream(sql, (kind,)):
            left.pop(key, None)
            if action == "suspend":
                left[key] = datetime.fromisoformat(started)
        return left

    def _insert(
        self, run: RunId, steps: Sequence[Step], state: StepState, error: str | None
    ) -> range:
        with self._database.transaction():
            sql = (
                "SELECT coalesce(max(seq), 0), coalesce(max(batch), 0) FROM steps WHERE run_id = ?"
            )
            last_seq, last_batch = self._database.rows(sql, (run,))[0]
            self._database.execute_many(
                "INSERT INTO steps (run_id, seq, batch, action, kind, key, before, after, place,"
                " state, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        run,
                        seq,
                        last_batch + 1,
                        step.action,
                        step.kind,
                        step.key,
                        _json(step.before),
                        _json(step.after),
                        encode_place(step.place),
                        state,
                        error and _code(error),
                    )
                    for seq, step in enumerate(steps, start=last_seq + 1)
                ),
            )
        return range(last_seq + 1, last_seq + 1 + len(steps))


_RUNS = (
    "SELECT id, owner, tool_version, site_url, site_release, plan_digest, scope, state, started,"
    " finished, counts, calls, undoes FROM runs"
)


def _run(row: tuple[Any, ...]) -> Run:
    (run, owner, version, url, release, digest, scope, state, started, finished, counts, calls,
     undoes) = row  # fmt: skip
    return Run(
        RunId(run),
        RunHeader(owner, version, url, release, digest, decode_fields(scope), undoes),
        state,
        datetime.fromisoformat(started),
        datetime.fromisoformat(finished) if finished else None,
        json.loads(counts),
        calls,
    )


def _json(fields: Mapping[str, object] | None) -> str | None:
    # Unlike the applied state, the journal tells «nothing there» from «no fields» for undo.
    return None if fields is None else encode_fields(fields) or "{}"


def _optional(text: str | None) -> Mapping[str, object] | None:
    return None if text is None else decode_fields(text)


def _code(error: str) -> str:
    found = _ERROR_CODE.match(error)
    return found[0].rstrip(":") if found else "unknown"
