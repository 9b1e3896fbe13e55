"""Pull what learners did into a dated snapshot: resumable, incremental, honest about its gaps."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from vsosh_moodle.errors import RunInterrupted
from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_progress import missing_parts
from vsosh_moodle.observe.pool import ReadPool
from vsosh_moodle.progress.by_core import CoreWay, fetch_by_core
from vsosh_moodle.progress.by_plugin import COURSES_PER_CALL, PluginWay, fetch_by_plugin
from vsosh_moodle.progress.courses import find_course_rows
from vsosh_moodle.progress.members import fetch_accounts
from vsosh_moodle.progress.reading import Batch, Dates, Read
from vsosh_moodle.progress.recorder import Recorder
from vsosh_moodle.school.learning import GapRow
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.known_facts import load_known_activities, load_known_dates
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.store.person_progress import PersonProgress
from vsosh_moodle.store.snapshot_writer import SnapshotWriter
from vsosh_moodle.store.snapshots import (
    Snapshot,
    SnapshotId,
    Snapshots,
    SnapshotState,
)
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.contingent import ContingentOfDay, load_contingent
from vsosh_moodle.workflow.planning import Session, open_session
from vsosh_moodle.workflow.progress import Progress
from vsosh_moodle.workflow.project import STATE_FILE, Project
from vsosh_moodle.workflow.pull_opening import Opened, PullOptions, open_snapshot
from vsosh_moodle.workflow.stopping import StopRequest, interruptible


@dataclass(frozen=True, slots=True)
class PullResult:
    """How a pull ended. `before` is the finished snapshot that the changes are told against.

    `calls` are HTTP requests of this run, `seconds` its wall time; `waiting` courses are left to the
    next run when this one was stopped.
    """

    snapshot: Snapshot
    before: Snapshot | None
    resumed: bool
    calls: int
    seconds: float
    pupils: int
    courses: int
    waiting: int = 0
    interrupted: bool = False
    notice: str = ""

    @property
    def complete(self) -> bool:
        """Whether everything in scope was read."""
        return self.snapshot.state == "done" and not self.interrupted


def pull_progress(
    project: Project, options: PullOptions, progress: Progress, now: datetime | None = None
) -> PullResult:
    """Read the site's courses into a snapshot, or go on with one that was broken off.

    Raises LockHeld, InputProblems, ConfigError, MoodleError; what was read before an error is kept
    and the next pull goes on from there.
    """
    started = time.monotonic()
    with (
        project_lock(project.state / LOCK_FILE) as lock,
        open_session(project, progress, now, sound=False) as session,
    ):
        pull = _Pull(session, options, progress)
        result = pull.run()
        return replace(
            result,
            seconds=time.monotonic() - started,
            notice=" ".join(part for part in (lock.notice, *pull.notices) if part),
        )


class _Pull:
    """One run of a pull."""

    def __init__(self, session: Session, options: PullOptions, progress: Progress) -> None:
        self._session = session
        self._options = options
        self._progress = progress
        self._snapshots = Snapshots(session.database)
        self.notices: list[str] = []

    @property
    def _client(self) -> MoodleClient:
        return self._session.client

    def run(self) -> PullResult:
        """Pull; see `pull_progress`."""
        self._progress.start(_("Спрашиваю сайт"), 0)
        opened = open_snapshot(self._session, self._snapshots, self._options)
        self.notices += opened.notices
        self._progress.finish()
        number, database = opened.number, self._session.database
        ledger = PeopleLedger(database)
        contingent = load_contingent(self._session.school, ledger, self._session.today)
        writer = SnapshotWriter(database, number)
        writer.rename_people(contingent.digests)
        try:
            with interruptible(self._progress) as stop:
                without = PersonProgress(database).purged()
                self._read(opened, Recorder(writer, without), contingent, stop)
                interrupted = stop.heard() or self._waiting(number) > 0
        except KeyboardInterrupt as error:
            raise RunInterrupted(
                _("Прервано: прочитанное сохранено."),
                _("Повторите vsosh-moodle pull: он продолжит с того же места."),
            ) from error
        finally:
            writer.close()
            calls = self._client.traffic.calls
            self._snapshots.add_traffic(number, calls, writer.stored.counts)
        if not interrupted:
            self._snapshots.finish(number, self._state(number), int(time.time()))
        return self._result(opened, len(contingent.rows), interrupted=interrupted)

    def _waiting(self, number: SnapshotId) -> int:
        states = self._snapshots.courses(number).values()
        return sum(state == "waiting" for state, _since in states)

    def _read(
        self, opened: Opened, recorder: Recorder, contingent: ContingentOfDay, stop: StopRequest
    ) -> None:
        number = opened.number
        recorder.store_contingent(contingent.rows, whole=contingent.is_whole)
        self._snapshots.add_gaps(number, contingent.gaps)
        with ReadPool(self._client) as pool:
            readings = (
                self._by_plugin(number, pool, recorder, stop)
                if opened.by_plugin
                else self._by_core(number, pool, recorder, stop)
            )
            for read in readings:
                recorder.merge(read)
                self._remember(number, read)
        self._progress.finish()
        if not stop.heard():
            self._read_accounts(number, recorder, contingent)

    def _by_plugin(
        self, number: SnapshotId, pool: ReadPool, recorder: Recorder, stop: StopRequest
    ) -> Iterator[Read]:
        info = self._session.plugin()
        version = info.version if info else 0
        way = PluginWay(self._client, self._session.config.key_prefix, version)
        dates = load_known_dates(self._session.database) if missing_parts(version) else {}
        batches = _batches(self._snapshots.courses(number), COURSES_PER_CALL, dates)
        self._progress.start(
            _("Читаю курсы через плагин"), sum(len(batch.courses) for batch in batches)
        )
        for read in fetch_by_plugin(way, pool, batches, recorder.take, stop.heard):
            yield read
            self._progress.advance(len(read.read | read.denied | read.failed.keys()))

    def _by_core(
        self, number: SnapshotId, pool: ReadPool, recorder: Recorder, stop: StopRequest
    ) -> Iterator[Read]:
        database = self._session.database
        states = self._snapshots.courses(number)
        waiting = [course for course, (state, _since) in states.items() if state == "waiting"]
        self._progress.start(_("Ищу курсы"), 0)
        remembered = {
            key: row.moodle_id
            for key, row in AppliedState(database).load_kind("course").items()
            if row.moodle_id is not None
        }
        rows = find_course_rows(self._client, waiting, remembered)
        known = load_known_activities(database)
        self._progress.start(_("Читаю курсы"), len(waiting))
        dates = load_known_dates(database)
        batches = [
            Batch((course,), states[course][1], known.get(course, {}), dates) for course in waiting
        ]
        way = CoreWay(
            self._client,
            self._session.config.key_prefix,
            rows,
            on_course=self._progress.advance,
            on_total=lambda pairs: self._progress.start(_("Читаю выполнение по ученикам"), pairs),
            on_done=self._progress.advance,
        )
        yield from fetch_by_core(way, pool, batches, recorder.take, stop.heard)

    def _remember(self, number: SnapshotId, read: Read) -> None:
        gaps = list(read.gaps)
        gaps += [GapRow("course-denied", course) for course in sorted(read.denied)]
        gaps += [GapRow("course-missing", course) for course in sorted(read.missing)]
        gaps += [GapRow("course-failed", course, code) for course, code in read.failed.items()]
        self._snapshots.add_gaps(number, gaps)
        numbers = self._snapshots.course_numbers(())
        self._snapshots.mark(number, [numbers[one] for one in read.denied], "denied")
        self._snapshots.mark(number, [numbers[one] for one in read.missing], "missing")
        self._snapshots.mark(number, [numbers[one] for one in read.failed], "failed")

    def _read_accounts(
        self, number: SnapshotId, recorder: Recorder, contingent: ContingentOfDay
    ) -> None:
        """Read the accounts of whoever was not told of with the courses: in no course, or by core."""
        asked = {row.person for row in contingent.rows if not row.person.startswith("?")}
        asked = (asked | recorder.named) - recorder.seen
        if not asked or not self._client.site.has("core_user_get_users_by_field"):
            return
        self._progress.start(_("Читаю учётные записи"), 0)
        rows, gaps = fetch_accounts(self._client, sorted(asked))
        recorder.store_accounts(rows, sorted(asked))
        self._snapshots.add_gaps(number, gaps)
        self._progress.finish()

    def _state(self, number: SnapshotId) -> SnapshotState:
        states = {state for state, _since in self._snapshots.courses(number).values()}
        found = self._snapshots.one(number)
        lacking = any(gap.code in _PARTIAL for gap in found.gaps) if found else False
        return "done" if states <= {"read"} and not lacking else "partial"

    def _result(self, opened: Opened, pupils: int, *, interrupted: bool) -> PullResult:
        snapshot = self._snapshots.one(opened.number)
        if snapshot is None:
            raise KeyError(opened.number)
        return PullResult(
            snapshot=snapshot,
            before=opened.before,
            resumed=opened.resumed,
            calls=self._client.traffic.calls,
            seconds=0,
            pupils=pupils,
            courses=snapshot.courses,
            waiting=self._waiting(opened.number),
            interrupted=interrupted,
        )


_PARTIAL = frozenset(
    {"course-denied", "course-missing", "course-failed", "course-part-denied", "function-missing"}
)
"""Gaps that make a snapshot partial. What a way of reading never tells is no failure of it."""


def list_snapshots(project: Project) -> list[Snapshot]:
    """Return the snapshots of the folder, the newest first; none when nothing was ever pulled."""
    path = project.state / STATE_FILE
    if not path.exists():
        return []
    with open_database(path) as database:
        return Snapshots(database).all()


def _batches(
    courses: Mapping[str, tuple[str, int]], size: int, dates: Mapping[str, Dates]
) -> list[Batch]:
    """Return the courses that wait, so many to a batch, those asked from the same moment together."""
    by_since: dict[int, list[str]] = {}
    for course, (state, since) in courses.items():
        if state == "waiting":
            by_since.setdefault(since, []).append(course)
    return [
        Batch(tuple(keys[start : start + size]), since, dates=dates)
        for since, keys in sorted(by_since.items())
        for start in range(0, len(keys), size)
    ]
