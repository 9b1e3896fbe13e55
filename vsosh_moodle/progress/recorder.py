"""Rows of a reading into the store: names become numbers, courses become the owners of activities."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from vsosh_moodle.progress.reading import Read, Rows
from vsosh_moodle.school.learning import ContingentRow
from vsosh_moodle.store.fact_tables import ACCOUNTS, CONTINGENT
from vsosh_moodle.store.snapshot_writer import Merge, SnapshotWriter

_NO_PEOPLE = frozenset({"courses", "activities"})
_WITHOUT_COURSE = frozenset({"completion", "submissions", "attempts", "posts"})


class Recorder:
    """Stages what readings hand over, from any thread, and stores a reading when it ended well.

    `seen` are the people whose accounts were told, `named` all who were told anything of. Nothing is
    stored of those in `without`: their data were destroyed, though the site may have some still.
    """

    def __init__(self, writer: SnapshotWriter, without: frozenset[str] = frozenset()) -> None:
        self._writer = writer
        self._without = without
        self._course_of: dict[int, int] = {}
        self._lock = threading.Lock()
        self.seen: set[str] = set()
        self.named: set[str] = set()

    def take(self, rows: Rows) -> None:
        """Stage some rows; activities have to come before what was done in them."""
        with self._lock:
            rows = self._allowed(rows)
            people = self._people(rows)
            for part in sorted(rows, key=_ORDER.index):
                if rows[part]:
                    self._writer.stage(part, self._numbered(part, rows[part], people))

    def merge(self, read: Read) -> None:
        """Store what was staged of the courses that were read."""
        if read.read:
            self._writer.merge(
                Merge(
                    frozenset(read.read), frozenset(read.parts), frozenset(read.whole), read.asked
                )
            )

    def store_contingent(self, rows: Sequence[ContingentRow], *, whole: bool = True) -> None:
        """Store the school's lists as they are today; who is not among `whole` ones has left."""
        numbers = self._writer.know_people(row.person for row in rows)
        self._writer.stage(
            "contingent",
            [
                (
                    numbers[row.person],
                    row.class_name,
                    row.form,
                    row.distance,
                    ",".join(row.categories),
                )
                for row in rows
            ],
        )
        self._writer.merge(Merge(frozenset(), frozenset({"contingent"})))
        if whole:
            self._writer.close_missing(
                CONTINGENT,
                {numbers[row.person] for row in rows},
                self._writer.open_people(CONTINGENT),
            )

    def store_accounts(self, rows: Sequence[Any], asked: Iterable[str]) -> None:
        """Store accounts that were asked for by name; who has none any more has lost it."""
        numbers = self._writer.know_people(asked)
        self._writer.stage("accounts", [(numbers[row.person], *row[1:]) for row in rows])
        self._writer.merge(Merge(frozenset(), frozenset({"accounts"})))
        self._writer.close_missing(
            ACCOUNTS,
            {numbers[row.person] for row in rows},
            {numbers[one] for one in asked} & self._writer.open_people(ACCOUNTS),
        )

    def _allowed(self, rows: Rows) -> Rows:
        if not self._without:
            return rows
        told: Mapping[str, Sequence[Any]] = rows
        return {
            part: of_one
            if part in _NO_PEOPLE
            else [row for row in of_one if row.person not in self._without]
            for part, of_one in told.items()
        }

    def _people(self, rows: Rows) -> Mapping[str, int]:
        """Return everybody's numbers; whoever is named for the first time gets one."""
        accounts: Sequence[Any] = rows.get("accounts", ())
        self.seen |= {row.person for row in accounts}
        named: set[str] = set()
        for part, of_one in rows.items():
            if part not in _NO_PEOPLE:
                told: Sequence[Any] = of_one
                named |= {row.person for row in told}
        self.named |= named
        return self._writer.know_people(named)

    def _numbered(
        self, part: str, rows: Sequence[Any], people: Mapping[str, int]
    ) -> Iterable[tuple[Any, ...]]:
        course, owner = self._writer.course, self._course_of
        if part == "accounts":
            return [(people[row.person], *row[1:]) for row in rows]
        if part == "courses":
            return [(course(row.course), *row[1:]) for row in rows]
        if part == "activities":
            owner.update({row.activity: course(row.course) for row in rows})
            return [(course(row.course), row.activity, *row[2:]) for row in rows]
        if part == "completion":
            return [
                (owner[activity], people[person], activity, state, time)
                for activity, person, state, time in rows
                if activity in owner
            ]
        if part == "grades":
            return [
                (course(key), people[person], activity, grade, most, time)
                for activity, key, person, grade, most, time in rows
            ]
        if part == "posts":
            return [
                (owner[row.activity], people[row.person], row.activity, row.post, row.time)
                for row in rows
                if row.activity in owner
            ]
        if part in _WITHOUT_COURSE:
            return [
                (owner[row.activity], people[row.person], row.activity, *row[2:])
                for row in rows
                if row.activity in owner
            ]
        return [(course(row.course), people[row.person], *row[2:]) for row in rows]


_ORDER = (
    "courses", "activities", "accounts", "enrolments", "completion", "course_completion", "grades",
    "access", "submissions", "attempts", "posts",
)  # fmt: skip
