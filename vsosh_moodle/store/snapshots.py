"""Snapshots in the state file: when each was taken, of what, how far it came, what it could not read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NewType

from vsosh_moodle.school.learning import GapRow
from vsosh_moodle.store.database import Database

SnapshotId = NewType("SnapshotId", int)
SnapshotState = Literal["running", "done", "partial"]
Source = Literal["plugin", "core"]
CourseState = Literal["waiting", "read", "denied", "missing", "failed"]


@dataclass(frozen=True, slots=True)
class SnapshotHeader:
    """What is known of a snapshot at its start; `taken` in Unix seconds of this computer's clock.

    `scope` are the keys of the courses it was narrowed to, () for the whole school. `full`: it is
    read whole, so that what vanished is seen.
    """

    taken: int
    site: str
    release: str
    source: Source
    full: bool
    tool_version: str
    scope: tuple[str, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot; `finished` is 0 while it runs. `counts` tells, by part, «new», «changed», «gone»."""

    number: SnapshotId
    header: SnapshotHeader
    state: SnapshotState
    finished: int
    counts: Mapping[str, Mapping[str, int]]
    calls: int
    courses: int
    gaps: tuple[GapRow, ...] = ()


class Snapshots:
    """The snapshots of a project folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, header: SnapshotHeader, courses: Mapping[str, int]) -> SnapshotId:
        """Open a snapshot of these courses; the numbers are the moments to ask for changes from."""
        with self._database.transaction():
            number = SnapshotId(
                self._database.execute(
                    "INSERT INTO snapshots (taken, state, site, release, source, is_full, scope,"
                    " parameters, tool_version) VALUES (?, 'running', ?, ?, ?, ?, ?, ?, ?)",
                    (
                        header.taken,
                        header.site,
                        header.release,
                        header.source,
                        int(header.full),
                        _json(sorted(header.scope)),
                        _json(header.parameters),
                        header.tool_version,
                    ),
                )
            )
            numbers = self.course_numbers(courses)
            self._database.execute_many(
                "INSERT INTO snapshot_courses (snapshot, course, state, since)"
                " VALUES (?, ?, 'waiting', ?)",
                [(number, numbers[key], since) for key, since in courses.items()],
            )
        return number

    def course_numbers(self, courses: Iterable[str]) -> dict[str, int]:
        """Return the number of each course, given now to whoever has none."""
        with self._database.transaction():
            self._database.execute_many(
                "INSERT OR IGNORE INTO learning_courses (course) VALUES (?)",
                [(course,) for course in courses],
            )
            return dict(self._database.rows("SELECT course, number FROM learning_courses"))

    def unfinished(self) -> Snapshot | None:
        """Return the snapshot that never finished, or None."""
        found = self._select("WHERE state = 'running' ORDER BY number DESC LIMIT 1")
        return found[0] if found else None

    def last(self) -> Snapshot | None:
        """Return the newest snapshot, finished or not, or None."""
        found = self._select("ORDER BY number DESC LIMIT 1")
        return found[0] if found else None

    def all(self) -> list[Snapshot]:
        """Return all snapshots, the newest first."""
        return self._select("ORDER BY number DESC")

    def one(self, number: int) -> Snapshot | None:
        """Return a snapshot by its number, or None."""
        found = self._select("WHERE number = ?", (number,))
        return found[0] if found else None

    def courses(self, number: SnapshotId) -> dict[str, tuple[CourseState, int]]:
        """Return the state of each course of a snapshot and the moment changes are asked from."""
        return {
            course: (state, since)
            for course, state, since in self._database.rows(
                "SELECT c.course, s.state, s.since FROM snapshot_courses s"
                " JOIN learning_courses c ON c.number = s.course WHERE s.snapshot = ?"
                " ORDER BY c.course",
                (number,),
            )
        }

    def last_read(self) -> dict[str, tuple[int, int]]:
        """Return by course when it was read last, and when last as a whole (0: never), Unix seconds."""
        sql = (
            "SELECT c.course, max(s.taken), max(CASE WHEN sc.since = 0 THEN s.taken ELSE 0 END)"
            " FROM snapshot_courses sc JOIN snapshots s ON s.number = sc.snapshot"
            " JOIN learning_courses c ON c.number = sc.course WHERE sc.state = 'read'"
            " GROUP BY c.course"
        )
        return {course: (last, whole) for course, last, whole in self._database.rows(sql)}

    def unread_parts(self) -> dict[str, set[tuple[str, str]]]:
        """Return by course the (code, part) of what its last reading could not tell."""
        sql = (
            "SELECT c.course, g.code, g.detail FROM (SELECT course, max(snapshot) AS snapshot"
            "  FROM snapshot_courses WHERE state = 'read' GROUP BY course) r"
            " JOIN learning_courses c ON c.number = r.course"
            " JOIN snapshot_gaps g ON g.snapshot = r.snapshot AND g.course IN ('', c.course)"
            " WHERE g.code IN ('part-unread', 'course-part-denied', 'function-missing')"
        )
        found: dict[str, set[tuple[str, str]]] = {}
        for course, code, part in self._database.rows(sql):
            found.setdefault(course, set()).add((code, part))
        return found

    def mark(self, number: SnapshotId, courses: Iterable[int], state: CourseState) -> None:
        """Remember how the reading of courses (by number) ended."""
        self._database.execute_many(
            "UPDATE snapshot_courses SET state = ? WHERE snapshot = ? AND course = ?",
            [(state, number, course) for course in courses],
        )

    def add_gaps(self, number: SnapshotId, gaps: Iterable[GapRow]) -> None:
        """Remember what could not be read; the same gap is kept once."""
        self._database.execute_many(
            "INSERT OR IGNORE INTO snapshot_gaps (snapshot, code, course, detail)"
            " VALUES (?, ?, ?, ?)",
            [(number, *gap) for gap in gaps],
        )

    def add_traffic(
        self, number: SnapshotId, calls: int, counts: Mapping[str, Mapping[str, int]]
    ) -> None:
        """Add calls made and facts stored since the last time: a snapshot may take several runs."""
        with self._database.transaction():
            known = json.loads(
                self._database.rows("SELECT counts FROM snapshots WHERE number = ?", (number,))[0][
                    0
                ]
            )
            for part, words in counts.items():
                sums = known.setdefault(part, {})
                for word, count in words.items():
                    sums[word] = sums.get(word, 0) + count
            self._database.execute(
                "UPDATE snapshots SET calls = calls + ?, counts = ? WHERE number = ?",
                (calls, _json(known), number),
            )

    def finish(self, number: SnapshotId, state: SnapshotState, moment: int) -> None:
        """Close a snapshot."""
        self._database.execute(
            "UPDATE snapshots SET state = ?, finished = ? WHERE number = ?", (state, moment, number)
        )

    def _select(self, tail: str, parameters: Sequence[Any] = ()) -> list[Snapshot]:
        rows = self._database.rows(
            "SELECT number, taken, site, release, source, is_full, tool_version, scope, parameters,"
            " state, coalesce(finished, 0), counts, calls, (SELECT count(*) FROM snapshot_courses c"
            f" WHERE c.snapshot = number AND c.state = 'read') FROM snapshots {tail}",
            parameters,
        )
        return [self._snapshot(row) for row in rows]

    def _snapshot(self, row: tuple[Any, ...]) -> Snapshot:
        (number, taken, site, release, source, full, version, scope, parameters,
         state, finished, counts, calls, courses) = row  # fmt: skip
        gaps = self._database.rows(
            "SELECT code, course, detail FROM snapshot_gaps WHERE snapshot = ?"
            " ORDER BY code, course, detail",
            (number,),
        )
        return Snapshot(
            SnapshotId(number),
            SnapshotHeader(
                taken,
                site,
                release,
                source,
                bool(full),
                version,
                tuple(json.loads(scope)),
                json.loads(parameters),
            ),
            state,
            finished,
            json.loads(counts),
            calls,
            courses,
            tuple(GapRow(*gap) for gap in gaps),
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
