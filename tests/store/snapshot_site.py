"""A made-up site as a dictionary: what a pull would read of it, stored as snapshots without any HTTP."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.store.database import Database
from vsosh_moodle.store.fact_tables import CONTINGENT
from vsosh_moodle.store.snapshot_writer import Merge, SnapshotWriter
from vsosh_moodle.store.snapshots import SnapshotHeader, SnapshotId, Snapshots

DAY = 86_400
WORK_PARTS = (
    "completion", "course_completion", "grades", "access", "submissions", "attempts", "posts",
)  # fmt: skip
Facts = dict[tuple[Any, ...], tuple[Any, ...]]


@dataclass
class Site:
    """Rows by part: what they are about → what they say; people and courses by name."""

    parts: dict[str, Facts] = field(default_factory=dict)

    def put(self, part: str, *key: Any, says: tuple[Any, ...]) -> None:
        self.parts.setdefault(part, {})[key] = says

    def rows(self, part: str) -> Facts:
        return self.parts.setdefault(part, {})

    def course(self, key: str, title: str = "", *, tracks: bool = True) -> None:
        self.put("courses", key, says=(len(self.rows("courses")) + 1, title, True, tracks))

    def activity(
        self, course: str, cm: int, *, module: str = "page", key: str = "", due: int = 0
    ) -> None:
        said = (key, module, f"№ {cm}", 1, 2, 10.0, 5.0, True, 0, due)
        self.put("activities", course, cm, says=said)

    def enrol(self, course: str, *people: str, teaches: bool = False, active: bool = True) -> None:
        for person in people:
            self.put("enrolments", course, person, says=(teaches, active, 0, 0))
            self.rows("accounts").setdefault((person,), (1, 1, False))

    def unenrol(self, course: str, person: str) -> None:
        """Take somebody out of a course, as Moodle does: nothing of theirs is told any more."""
        for part in ("enrolments", *WORK_PARTS):
            for key in [one for one in self.rows(part) if one[:2] == (course, person)]:
                del self.rows(part)[key]


def listed(*people: str, class_name: str = "9А", categories: str = "") -> Facts:
    """Return pupils of the lists."""
    return {(person,): (class_name, "очная", False, categories) for person in people}


def take_snapshot(
    database: Database,
    site: Site,
    moment: int,
    contingent: Mapping[tuple[Any, ...], tuple[Any, ...]],
    *,
    since: int = 0,
    courses: Collection[str] | None = None,
) -> SnapshotId:
    """Store what a pull at `moment` reads of the site: of what changes, only that later than `since`."""
    scope = sorted(courses if courses is not None else {key for (key,) in site.rows("courses")})
    snapshots = Snapshots(database)
    narrowed = () if courses is None else tuple(scope)
    header = SnapshotHeader(moment, "site", "4.5", "plugin", since == 0, "0.1", narrowed)
    number = snapshots.start(header, dict.fromkeys(scope, since))
    writer = SnapshotWriter(database, number)
    for part, rows in {**site.parts, "contingent": dict(contingent)}.items():
        writer.stage(
            part, [_numbered(writer, part, row) for row in _told(part, rows, since, scope)]
        )
    parts = frozenset(site.parts) | {"courses", "activities", "enrolments", *WORK_PARTS}
    whole = {"activities", "enrolments"} | (set() if since else set(WORK_PARTS))
    writer.merge(Merge(frozenset(scope), parts | {"accounts"}, frozenset(whole)))
    writer.merge(Merge(frozenset(), frozenset({"contingent"})))
    present = {writer.person(person) for (person,) in contingent}
    writer.close_missing(CONTINGENT, present, writer.open_people(CONTINGENT))
    writer.close()
    snapshots.add_traffic(number, 1, writer.stored.counts)
    snapshots.finish(number, "done", moment + 60)
    return number


_MOMENT = {"completion": 1, "course_completion": 0, "grades": 2, "access": 0, "submissions": 1,
           "attempts": 2, "posts": 0}  # fmt: skip


def _told(
    part: str, rows: Mapping[Any, Any], since: int, scope: list[str]
) -> list[tuple[Any, ...]]:
    return [
        (*key, *says)
        for key, says in rows.items()
        if (part in {"accounts", "contingent"} or key[0] in scope)
        and (part not in _MOMENT or says[_MOMENT[part]] > since or not since)
    ]


def _numbered(writer: SnapshotWriter, part: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    if part in {"accounts", "contingent"}:
        return (writer.person(row[0]), *row[1:])
    if part in {"courses", "activities"}:
        return (writer.course(row[0]), *row[1:])
    return (writer.course(row[0]), writer.person(row[1]), *row[2:])
