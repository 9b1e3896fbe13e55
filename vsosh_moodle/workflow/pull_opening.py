"""Which snapshot a pull writes into: a broken-off one it goes on with, or a new one, read since when."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from vsosh_moodle import __version__
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.moodle.errors import AccessDenied
from vsosh_moodle.moodle.plugin_progress import GET_PROGRESS, missing_parts
from vsosh_moodle.progress.by_core import FUNCTION_OF
from vsosh_moodle.school.learning import GapRow
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.store.snapshots import Snapshot, SnapshotHeader, SnapshotId, Snapshots
from vsosh_moodle.workflow.connection import site_name
from vsosh_moodle.workflow.planning import Session

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
class Opened:
    """The snapshot to write into. `before` is the finished one before it, `notices` what to tell first."""

    number: SnapshotId
    by_plugin: bool
    resumed: bool
    before: Snapshot | None
    notices: tuple[str, ...] = ()


def open_snapshot(session: Session, snapshots: Snapshots, options: PullOptions) -> Opened:
    """Go on with a broken-off snapshot of the same courses and way, or open a new one.

    Raises ConfigError for an unknown course or another site than the last snapshot's, AccessDenied when
    the service lacks what it takes.
    """
    return _Opening(session, snapshots, options).open()


@dataclass(slots=True)
class _Opening:
    _session: Session
    _snapshots: Snapshots
    _options: PullOptions
    _notices: list[str] = field(default_factory=list)

    def open(self) -> Opened:
        scope = self._scope()
        before = next((one for one in self._snapshots.all() if one.state != "running"), None)
        client = self._session.client
        by_plugin = client.site.has(GET_PROGRESS) and not self._options.core
        if not by_plugin:
            self._require_functions()
        self._require_site(before)
        number, resumed = self._open_snapshot(scope, by_plugin=by_plugin)
        return Opened(number, by_plugin, resumed, before, tuple(self._notices))

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
        missing = [one for one in NEEDED_WITHOUT_PLUGIN if not self._session.client.site.has(one)]
        if missing:
            raise AccessDenied(
                _("В службе токена на {site} не хватает функций: {names}.").format(
                    site=self._session.client.url, names=", ".join(missing)
                ),
                _(
                    "Администратору: добавьте их в Администрирование → Сервер → Веб-службы → Внешние "
                    "службы → Функции. Проверка: vsosh-moodle doctor"
                ),
                errorcode="accessexception",
            )

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
        release = self._session.client.site.release
        if before.header.release != release:
            self._notices.append(
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
            release=self._session.client.site.release,
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
        sinces = self._sinces(scope, by_plugin=by_plugin)
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
        self._notices.append(
            _("Прошлый снимок № {number} оборвался и остаётся неполным.").format(number=left.number)
        )

    def _sinces(self, scope: Mapping[str, str], *, by_plugin: bool) -> dict[str, int]:
        """Return by course the moment to ask for changes from, 0 to read it whole."""
        if self._options.full:
            return dict.fromkeys(scope, 0)
        zone = self._session.config.timezone
        day = self._options.since
        read = self._snapshots.last_read()
        now = self._session.now.timestamp()
        # The site's clock decides what changed since.
        shift = int(self._session.client.clock_offset or 0) - OVERLAP
        if day is not None:
            # What changed between the last reading and a later day would never be asked for again.
            start = int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
            return {
                course: max(1, min(start, read[course][0] + shift) if course in read else start)
                for course in scope
            }
        unread = self._snapshots.unread_parts()
        sinces = {}
        for course in scope:
            last, whole = read.get(course, (0, 0))
            is_fresh = whole and now - whole < FULL_EVERY.total_seconds()
            # What the last reading could not tell, and this one can, has to be read from its beginning.
            if any(
                self._is_told_now(code, part, by_plugin=by_plugin)
                for code, part in unread.get(course, ())
            ):
                is_fresh = 0
            sinces[course] = max(1, last + shift) if is_fresh else 0
        return sinces

    def _is_told_now(self, code: str, part: str, *, by_plugin: bool) -> bool:
        """Tell whether a part that the last reading of a course lacked comes with this one."""
        if by_plugin:
            info = self._session.plugin()
            return part not in missing_parts(info.version if info else 0)
        if code == "function-missing":
            return self._session.client.site.has(FUNCTION_OF.get(part, ""))
        # Without bundled calls course completion is never read, so its lack is no news.
        return code == "course-part-denied" and part != "course_completion"
