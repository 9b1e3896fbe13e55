"""Pull what learners did into a dated snapshot: resumable, incremental, honest about its gaps."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from vsosh_moodle import __version__
from vsosh_moodle.errors import ConfigError, RunInterrupted
from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import AccessDenied
from vsosh_moodle.moodle.plugin_progress import GET_PROGRESS
from vsosh_moodle.observe.pool import ReadPool
from vsosh_moodle.progress.by_core import CoreWay, fetch_by_core
from vsosh_moodle.progress.by_plugin import COURSES_PER_CALL, PluginWay, fetch_by_plugin
from vsosh_moodle.progress.courses import find_course_rows
from vsosh_moodle.progress.members import fetch_accounts
from vsosh_moodle.progress.reading import Batch, Read
from vsosh_moodle.progress.recorder import Recorder
from vsosh_moodle.school.learning import GapRow
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.known_activities import load_known_activities
from vsosh_moodle.store.lock import project_lock
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.store.snapshot_writer import SnapshotWriter
from vsosh_moodle.store.snapshots import (
    Snapshot,
    SnapshotHeader,
    SnapshotId,
    Snapshots,
    SnapshotState,
)
from vsosh_moodle.workflow.applying import LOCK_FILE
from vsosh_moodle.workflow.connection import site_name
from vsosh_moodle.workflow.contingent import ContingentOfDay, load_contingent
from vsosh_moodle.workflow.planning import Session, open_session
from vsosh_moodle.workflow.progress import Progress
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.stopping import StopRequest, interruptible

OVERLAP = 600
"""Seconds asked for again by every pull: Moodle dates rows before their transaction ends."""
FULL_EVERY = timedelta(days=7)
"""How old a course's last full reading may be: only a full one sees what was reset or deleted."""
RESUMABLE = timedelta(hours=24)
"""How long a broken-off snapshot may be gone on with: a later one would hardly be of one day."""

NEEDED_WITHOUT_PLUGIN = (
    "core_course_get_courses",
    "core_course_get_contents",
    "core_enrol_get_enrolled_users",
    "core_user_get_users_by_field",
)


@dataclass(frozen=True, slots=True)
class PullOptions:
    """What the command line asks for.

    `courses` are keys of the config, none for all; `since` a day from which changes are read; `full`
    reads everything; `core` leaves the plugin alone; `moved` says that another address is the same
    site.
    """

    courses: frozenset[str] = frozenset()
    since: date | None = None
    full: bool = False
    core: bool = False
    moved: bool = False


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
    titles: Mapping[str, str] = field(default_factory=dict)

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
        open_session(project, progress, now) as session,
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
        self._titles = _course_titles(session)
        self.notices: list[str] = []

    @property
    def _client(self) -> MoodleClient:
        return self._session.client

    def run(self) -> PullResult:
        """Pull; see `pull_progress`."""
        scope = self._scope()
        self._progress.start(_("Спрашиваю сайт"), 0)
        by_plugin = self._client.site.has(GET_PROGRESS) and not self._options.core
        if not by_plugin:
            self._require_functions()
        before = self._before()
        self._require_site(before)
        number, resumed = self._open_snapshot(scope, by_plugin=by_plugin)
        self._progress.finish()
        contingent = load_contingent(
            self._session.school, PeopleLedger(self._session.database), self._session.today
        )
        calls = self._client.traffic.calls
        writer = SnapshotWriter(self._session.database, number)
        writer.rename_people(contingent.digests)
        recorder = Recorder(writer)
        try:
            with interruptible(self._progress) as stop:
                self._read(number, recorder, contingent, stop, by_plugin=by_plugin)
                interrupted = stop.heard() or self._waiting(number) > 0
        except KeyboardInterrupt as error:
            raise RunInterrupted(_("Прервано: прочитанное сохранено."), _go_on()) from error
        finally:
            writer.close()
            self._snapshots.add_traffic(
                number, self._client.traffic.calls - (calls if resumed else 0), writer.stored.counts
            )
        if not interrupted:
            self._snapshots.finish(number, self._state(number), int(time.time()))
        return self._result(number, before, resumed, len(contingent.rows), interrupted=interrupted)

    def _scope(self) -> dict[str, str]:
        """Return the courses to read, by their keys in Moodle; raises ConfigError for an unknown one."""
        keys = self._session.school.keys
        known = {one.key: keys.course(one.key) for one in self._session.school.programmes.courses}
        for name in sorted(self._options.courses):
            if name not in known:
                raise ConfigError(
                    _("Курса с ключом «{key}» нет в программах config.yaml.").format(key=name),
                    did_you_mean(name, known),
                )
        return {
            full: short
            for short, full in known.items()
            if not self._options.courses or short in self._options.courses
        }

    def _require_functions(self) -> None:
        missing = [one for one in NEEDED_WITHOUT_PLUGIN if not self._client.site.has(one)]
        if missing:
            raise AccessDenied(
                _("В службе токена на {site} не хватает функций: {names}.").format(
                    site=self._client.url, names=", ".join(missing)
                ),
                _(
                    "Администратору: добавьте их в Администрирование → Сервер → Веб-службы → Внешние "
                    "службы → Функции. Проверка: vsosh-moodle doctor"
                ),
                errorcode="accessexception",
            )

    def _before(self) -> Snapshot | None:
        return next((one for one in self._snapshots.all() if one.state != "running"), None)

    def _require_site(self, before: Snapshot | None) -> None:
        """Raise ConfigError when the last snapshot is of another site: its numbers mean other things."""
        if before is None:
            return
        site = site_name(self._session.config)
        if before.header.site != site and not self._options.moved:
            raise ConfigError(
                _("Снимки в этой папке сделаны с сайта {old}, а в config.yaml — {new}.").format(
                    old=before.header.site, new=site
                ),
                _(
                    "Если сайт только переехал на новый адрес, повторите с --moved. Для другого сайта "
                    "заведите другую папку школы."
                ),
            )
        release = self._client.site.release
        if before.header.release != release:
            self.notices.append(
                _("С прошлого снимка Moodle обновили: {old} → {new}.").format(
                    old=before.header.release, new=release
                )
            )

    def _open_snapshot(
        self, scope: Mapping[str, str], *, by_plugin: bool
    ) -> tuple[SnapshotId, bool]:
        """Go on with a broken-off snapshot of the same courses and way, or open a new one."""
        header = SnapshotHeader(
            taken=int(self._session.now.timestamp()),
            site=site_name(self._session.config),
            release=self._client.site.release,
            source="plugin" if by_plugin else "core",
            full=self._options.full,
            tool_version=__version__,
            scope=tuple(sorted(scope.values())) if self._options.courses else (),
            parameters=self._parameters(),
        )
        left = self._snapshots.unfinished()
        if left is not None:
            if self._may_go_on(left, header, scope):
                return left.number, True
            self._abandon(left)
        sinces = self._sinces(scope)
        full = not any(sinces.values())
        return self._snapshots.start(replace(header, full=full), sinces), False

    def _parameters(self) -> dict[str, object]:
        told = self._options
        return {"since": told.since.isoformat() if told.since else None, "full": told.full}

    def _may_go_on(self, left: Snapshot, header: SnapshotHeader, scope: Mapping[str, str]) -> bool:
        was = left.header
        return (
            (was.site, was.release, was.source, was.scope, dict(was.parameters))
            == (header.site, header.release, header.source, header.scope, dict(header.parameters))
            and header.taken - was.taken < RESUMABLE.total_seconds()
            and self._snapshots.courses(left.number).keys() == scope.keys()
        )

    def _abandon(self, left: Snapshot) -> None:
        """Close a broken-off snapshot that cannot be gone on with: what it read stays."""
        unread = [
            course
            for course, (state, _since) in self._snapshots.courses(left.number).items()
            if state == "waiting"
        ]
        self._snapshots.add_gaps(left.number, [GapRow("course-unread", one) for one in unread])
        self._snapshots.finish(left.number, "partial", int(time.time()))
        self.notices.append(
            _("Прошлый снимок № {number} оборвался и остаётся неполным.").format(number=left.number)
        )

    def _sinces(self, scope: Mapping[str, str]) -> dict[str, int]:
        """Return by course the moment to ask for changes from, 0 to read it whole."""
        if self._options.full:
            return dict.fromkeys(scope, 0)
        zone = self._session.config.timezone
        day = self._options.since
        if day is not None:
            start = int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
            return dict.fromkeys(scope, max(1, start))
        read = self._snapshots.last_read()
        now = self._session.now.timestamp()
        # The site's clock decides what changed since.
        shift = int(self._client.clock_offset or 0) - OVERLAP
        sinces = {}
        for course in scope:
            last, whole = read.get(course, (0, 0))
            is_fresh = whole and now - whole < FULL_EVERY.total_seconds()
            sinces[course] = max(1, last + shift) if is_fresh else 0
        return sinces

    def _waiting(self, number: SnapshotId) -> int:
        states = self._snapshots.courses(number).values()
        return sum(state == "waiting" for state, _since in states)

    def _read(
        self,
        number: SnapshotId,
        recorder: Recorder,
        contingent: ContingentOfDay,
        stop: StopRequest,
        *,
        by_plugin: bool,
    ) -> None:
        recorder.store_contingent(contingent.rows)
        self._snapshots.add_gaps(number, contingent.gaps)
        with ReadPool(self._client) as pool:
            readings = (
                self._by_plugin(number, pool, recorder, stop)
                if by_plugin
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
        way = PluginWay(self._client, self._session.config.key_prefix, info.version if info else 0)
        batches = _batches(self._snapshots.courses(number), COURSES_PER_CALL)
        self._progress.start(
            _("Читаю курсы через плагин"), sum(len(batch.courses) for batch in batches)
        )
        for read in fetch_by_plugin(way, pool, batches, recorder.take, stop.asked.is_set):
            yield read
            self._progress.advance(len(read.read | read.denied))

    def _by_core(
        self, number: SnapshotId, pool: ReadPool, recorder: Recorder, stop: StopRequest
    ) -> Iterator[Read]:
        database = self._session.database
        states = self._snapshots.courses(number)
        waiting = [course for course, (state, _since) in states.items() if state == "waiting"]
        self._progress.start(_("Читаю курсы"), 0)
        remembered = {
            key: row.moodle_id
            for key, row in AppliedState(database).load_kind("course").items()
            if row.moodle_id is not None
        }
        rows = find_course_rows(self._client, waiting, remembered)
        known = load_known_activities(database)
        batches = [Batch((course,), states[course][1], known.get(course, {})) for course in waiting]
        way = CoreWay(
            self._client,
            self._session.config.key_prefix,
            rows,
            on_total=lambda pairs: self._progress.start(_("Читаю выполнение по ученикам"), pairs),
            on_done=self._progress.advance,
        )
        yield from fetch_by_core(way, pool, batches, recorder.take, stop.asked.is_set)

    def _remember(self, number: SnapshotId, read: Read) -> None:
        gaps = list(read.gaps)
        gaps += [GapRow("course-denied", course) for course in sorted(read.denied)]
        gaps += [GapRow("course-missing", course) for course in sorted(read.missing)]
        self._snapshots.add_gaps(number, gaps)
        numbers = self._snapshots.course_numbers(())
        self._snapshots.mark(number, [numbers[one] for one in read.denied], "denied")
        self._snapshots.mark(number, [numbers[one] for one in read.missing], "missing")

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

    def _result(
        self,
        number: SnapshotId,
        before: Snapshot | None,
        resumed: bool,
        pupils: int,
        *,
        interrupted: bool,
    ) -> PullResult:
        snapshot = self._snapshots.one(number)
        if snapshot is None:
            raise KeyError(number)
        return PullResult(
            snapshot=snapshot,
            before=before,
            resumed=resumed,
            calls=self._client.traffic.calls,
            seconds=0,
            pupils=pupils,
            courses=snapshot.courses,
            waiting=self._waiting(number),
            interrupted=interrupted,
            titles=self._titles,
        )


_PARTIAL = frozenset({"course-denied", "course-missing", "course-failed", "course-part-denied"})
"""Gaps that make a snapshot partial: of courses. What a way of reading never tells is no failure of it."""


def list_snapshots(project: Project) -> list[Snapshot]:
    """Return the snapshots of the folder, the newest first; none when nothing was ever pulled."""
    from vsosh_moodle.store.database import open_database
    from vsosh_moodle.workflow.planning import STATE_FILE

    path = project.state / STATE_FILE
    if not path.exists():
        return []
    with open_database(path) as database:
        return Snapshots(database).all()


def _batches(courses: Mapping[str, tuple[str, int]], size: int) -> list[Batch]:
    """Return the courses that wait, so many to a batch, those asked from the same moment together."""
    by_since: dict[int, list[str]] = {}
    for course, (state, since) in courses.items():
        if state == "waiting":
            by_since.setdefault(since, []).append(course)
    return [
        Batch(tuple(keys[start : start + size]), since)
        for since, keys in sorted(by_since.items())
        for start in range(0, len(keys), size)
    ]


def _course_titles(session: Session) -> dict[str, str]:
    keys = session.school.keys
    return {keys.course(one.key): one.full_name for one in session.school.programmes.courses}


def _go_on() -> str:
    return _("Повторите vsosh-moodle pull: он продолжит с того же места.")
